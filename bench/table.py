"""The table that docs/performance.md holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bench.chain import Sent, Told
from bench.figures import Latency, Run
from bench.imports import Imported
from bench.rest import AtRest
from bench.throughput import Compared


@dataclass
class Findings:
    """What a bench has found so far; what it was not asked for stays empty."""

    run: str
    ceiling: Run | None = None
    compared: list[Compared] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    sent: Sent | None = None
    at_rest: list[AtRest] = field(default_factory=list)
    first_start: float | None = None
    imported: Imported | None = None


def table(found: Findings) -> str:
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Findings) -> Iterator[str]:
    yield found.run
    yield ""
    if found.ceiling is not None:
        yield f"The load generator on an empty view of the same server, 16 people: {found.ceiling.rate:.0f} a second."
        yield ""
    if found.compared:
        yield from _compared(found.compared)
    if found.told:
        paced = ("Registrations a second", "Letters", "p50 (s)", "p95 (s)", "p99 (s)")
        yield from _rows(paced, ((f"{one.per_second:g}", str(one.letters), *_of(one.latency, 1)) for one in found.told))
    if found.sent is not None:
        took, rate = found.sent.seconds, found.sent.letters / found.sent.seconds
        yield f"{found.sent.letters} letters that waited, composed and accepted: {took:.1f} s, {rate:.0f} a second."
        yield ""
    if found.at_rest:
        resting = ("Process", "Memory (MB)", "Idle (% of a core)", "Ready (s)")
        yield from _rows(resting, map(_resting, found.at_rest))
    if found.first_start is not None:
        yield f"The embedded site's very first start, which makes the demonstration: {found.first_start:.0f} s."
        yield ""
    if found.imported is not None:
        imported = found.imported
        yield f"A directory of {imported.lines} lines imported by the command (SQLite): {imported.seconds:.1f} s."


def _compared(compared: Iterable[Compared]) -> Iterator[str]:
    heads = ("What", "People", "a second", "p50 (ms)", "p95 (ms)", "p99 (ms)", "web's processor (ms)")
    bare = ("bare, a second", "bare p50 (ms)", "bare p99 (ms)", "bare processor (ms)", "ratio")
    yield from _rows((*heads, *bare), map(_line_of, compared))


def _line_of(one: Compared) -> tuple[str, ...]:
    bare = one.bare.latency
    cells = (f"{one.ours.rate:.0f}", *_of(one.ours.latency, 1000), f"{one.ours.cost * 1000:.2f}")
    beside = (f"{one.bare.rate:.0f}", f"{bare.p50 * 1000:.1f}", f"{bare.p99 * 1000:.1f}", f"{one.bare.cost * 1000:.2f}")
    return (one.what, str(one.people), *cells, *beside, f"{one.ratio:.2f}")


def _of(latency: Latency, factor: float) -> tuple[str, ...]:
    digits = 1 if factor > 1 else 2
    return tuple(f"{seconds * factor:.{digits}f}" for seconds in (latency.p50, latency.p95, latency.p99))


def _resting(one: AtRest) -> tuple[str, ...]:
    ready = "" if one.ready is None else f"{one.ready:.1f}"
    return (one.name, f"{one.megabytes:.0f}", f"{100 * one.share:.1f}", ready)


def _rows(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"| --- | {' | '.join(['--:'] * (len(heads) - 1))} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
