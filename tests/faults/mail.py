"""A mail server that keeps what it accepts on the disk, and misbehaves when it is told to."""

import asyncio
import random
import threading
from collections import Counter
from pathlib import Path
from typing import Any, Final

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from demo.mailbox.reading import read_letter
from demo.mailbox.store import Store
from shared.testing.ports import free_port
from tests.faults.history import History

# later: 4xx before the letter. hang: the final dot is not answered, and the connection breaks in the end. drop: it
# breaks at once, before (the letter is not kept) or after (it is kept): the sender cannot know which.
MISBEHAVIOURS: Final = ("later", "hang", "drop-before", "drop-after")
HANGS_FOR: Final = 5.0


class MailServer:
    """Some letters meet a misbehaviour while it is asked for; an address is put off only once, or it would be days."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.store = Store(folder)
        self.port = free_port()
        self._misbehaviour: History | None = None
        self._rng = random.Random(seed)
        self._put_off: set[str] = set()
        self._lock = threading.Lock()
        self.met: Counter[str] = Counter(dict.fromkeys(MISBEHAVIOURS, 0))
        self._smtp = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=10.0, ident="faults")
        self._smtp.start()

    def misbehave(self, history: History | None) -> None:
        """From now on, and told to `history`; None: behave."""
        self._misbehaviour = history

    def stop(self) -> None:
        self._smtp.stop()

    async def handle_RCPT(  # noqa: N802  aiosmtpd's own name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._chosen(0.2) and address not in self._put_off:
            self._put_off.add(address)
            self._note("later", address)
            return "451 4.3.2 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's own name
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        fault = next((one for one in MISBEHAVIOURS[1:] if self._chosen(0.07)), None)
        if fault is not None:
            self._note(fault, str(read_letter(content).to))
        if fault != "drop-before":
            await asyncio.to_thread(self.store.keep, content, list(envelope.rcpt_tos))
        if fault == "hang":
            await asyncio.sleep(HANGS_FOR)
        if fault is not None:
            transport: Any = server.transport
            transport.abort()
        return "250 kept"

    def _chosen(self, share: float) -> bool:
        with self._lock:
            return self._misbehaviour is not None and self._rng.random() < share

    def _note(self, fault: str, to: str) -> None:
        self.met[fault] += 1
        if self._misbehaviour is not None:
            self._misbehaviour.note("fault", fault=f"mail {fault}", victim="mail", to=to)
