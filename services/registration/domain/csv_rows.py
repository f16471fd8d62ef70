"""A CSV file read row by row, however it was made, keeping no more than a row at a time."""

import csv
import io
from collections.abc import Iterator

from shared.kernel.words import N_


class BrokenRow(Exception):
    """Nothing can be read from this line on; `sentence` is to be translated."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line
        self.sentence = sentence


def rows_of(text: str, *, longest: int) -> Iterator[tuple[int, list[str]]]:
    """The first row, then all that are not empty, each with its line: no cell spans several. Raises BrokenRow."""
    delimiter = ""
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > longest:
            raise BrokenRow(number, N_("This line is longer than any member's. Export the directory again."))
        delimiter = delimiter or (";" if line.count(";") > line.count(",") else ",")
        try:
            row = next(csv.reader([line], delimiter=delimiter, strict=True))
        except csv.Error as wrong:
            sentence = N_("This line is not CSV. Check its quotation marks, or save the file again as “CSV UTF-8”.")
            raise BrokenRow(number, sentence) from wrong
        if number == 1 or any(cell.strip() for cell in row):
            yield number, row
