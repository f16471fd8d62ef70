"""The load, in a process of its own: requests made beforehand, sent over raw sockets that are kept open.

`python -m bench.generator PLAN`: the plan is JSON (`Plan`); what became of each request goes to standard output.
"""

import asyncio
import json
import sys
import time
from collections import deque
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

_HEAD_ENDS: Final = b"\r\n\r\n"
_LENGTH: Final = b"content-length:"
# Somebody who has not been answered by then has gone.
PATIENCE: Final = 30.0


@dataclass(frozen=True)
class Plan:
    """`requests` are whole, as latin-1 text. With `per_second` they leave at that pace, whoever waits for an answer."""

    port: int
    connections: int
    seconds: float
    requests: list[str]
    per_second: float | None = None

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)), encoding="ascii")


class Load:
    """As many connections as there are people; `done` is request, status, seconds, and when it was answered."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.waiting = deque(enumerate(text.encode("latin-1") for text in plan.requests))
        self.done: list[tuple[int, int, float, float]] = []
        self.free: list[Connection] = []
        self.over = False

    async def run(self) -> float:
        """Seconds that it took."""
        loop = asyncio.get_running_loop()
        for _ in range(self.plan.connections):
            await loop.create_connection(lambda: Connection(self), "127.0.0.1", self.plan.port)
        began = time.perf_counter()
        if self.plan.per_second:
            await self._at_a_pace(began, self.plan.per_second)
        else:
            for connection in list(self.free):
                self.next_of(connection)
            while time.perf_counter() - began < self.plan.seconds and len(self.free) < self.plan.connections:
                await asyncio.sleep(0.02)
        self.over = True
        while len(self.free) < self.plan.connections and time.perf_counter() - began < self.plan.seconds + PATIENCE:
            await asyncio.sleep(0.002)
        return time.perf_counter() - began

    def next_of(self, connection: "Connection") -> None:
        """What this connection does now that it is free."""
        if connection in self.free:
            self.free.remove(connection)
        if self.over or not self.waiting:
            self.free.append(connection)
        else:
            connection.ask(*self.waiting.popleft(), since=time.perf_counter())

    async def _at_a_pace(self, began: float, per_second: float) -> None:
        """How long somebody waits counts from when they came, not from when a connection was free."""
        for number in range(min(len(self.waiting), round(per_second * self.plan.seconds))):
            due = began + number / per_second
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            while not self.free:
                await asyncio.sleep(0.001)
            self.free.pop().ask(*self.waiting.popleft(), since=due)


class Connection(asyncio.Protocol):
    """One person's: a request, its answer, the next."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._came = b""
        self._request = -1
        self._since = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._load.free.append(self)

    def ask(self, number: int, request: bytes, *, since: float) -> None:
        self._request, self._since, self._came = number, since, b""
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._came += data
        head, found, body = self._came.partition(_HEAD_ENDS)
        if not found or len(body) < length_of(head):
            return
        answered = (self._request, int(head[9:12]), time.perf_counter() - self._since, time.time())
        self._load.done.append(answered)
        if self._load.plan.per_second:
            self._load.free.append(self)
        else:
            self._load.next_of(self)


def length_of(head: bytes) -> int:
    """Of the body that follows, as the answer's head says it."""
    after = head.lower().partition(_LENGTH)[2]
    return int(after.partition(b"\r\n")[0]) if after else 0


def main() -> None:
    plan = Plan(**json.loads(Path(sys.argv[1]).read_text(encoding="ascii")))
    load = Load(plan)
    seconds = asyncio.run(load.run())
    json.dump({"seconds": seconds, "done": load.done}, sys.stdout)


if __name__ == "__main__":
    main()
