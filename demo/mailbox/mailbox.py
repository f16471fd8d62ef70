"""A mailbox in a folder: its SMTP server and its pages."""

import socket
from pathlib import Path

from aiosmtpd.controller import Controller
from flask import Flask

from demo.mailbox.pages import pages_of
from demo.mailbox.smtp import smtp_server
from demo.mailbox.store import Store


class Mailbox:
    """`wsgi()` is to be mounted at /mailbox; it may be asked for without SMTP, and SMTP without it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._smtp: Controller | None = None

    def start_smtp(self, host: str, port: int) -> None:
        """Returns when the port answers; raises OSError when it is taken."""
        # Asked first: the library says that it is taken only once it has waited for ten seconds.
        socket.create_server((host, port)).close()
        server = smtp_server(self.store, host, port)
        server.start()
        self._smtp = server

    def stop(self) -> None:
        if self._smtp is not None:
            self._smtp.stop()
            self._smtp = None

    def wsgi(self) -> Flask:
        return pages_of(self.store)


def open_mailbox(folder: Path) -> Mailbox:
    """The letters that are there already stay."""
    return Mailbox(Store(folder))
