"""How Alembic reaches a service's database: through the engine that `shared.db.migrate` hands it."""

from alembic import context

database = context.config.attributes["database"]
metadata = context.config.attributes["metadata"]

with database.engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=database.is_sqlite)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
