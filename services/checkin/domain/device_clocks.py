"""The time of what a device tells, by the server's clock."""

from datetime import datetime


def by_our_clock(at: datetime, *, sent_at: datetime | None, now: datetime) -> datetime:
    """Moved by the difference between the device's clock when it sent and ours when we heard; never in the future.

    A device that does not say when it sent, sent at once.
    """
    return min(at + (now - (sent_at or at)), now)
