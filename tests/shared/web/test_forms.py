"""What was typed, folded for a schema, and what is said about it."""

import pytest
from flask import Flask
from marshmallow import Schema, fields, validate
from werkzeug.datastructures import MultiDict

from shared.kernel.refusals import Refused
from shared.kernel.words import N_
from shared.web.forms import Form, fold, read_form
from shared.web.mistakes import sentence, sentences


class Full(Refused):
    code = "full"
    sentence = N_("Only %(free)s places are left.")


class Sitting(Schema):
    starts_at = fields.NaiveDateTime(required=True, format="%Y-%m-%dT%H:%M")


class Session(Schema):
    label_fr = fields.String(required=True, validate=validate.Length(max=5))
    sittings = fields.List(fields.Nested(Sitting), load_default=list)


class Event(Schema):
    slug = fields.String(required=True)
    email = fields.Email()
    agreed = fields.Boolean(load_default=False)
    topics = fields.List(fields.String())
    sessions = fields.List(fields.Nested(Session), load_default=list)


@pytest.fixture(autouse=True)
def _application() -> object:
    """Sentences are said in the reader's language: an application is needed, a request is not."""
    with Flask("forms").app_context():
        yield


def test_flat_names_become_rows_within_rows() -> None:
    folded, _ = fold(MultiDict({"slug": "gala", "sessions-0-sittings-1-starts_at": "x", "sessions-0-label_fr": "Soir"}))

    assert folded == {"slug": "gala", "sessions": [{"sittings": [{"starts_at": "x"}], "label_fr": "Soir"}]}


def test_what_was_validated_is_given_as_data() -> None:
    form = read_form(Event, {"slug": " gala ", "agreed": "true", "sessions-0-label_fr": "Soir", "csrf_token": "x"})

    assert form.errors == {}
    assert form.data == {
        "slug": "gala",
        "agreed": True,
        "sessions": [{"label_fr": "Soir", "sittings": []}],
    }


def test_an_empty_answer_is_a_missing_one() -> None:
    form = read_form(Event, {"slug": "   ", "email": ""})

    assert form.errors == {"slug": "Cette réponse est nécessaire."}
    assert form.data is None


def test_errors_come_back_under_the_names_of_the_page_even_with_holes() -> None:
    form = read_form(
        Event,
        {
            "slug": "gala",
            "sessions-2-label_fr": "Soir",
            "sessions-5-label_fr": "Beaucoup trop long",
            "sessions-5-sittings-4-starts_at": "demain",
        },
    )

    assert form.errors == {
        "sessions-5-label_fr": "Raccourcissez cette réponse\u00a0: elle doit compter au plus 5 caractères.",
        "sessions-5-sittings-4-starts_at": "Entrez une date et une heure, par exemple 2022-05-06 13:30.",
    }


def test_an_empty_row_is_a_row_with_mistakes() -> None:
    form = read_form(Event, {"slug": "gala", "sessions-0-label_fr": ""})

    assert list(form.errors) == ["sessions-0-label_fr"]


def test_several_values_of_one_name_are_a_list() -> None:
    form = read_form(Event, MultiDict([("slug", "gala"), ("topics", "a"), ("topics", "b")]))

    assert form.data["topics"] == ["a", "b"]
    assert form.chosen("topics", "b")


@pytest.mark.parametrize(
    "names", [["sessions"], ["sessions-x-label_fr"], ["sessions-99999999999-label_fr"], ["-1"], [""], ["sessions-0"]]
)
def test_hostile_names_are_mistakes_at_most(names: list[str]) -> None:
    form = read_form(Event, {"slug": "gala", **dict.fromkeys(names, "x")})

    assert form.data is None or form.data["slug"] == "gala"


def test_a_name_that_is_both_a_value_and_a_list_does_no_harm() -> None:
    form = read_form(Event, {"slug": "gala", "sessions": "x", "sessions-0-label_fr": "Soir"})

    assert form.data is None


def test_a_form_not_yet_sent_is_filled_in_from_plain_values() -> None:
    form = Form.blank(slug="gala", agreed=True, absent=None, sessions=[{"label_fr": "Soir", "sittings": [{}, {}]}])

    assert form.value("slug") == "gala"
    assert form.ticked("agreed")
    assert form.value("absent") == ""
    assert form.value("sessions-0-label_fr") == "Soir"
    assert form.rows("sessions-0-sittings") == ["sessions-0-sittings-0", "sessions-0-sittings-1"]


def test_rows_are_added_after_the_last_and_removed_by_name() -> None:
    form = Form.blank(sessions=[{"label_fr": "Un"}, {"label_fr": "Deux"}])

    assert form.add_row("sessions", label_fr="Trois") == "sessions-2"
    form.remove_row("sessions-1")

    assert [form.value(f"{row}-label_fr") for row in form.rows("sessions")] == ["Un", "Trois"]


def test_removing_the_first_row_leaves_the_tenth() -> None:
    form = Form.blank(sessions=[{"label_fr": str(number)} for number in range(12)])

    form.remove_row("sessions-1")

    assert len(form.rows("sessions")) == 11
    assert form.rows("sessions")[-1] == "sessions-11"


def test_a_refusal_stands_above_the_form_with_its_values() -> None:
    form = Form.blank(slug="gala")

    form.refuse(Full(free=2))

    assert form.errors == {"": "Only 2 places are left."}
    assert form.problems


def test_a_refusal_about_one_field_stands_beside_it() -> None:
    form = Form.blank(slug="gala")

    form.refuse(Full(free=2), field="slug")

    assert form.error("slug") == "Only 2 places are left."
    assert not form.problems


def test_messages_of_whole_schemas_stand_above() -> None:
    assert sentences({"_schema": ["Invalid input type."]}) == {"": "Invalid input type."}


@pytest.mark.parametrize(
    "message",
    [
        "Missing data for required field.",
        "Not a valid email address.",
        "Not a valid naive datetime.",
        "Not a valid integer.",
        "Must be greater than or equal to 1.",
        "Must be greater than or equal to 1 and less than or equal to 9.",
        "Must be one of: a, b.",
        "Length must be between 1 and 80.",
        "Shorter than minimum length 3.",
        "Not a valid boolean.",
        "Field may not be null.",
        "Not a valid URL.",
        "Not a valid UUID.",
        "Unknown field.",
    ],
)
def test_what_marshmallow_says_is_said_in_our_words(message: str) -> None:
    said = sentence(message)

    assert said != message
    assert "%(" not in said
    assert "field" not in said
