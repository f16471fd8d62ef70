"""Any figure that differs is seen, and said."""

import csv
import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from demo.replay.figures import planned_figures
from demo.replay.plan import planned_year
from demo.replay.verdict import differences
from demo.replay.year import PlannedEvent, PlannedYear
from demo.season import scenario

TENTH = Fraction("0.1")


@pytest.fixture(scope="module")
def year() -> PlannedYear:
    return planned_year(scenario(), TENTH)


@pytest.fixture
def exports(tmp_path: Path, year: PlannedYear) -> Path:
    """What a site that counts everybody once would give."""
    figures = planned_figures(year)
    report: dict[str, Any] = {
        "events": {
            key: {"participants": count, "satisfaction": rate(figures.satisfaction[key])}
            for key, count in figures.participants.items()
        },
        "trainings": {
            "activities": 26,
            "new_activities": 22,
            "members_who_took_part": figures.members_who_took_part,
            "in_organisations": 13,
        },
    }
    (tmp_path / "report-2022.json").write_text(json.dumps(report), encoding="utf-8")
    for event in year.events:
        write(tmp_path / f"attendance-{event.key}.csv", list(attendance(event)))
        write(tmp_path / f"satisfaction-{event.key}.csv", [rate(figures.satisfaction[event.key])])
    return tmp_path


def rate(satisfaction: Any) -> dict[str, Any]:
    return {"k": satisfaction.k, "n": satisfaction.n, "percent": satisfaction.percent}


def attendance(event: PlannedEvent) -> Iterator[dict[str, Any]]:
    for session in event.sessions:
        for person, sittings in [*session.coming.items(), *((walk_in, (0,)) for walk_in in session.walking_in)]:
            for sitting in sittings or (None,):
                starts = session.sittings[sitting]["starts_at"].replace("T", " ") if sitting is not None else ""
                number = "" if "@" in person else person
                yield {"person_id": f"id-{person}", "member_number": number, "sitting_starts_at": starts}


def write(path: Path, lines: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, fieldnames=["person_id", "member_number", "sitting_starts_at", "k", "n", "percent"]
        )
        writer.writeheader()
        writer.writerows(lines)


def found(exports: Path, year: PlannedYear) -> list[str]:
    return list(differences(exports, year, scale=TENTH, published=scenario()["published"]))


def test_a_site_that_counts_right_has_no_difference(exports: Path, year: PlannedYear) -> None:
    assert found(exports, year) == []


def test_a_line_too_many_in_an_export_is_seen(exports: Path, year: PlannedYear) -> None:
    with (exports / "attendance-montreal-2022.csv").open("a", encoding="utf-8") as file:
        file.write("id-somebody,999999,2022-11-23 11:30,,,\n")

    assert len(found(exports, year)) == 2


def test_a_report_that_disagrees_with_its_exports_is_seen(exports: Path, year: PlannedYear) -> None:
    report = json.loads((exports / "report-2022.json").read_text(encoding="utf-8"))
    report["events"]["aga-webconference-2022"]["participants"] += 1
    (exports / "report-2022.json").write_text(json.dumps(report), encoding="utf-8")

    said = found(exports, year)

    assert "aga-webconference-2022, participants: 44 planned, 45 in the report" in said
    assert "aga-webconference-2022, participants: 44 counted from the exports, 45 in the report" in said


def test_a_percentage_that_its_counts_do_not_give_is_seen(exports: Path, year: PlannedYear) -> None:
    report = json.loads((exports / "report-2022.json").read_text(encoding="utf-8"))
    report["events"]["formation-01-2022"]["satisfaction"]["percent"] = 12
    (exports / "report-2022.json").write_text(json.dumps(report), encoding="utf-8")

    assert len(found(exports, year)) == 1
