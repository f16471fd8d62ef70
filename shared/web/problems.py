"""One shape for everything that goes wrong: a sentence on a page, or problem+json (RFC 9457) for programs."""

import json
import logging
from typing import Final
from urllib.parse import urlencode

from flask import Flask, Response, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from shared.kernel.refusals import Refused, SignInNeeded, TooMany
from shared.kernel.words import N_
from shared.web.language import current_translator
from shared.web.links import path_to

log = logging.getLogger(__name__)

_SENTENCES = {
    400: ("bad_request", N_("The request was not understood. Go back and try again.")),
    403: ("forbidden", N_("Your account does not open this page. Ask the administrator if it should.")),
    404: ("not_found", N_("There is nothing at this address. Check it, or start again from the home page.")),
    405: ("method_not_allowed", N_("This address does not do that. Start again from the home page.")),
    413: ("too_large", N_("What was sent is too large. Send less at a time.")),
    415: ("unsupported_media_type", N_("This kind of content is not understood here.")),
}
_UNEXPECTED = ("unexpected", N_("Something went wrong on our side. Nothing was changed. Try again in a few minutes."))
_CSRF = ("form_expired", N_("This form is no longer valid. Go back, reload the page, and send it again."))

# What a program reads: by status, for what no rule of ours has refused.
CODES: Final = {status: code for status, (code, _) in _SENTENCES.items()} | {500: _UNEXPECTED[0]}
FORM_EXPIRED: Final = _CSRF[0]


def install(app: Flask) -> None:
    app.register_error_handler(Refused, on_refused)
    app.register_error_handler(CSRFError, on_csrf)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(Exception, on_unexpected)


def on_refused(refused: Refused) -> ResponseReturnValue:
    if isinstance(refused, SignInNeeded) and request.method == "GET" and not wants_json():
        asked = {"next": request.script_root + request.full_path.rstrip("?")}
        return redirect(path_to("registration", "/sign-in/renew?") + urlencode(asked | _staff(refused)), 303)
    response = _answer(refused.status, refused.code, current_translator().refusal(refused))
    if isinstance(refused, TooMany):
        response.headers["Retry-After"] = str(refused.retry_after)
    return response


def on_csrf(_error: CSRFError) -> ResponseReturnValue:
    return _answer(400, _CSRF[0], current_translator().gettext(_CSRF[1]))


def on_http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    code, sentence = _SENTENCES.get(error.code, _UNEXPECTED if error.code >= 500 else _SENTENCES[400])
    response = _answer(error.code, code, current_translator().gettext(sentence))
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def on_unexpected(error: Exception) -> ResponseReturnValue:
    log.error("unexpected", exc_info=error)
    return _answer(500, _UNEXPECTED[0], current_translator().gettext(_UNEXPECTED[1]))


def problem(status: int, code: str, detail: str, **more: object) -> Response:
    """The body that every refusal of an API has."""
    body = {"type": "about:blank", "title": code, "status": status, "code": code, "detail": detail}
    body |= {"request_id": g.get("correlation_id")} | more
    return Response(json.dumps(body, ensure_ascii=False), status, content_type="application/problem+json")


def wants_json() -> bool:
    accepted = request.accept_mimetypes
    return "/api/" in request.path or accepted.best_match(["text/html", "application/json"]) == "application/json"


def _answer(status: int, code: str, sentence: str) -> Response:
    if wants_json():
        return problem(status, code, sentence)
    return make_response(render_template("shared/error.html", status=status, code=code, sentence=sentence), status)


def _staff(refused: Refused) -> dict[str, str]:
    return {"as": "staff"} if refused.values.get("staff") else {}
