"""The main menu: what each person may go to, across the services."""

from dataclasses import dataclass

from shared.kernel.words import N_
from shared.web.identity import Identity
from shared.web.links import MOUNTS, path_to


@dataclass(frozen=True)
class Item:
    """`current` is what aria-current says: "page", "true" for a page under it, or nothing."""

    label: str
    href: str
    current: str | None


_EVERYBODY = [("registration", "/", N_("Activities"))]
_MEMBERS = [("registration", "/registrations", N_("My registrations"))]
_DOOR = [("checkin", "/", N_("Door"))]
_ORGANIZERS = [
    ("registration", "/organizer", N_("Organize")),
    *_DOOR,
    ("checkin", "/events", N_("Results")),
    ("checkin", "/reports/{year}", N_("Year's report")),
    ("notifications", "/letters", N_("Emails")),
]
_ADMINISTRATORS = [
    *_ORGANIZERS,
    ("registration", "/directory", N_("Directory")),
    ("registration", "/operations", N_("Operations")),
]


def navigation(identity: Identity | None, *, here: str, year: int) -> list[Item]:
    """The items for this person; `here` is the path of the page on the site."""
    entries = [(path_to(service, path), label) for service, path, label in _entries(identity)]
    shelf = _of_all_services(here)
    nearest = max((path for path, _ in entries if _is_under(shelf, _shelf(path))), key=len, default=None)
    return [
        Item(label, path.format(year=year), _current(path.format(year=year), here) if path == nearest else None)
        for path, label in entries
    ]


def _entries(identity: Identity | None) -> list[tuple[str, str, str]]:
    if identity is None:
        return _EVERYBODY
    if identity.kind == "member":
        return _EVERYBODY + _MEMBERS
    by_role = {"administrator": _ADMINISTRATORS, "organizer": _ORGANIZERS}
    return _EVERYBODY + by_role.get(identity.role or "", _DOOR)


def _shelf(path: str) -> str:
    """Every year's report stands under the same item, whichever year that leads to."""
    return path.partition("/{")[0]


def _of_all_services(here: str) -> str:
    """The pages of operations of the three services stand under the one item."""
    own = next((mount for mount in MOUNTS.values() if mount and here.startswith(f"{mount}/operations")), "")
    return here.removeprefix(own)


def _is_under(here: str, href: str) -> bool:
    if href == "/":
        return here == "/" or here.startswith("/events/")
    return here == href or here.startswith(f"{href.rstrip('/')}/")


def _current(href: str, here: str) -> str:
    return "page" if href == here else "true"
