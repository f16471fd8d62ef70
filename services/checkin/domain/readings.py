"""What a text read or typed at the door says, before anybody looks into the roster."""

import re
from dataclasses import dataclass
from typing import Final

from services.checkin.domain.kinds import How
from shared.kernel.crockford import has_valid_check, is_code, normalise
from shared.kernel.secrets import TOKEN_LENGTH, digest

REFERENCE_LENGTH: Final = 8
_ADDRESS: Final = re.compile(r"^(?P<site>\S*)/T/(?P<token>[0-9A-Z]{26})$", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """A ticket's digest, or a reference, or neither; `ours` when it is written as we write tickets."""

    ticket_digest: str | None = None
    reference: str | None = None
    ours: bool = False


def read(raw: str, how: How, *, site_url: str) -> Reading:
    """A ticket's address wherever it comes from, a bare ticket, or a typed reference.

    A reference is for typing and looking up, not a credential (QR-5): one that a camera reads is not a ticket. The
    address of another site keeps its digest: a ticket printed before the site moved is still a ticket.
    """
    text = raw.strip()
    address = _ADDRESS.match(text)
    if address:
        token = normalise(address["token"])
        return Reading(ticket_digest=digest(token), ours=address["site"].upper() == site_url.upper())
    code = normalise(text)
    if is_code(code, TOKEN_LENGTH):
        return Reading(ticket_digest=digest(code), ours=True)
    if how is How.TYPED and len(code) == REFERENCE_LENGTH and has_valid_check(code):
        return Reading(reference=code, ours=True)
    return Reading()
