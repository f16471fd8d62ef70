"""A directory file read line by line: what it holds, or everything that is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import islice

from services.registration.domain.addresses import ACCENTS, is_address
from services.registration.domain.csv_rows import BrokenRow, rows_of
from services.registration.domain.people import email_key
from services.registration.domain.text import fits_on_one_line
from shared.kernel.words import LANGUAGES, N_

STATUSES = ("active", "inactive")
# What an Excel workbook begins with, whatever it is called.
WORKBOOK = b"PK\x03\x04"
MOST_LINES = 100_000
# Longer than any line whose cells are as long as they may be, each of them between quotation marks.
LONGEST_LINE = 2_000
# Nobody mends more at a time.
MOST_PROBLEMS = 1_000
LONGEST = {"number": 20, "given_name": 100, "family_name": 100, "email": 254, "organisation": 200, "region": 100}


@dataclass(frozen=True)
class DirectoryLine:
    """One member as the file says it, with the line on which it stands."""

    line: int
    number: str
    given_name: str
    family_name: str
    email: str
    organisation: str
    region: str
    language: str
    status: str

    @property
    def active(self) -> bool:
        return self.status == "active"


COLUMNS = tuple(column.name for column in fields(DirectoryLine) if column.name != "line")


@dataclass(frozen=True)
class LineProblem:
    """What is wrong on one line; `sentence` is to be translated, then filled in with `values`."""

    line: int
    column: str | None
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class DirectoryReport:
    """What an import did, in members; `absent` are known to us and not in the file: they are left as they are."""

    added: int
    changed: int
    unchanged: int
    absent: int


@dataclass(frozen=True)
class Directory:
    """What was read; the lines mean nothing as long as there are problems."""

    lines: tuple[DirectoryLine, ...]
    problems: tuple[LineProblem, ...]


def read_directory(content: bytes) -> Directory:
    """UTF-8, comma or semicolon, the eight columns in any order.

    Whatever the file holds, little is kept of it at once: reading stops at the thousandth problem.
    """
    if content.startswith(WORKBOOK):
        return _unreadable(1, N_("This is a workbook, not a CSV file. Open it and save it as “CSV UTF-8”."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        return _unreadable(line, N_("The file is not in UTF-8. Save it again as “CSV UTF-8”."))
    if not text.strip():
        return _unreadable(1, N_("The file is empty. Export the directory again."))
    return _read_table(text)


def _unreadable(line: int, sentence: str, **values: object) -> Directory:
    return Directory((), (LineProblem(line, None, sentence, values),))


def _read_table(text: str) -> Directory:
    rows = rows_of(text, longest=LONGEST_LINE)
    try:
        _, header = next(rows)
        columns = [cell.strip().lower() for cell in header]
        if sorted(columns) != sorted(COLUMNS):
            return _wrong_columns(columns)
        return _read_rows(columns, rows)
    except BrokenRow as broken:
        return _unreadable(broken.line, broken.sentence)


def _wrong_columns(columns: Sequence[str]) -> Directory:
    missing = ", ".join(column for column in COLUMNS if column not in columns)
    return _unreadable(
        1,
        N_("The first line must name these columns, once each: %(columns)s. Missing: %(missing)s."),
        columns=", ".join(COLUMNS),
        missing=missing or "–",
    )


def _read_rows(columns: Sequence[str], rows: Iterator[tuple[int, list[str]]]) -> Directory:
    lines: list[DirectoryLine] = []
    problems: list[LineProblem] = []
    for number, row in rows:
        if len(lines) == MOST_LINES:
            return _unreadable(number, N_("More than %(most)s members. Import them in several files."), most=MOST_LINES)
        if len(row) != len(columns):
            problems.append(_wrong_width(number, row, columns))
        else:
            line = DirectoryLine(line=number, **dict(zip(columns, (cell.strip() for cell in row), strict=True)))
            problems.extend(_line_problems(line))
            lines.append(line)
        if len(problems) >= MOST_PROBLEMS:
            problems.append(LineProblem(number, None, N_("Reading stopped here. Mend the lines above first.")))
            break
    if not (lines or problems):
        return _unreadable(1, N_("The file has a first line and no member under it. Export the directory again."))
    problems.extend(islice(_repeated(lines), MOST_PROBLEMS))
    return Directory(tuple(lines), tuple(sorted(problems, key=lambda problem: problem.line)))


def _wrong_width(line: int, row: Sequence[str], columns: Sequence[str]) -> LineProblem:
    sentence = N_("This line has %(found)s cells; the first line has %(expected)s.")
    return LineProblem(line, None, sentence, {"found": len(row), "expected": len(columns)})


def _line_problems(line: DirectoryLine) -> Iterator[LineProblem]:
    for column, longest in LONGEST.items():
        value: str = getattr(line, column)
        if not value and column != "region":
            yield LineProblem(line.line, column, N_("This cell is empty."))
        elif len(value) > longest:
            yield LineProblem(line.line, column, N_("More than %(longest)s characters."), {"longest": longest})
        elif not fits_on_one_line(value):
            yield LineProblem(line.line, column, N_("This cell holds an invisible character. Type it again."))
    if not line.email.isascii():
        yield LineProblem(line.line, "email", ACCENTS)
    elif line.email and not is_address(line.email):
        yield LineProblem(line.line, "email", N_("“%(found)s” is not an email address."), {"found": line.email})
    yield from _choice_problem(line.line, "language", line.language, LANGUAGES)
    yield from _choice_problem(line.line, "status", line.status, STATUSES)


def _choice_problem(line: int, column: str, found: str, choices: Sequence[str]) -> Iterator[LineProblem]:
    if found not in choices:
        values = {"found": found, "choices": ", ".join(choices)}
        yield LineProblem(line, column, N_("“%(found)s” is not one of: %(choices)s."), values)


def _repeated(lines: Sequence[DirectoryLine]) -> Iterator[LineProblem]:
    """The same number twice, or one address for two active members: nobody could say who signs in."""
    numbers: dict[str, int] = {}
    emails: dict[str, int] = {}
    for line in lines:
        first = numbers.setdefault(line.number, line.line)
        if line.number and first != line.line:
            yield LineProblem(line.line, "number", N_("Already on line %(first)s."), {"first": first})
        if line.active and line.email:
            first = emails.setdefault(email_key(line.email), line.line)
            if first != line.line:
                yield LineProblem(line.line, "email", N_("Already on line %(first)s."), {"first": first})
