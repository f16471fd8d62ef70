"""Structured logs: one JSON object a line, on standard error, or in a file beside an embedded site's data."""

import logging
from logging.config import dictConfig
from pathlib import Path


def install_logs(level: str, service: str, *, file: Path | None = None) -> None:
    """The first call of a process decides: a command run inside the site logs as the site does."""
    if logging.getLogger().handlers:
        return
    handler: dict[str, object] = {"class": "logging.StreamHandler", "formatter": "json"}
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = {
            "class": "logging.FileHandler",
            "filename": str(file),
            "encoding": "utf-8",
            "errors": "backslashreplace",
            "formatter": "json",
        }
    dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": "pythonjsonlogger.json.JsonFormatter",
                    "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
                    "static_fields": {"service": service},
                }
            },
            "handlers": {"lines": handler},
            "root": {"handlers": ["lines"], "level": level},
        }
    )
    # Their own words at INFO are about sockets, not about our people.
    for noisy in ("waitress", "mail.log", "kombu"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    # Eight lines for each try while the broker is away; shared.messaging says it in one.
    logging.getLogger("pika").setLevel(logging.CRITICAL)
