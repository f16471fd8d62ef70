"""What is asked of a database meanwhile: so that a page of a thousand lines asks no more than one of ten."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from shared.service import Instance


@contextmanager
def statements(instance: Instance) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    sa.event.listen(instance.database.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(instance.database.engine, "before_cursor_execute", note)
