"""Every sentence has its French, and it is the French of Québec (LNG-1, LNG-2)."""

import re

import pytest

from shared.web.extract_messages import Home, catalogue_of, homes, sentences_of

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
# What a French reader would correct → how it looks when it is wrong.
FAULTS = {
    "no space before ; ! ?": re.compile(r"[ \u00a0\u202f][;!?]"),
    "a no-break space before a colon": re.compile(r"(?<!\u00a0):(?=\s|$|%)"),
    "no-break spaces inside « »": re.compile(r"«(?!\u00a0)|(?<!\u00a0)»"),
    "« » rather than straight or curly quotation marks": re.compile(r"[“”]|(?<![=\w])\"|\"(?![\w>])"),
    "a no-break space before %": re.compile(r"(?:\d|\)s) ?%(?![(sd])"),
    "no-break spaces in times": re.compile(r"\d (?:h|\$)(?!\w)|\bh \d"),
    "no point médian, no endings in brackets": re.compile(r"\w·\w|\w\((?:e|ne|s|es|trice)\)"),
    "a straight apostrophe, as the data do": re.compile("[’‘]"),
    "one character for an ellipsis": re.compile(r"\.\.\."),
    "one space at a time": re.compile(r"  |\u00a0 | \u00a0"),
}


@pytest.fixture(params=homes(), ids=lambda home: home.name)
def home(request: pytest.FixtureRequest) -> Home:
    """What is shared, then each service."""
    found: Home = request.param
    return found


def _french(home: Home) -> list[tuple[str, str]]:
    """English and French, each form of a plural by itself."""
    pairs: list[tuple[str, str]] = []
    for message in catalogue_of(home):
        if message.id:
            english = message.id if isinstance(message.id, str) else message.id[0]
            strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
            pairs += [(english, string) for string in strings]
    return pairs


def test_every_sentence_of_the_code_is_in_the_catalogue_and_no_other(home: Home) -> None:
    """LNG-1: `make messages` brings them in and takes them out."""
    said = {message.id for message in sentences_of(home) if message.id}
    written = {message.id for message in catalogue_of(home) if message.id}

    assert said - written == set()
    assert written - said == set()
    assert not catalogue_of(home).obsolete


def test_every_sentence_has_its_french(home: Home) -> None:
    """LNG-1."""
    assert [english for english, french in _french(home) if not french.strip()] == []
    assert [message.id for message in catalogue_of(home) if message.id and message.fuzzy] == []


def test_what_is_filled_in_is_the_same_in_both_languages(home: Home) -> None:
    wrong = [
        (english, french)
        for english, french in _french(home)
        # The number may be left out of a singular: the words say one already.
        if (set(PLACEHOLDER.findall(english)) ^ set(PLACEHOLDER.findall(french))) - {"%(num)d", "%(num)s"}
    ]

    assert wrong == []


@pytest.mark.parametrize("rule", FAULTS)
def test_french_is_written_as_in_quebec(home: Home, rule: str) -> None:
    """LNG-2 and the typography of the standards."""
    assert [french for _, french in _french(home) if FAULTS[rule].search(french)] == []


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ("Vraiment ?", "no space before ; ! ?"),
        ("Erreur :", "a no-break space before a colon"),
        ("Erreur:", "a no-break space before a colon"),
        ("« mot »", "no-break spaces inside « »"),
        ("à 13 h", "no-break spaces in times"),
        ("les membres inscrit·e·s", "no point médian, no endings in brackets"),
        ("satisfait(e)", "no point médian, no endings in brackets"),
        ("l’été", "a straight apostrophe, as the data do"),
        ("99 %", "a no-break space before %"),
    ],
)
def test_the_rules_see_what_a_reader_would_correct(wrong: str, rule: str) -> None:
    assert FAULTS[rule].search(wrong)
