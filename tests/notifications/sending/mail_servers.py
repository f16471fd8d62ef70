"""A real mail server that behaves as badly as it is told."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from shared.testing.ports import free_port
from tests.notifications.reader import mail


@dataclass
class Behaviour:
    """Answers by recipient; `None` is the server's own."""

    mail: dict[str, str] = field(default_factory=dict)
    rcpt: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    # Keeps the letter and goes away without a word.
    drops_after_data: set[str] = field(default_factory=set)
    # Keeps the letter and never answers.
    hangs_after_data: set[str] = field(default_factory=set)
    drops_at_rcpt: set[str] = field(default_factory=set)


class _Handler:
    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.received: list[Envelope] = []
        self.connections: set[Any] = set()

    async def handle_RCPT(  # noqa: N802  aiosmtpd's own name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.connections.add(session.peer)
        if address in self.behaviour.drops_at_rcpt:
            server.transport.abort()
        answer = self.behaviour.rcpt.get(address, "250 ok")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        (to,) = envelope.rcpt_tos
        answer = self.behaviour.data.get(to, "250 taken")
        if answer.startswith("250"):
            self.received.append(envelope)
        if to in self.behaviour.drops_after_data:
            server.transport.abort()
        if to in self.behaviour.hangs_after_data:
            await asyncio.sleep(30)
        return answer


class Server:
    def __init__(self, controller: Controller, handler: _Handler) -> None:
        self._controller = controller
        self._handler = handler
        self.behaviour = handler.behaviour
        self.port: int = controller.port

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def letters(self) -> list[bytes]:
        return [bytes(envelope.content or b"") for envelope in self._handler.received]

    @property
    def told(self) -> list[str]:
        """To whom, in the order of arrival."""
        return [envelope.rcpt_tos[0] for envelope in self._handler.received]

    @property
    def senders(self) -> list[str | None]:
        return [envelope.mail_from for envelope in self._handler.received]

    @property
    def message_ids(self) -> list[str]:
        return [str(mail(letter)["Message-ID"]) for letter in self.letters]

    @property
    def connections(self) -> int:
        return len(self._handler.connections)

    def stop(self) -> None:
        self._controller.stop(no_assert=True)


@contextmanager
def a_mail_server(behaviour: Behaviour | None = None, port: int | None = None) -> Iterator[Server]:
    handler = _Handler(behaviour or Behaviour())
    controller = Controller(handler, hostname="127.0.0.1", port=port or free_port(), ready_timeout=10.0)
    controller.start()
    server = Server(controller, handler)
    try:
        yield server
    finally:
        server.stop()
