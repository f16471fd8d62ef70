"""What the faults have done: every promise compared with what the clients know and what the site holds."""

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from tests.faults.facts import Facts
from tests.faults.history import Line, answered, asked
from tests.faults.judge_events import judge_events
from tests.faults.judge_letters import judge_letters
from tests.faults.verdict import Verdict

_HOLDING: Final = ("confirmed", "offered")
_ACTIVE: Final = (*_HOLDING, "waitlisted")
# Somebody has a place already, or the event was cancelled or changed before their form came.
_MAY_BE_REFUSED: Final = (404, 409)
# So many deeds are asked and answered while faults last.
FEWEST: Final = 5
FEWEST_A_MINUTE: Final = 10
_EVERY_ORDEAL: Final = ("register", "change")


def judge(facts: Facts, history: Sequence[Line]) -> Verdict:
    verdict = Verdict()
    _count_deeds(verdict, history)
    _judge_registrations(verdict, facts, history)
    _judge_places(verdict, facts)
    judge_events(verdict, facts, history)
    judge_letters(verdict, facts, history)
    _judge_copies(verdict, facts)
    _judge_scans(verdict, facts, history)
    return verdict


def judge_load(history: Sequence[Line], *, began: float, ended: float) -> Iterator[str]:
    """What people did not do while the faults were there: where nothing is asked, nothing is tried."""
    fewest = max(FEWEST, int((ended - began) / 60 * FEWEST_A_MINUTE))
    meanwhile = [line for line in history if began <= line["at"] <= ended]
    for what in ("asked", "answered"):
        deeds = len({line["key"] for line in meanwhile if line["what"] == what})
        if deeds < fewest:
            yield f"only {deeds} deeds were {what} in {ended - began:.0f} s of faults, and {fewest} is the least"
    for deed in _EVERY_ORDEAL:
        if not any(answered(history, deed)):
            yield f"nobody had an answer to a {deed}"


def _count_deeds(verdict: Verdict, history: Sequence[Line]) -> None:
    replies = [line for line in history if line["what"] == "answered"]
    unsure = {line["key"] for line in history if line["what"] == "unknown"}
    known = {line["key"] for line in replies}
    verdict.attempted, verdict.acknowledged = len({line["key"] for line in asked(history)}), len(known)
    verdict.recovered = len(unsure & known)
    verdict.left_unknown = len({line["key"] for line in history if line["what"] == "gave-up"} - known)
    for line in history:
        if line["what"] == "refused":
            verdict.refused[f"{line['deed']} {line['status']}"] += 1
            if line["status"] not in _MAY_BE_REFUSED:
                verdict.broken.append(f"{line['deed']} was refused: {line['status']}")
        if line["what"] == "ended-by-itself":
            verdict.broken.append(f"{line['victim']} has ended by itself")
    moments = sorted(line["at"] for line in replies)
    verdict.longest_pause = max((later - earlier for earlier, later in itertools.pairwise(moments)), default=0)


def _judge_registrations(verdict: Verdict, facts: Facts, history: Sequence[Line]) -> None:
    """Every reference that was answered is there, its holder's, once; and nobody asked once and got two."""
    held = {row["reference"]: row for row in facts.registrations}
    for line in answered(history, "register"):
        row = held.get(line["reference"])
        if row is None:
            verdict.lost.append(f"registration {line['reference']} was answered and is not there")
        elif (row["member_id"], row["session_id"]) != (line["member"], line["session"]):
            verdict.broken.append(f"registration {line['reference']} is another person's")
    forms = Counter((line["member"], line["session"]) for line in asked(history, "register"))
    rows = Counter((row["member_id"], row["session_id"]) for row in facts.registrations)
    verdict.doubled += [
        f"{who} has {rows[who]} registrations of {forms[who]} forms" for who in rows if rows[who] > forms[who]
    ]
    for line in answered(history, "cancel"):
        row = held.get(line["reference"])
        if row is None or row["place"] != "cancelled":
            verdict.lost.append(f"the cancelling of {line['reference']} was answered, and it stands")


def _judge_places(verdict: Verdict, facts: Facts) -> None:
    holding = [row for row in facts.registrations if row["place"] in _HOLDING]
    active = Counter((row["member_id"], row["session_id"]) for row in facts.registrations if row["place"] in _ACTIVE)
    verdict.doubled += [f"{who} holds {number} places" for who, number in active.items() if number > 1]
    numbers = Counter((row["session_id"], row["place_number"]) for row in holding)
    verdict.doubled += [f"place {place} is held {number} times" for place, number in numbers.items() if number > 1]
    for session in facts.sessions:
        capacity, named = session["capacity"], f"session {session['id']}"
        places = Counter(row["place"] for row in facts.registrations if row["session_id"] == session["id"])
        held, waiting = sum(places[place] for place in _HOLDING), places["waitlisted"]
        if capacity is not None and held > capacity:
            verdict.broken.append(f"{named} is oversold: {held} of {capacity}")
        if waiting and (capacity is None or held < capacity):
            verdict.broken.append(f"{named}: {waiting} wait beside {held} of {capacity}")
        if session["state"] != "published" and (held or waiting):
            verdict.broken.append(f"{named} is {session['state']}, and {held + waiting} have a place in it")


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
    for line in answered(history, "scan"):
        if not kept[line["key"]]:
            verdict.lost.append(f"scan {line['key']} was answered and is not there")


def digest_of(lines: Iterable[Sequence[Any]]) -> str:
    written = sorted(json.dumps(line, default=str) for line in lines)
    return hashlib.sha256("\n".join(written).encode()).hexdigest()[:16]
