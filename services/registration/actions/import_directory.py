"""Import the directory, all or nothing."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, update

from services.registration.domain.directory import DirectoryLine, DirectoryReport, read_directory
from services.registration.domain.directory_changes import (
    ChangedMember,
    DirectoryMoved,
    Known,
    changes_of,
    digest_of,
)
from services.registration.domain.people import email_key
from services.registration.models import Member
from services.registration.models.directory import members_by_number
from services.registration.outgoing import say_members
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id

COPIED = ("number", "given_name", "family_name", "email", "organisation", "region", "language", "active")


def import_directory(tx: Transaction, *, content: bytes, directory_digest: str | None = None) -> DirectoryReport:
    """Members are known by their number; those absent from the file stay as they are.

    Refuses DirectoryRefused with the problems of every line, and DirectoryMoved when the directory is no longer the one
    whose digest is given. The same file twice changes nothing.
    """
    known = members_by_number(tx.db, held=True)
    if directory_digest not in (None, digest_of(known)):
        raise DirectoryMoved
    changes = changes_of(read_directory(content), known)
    added = [_row(tx, line) | {"id": new_id(), "revision": 1} for line in changes.added]
    changed = [_changed_row(tx, one) for one in changes.changed]
    _save(tx, added, changed, known)
    say_members(tx, added + changed)
    return changes.report


def _changed_row(tx: Transaction, one: ChangedMember) -> dict[str, Any]:
    return _row(tx, one.line) | {"id": one.known["id"], "revision": one.known["revision"] + 1}


def _row(tx: Transaction, line: DirectoryLine) -> dict[str, Any]:
    copied = {name: getattr(line, name) for name in COPIED}
    return copied | {"email_key": email_key(line.email), "changed_at": tx.now}


def _save(
    tx: Transaction, added: list[dict[str, Any]], changed: list[dict[str, Any]], known: Mapping[str, Known]
) -> None:
    """Addresses are let go of before they are given: two members may have exchanged theirs."""
    moved = [row["id"] for row in changed if row["email_key"] != known[row["number"]]["email_key"]]
    if moved:
        tx.db.execute(update(Member), [{"id": identity, "email_key": identity} for identity in moved])
    departed_first = sorted(changed, key=lambda row: bool(row["active"]))
    if departed_first:
        tx.db.execute(update(Member), departed_first)
    if added:
        tx.db.execute(insert(Member), added)
