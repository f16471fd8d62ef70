"""The season's events in the shape of the organizer's form, as in 2022 or moved to the coming twelve months."""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data"
LOCAL: Final = "%Y-%m-%dT%H:%M"
OPENS_BEFORE: Final = timedelta(weeks=10)
_YEAR: Final = timedelta(weeks=52)
_NO_BREAK: Final = "\u00a0"

Entry = Mapping[str, Any]
Move = Callable[[datetime], datetime]


def scenario() -> dict[str, Any]:
    """The year 2022 as data."""
    loaded: dict[str, Any] = json.loads((DATA / "scenario-2022.json").read_text(encoding="utf-8"))
    return loaded


def season(start: date) -> list[dict[str, Any]]:
    """Every event of the season, each session on the same weekday and at the same hour within a year of `start`."""
    return [_moved(entry, start) for entry in scenario()["events"]]


def event_form(entry: Entry, *, slug: str, sessions: list[dict[str, Any]]) -> dict[str, Any]:
    """What the organizer types for one event of the scenario, around sessions already described."""
    words = _words_of(entry["key"], number=entry["title_fr"].split()[-1] if "title_fr" in entry else "")
    return {
        "slug": slug,
        "kind": entry["kind"],
        "title_fr": words.get("title_fr") or str(entry["title_fr"]).replace(" :", f"{_NO_BREAK}:"),
        "title_en": words["title_en"],
        "description_fr": words["description_fr"].strip(),
        "description_en": words["description_en"].strip(),
        "organisation": entry.get("organisation"),
        "new_activity": entry.get("new") is True and entry.get("counts_among_the_26") is True,
        "sessions": sessions,
    }


def session_form(entry: Entry, number: int, *, move: Move) -> dict[str, Any]:
    """What the organizer types for one session; a session of several is told from the others by its group."""
    session = entry["sessions"][number]
    several = len(entry["sessions"]) > 1
    sittings = [_sitting_form(sitting, move=move) for sitting in session["sittings"]]
    return {
        "label_fr": f"Groupe {number + 1}" if several else "",
        "label_en": f"Group {number + 1}" if several else "",
        "mode": session["mode"],
        **_where(entry, session),
        "capacity": session["capacity"],
        "opens_at": _opening(sittings),
        "closes_at": None,
        "sittings": sittings,
    }


def _moved(entry: Entry, start: date) -> dict[str, Any]:
    sessions = [
        session_form(entry, number, move=_into_the_year_after(start, session))
        for number, session in enumerate(entry["sessions"])
    ]
    dates = [sitting["starts_at"] for session in sessions for sitting in session["sittings"]]
    if not dates:
        # A capsule is open all year: from the start, until the day before it comes round again.
        sessions[0] |= {
            "opens_at": f"{start}T00:00",
            "closes_at": f"{start + timedelta(days=364)}T23:59",
        }
    year = min(dates, default=str(start))[:4]
    return event_form(
        entry,
        slug=f"{str(entry['key']).removesuffix('-2022')}-{year}",
        sessions=sorted(sessions, key=lambda session: str(session["sittings"])),
    )


def _into_the_year_after(start: date, session: Entry) -> Move:
    """Shift by years of 52 weeks, so that the first sitting falls in the 364 days after `start`."""
    if not session["sittings"]:
        return lambda moment: moment
    first = _read(session["sittings"][0]["starts_at"]).date()
    years = -((first - start - timedelta(days=1)) // _YEAR)
    return lambda moment: moment + years * _YEAR


def _sitting_form(sitting: Entry, *, move: Move) -> dict[str, Any]:
    title = str(sitting.get("title_fr", ""))
    return {
        "title_fr": title,
        "title_en": {"Assemblée générale annuelle": "Annual General Meeting", "WebConférence": "Web conference"}.get(
            title, ""
        ),
        **{name: _typed(move(_read(sitting[name]))) for name in ("starts_at", "ends_at")},
    }


def _opening(sittings: list[dict[str, Any]]) -> str | None:
    return _typed(_read(sittings[0]["starts_at"]).replace(hour=8, minute=0) - OPENS_BEFORE) if sittings else None


def _where(entry: Entry, session: Entry) -> dict[str, str]:
    if session["mode"] == "virtual":
        name = str(entry["key"]).removesuffix("-2022")
        return {"venue_name": "", "venue_address": "", "meeting_url": f"https://reunion.example/{name}"}
    words = _written()
    if entry["kind"] == "training_in_organisation":
        given = words["in_organisation"]
        return {"venue_name": given["venue_name"], "venue_address": given["venue_address"], "meeting_url": ""}
    venue = words["venues"][_words_of(entry["key"]).get("venue", "alliance")]
    return {"venue_name": venue["name"], "venue_address": venue["address"], "meeting_url": ""}


def _words_of(key: str, *, number: str = "") -> dict[str, str]:
    words = _written()
    if re.match(r"sur-mesure-", key):
        given: dict[str, str] = words["in_organisation"]
        return given | {"title_en": given["title_en"].format(number=number)}
    named: dict[str, str] = words["events"][key.removesuffix("-2022")]
    return named


@cache
def _written() -> dict[str, Any]:
    return tomllib.loads((DATA / "words.toml").read_text(encoding="utf-8").replace("~", _NO_BREAK))


def _read(typed: str) -> datetime:
    return datetime.fromisoformat(typed)


def _typed(moment: datetime) -> str:
    return moment.strftime(LOCAL)
