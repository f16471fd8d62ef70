"""`python -m demo.mailbox`: the mailbox by itself, SMTP and pages, for the modes that are more than one process."""

import signal
import threading
from pathlib import Path

import click
from waitress.server import create_server
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from demo.mailbox.mailbox import open_mailbox
from demo.mailbox.pages import MOUNT


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), default=Path("var/mailbox"), show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8026, show_default=True, help="Of the pages, under /mailbox.")
@click.option("--smtp-host", default="127.0.0.1", show_default=True)
@click.option("--smtp-port", default=8025, show_default=True)
def mailbox(folder: Path, host: str, port: int, smtp_host: str, smtp_port: int) -> None:
    """Take every letter, and show it, until SIGTERM or Ctrl-C."""
    box = open_mailbox(folder)
    box.start_smtp(smtp_host, smtp_port)
    server = create_server(
        DispatcherMiddleware(NotFound(), {MOUNT: box.wsgi()}), host=host, port=port, threads=4, ident=None
    )
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    serving = threading.Thread(target=server.run, name="mailbox-pages", daemon=True)
    serving.start()
    click.echo(f"letters: smtp://{smtp_host}:{smtp_port}, pages: http://{host}:{port}/mailbox/")
    stop.wait()
    server.close()
    box.stop()


if __name__ == "__main__":
    mailbox()
