"""`python -m shared.operations …`: what an operator types about the whole site."""

import os
from pathlib import Path

import click

from shared.operations import backup as backups
from shared.operations.stores import BackupFailed
from shared.settings import Refusal, Settings
from shared.web.links import SERVICES


@click.group(help="Guichet: the three services together.")
@click.pass_context
def operations(context: click.Context) -> None:
    os.umask(0o077)
    try:
        context.obj = Settings.from_environment()
    except Refusal as wrong:
        raise click.ClickException(str(wrong)) from wrong


@operations.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_obj
def backup(settings: Settings, folder: Path) -> None:
    """Back the three databases up into a new folder, at one instant, while the site goes on."""
    try:
        manifest = backups.back_up(settings, folder)
    except BackupFailed as failed:
        raise click.ClickException(str(failed)) from failed
    click.echo(f"Backed up: {', '.join(manifest.files)}, as they were at {manifest.made_at}.")
    click.echo(f"Keep apart, they are not in it: {', '.join(manifest.kept_apart)}.")
    click.echo("Without these keys no link works, no letter can show a ticket again, and everybody signs in anew.")


@operations.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_obj
def restore(settings: Settings, folder: Path) -> None:
    """Put a backup back into three empty databases, with the site stopped, and say what to do next."""
    try:
        manifest = backups.restore(settings, folder)
    except BackupFailed as failed:
        raise click.ClickException(str(failed)) from failed
    click.echo(f"Restored: the three databases as they were at {manifest.made_at} (version {manifest.version}).")
    for name in backups.changed_since(settings, manifest):
        click.echo(f"CAREFUL: {name} is missing, or not the one of the backup: put the right one back first.", err=True)
    click.echo("If the broker was not lost, empty its queues, or name another BROKER_NAMESPACE: what it still holds")
    click.echo("was said after the backup, and nobody must hear it.")
    click.echo("The embedded site just starts. Elsewhere, before the workers do, say again what died with the broker:")
    for deed in ("migrate", "bind", f"resend --since {manifest.say_again_since:%Y-%m-%dT%H:%M}"):
        for name in SERVICES:
            click.echo(f"  python -m services.{name} {deed}")
    click.echo("Accounts that were closed since the backup are open again, and passwords, phones, recovery codes and")
    click.echo("doors that were given up are good again. Once it is migrated and before anybody can come in, look who")
    click.echo("is there, and close-staff, change-password and reset-second-factor as was done since:")
    click.echo("  python -m services.registration staff")


if __name__ == "__main__":
    operations(prog_name="python -m shared.operations")
