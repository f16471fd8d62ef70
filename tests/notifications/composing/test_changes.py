"""MAIL-5 and the words of a change and of a reminder: what was, what is, in both languages."""

import datetime as dt
from typing import Any

import pytest

from services.notifications.domain.letters import Template
from services.notifications.domain.recipes import Recipe
from shared.contracts.registration import PLACE_CONFIRMED
from tests.notifications.composing.test_calendars import calendar_of, entries
from tests.notifications.facts import a_holder, a_place, a_session, a_sitting, a_virtual_session
from tests.notifications.reader import html_of, mail, shape, text_of
from tests.notifications.recipes import RING, SITE, a_place_recipe, a_recipe, composed

_ = "\u00a0"
MAY_6 = dt.datetime(2022, 5, 6, 17, 30, tzinfo=dt.UTC)
ELSEWHERE = {"name": "Palais Montcalm", "address": "995, place D'Youville, Québec"}


def a_change(before: dict[str, Any], after: dict[str, Any], **changes: Any) -> Recipe:
    """`before` and `after` are the session as it was told and as it is."""
    holder = changes.pop("holder", a_holder())
    body = a_place(session=after, holder=holder, cause="event_changed", place=changes.pop("place", "confirmed"))
    said, was = PLACE_CONFIRMED.dump(body), PLACE_CONFIRMED.dump(body | {"session": before})["session"]
    said.pop("holder")
    values = said | {"holder_kind": holder["kind"], "had_place": True, "before": was}
    return a_recipe(Template.EVENT_CHANGED, values, subject=said["registration_id"], revision=2, **changes)


def a_reminder(**changes: Any) -> Recipe:
    recipe = a_place_recipe(a_place(**{name: changes.pop(name) for name in ("session", "holder") if name in changes}))
    return a_recipe(Template.REMINDER, dict(recipe.values), subject=recipe.key.subject, **changes)


def moved(by: dt.timedelta, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    session = a_session(**changes)
    later = [
        sitting | {"starts_at": sitting["starts_at"] + by, "ends_at": sitting["ends_at"] + by}
        for sitting in session["sittings"]
    ]
    return session, session | {"sittings": later}


# --- what changes


def test_another_hour_is_said_with_the_one_that_it_replaces() -> None:
    text = text_of(composed(a_change(*moved(dt.timedelta(hours=-1)))))

    assert text.startswith(
        "Bonjour Camille Tremblay,\n\n"
        f"Il y a un changement à l'activité «{_}Événement Reconnaissance{_}», où vous avez une place.\n\n"
        f"- Nouvelle heure{_}: le vendredi 6{_}mai{_}2022, de 12{_}h{_}30 à 15{_}h{_}30, "
        f"au lieu de 13{_}h{_}30 à 16{_}h{_}30.\n\n"
        f"Votre place est toujours réservée{_}: vous n'avez rien à faire."
    )
    assert f"Quand{_}: le vendredi 6{_}mai{_}2022, de 12{_}h{_}30 à 15{_}h{_}30\n" in text


def test_another_day_joins_the_article_to_the_preposition() -> None:
    text = text_of(composed(a_change(*moved(dt.timedelta(days=7)))))

    assert (
        f"Nouvelle date{_}: le vendredi 13{_}mai{_}2022, de 13{_}h{_}30 à 16{_}h{_}30, "
        f"au lieu du vendredi 6{_}mai{_}2022, de 13{_}h{_}30 à 16{_}h{_}30."
    ) in text


def test_a_change_in_english() -> None:
    """LNG-1."""
    text = text_of(composed(a_change(*moved(dt.timedelta(hours=-1)), language="en")))

    assert (
        f"- New hours: Friday, May{_}6, 2022, from 12:30{_}p.m. to 3:30{_}p.m., instead of 1:30{_}p.m. to 4:30{_}p.m."
    ) in text
    assert "You keep your place" in text


def test_another_venue_is_said_with_the_one_that_it_replaces() -> None:
    session = a_session()

    text = text_of(composed(a_change(session, session | {"venue": ELSEWHERE})))

    assert (
        f"- Nouveau lieu{_}: Palais Montcalm, 995, place D'Youville, Québec. "
        f"Auparavant{_}: Centre des congrès de Québec, 1000, boulevard René-Lévesque Est, Québec.\n"
    ) in text


def test_what_was_in_person_and_is_on_line_gives_the_link() -> None:
    session = a_session()
    online = session | {"mode": "virtual", "venue": None, "meeting_url": "https://rencontre.example/secret"}

    recipe = a_change(session, online)
    text = text_of(composed(recipe))

    assert "- L'activité a maintenant lieu en ligne.\n" in text
    assert f"{SITE}/checkin/join/{RING.token('presence', recipe.values['registration_id'])}" in text


def test_another_address_of_the_meeting_is_said_without_it() -> None:
    session = a_virtual_session()

    letter = composed(a_change(session, session | {"meeting_url": "https://rencontre.example/autre"}))

    assert "votre lien personnel, le même qu'avant, mène à la nouvelle" in text_of(letter)
    assert b"rencontre.example" not in letter


def test_whoever_waits_is_told_without_ticket_and_without_calendar() -> None:
    letter = composed(a_change(*moved(dt.timedelta(hours=1)), place="waitlisted"))

    assert shape(mail(letter)) == ("alternative", "plain", "html")
    assert "pour laquelle vous êtes sur la liste d'attente" in text_of(letter)
    assert "Vous gardez votre rang" in text_of(letter)
    assert "billet" not in text_of(letter)


def test_the_subject_says_the_new_date() -> None:
    """MAIL-3."""
    subject = str(mail(composed(a_change(*moved(dt.timedelta(days=7)))))["Subject"])

    assert subject == f"Changement{_}: Événement Reconnaissance, le vendredi 13{_}mai{_}2022 à 13{_}h{_}30"


def test_a_change_carries_the_ticket_and_the_calendar() -> None:
    """MAIL-1, MAIL-5."""
    letter = composed(a_change(*moved(dt.timedelta(days=7))))

    assert shape(mail(letter)) == ("mixed", ("alternative", "plain", ("related", "html", "png")), "calendar")
    assert "Le fichier joint met votre calendrier à jour." in text_of(letter)


def test_the_calendar_moves_under_the_same_uid_with_a_higher_sequence() -> None:
    """MAIL-5."""
    before, after = moved(dt.timedelta(days=7))
    body = a_place(session=before)
    (published,) = entries(composed(a_place_recipe(body, revision=1)))
    change = a_change(before, after)
    values = dict(change.values) | {"registration_id": body["registration_id"]}

    letter = composed(a_recipe(Template.EVENT_CHANGED, values, subject=body["registration_id"], revision=2))

    (entry,) = entries(letter)
    assert calendar_of(letter)["METHOD"] == "PUBLISH"
    assert entry["UID"] == published["UID"]
    assert (published["SEQUENCE"], entry["SEQUENCE"]) == (1, 2)
    assert entry["DTSTART"].dt.day == 13


def test_a_sitting_that_goes_is_taken_out_of_the_calendar_and_a_new_one_comes_in() -> None:
    """MAIL-5."""
    first, second = a_sitting(), a_sitting(starts_at=MAY_6 + dt.timedelta(days=14))
    new = a_sitting(starts_at=MAY_6 + dt.timedelta(days=21))
    session = a_session(sittings=[first, second])

    letter = composed(a_change(session, session | {"sittings": [first, new]}))

    assert {str(entry["UID"]).split(".")[1].split("@")[0]: str(entry["STATUS"]) for entry in entries(letter)} == {
        first["sitting_id"]: "CONFIRMED",
        new["sitting_id"]: "CONFIRMED",
        second["sitting_id"]: "CANCELLED",
    }
    assert f"- Séance ajoutée{_}: le vendredi 27{_}mai{_}2022" in text_of(letter)
    assert f"- Séance retirée{_}: le vendredi 20{_}mai{_}2022" in text_of(letter)


@pytest.mark.parametrize("typed", ["<b>gras</b>", "{{ 7 * 7 }}", "%(when)s %"])
def test_a_hostile_venue_stays_a_venue(typed: str) -> None:
    session = a_session()

    letter = composed(a_change(session, session | {"venue": {"name": typed, "address": ""}}))

    assert typed in text_of(letter)
    assert "<b>gras" not in html_of(letter)


# --- a cancelled event


def a_cancelled_event(**changes: Any) -> Recipe:
    reason = changes.pop("reason", {"fr": "Il y a une tempête.", "en": "There is a storm."})
    told = {"reason": reason} if reason else {}
    body = a_place(place="cancelled", cause=changes.pop("cause", "event_cancelled"), **told)
    return a_place_recipe(body, had_place=True, revision=2, **changes)


def test_a_cancelled_event_says_so_and_why() -> None:
    text = text_of(composed(a_cancelled_event()))

    assert f"L'activité «{_}Événement Reconnaissance{_}» n'aura pas lieu, et votre inscription est annulée." in text
    assert f"Voici pourquoi{_}: «{_}Il y a une tempête.{_}»\n" in text
    assert "Vous pouvez jeter le billet que vous avez reçu." in text
    assert "places" not in text
    assert "The reason: “There is a storm.”" in text_of(composed(a_cancelled_event(language="en")))


def test_a_cancelled_event_is_taken_out_of_the_calendar() -> None:
    """MAIL-5."""
    letter = composed(a_cancelled_event())

    assert calendar_of(letter)["METHOD"] == "CANCEL"
    assert str(mail(letter)["Subject"]).startswith(f"Activité annulée{_}: Événement Reconnaissance, le vendredi 6")


def test_a_cancelled_session_says_so_and_why_and_that_there_are_others() -> None:
    letter = composed(a_cancelled_event(cause="session_cancelled"))
    text = text_of(letter)

    assert f"Votre groupe de l'activité «{_}Événement Reconnaissance{_}» n'aura pas lieu" in text
    assert f"Voici pourquoi{_}: «{_}Il y a une tempête.{_}»\n" in text
    assert "Vous pouvez jeter le billet que vous avez reçu." in text
    assert f"Un autre groupe vous convient? Voyez s'il reste des places{_}:" in text
    assert "Votre groupe est annulé" in html_of(letter)
    assert str(mail(letter)["Subject"]).startswith(f"Groupe annulé{_}: Événement Reconnaissance, le vendredi 6")
    assert calendar_of(letter)["METHOD"] == "CANCEL"
    assert "Your session of" in text_of(composed(a_cancelled_event(cause="session_cancelled", language="en")))


def test_a_reason_that_was_not_given_is_left_out() -> None:
    assert "pourquoi" not in text_of(composed(a_cancelled_event(reason=None)))


# --- a reminder


def test_a_reminder_says_when_where_and_what_to_bring() -> None:
    text = text_of(composed(a_reminder()))

    assert text.startswith(
        "Bonjour Camille Tremblay,\n\n"
        f"Petit rappel{_}: vous avez une place à l'activité «{_}Événement Reconnaissance{_}», "
        f"le vendredi 6{_}mai{_}2022 à 13{_}h{_}30.\n"
    )
    assert (
        f"À APPORTER\nÀ l'entrée, montrez le code QR illustré dans ce courriel, ou donnez ce numéro{_}: 7K3M-9Q2W"
        in text
    )
    assert "VOTRE BILLET" not in text
    assert f"Où{_}: Centre des congrès de Québec" in text


def test_a_reminder_carries_the_same_ticket_and_no_calendar() -> None:
    letter = composed(a_reminder())

    assert shape(mail(letter)) == ("alternative", "plain", ("related", "html", "png"))


def test_a_reminder_of_what_is_on_line_has_the_personal_link() -> None:
    recipe = a_reminder(session=a_virtual_session(), language="en")
    text = text_of(composed(recipe))

    assert f"{SITE}/checkin/join/{RING.token('presence', recipe.values['registration_id'])}" in text
    assert "WHAT TO PREPARE" in text


def test_a_reminder_s_subject() -> None:
    """MAIL-3."""
    subject = str(mail(composed(a_reminder()))["Subject"])

    assert subject == f"Rappel{_}: Événement Reconnaissance, le vendredi 6{_}mai{_}2022 à 13{_}h{_}30"
