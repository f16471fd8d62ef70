"""What people do in tests of checkin: open a door, read a ticket, join, answer."""

import datetime as dt
import json
from typing import Any

import sqlalchemy as sa

from services.checkin.actions.open_device import open_device
from services.checkin.actions.record_scans import ReadingTold, record_scans
from services.checkin.actions.undo import undo
from services.checkin.chores.invite_those_who_came import invite_those_who_came
from services.checkin.domain.kinds import How
from services.checkin.queries.scan_results import ScanResult, results_of
from shared.db.tables import outbox
from shared.kernel import clock
from shared.kernel.ids import new_id
from shared.service import Instance
from tests.checkin.builders import Session


def open_door(instance: Instance, session: Session, label: str = "Porte A") -> str:
    with instance.begin() as tx:
        return open_device(tx, session_id=session.session_id, label=label, opened_by="staff").device_id


def a_reading(raw: str, *, at: dt.datetime | None = None, **options: Any) -> ReadingTold:
    told: dict[str, Any] = {"scan_id": new_id(), "sequence": 1, "how": How.CAMERA, "judged": "welcome"} | options
    return ReadingTold(raw=raw, scanned_at=at or clock.now(), **told)


def tell_scans(
    instance: Instance, device_id: str, *readings: ReadingTold, sent_at: dt.datetime | None = None
) -> list[ScanResult]:
    with instance.begin() as tx:
        record_scans(tx, device_id=device_id, sent_at=sent_at or tx.now, scans=readings)
        return results_of(tx, [reading.scan_id for reading in readings], device_id=device_id)


def scan(instance: Instance, device_id: str, raw: str, *, at: dt.datetime | None = None, **options: Any) -> ScanResult:
    return tell_scans(instance, device_id, a_reading(raw, at=at, **options))[0]


def undo_scan(instance: Instance, device_id: str, scan_id: str, *, at: dt.datetime | None = None) -> None:
    moment = at or clock.now()
    with instance.begin() as tx:
        undo(tx, device_id=device_id, undo_id=new_id(), at=moment, sent_at=clock.now(), scan_id=scan_id)


def run_survey_chore(instance: Instance) -> None:
    with instance.begin() as tx:
        invite_those_who_came(tx)


def said_by(instance: Instance, name: str) -> list[dict[str, Any]]:
    """The bodies of what was said under that name, in order."""
    with instance.look() as seen:
        rows = seen.db.scalars(sa.select(outbox.c.body).where(outbox.c.type == name).order_by(outbox.c.id))
        return [json.loads(body)["data"] for body in rows]


def survey_token(instance: Instance, person_id: str) -> str:
    """The link of the person's last invitation, as the letter would have it."""
    invited = [one for one in said_by(instance, "checkin.survey_invited.v1") if one["person_id"] == person_id]
    last = invited[-1]
    return instance.keys.token("survey", last["invitation_id"], generation=last["generation"], key_id=last["key_id"])
