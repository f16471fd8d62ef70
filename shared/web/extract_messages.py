"""Extract the sentences of the code and merge them into the French catalogues: `make messages`.

Usage: python -m shared.web.extract_messages [shared|registration|…]. English is what the code says; French is
written by a person in the .po file. Nothing is guessed: a new sentence comes in empty, one that is gone goes out.
"""

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

HOUSE: Final = Path(__file__).resolve().parents[2]
_KEYWORDS: Final[dict[str, Any]] = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
_METHODS: Final = {".py": "python", ".html": "jinja2", ".txt": "jinja2"}
_OPTIONS: Final[dict[str, dict[str, Any]]] = {
    "jinja2": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false", "encoding": "utf-8"},
    "python": {"encoding": "utf-8"},
}
_NOISE: Final = re.compile(
    r'^"(?:Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date'
    r"|Last-Translator|Language-Team|Generated-By): .*\n",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Home:
    """Where sentences are written, and the catalogue where their French is."""

    name: str
    sources: Path
    catalogue: Path


def homes() -> list[Home]:
    """What is shared first, then each service."""
    services = sorted(path for path in (HOUSE / "services").iterdir() if (path / "service.py").exists())
    return [
        Home("shared", HOUSE / "shared", HOUSE / "shared" / "web" / "translations" / "fr.po"),
        *(Home(path.name, path, path / "translations" / "fr.po") for path in services),
    ]


def sentences_of(home: Home) -> Catalog:
    """What the code says now; a service leaves out what the shared catalogue has already."""
    said = Catalog(locale="fr", charset="utf-8", fuzzy=False)
    said.header_comment = f"# French of {home.name}. A sentence is added by `make messages`, its French by a person."
    known = set() if home.name == "shared" else {message.id for message in sentences_of(homes()[0]) if message.id}
    for path in _sources(home.sources):
        for _line, message, _comments, _context in _extracted(path):
            if message not in known:
                said.add(message)
    return said


def merged(home: Home) -> Catalog:
    """The sentences of the code, with the French that is written already."""
    said, written = sentences_of(home), catalogue_of(home)
    for message in said:
        before = written.get(message.id) if message.id else None
        if before is not None:
            message.string = before.string
    return said


def catalogue_of(home: Home) -> Catalog:
    if not home.catalogue.exists():
        return Catalog(locale="fr")
    with home.catalogue.open("rb") as source:
        return read_po(source, locale="fr")


def write(home: Home) -> int:
    """Write the merged catalogue; how many sentences are still without French."""
    catalogue, text = merged(home), io.BytesIO()
    write_po(text, catalogue, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    home.catalogue.parent.mkdir(parents=True, exist_ok=True)
    home.catalogue.write_text(_NOISE.sub("", text.getvalue().decode()), encoding="utf-8")
    return sum(1 for message in catalogue if message.id and not _is_complete(message.string))


def _is_complete(string: Any) -> bool:
    return bool(string) and (isinstance(string, str) or all(string))


def _sources(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in _METHODS and not {"static", "migrations", "node_modules"} & set(
            path.relative_to(folder).parts
        ):
            yield path


def _extracted(path: Path) -> Iterator[tuple[int, Any, list[str], str | None]]:
    method = _METHODS[path.suffix]
    with path.open("rb") as source:
        yield from extract(method, cast("BinaryIO", source), keywords=_KEYWORDS, options=_OPTIONS[method])


def main(names: list[str]) -> None:
    for home in homes():
        if not names or home.name in names:
            missing = write(home)
            sys.stdout.write(f"{home.catalogue.relative_to(HOUSE)}: {missing} sentences without French\n")


if __name__ == "__main__":
    main(sys.argv[1:])
