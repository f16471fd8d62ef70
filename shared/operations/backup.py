"""The three databases at one instant, and back: none has heard what another has not yet said.

Each database is taken by itself, but all at a moment when no listener handles anything: what one of them holds of
another was therefore said in the other's backup too. A copy that is ahead of its original would ignore the revisions
that come again, and this cannot be. What was on its way, and died with the broker, is said again afterwards (`resend`).
"""

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

from shared.kernel import clock
from shared.keys import DERIVATION, IDENTITY_PRIVATE, own_ring
from shared.operations.stores import BackupFailed, Store, store_of
from shared.settings import Settings
from shared.version import VERSION
from shared.web.links import SERVICES

MANIFEST: Final = "backup.json"
# Longer than messages wait at the broker, unless a listener was away for longer before the backup.
MARGIN: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, by digest, and what it leaves out: keys and the organisation's file are kept apart."""

    made_at: str
    site_time: str
    version: str
    files: Mapping[str, str]
    kept_apart: Mapping[str, str]

    @property
    def say_again_since(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.site_time) - MARGIN

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Raises BackupFailed for a folder that is no whole backup."""
        try:
            return cls(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as wrong:
            raise BackupFailed(f"{folder} holds no whole backup: {wrong}") from wrong

    def write(self, folder: Path) -> None:
        """Last of all: a backup that was interrupted has none."""
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=2), encoding="utf-8")


def back_up(settings: Settings, folder: Path) -> Manifest:
    """Into a folder that is new; the site goes on meanwhile. Raises BackupFailed."""
    stores = _stores(settings)
    try:
        folder.mkdir(parents=True, mode=0o700)
    except FileExistsError as taken:
        raise BackupFailed(f"{folder} is there already: name a new folder") from taken
    clock.read_clock_from(settings.clock_file)
    try:
        made_at, site_time = _write_all(stores, folder)
    except BaseException:
        shutil.rmtree(folder)
        raise
    manifest = Manifest(
        made_at=made_at.isoformat(),
        site_time=site_time.isoformat(),
        version=VERSION,
        files={path.name: _digest(path) for path in sorted(folder.iterdir())},
        kept_apart=_kept_apart(settings),
    )
    manifest.write(folder)
    return manifest


def _write_all(stores: Mapping[str, Store], folder: Path) -> tuple[dt.datetime, dt.datetime]:
    """The instant, by the machine's clock and by the site's."""
    with ExitStack() as held:
        with ExitStack() as silence:
            for store in stores.values():
                silence.enter_context(store.silenced())
            writes = {name: held.enter_context(store.snapshot()) for name, store in stores.items()}
            instant = clock.system_now(), clock.now()
        for name, write in writes.items():
            write(folder / f"{name}{stores[name].suffix}")
    return instant


def restore(settings: Settings, folder: Path) -> Manifest:
    """Into databases that are empty: all three, or none when something is amiss. Raises BackupFailed."""
    manifest, stores = Manifest.read(folder), _stores(settings)
    for name, digest in manifest.files.items():
        if not (folder / name).exists() or _digest(folder / name) != digest:
            raise BackupFailed(f"{folder / name} is not what was backed up: use another backup")
    for name, store in stores.items():
        if f"{name}{store.suffix}" not in manifest.files:
            raise BackupFailed(f"{folder} holds no {name}{store.suffix}: it was made of another kind of database")
        if not store.is_empty():
            raise BackupFailed(f"the database of {name} is not empty: move it away first, nothing is overwritten")
    _read_all_back(stores, folder)
    return manifest


def _read_all_back(stores: Mapping[str, Store], folder: Path) -> None:
    """One alone, beside two that are missing, would be mended by hand, and wrongly."""
    with ExitStack() as undoing:
        try:
            for name, store in stores.items():
                store.read_back(folder / f"{name}{store.suffix}")
                undoing.callback(store.empty)
        except BackupFailed as failed:
            undoing.close()
            raise BackupFailed(f"{failed}; nothing was put back: all three are empty again") from failed
        undoing.pop_all()


def changed_since(settings: Settings, manifest: Manifest) -> list[str]:
    """Which of the files that are kept apart are missing here, or are others than when the backup was made."""
    here = _kept_apart(settings)
    return [name for name, digest in manifest.kept_apart.items() if here.get(name) != digest]


def _stores(settings: Settings) -> dict[str, Store]:
    urls = {name: settings.database_of(name) for name in SERVICES}
    if len(set(urls.values())) < len(urls):
        raise BackupFailed("DATABASE_URL must lead to each of the three databases: write {service} in it")
    return {name: store_of(url) for name, url in urls.items()}


def _kept_apart(settings: Settings) -> dict[str, str]:
    keys = (DERIVATION, IDENTITY_PRIVATE, *map(own_ring, SERVICES))
    paths = (*(settings.keys / key for key in keys), settings.organisation_file)
    return {path.name: _digest(path) for path in paths if path.exists()}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
