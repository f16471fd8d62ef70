"""A way through to a server that a test can cut, as the network does; the shared server itself is left alone."""

import contextlib
import socket
import threading
from typing import Final

_PIECE: Final = 65536


class Passage:
    """Passes bytes on from a port of its own; `cut` ends what is open and refuses what is new, `mend` opens again.

    `swallow` keeps connections open and passes nothing on: a link that is half open.
    """

    def __init__(self, host: str, port: int) -> None:
        self._behind = (host, port)
        self._open: list[socket.socket] = []
        self._server: socket.socket | None = None
        self._swallows = threading.Event()
        self.port = 0
        self.mend()

    def mend(self) -> None:
        self._swallows.clear()
        self._server = socket.create_server(("127.0.0.1", self.port))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._server,), daemon=True).start()

    def cut(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            # Shut first: closing alone would leave the thread that accepts waiting, and the port taken.
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            server.close()
        for one in self._open:
            _end(one)
        self._open.clear()

    def swallow(self) -> None:
        self._swallows.set()

    def _accept(self, server: socket.socket) -> None:
        while True:
            try:
                outside, _address = server.accept()
            except OSError:
                return
            inside = socket.create_connection(self._behind)
            self._open += [outside, inside]
            for source, target in ((outside, inside), (inside, outside)):
                threading.Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(_PIECE):
                if not self._swallows.is_set():
                    target.sendall(piece)
        _end(source)
        _end(target)


def _end(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
