"""The web server of a service's own `web` command (decision 0007)."""

import signal
from types import FrameType
from typing import Any

import waitress


def serve(
    application: Any, *, host: str, port: int, threads: int, largest_read: int, behind_gateway: bool = False
) -> None:
    """Until SIGTERM or Ctrl-C; requests in hand are finished first."""
    signal.signal(signal.SIGTERM, _leave)
    waitress.serve(
        application,
        host=host,
        port=port,
        threads=threads,
        ident=None,
        max_request_body_size=largest_read,
        # The application itself decides whom to believe (BEHIND_GATEWAY).
        clear_untrusted_proxy_headers=not behind_gateway,
        # Above what one impatient hall opens, below what memory holds of half-sent requests.
        connection_limit=250,
        # Longer than the gateway keeps an idle connection (deploy/gateway/Caddyfile).
        channel_timeout=45,
    )


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit
