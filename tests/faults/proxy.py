"""A wire between a process and a server that can be cut in every way a network knows."""

import contextlib
import socket
import struct
import threading
import time
from typing import Final

# pass: as if it were not there. refuse: nobody listens. reset: what is open is broken, and what comes is.
# half-open: taken, and never answered. slow: every piece waits.
MODES: Final = ("pass", "refuse", "reset", "half-open", "slow")

_PIECE: Final = 65536
_SLOW: Final = 0.2
_LOOK_UP: Final = 0.1


class Proxy:
    """Listens on `port` for as long as it lives, except while it refuses."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._mode = "pass"
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listening: socket.socket | None = _listen(0)
        self.port: int = self._listening.getsockname()[1]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, name=f"proxy-{self.port}", daemon=True)
        self._thread.start()

    def turn(self, mode: str) -> None:
        """From now on; connections that are open feel it too."""
        assert mode in MODES
        was, self._mode = self._mode, mode
        if mode == "refuse":
            self._close_listening()
        if mode in ("refuse", "reset") or was == "half-open":
            # After a half-open time what was said has been swallowed: such a connection is of no more use.
            self._break_all()
        if mode != "refuse" and self._listening is None:
            self._listening = _listen(self.port)

    def close(self) -> None:
        self._stop.set()
        self._close_listening()
        self._break_all()
        self._thread.join()

    def _serve(self) -> None:
        while not self._stop.is_set():
            listening = self._listening
            if listening is None:
                time.sleep(_LOOK_UP)
                continue
            try:
                client, _ = listening.accept()
            except OSError:  # nobody came in time, or it was closed meanwhile
                continue
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        client.settimeout(None)
        self._keep(client)
        if self._mode in ("refuse", "reset"):
            self._break(client)
            return
        try:
            server = socket.create_connection(("127.0.0.1", self._target), timeout=5)
        except OSError:
            self._break(client)
            return
        server.settimeout(None)
        self._keep(server)
        for source, sink in ((client, server), (server, client)):
            threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(_PIECE):
                if self._mode == "half-open":
                    continue
                if self._mode == "slow":
                    time.sleep(_SLOW)
                sink.sendall(piece)
        self._break(source)
        self._break(sink)

    def _keep(self, one: socket.socket) -> None:
        with self._lock:
            self._open.add(one)

    def _break_all(self) -> None:
        with self._lock:
            opened = list(self._open)
        for one in opened:
            self._break(one)

    def _break(self, one: socket.socket) -> None:
        with self._lock:
            self._open.discard(one)
        with contextlib.suppress(OSError):
            if self._mode == "reset":
                # No farewell: the other side reads "connection reset by peer".
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            one.shutdown(socket.SHUT_RDWR)
        one.close()

    def _close_listening(self) -> None:
        listening, self._listening = self._listening, None
        if listening is not None:
            # Closing alone leaves it listening until the other thread's wait is over.
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            listening.close()


def _listen(port: int) -> socket.socket:
    listening = socket.create_server(("127.0.0.1", port))
    listening.settimeout(_LOOK_UP)
    return listening
