"""Keep the roster up to date: one registration's place, and the digests of what opens the door with it."""

from typing import Any

from services.checkin.actions.keep_event import keep_event
from services.checkin.domain.kinds import HolderKind, Place
from services.checkin.models import Credential, CredentialPurpose, Member, RosterEntry
from shared.contracts.envelope import Message
from shared.contracts.registration import ERASED_NAME
from shared.db.copies import keep_newest
from shared.db.inserts import dialect_of, insert_into
from shared.db.locks import lock_name
from shared.db.transaction import Transaction
from shared.kernel.secrets import digest


def keep_place(tx: Transaction, message: Message) -> None:
    """The highest revision stays; tickets of older generations are kept, to be told from unknown ones (QR-4)."""
    body = message.body
    lock_name(tx.db, body["holder"]["person_id"])
    known_member = tx.db.get(Member, body["holder"]["person_id"])
    if known_member is not None and known_member.is_erased:
        # Said before the erasing and heard after it.
        body = body | {"holder": body["holder"] | {"number": None, "given_name": "", "family_name": ERASED_NAME}}
    keep_event(tx, body["event"] | {"sessions": [body["session"]]}, revision=0)
    if keep_newest(tx.db, RosterEntry, _entry(body, message.revision)):
        _keep_credentials(tx, body)


def _entry(body: dict[str, Any], revision: int) -> dict[str, Any]:
    holder = body["holder"]
    return {
        "registration_id": body["registration_id"],
        "revision": revision,
        "event_id": body["event"]["event_id"],
        "session_id": body["session"]["session_id"],
        "reference": body["reference"],
        "place": Place(body["place"]),
        "place_number": body["place_number"],
        "kind": HolderKind(holder["kind"]),
        "person_id": holder["person_id"],
        "member_number": holder["number"],
        "given_name": holder["given_name"],
        "family_name": holder["family_name"],
        "organisation": holder["organisation"],
        "region": holder["region"],
        "language": holder["language"],
        "generation": body["ticket"]["generation"],
    }


def _keep_credentials(tx: Transaction, body: dict[str, Any]) -> None:
    key_id, registration_id = body["ticket"]["key_id"], body["registration_id"]
    scopes = {
        CredentialPurpose.TICKET: (body["event"]["event_id"], registration_id),
        CredentialPurpose.PRESENCE: (registration_id,),
    }
    rows = [
        {
            "digest": digest(tx.keys.token(purpose.value, *scope, generation=generation, key_id=key_id)),
            "purpose": purpose,
            "registration_id": registration_id,
            "generation": generation,
        }
        for generation in range(1, body["ticket"]["generation"] + 1)
        for purpose, scope in scopes.items()
    ]
    # A token says itself what it opens: a digest that is known already is this very row.
    tx.db.execute(insert_into(Credential, dialect_of(tx.db)).values(rows).on_conflict_do_nothing())
