"""Who is signed in: a cookie that registration signs (EdDSA) and that every service can verify."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import jwt
from flask import Response, after_this_request, current_app, g, request

from shared.kernel import clock
from shared.kernel.refusals import SignInNeeded
from shared.kernel.words import Language, language_from
from shared.keys import IDENTITY_PRIVATE, IDENTITY_PUBLIC
from shared.settings import Settings

LASTS: Final = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Identity:
    """A member or a staff account; `login_id` is the row in registration that keeps it alive."""

    kind: Literal["member", "staff"]
    id: str
    name: str
    language: Language
    login_id: str
    role: str | None = None


@dataclass(frozen=True)
class IdentityKeys:
    public: bytes
    private: bytes | None

    @classmethod
    def from_folder(cls, folder: Path) -> "IdentityKeys":
        private = folder / IDENTITY_PRIVATE
        return cls((folder / IDENTITY_PUBLIC).read_bytes(), private.read_bytes() if private.exists() else None)


def sign(identity: Identity, keys: IdentityKeys, *, now: dt.datetime) -> str:
    """Good for fifteen minutes from `now`; only where the private key is."""
    if keys.private is None:
        raise RuntimeError("only registration signs people in")
    claims = {
        "sub": identity.id,
        "kind": identity.kind,
        "name": identity.name,
        "language": identity.language,
        "login": identity.login_id,
        "role": identity.role,
        "iat": int(now.timestamp()),
        "exp": int((now + LASTS).timestamp()),
    }
    return jwt.encode(claims, keys.private, algorithm="EdDSA")


def verify(cookie: str, keys: IdentityKeys, *, now: dt.datetime) -> Identity | None:
    """None for what was not signed by registration, and for what is past its fifteen minutes."""
    try:
        # The instant is compared with our own clock, which the demonstration may move.
        claims: dict[str, Any] = jwt.decode(
            cookie, keys.public, algorithms=["EdDSA"], options={"verify_exp": False, "verify_iat": False}
        )
    except jwt.InvalidTokenError:
        return None
    if now.timestamp() >= claims["exp"]:
        return None
    return Identity(
        kind=claims["kind"],
        id=claims["sub"],
        name=claims["name"],
        language=language_from(claims["language"]),
        login_id=claims["login"],
        role=claims["role"],
    )


def cookie_name(settings: Settings, name: str) -> str:
    """`__Host-` needs HTTPS; the demonstration on loopback has none."""
    return f"__Host-{name}" if settings.secure else name


def current_identity() -> Identity | None:
    if "identity" not in g:
        cookie = request.cookies.get(cookie_name(_settings(), "identity"))
        g.identity = verify(cookie, _keys(), now=clock.now()) if cookie else None
    identity: Identity | None = g.identity
    return identity


def last_identity() -> Identity | None:
    """Whom the cookie names, its fifteen minutes past or not: registration, and it alone, renews by it."""
    cookie = request.cookies.get(cookie_name(_settings(), "identity"))
    return verify(cookie, _keys(), now=dt.datetime.fromtimestamp(0, dt.UTC)) if cookie else None


def current_member() -> str:
    """The signed-in member's id; refuses SignInNeeded."""
    identity = current_identity()
    if identity is None or identity.kind != "member":
        raise SignInNeeded
    return identity.id


def current_staff() -> str:
    """The signed-in staff account's id; refuses SignInNeeded."""
    identity = current_identity()
    if identity is None or identity.kind != "staff":
        raise SignInNeeded(staff=True)
    return identity.id


def sign_in(identity: Identity) -> None:
    """From this response on, the browser is this identity's (registration only); also renews."""
    g.identity = identity
    cookie = sign(identity, _keys(), now=clock.now())

    @after_this_request
    def keep(response: Response) -> Response:
        settings = _settings()
        response.set_cookie(
            cookie_name(settings, "identity"), cookie, path="/", secure=settings.secure, httponly=True, samesite="Lax"
        )
        return response


def sign_out() -> None:
    g.identity = None

    @after_this_request
    def forget(response: Response) -> Response:
        settings = _settings()
        response.delete_cookie(cookie_name(settings, "identity"), path="/", secure=settings.secure, samesite="Lax")
        return response


def _keys() -> IdentityKeys:
    keys: IdentityKeys = current_app.extensions["identity_keys"]
    return keys


def _settings() -> Settings:
    settings: Settings = current_app.extensions["instance"].settings
    return settings
