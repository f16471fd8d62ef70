"""What an operator types about messages, the same for every service."""

import datetime as dt
from collections.abc import Callable
from typing import Final, TypeVar

import click

from shared.kernel.refusals import Refused
from shared.messaging import inbox
from shared.messaging.depths import DEAD, HEARD, depths_of
from shared.messaging.outbox_state import outbox_state, troubled_messages
from shared.messaging.resend import resend as say_again
from shared.messaging.wire import NoSuchQueue, WireAway
from shared.messaging.wires import bind_queues, is_in_memory
from shared.service import Instance

T = TypeVar("T")


@click.group(invoke_without_command=True)
@click.pass_context
def parked(context: click.Context) -> None:
    """List what failed or is parked; `parked read`, `parked retry` and `parked discard` settle one."""
    if context.invoked_subcommand is not None:
        return
    instance: Instance = context.obj
    with instance.look() as look:
        rows = inbox.open_rows(look.db)
    for row in rows:
        click.echo(f"{row.message_id}  {row.state}  {row.type or '?'}  {row.attempts}×  {row.error or ''}")
    click.echo(f"{len(rows)} message(s)")


@parked.command()
@click.argument("message_id")
@click.pass_obj
def read(instance: Instance, message_id: str) -> None:
    """Show what a message says, as it came."""
    with instance.look() as look:
        row = _settled(lambda: inbox.row_of(look.db, message_id))
    click.echo(row.body.decode("utf-8", "backslashreplace"))


@parked.command()
@click.argument("message_id")
@click.pass_obj
def retry(instance: Instance, message_id: str) -> None:
    """Have the worker try a message once more, now."""
    with instance.begin() as tx:
        _settled(lambda: inbox.retry(tx.db, message_id))
    click.echo("The worker tries it within a second.")


@parked.command()
@click.argument("message_id")
@click.option("--reason", required=True)
@click.pass_obj
def discard(instance: Instance, message_id: str, reason: str) -> None:
    """Give a message up, and say why."""
    with instance.begin() as tx:
        _settled(lambda: inbox.discard(tx.db, message_id, reason=reason))
    click.echo("Discarded.")


@click.command()
@click.option("--since", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), required=True, help="In UTC.")
@click.pass_obj
def resend(instance: Instance, since: dt.datetime) -> None:
    """Say again all that was said since a moment: harmless, listeners know what they have handled."""
    with instance.begin() as tx:
        again = say_again(tx.db, since=since.replace(tzinfo=dt.UTC))
    click.echo(f"{again} message(s) to be said again by the worker.")


@click.command()
@click.pass_obj
def bind(instance: Instance) -> None:
    """Make this service's queues at the broker: before the first message is said, so that none passes unheard."""
    try:
        bind_queues(instance)
    except WireAway as away:
        raise click.ClickException(f"The broker does not answer: {away}") from away
    click.echo("The queues are there.")


@click.group()
def relay() -> None:
    """What is still to be said."""


@relay.command()
@click.pass_obj
def state(instance: Instance) -> None:
    """Show what waits in the outbox and at the broker."""
    with instance.look() as look:
        seen, troubled = outbox_state(look), troubled_messages(look)
    oldest = f", the oldest since {seen.oldest_at.isoformat()}" if seen.oldest_at else ""
    click.echo(f"outbox: {seen.unsent} to say{oldest}")
    for row in troubled:
        click.echo(f"  {row.message_id}  {row.type}  {row.attempts}×  {row.error}")
    click.echo(f"broker: {_broker_in_words(instance)}")


def _broker_in_words(instance: Instance) -> str:
    if is_in_memory(instance):
        return "memory, within the one process"
    try:
        waiting = depths_of(instance)
    except NoSuchQueue as missing:
        return f"no queue ({missing}): run bind"
    except WireAway as away:
        return f"away ({away})"
    return f"{waiting[HEARD]} to hear, {waiting[DEAD]} dead letters"


def _settled(deed: Callable[[], T]) -> T:
    try:
        return deed()
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused


MESSAGING_COMMANDS: Final = (parked, resend, bind, relay)
