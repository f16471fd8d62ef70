"""Exports: one writer of CSV and spreadsheets, guarded against cells that a spreadsheet would run.

A column says what it holds once; people get semicolons, a byte order mark, the French decimal comma and the time on
their clocks; machines get commas, dots and the offset from UTC; a spreadsheet gets typed cells.
"""

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Generic, Literal, TypeVar
from urllib.parse import quote

from flask import Response
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from shared.kernel.words import Bilingual

Row = TypeVar("Row")
Kind = Literal["text", "number", "date", "moment", "yes_no"]
Value = str | int | float | Decimal | bool | dt.date | dt.datetime | None

_RUN_BY_SPREADSHEETS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_YES_NO: Final = {True: Bilingual("oui", "yes"), False: Bilingual("non", "no")}
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL: Final = 32_767
_WIDTHS: Final[dict[Kind, int]] = {"text": 28, "number": 12, "date": 12, "moment": 18, "yes_no": 10}


@dataclass(frozen=True)
class Column(Generic[Row]):
    """`value` reads a row; moments are to be local already; `key` is the heading for machines."""

    header: Bilingual
    value: Callable[[Row], Value]
    kind: Kind = "text"
    key: str | None = None


def csv_for_people(name: str, columns: Sequence[Column[Row]], rows: Iterable[Row], *, language: str) -> Response:
    """Opens by itself in a French spreadsheet."""
    lines = [[column.header.in_(language) for column in columns]]
    lines += [[_for_people(column.value(row), language) for column in columns] for row in rows]
    return _attached("\ufeff" + _csv(lines, ";"), "text/csv; charset=utf-8", f"{name}.csv")


def csv_for_machines(name: str, columns: Sequence[Column[Row]], rows: Iterable[Row]) -> Response:
    """Commas, dots, ISO dates, keys as headings."""
    lines = [[column.key or column.header.en for column in columns]]
    lines += [[_for_machines(column.value(row)) for column in columns] for row in rows]
    return _attached(_csv(lines, ","), "text/csv; charset=utf-8", f"{name}.csv")


def xlsx(name: str, columns: Sequence[Column[Row]], rows: Iterable[Row], *, language: str) -> Response:
    """Numbers are numbers, dates are dates, and text is text even when it looks like a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(name))
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = _WIDTHS[column.kind]
    sheet.append([_heading(sheet, column.header.in_(language)) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, column.value(row), language) for column in columns])
    content = io.BytesIO()
    book.save(content)
    return _attached(content.getvalue(), _SPREADSHEET, f"{name}.xlsx")


def guarded(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what would begin a formula."""
    clean = _CONTROLS.sub("", text)[:_LONGEST_CELL]
    if clean.lstrip(" \u00a0").startswith(_RUN_BY_SPREADSHEETS) or clean.startswith(_RUN_BY_SPREADSHEETS):
        return f"'{clean}"[:_LONGEST_CELL]
    return clean


def file_name(name: str) -> str:
    """Letters, figures and hyphens: nothing that a header or a disk could misread."""
    stem, _, ending = name.rpartition(".")
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return f"{re.sub(r'[^A-Za-z0-9]+', '-', plain).strip('-')[:100] or 'export'}.{ending}"


def _csv(lines: Iterable[Sequence[str]], separator: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(lines)
    return text.getvalue()


def _for_people(value: Value, language: str) -> str:
    if isinstance(value, bool):
        return _YES_NO[value].in_(language)
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",") if language == "fr" else str(value)
    if isinstance(value, dt.datetime):
        # Not as pages write it: a spreadsheet takes for a time neither an offset nor a space that does not break.
        return _for_machines(value.replace(tzinfo=None))
    return _for_machines(value)


def _for_machines(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    return guarded(value) if isinstance(value, str) else str(value)


def _heading(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, guarded(text))
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Value, language: str) -> Any:
    if isinstance(value, bool):
        return _YES_NO[value].in_(language)
    if isinstance(value, dt.datetime):
        cell = WriteOnlyCell(sheet, value.replace(tzinfo=None))
        cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    if isinstance(value, dt.date):
        cell = WriteOnlyCell(sheet, dt.datetime.combine(value, dt.time.min))
        cell.number_format = "yyyy-mm-dd"
        return cell
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, guarded(value))
        cell.data_type = "s"
        return cell
    return value


def _sheet_title(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31] or "export"


def _attached(content: str | bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    safe = file_name(name)
    response.headers["Content-Disposition"] = f"attachment; filename=\"{safe}\"; filename*=UTF-8''{quote(safe)}"
    response.headers["Cache-Control"] = "no-store"
    return response
