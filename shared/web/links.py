"""Where each service stands on the one site: the table of mounts, for those who write links."""

from typing import Final

MOUNTS: Final = {"registration": "", "checkin": "/checkin", "notifications": "/notifications", "mailbox": "/mailbox"}
# The mailbox of the demonstration is none: it hears nothing, and keeps nothing of its own.
SERVICES: Final = tuple(name for name in MOUNTS if name != "mailbox")


def path_to(service: str, path: str) -> str:
    """The path on the site of a service's page: `path_to("checkin", "/join/X")` is `/checkin/join/X`."""
    return MOUNTS[service] + path


def url(service: str, path: str, *, site_url: str) -> str:
    """The absolute address, for letters: `site_url` is the settings'."""
    return site_url + path_to(service, path)


def ticket_address(token: str, *, site_url: str) -> str:
    """What the QR code holds: upper case keeps it in alphanumeric mode (QR-1); the host's case does not matter."""
    return f"{site_url}/T/{token}".upper()
