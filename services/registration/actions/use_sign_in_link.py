"""Press the button of a sign-in link."""

from dataclasses import dataclass

import sqlalchemy as sa

from services.registration.actions.open_identity import open_identity
from services.registration.domain.sign_ins import LinkSpent, LinkUse, OpenedIdentity, PendingSignIn, use_of_link
from services.registration.models import Member, SignIn
from shared.db.locks import lock
from shared.db.transaction import Transaction
from shared.kernel.secrets import digest


@dataclass(frozen=True)
class UsedLink:
    """Signed in, or (without an identity) to be asked for the code of that request."""

    sign_in_id: str
    identity: OpenedIdentity | None


def use_sign_in_link(tx: Transaction, *, token: str, browser: str | None) -> UsedLink:
    """Single use under parallel tries: the row is locked before it is read. Refuses LinkSpent."""
    sign_in_id = tx.db.scalar(sa.select(SignIn.id).where(SignIn.token_digest == digest(token)))
    if sign_in_id is None:
        raise LinkSpent
    sign_in = lock(tx.db, SignIn, sign_in_id)
    member = tx.db.get(Member, sign_in.member_id) if sign_in.member_id else None
    if member is None or not member.active:
        raise LinkSpent
    use = use_of_link(pending(sign_in), browser_digest=digest(browser) if browser else None, now=tx.now)
    if use is LinkUse.ASKS_CODE:
        return UsedLink(sign_in.id, None)
    sign_in.used_at = tx.now
    return UsedLink(sign_in.id, open_identity(tx, member))


def pending(sign_in: SignIn) -> PendingSignIn:
    """The request in the words of the rule."""
    return PendingSignIn(sign_in.expires_at, sign_in.used_at, sign_in.tries_left, sign_in.browser_digest)
