"""How Alembic reaches a service's database: through the engine that `shared.db.migrate` hands it."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from shared.db.types import JsonText, UtcDateTime

database = context.config.attributes["database"]
metadata = context.config.attributes["metadata"]

# A migration stays true when our types change: it names what the database has.
PLAIN = {UtcDateTime: "sa.DateTime(timezone=True)", JsonText: "sa.Text()"}


def plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    return PLAIN[type(item)] if kind == "type" and isinstance(item, TypeDecorator) else False


# SQLite refuses whoever reads first and writes then, if somebody else has written meanwhile: the lock comes first.
with database.engine.execution_options(begin="BEGIN IMMEDIATE").connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=database.is_sqlite,
        render_item=plain_type,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
