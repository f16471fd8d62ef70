"""Know a browser again in which somebody of the staff has signed in, wholly."""

from services.registration.models import KnownBrowser
from shared.db.inserts import dialect_of, insert_into
from shared.db.transaction import Transaction
from shared.kernel.secrets import digest


def know_browser(tx: Transaction, *, staff_id: str, browser: str) -> None:
    """`browser` is the secret in its cookie."""
    row = {"staff_id": staff_id, "browser_digest": digest(browser), "seen_at": tx.now}
    insert = insert_into(KnownBrowser, dialect_of(tx.db)).values(row)
    tx.db.execute(insert.on_conflict_do_update(index_elements=["staff_id", "browser_digest"], set_={"seen_at": tx.now}))
