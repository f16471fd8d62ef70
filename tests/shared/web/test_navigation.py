"""The main menu knows where the reader is."""

from shared.testing.clients import a_staff_identity
from shared.web.navigation import navigation


def test_the_report_of_any_year_is_under_the_year_s_report() -> None:
    items = navigation(a_staff_identity("organizer"), here="/checkin/reports/2022", year=2026)

    assert [(item.href, item.current) for item in items if item.current] == [("/checkin/reports/2026", "true")]


def test_the_page_itself_is_the_page() -> None:
    items = navigation(a_staff_identity("organizer"), here="/checkin/", year=2026)

    assert [(item.href, item.current) for item in items if item.current] == [("/checkin/", "page")]


def test_the_page_of_operations_of_any_service_is_under_operations() -> None:
    for here, current in (("/operations", "page"), ("/checkin/operations", "true"), ("/operations/messages", "true")):
        items = navigation(a_staff_identity("administrator"), here=here, year=2026)

        assert [(item.href, item.current) for item in items if item.current] == [("/operations", current)]


def test_a_stranger_sees_the_activities_alone() -> None:
    assert [item.href for item in navigation(None, here="/events/gala", year=2026)] == ["/"]
