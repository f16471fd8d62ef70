"""Bringing a database up to date, and how far it is, asked every few seconds by whoever watches."""

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from shared.db.migrate import everything, is_migrated, migrate
from shared.service import Instance


def test_a_process_reads_its_migrations_once(notifications: Instance, tmp_path: Path) -> None:
    code = tmp_path / "code"
    shutil.copytree(notifications.service.folder / "migrations", code / "migrations")
    instance = replace(notifications, service=replace(notifications.service, folder=code))

    assert is_migrated(instance)
    shutil.rmtree(code)

    assert is_migrated(instance)


def test_migrating_waits_for_whoever_is_writing(notifications: Instance) -> None:
    with notifications.begin() as tx:
        everything(notifications).drop_all(tx.db.connection())
        tx.db.execute(sa.text("DROP TABLE alembic_version"))
    migrating = threading.Thread(target=migrate, args=(notifications,))

    with notifications.begin() as tx:
        tx.db.execute(sa.text("CREATE TABLE somebody_else_s (id INTEGER)"))
        migrating.start()
        migrating.join(0.5)
        tx.db.execute(sa.text("DROP TABLE somebody_else_s"))
    migrating.join()

    assert is_migrated(notifications)
