"""The verdicts at the door: the table that the server and the phone both pass."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from services.checkin.domain.kinds import HolderKind, How, Place
from services.checkin.domain.readings import read
from services.checkin.domain.scans import Door, Presence, RosterEntry, judge
from services.checkin.domain.sittings import Sitting

TABLE = json.loads((Path(__file__).parents[1] / "vectors" / "scans.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_the_table_of_readings(case: dict[str, Any]) -> None:
    reading = read(case["reading"]["raw"], How(case["reading"]["how"]), site_url=TABLE["site_url"])

    judged = judge(
        reading,
        _instant(case["reading"]["at"]),
        door=Door(case["door"]["session_id"], tuple(_sitting(written) for written in case["door"]["sittings"])),
        roster=[_entry(written) for written in case["roster"]],
        presences=[Presence(**{**written, "at": _instant(written["at"])}) for written in case["presences"]],
    )

    assert {
        "verdict": judged.verdict.value,
        "sitting_id": judged.sitting.sitting_id if judged.sitting else None,
        "registration_id": judged.entry.registration_id if judged.entry else None,
        "since": judged.since,
        "where": judged.where,
    } == case["expected"] | {"since": _instant(case["expected"]["since"])}


def test_every_verdict_has_a_case() -> None:
    verdicts = {case["expected"]["verdict"] for case in TABLE["cases"]}

    assert verdicts == {
        "welcome", "already_in", "waitlisted", "cancelled", "another_event", "not_a_ticket", "unknown", "replaced"
    }  # fmt: skip


def _instant(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


def _sitting(written: dict[str, str]) -> Sitting:
    return Sitting(written["sitting_id"], _instant(written["starts_at"]), _instant(written["ends_at"]))


def _entry(written: dict[str, Any]) -> RosterEntry:
    kinds = {"kind": HolderKind(written["kind"]), "place": Place(written["place"])}
    return RosterEntry(**{**written, **kinds, "replaced_digests": tuple(written["replaced_digests"])})
