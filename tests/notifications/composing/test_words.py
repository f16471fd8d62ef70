"""MAIL-3 and the French of Québec, exactly."""

import datetime as dt

import pytest

from tests.notifications.facts import (
    a_holder,
    a_place,
    a_session,
    a_sitting,
    a_virtual_session,
    an_event,
    an_invitation,
)
from tests.notifications.reader import mail, text_of
from tests.notifications.recipes import RING, SITE, a_place_recipe, a_sign_in_recipe, an_invitation_recipe, composed

_ = "\u00a0"


def subject_of(letter: bytes) -> str:
    return str(mail(letter)["Subject"])


@pytest.mark.parametrize(
    ("place", "subject"),
    [
        ("confirmed", f"Inscription confirmée{_}: Événement Reconnaissance, le vendredi 6{_}mai{_}2022 à 13{_}h{_}30"),
        ("waitlisted", f"Liste d'attente{_}: Événement Reconnaissance, le vendredi 6{_}mai{_}2022 à 13{_}h{_}30"),
        ("cancelled", f"Inscription annulée{_}: Événement Reconnaissance, le vendredi 6{_}mai{_}2022 à 13{_}h{_}30"),
    ],
)
def test_the_subject_says_what_and_when(place: str, subject: str) -> None:
    """MAIL-3."""
    assert subject_of(composed(a_place_recipe(a_place(place=place)))) == subject


def test_the_subject_in_english() -> None:
    subject = subject_of(composed(a_place_recipe(language="en")))

    assert subject == f"Registration confirmed: Recognition Event, Friday, May{_}6, 2022, at 1:30{_}p.m."


def test_a_capsule_has_no_hour_to_say() -> None:
    body = a_place(event=an_event(kind="web_capsule"), session=a_virtual_session(sittings=[]))

    assert subject_of(composed(a_place_recipe(body))) == f"Inscription confirmée{_}: Événement Reconnaissance"


def test_the_survey_s_subject_says_until_when() -> None:
    assert (
        subject_of(composed(an_invitation_recipe()))
        == f"Votre avis{_}: Événement Reconnaissance, jusqu'au 16{_}mai{_}2026"
    )


def test_no_subject_tells_anything_personal() -> None:
    """MAIL-3: a screen that lies on a table shows it."""
    body = a_place(place="confirmed")
    code = RING.digits("sign-in-code", "b0e1a7de-0000-4000-8000-000000000001", length=8)

    for letter in (composed(a_place_recipe(body)), composed(a_sign_in_recipe()), composed(an_invitation_recipe())):
        assert "Camille" not in subject_of(letter)
        assert "7K3M" not in subject_of(letter)
        assert code[:4] not in subject_of(letter)


def test_the_letter_that_signs_in_holds_link_and_code() -> None:
    """A11Y-4: a link, or one code that can be pasted."""
    token = RING.token("sign-in", "b0e1a7de-0000-4000-8000-000000000001")
    code = RING.digits("sign-in-code", "b0e1a7de-0000-4000-8000-000000000001", length=8)

    letter = composed(a_sign_in_recipe())

    text = text_of(letter)
    assert f"{SITE}/sign-in/link/{token}\n" in text
    assert f"    {code[:4]} {code[4:]}\n" in text
    assert f"Le lien et le code servent une seule fois, jusqu'à 13{_}h{_}40." in text
    assert subject_of(letter) == f"Votre connexion{_}: lien et code valables jusqu'à 13{_}h{_}40"


def test_the_words_of_a_confirmed_place() -> None:
    text = text_of(composed(a_place_recipe(a_place(session=a_session(label={"fr": "Groupe du midi", "en": "Noon"})))))

    assert text.startswith(
        "Bonjour Camille Tremblay,\n\n"
        f"C'est fait{_}: vous avez une place à l'activité «{_}Événement Reconnaissance{_}».\n\n"
        f"Activité{_}: Événement Reconnaissance\n"
        f"Groupe{_}: Groupe du midi\n"
        f"Quand{_}: le vendredi 6{_}mai{_}2022, de 13{_}h{_}30 à 16{_}h{_}30\n"
        f"Où{_}: Centre des congrès de Québec, 1000, boulevard René-Lévesque Est, Québec\n"
        f"Numéro de référence{_}: 7K3M-9Q2W\n"
    )
    assert f"À l'entrée, montrez le code QR illustré dans ce courriel, ou donnez ce numéro{_}: 7K3M-9Q2W" in text
    assert f"{SITE}/registrations/7K3M9Q2W/cancel" in text


def test_somebody_moved_up_reads_that_a_place_has_come_free() -> None:
    text = text_of(composed(a_place_recipe(a_place(cause="moved_up"))))

    assert f"Une place s'est libérée, et elle est à vous{_}: vous avez maintenant une place" in text


def test_every_sitting_is_told_in_order_with_the_first_of_april_as_it_is_written() -> None:
    sittings = [
        a_sitting(starts_at=dt.datetime(2022, 5, 6, 22, 0, tzinfo=dt.UTC)),
        a_sitting(
            starts_at=dt.datetime(2022, 4, 1, 13, 5, tzinfo=dt.UTC), title={"fr": "Premier pas", "en": "First step"}
        ),
    ]

    letter = composed(a_place_recipe(a_place(session=a_session(sittings=sittings))))

    first = f"- Premier pas{_}: le vendredi 1er{_}avril{_}2022, de 9{_}h{_}05 à 12{_}h{_}05\n"
    second = f"- le vendredi 6{_}mai{_}2022, de 18{_}h à 21{_}h\n"
    assert first + second in text_of(letter)
    assert "Le fichier joint ajoute les 2 séances à votre calendrier." in text_of(letter)
    assert f"le vendredi 1er{_}avril{_}2022 à 9{_}h{_}05" in subject_of(letter)


@pytest.mark.parametrize(
    ("event", "session"),
    [(an_event(kind="agm"), a_virtual_session()), (an_event(kind="web_capsule"), a_virtual_session(sittings=[]))],
)
def test_a_virtual_place_has_its_personal_link_and_not_the_meeting_s_address(event: object, session: object) -> None:
    body = a_place(event=event, session=session)
    token = RING.token("presence", body["registration_id"])

    letter = composed(a_place_recipe(body))

    assert f"\n\n{SITE}/checkin/join/{token}\n\n" in text_of(letter)
    assert b"rencontre.example" not in letter


def test_a_ticket_issued_again_under_another_key_is_derived_from_both() -> None:
    """QR-4."""
    body = a_place(session=a_virtual_session(), ticket={"generation": 3, "key_id": "k2"})
    token = RING.token("presence", body["registration_id"], generation=3, key_id="k2")

    assert token in text_of(composed(a_place_recipe(body)))


def test_a_guest_who_has_no_account_is_told_to_write() -> None:
    body = a_place(holder=a_holder(kind="guest", number=None))

    text = text_of(composed(a_place_recipe(body)))

    assert f"Écrivez-nous à info@essai.example{_}: votre place ira à quelqu'un d'autre." in text
    assert "/cancel" not in text


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("cancelled_by_holder", "Comme vous l'avez demandé, votre inscription à l'activité"),
        ("cancelled_by_organizer", "Nous avons annulé votre inscription à l'activité"),
    ],
)
def test_a_cancellation_says_whose_it_was(cause: str, words: str) -> None:
    assert words in text_of(composed(a_place_recipe(a_place(place="cancelled", cause=cause))))


def test_a_cancellation_of_somebody_who_never_had_a_ticket_takes_none_back() -> None:
    letter = composed(a_place_recipe(a_place(place="cancelled"), had_place=False))

    assert "billet" not in text_of(letter)
    assert "fichier joint" not in text_of(letter)


def test_the_invitation_says_what_becomes_of_the_answer() -> None:
    """SRV-4: called confidential."""
    body = an_invitation()

    text = text_of(composed(an_invitation_recipe(body)))

    assert f"{SITE}/checkin/survey/{RING.token('survey', body['invitation_id'])}" in text
    assert f"Votre réponse est confidentielle{_}: aucun lien n'est conservé" in text
    assert f"Vous pouvez répondre jusqu'au 16{_}mai{_}2026 à 23{_}h{_}59." in text
    assert "anonyme" not in text
