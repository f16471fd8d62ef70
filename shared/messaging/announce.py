"""Saying again how things stand: for a copy that was lost, or a service that is new, whatever is left of the outbox.

Each kind is said at its present revision: whoever has it keeps what it has.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import click

from shared.db.transaction import Transaction
from shared.service import Instance

# A transaction's worth. On SQLite whoever registers waits for it, half a second at most.
BATCH: Final = 1000

# Says the first BATCH of those whose id comes after the one given; which they were, in order.
SayAfter = Callable[[Transaction, str], Sequence[str]]


def announce_all(instance: Instance, say_after: SayAfter) -> int:
    """How many were said, a batch in each transaction: what changes meanwhile says so by itself."""
    count, last = 0, ""
    while True:
        with instance.begin() as tx:
            said = say_after(tx, last)
        if not said:
            return count
        count, last = count + len(said), said[-1]


def announce_command(kinds: Mapping[str, SayAfter]) -> click.Command:
    """`announce`, for the kinds that a service owns, in the order that listeners like best."""

    @click.command()
    @click.option("--only", type=click.Choice(list(kinds)), multiple=True, help="Announce these instead of all.")
    @click.pass_obj
    def announce(instance: Instance, only: tuple[str, ...]) -> None:
        """Say again how everything stands, for a copy that was lost: harmless for those who have it."""
        for kind in only or kinds:
            click.echo(f"{kind}: {announce_all(instance, kinds[kind])} to be said by the worker.")

    return announce
