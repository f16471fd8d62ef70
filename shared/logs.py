"""Structured logs: one JSON object a line, on standard error."""

import logging
import sys
from logging.config import dictConfig


def install_logs(level: str, service: str) -> None:
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
            "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": level},
        }
    )
    # Their own words at INFO are about sockets, not about our people.
    for noisy in ("waitress", "mail.log", "kombu"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    # Eight lines for each try while the broker is away; shared.messaging says it in one.
    logging.getLogger("pika").setLevel(logging.CRITICAL)
