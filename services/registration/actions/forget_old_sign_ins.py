"""Forget what signing in has left behind: a made-up address each time leaves nothing for ever, nor does anybody."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete

from services.registration.domain.sign_ins import MEMBER_LIFESPAN, PASSWORDS
from services.registration.models import Identity, KnownBrowser, PasswordTry, SignIn
from shared.db.transaction import Transaction

# Longer than any cookie stands for an identity: one that is not known here is taken for good.
BEYOND_ITS_END: Final = timedelta(days=1)
BROWSER_KNOWN_FOR: Final = timedelta(days=365)


def forget_old_sign_ins(tx: Transaction) -> None:
    """Requests and identities a day after they could last serve, browsers of the staff unseen for a year."""
    over = tx.now - BEYOND_ITS_END
    old = {
        PasswordTry: PasswordTry.tried_at <= tx.now - PASSWORDS.window,
        SignIn: SignIn.expires_at <= over,
        Identity: Identity.created_at <= over - MEMBER_LIFESPAN.whole,
        KnownBrowser: KnownBrowser.seen_at <= tx.now - BROWSER_KNOWN_FOR,
    }
    for model, is_old in old.items():
        tx.db.execute(delete(model).where(is_old))
