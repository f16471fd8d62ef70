"""The headers of every response, and what makes a request from another site harmless."""

from http.client import PERMANENT_REDIRECT
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest
from werkzeug.exceptions import Forbidden as CrossSite

from shared.web.access import rule_of

_POLICY: Final = {
    "default-src": ["'self'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def extend_policy(**sources: str) -> None:
    """Allow this one response more: `extend_policy(form_action="https://meeting.example")`."""
    g.setdefault("policy", {}).update({name.replace("_", "-"): source for name, source in sources.items()})


def allow_camera() -> None:
    """Only the scanner's page asks for it."""
    g.camera = True


def install(app: Flask, *, secure: bool) -> None:
    # Checked below, so that addresses proven by a token of their own need no second one.
    app.config |= {"WTF_CSRF_CHECK_DEFAULT": False, "WTF_CSRF_TIME_LIMIT": None, "WTF_CSRF_SSL_STRICT": False}
    csrf = CSRFProtect(app)

    @app.before_request
    def refuse_null_characters() -> None:
        # No keyboard makes one, and PostgreSQL keeps none.
        said = (value for _, values in request.values.lists() for value in values)
        if "\0" in request.path or any("\0" in value for value in said):
            raise BadRequest

    @app.before_request
    def refuse_other_sites() -> None:
        if request.method in _SAFE or request.endpoint is None:
            return
        rule = rule_of(app, request.endpoint)
        if rule is not None and rule.by_token:
            return
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
            raise CrossSite
        csrf.protect()

    @app.after_request
    def stay_on_this_host(response: Response) -> Response:
        # The router alone answers 308, and writes the host that the visitor said.
        if response.status_code == PERMANENT_REDIRECT and response.location:
            aim = urlsplit(response.location)._replace(scheme="", netloc="")
            response.location = "/" + aim.geturl().lstrip("/")
            response.set_data(b"")
        return response

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", _policy())
        camera = "(self)" if g.get("camera") else "()"
        response.headers["Permissions-Policy"] = f"camera={camera}, microphone=(), geolocation=()"
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if not (request.endpoint or "").endswith("static"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _policy() -> str:
    policy = {name: list(sources) for name, sources in _POLICY.items()}
    for name, source in g.get("policy", {}).items():
        policy.setdefault(name, ["'self'"]).append(source)
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items())
