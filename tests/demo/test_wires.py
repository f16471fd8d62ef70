"""The wires do what a gateway does: the first part of the path says who answers."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from demo.replay.browser import Browser
from demo.replay.wires import Wires


class Echo(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        said = f"{self.server.server_port} {self.headers['Host']} {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_args: object) -> None:
        """Silent."""


@pytest.fixture
def a_service() -> Iterator[Callable[[], int]]:
    begun: list[tuple[HTTPServer, threading.Thread]] = []

    def begin() -> int:
        server = HTTPServer(("127.0.0.1", 0), Echo)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        begun.append((server, thread))
        return server.server_port

    yield begin
    for server, thread in begun:
        server.shutdown()
        thread.join()
        server.server_close()


def test_each_service_answers_for_its_own_paths_under_the_name_of_the_site(a_service: Callable[[], int]) -> None:
    registration, checkin = a_service(), a_service()
    site = f"127.0.0.1:{registration}"

    with Wires({"/checkin": f"http://127.0.0.1:{checkin}"}) as wires:
        browser = Browser(f"http://{site}", wires)
        answers = [
            browser.content(path).decode() for path in ("/events?page=2", "/checkin/events?for=all", "/checkins")
        ]

    assert answers == [
        f"{registration} {site} /events?page=2",
        f"{checkin} {site} /checkin/events?for=all",
        f"{registration} {site} /checkins",
    ]
