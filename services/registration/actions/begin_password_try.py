"""Count a password before anybody looks whether it is right: what the limit refuses costs nothing."""

import sqlalchemy as sa

from services.registration.domain.people import email_key
from services.registration.domain.sign_ins import PASSWORDS, refuse_beyond
from services.registration.models import KnownBrowser, PasswordTry, StaffAccount
from services.registration.models.addresses import address_digest
from shared.db.locks import lock_name
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id
from shared.kernel.secrets import digest


def begin_password_try(tx: Transaction, *, email: str, browser: str) -> str:
    """The try's id, for `sign_in_staff` to take back when the password was right; one that dies halfway stays counted.

    A browser in which this account has signed in before is counted by itself, all others together: no stranger locks
    its holder out of it. Refuses TooManyTries. The same work for known and unknown addresses.
    """
    email_digest = address_digest(email, tx.own_keys)
    counted_apart = _known(tx, email=email, browser=browser)
    lock_name(tx.db, f"password {email_digest} {counted_apart}")
    tried = sa.select(PasswordTry.tried_at).where(
        PasswordTry.email_digest == email_digest,
        PasswordTry.tried_at > tx.now - PASSWORDS.window,
        PasswordTry.browser_digest.is_not_distinct_from(counted_apart),
    )
    refuse_beyond(PASSWORDS, tx.db.scalars(tried).all(), now=tx.now)
    one = PasswordTry(id=new_id(), email_digest=email_digest, browser_digest=counted_apart, tried_at=tx.now)
    tx.db.add(one)
    return one.id


def _known(tx: Transaction, *, email: str, browser: str) -> str | None:
    """The browser's digest, if this account has signed in there."""
    known = sa.select(KnownBrowser.browser_digest).join(StaffAccount, StaffAccount.id == KnownBrowser.staff_id)
    return tx.db.scalar(
        known.where(StaffAccount.email_key == email_key(email), KnownBrowser.browser_digest == digest(browser))
    )
