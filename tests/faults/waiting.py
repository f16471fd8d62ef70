"""What a site still has to do before all that was said has been heard, and everybody told."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from services.checkin.service import SERVICE as CHECKIN
from services.notifications.domain.letters import OPEN
from services.notifications.service import SERVICE as NOTIFICATIONS
from services.registration.service import SERVICE as REGISTRATION
from shared.db.database import Database
from tests.faults.facts import rows


@dataclass(frozen=True)
class Waiting:
    """What still has to be done, by what it is; empty when everything is over."""

    counts: Mapping[str, int]

    def __bool__(self) -> bool:
        return any(self.counts.values())

    def must_be_nothing(self) -> None:
        if self:
            raise TimeoutError(f"the site does not come to rest before any fault: {self}")

    def __str__(self) -> str:
        return ", ".join(f"{name}: {count}" for name, count in self.counts.items() if count) or "nothing"


def wait_until_empty(
    databases: Mapping[str, Database], queues: Callable[[], Mapping[str, int]], *, within: float
) -> Waiting:
    """What is left to do when the time is over: nothing, if all is well."""
    deadline = time.monotonic() + within
    while True:
        try:
            waiting = _still_waiting(databases, queues())
        except DBAPIError as away:
            waiting = Waiting({f"a database is away: {away}": 1})
        if not waiting or time.monotonic() > deadline:
            return waiting
        time.sleep(0.5)


def _still_waiting(databases: Mapping[str, Database], queues: Mapping[str, int]) -> Waiting:
    """Outboxes, inboxes, letters, and what was said and not heard; `queues` is what the broker holds."""
    counts: Counter[str] = Counter(queues)
    said: dict[str, str] = {}
    heard: dict[str, set[str]] = {}
    for name, database in databases.items():
        outbox = rows(database, "SELECT message_id, type, sent_at FROM outbox")
        inbox = rows(database, "SELECT message_id, state FROM inbox")
        counts[f"{name}: outbox"] = sum(row["sent_at"] is None for row in outbox)
        for state in ("failed", "parked"):
            counts[f"{name}: {state}"] = sum(row["state"] == state for row in inbox)
        said |= {row["message_id"]: row["type"] for row in outbox}
        heard[name] = {row["message_id"] for row in inbox}
    for name, types in _heard_by().items():
        counts[f"{name}: said and not heard"] = sum(
            1 for identity, kind in said.items() if kind in types and identity not in heard[name]
        )
    opened = "SELECT id FROM letters WHERE state IN :states"
    counts["letters"] = len(rows(databases["notifications"], opened, states=[state.value for state in OPEN]))
    return Waiting(counts)


def _heard_by() -> dict[str, set[str]]:
    """The types that each service listens to, as its own table of contents says."""
    return {
        service.name: {contract.name for contract in service.handlers}
        for service in (REGISTRATION, NOTIFICATIONS, CHECKIN)
    }
