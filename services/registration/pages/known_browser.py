"""The browser itself, whoever uses it: a secret that stays when somebody signs out, set once they have signed in."""

import secrets
from datetime import timedelta
from typing import Final

from flask import Response, after_this_request, request

from shared.web.identity import cookie_name
from shared.web.transactions import current_instance

_NAME: Final = "browser"
_LASTS: Final = timedelta(days=365)


def this_browser() -> str:
    """The secret of its cookie; a new one, which nothing knows, where there is none."""
    return request.cookies.get(cookie_name(current_instance().settings, _NAME)) or secrets.token_urlsafe(24)


def keep_browser(browser: str) -> None:
    @after_this_request
    def keep(response: Response) -> Response:
        settings = current_instance().settings
        response.set_cookie(
            cookie_name(settings, _NAME),
            browser,
            _LASTS,
            path="/",
            secure=settings.secure,
            httponly=True,
            samesite="Lax",
        )
        return response
