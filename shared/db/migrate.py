"""Bring a service's database to what its code expects: one set of migrations a service, one way to run them."""

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from shared.db.tables import metadata as shared_metadata
from shared.service import Instance, Service

_LOCATION = Path(__file__).parent / "alembic"


def migrate(instance: Instance) -> None:
    """Up to the newest; harmless to run again."""
    command.upgrade(_config(instance), "head")


def is_migrated(instance: Instance) -> bool:
    with instance.database.engine.connect() as connection:
        return revision_of(connection) == newest_revision(instance)


def revision_of(connection: sa.Connection) -> str | None:
    """How far a database was migrated; None for one that never was."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision(instance: Instance) -> str | None:
    """How far this version of the code wants it."""
    return _newest(_versions(instance.service))


@cache
def _newest(versions: Path) -> str | None:
    """Read once: the code of a process does not change, and whoever watches asks every few seconds."""
    return ScriptDirectory.from_config(_scripts(versions)).get_current_head()


def write_migration(instance: Instance, message: str) -> None:
    """For developers: a new migration out of the difference between the models and the migrated database."""
    config = _config(instance)
    number = 1 + len(list(ScriptDirectory.from_config(config).walk_revisions()))
    command.revision(config, message=message, autogenerate=True, rev_id=f"{number:04}")


def differences(instance: Instance) -> list[object]:
    """What the models say and the migrated database lacks, or the other way round: nothing, when all is well."""
    with instance.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, everything(instance)))


def everything(instance: Instance) -> sa.MetaData:
    """The service's tables and those that all services have, as one."""
    together = sa.MetaData(naming_convention=shared_metadata.naming_convention)
    for metadata in (shared_metadata, instance.service.metadata):
        for table in metadata.sorted_tables:
            table.to_metadata(together)
    return together


def _config(instance: Instance) -> Config:
    config = _scripts(_versions(instance.service))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["database"] = instance.database
    config.attributes["metadata"] = everything(instance)
    return config


def _versions(service: Service) -> Path:
    return service.folder / "migrations" / "versions"


def _scripts(versions: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_LOCATION))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", str(versions))
    return config
