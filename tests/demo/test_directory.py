"""The generated directory."""

import csv
from pathlib import Path

import pytest

from demo.directory import MEMBERS, Member, directory, organisations, write_directory


@pytest.fixture(scope="module")
def members() -> list[Member]:
    return directory()


def test_it_holds_every_member_in_every_one_of_the_86_organisations(members: list[Member]) -> None:
    assert len(members) == MEMBERS == 3578
    assert {member.organisation for member in members} == set(organisations())
    assert len(organisations()) == 86


def test_numbers_and_addresses_are_unique(members: list[Member]) -> None:
    assert len({member.number for member in members}) == MEMBERS
    assert len({member.email for member in members}) == MEMBERS


def test_nobody_can_ever_receive_a_letter_at_these_addresses(members: list[Member]) -> None:
    assert all(member.email.endswith(".example") and member.email.isascii() for member in members)


def test_names_carry_accents_hyphens_and_apostrophes(members: list[Member]) -> None:
    names = [f"{member.given_name} {member.family_name}" for member in members]

    for character in "éèçïÉ-'":
        assert any(character in name for name in names), character


def test_most_read_french_and_some_read_english(members: list[Member]) -> None:
    english = sum(member.language == "en" for member in members)

    assert {member.language for member in members} == {"fr", "en"}
    assert 0 < english < MEMBERS / 10


def test_the_same_seed_gives_the_same_people_and_another_gives_others(members: list[Member]) -> None:
    assert directory() == members
    assert directory(seed=1) != members


def test_an_organisation_has_its_least() -> None:
    members = directory(count=120, least={"Tourisme": 30})

    assert len(members) == 120
    assert sum(member.organisation == "Tourisme" for member in members) >= 30


def test_too_few_members_for_the_least_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        directory(count=10, least={"Tourisme": 30})


def test_the_file_has_the_columns_that_the_import_reads(tmp_path: Path, members: list[Member]) -> None:
    path = tmp_path / "directory.csv"

    write_directory(path, members)

    with path.open(encoding="utf-8", newline="") as lines:
        read = list(csv.DictReader(lines))
    assert ",".join(read[0]) == "number,given_name,family_name,email,organisation,region,language,status"
    assert len(read) == MEMBERS
