"""What is going on while a newcomer looks around: a door to try, and a short meeting whose survey comes soon."""

from datetime import datetime, timedelta
from typing import Any, Final

from demo.season import LOCAL

OPEN_HOUSE: Final = timedelta(hours=6)
SHORT_MEETING: Final = timedelta(minutes=30)
_NO_BREAK: Final = "\u00a0"


def going_on(now: datetime) -> list[dict[str, Any]]:
    """Two events in the shape of the form, the one with a door first; they began before `now`, a local time."""
    return [_open_house(now), _short_meeting(now)]


def _open_house(now: datetime) -> dict[str, Any]:
    begins = now.replace(minute=0, second=0, microsecond=0)
    return _event(
        kind="regional_event",
        slug=f"portes-ouvertes-{now:%Y-%m-%d}",
        title_fr="Portes ouvertes de l'Alliance",
        title_en="Alliance Open House",
        description_fr="Venez saluer l'équipe et vos collègues. Votre billet est votre laissez-passer à l'entrée.",
        description_en="Come and meet the team and your colleagues. Your ticket opens the door.",
        session=_session(begins, begins + OPEN_HOUSE)
        | {
            "mode": "in_person",
            "venue_name": "Salle de formation de l'Alliance",
            "venue_address": "1234, rue de la Démonstration, bureau 200, Québec",
            "capacity": 60,
        },
    )


def _short_meeting(now: datetime) -> dict[str, Any]:
    begins = now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0)
    return _event(
        kind="conference",
        slug=f"rencontre-eclair-{now:%Y-%m-%d}",
        title_fr="Rencontre éclair en ligne",
        title_en="Lightning Meeting Online",
        description_fr=(
            f"Une demi-heure pour essayer le site{_NO_BREAK}: inscrivez-vous, joignez la rencontre par votre lien "
            "personnel, puis répondez au sondage qui suit."
        ),
        description_en=(
            "Half an hour to try the site: register, join through your personal link, "
            "then answer the survey that follows."
        ),
        session=_session(begins, begins + SHORT_MEETING)
        | {"mode": "virtual", "meeting_url": "https://reunion.example/rencontre-eclair"},
    )


def _event(*, session: dict[str, Any], **described: str) -> dict[str, Any]:
    return described | {"organisation": None, "new_activity": False, "sessions": [session]}


def _session(begins: datetime, ends: datetime) -> dict[str, Any]:
    """Registration stays open until the end: somebody may arrive at the door without a place."""
    sitting = {
        "title_fr": "",
        "title_en": "",
        "starts_at": begins.strftime(LOCAL),
        "ends_at": ends.strftime(LOCAL),
    }
    return {
        "label_fr": "",
        "label_en": "",
        "venue_name": "",
        "venue_address": "",
        "meeting_url": "",
        "capacity": None,
        "opens_at": (begins - timedelta(days=30)).strftime(LOCAL),
        "closes_at": ends.strftime(LOCAL),
        "sittings": [sitting],
    }
