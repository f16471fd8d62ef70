"""Import the directory, all or nothing."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update

from services.registration.domain.directory import DirectoryLine, DirectoryReport, LineProblem, read_directory
from services.registration.domain.people import email_key
from services.registration.domain.refusals import DirectoryRefused
from services.registration.models import Member
from services.registration.outgoing import say_members
from shared.db.transaction import Transaction
from shared.kernel.ids import new_id
from shared.kernel.words import N_

COPIED = ("number", "given_name", "family_name", "email", "organisation", "region", "language", "active")


def import_directory(tx: Transaction, *, content: bytes) -> DirectoryReport:
    """Members are known by their number; those absent from the file stay as they are.

    Refuses DirectoryRefused with the problems of every line. The same file twice changes nothing.
    """
    directory = read_directory(content)
    known = _known(tx)
    problems = directory.problems or _addresses_of_others(directory.lines, known)
    if problems:
        raise DirectoryRefused(problems)
    added = [_new_row(tx, line) for line in directory.lines if line.number not in known]
    changed = [
        _changed_row(tx, line, known[line.number])
        for line in directory.lines
        if line.number in known and _differs(line, known[line.number])
    ]
    _save(tx, added, changed, known)
    say_members(tx, added + changed)
    return DirectoryReport(
        added=len(added),
        changed=len(changed),
        unchanged=len(directory.lines) - len(added) - len(changed),
        absent=len(known) + len(added) - len(directory.lines),
    )


def _known(tx: Transaction) -> dict[str, dict[str, Any]]:
    """By number, held until the end: another import waits, while registrations go on (FOR NO KEY UPDATE)."""
    held = select(*Member.__table__.columns).order_by(Member.id).with_for_update(key_share=True)
    return {row["number"]: dict(row) for row in tx.db.execute(held).mappings()}


def _addresses_of_others(lines: Sequence[DirectoryLine], known: dict[str, dict[str, Any]]) -> tuple[LineProblem, ...]:
    """An address of an active member who is not in the file cannot be given to another."""
    in_file = {line.number for line in lines}
    taken = {row["email_key"]: number for number, row in known.items() if row["active"] and number not in in_file}
    sentence = N_("This address is already that of member %(number)s, who is not in the file.")
    return tuple(
        LineProblem(line.line, "email", sentence, {"number": taken[email_key(line.email)]})
        for line in lines
        if line.active and email_key(line.email) in taken
    )


def _differs(line: DirectoryLine, row: dict[str, Any]) -> bool:
    return any(getattr(line, name) != row[name] for name in COPIED)


def _new_row(tx: Transaction, line: DirectoryLine) -> dict[str, Any]:
    return _row(tx, line) | {"id": new_id(), "revision": 1}


def _changed_row(tx: Transaction, line: DirectoryLine, row: dict[str, Any]) -> dict[str, Any]:
    return _row(tx, line) | {"id": row["id"], "revision": row["revision"] + 1}


def _row(tx: Transaction, line: DirectoryLine) -> dict[str, Any]:
    copied = {name: getattr(line, name) for name in COPIED}
    return copied | {"email_key": email_key(line.email), "changed_at": tx.now}


def _save(
    tx: Transaction,
    added: list[dict[str, Any]],
    changed: list[dict[str, Any]],
    known: dict[str, dict[str, Any]],
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
