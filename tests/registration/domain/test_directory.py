"""A directory file, read line by line, with every bad file of the road."""

import tracemalloc
from collections.abc import Callable, Sequence

import pytest

from services.registration.domain.directory import COLUMNS, LONGEST_LINE, MOST_LINES, MOST_PROBLEMS, read_directory

HEADER = ",".join(COLUMNS)
ANNE = "100001,Anne,Tremblay,anne.tremblay@tourisme.example,Tourisme,Capitale-Nationale,fr,active"
LUC = "100002,Luc,Gagnon-Roy,luc.gagnon@justice.example,Justice,Montréal,en,inactive"


def a_file(*lines: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *lines, ""]).encode()


def with_cell(column: str, value: str) -> str:
    cells = ANNE.split(",")
    cells[COLUMNS.index(column)] = value
    return ",".join(cells)


def said(content: bytes) -> Sequence[tuple[int, str | None, str]]:
    return [(problem.line, problem.column, problem.sentence) for problem in read_directory(content).problems]


def test_every_line_becomes_a_member() -> None:
    anne, luc = read_directory(a_file(ANNE, LUC)).lines

    assert (anne.line, anne.number, anne.given_name, anne.organisation, anne.active) == (
        2,
        "100001",
        "Anne",
        "Tourisme",
        True,
    )
    assert (luc.line, luc.family_name, luc.language, luc.active) == (3, "Gagnon-Roy", "en", False)


def test_semicolons_a_byte_order_mark_crlf_and_another_order_of_columns_are_read() -> None:
    columns = list(reversed(COLUMNS))
    cells = list(reversed(ANNE.split(",")))
    content = "\ufeff" + ";".join(columns) + "\r\n" + ";".join(cells) + "\r\n"

    directory = read_directory(content.encode())

    assert directory.problems == ()
    assert directory.lines[0].email == "anne.tremblay@tourisme.example"


def test_a_quoted_organisation_keeps_its_comma() -> None:
    line = with_cell("organisation", '"Agriculture, Pêcheries et Alimentation"')

    assert read_directory(a_file(line)).lines[0].organisation == "Agriculture, Pêcheries et Alimentation"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \n"])
def test_an_empty_file_is_said_to_be_empty(content: bytes) -> None:
    assert said(content) == [(1, None, "The file is empty. Export the directory again.")]


def test_a_file_with_columns_and_no_line_is_refused() -> None:
    ((line, _, sentence),) = said(a_file())

    assert line == 1
    assert "no member" in sentence


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04\xff\x00" * 100])
def test_a_workbook_whatever_its_name_is_said_to_be_one(content: bytes) -> None:
    ((line, _, sentence),) = said(content)

    assert line == 1
    assert "workbook" in sentence


@pytest.mark.parametrize(
    "header",
    [
        HEADER.replace("email", "courriel"),
        HEADER.removesuffix(",status"),
        HEADER + ",birth_date",
        HEADER + ",email",
    ],
)
def test_wrong_columns_are_named(header: str) -> None:
    (problem,) = read_directory(a_file(ANNE, header=header)).problems

    assert problem.line == 1
    assert problem.values["columns"] == ", ".join(COLUMNS)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_refused_and_the_line_told(encoding: str) -> None:
    content = a_file(ANNE, LUC).decode().encode(encoding)

    ((line, _, sentence),) = said(content)

    assert line == (3 if encoding == "latin-1" else 1)
    assert "UTF-8" in sentence


def test_a_number_twice_is_told_with_the_line_of_the_first() -> None:
    directory = read_directory(a_file(ANNE, LUC, with_cell("email", "autre@tourisme.example")))

    (problem,) = directory.problems
    assert (problem.line, problem.column, problem.values) == (4, "number", {"first": 2})


def test_one_address_for_two_active_members_is_told_whatever_its_case() -> None:
    other = with_cell("number", "100009").replace("anne.tremblay@", "Anne.Tremblay@")

    (problem,) = read_directory(a_file(ANNE, other)).problems

    assert (problem.line, problem.column) == (3, "email")


def test_a_departed_member_may_share_an_address() -> None:
    departed = with_cell("number", "100009").replace(",active", ",inactive")

    assert read_directory(a_file(ANNE, departed)).problems == ()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("number", ""),
        ("number", "1" * 21),
        ("given_name", ""),
        ("family_name", "x" * 101),
        ("email", "anne.tremblay"),
        ("email", "anne@tourisme"),
        ("email", "anne..tremblay@tourisme.example"),
        ("email", "Anne <anne@tourisme.example>"),
        ("organisation", ""),
        ("family_name", "Trem\x07blay"),
        ("language", "FR"),
        ("language", "es"),
        ("status", "retraité"),
    ],
)
def test_a_bad_cell_is_told_by_its_line_and_column(column: str, value: str) -> None:
    assert [(line, at) for line, at, _ in said(a_file(LUC, with_cell(column, value)))] == [(3, column)]


def test_a_line_of_another_width_is_told() -> None:
    assert [line for line, _, _ in said(a_file(ANNE, LUC + ",more", "100003"))] == [3, 4]


def test_a_quote_left_open_is_told() -> None:
    assert len(said(a_file(ANNE, with_cell("organisation", '"Tourisme')))) == 1


def test_all_problems_are_told_at_once_in_the_order_of_the_lines() -> None:
    bad = with_cell("email", "?").replace("fr,active", "xx,active")

    assert [(line, column) for line, column, _ in said(a_file(bad, ANNE, LUC))] == [
        (2, "email"),
        (2, "language"),
        (3, "number"),
    ]


def test_hostile_text_is_kept_as_it_was_typed() -> None:
    line = with_cell("family_name", "=cmd|' /C calc'!A0<script>")

    assert read_directory(a_file(line)).lines[0].family_name == "=cmd|' /C calc'!A0<script>"


@pytest.mark.parametrize("email", ["renée@tourisme.example", "anne@québec.example", "anne@tourisme.example\u200b"])
def test_an_address_with_accents_is_refused_on_its_line(email: str) -> None:
    """Few mail servers take one: the letters of this member would never leave."""
    directory = read_directory(a_file(LUC, with_cell("email", email)))

    assert [(problem.line, problem.column) for problem in directory.problems] == [(3, "email")]
    assert "without accents" in directory.problems[0].sentence


FOUR_MEGABYTES = 4 * 1024 * 1024


def filled(line: str) -> bytes:
    """Four megabytes of it, under the right first line."""
    return (HEADER + "\n" + line * (FOUR_MEGABYTES // len(line.encode()))).encode()


HOSTILE = {
    "two million short lines": lambda: filled("x\n"),
    "one line of cells": lambda: filled("xx,"),
    "one cell": lambda: filled("x"),
    "one quoted cell over many lines": lambda: filled('"\n'),
    "many quoted cells over many lines": lambda: filled('"\n",'),
    "many lines of eight empty cells but one": lambda: filled(",,,,,,,x\n"),
    "many lines of another width": lambda: filled(",".join(["xx"] * 40) + "\n"),
    "a first line of cells": lambda: b"xx," * (FOUR_MEGABYTES // 3),
    "lines that end otherwise": lambda: filled("x\r"),
    "one member, again and again": lambda: filled(ANNE + "\n"),
}


@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_file_of_four_megabytes_takes_a_hundred(made: Callable[[], bytes]) -> None:
    content = made()
    tracemalloc.start()
    try:
        directory = read_directory(content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert 1 <= len(directory.problems) <= MOST_PROBLEMS + 10
    assert peak < 25 * FOUR_MEGABYTES


def test_reading_stops_where_nobody_mends_more_and_says_so() -> None:
    problems = read_directory(a_file(*["x"] * (MOST_PROBLEMS + 50))).problems

    assert len(problems) == MOST_PROBLEMS + 1
    assert (problems[-1].line, problems[-1].sentence) == (
        MOST_PROBLEMS + 1,
        "Reading stopped here. Mend the lines above first.",
    )


def test_a_line_longer_than_any_members_is_told_by_its_number() -> None:
    assert [line for line, _, _ in said(a_file(ANNE, "x" * LONGEST_LINE, LUC))] == [3]


def test_the_longest_member_there_can_be_is_read() -> None:
    cells = ["1" * 20, "a" * 100, "b" * 100, "c@" + "d" * 244 + ".example", "o" * 200, "r" * 100, "fr", "inactive"]

    assert [
        p
        for p in read_directory(a_file(",".join(f'"{cell}"' for cell in cells))).problems
        if "characters" in p.sentence
    ] == []


def test_more_members_than_a_file_may_hold_are_told() -> None:
    lines = (f"{n},A,B,a{n}@b.example,O,R,fr,active" for n in range(MOST_LINES + 1))

    (problem,) = read_directory(a_file(*lines)).problems

    assert (problem.line, problem.values) == (MOST_LINES + 2, {"most": MOST_LINES})
