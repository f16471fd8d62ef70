"""Type the code of a sign-in letter."""

import hmac
from dataclasses import dataclass

from services.registration.actions.open_identity import open_identity
from services.registration.actions.use_sign_in_link import pending
from services.registration.domain.sign_ins import CodeUse, OpenedIdentity, typed_code, use_of_code
from services.registration.models import Member, SignIn
from shared.db.locks import lock
from shared.db.transaction import Transaction
from shared.kernel.secrets import digest


@dataclass(frozen=True)
class UsedCode:
    """What the code did; an identity when it was right."""

    use: CodeUse
    tries_left: int
    identity: OpenedIdentity | None = None


def use_sign_in_code(tx: Transaction, *, sign_in_id: str, code: str) -> UsedCode:
    """Five tries, counted under a lock; for an unknown address the same answers, and no code is right."""
    sign_in = lock(tx.db, SignIn, sign_in_id)
    member = tx.db.get(Member, sign_in.member_id) if sign_in.member_id else None
    token = tx.keys.token("sign-in", sign_in.id, generation=sign_in.generation, key_id=sign_in.key_id)
    fits = hmac.compare_digest(digest(token + typed_code(code)), sign_in.code_digest)
    use = use_of_code(pending(sign_in), matches=fits and member is not None and member.active, now=tx.now)
    if use is CodeUse.RIGHT and member is not None:
        sign_in.used_at = tx.now
        return UsedCode(use, sign_in.tries_left, open_identity(tx, member))
    if use is CodeUse.WRONG:
        sign_in.tries_left -= 1
    return UsedCode(use, sign_in.tries_left)
