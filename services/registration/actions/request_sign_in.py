"""Ask for a link and a code by letter; the same work is done for an address that nobody has."""

import sqlalchemy as sa

from services.registration.domain.people import email_key
from services.registration.domain.sign_ins import CODE_LENGTH, CODE_TRIES, LETTERS, LINK_LASTS, refuse_beyond
from services.registration.models import Member, SignIn
from services.registration.models.addresses import address_digest
from shared.contracts.registration import SIGN_IN_REQUESTED
from shared.db.locks import lock_name
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id
from shared.kernel.secrets import digest


def request_sign_in(tx: Transaction, *, email: str, browser: str) -> str:
    """The id of the request. `browser` is the secret of the browser that asks; refuses TooManyTries."""
    email_digest = address_digest(email, tx.own_keys)
    _refuse_too_many(tx, email_digest)
    sign_in = _new_sign_in(tx, email_digest=email_digest, browser=browser)
    member = tx.db.scalar(sa.select(Member).where(Member.email_key == email_key(email), Member.active))
    sign_in.member_id = member.id if member else None
    tx.db.add(sign_in)
    tx.publish(SIGN_IN_REQUESTED, subject=sign_in.id, revision=1, body=_body(sign_in, member))
    return sign_in.id


def _refuse_too_many(tx: Transaction, email_digest: str) -> None:
    """Counted under a lock that known and unknown addresses have alike: many at once are not more than one by one."""
    lock_name(tx.db, f"sign-in {email_digest}")
    asked = sa.select(SignIn.requested_at).where(
        SignIn.email_digest == email_digest, SignIn.requested_at > tx.now - LETTERS.window
    )
    refuse_beyond(LETTERS, tx.db.scalars(asked).all(), now=tx.now)


def _new_sign_in(tx: Transaction, *, email_digest: str, browser: str) -> SignIn:
    sign_in_id, key_id = new_id(), tx.keys.active
    token = tx.keys.token("sign-in", sign_in_id, key_id=key_id)
    code = tx.keys.digits("sign-in-code", sign_in_id, length=CODE_LENGTH, key_id=key_id)
    return SignIn(
        id=sign_in_id,
        email_digest=email_digest,
        token_digest=digest(token),
        # Eight digits alone are found again from their digest in seconds; with the token, never.
        code_digest=digest(token + code),
        generation=1,
        key_id=key_id,
        browser_digest=digest(browser),
        requested_at=tx.now,
        expires_at=tx.now + LINK_LASTS,
        tries_left=CODE_TRIES,
    )


def _body(sign_in: SignIn, member: Member | None) -> dict[str, object]:
    return {
        "sign_in_id": sign_in.id,
        "generation": sign_in.generation,
        "key_id": sign_in.key_id,
        "expires_at": sign_in.expires_at,
        "recipient": _recipient(member) if member else None,
    }


def _recipient(member: Member) -> dict[str, str]:
    return {
        "person_id": member.id,
        "given_name": member.given_name,
        "family_name": member.family_name,
        "email": member.email,
        "language": member.language,
    }
