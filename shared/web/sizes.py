"""How much may be sent: little, but where a view says that it takes a file."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Flask, request

from shared.web.access import rule_of

View = TypeVar("View", bound=Callable[..., Any])

# More than the longest form and the largest batch of a scanner.
LARGEST_REQUEST: Final = 1024 * 1024
LARGEST_FILE: Final = 4 * 1024 * 1024
# A little too large is read all the same, to be refused in our words; beyond it, the server refuses and reads nothing.
_MARGIN: Final = 128 * 1024
LARGEST_READ: Final = LARGEST_FILE + _MARGIN


def takes_a_file(view: View) -> View:
    """Write it right under the access rule."""
    view.largest = LARGEST_FILE  # type: ignore[attr-defined]  # a function bears it as an attribute
    return view


def largest_taken(app: Flask, endpoint: str) -> int:
    largest: int = getattr(app.view_functions[endpoint], "largest", LARGEST_REQUEST)
    return largest


def largest_read(app: Flask) -> int:
    """For the server in front of this application: beyond this it reads nothing, so that nobody fills its memory."""
    return max(largest_taken(app, endpoint) for endpoint in app.view_functions) + _MARGIN


def install(app: Flask) -> None:
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_REQUEST, MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST)

    @app.before_request
    def limit_what_is_read() -> None:
        if request.endpoint is None or largest_taken(app, request.endpoint) == LARGEST_REQUEST:
            return
        rule = rule_of(app, request.endpoint)
        if rule is not None:
            # Before anybody looks at the form: a stranger's file is not even taken apart.
            rule.check()
        request.max_content_length = largest_taken(app, request.endpoint)
