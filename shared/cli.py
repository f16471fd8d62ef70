"""What an operator types: `python -m services.<name> …`, the same words for every service."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from shared.db.migrate import migrate, write_migration
from shared.kernel.organisation import Incomplete
from shared.keys import make_keys
from shared.logs import install_logs
from shared.messaging.commands import MESSAGING_COMMANDS
from shared.operations.metrics import metrics_token
from shared.service import Instance, Service
from shared.settings import Refusal, Settings
from shared.web.app import create_app
from shared.web.serving import serve
from shared.web.sizes import largest_read
from shared.worker import PARTS, run_worker


def command_line(service: Service) -> click.Group:
    """The commands of all services and those of this one; each finds its instance in the context (`click.pass_obj`)."""

    @click.group(help=f"Guichet: the service {service.name}.")
    @click.pass_context
    def group(context: click.Context) -> None:
        context.obj = context.with_resource(_opened(service))

    for command in (
        web,
        worker,
        migrate_command,
        metrics_token_command,
        new_migration,
        *MESSAGING_COMMANDS,
        *service.commands,
    ):
        group.add_command(command)
    return group


@contextmanager
def _opened(service: Service) -> Iterator[Instance]:
    try:
        settings = Settings.from_environment()
        install_logs(settings.log_level, service.name)
        if settings.demonstration:
            make_keys(settings.keys, services=[service.name])
        instance = service.open(settings)
    except (Refusal, Incomplete, FileNotFoundError) as wrong:
        raise click.ClickException(str(wrong)) from wrong
    try:
        yield instance
    finally:
        instance.close()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, required=True)
@click.option("--threads", default=8, show_default=True)
@click.pass_obj
def web(instance: Instance, host: str, port: int, threads: int) -> None:
    """Serve the pages and addresses of this service, until SIGTERM or Ctrl-C; requests in hand are finished first."""
    app = create_app(instance)
    serve(
        app,
        host=host,
        port=port,
        threads=threads,
        largest_read=largest_read(app),
        behind_gateway=instance.settings.behind_gateway,
    )


@click.command()
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="Run these parts instead of all.")
@click.option(
    "--heartbeat",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Touch this file every few seconds, as long as every part lives.",
)
@click.pass_obj
def worker(instance: Instance, only: tuple[str, ...], heartbeat: Path | None) -> None:
    """Say, hear and do what is due."""
    run_worker(instance, only=only, heartbeat=heartbeat)


@click.command("migrate")
@click.pass_obj
def migrate_command(instance: Instance) -> None:
    """Bring the database to what this version expects."""
    migrate(instance)


@click.command("metrics-token")
@click.pass_obj
def metrics_token_command(instance: Instance) -> None:
    """Show what opens this service's figures for Prometheus: `Authorization: Bearer …`."""
    click.echo(metrics_token(instance))


@click.command("new-migration")
@click.argument("message")
@click.pass_obj
def new_migration(instance: Instance, message: str) -> None:
    """Write a migration out of the models (for developers)."""
    write_migration(instance, message)
