"""Files for people and for machines, whatever people typed."""

import csv
import datetime as dt
import io
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from flask import Response
from openpyxl import load_workbook

from shared.kernel.words import Bilingual
from shared.web.exports import Column, csv_for_machines, csv_for_people, file_name, guarded, xlsx


@dataclass(frozen=True)
class Line:
    name: str = "Ève Roy"
    rate: Decimal = Decimal("98.8")
    count: int = 3578
    came: bool = True
    at: dt.datetime | None = dt.datetime(2022, 5, 6, 13, 30)  # noqa: DTZ001 - local already


COLUMNS = [
    Column[Line](Bilingual("Nom", "Name"), lambda line: line.name, key="name"),
    Column[Line](Bilingual("Taux", "Rate"), lambda line: line.rate, "number", key="rate"),
    Column[Line](Bilingual("Nombre", "Count"), lambda line: line.count, "number", key="count"),
    Column[Line](Bilingual("Présence", "Came"), lambda line: line.came, "yes_no", key="came"),
    Column[Line](Bilingual("Moment", "Moment"), lambda line: line.at, "moment", key="at"),
]

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=x", " =cmd|' /C calc'!A0", "＝1+1"]


def _rows(response: Response, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"), newline=""), delimiter=separator))


def test_people_get_semicolons_a_byte_order_mark_and_decimal_commas() -> None:
    response = csv_for_people("Présences", COLUMNS, [Line()], language="fr")

    assert response.get_data().startswith(b"\xef\xbb\xbf")
    assert _rows(response, ";") == [
        ["Nom", "Taux", "Nombre", "Présence", "Moment"],
        ["Ève Roy", "98,8", "3578", "oui", "2022-05-06 13:30"],
    ]


def test_people_who_read_english_get_dots() -> None:
    response = csv_for_people("attendance", COLUMNS, [Line()], language="en")

    assert _rows(response, ";")[1] == ["Ève Roy", "98.8", "3578", "yes", "2022-05-06 13:30"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_people_get_the_time_on_their_clocks_and_machines_where_it_is_that_time(language: str) -> None:
    line = Line(at=dt.datetime(2022, 5, 6, 13, 30, tzinfo=ZoneInfo("America/Toronto")))

    assert _rows(csv_for_people("x", COLUMNS, [line], language=language), ";")[1][-1] == "2022-05-06 13:30"
    assert _rows(csv_for_machines("x", COLUMNS, [line]), ",")[1][-1] == "2022-05-06 13:30-04:00"


def test_machines_get_commas_dots_and_keys() -> None:
    response = csv_for_machines("attendance", COLUMNS, [Line(at=None)])

    assert not response.get_data().startswith(b"\xef\xbb\xbf")
    assert _rows(response, ",") == [
        ["name", "rate", "count", "came", "at"],
        ["Ève Roy", "98.8", "3578", "true", ""],
    ]


def test_a_spreadsheet_has_typed_cells() -> None:
    response = xlsx("presences", COLUMNS, [Line(), Line(rate=Decimal(-5))], language="fr")

    sheet = load_workbook(io.BytesIO(response.get_data())).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == ["Nom", "Taux", "Nombre", "Présence", "Moment"]
    assert [cell.value for cell in sheet[2]] == ["Ève Roy", 98.8, 3578, "oui", dt.datetime(2022, 5, 6, 13, 30)]  # noqa: DTZ001
    assert sheet["B3"].value == -5


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_run_by_a_spreadsheet(text: str) -> None:
    lines = [Line(name=text)]

    for response, separator in (
        (csv_for_people("x", COLUMNS, lines, language="fr"), ";"),
        (csv_for_machines("x", COLUMNS, lines), ","),
    ):
        assert _rows(response, separator)[1][0] == f"'{text}"
    sheet = load_workbook(io.BytesIO(xlsx("x", COLUMNS, lines, language="fr").get_data())).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"
    assert str(sheet["A2"].value).startswith("'")


def test_negative_numbers_stay_numbers() -> None:
    assert _rows(csv_for_machines("x", COLUMNS, [Line(count=-3)]), ",")[1][2] == "-3"


@pytest.mark.parametrize("text", ['a;b"c\nd', "Tremblay, Ève", "<script>alert(1)</script>", "l'été « mot »"])
def test_other_text_comes_through_whole(text: str) -> None:
    assert _rows(csv_for_people("x", COLUMNS, [Line(name=text)], language="fr"), ";")[1][0] == text


def test_what_no_spreadsheet_can_hold_is_left_out() -> None:
    assert guarded("a\x00b\x0bc") == "abc"
    assert len(guarded("x" * 50_000)) == 32_767


def test_a_file_name_holds_nothing_that_a_header_could_misread() -> None:
    assert file_name("Présences – gala 2022.csv") == "Presences-gala-2022.csv"
    assert file_name('../../etc/"\r\nSet-Cookie: x=1.csv') == "etc-Set-Cookie-x-1.csv"
    assert file_name("日本.csv") == "export.csv"


def test_a_file_is_given_to_keep_and_not_cached() -> None:
    response = csv_for_people("Présences", COLUMNS, [], language="fr")

    assert response.headers["Content-Disposition"].startswith('attachment; filename="Presences.csv"')
    assert response.headers["Cache-Control"] == "no-store"
