"""What the organizer did: each changing, copying and cancelling once, and everybody knows of it."""

from collections.abc import Sequence

from tests.faults.facts import Facts
from tests.faults.history import Line, answered, asked
from tests.faults.verdict import Verdict


def judge_events(verdict: Verdict, facts: Facts, history: Sequence[Line]) -> None:
    _judge_changes(verdict, facts, history)
    _judge_copied(verdict, facts, history)
    _judge_cancelled(verdict, facts, history)
    names = ("id", "event_id", "state", "revision", "venue_name", "starts_at", "ends_at")
    said, heard = (
        {tuple(row[name] for name in names) for row in rows if row["state"] != "draft"}
        for rows in (facts.sessions, facts.heard)
    )
    if said != heard:
        verdict.broken.append(f"checkin knows the event otherwise than registration: {sorted(map(str, said ^ heard))}")


def _judge_changes(verdict: Verdict, facts: Facts, history: Sequence[Line]) -> None:
    """A form carries the revision that it was opened with: it is done once or not at all."""
    # Publishing is the first revision.
    done = max((row["revision"] - 1 for row in facts.sessions if row["event_id"] == facts.event), default=0)
    forms = {line["key"] for line in asked(history, "change")}
    known = {line["key"] for line in answered(history, "change")}
    if done < len(known):
        verdict.lost.append(f"{len(known)} changes of the event were answered, and {done} are there")
    if done > len(forms):
        verdict.doubled.append(f"{done} changes of the event of {len(forms)} forms")
    for session in facts.sessions:
        possible = _possible_venues(history, session["id"])
        if possible and session["venue_name"] not in possible:
            verdict.lost.append(f"session {session['id']} is in {session['venue_name']}, not in one of {possible}")


def _possible_venues(history: Sequence[Line], session_id: str) -> list[str]:
    """That of the last change that was answered, and of all that were asked after it; none before the first answer."""
    possible: list[str] = []
    is_sure = False
    for line in history:
        if line.get("deed") != "change" or line["session"] != session_id:
            continue
        if line["what"] == "asked" and line["venue"] not in possible:
            possible.append(line["venue"])
        if line["what"] == "answered":
            possible, is_sure = [line["venue"]], True
    return possible if is_sure else []


def _judge_copied(verdict: Verdict, facts: Facts, history: Sequence[Line]) -> None:
    """A copy is asked for a single time: nobody else's draft stands beside it."""
    copies = {row["event_id"] for row in facts.sessions} - {facts.event}
    wanted, known = (
        len({line["key"] for line in lines}) for lines in (asked(history, "copy"), answered(history, "copy"))
    )
    if len(copies) > wanted:
        verdict.doubled.append(f"{len(copies)} copies of the event of {wanted} that were asked for")
    if len(copies) < known:
        verdict.lost.append(f"{known} copies of the event were answered, and {len(copies)} are there")
    drafts = {row["event_id"] for row in facts.sessions if row["state"] == "draft"}
    for line in answered(history, "publish"):
        if line["event"] in drafts or line["event"] not in copies:
            verdict.lost.append(f"the publishing of {line['event']} was answered, and it is not published")


def _judge_cancelled(verdict: Verdict, facts: Facts, history: Sequence[Line]) -> None:
    cancelled = {row["event_id"] for row in facts.sessions if row["state"] == "cancelled"}
    verdict.broken += [
        f"event {event} is cancelled, and nobody asked for it"
        for event in cancelled - {line["event"] for line in asked(history, "cancel-event")}
    ]
    verdict.lost += [
        f"the cancelling of event {line['event']} was answered, and it stands"
        for line in answered(history, "cancel-event")
        if line["event"] not in cancelled
    ]
