"""Recipes as the actions write them, and a house that composes them."""

import datetime as dt
from pathlib import Path
from typing import Any

from services.notifications.composing.compose_letter import compose_letter
from services.notifications.composing.house import House
from services.notifications.domain.letters import LETTER_OF_PLACE, Key, Template
from services.notifications.domain.plain_words import plain
from services.notifications.domain.recipes import Recipe
from shared.contracts.checkin import SURVEY_INVITED
from shared.contracts.registration import PLACE_CONFIRMED
from shared.kernel.organisation import Organisation
from shared.kernel.secrets import KeyRing
from tests.notifications.facts import a_place, an_invitation

ORGANISATION = Path(__file__).parents[2] / "shared" / "testing" / "organisation.toml"
SITE = "https://guichet.essai.example"
NOW = dt.datetime(2022, 4, 6, 14, 0, tzinfo=dt.UTC)
RING = KeyRing({"k1": b"1" * 32, "k2": b"2" * 32}, "k1")


def a_house(**changes: Any) -> House:
    return House(
        organisation=changes.get("organisation", Organisation.from_file(ORGANISATION)),
        keys=RING,
        site_url=changes.get("site_url", SITE),
    )


def a_recipe(template: Template, values: dict[str, Any], *, subject: str = "subject", **changes: Any) -> Recipe:
    return Recipe(
        key=Key(template, subject, changes.get("revision", 1)),
        version=1,
        language=changes.get("language", "fr"),
        name=changes.get("name", "Camille Tremblay"),
        address=changes.get("address", "camille.tremblay@ministere.example"),
        values=plain(values),
    )


def a_place_recipe(body: dict[str, Any] | None = None, *, had_place: bool = False, **changes: Any) -> Recipe:
    said = PLACE_CONFIRMED.dump(body or a_place())
    holder = said.pop("holder")
    said["session"].pop("meeting_url")
    return a_recipe(
        LETTER_OF_PLACE[said["place"]],
        said | {"holder_kind": holder["kind"], "had_place": had_place},
        subject=said["registration_id"],
        **changes,
    )


def a_sign_in_recipe(**changes: Any) -> Recipe:
    values = {
        "sign_in_id": "b0e1a7de-0000-4000-8000-000000000001",
        "generation": 1,
        "key_id": "k1",
        "expires_at": "2022-05-06T17:40:00+00:00",
    }
    return a_recipe(Template.SIGN_IN, values, **changes)


def an_invitation_recipe(body: dict[str, Any] | None = None, **changes: Any) -> Recipe:
    return a_recipe(Template.SURVEY_INVITATION, SURVEY_INVITED.dump(body or an_invitation()), **changes)


def composed(recipe: Recipe, house: House | None = None) -> bytes:
    return compose_letter(recipe, house=house or a_house(), now=NOW)
