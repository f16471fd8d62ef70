"""The face of the site: what every page shows, and the few addresses that each service serves for it."""

import datetime as dt
from typing import Any, Final

from flask import Blueprint, Flask, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from shared.kernel import clock
from shared.kernel.organisation import Organisation
from shared.kernel.words import language_from
from shared.service import Instance
from shared.web.access import access, anyone
from shared.web.colours import style_sheet
from shared.web.filters import filters
from shared.web.identity import cookie_name, current_identity
from shared.web.language import COOKIE, current_language, current_translator, speak
from shared.web.links import path_to
from shared.web.navigation import navigation
from shared.web.transactions import current_instance

_REMEMBERED: Final = dt.timedelta(days=365)
# A cookie keeps it while somebody signs in, and browsers throw away cookies of more than 4 kB.
_LONGEST_PATH: Final = 1000
_HERE: Final = "shared.web"


def install(app: Flask, instance: Instance) -> None:
    """Give an application the shared templates, filters, translations, style and language button."""
    app.register_blueprint(
        Blueprint(
            "shared", _HERE, template_folder="templates", static_folder="static", static_url_path="/static/shared"
        )
    )
    app.register_blueprint(_addresses())
    speak(app.jinja_env, current_translator)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(filters(current_language, instance.organisation.time_zone))
    app.context_processor(lambda: _shown(instance))


def _addresses() -> Blueprint:
    face = Blueprint("face", __name__)

    @face.get("/organisation.css")
    @access(anyone)
    def colours() -> Response:
        response = Response(style_sheet(current_instance().organisation), content_type="text/css; charset=utf-8")
        response.cache_control.public, response.cache_control.max_age = True, 3600
        return response

    @face.post("/language")
    @access(anyone)
    def language() -> BaseResponse:
        """Remember the chosen language, and go back to the page."""
        settings = current_instance().settings
        response = redirect(own_path(request.form.get("next")), 303)
        response.set_cookie(
            cookie_name(settings, COOKIE),
            language_from(request.form.get("to")),
            max_age=_REMEMBERED,
            secure=settings.secure,
            httponly=True,
            samesite="Lax",
        )
        return response

    return face


def own_path(path: str | None) -> str:
    """A path of this site, never another's address; the home page for anything doubtful."""
    if not path or not path.startswith("/") or path[1:2] in ("/", "\\") or not path.isprintable():
        return path_to("registration", "/")
    if len(path) > _LONGEST_PATH:
        return path_to("registration", "/")
    return path


def _shown(instance: Instance) -> dict[str, Any]:
    """What templates may name (listed at the top of layout.html)."""
    organisation: Organisation = instance.organisation
    identity = current_identity()
    here = request.script_root + request.path
    year = clock.now().astimezone(organisation.time_zone).year
    language = current_language()
    return {
        "service": instance.service.name,
        "organisation": organisation,
        "identity": identity,
        "language": language,
        "other_language": "fr" if language == "en" else "en",
        "here": request.script_root + request.full_path.rstrip("?"),
        "link": path_to,
        "navigation": navigation(identity, here=here, year=year),
    }
