"""A browser without a screen: it keeps cookies, sends the forms' tokens, and can be signed in."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.test import TestResponse

from shared.kernel import clock
from shared.kernel.words import Language
from shared.service import Instance
from shared.web.app import create_app
from shared.web.identity import Identity, IdentityKeys, cookie_name, sign


class Client(FlaskClient):
    """Paths are the site's: `/checkin/…` for checkin's."""

    instance: Instance

    def submit(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """Open the page, take its token, send the form, as a person does."""
        token = self.form_token(path) or self.form_token()
        return self.post(path, data={"csrf_token": token, **(data or {})}, **options)

    def submit_json(self, path: str, body: Any, **options: Any) -> TestResponse:
        """As our own scripts do: the token in a header."""
        return self.post(path, json=body, headers={"X-CSRFToken": self.form_token() or ""}, **options)

    def sign_in(self, identity: Identity) -> None:
        settings = self.instance.settings
        cookie = sign(identity, IdentityKeys.from_folder(settings.keys), now=clock.now())
        self.set_cookie(cookie_name(settings, "identity"), cookie)

    def form_token(self, path: str | None = None) -> str | None:
        """The token on a page; by default of one that every service has (the language's form is on all)."""
        page = self.get(path or f"{self.instance.service.mount}/nowhere", headers={"Accept": "text/html"}).text
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        return found.group(1) if found else None


class _CompiledOnce(BytecodeCache):
    """Each test has an application of its own: without this, each would compile the same templates again."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _CompiledOnce()


def client_of(instance: Instance) -> Client:
    app = create_app(instance)
    app.jinja_env.bytecode_cache = _COMPILED
    return another_client_of(app)


def another_client_of(app: Flask) -> Client:
    """Another browser on the same application."""
    app.test_client_class = Client
    client = app.test_client()
    assert isinstance(client, Client)
    client.instance = app.extensions["instance"]
    return client


def a_member_identity(member_id: str, *, language: Language = "fr", login_id: str = "login") -> Identity:
    return Identity(kind="member", id=member_id, name="Alex Membre", language=language, login_id=login_id)


def a_staff_identity(
    role: str, *, staff_id: str = "staff", language: Language = "fr", login_id: str = "login"
) -> Identity:
    return Identity(
        kind="staff", id=staff_id, name="Dominique Personnel", language=language, login_id=login_id, role=role
    )
