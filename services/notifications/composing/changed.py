"""What has changed of a place's dates and venue since the person was last told, in words."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from services.notifications.composing.wording import words_in
from services.notifications.domain.recipes import Before, Place, Sitting
from shared.kernel.formats import instead_of, span, time_range
from shared.kernel.words import Language


def what_changed(place: Place, before: Before, *, language: Language, zone: ZoneInfo) -> list[str]:
    """One sentence a change, in the order in which they count; none where only what no letter says has changed."""
    return [*_dates(place, before, language, zone), *_where(place, before, language)]


def taken_away(place: Place, before: Before | None) -> tuple[Sitting, ...]:
    """Sittings that a calendar still holds and that no longer take place."""
    kept = {sitting.sitting_id for sitting in place.sittings}
    return tuple(sitting for sitting in before.sittings if sitting.sitting_id not in kept) if before else ()


def _dates(place: Place, before: Before, language: Language, zone: ZoneInfo) -> Iterator[str]:
    words, known = words_in(language), {sitting.sitting_id: sitting for sitting in before.sittings}
    for sitting in place.sittings:
        was = known.get(sitting.sitting_id)
        if was is None:
            yield words.gettext("Sitting added: %(when)s.", when=_span(sitting, language, zone))
        elif (was.starts_at, was.ends_at) != (sitting.starts_at, sitting.ends_at):
            yield _moved(sitting, was, language, zone)
    for gone in taken_away(place, before):
        yield words.gettext("Sitting withdrawn: %(when)s.", when=_span(gone, language, zone))


def _moved(sitting: Sitting, was: Sitting, language: Language, zone: ZoneInfo) -> str:
    """Within one day the hours are enough; the day is said with its new hours all the same."""
    words, when = words_in(language), _span(sitting, language, zone)
    if _days(sitting, zone) == _days(was, zone) and len(_days(was, zone)) == 1:
        hours = time_range(was.starts_at.astimezone(zone), was.ends_at.astimezone(zone), language)
        return words.gettext("New hours: %(when)s, %(instead)s.", when=when, instead=instead_of(hours, language))
    return words.gettext(
        "New date: %(when)s, %(instead)s.", when=when, instead=instead_of(_span(was, language, zone), language)
    )


def _where(place: Place, before: Before, language: Language) -> Iterator[str]:
    words = words_in(language)
    if place.mode != before.mode:
        in_person, online = words.gettext("It now takes place in person."), words.gettext("It now takes place online.")
        yield in_person if place.is_in_person else online
    if not place.is_in_person or (place.venue_name, place.venue_address) == (before.venue_name, before.venue_address):
        return
    now, was = _venue(place), _venue(before)
    if was:
        yield words.gettext("New venue: %(venue)s. Before: %(before)s.", venue=now, before=was)
    else:
        yield words.gettext("Venue: %(venue)s.", venue=now)


def _venue(of: Place | Before) -> str:
    return ", ".join(part for part in (of.venue_name, of.venue_address) if part)


def _span(sitting: Sitting, language: Language, zone: ZoneInfo) -> str:
    return span(sitting.starts_at.astimezone(zone), sitting.ends_at.astimezone(zone), language)


def _days(sitting: Sitting, zone: ZoneInfo) -> set[dt.date]:
    return {sitting.starts_at.astimezone(zone).date(), sitting.ends_at.astimezone(zone).date()}
