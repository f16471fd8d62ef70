"""What a replay stands on: files of its own, or databases and queues of its own on PostgreSQL and RabbitMQ."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psycopg
import psycopg.sql

from shared.messaging.topology import Topology
from shared.messaging.wire_rabbitmq import channel_to

MODES: Final = ("embedded", "real", "compose")
SERVICES: Final = ("registration", "notifications", "checkin")
POSTGRESQL: Final = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
RABBITMQ: Final = "amqp://guest:guest@127.0.0.1:5672/"


@dataclass(frozen=True)
class Servers:
    """The settings that a mode adds."""

    environment: Mapping[str, str]

    @staticmethod
    @contextmanager
    def of(mode: str, folder: Path) -> Iterator["Servers"]:
        if mode == "embedded":
            yield Servers({"DATABASE_URL": f"sqlite:///{folder}/{{service}}.db", "BROKER_URL": "memory://"})
            return
        server = os.environ.get("TEST_DATABASE_URL") or POSTGRESQL
        mark = f"guichet_replay_{os.getpid()}"
        names = [f"{mark}_{service}" for service in SERVICES]
        broker = os.environ.get("TEST_BROKER_URL") or RABBITMQ
        with _databases(server, names), _queues(broker, mark):
            yield Servers(
                {
                    "DATABASE_URL": f"{server.rsplit('/', 1)[0]}/{mark}_{{service}}",
                    "BROKER_URL": broker,
                    "BROKER_NAMESPACE": mark,
                }
            )


@contextmanager
def _databases(server: str, names: list[str]) -> Iterator[None]:
    """Made for this replay, and dropped after it."""
    address = urlsplit(server)._replace(scheme="postgresql").geturl()
    with psycopg.connect(address, autocommit=True) as connection:
        for name in names:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
    try:
        yield
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            for name in names:
                drop = psycopg.sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                connection.execute(drop.format(psycopg.sql.Identifier(name)))


@contextmanager
def _queues(broker: str, namespace: str) -> Iterator[None]:
    """The services make their own; nobody else takes them away."""
    try:
        yield
    finally:
        with channel_to(broker) as channel:
            for service in SERVICES:
                topology = Topology.of(namespace, service, ())
                for queue in topology.queues:
                    channel.queue_delete(queue.name)
                for name, _kind in topology.exchanges:
                    channel.exchange_delete(name)
