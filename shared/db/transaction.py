"""What an action is given to change things, and a query to look at them."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared.contracts.contract import Contract
from shared.contracts.envelope import Message, encode
from shared.db.tables import outbox
from shared.kernel.ids import new_id
from shared.kernel.organisation import Organisation
from shared.kernel.secrets import KeyRing
from shared.settings import Settings


@dataclass(frozen=True)
class Look:
    """A view of the data at one instant; nothing done with it is kept.

    `keys` are those that all three services hold, `own_keys` this one's alone.
    """

    db: Session
    now: dt.datetime
    keys: KeyRing
    own_keys: KeyRing
    organisation: Organisation
    settings: Settings


@dataclass(frozen=True)
class Transaction(Look):
    """One change, whole or not at all: the entry that opened it commits, an action never does."""

    service: str
    correlation_id: str = field(default_factory=new_id)
    causation_id: str | None = None

    def publish(self, contract: Contract, *, subject: str, revision: int, body: dict[str, Any]) -> None:
        """Say a fact, in this very transaction.

        `subject` is the aggregate that bears the revision. Refuses (ValidationError) a body that breaks the contract.
        """
        self.publish_many(contract, [(subject, revision, body)])

    def publish_many(self, contract: Contract, said: list[tuple[str, int, dict[str, Any]]]) -> None:
        """Say many facts of one kind at once, as an import does: subject, revision and body of each."""
        rows = [self._outbox_row(contract, subject, revision, body) for subject, revision, body in said]
        if rows:
            self.db.execute(sa.insert(outbox), rows)

    def _outbox_row(self, contract: Contract, subject: str, revision: int, body: dict[str, Any]) -> dict[str, Any]:
        message = Message(
            id=new_id(),
            type=contract.name,
            source=f"/{self.service}",
            subject=subject,
            time=self.now,
            revision=revision,
            body=body,
            correlation_id=self.correlation_id,
            causation_id=self.causation_id,
        )
        return {
            "message_id": message.id,
            "type": message.type,
            "aggregate": subject,
            "revision": revision,
            "body": encode(contract, message),
            "created_at": self.now,
        }
