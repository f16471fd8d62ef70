"""Sentences in templates and out of them."""

import pytest
from jinja2 import Environment

from shared.kernel.refusals import Refused
from shared.kernel.words import N_
from shared.web.language import translator


class OnlySome(Refused):
    code = "only_some"
    sentence = N_("Only %(free)s places are left.")


def _rendered(template: str, *, language: str = "fr", autoescape: bool = True, **values: object) -> str:
    environment = Environment(autoescape=autoescape)
    translator(language).install(environment)
    return environment.from_string(template).render(**values)


def test_a_template_speaks_french_or_english() -> None:
    """LNG-1."""
    assert _rendered('{{ _("Sign in") }}') == "Se connecter"
    assert _rendered('{{ _("Sign in") }}', language="en") == "Sign in"


def test_what_fills_a_sentence_is_escaped_where_pages_are_written() -> None:
    template = '{{ _("Page %(page)s of %(last)s", page=page, last=2) }}'

    assert _rendered(template, page="<b>") == "Page\u00a0&lt;b&gt; sur\u00a02"
    assert _rendered(template, page="<b>", autoescape=False) == "Page\u00a0<b> sur\u00a02"


def test_a_sentence_that_nothing_fills_may_hold_a_percent_sign() -> None:
    assert _rendered('{{ _("95% interval") }}') == "95% interval"


@pytest.mark.parametrize(("num", "french", "english"), [(0, "0 réponse", "0 answers"), (1, "1 réponse", "1 answer")])
def test_nought_is_singular_in_french(num: int, french: str, english: str) -> None:
    template = '{{ ngettext("%(num)d answer to correct", "%(num)d answers to correct", num) }}'

    assert _rendered(template, num=num).startswith(french)
    assert _rendered(template, num=num, language="en").startswith(english)


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "1\u00a0095 réponses à corriger"), ("en", "1,095 answers to correct")]
)
def test_a_count_is_written_as_its_reader_does(language: str, said: str) -> None:
    words = translator(language)

    assert words.ngettext("%(num)d answer to correct", "%(num)d answers to correct", 1095) == said


def test_an_hour_at_the_end_of_an_english_sentence_brings_one_period() -> None:
    assert translator("en").gettext("The doors open at %(time)s.", time="8 a.m.") == "The doors open at 8 a.m."


def test_a_refusal_is_said_with_its_values() -> None:
    assert translator("en").refusal(OnlySome(free=2)) == "Only 2 places are left."


def test_an_unknown_language_is_french() -> None:
    """LNG-1."""
    assert translator("de").language == "fr"
