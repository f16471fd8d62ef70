"""A contract: the agreed form of one kind of message."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from shared.kernel.clock import in_utc


class Body(Schema):
    """What a message says; a reader ignores what it does not know, a speaker must say it all."""

    class Meta:
        unknown = EXCLUDE


class Instant(fields.Field[dt.datetime]):
    """An aware instant, written in UTC as `2022-05-06T13:30:00Z`, to the microsecond where it has any."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else in_utc(value).isoformat().replace("+00:00", "Z")

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> dt.datetime:
        try:
            return in_utc(dt.datetime.fromisoformat(value))
        except (TypeError, ValueError) as wrong:
            raise self.make_error("validator_failed") from wrong


def one_of(*words: str) -> fields.String:
    return fields.String(required=True, validate=validate.OneOf(words))


def text(**options: Any) -> fields.String:
    return fields.String(required=True, **options)


@dataclass(frozen=True)
class Contract:
    """`name` is `service.subject_past_participle.version`; another meaning is another version.

    `subject` is what bears the revision, `says` the one line that docs/messages.md and the AsyncAPI document show.
    """

    name: str
    schema: type[Schema]
    subject: str
    says: str

    @property
    def speaker(self) -> str:
        """The one service that says it."""
        return self.name.partition(".")[0]

    def dump(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The body as it goes on the wire; refuses (ValidationError) what a reader could not load."""
        said: dict[str, Any] = ready(self.schema).dump(body)
        self.load(said)
        return said

    def load(self, said: Mapping[str, Any]) -> dict[str, Any]:
        loaded: dict[str, Any] = ready(self.schema).load(said)
        return loaded


@cache
def ready(schema: type[Schema]) -> Schema:
    """One instance a schema: making one costs three times what it then does, and it keeps nothing between two uses."""
    return schema()
