"""Everything is lost but the backup: the site is put back as it was, and goes on as if nothing had been."""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from services.checkin.models import RosterEntry
from services.registration.actions.register import register
from services.registration.models import Registration
from shared.db.database import Database
from shared.db.migrate import everything
from shared.db.tables import inbox, outbox
from shared.kernel.ids import new_id
from shared.messaging.hear import hear
from shared.messaging.resend import resend
from shared.messaging.wires import bind_queues
from shared.operations.__main__ import backup
from shared.operations.__main__ import restore as restore_command
from shared.operations.backup import back_up, changed_since, restore
from shared.operations.stores import BackupFailed, store_of
from shared.service import Instance
from shared.settings import Settings
from shared.web.links import SERVICES
from shared.worker import start_together, stop_together
from tests.journeys.conftest import forget
from tests.journeys.house import House
from tests.registration.builders import a_draft_session, an_event, members
from tests.shared.messaging.speaking import relay_all, until

CAPACITY = 3


def settings_of(house: House) -> Settings:
    """The site's: one address for the three databases."""
    url = house.registration.settings.database_url
    template = url if "{service}" in url else url.replace("_registration_", "_{service}_")
    return replace(house.registration.settings, database_url=template)


@contextmanager
def at_work(house: House) -> Iterator[None]:
    workers = start_together(house.services)
    try:
        yield
    finally:
        stop_together(workers, house.services)


def everything_in(instance: Instance) -> str:
    """A digest over all rows of all tables."""
    digest = hashlib.sha256()
    with instance.look() as look:
        for table in everything(instance).sorted_tables:
            rows = sorted(json.dumps([repr(value) for value in row]) for row in look.db.execute(sa.select(table)))
            digest.update(f"{table.name} {rows}".encode())
    return digest.hexdigest()


def destroy(house: House) -> None:
    for instance in house.services:
        instance.close()
        url = instance.database.url
        if instance.database.is_sqlite:
            for beside in ("", "-wal", "-shm"):
                Path(f"{url.database}{beside}").unlink(missing_ok=True)
            continue
        server = Database(os.environ["TEST_DATABASE_URL"])
        with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text(f'DROP DATABASE "{url.database}" WITH (FORCE)'))
            connection.execute(sa.text(f'CREATE DATABASE "{url.database}"'))
        server.close()


@contextmanager
def in_the_way_of_the_last(house: House, folder: Path) -> Iterator[None]:
    """Its database cannot be written: a folder stands in its file's place, or somebody holds the server's."""
    url = house.notifications.database.url
    if url.get_backend_name() == "sqlite":
        in_the_way = Path(f"{url.database}.partial")
        in_the_way.mkdir()
        yield
        in_the_way.rmdir()
        return
    server = Database(os.environ["TEST_DATABASE_URL"])
    with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for deed in ("SET default_transaction_read_only = on", "RESET default_transaction_read_only"):
            connection.execute(sa.text(f'ALTER DATABASE "{url.database}" {deed}'))
            if deed.startswith("SET"):
                yield
    server.close()


@pytest.fixture
def on_another_broker() -> Iterator[Callable[[House], House]]:
    """The same house once the first broker is lost with all that it held."""
    opened: list[Instance] = []

    def reopen(house: House) -> House:
        namespace = f"test-{new_id()}"
        again = [one.service.open(replace(one.settings, broker_namespace=namespace)) for one in house.services]
        opened.extend(again)
        for instance in again:
            bind_queues(instance)
        return House(*again, house.mailbox)

    yield reopen
    for instance in opened:
        instance.close()
        forget(instance.settings.broker_url, instance.settings.broker_namespace)


def roster(house: House) -> set[tuple[str, int]]:
    """Who holds a place and its revision, as checkin has heard."""
    with house.checkin.look() as look:
        rows = look.db.execute(sa.select(RosterEntry.registration_id, RosterEntry.revision))
        return set(rows.all())


def places(house: House) -> set[tuple[str, int]]:
    with house.registration.look() as look:
        return set(look.db.execute(sa.select(Registration.id, Registration.revision)).all())


def come(house: House, session_id: str, *who: str) -> None:
    for member_id in who:
        with house.registration.begin() as tx:
            register(tx, member_id=member_id, session_id=session_id, notice_version="1")


def told(house: House) -> list[str]:
    """To whom each letter went that arrived about a place."""
    answer = house.mailbox.wsgi().test_client().get("/api/letters", query_string={"limit": 1000})
    return [one["to"] for one in answer.json["letters"]]


def said_and_heard(house: House) -> tuple[set[str], set[str]]:
    """Ids of messages, of all services together."""
    said, heard = set(), set()
    for instance in house.services:
        with instance.look() as look:
            said |= set(look.db.scalars(sa.select(outbox.c.message_id)))
            heard |= set(look.db.scalars(sa.select(inbox.c.message_id)))
    return said, heard


def test_a_site_is_put_back_as_it_was_and_goes_on(
    quiet_house: House, on_another_broker: Callable[[House], House], tmp_path: Path
) -> None:
    house, folder = quiet_house, tmp_path / "backup"
    with house.registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=CAPACITY))
        people = members(tx, CAPACITY + 4)
    session_id = event.sessions[0].session_id
    with at_work(house):
        come(house, session_id, *people[:2])
        house.settle()
    come(house, session_id, people[2])
    relay_all(house.registration)  # on its way, and heard by nobody
    come(house, session_id, people[3])  # not even said
    before = [everything_in(one) for one in house.services]

    manifest = back_up(settings_of(house), folder)
    come(house, session_id, people[4])  # after the backup: this is lost
    destroy(house)
    restore(settings_of(house), folder)
    house = on_another_broker(house)

    assert [everything_in(one) for one in house.services] == before
    with house.registration.begin() as tx:
        assert resend(tx.db, since=manifest.say_again_since) > 0
    with at_work(house):
        house.settle()
        assert roster(house) == places(house)
        come(house, session_id, *people[5:])
        house.settle()
    assert roster(house) == places(house)
    assert len(places(house)) == len(set(told(house))) == len(told(house)) == 6


def test_nobody_has_heard_what_was_not_yet_said(
    quiet_house: House, on_another_broker: Callable[[House], House], tmp_path: Path
) -> None:
    """The backup is taken while people register and messages fly; a copy is never ahead of its original."""
    house, folder = quiet_house, tmp_path / "backup"
    with house.registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=CAPACITY))
        people = members(tx, 150)
    session_id = event.sessions[0].session_id
    crowd = threading.Thread(target=come, args=(house, session_id, *people))

    with at_work(house):
        crowd.start()
        until(lambda: len(roster(house)) > 20)
        manifest = back_up(settings_of(house), folder)
        still_coming = len(places(house)) < len(people)
        crowd.join()
        house.settle()
    destroy(house)
    restore(settings_of(house), folder)
    house = on_another_broker(house)

    said, heard = said_and_heard(house)
    assert still_coming
    assert heard
    assert heard <= said
    assert roster(house) <= places(house)
    with house.registration.begin() as tx:
        resend(tx.db, since=manifest.say_again_since)
    with at_work(house):
        house.settle()
    assert roster(house) == places(house)


def test_a_message_waits_while_a_database_is_silenced(quiet_house: House) -> None:
    """What the instant of a backup rests on."""
    with quiet_house.registration.begin() as tx:
        an_event(tx, a_draft_session(tx.now))
    with quiet_house.registration.look() as look:
        said = look.db.scalars(sa.select(outbox.c.body)).first()
    listening = threading.Thread(target=hear, args=(quiet_house.checkin, said))

    with store_of(settings_of(quiet_house).database_of("checkin")).silenced():
        listening.start()
        listening.join(0.5)
        assert said_and_heard(quiet_house)[1] == set()
    listening.join()

    assert len(said_and_heard(quiet_house)[1]) == 1


def test_nothing_is_overwritten_and_nothing_damaged_is_restored(quiet_house: House, tmp_path: Path) -> None:
    settings, folder = settings_of(quiet_house), tmp_path / "backup"
    manifest = back_up(settings, folder)

    with pytest.raises(BackupFailed):
        back_up(replace(settings, database_url=f"sqlite:///{tmp_path}/nowhere/{{service}}.db"), tmp_path / "none")
    assert not (tmp_path / "none").exists()
    with pytest.raises(BackupFailed, match="is there already"):
        back_up(settings, folder)
    with pytest.raises(BackupFailed, match="is not empty"):
        restore(settings, folder)
    (folder / next(iter(manifest.files))).write_bytes(b"worn")
    with pytest.raises(BackupFailed, match="is not what was backed up"):
        restore(settings, folder)
    (folder / "backup.json").unlink()
    with pytest.raises(BackupFailed, match="no whole backup"):
        restore(settings, folder)


def test_what_cannot_be_put_back_whole_leaves_all_three_empty(quiet_house: House, tmp_path: Path) -> None:
    """And can be tried again once what was amiss is mended."""
    settings, folder = settings_of(quiet_house), tmp_path / "backup"
    before = [everything_in(one) for one in quiet_house.services]
    back_up(settings, folder)
    destroy(quiet_house)

    with in_the_way_of_the_last(quiet_house, folder), pytest.raises(BackupFailed, match="all three are empty again"):
        restore(settings, folder)
    assert all(store_of(settings.database_of(name)).is_empty() for name in SERVICES)

    restore(settings, folder)
    assert [everything_in(one) for one in quiet_house.services] == before


def test_keys_are_kept_apart_and_missed_when_they_are_others(quiet_house: House, tmp_path: Path) -> None:
    settings = settings_of(quiet_house)
    manifest = back_up(settings, tmp_path / "backup")

    assert changed_since(settings, manifest) == []
    assert changed_since(replace(settings, keys=tmp_path / "nowhere"), manifest) == [
        "derivation.json", "identity.key", "registration.json", "checkin.json", "notifications.json",
    ]  # fmt: skip
    assert not [path for path in (tmp_path / "backup").iterdir() if path.name in manifest.kept_apart]


def test_an_operator_types_both(quiet_house: House, tmp_path: Path) -> None:
    settings, folder = settings_of(quiet_house), tmp_path / "backup"
    before = [everything_in(one) for one in quiet_house.services]

    made = CliRunner().invoke(backup, [str(folder)], obj=settings)
    destroy(quiet_house)
    put_back = CliRunner().invoke(restore_command, [str(folder)], obj=settings)

    assert (made.exit_code, put_back.exit_code) == (0, 0)
    assert "derivation.json" in made.output
    assert "resend --since" in put_back.output
    assert "python -m services.registration staff" in put_back.output
    assert [everything_in(one) for one in quiet_house.services] == before
    assert CliRunner().invoke(restore_command, [str(folder)], obj=settings).exit_code == 1
