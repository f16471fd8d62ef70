"""The directory imported: all or nothing, and the others told."""

import pytest
from sqlalchemy import func, select

from services.registration.actions.import_directory import import_directory
from services.registration.domain.directory import COLUMNS, DirectoryReport
from services.registration.domain.refusals import DirectoryRefused
from services.registration.models import Member
from shared.service import Instance
from tests.registration.builders import what_was_said

ANNE = "100001,Anne,Tremblay,anne@tourisme.example,Tourisme,Capitale-Nationale,fr,active"
LUC = "100002,Luc,Gagnon,luc@justice.example,Justice,Montréal,en,active"
MARC = "100003,Marc,Roy,marc@justice.example,Justice,Estrie,fr,active"


def a_file(*lines: str) -> bytes:
    return "\n".join([",".join(COLUMNS), *lines, ""]).encode()


def imported(instance: Instance, *lines: str) -> DirectoryReport:
    with instance.begin() as tx:
        return import_directory(tx, content=a_file(*lines))


def how_many(instance: Instance) -> int:
    with instance.look() as look:
        return look.db.scalar(select(func.count()).select_from(Member)) or 0


def number_at(instance: Instance, email_key: str) -> str | None:
    """The number of the active member who signs in with an address."""
    with instance.look() as look:
        return look.db.scalar(select(Member.number).where(Member.email_key == email_key, Member.active))


def test_every_member_is_kept_and_said(registration: Instance) -> None:
    report = imported(registration, ANNE, LUC)

    assert report == DirectoryReport(added=2, changed=0, unchanged=0, absent=0)
    anne, luc = what_was_said(registration, "member_changed")
    assert (anne.revision, anne.body["number"], anne.body["given_name"]) == (1, "100001", "Anne")
    assert (luc.body["language"], luc.body["organisation"], luc.body["active"]) == ("en", "Justice", True)
    assert anne.subject == anne.body["member_id"]


def test_the_same_file_again_changes_and_says_nothing(registration: Instance) -> None:
    imported(registration, ANNE, LUC)

    assert imported(registration, ANNE, LUC) == DirectoryReport(added=0, changed=0, unchanged=2, absent=0)
    assert len(what_was_said(registration)) == 2


def test_what_changed_is_said_with_the_next_revision_of_the_same_member(registration: Instance) -> None:
    imported(registration, ANNE, LUC)

    report = imported(registration, ANNE.replace("Tourisme,", "Justice,"), MARC)

    assert report == DirectoryReport(added=1, changed=1, unchanged=0, absent=1)
    by_revision = [message for message in what_was_said(registration) if message.revision == 2]
    assert [message.body["organisation"] for message in by_revision] == ["Justice"]
    assert by_revision[0].subject == what_was_said(registration)[0].subject


def test_a_departed_member_can_no_longer_be_found_by_address(registration: Instance) -> None:
    imported(registration, ANNE)

    imported(registration, ANNE.replace("active", "inactive"))

    assert number_at(registration, "anne@tourisme.example") is None


def test_two_members_may_exchange_their_addresses(registration: Instance) -> None:
    imported(registration, ANNE, LUC, MARC)

    imported(
        registration,
        ANNE.replace("anne@tourisme", "luc@justice"),
        LUC.replace("luc@justice", "marc@justice"),
        MARC.replace("marc@justice", "anne@tourisme"),
    )

    assert number_at(registration, "luc@justice.example") == "100001"
    assert number_at(registration, "anne@tourisme.example") == "100003"


def test_an_address_passes_from_one_who_left_to_one_who_came(registration: Instance) -> None:
    imported(registration, ANNE)

    imported(registration, ANNE.replace(",active", ",inactive"), MARC.replace("marc@justice", "anne@tourisme"))

    assert number_at(registration, "anne@tourisme.example") == "100003"


def test_the_address_of_a_member_who_is_not_in_the_file_is_not_given_to_another(registration: Instance) -> None:
    imported(registration, ANNE)

    with pytest.raises(DirectoryRefused) as refused:
        imported(registration, LUC, MARC.replace("marc@justice", "anne@tourisme"))

    (problem,) = refused.value.problems
    assert (problem.line, problem.column, problem.values) == (3, "email", {"number": "100001"})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        a_file(),
        a_file(ANNE, LUC, ANNE),
        a_file(ANNE, LUC.replace("luc@justice", "luc")),
        a_file(ANNE).replace(b"email", b"courriel"),
        a_file(LUC).decode().encode("latin-1"),
        a_file(LUC).decode().encode("utf-16"),
        a_file(ANNE, "\x00"),
        b"\x89PNG\r\n\x1a\n" * 1000,
    ],
    ids=["empty", "no lines", "number twice", "bad cell", "columns", "latin-1", "utf-16", "nul", "a picture"],
)
def test_a_bad_file_imports_nothing_and_says_nothing(registration: Instance, content: bytes) -> None:
    with pytest.raises(DirectoryRefused) as refused, registration.begin() as tx:
        import_directory(tx, content=content)

    assert refused.value.problems
    assert how_many(registration) == 0
    assert what_was_said(registration) == []


def test_more_lines_than_one_statement_can_hold_are_all_kept_and_said(registration: Instance) -> None:
    """How long a hundred thousand take is measured by `make bench`."""
    lines = [
        f"{number},Anne,Tremblay,anne{number}@tourisme.example,Tourisme,Estrie,fr,active"
        for number in range(100_000, 106_000)
    ]

    report = imported(registration, *lines)

    assert report.added == how_many(registration) == len(what_was_said(registration, "member_changed")) == 6_000
