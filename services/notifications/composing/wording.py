"""The words of the letters: the templates in letters/<name>/, in the reader's language."""

from functools import lru_cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from services.notifications.domain.letters import Template
from shared.kernel.organisation import Organisation
from shared.kernel.words import Language
from shared.web.filters import filters
from shared.web.language import Translator, translator

FOLDER: Final = Path(__file__).resolve().parents[1] / "letters"
SERVICE: Final = "notifications"


def words_in(language: Language) -> Translator:
    return translator(language, SERVICE)


def say(template: Template, part: str, *, language: Language, organisation: Organisation, **values: object) -> str:
    """`part` is subject.txt, body.txt or body.html; what people typed is a value, never a template."""
    written = _environment(language, organisation.time_zone.key).get_template(f"{template.value}/{part}")
    return written.render(language=language, organisation=organisation, **values)


@lru_cache(maxsize=8)
def _environment(language: Language, zone: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(("html",)),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    words_in(language).install(environment)
    environment.filters.update(filters(lambda: language, ZoneInfo(zone)))
    return environment
