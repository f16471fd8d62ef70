"""What time it is: the one place that asks the machine."""

import datetime as dt
from pathlib import Path

_file: Path | None = None


def system_now() -> dt.datetime:
    """The machine's own time, UTC: for what must go on while the demonstration's clock stands still."""
    return dt.datetime.now(dt.UTC)


def now() -> dt.datetime:
    """The domain's time, aware, UTC."""
    if _file is None:
        return system_now()
    return dt.datetime.fromisoformat(_file.read_text(encoding="ascii").strip()).astimezone(dt.UTC)


def read_clock_from(path: Path | None) -> None:
    """Follow the ISO instant written in a file (demonstration only); None goes back to the machine's time."""
    global _file  # noqa: PLW0603  # one clock a process is the point
    _file = path


def in_utc(moment: dt.datetime) -> dt.datetime:
    """The same instant in UTC; a naive one is refused, since nobody can say when it is."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return moment.astimezone(dt.UTC)
