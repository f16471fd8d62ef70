"""The current application's transactions: the only way from a page or an address to the data."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from flask import current_app, g

from shared.db.transaction import Look, Transaction
from shared.service import Instance


def current_instance() -> Instance:
    instance: Instance = current_app.extensions["instance"]
    return instance


@contextmanager
def begin() -> Iterator[Transaction]:
    """A change, committed at the end: `with begin() as tx: register(tx, …)`."""
    with current_instance().begin(correlation_id=g.correlation_id) as tx:
        yield tx


def look() -> AbstractContextManager[Look]:
    return current_instance().look()
