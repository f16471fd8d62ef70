"""The reader's language, and translations read straight from the .po files when the site starts."""

import io
from collections.abc import Callable, Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import current_app, has_request_context, request
from jinja2 import Environment, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from shared.kernel.formats import number
from shared.kernel.refusals import Refused
from shared.kernel.words import FRENCH, Bilingual, Language, language_from
from shared.web.identity import cookie_name

COOKIE: Final = "lang"
_HOUSE: Final = Path(__file__).resolve().parents[2]


class Translator:
    """Sentences in one language, in the words of a service and of what is shared; needs no request (letters)."""

    def __init__(self, language: Language, catalogues: NullTranslations) -> None:
        self.language = language
        self._catalogues = catalogues

    def gettext(self, message: str, **values: object) -> str:
        return _filled(self._catalogues.gettext(message), values) if message else ""

    def ngettext(self, one: str, many: str, num: int, **values: object) -> str:
        return _counted(self.form(one, many, num), num, self.language, values)

    def form(self, one: str, many: str, num: int) -> str:
        """The singular or the plural, not yet filled."""
        return self._catalogues.ngettext(one, many, num)

    def install(self, environment: Environment) -> None:
        """The `_` and `ngettext` of a letter's templates, in this language."""
        speak(environment, lambda: self)

    def refusal(self, refused: Refused) -> str:
        """What a refusal says, with its values in place."""
        return self.gettext(refused.sentence, **refused.values)


def speak(environment: Environment, speaking: Callable[[], Translator]) -> None:
    """Give templates `_` and `ngettext`: sentences are our own and safe, what fills them is escaped."""

    @pass_eval_context
    def said(context: EvalContext, message: str, **values: object) -> str:
        return _filled(_safe(speaking().gettext(message), context), values)

    @pass_eval_context
    def counted(context: EvalContext, one: str, many: str, num: int, **values: object) -> str:
        translator = speaking()
        return _counted(_safe(translator.form(one, many, num), context), num, translator.language, values)

    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(said, counted, newstyle=False)  # type: ignore[attr-defined]  # the extension's


def _safe(text: str, context: EvalContext) -> str:
    # The sentences are those of our own catalogues, never what people typed.
    return Markup(text) if context.autoescape else text  # noqa: S704  # our own sentence, its values escaped


def _filled(text: str, values: Mapping[str, object]) -> str:
    """An English hour brings a period of its own to the end of a sentence: one is enough."""
    return (text % values).replace(".m..", ".m.") if values else text


def _counted(text: str, num: int, language: Language, values: Mapping[str, object]) -> str:
    """The number is written as the reader writes it: 3 578."""
    return _filled(text.replace("%(num)d", "%(num)s"), {"num": number(num, language), **values})


@cache
def translator(language: str, service: str | None = None) -> Translator:
    """The translator of a service, or of what is shared alone."""
    chosen = language_from(language)
    if chosen != FRENCH:
        return Translator(chosen, NullTranslations())
    shared = _catalogue(_HOUSE / "shared" / "web" / "translations" / "fr.po")
    if service is None:
        return Translator(chosen, shared)
    own = _catalogue(_HOUSE / "services" / service / "translations" / "fr.po")
    own.add_fallback(shared)
    return Translator(chosen, own)


def _catalogue(path: Path) -> NullTranslations:
    if not path.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale="fr", domain="messages"))
    compiled.seek(0)
    return GNUTranslations(compiled)


def current_language() -> Language:
    """What the reader chose, else French, whatever the browser asks (LNG-1)."""
    if not has_request_context():
        return FRENCH
    return language_from(request.cookies.get(cookie_name(current_app.extensions["instance"].settings, COOKIE)))


def current_translator() -> Translator:
    """The reader's language, in the words of the application that answers."""
    instance = current_app.extensions.get("instance") if current_app else None
    return translator(current_language(), instance.service.name if instance else None)


def gettext(message: str, **values: object) -> str:
    """Translate for the reader; `values` fill `%(name)s`. Imported as `_` by pages."""
    return current_translator().gettext(message, **values)


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The same with a number, `%(num)s`; in French 0 and 1 are singular."""
    return current_translator().ngettext(one, many, num, **values)


def in_both(message: str) -> Bilingual:
    """A sentence in the two languages at once, as the headings of exports bear them."""
    return Bilingual(translator(FRENCH, current_app.extensions["instance"].service.name).gettext(message), message)


def refusal(refused: Refused) -> str:
    """What a refusal says to the reader."""
    return current_translator().refusal(refused)
