"""The mail server of a bench: accepts everything at once, and notes who was written to and when."""

import time
from typing import Final

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

_LARGEST: Final = 10 * 1024 * 1024


class MailServer:
    """In a thread of the bench; `accepted` is address and time of each letter, in the order of their 250."""

    def __init__(self, port: int) -> None:
        self.accepted: list[tuple[str, float]] = []
        self._smtp = Controller(
            self, hostname="127.0.0.1", port=port, ready_timeout=10.0, data_size_limit=_LARGEST, ident="bench"
        )
        self._smtp.start()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's own name
        self.accepted += [(address, time.time()) for address in envelope.rcpt_tos]
        return "250 accepted"

    def stop(self) -> None:
        self._smtp.stop()
