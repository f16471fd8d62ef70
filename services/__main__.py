"""The whole site on one port: `python -m services`; it alone knows the three services.

Embedded, it is one process with their workers and the demonstration's mailbox. With `--web-only`, the workers are
processes of their own (`python -m services.<name> worker`) and the broker is a real one.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import click
import waitress
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from demo.mailbox import open_mailbox
from demo.seed import ACCOUNTS, is_seeded, seed
from services.checkin.service import SERVICE as CHECKIN
from services.notifications.service import SERVICE as NOTIFICATIONS
from services.registration.service import SERVICE as REGISTRATION
from shared.cli import command_line
from shared.db.migrate import migrate
from shared.kernel.organisation import Incomplete
from shared.keys import make_keys
from shared.logs import install_logs
from shared.messaging.stillness import everything_is_still, stillness_of
from shared.service import Instance
from shared.settings import Refusal, Settings
from shared.web.app import create_app
from shared.web.links import MOUNTS
from shared.web.sizes import LARGEST_READ
from shared.worker import start_together, stop_together

SERVICES: Final = {service.name: service for service in (REGISTRATION, NOTIFICATIONS, CHECKIN)}

Application = Callable[..., Any]


@click.command()
@click.option("--threads", default=16, show_default=True, help="Requests answered at once.")
@click.option("--web-only", is_flag=True, help="The workers are processes of their own.")
@click.option("--listen", metavar="HOST:PORT", help="Where it listens, if SITE_URL is a gateway's.")
@click.option("--seed/--no-seed", "seeded", default=True, show_default=True, help="The demonstration's data.")
def main(threads: int, web_only: bool, listen: str | None, seeded: bool) -> None:
    """Start the site and say where it is; Ctrl-C stops it."""
    try:
        settings = Settings.from_environment()
        install_logs(settings.log_level, "site", file=settings.var / "site.log")
        with ExitStack() as stack:
            instances = stack.enter_context(opened(settings))
            # Outside the demonstration there are neither its accounts, whose passwords are printed, nor its mailbox.
            seeded = seeded and settings.demonstration
            is_first = seeded and not is_seeded(settings.var)
            if is_first:
                click.echo("First start: making the demonstration's directory and season…")
                seed(settings.var, run_command)
            applications = stack.enter_context(mailbox(settings))
            applications |= {instance.service.mount: create_app(instance).wsgi_app for instance in instances}
            if not web_only:
                stack.callback(stop_together, start_together(instances), instances)
                if is_first:
                    click.echo("The services tell one another about it: some seconds, this once…")
                    wait_until_still(instances)
            address = urlsplit(f"//{listen}") if listen else urlsplit(settings.site_url)
            serve(applications, settings, address, threads=threads, say=lambda: welcome(settings, seeded=seeded))
    except (Refusal, Incomplete) as wrong:
        raise click.ClickException(str(wrong)) from wrong


@contextmanager
def opened(settings: Settings) -> Iterator[list[Instance]]:
    """The three services on their migrated databases, which nobody else on this machine reads."""
    os.umask(0o077)
    make_keys(settings.keys, services=list(SERVICES))
    instances = [service.open(settings) for service in SERVICES.values()]
    try:
        for instance in instances:
            migrate(instance)
        yield instances
    finally:
        for instance in instances:
            instance.close()


@contextmanager
def mailbox(settings: Settings) -> Iterator[dict[str, Application]]:
    """Where the demonstration's letters land, and the page that shows them; no other site's letters are shown."""
    if not settings.demonstration:
        yield {}
        return
    server = urlsplit(settings.mail_url)
    box = open_mailbox(settings.var / "mailbox")
    try:
        box.start_smtp(server.hostname or "127.0.0.1", server.port or 8025)
    except OSError as taken:
        raise Refusal(
            f"{settings.mail_url} is taken: stop the site that runs already, or choose another with MAIL_URL=…"
        ) from taken
    try:
        yield {MOUNTS["mailbox"]: DispatcherMiddleware(NotFound(), {MOUNTS["mailbox"]: box.wsgi()})}
    finally:
        box.stop()


def serve(
    applications: dict[str, Application],
    settings: Settings,
    address: SplitResult,
    *,
    threads: int,
    say: Callable[[], None],
) -> None:
    """Until Ctrl-C or SIGTERM; requests in hand are finished first."""
    try:
        server = waitress.create_server(
            one_site(applications),
            host=address.hostname,
            port=address.port or 80,
            threads=threads,
            ident=None,
            max_request_body_size=LARGEST_READ,
            clear_untrusted_proxy_headers=not settings.behind_gateway,
        )
    except OSError as taken:
        raise Refusal(f"{address.geturl()} cannot be served ({taken}): choose another with SITE_URL=…") from taken
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    say()
    server.run()
    server.close()


def one_site(applications: dict[str, Application]) -> Application:
    """As a gateway does: the first part of the path says which application answers, and the path stays whole."""

    def site(environ: dict[str, Any], start_response: Any) -> Any:
        first = "/" + environ.get("PATH_INFO", "").lstrip("/").partition("/")[0]
        return applications.get(first, applications[MOUNTS["registration"]])(environ, start_response)

    return site


def wait_until_still(instances: Sequence[Instance]) -> None:
    """So that a newcomer finds the door and the figures knowing all that was just made; a slow machine opens anyway."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and not everything_is_still([stillness_of(instance) for instance in instances]):
        time.sleep(0.2)


def run_command(service: str, arguments: Sequence[str]) -> None:
    """One of a service's own commands, as an operator types it."""
    command_line(SERVICES[service]).main(list(arguments), prog_name=service, standalone_mode=False)


def welcome(settings: Settings, *, seeded: bool) -> None:
    click.echo(f"\nGuichet is open: {settings.site_url}")
    for what, path in (
        *([("the letters", f"{MOUNTS['mailbox']}/")] if settings.demonstration else []),
        ("organizers", "/organizer"),
        ("the door", f"{MOUNTS['checkin']}/"),
        ("the year's figures", f"{MOUNTS['checkin']}/events"),
    ):
        click.echo(f"  {what:<20}{settings.site_url}{path}")
    if seeded:
        click.echo("Accounts of the demonstration:")
        for account in ACCOUNTS:
            click.echo(f"  {account}")
    click.echo(f"Logs: {settings.var / 'site.log'}. Ctrl-C stops it; what was done is kept.\n")


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit


if __name__ == "__main__":
    main()
