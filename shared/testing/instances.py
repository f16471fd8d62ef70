"""Services opened for a test: on a fresh migrated database, with keys and an organisation of the tests' own."""

import os
import shutil
from pathlib import Path

import sqlalchemy as sa

from shared.db.database import Database
from shared.db.migrate import everything, migrate
from shared.keys import make_keys
from shared.service import Instance, Service
from shared.settings import Settings

ORGANISATION = Path(__file__).parent / "organisation.toml"


def settings_for_tests(folder: Path, *services: str, **environment: str) -> Settings:
    """With the keys of these services."""
    make_keys(folder / "keys", services=services)
    return Settings.from_environment(
        {
            "VAR": str(folder),
            "DEMONSTRATION": "yes",
            "ORGANISATION_FILE": str(ORGANISATION),
            "DATABASE_URL": f"sqlite:///{folder}/{{service}}.db",
            **environment,
        }
    )


class Databases:
    """Gives each test an empty migrated database: a copied file, or PostgreSQL's tables emptied."""

    def __init__(self, folder: Path, server: str | None = None) -> None:
        self._folder = folder
        self._server = server if server is not None else os.environ.get("TEST_DATABASE_URL")
        self._mark = f"{os.getpid()}_{folder.name}".replace("-", "_").lower()
        self._made: dict[str, str] = {}

    def open(self, service: Service, folder: Path, **environment: str) -> Instance:
        """`TEST_DATABASE_URL` names a PostgreSQL server by one of its databases; ours are made beside it."""
        if self._server:
            return self._on_postgresql(service, folder, environment)
        template = self._folder / f"{service.name}.db"
        if not template.exists():
            self._migrate(service, settings_for_tests(self._folder, service.name))
        shutil.copyfile(template, folder / f"{service.name}.db")
        return service.open(settings_for_tests(folder, service.name, **environment))

    def drop(self) -> None:
        for name in self._made.values():
            self._on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _on_postgresql(self, service: Service, folder: Path, environment: dict[str, str]) -> Instance:
        assert self._server is not None
        name = self._made.get(service.name)
        url = sa.make_url(self._server).set(database=name or f"guichet_test_{service.name}_{self._mark}")
        settings = settings_for_tests(
            folder, service.name, **{"DATABASE_URL": url.render_as_string(hide_password=False), **environment}
        )
        if name is None:
            self._made[service.name] = str(url.database)
            self._on_server(f'CREATE DATABASE "{url.database}"')
            self._migrate(service, settings)
        instance = service.open(settings)
        with instance.database.engine.begin() as connection:
            names = ", ".join(table.name for table in everything(instance).sorted_tables)
            connection.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        return instance

    def _migrate(self, service: Service, settings: Settings) -> None:
        instance = service.open(settings)
        if (service.folder / "migrations").exists():
            migrate(instance)
        else:  # a service of a test's own
            everything(instance).create_all(instance.database.engine)
        if instance.database.is_sqlite:
            # The file is about to be copied: nothing may be left in the log beside it.
            with instance.database.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        instance.close()

    def _on_server(self, statement: str) -> None:
        assert self._server is not None
        database = Database(self._server)
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text(statement))
        database.close()
