"""The wire that the ordeals cut is cut in the way that its mode says."""

import socket
import threading
from collections.abc import Iterator

import pytest

from tests.faults.proxy import Proxy


@pytest.fixture
def wire() -> Iterator[Proxy]:
    """To a server that says everything back."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                client, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=echo, args=(client,), daemon=True).start()

    def echo(client: socket.socket) -> None:
        with client:
            while said := client.recv(100):
                client.sendall(said)

    threading.Thread(target=serve, daemon=True).start()
    proxy = Proxy(server.getsockname()[1])
    yield proxy
    proxy.close()
    server.shutdown(socket.SHUT_RDWR)
    server.close()


def a_client_of(wire: Proxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", wire.port), timeout=1.0)


def ask(client: socket.socket) -> bytes:
    client.sendall(b"hello")
    return client.recv(100)


def is_broken(client: socket.socket) -> bool:
    try:
        return ask(client) == b""
    except ConnectionError:
        return True


def test_what_passes_passes(wire: Proxy) -> None:
    with a_client_of(wire) as client:
        assert ask(client) == b"hello"


def test_nobody_listens_while_it_refuses(wire: Proxy) -> None:
    wire.turn("refuse")
    with pytest.raises(ConnectionRefusedError):
        a_client_of(wire)

    wire.turn("pass")
    with a_client_of(wire) as client:
        assert ask(client) == b"hello"


def test_what_is_open_breaks_at_a_reset(wire: Proxy) -> None:
    with a_client_of(wire) as client:
        assert ask(client) == b"hello"
        wire.turn("reset")

        assert is_broken(client)


def test_half_open_takes_and_never_answers(wire: Proxy) -> None:
    wire.turn("half-open")
    with a_client_of(wire) as client, pytest.raises(TimeoutError):
        ask(client)


def test_slow_answers_in_the_end(wire: Proxy) -> None:
    wire.turn("slow")
    with a_client_of(wire) as client:
        assert ask(client) == b"hello"
