"""No column of personal data that is not on the list (PRV-4)."""

import re
from pathlib import Path

import sqlalchemy as sa

from shared.db.tables import metadata
from tests.architecture.conftest import SERVICES

HOUSE = Path(__file__).resolve().parents[2]
KINDS = {"shared": metadata} | {service.name: service.metadata for service in SERVICES}

# Names that say nothing of a person wherever they stand: what a new column is called is looked at by somebody.
NEUTRAL = frozenset(
    """
    id message_id event_id session_id sitting_id registration_id member_id guest_id staff_id person_id device_id
    key_id ticket_key_id reference slug kind mode state role place evidence verdict judged how where type subject
    aggregate template template_version purpose cause label title_fr title_en description_fr description_en label_fr
    label_en venue_name venue_address meeting_url error last_error reason holder_kind notice_version idempotency_key
    consent_version consent_wording consent_language digest token_digest code_digest browser_digest email_digest
    ticket_digest directory_digest password_hash claimed_by settled_by settled_as opened_by rating foreign_text
    """.split()  # noqa: SIM905  # a paragraph of names reads better than a column of quotes
)
# The organisation that an event is for, not somebody's; what a chore, a part of a worker and a queue are called.
OF_EVENTS = {"registration.events.organisation", "checkin.events.organisation", "shared.chore_runs.name"}
OF_THE_HOUSE = {"shared.part_beats.part", "shared.queue_depths.queue"}


def test_every_column_that_could_hold_a_person_is_on_the_list() -> None:
    listed = set(re.findall(r"^\| `([a-z_.]+)` \|", (HOUSE / "docs/personal-data.md").read_text("utf-8"), re.MULTILINE))

    found = {
        f"{service}.{table.name}.{column.name}"
        for service, tables in KINDS.items()
        for table in tables.sorted_tables
        for column in table.columns
        if _is_free(column) and column.name not in NEUTRAL
    }

    assert found - listed - OF_EVENTS - OF_THE_HOUSE == set()
    assert listed - found == set()


def test_nothing_forbidden_is_collected() -> None:
    names = {column.name for tables in KINDS.values() for table in tables.sorted_tables for column in table.columns}

    assert not {name for name in names if re.search(r"birth|gender|sex|home|phone|salary|ip_address", name)}


def _is_free(column: sa.Column) -> bool:
    """Whether it can hold words or bytes: instants, numbers and yes-or-no cannot name anybody."""
    kind = column.type.impl if isinstance(column.type, sa.types.TypeDecorator) else column.type
    return isinstance(kind, sa.String | sa.LargeBinary) and not isinstance(kind, sa.Enum)
