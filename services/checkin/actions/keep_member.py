"""Keep the copy of a member up to date."""

from services.checkin.models import Member
from shared.contracts.envelope import Message
from shared.db.copies import keep_newest
from shared.db.transaction import Transaction

_KEPT = ("number", "given_name", "family_name", "organisation", "region", "language", "active")


def keep_member(tx: Transaction, message: Message) -> None:
    """The highest revision stays; the address is left where it is."""
    body = message.body
    kept = {name: body[name] for name in _KEPT}
    keep_newest(tx.db, Member, {"id": body["member_id"], "revision": message.revision, **kept})
