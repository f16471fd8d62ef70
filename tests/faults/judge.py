"""What the faults have done: every promise compared with what the clients know and what the site holds."""

import hashlib
import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tests.faults.facts import Facts, Row

_HOLDING: Final = ("confirmed", "offered")
_ACTIVE: Final = (*_HOLDING, "waitlisted")
_TEMPLATES: Final = {
    "confirmed": "place-confirmed",
    "waitlisted": "place-waitlisted",
    "cancelled": "place-cancelled",
}
# What may leave a letter uncertain, and how long after the letter was being handed over it struck, in seconds.
_LEAVES_UNCERTAIN: Final = 45.0

Line = Mapping[str, Any]


@dataclass
class Verdict:
    """Lists of sentences: `lost`, `doubled`, `disordered` and `broken` must be empty."""

    attempted: int = 0
    acknowledged: int = 0
    recovered: int = 0
    left_unknown: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    uncertain: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    longest_pause: float = 0.0

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.disordered or self.broken)

    def complaints(self) -> Iterator[str]:
        for name in ("lost", "doubled", "disordered", "broken"):
            for sentence in getattr(self, name):
                yield f"{name}: {sentence}"


def judge(facts: Facts, history: Sequence[Line]) -> Verdict:
    verdict = Verdict()
    _count_deeds(verdict, history)
    _judge_registrations(verdict, facts, history)
    _judge_places(verdict, facts)
    _judge_letters(verdict, facts, history)
    _judge_copies(verdict, facts)
    _judge_scans(verdict, facts, history)
    return verdict


def _count_deeds(verdict: Verdict, history: Sequence[Line]) -> None:
    asked = {line["key"] for line in history if line["what"] == "asked"}
    answered = [line for line in history if line["what"] == "answered"]
    unsure = {line["key"] for line in history if line["what"] == "unknown"}
    known = {line["key"] for line in answered}
    verdict.attempted, verdict.acknowledged = len(asked), len(known)
    verdict.recovered = len(unsure & known)
    verdict.left_unknown = len({line["key"] for line in history if line["what"] == "gave-up"})
    for line in history:
        if line["what"] == "refused":
            verdict.refused[f"{line['deed']} {line['status']}"] += 1
        if line["what"] in ("ended-by-itself", "did-not-stop"):
            verdict.broken.append(f"{line['victim']}: {line['what']}")
    moments = sorted(line["at"] for line in answered)
    verdict.longest_pause = max((later - earlier for earlier, later in itertools.pairwise(moments)), default=0)


def _judge_registrations(verdict: Verdict, facts: Facts, history: Sequence[Line]) -> None:
    """Every reference that was answered is there, its holder's, once; and nobody asked once and got two."""
    held = {row["reference"]: row for row in facts.registrations}
    for line in _answered(history, "register"):
        row = held.get(line["reference"])
        if row is None:
            verdict.lost.append(f"registration {line['reference']} was answered and is not there")
        elif (row["member_id"], row["session_id"]) != (line["member"], line["session"]):
            verdict.broken.append(f"registration {line['reference']} is another person's")
    forms = Counter(
        (line["member"], line["session"]) for line in history if line["what"] == "asked" and line["deed"] == "register"
    )
    rows = Counter((row["member_id"], row["session_id"]) for row in facts.registrations)
    verdict.doubled += [
        f"{who} has {rows[who]} registrations of {forms[who]} forms" for who in rows if rows[who] > forms[who]
    ]
    for line in _answered(history, "cancel"):
        row = held.get(line["reference"])
        if row is None or row["place"] != "cancelled":
            verdict.lost.append(f"the cancelling of {line['reference']} was answered, and it stands")


def _judge_places(verdict: Verdict, facts: Facts) -> None:
    holding = [row for row in facts.registrations if row["place"] in _HOLDING]
    active = Counter((row["member_id"], row["session_id"]) for row in facts.registrations if row["place"] in _ACTIVE)
    verdict.doubled += [f"{who} holds {number} places" for who, number in active.items() if number > 1]
    numbers = Counter((row["session_id"], row["place_number"]) for row in holding)
    verdict.doubled += [f"place {place} is held {number} times" for place, number in numbers.items() if number > 1]
    for session_id, capacity in facts.capacities.items():
        held = sum(row["session_id"] == session_id for row in holding)
        waiting = sum(row["session_id"] == session_id and row["place"] == "waitlisted" for row in facts.registrations)
        if capacity is not None and held > capacity:
            verdict.broken.append(f"session {session_id} is oversold: {held} of {capacity}")
        if waiting and (capacity is None or held < capacity):
            verdict.broken.append(f"session {session_id}: {waiting} wait beside {held} of {capacity}")


def _judge_letters(verdict: Verdict, facts: Facts, history: Sequence[Line]) -> None:
    """Everybody was told once of how things stand, or the letter is listed as uncertain and a fault explains it."""
    letters = {(row["template"], row["subject"], row["revision"]): row for row in facts.letters}
    for row in facts.registrations:
        if (_TEMPLATES[row["place"]], row["id"], row["revision"]) not in letters:
            verdict.lost.append(f"nobody writes to {row['reference']} that it is {row['place']}")
    faults = [line["at"] for line in history if line["what"] == "fault"]
    for letter in facts.letters:
        _judge_letter(verdict, letter, len(facts.mailbox.get(letter["message_id"], [])), faults)
    by_subject: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for letter in facts.letters:
        for number in facts.mailbox.get(letter["message_id"], [])[:1]:
            by_subject[letter["subject"]].append((letter["revision"], number))
    for subject, arrived in by_subject.items():
        numbers = [number for _revision, number in sorted(arrived)]
        if numbers != sorted(numbers):
            verdict.disordered.append(f"letters about {subject} arrived in another order")


def _judge_letter(verdict: Verdict, letter: Row, arrived: int, faults: Sequence[float]) -> None:
    named = f"letter {letter['id']} ({letter['template']}, revision {letter['revision']})"
    if arrived > 1:
        verdict.doubled.append(f"{named} arrived {arrived} times")
    if letter["state"] == "uncertain":
        verdict.uncertain.append(f"{named} {'arrived' if arrived else 'did not arrive'}")
        handed_over = letter["claimed_at"].timestamp()
        if not any(0 <= fault - handed_over + 1 <= _LEAVES_UNCERTAIN for fault in faults):
            verdict.broken.append(f"{named} is uncertain, and no fault says why")
    elif letter["state"] != "sent":
        verdict.broken.append(f"{named} is {letter['state']}")
    elif not arrived:
        verdict.lost.append(f"{named} is said to be sent, and did not arrive")


def _judge_copies(verdict: Verdict, facts: Facts) -> None:
    """Checkin's roster is registration's list, and registration knows who came as checkin does."""
    names = ("session_id", "place", "place_number", "revision")
    held = digest_of([row["id"], row["member_id"], *(row[name] for name in names)] for row in facts.registrations)
    roster = digest_of(
        [row["registration_id"], row["person_id"], *(row[name] for name in names)] for row in facts.roster
    )
    if held != roster:
        verdict.broken.append(f"roster {roster} is not registration's list {held}")
    came, noted = (
        [[row[name] for name in ("id", "person_id", "revision")] for row in rows]
        for rows in (facts.attendances, facts.noted)
    )
    if digest_of(came) != digest_of(noted):
        verdict.broken.append("registration does not know who came as checkin does")


def _judge_scans(verdict: Verdict, facts: Facts, history: Sequence[Line]) -> None:
    kept = Counter(row["id"] for row in facts.scans)
    for line in _answered(history, "scan"):
        if not kept[line["key"]]:
            verdict.lost.append(f"scan {line['key']} was answered and is not there")


def digest_of(lines: Iterable[Sequence[Any]]) -> str:
    written = sorted(json.dumps(line, default=str) for line in lines)
    return hashlib.sha256("\n".join(written).encode()).hexdigest()[:16]


def _answered(history: Sequence[Line], deed: str) -> Iterator[Line]:
    return (line for line in history if line["what"] == "answered" and line["deed"] == deed)
