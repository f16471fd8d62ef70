"""Whether everything is still: nothing to say, nothing on its way, nothing to be done before the clock may move."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa

from shared.db.tables import outbox
from shared.messaging import inbox
from shared.messaging.chores import is_due_by_the_clock
from shared.messaging.outbox import unsent
from shared.service import Instance


@dataclass(frozen=True)
class Stillness:
    """One service's answer; `said` and `heard` count messages by type, so that those on the wire are missed too."""

    service: str
    unsent: int
    failed: int
    unfinished: int
    chores_due: list[str] = field(default_factory=list)
    said: Mapping[str, int] = field(default_factory=dict)
    heard: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_still(self) -> bool:
        """Of this service by itself."""
        return not (self.unsent or self.failed or self.unfinished or self.chores_due)

    def as_json(self) -> dict[str, Any]:
        return {"still": self.is_still, **asdict(self)}


def stillness_of(instance: Instance) -> Stillness:
    service = instance.service
    with instance.look() as look:
        return Stillness(
            service=service.name,
            unsent=unsent(look.db),
            failed=inbox.count(look.db, "failed"),
            unfinished=service.unfinished(look),
            chores_due=[chore.name for chore in service.chores if is_due_by_the_clock(look.db, chore, look.now)],
            said=dict(look.db.execute(sa.select(outbox.c.type, sa.func.count()).group_by(outbox.c.type)).all()),
            heard=inbox.rows_of_types(look.db, [contract.name for contract in service.handlers]),
        )


def is_still(instance: Instance) -> bool:
    """This service by itself: nothing unsent, failed, unfinished or due."""
    return stillness_of(instance).is_still


def everything_is_still(services: Iterable[Stillness]) -> bool:
    """All of them, and nothing between them: each listener has heard all that was said of what it listens to."""
    asked = list(services)
    said = {name: number for one in asked for name, number in one.said.items()}
    return all(one.is_still for one in asked) and all(
        number >= said.get(name, 0) for one in asked for name, number in one.heard.items()
    )
