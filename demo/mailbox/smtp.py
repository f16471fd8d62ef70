"""The SMTP side: accepts every letter, and says 250 once it is on the disk."""

import asyncio
from typing import Final

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from demo.mailbox.store import Store

LARGEST_LETTER: Final = 10 * 1024 * 1024


class _Keeper:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's own name
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        # The disk is waited for in a thread, so that other connections are served meanwhile.
        number = await asyncio.to_thread(self._store.keep, content, list(envelope.rcpt_tos))
        return f"250 kept as {number}"


def smtp_server(store: Store, host: str, port: int) -> Controller:
    return Controller(
        _Keeper(store), hostname=host, port=port, ready_timeout=10.0, data_size_limit=LARGEST_LETTER, ident="mailbox"
    )
