"""PostgreSQL and RabbitMQ of the tests' own, which may be killed: the machine's shared ones are never touched."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any, Final, Protocol

import pika
import psycopg
from pika.exceptions import AMQPError

from shared.testing.ports import free_port

# Where Debian puts what its wrappers do not let us start on a port and a folder of our own.
_POSTGRESQL: Final = "/usr/lib/postgresql"
_RABBITMQ: Final = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")

_ANSWERS_WITHIN: Final = 120.0


class Missing(Exception):
    """A server that these tests need is not on this machine."""


class Server(Protocol):
    """Something with a name that can be killed and started again on the same folder and port."""

    name: str
    port: int

    def start(self) -> None:
        """Returns at once; `wait` returns when it answers."""

    def wait(self) -> None: ...

    def kill(self) -> None:
        """SIGKILL to all of its processes."""


class PostgreSQL:
    """fsync as it comes (on): what it has committed, it has on the disk."""

    name = "postgresql"

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._bin = _newest_postgresql()
        self._folder = folder / "postgresql"
        self._log = folder / "postgresql.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._make()

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{{service}}"

    def start(self) -> None:
        folder = str(self._folder)
        words = ["-D", folder, "-p", str(self.port), "-k", folder, "-c", "listen_addresses=127.0.0.1"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", *words],
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd="/",
                **_as_postgres(),
            )

    def wait(self) -> None:
        _wait_until(self._answers, f"PostgreSQL does not answer: see {self._log}")

    def kill(self) -> None:
        _kill_group(self._process)

    def make_databases(self, names: tuple[str, ...]) -> None:
        with psycopg.connect(f"host=127.0.0.1 port={self.port} user=postgres", autocommit=True) as connection:
            for name in names:
                connection.execute(f'CREATE DATABASE "{name}"'.encode())

    def _answers(self) -> bool:
        try:
            psycopg.connect(f"host=127.0.0.1 port={self.port} user=postgres connect_timeout=2").close()
        except psycopg.OperationalError:
            return False
        return True

    def _make(self) -> None:
        self._folder.mkdir(parents=True)
        user = _as_postgres()
        if user:
            shutil.chown(self._folder, user["user"], user["group"])
        words = [
            "-D",
            str(self._folder),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        subprocess.run([self._bin / "initdb", *words], check=True, capture_output=True, cwd="/", **user)


class RabbitMQ:
    """A node with its own name, ports and folder; the machine's epmd is shared, and not touched."""

    name = "rabbitmq"

    def __init__(self, folder: Path) -> None:
        if not _RABBITMQ.exists():
            raise Missing(f"RabbitMQ is needed: {_RABBITMQ} is not there (Debian: rabbitmq-server)")
        self.port = free_port()
        self._folder = folder / "rabbitmq"
        self._folder.mkdir(parents=True)
        (self._folder / "plugins").write_text("[].\n")
        self._log = folder / "rabbitmq.log"
        self._distribution_port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}/"

    def start(self) -> None:
        told = {
            "HOME": self._folder,
            "RABBITMQ_NODENAME": f"faults-{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": self.port,
            "RABBITMQ_DIST_PORT": self._distribution_port,
            "RABBITMQ_MNESIA_BASE": self._folder / "data",
            "RABBITMQ_LOG_BASE": self._folder / "log",
            "RABBITMQ_PID_FILE": self._folder / "pid",
            "RABBITMQ_ENABLED_PLUGINS_FILE": self._folder / "plugins",
            "RABBITMQ_CONFIG_FILE": self._folder / "none",
            "RABBITMQ_CONF_ENV_FILE": self._folder / "none",
        }
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [_RABBITMQ],
                env={**os.environ, **{name: str(value) for name, value in told.items()}},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self) -> None:
        _wait_until(self._answers, f"RabbitMQ does not answer: see {self._log}")

    def kill(self) -> None:
        _kill_group(self._process)

    def _answers(self) -> bool:
        asked = pika.URLParameters(self.url)
        asked.socket_timeout, asked.stack_timeout, asked.connection_attempts = 2, 5, 1
        try:
            pika.BlockingConnection(asked).close()
        except (AMQPError, OSError):
            return False
        return True


def _newest_postgresql() -> Path:
    found = sorted(Path(_POSTGRESQL).glob("*/bin"), key=lambda path: float(path.parent.name))
    if not found or not (found[-1] / "initdb").exists():
        raise Missing(f"PostgreSQL is needed: {_POSTGRESQL}/*/bin/initdb is not there (Debian: postgresql)")
    return found[-1]


def _as_postgres() -> dict[str, Any]:
    """PostgreSQL refuses to be root's; whoever else runs the tests runs it too."""
    if os.geteuid() != 0:
        return {}
    try:
        account = pwd.getpwnam("postgres")
    except KeyError as nobody:
        raise Missing("PostgreSQL is needed: there is no account postgres to run it as") from nobody
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _kill_group(process: subprocess.Popen[bytes] | None) -> None:
    """The whole session that we started, and nothing else."""
    if process is None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _wait_until(answers: Any, otherwise: str) -> None:
    deadline = time.monotonic() + _ANSWERS_WITHIN
    while not answers():
        if time.monotonic() > deadline:
            raise TimeoutError(otherwise)
        time.sleep(0.1)
