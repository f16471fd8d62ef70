"""Processes that are killed without a word are there again, and none is left behind."""

import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from demo.replay.killer import Killer
from demo.replay.processes import HOUSE, Processes, Wanted
from shared.testing.ports import free_port

# Brings a site up, says so, and waits to be killed.
REPLAY = """
import os, sys
from pathlib import Path
from demo.replay.processes import Processes, Wanted

port, folder = sys.argv[1:]
web = Wanted("web", ["http.server", "--bind", "127.0.0.1", port], f"http://127.0.0.1:{port}/")
with Processes([web], os.environ, Path(folder) / "output.log").running():
    print("up", flush=True)
    sys.stdin.read()
"""


def a_process(name: str, *, may_be_killed: bool = True) -> Wanted:
    port = free_port()
    words = ["http.server", "--bind", "127.0.0.1", str(port)]
    return Wanted(name, words, f"http://127.0.0.1:{port}/", may_be_killed=may_be_killed)


def processes_of(folder: Path, *wanted: Wanted) -> Processes:
    return Processes(wanted, os.environ, folder / "output.log")


def test_a_killed_process_is_started_again_and_answers(tmp_path: Path) -> None:
    web = a_process("web")
    with (
        processes_of(tmp_path, web).running() as processes,
        socket.create_connection(("127.0.0.1", urlsplit(web.health or "").port or 0), timeout=10) as visitor,
    ):
        processes.kill_and_start("web")

        # Whoever was in the middle of something is cut off: it was another process.
        with suppress(ConnectionResetError):
            assert visitor.recv(1) == b""
        while not processes.answers("web"):
            processes.must_live()


def test_a_process_that_ends_by_itself_is_a_fault(tmp_path: Path) -> None:
    def wait_for_the_end(processes: Processes) -> None:
        while True:
            processes.must_live()

    wanted = a_process("web"), Wanted("brief", ["this"])

    with (
        pytest.raises(RuntimeError, match="brief has ended by itself"),
        processes_of(tmp_path, *wanted).running() as processes,
    ):
        wait_for_the_end(processes)


def test_only_those_that_may_be_are_killed_and_each_is_counted(tmp_path: Path) -> None:
    wanted = a_process("web"), a_process("worker"), a_process("mailbox", may_be_killed=False)
    said: list[str] = []

    with processes_of(tmp_path, *wanted).running() as processes:
        killer = Killer(processes, every=0.01, seed=7)
        with killer.at_work(said.append):
            while killer.kills.total() < 3:
                processes.must_live()

    assert "mailbox" not in killer.kills
    counted = ", ".join(f"{name} {count}" for name, count in sorted(killer.kills.items()))
    assert said == [f"kill -9: {killer.kills.total()} ({counted})"]


def test_a_replay_that_is_killed_leaves_no_site_behind(tmp_path: Path) -> None:
    port = free_port()
    words = [sys.executable, "-c", REPLAY, str(port), str(tmp_path)]
    site = Processes([Wanted("web", [], f"http://127.0.0.1:{port}/")], {}, tmp_path / "output.log")

    with subprocess.Popen(words, cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as replay:
        assert replay.stdout is not None
        assert replay.stdout.readline() == b"up\n"
        assert site.answers("web")
        replay.kill()

    while site.answers("web"):
        pass
