"""Which of two accounts of a person is the newer."""

import datetime as dt

from services.notifications.domain.recipients import Recipient, holder_is_newer

NOON = dt.datetime(2022, 5, 6, 16, tzinfo=dt.UTC)


def test_a_place_tells_of_a_guest_and_the_later_word_wins() -> None:
    assert holder_is_newer(NOON, directory_revision=0, known_at=None)
    assert holder_is_newer(NOON, directory_revision=0, known_at=NOON - dt.timedelta(hours=1))
    assert not holder_is_newer(NOON, directory_revision=0, known_at=NOON)


def test_the_directory_knows_a_member_better_than_a_place_does() -> None:
    assert not holder_is_newer(NOON, directory_revision=1, known_at=None)


def test_a_person_with_one_name_has_no_space_around_it() -> None:
    assert Recipient("1", "", "Tremblay", "t@x.example", "fr").name == "Tremblay"
