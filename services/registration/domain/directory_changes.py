"""What a directory file would change in the directory that is there: the same for the preview and for the import."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from services.registration.domain.directory import (
    COLUMNS,
    MOST_PROBLEMS,
    Directory,
    DirectoryLine,
    DirectoryReport,
    LineProblem,
)
from services.registration.domain.people import email_key
from services.registration.domain.refusals import DirectoryRefused
from shared.kernel.refusals import Refused
from shared.kernel.words import N_

# A member as the table has it.
Known = Mapping[str, Any]


class DirectoryMoved(Refused):
    code = "directory_moved"
    sentence = N_("The directory has changed since you looked. Look again at what the file would do, then confirm.")


class PreviewSpent(Refused):
    """Imported, forgotten, replaced by another file, or past its half hour."""

    code = "preview_spent"
    status = 410
    sentence = N_("There is no file waiting any more. Choose it again.")


@dataclass(frozen=True)
class ChangedMember:
    """Somebody who is in the file otherwise than in the directory."""

    line: DirectoryLine
    known: Known

    @property
    def leaves(self) -> bool:
        return self.known["active"] and not self.line.active

    @property
    def differences(self) -> tuple[tuple[str, str, str], ...]:
        """Column of the file, what the directory says now, what the file says."""
        now = {**self.known, "status": "active" if self.known["active"] else "inactive"}
        pairs = ((column, now[column], getattr(self.line, column)) for column in COLUMNS)
        return tuple((column, before, after) for column, before, after in pairs if before != after)


@dataclass(frozen=True)
class DirectoryChanges:
    """`absent` are known to us and not in the file: they are left as they are."""

    added: tuple[DirectoryLine, ...]
    changed: tuple[ChangedMember, ...]
    unchanged: int
    absent: int

    @property
    def leaving(self) -> int:
        """Of those who change, how many are no longer active."""
        return sum(one.leaves for one in self.changed)

    @property
    def report(self) -> DirectoryReport:
        return DirectoryReport(len(self.added), len(self.changed), self.unchanged, self.absent)


def changes_of(directory: Directory, known: Mapping[str, Known]) -> DirectoryChanges:
    """Members are known by their number. Refuses DirectoryRefused with the problems of every line."""
    problems = directory.problems or tuple(islice(_addresses_of_others(directory.lines, known), MOST_PROBLEMS))
    if problems:
        raise DirectoryRefused(problems)
    in_both = [ChangedMember(line, known[line.number]) for line in directory.lines if line.number in known]
    added = tuple(line for line in directory.lines if line.number not in known)
    changed = tuple(one for one in in_both if one.differences)
    return DirectoryChanges(
        added=added, changed=changed, unchanged=len(in_both) - len(changed), absent=len(known) - len(in_both)
    )


def digest_of(known: Mapping[str, Known]) -> str:
    """Another as soon as anybody of the directory has come, changed or gone."""
    written = "\n".join(f"{number} {known[number]['revision']}" for number in sorted(known))
    return hashlib.sha256(written.encode()).hexdigest()


def _addresses_of_others(lines: Sequence[DirectoryLine], known: Mapping[str, Known]) -> Iterator[LineProblem]:
    """An address of an active member who is not in the file cannot be given to another."""
    in_file = {line.number for line in lines}
    taken = {row["email_key"]: number for number, row in known.items() if row["active"] and number not in in_file}
    sentence = N_("This address is already that of member %(number)s, who is not in the file.")
    for line in lines:
        if line.active and email_key(line.email) in taken:
            yield LineProblem(line.line, "email", sentence, {"number": taken[email_key(line.email)]})
