"""How far a database was migrated, asked every few seconds by whoever watches."""

import shutil
from dataclasses import replace
from pathlib import Path

from shared.db.migrate import is_migrated
from shared.service import Instance


def test_a_process_reads_its_migrations_once(notifications: Instance, tmp_path: Path) -> None:
    code = tmp_path / "code"
    shutil.copytree(notifications.service.folder / "migrations", code / "migrations")
    instance = replace(notifications, service=replace(notifications.service, folder=code))

    assert is_migrated(instance)
    shutil.rmtree(code)

    assert is_migrated(instance)
