"""The load generator counts what a server answered, and when."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bench.generator import Plan, length_of

HOUSE = Path(__file__).resolve().parents[2]


class Echo(BaseHTTPRequestHandler):
    """Answers the status that the path asks for."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(int(self.path[1:]))
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"there")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        return


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def asked(status: int) -> str:
    return f"GET /{status} HTTP/1.1\r\nHost: here\r\n\r\n"


def statuses(plan: Plan, folder: Path) -> dict[int, int]:
    plan.write(folder / "plan.json")
    command = [sys.executable, "-m", "bench.generator", str(folder / "plan.json")]
    told = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=True, timeout=60)
    return {number: status for number, status, _, _ in json.loads(told.stdout)["done"]}


def test_each_request_is_asked_once_and_its_answer_noted(port: int, tmp_path: Path) -> None:
    plan = Plan(port, 3, 20.0, [asked(status) for status in (200, 303, 503, 200, 422)])

    assert statuses(plan, tmp_path) == {0: 200, 1: 303, 2: 503, 3: 200, 4: 422}


def test_at_a_pace_as_many_are_asked_as_the_time_holds(port: int, tmp_path: Path) -> None:
    plan = Plan(port, 2, 0.5, [asked(200)] * 100, per_second=20)

    assert statuses(plan, tmp_path) == dict.fromkeys(range(10), 200)


def test_the_length_of_a_body_is_read_whatever_the_case() -> None:
    assert length_of(b"HTTP/1.1 200 OK\r\nContent-LENGTH: 12\r\nServer: x") == 12
    assert length_of(b"HTTP/1.1 204 No Content") == 0
