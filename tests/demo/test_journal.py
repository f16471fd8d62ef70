"""What is noted is not done again, by whoever opens the journal next."""

from contextlib import closing
from pathlib import Path

import pytest

from demo.replay.journal import Journal, Taken


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


def begun(path: Path) -> closing[Journal]:
    return closing(Journal(path))


def gone_on_with(path: Path) -> closing[Journal]:
    return closing(Journal(path, resume=True))


class Deed:
    """Counts how often it is done, and gives that."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_a_deed_is_done_once_in_one_life_and_in_the_next(path: Path) -> None:
    deed = Deed()

    with begun(path) as journal:
        first, second = journal.once("registered", deed), journal.once("registered", deed)
    with gone_on_with(path) as journal:
        third, noted = journal.once("registered", deed), journal["registered"]

    assert [first, second, third, noted] == [1, 1, 1, 1]
    assert deed.times == 1


def test_a_deed_that_failed_is_not_noted(path: Path) -> None:
    with begun(path) as journal:
        with pytest.raises(ZeroDivisionError):
            journal.once("divided", lambda: 1 / 0)

        assert "divided" not in journal


def test_a_step_that_was_done_is_passed_over(path: Path) -> None:
    walked: list[str] = []

    with begun(path) as journal:
        journal.step("morning", lambda: walked.append("then"))
    with gone_on_with(path) as journal:
        journal.step("morning", lambda: walked.append("now"))

    assert walked == ["then"]


def test_begun_anew_nothing_has_been_done(path: Path) -> None:
    deed = Deed()

    with begun(path) as journal:
        journal.once("registered", deed)
    with begun(path) as journal:
        assert journal.once("registered", deed) == 2


def test_a_line_that_was_cut_says_nothing_and_spoils_nothing(path: Path) -> None:
    with begun(path) as journal:
        journal.once("first", lambda: "é")
    with path.open("ab") as file:
        file.write(b'["second", "hal')

    with gone_on_with(path) as journal:
        assert "second" not in journal
        journal.once("second", lambda: "whole")
    with gone_on_with(path) as journal:
        assert [journal["first"], journal["second"]] == ["é", "whole"]


def test_what_is_over_leaves_nothing_to_go_on_with(path: Path) -> None:
    with begun(path) as journal:
        journal.once("first", lambda: 1)
        journal.clear()
        journal.once("second", lambda: 2)

    with gone_on_with(path) as journal:
        assert "first" not in journal
        assert journal["second"] == 2


def test_two_replays_in_one_folder_are_refused(path: Path) -> None:
    with begun(path) as journal:
        journal.once("registered", lambda: 1)
        with pytest.raises(Taken):
            Journal(path)

    with gone_on_with(path) as journal:
        assert "registered" in journal
