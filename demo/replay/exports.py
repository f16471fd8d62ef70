"""The site's own files at the end of the year, kept as they came, and counted again by somebody else: us."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from demo.replay.figures import Figures, Satisfaction
from demo.replay.organizer import Organizer
from demo.replay.year import PlannedYear

REPORT: Final = "report-2022.json"


@dataclass(frozen=True)
class Came:
    """A line of an attendance export: somebody, at one sitting."""

    person_id: str
    member_number: str
    sitting_starts_at: str


def download(organizer: Organizer, folder: Path, keys: Iterable[str]) -> None:
    """report-2022.json, attendance-<key>.csv, satisfaction-<key>.csv: byte by byte what the site gave."""
    (folder / REPORT).write_bytes(organizer.download("/checkin/reports/2022.json"))
    for key in keys:
        for name in ("attendance", "satisfaction"):
            content = organizer.download(f"/checkin/events/{key}/{name}.csv?for=machines")
            (folder / f"{name}-{key}.csv").write_bytes(content)


def reported(folder: Path) -> Figures:
    """What the report says."""
    report: dict[str, Any] = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    events: Mapping[str, Mapping[str, Any]] = report["events"]
    return Figures(
        participants={key: event["participants"] for key, event in events.items()},
        satisfaction={key: _satisfaction(event["satisfaction"]) for key, event in events.items()},
        **{name: report["trainings"][name] for name in TRAININGS},
    )


def wrong_percentages(folder: Path) -> list[str]:
    """Rates of the report that its own k and n do not give."""
    report = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    return [
        f"{key}: {said['percent']} % reported for {said['k']} of {said['n']}"
        for key, said in ((key, event["satisfaction"]) for key, event in report["events"].items())
        if said["percent"] != _satisfaction(said).percent
    ]


def counted_again(folder: Path, year: PlannedYear) -> Figures:
    """From the attendance and satisfaction exports alone; which event is what comes from the scenario."""
    lines = {event.key: attendance(folder, event.key) for event in year.events}
    trained = {
        line.member_number
        for event in year.events
        if event.among_the_26
        for line in lines[event.key]
        if line.member_number
    }
    held = [event for event in year.events if lines[event.key]]
    return Figures(
        participants={key: len({line.person_id for line in came}) for key, came in lines.items()},
        satisfaction={event.key: _exported_satisfaction(folder, event.key) for event in year.events},
        activities=sum(event.among_the_26 for event in held),
        new_activities=sum(event.among_the_26 and event.entry["new"] is True for event in held),
        members_who_took_part=len(trained),
        in_organisations=sum(event.in_organisation for event in held),
    )


def wrong_people(folder: Path, year: PlannedYear) -> list[str]:
    """Members whom the exports have at a sitting and the plan has not, or the other way round."""
    wrong = []
    for event in year.events:
        planned = {
            (member, _minute(session.sittings, sitting))
            for session in event.sessions
            for member in session.members_coming
            for sitting in session.coming.get(member, range(1)) or (None,)
        }
        came = {(one.member_number, _as_planned(one.sitting_starts_at)) for one in attendance(folder, event.key)}
        members = {pair for pair in came if pair[0]}
        wrong += [f"{event.key}: {pair} was not planned to come" for pair in sorted(members - planned)]
        wrong += [f"{event.key}: {pair} came and is not in the export" for pair in sorted(planned - members)]
    return wrong


def attendance(folder: Path, key: str) -> list[Came]:
    return [
        Came(line["person_id"], line["member_number"], line["sitting_starts_at"])
        for line in _lines(folder / f"attendance-{key}.csv")
    ]


TRAININGS: Final = ("activities", "new_activities", "members_who_took_part", "in_organisations")


def _exported_satisfaction(folder: Path, key: str) -> Satisfaction:
    [line] = _lines(folder / f"satisfaction-{key}.csv")
    return _satisfaction(line)


def _satisfaction(said: Mapping[str, Any]) -> Satisfaction:
    return Satisfaction(k=int(said["k"]), n=int(said["n"]))


def _minute(sittings: list[dict[str, str]], number: int | None) -> str:
    return "" if number is None or not sittings else sittings[number]["starts_at"]


def _as_planned(moment: str) -> str:
    """To the minute, as the scenario writes it."""
    return moment.replace(" ", "T")[:16]


def _lines(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
