"""The letters about a place: confirmed, waiting list, cancelled, changed, soon to be used."""

import datetime as dt
from dataclasses import replace
from typing import Any, Final, Literal

from services.notifications.composing.calendars import Words, calendar_of
from services.notifications.composing.changed import taken_away, what_changed
from services.notifications.composing.house import House
from services.notifications.composing.page import page
from services.notifications.composing.parts import Attached, Inline, Parts
from services.notifications.composing.tickets import ticket_picture
from services.notifications.composing.wording import words_in
from services.notifications.domain.letters import Template
from services.notifications.domain.recipes import Place, Recipe
from shared.kernel.words import N_
from shared.web.links import ticket_address

_METHODS: Final[dict[Template, Literal["PUBLISH", "CANCEL"]]] = {
    Template.PLACE_CONFIRMED: "PUBLISH",
    Template.EVENT_CHANGED: "PUBLISH",
    Template.PLACE_CANCELLED: "CANCEL",
}
_FILES: Final = {"PUBLISH": N_("calendar.ics"), "CANCEL": N_("cancellation.ics")}


def place_letter(recipe: Recipe, house: House, now: dt.datetime) -> Parts:
    """A confirmed place carries its ticket or its personal link, and its calendar; a cancelled one takes them back.

    A reminder carries the ticket and no calendar: what it reminds of is there already.
    """
    place = Place.from_values(recipe.values)
    shown = _shown(place, recipe, house)
    picture = None
    if place.has_ticket:
        if place.is_in_person:
            ticket = ticket_picture(_ticket(place, house))
            picture = Inline(f"ticket@{house.domain}", ticket.png, f"{shown['reference']}.png")
            shown |= {"picture": {"address": f"cid:{picture.content_id}", "width": ticket.width}}
        else:
            shown |= {"personal_link": _personal_link(place, house)}
    calendar = _calendar(place, recipe, house, shown, now)
    return replace(page(recipe, house, with_calendar=calendar is not None, **shown), picture=picture, calendar=calendar)


def _shown(place: Place, recipe: Recipe, house: House) -> dict[str, Any]:
    """What the templates name; `reference` as people read it."""
    title, label = place.title.in_(recipe.language), place.label.in_(recipe.language)
    return {
        "place": place,
        "title": title,
        "changes": _changes(place, recipe, house),
        "label": label if label != title else "",
        "reference": f"{place.reference[:4]}-{place.reference[4:]}",
        "registration_link": house.url("registration", f"/registrations/{place.reference}"),
        "cancel_link": house.url("registration", f"/registrations/{place.reference}/cancel"),
        "event_link": house.url("registration", f"/events/{place.slug}"),
        "first": place.sittings[0].starts_at if place.sittings else None,
    }


def _changes(place: Place, recipe: Recipe, house: House) -> list[str]:
    if recipe.key.template is not Template.EVENT_CHANGED or place.before is None:
        return []
    return what_changed(place, place.before, language=recipe.language, zone=house.organisation.time_zone)


def _ticket(place: Place, house: House) -> str:
    token = house.keys.token(
        "ticket",
        place.event_id,
        place.registration_id,
        generation=place.ticket_generation,
        key_id=place.ticket_key_id,
    )
    return ticket_address(token, site_url=house.site_url)


def _personal_link(place: Place, house: House) -> str:
    token = house.keys.token(
        "presence", place.registration_id, generation=place.ticket_generation, key_id=place.ticket_key_id
    )
    return house.url("checkin", f"/join/{token}")


def _calendar(place: Place, recipe: Recipe, house: House, shown: dict[str, Any], now: dt.datetime) -> Attached | None:
    method = _METHODS.get(recipe.key.template)
    withdrawn = taken_away(place, place.before) if recipe.key.template is Template.EVENT_CHANGED else ()
    if method is None or not (place.has_ticket or (method == "CANCEL" and place.had_place)):
        return None
    if not place.sittings and not withdrawn:
        return None
    ics = calendar_of(
        place,
        method=method,
        revision=recipe.key.revision,
        language=recipe.language,
        words=_calendar_words(place, recipe, house, shown, method),
        domain=house.domain,
        now=now,
        withdrawn=withdrawn,
    )
    return Attached(ics, method, words_in(recipe.language).gettext(_FILES[method]))


def _calendar_words(place: Place, recipe: Recipe, house: House, shown: dict[str, Any], method: str) -> Words:
    """The door's credential stays in the letter: a calendar is shared, copied and printed."""
    words = words_in(recipe.language)
    if method == "CANCEL":
        description = words.gettext("Your registration %(reference)s is cancelled.", reference=shown["reference"])
    elif place.is_in_person:
        description = words.gettext(
            "Your registration: %(reference)s. Your ticket is in our email.", reference=shown["reference"]
        )
    else:
        description = words.gettext(
            "Your registration: %(reference)s. Your personal link is in our email.", reference=shown["reference"]
        )
    where = ", ".join(part for part in (place.venue_name, place.venue_address) if part)
    return Words(
        description=description,
        location=where if place.is_in_person else words.gettext("Online"),
        organizer_name=house.organisation.name.in_(recipe.language),
        organizer_address=house.organisation.reply_to,
        url=shown["registration_link"] if place.manages_online else shown["event_link"],
    )
