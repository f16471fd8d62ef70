"""The bare transaction: Flask and psycopg write the very same rows as the site does, and do nothing else.

No session, no CSRF, no rule, no contract: what is left of the throughput beside this is what those cost.
"""

import threading
import uuid
from typing import Any

import click
import psycopg
from flask import Flask, request
from flask.typing import ResponseReturnValue

from shared.kernel.clock import system_now
from shared.web.serving import serve

# As long as the site's own messages are.
_PLACE_SAID = b"x" * 1500
_ATTENDANCE_SAID = b"x" * 620

_OUTBOX = "INSERT INTO outbox (message_id, type, aggregate, revision, body, created_at) VALUES (%s, %s, %s, 1, %s, %s)"
_REGISTRATION = """INSERT INTO registrations (id, reference, session_id, member_id, holder_kind, place, place_number,
  revision, ticket_generation, ticket_key_id, notice_version, idempotency_key, registered_at, place_changed_at)
  VALUES (%s, %s, %s, %s, 'member', 'confirmed', %s, 1, 1, 'k1', 'bare', %s, %s, %s)"""
_SCAN = """INSERT INTO scans (id, device_id, event_id, session_id, sitting_id, sequence, how, scanned_at, device_time,
  received_at, judged, verdict, registration_id, person_id, ticket_digest)
  VALUES (%s, %s, %s, %s, %s, 1, 'camera', %s, %s, %s, 'welcome', 'welcome', %s, %s, %s)"""
_FACT = """INSERT INTO evidence_facts (id, evidence, event_id, session_id, sitting_id, person_id, registration_id, at,
  recorded_at, device_id, "where") VALUES (%s, 'scanned', %s, %s, %s, %s, %s, %s, %s, %s, 'Porte A')"""
_ATTENDANCE = """INSERT INTO attendances (id, revision, event_id, session_id, sitting_id, person_id, registration_id,
  evidence, at, "where", undone) VALUES (%s, 1, %s, %s, %s, %s, %s, 'scanned', %s, 'Porte A', false)"""


def bare(registration: str, checkin: str) -> Flask:
    app, own = Flask("bare"), threading.local()

    def connection(name: str, url: str) -> psycopg.Connection[Any]:
        if not hasattr(own, name):
            setattr(own, name, psycopg.connect(url))
        opened: psycopg.Connection[Any] = getattr(own, name)
        return opened

    @app.get("/ready")
    def ready() -> ResponseReturnValue:
        return "ready"

    @app.get("/empty")
    def empty() -> ResponseReturnValue:
        return "empty"

    @app.post("/register/<session_id>/<member_id>")
    def register(session_id: str, member_id: str) -> ResponseReturnValue:
        _register(connection("registration", registration), session_id, member_id)
        return "", 303

    @app.post("/scans/<session_id>")
    def scans(session_id: str) -> ResponseReturnValue:
        told = request.get_json()["scans"]
        _scan(connection("checkin", checkin), session_id, [one["scan_id"] for one in told])
        return {"results": told}

    return app


def _register(db: psycopg.Connection[Any], session_id: str, member_id: str) -> None:
    row = db.execute("SELECT places_numbered FROM sessions WHERE id = %s FOR UPDATE", [session_id]).fetchone()
    assert row is not None
    now, own, number = system_now(), str(uuid.uuid4()), row[0] + 1
    db.execute("UPDATE sessions SET places_numbered = %s WHERE id = %s", [number, session_id])
    db.execute(_REGISTRATION, [own, own[:8], session_id, member_id, number, own, now, now])
    db.execute(_OUTBOX, [str(uuid.uuid4()), "registration.place_confirmed.v1", own, _PLACE_SAID, now])
    db.commit()


def _scan(db: psycopg.Connection[Any], session_id: str, scan_ids: list[str]) -> None:
    row = db.execute("SELECT event_id FROM sessions WHERE id = %s FOR UPDATE", [session_id]).fetchone()
    assert row is not None
    now, event = system_now(), row[0]
    people = [(one, str(uuid.uuid4()), str(uuid.uuid4())) for one in scan_ids]
    with db.cursor() as cursor:
        cursor.executemany(
            _SCAN,
            [(i, i, event, session_id, event, now, now, now, a, p, p) for i, p, a in people],
        )
        cursor.executemany(_FACT, [(i, event, session_id, event, p, a, now, now, i) for i, p, a in people])
        cursor.executemany(_ATTENDANCE, [(a, event, session_id, event, p, a, now) for _, p, a in people])
        said = "checkin.attendance_recorded.v1"
        cursor.executemany(_OUTBOX, [(i, said, a, _ATTENDANCE_SAID, now) for i, _, a in people])
    db.commit()


@click.command()
@click.option("--port", type=int, required=True)
@click.option("--threads", type=int, required=True)
@click.option("--registration", required=True, help="Address of registration's database, as psycopg writes it.")
@click.option("--checkin", required=True)
def main(port: int, threads: int, registration: str, checkin: str) -> None:
    serve(bare(registration, checkin), host="127.0.0.1", port=port, threads=threads, largest_read=2**20)


if __name__ == "__main__":
    main()
