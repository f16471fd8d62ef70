"""Which passwords are long enough for somebody who works with the site."""

from services.registration.domain.refusals import WeakPassword

SHORTEST_PASSWORD = 12


def refuse_weak(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword(length=SHORTEST_PASSWORD)
