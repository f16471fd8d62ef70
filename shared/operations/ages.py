"""How long ago, in words: what an operator reads faster than an hour on a clock."""

import datetime as dt
from typing import Final

from shared.web.language import Translator

# Newer than this is now: a worker tells every ten seconds what it sees.
_NOW: Final = dt.timedelta(seconds=15)


def ago_in_words(span: dt.timedelta, words: Translator) -> str:
    """`il y a 12 minutes`; what has just been is not counted in seconds."""
    if span < _NOW:
        return words.gettext("a moment ago")
    return words.gettext("%(age)s ago", age=age_in_words(span, words))


def age_in_words(span: dt.timedelta, words: Translator) -> str:
    """`12 minutes`, `3 heures`: one unit, rounded down."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < 60:
        return words.ngettext("%(num)d second", "%(num)d seconds", seconds)
    if seconds < 3600:
        return words.ngettext("%(num)d minute", "%(num)d minutes", seconds // 60)
    if seconds < 2 * 86400:
        return words.ngettext("%(num)d hour", "%(num)d hours", seconds // 3600)
    return words.ngettext("%(num)d day", "%(num)d days", seconds // 86400)
