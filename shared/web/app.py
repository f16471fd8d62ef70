"""A service's Flask application, with everything that is the same for all."""

import logging
import time

from flask import Flask, Response, g
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from shared.kernel.ids import new_id
from shared.messaging.pages import operations
from shared.operations import metrics
from shared.operations.pages import overview
from shared.service import Instance
from shared.web import access, face, problems, security, sizes
from shared.web.asked import method_asked, rule_asked
from shared.web.health import health
from shared.web.identity import IdentityKeys, cookie_name
from shared.web.openapi import openapi

log = logging.getLogger("shared.web.requests")


def create_app(instance: Instance) -> Flask:
    """The application answers under its mount, as it stands on the site."""
    service, settings = instance.service, instance.settings
    app = Flask(service.name, root_path=str(service.folder), static_folder=None, template_folder=None)
    app.extensions["instance"] = instance
    app.extensions["identity_keys"] = IdentityKeys.from_folder(settings.keys)
    app.config.update(
        SECRET_KEY=instance.own_keys.secret("cookie", service.name),
        SESSION_COOKIE_NAME=cookie_name(settings, service.name),
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    _install_request_log(app)
    metrics.install(app, instance)
    problems.install(app)
    sizes.install(app)
    security.install(app, secure=settings.secure)
    access.install(app)
    face.install(app, instance)
    for blueprint in (health, openapi, metrics.metrics, overview, operations, *service.blueprints):
        app.register_blueprint(blueprint)
    _mount(app, service.mount, behind_gateway=settings.behind_gateway)
    return app


def _mount(app: Flask, mount: str, *, behind_gateway: bool) -> None:
    if mount:
        app.wsgi_app = DispatcherMiddleware(NotFound(), {mount: app.wsgi_app})  # type: ignore[method-assign]  # as Flask says
    if behind_gateway:
        # Without a gateway these headers are the visitor's own words: a setting, off by default.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]  # as Flask says


def _install_request_log(app: Flask) -> None:
    @app.before_request
    def begin_request() -> None:
        g.correlation_id = new_id()
        g.started = time.monotonic()

    @app.after_request
    def log_request(response: Response) -> Response:
        log.info(
            "request",
            extra={
                "method": method_asked(),
                "rule": rule_asked(),
                "status": response.status_code,
                "milliseconds": round(1000 * (time.monotonic() - g.get("started", time.monotonic())), 1),
                "correlation_id": g.get("correlation_id"),
            },
        )
        response.headers["X-Request-Id"] = g.get("correlation_id", "")
        return response
