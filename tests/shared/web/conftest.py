"""A service that shows every part of the face on one page."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Blueprint, render_template
from marshmallow import Schema, fields, validate

from shared.kernel.refusals import Refused
from shared.service import Service
from shared.testing.clients import Client, client_of
from shared.testing.instances import settings_for_tests
from shared.web.access import access, anyone
from shared.web.forms import Form, read_form

START = dt.datetime(2022, 5, 6, 17, 30, tzinfo=dt.UTC)
pages = Blueprint("gallery", __name__, template_folder="templates")


class Sitting(Schema):
    starts_at = fields.NaiveDateTime(required=True, format="%Y-%m-%dT%H:%M")


class Session(Schema):
    label_fr = fields.String(required=True)
    sittings = fields.List(fields.Nested(Sitting))


class Everything(Schema):
    email = fields.Email(required=True)
    comment = fields.String(validate=validate.Length(max=2000))
    overall = fields.String(required=True, validate=validate.OneOf(["very_satisfied", "satisfied", "not_applicable"]))
    sessions = fields.List(fields.Nested(Session))


@pages.get("/")
@access(anyone)
def show() -> str:
    return _page(Form.blank(slug="gala-2022", sessions=[{"label_fr": "Matin", "sittings": [{"starts_at": ""}]}]))


@pages.post("/")
@access(anyone)
def send() -> str:
    return _page(read_form(Everything))


@pages.get("/refused")
@access(anyone)
def refuse() -> str:
    raise Refused


def _page(form: Form) -> str:
    return render_template("gallery.html", form=form, start=START, end=START + dt.timedelta(hours=3))


SERVICE = Service("gallery", "", Path(__file__).parent, sa.MetaData(), [pages])


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """A browser on the gallery."""
    instance = SERVICE.open(settings_for_tests(tmp_path, SERVICE.name))
    yield client_of(instance)
    instance.close()
