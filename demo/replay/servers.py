"""What a replay stands on: files of its own, or databases and queues of its own on PostgreSQL and RabbitMQ."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

import psycopg
import psycopg.sql

from shared.messaging.errands import channel_to
from shared.messaging.topology import Topology

MODES: Final = ("embedded", "real", "compose")
SERVICES: Final = ("registration", "notifications", "checkin")
POSTGRESQL: Final = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
RABBITMQ: Final = "amqp://guest:guest@127.0.0.1:5672/"


class Servers(Protocol):
    """They outlive a replay that was cut, and are known by its folder."""

    @property
    def environment(self) -> Mapping[str, str]:
        """The settings that a mode adds."""

    def make(self) -> None:
        """Empty, whatever an earlier replay left."""

    def drop(self) -> None: ...


def servers_of(mode: str, folder: Path) -> Servers:
    return Files(folder) if mode == "embedded" else DatabasesAndQueues(folder)


class Files:
    """They lie in the site's own folder, and stay there to be looked at."""

    def __init__(self, folder: Path) -> None:
        self.environment = {"DATABASE_URL": f"sqlite:///{folder}/{{service}}.db", "BROKER_URL": "memory://"}

    def make(self) -> None:
        """The folder is new."""

    def drop(self) -> None:
        """Until the next replay in this folder."""


class DatabasesAndQueues:
    """Under names of this folder's own, on servers that others may use too."""

    def __init__(self, folder: Path) -> None:
        server = os.environ.get("TEST_DATABASE_URL") or POSTGRESQL
        self._address = urlsplit(server)._replace(scheme="postgresql").geturl()
        self._broker = os.environ.get("TEST_BROKER_URL") or RABBITMQ
        self._mark = f"guichet_replay_{hashlib.sha256(bytes(folder)).hexdigest()[:8]}"
        self.environment = {
            "DATABASE_URL": f"{server.rsplit('/', 1)[0]}/{self._mark}_{{service}}",
            "BROKER_URL": self._broker,
            "BROKER_NAMESPACE": self._mark,
        }

    def make(self) -> None:
        """The services make their queues themselves."""
        self.drop()
        self._for_each_database("CREATE DATABASE {}")

    def drop(self) -> None:
        self._for_each_database("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        with channel_to(self._broker) as channel:
            for service in SERVICES:
                topology = Topology.of(self._mark, service, ())
                for queue in topology.queues:
                    channel.queue_delete(queue.name)
                for name, _kind in topology.exchanges:
                    channel.exchange_delete(name)

    def _for_each_database(self, words: str) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            for service in SERVICES:
                name = psycopg.sql.Identifier(f"{self._mark}_{service}")
                connection.execute(psycopg.sql.SQL(words).format(name))
