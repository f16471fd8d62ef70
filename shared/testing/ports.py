"""Where a server of a test, a replay or a bench may listen."""

import secrets
import socket
from typing import Final

# Linux gives outgoing connections ports from 32768 on: a client could take a port from there while its server is
# away, and even meet itself at it.
_PORTS: Final = range(20_000, 32_000)
_given: Final[set[int]] = set()


def free_port() -> int:
    """A port of loopback at which nobody listens; never the same twice in one process."""
    while True:
        port = secrets.choice(_PORTS)
        if port in _given:
            continue
        with socket.socket() as asked:
            # As servers do: what a killed one has left behind is no obstacle.
            asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                asked.bind(("127.0.0.1", port))
            except OSError:
                continue
        _given.add(port)
        return port
