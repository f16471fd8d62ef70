"""Forms: what was typed, folded for a marshmallow schema, and what to say about it, field by field.

Names in a page are addresses of the data: `sessions-0-sittings-1-starts_at` is
`{"sessions": [{"sittings": [{}, {"starts_at": …}]}]}`, and errors come back under the same flat names.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Self

from flask import request
from marshmallow import EXCLUDE, Schema, ValidationError
from werkzeug.datastructures import MultiDict

from shared.contracts.contract import ready
from shared.kernel.refusals import Refused
from shared.web.language import gettext, refusal
from shared.web.mistakes import sentences

# Rows of rows of rows: no form of ours is as deep, and a name may be as long as its sender likes.
_DEEPEST = 3
_ROW = re.compile(r"^(?P<list>.+?)-(?P<index>[0-9]{1,4})(?:-(?P<rest>.*))?$", re.DOTALL)
_INDEX = re.compile(r"[0-9]{1,4}")


class Form:
    """`values` are as typed, `errors` sentences in the reader's language, `data` what the schema made of it or None."""

    def __init__(self, values: MultiDict[str, str], errors: dict[str, str] | None = None, data: Any = None) -> None:
        self.values = values
        self.errors = errors or {}
        self.data = data
        self.problems = False
        self._labels: dict[str, str] = {}
        self._rows: dict[str, str] = {}

    @classmethod
    def blank(cls, **values: object) -> Self:
        """A form not yet sent: plain values, lists and nested mappings fill it in."""
        return cls(_flat(values))

    def __bool__(self) -> bool:
        return True

    def value(self, name: str) -> str:
        return self.values.get(name, "")

    def all(self, name: str) -> list[str]:
        return self.values.getlist(name)

    def error(self, name: str) -> str | None:
        return self.errors.get(name)

    def named(self, name: str, label: str) -> str:
        """Keep a field's label for the summary of errors; writes nothing."""
        self._labels[name] = label.rstrip(":?\u00a0 ")
        return ""

    def named_row(self, row: str, words: str) -> str:
        """Keep what a row is called, which the summary says before the labels of its fields; writes nothing."""
        self._rows[row] = words
        return ""

    def label(self, name: str) -> str | None:
        rows = [words for row, words in self._rows.items() if name.startswith(f"{row}-")]
        label = self._labels.get(name)
        return ", ".join([*rows, label] if label else rows) or None

    def chosen(self, name: str, value: object) -> bool:
        return str(value) in self.values.getlist(name)

    def ticked(self, name: str) -> bool:
        return self.value(name).lower() in ("true", "on", "1", "yes")

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Show a refusal beside its field, or above the form when it is about the whole."""
        self.errors[field or ""] = refusal(refused)
        self.problems = self.problems or field is None
        self.data = None

    def wrong(self, field: str, sentence: str, **values: object) -> None:
        """Say that a field is to be corrected; the sentence is English, marked with N_."""
        self.errors[field] = gettext(sentence, **values)
        self.data = None

    def rows(self, name: str) -> list[str]:
        """The names of a list's rows, in order: `sessions` → `sessions-0`, `sessions-1`."""
        start = f"{name}-"
        found = {int(key.removeprefix(start).partition("-")[0]) for key in self.values if _is_row(key, start)}
        return [f"{start}{index}" for index in sorted(found)]

    def add_row(self, name: str, **values: object) -> str:
        """A new row at the end, empty or filled in; its name."""
        rows = self.rows(name)
        row = f"{name}-{int(rows[-1].rsplit('-', 1)[1]) + 1 if rows else 0}"
        self.values.add(f"{row}-", "")
        self.values.update(_flat(values, prefix=f"{row}-"))
        return row

    def remove_row(self, row: str) -> None:
        for key in [key for key in self.values if key.startswith(f"{row}-")]:
            self.values.poplist(key)


def read_form(schema: Schema | type[Schema], values: Mapping[str, str] | None = None) -> Form:
    """Read the request's form (or the given values) through a schema; fields that it does not know are left out."""
    typed = _tidy(request.form if values is None else values)
    folded, names = fold(typed)
    try:
        data = (ready(schema) if isinstance(schema, type) else schema).load(folded, unknown=EXCLUDE)
    except ValidationError as mistake:
        return Form(typed, sentences(mistake.messages_dict, names))
    return Form(typed, data=data)


def fold(values: MultiDict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Flat names as nested dicts and lists; empty answers are left out, so that "required" means what it says.

    The second answer leads back: the address of a row in the data (`sessions-1`) → its name in the page (`sessions-3`).
    """
    tree: dict[str, Any] = {}
    for name in values:
        _put(tree, name, [value for value in values.getlist(name) if value])
    names: dict[str, str] = {}
    return _listed(tree, names, "", ""), names


def _put(tree: dict[str, Any], name: str, values: list[str], depth: int = 0) -> None:
    row = _ROW.match(name) if depth < _DEEPEST else None
    if row is None:
        if values and name:
            tree[name] = values[0] if len(values) == 1 else values
        return
    rows = tree.setdefault(row["list"], _Rows())
    if isinstance(rows, _Rows):
        _put(rows.setdefault(int(row["index"]), {}), row["rest"] or "", values, depth + 1)


class _Rows(dict[int, dict[str, Any]]):
    """Rows by the number they have in the page, which may have holes."""


def _listed(tree: dict[str, Any], names: dict[str, str], data_prefix: str, page_prefix: str) -> dict[str, Any]:
    folded: dict[str, Any] = {}
    for name, value in tree.items():
        if not isinstance(value, _Rows):
            folded[name] = value
            continue
        folded[name] = []
        for place, index in enumerate(sorted(value)):
            data_name, page_name = f"{data_prefix}{name}-{place}", f"{page_prefix}{name}-{index}"
            names[data_name] = page_name
            folded[name].append(_listed(value[index], names, f"{data_name}-", f"{page_name}-"))
    return folded


def _is_row(key: str, start: str) -> bool:
    return key.startswith(start) and _INDEX.fullmatch(key.removeprefix(start).partition("-")[0]) is not None


def _tidy(values: Mapping[str, str]) -> MultiDict[str, str]:
    """Without the spaces around, and with one kind of line end."""
    pairs = values.items(multi=True) if isinstance(values, MultiDict) else values.items()
    return MultiDict((name, value.strip().replace("\r\n", "\n")) for name, value in pairs)


def _flat(values: Mapping[str, object], prefix: str = "") -> MultiDict[str, str]:
    flat: MultiDict[str, str] = MultiDict()
    for name, value in values.items():
        for key, text in _texts(f"{prefix}{name}", value):
            flat.add(key, text)
    return flat


def _texts(name: str, value: object) -> Iterable[tuple[str, str]]:
    if value is None or value is False:
        return
    if value is True:
        yield name, "true"
    elif isinstance(value, Mapping):
        yield from _flat(value, f"{name}-").items(multi=True)
    elif isinstance(value, list | tuple):
        for index, row in enumerate(value):
            if isinstance(row, Mapping):
                yield f"{name}-{index}-", ""
                yield from _flat(row, f"{name}-{index}-").items(multi=True)
            else:
                yield name, str(row)
    else:
        yield name, str(value)
