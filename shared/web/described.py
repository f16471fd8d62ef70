"""What an address for programs takes, answers and refuses: said once over its view, kept by it, told by openapi."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, request
from marshmallow import Schema
from werkzeug.exceptions import BadRequest

from shared.contracts.contract import ready
from shared.kernel.refusals import Refused

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Described:
    """`answers` by status, with None for no body; `refuses` without what every address or the access rule refuses."""

    answers: Mapping[int, type[Schema] | None]
    takes: type[Schema] | None
    refuses: tuple[type[Refused], ...]


def described(
    answers: Mapping[int, type[Schema] | None],
    *,
    takes: type[Schema] | None = None,
    refuses: tuple[type[Refused], ...] = (),
) -> Callable[[View], View]:
    """Write it right under the access rule; the view's docstring says the rest."""

    def mark(view: View) -> View:
        view.described = Described(answers, takes, refuses)  # type: ignore[attr-defined]  # a function bears it
        return view

    return mark


def description_of(app: Flask, endpoint: str) -> Described | None:
    found: Described | None = getattr(app.view_functions[endpoint], "described", None)
    return found


def read_json() -> dict[str, Any]:
    """The request's body, as the view said that it takes it; anything else is answered 400, 413, 415 or 422."""
    description = description_of(current_app, request.endpoint or "")
    if description is None or description.takes is None:
        raise RuntimeError(f"{request.endpoint} does not say what it takes")
    try:
        body = request.get_json()
    except RecursionError as too_deep:
        raise BadRequest from too_deep
    loaded: dict[str, Any] = ready(description.takes).load(body)
    return loaded
