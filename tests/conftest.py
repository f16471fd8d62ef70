"""What every test may ask for: a clock, services on fresh databases, the network closed."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from shared.kernel import clock as kernel_clock
from shared.service import Instance
from shared.testing.instances import Databases
from shared.testing.time import FakeClock

# A Friday in spring, ten o'clock in Québec.
START = dt.datetime(2026, 4, 10, 14, 0, tzinfo=dt.UTC)

# A rule that holds on a busy machine holds: how long it takes is not what these tests are about.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def own_hasher() -> Iterator[PasswordHasher]:
    """The site's own, which others do not wait for: a tenth of a second for each password, in hundreds of tests."""
    from services.registration.models import passwords

    own = passwords._HASHER
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1))
        yield own


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.drop()


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[FakeClock]:
    yield FakeClock(tmp_path / "clock", START)
    kernel_clock.read_clock_from(None)


@pytest.fixture
def registration(databases: Databases, clock: FakeClock, tmp_path: Path) -> Iterator[Instance]:
    from services.registration.service import SERVICE

    yield from _opened(databases.open(SERVICE, tmp_path, CLOCK_FILE=str(tmp_path / "clock")))


@pytest.fixture
def checkin(databases: Databases, clock: FakeClock, tmp_path: Path) -> Iterator[Instance]:
    from services.checkin.service import SERVICE

    yield from _opened(databases.open(SERVICE, tmp_path, CLOCK_FILE=str(tmp_path / "clock")))


@pytest.fixture
def notifications(databases: Databases, clock: FakeClock, tmp_path: Path) -> Iterator[Instance]:
    from services.notifications.service import SERVICE

    yield from _opened(databases.open(SERVICE, tmp_path, CLOCK_FILE=str(tmp_path / "clock")))


def _opened(instance: Instance) -> Iterator[Instance]:
    yield instance
    instance.close()
