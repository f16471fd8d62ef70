"""A service's web process, started as an operator starts it."""

import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

from shared.testing.ports import free_port

HOUSE = Path(__file__).resolve().parents[2]


def test_it_answers_and_leaves_cleanly_when_told(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "services.checkin", "web", "--port", str(port)]
    process = subprocess.Popen(command, cwd=HOUSE, env=os.environ | {"VAR": str(tmp_path)})
    try:
        assert is_alive(port)
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    finally:
        process.kill()
        process.wait()


def is_alive(port: int) -> bool:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/checkin/healthz")
            return connection.getresponse().status == 200
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    return False
