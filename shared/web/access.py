"""Who may open a view: said once over each, kept before it runs, counted by a test."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeVar

from flask import Flask, request

from shared.kernel.refusals import Forbidden, Refused, SignInNeeded
from shared.staff import is_closed
from shared.web.identity import current_identity
from shared.web.transactions import look

View = TypeVar("View", bound=Callable[..., Any])


class Rule(Protocol):
    """`by_token` rules are proven by a header of the request's own, so that no other site can borrow them."""

    by_token: ClassVar[bool]

    @property
    def name(self) -> str: ...

    @property
    def refuses(self) -> tuple[type[Refused], ...]: ...

    def check(self) -> None:
        """Refuses one of `refuses`."""


@dataclass(frozen=True)
class Anyone:
    name: str = "anyone"
    by_token: ClassVar[bool] = False
    refuses: ClassVar[tuple[type[Refused], ...]] = ()

    def check(self) -> None:
        return


@dataclass(frozen=True)
class Member:
    name: str = "member"
    by_token: ClassVar[bool] = False
    refuses: ClassVar[tuple[type[Refused], ...]] = (SignInNeeded,)

    def check(self) -> None:
        identity = current_identity()
        if identity is None or identity.kind != "member":
            raise SignInNeeded


@dataclass(frozen=True)
class Staff:
    roles: frozenset[str]
    by_token: ClassVar[bool] = False
    refuses: ClassVar[tuple[type[Refused], ...]] = (SignInNeeded, Forbidden)

    @property
    def name(self) -> str:
        return "staff: " + ", ".join(sorted(self.roles))

    def check(self) -> None:
        identity = current_identity()
        if identity is None or identity.kind != "staff":
            raise SignInNeeded(staff=True)
        if identity.role not in self.roles:
            raise Forbidden
        with look() as seen:
            if is_closed(seen, identity.id):
                raise SignInNeeded(staff=True)


anyone = Anyone()
member = Member()


def staff(*roles: str) -> Staff:
    return Staff(frozenset(roles))


def access(rule: Rule) -> Callable[[View], View]:
    """Write it right under the route: `@pages.get("/registrations")`, then `@access(member)`."""

    def mark(view: View) -> View:
        view.access = rule  # type: ignore[attr-defined]  # a function bears it as an attribute
        return view

    return mark


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    """The rule of a view; Flask's own static files are for anyone."""
    if endpoint == "static" or endpoint.endswith(".static"):
        return anyone
    rule: Rule | None = getattr(app.view_functions[endpoint], "access", None)
    return rule


def install(app: Flask) -> None:
    @app.before_request
    def check_access() -> None:
        if request.endpoint is None:
            return
        rule = rule_of(app, request.endpoint)
        if rule is None:
            raise RuntimeError(f"{request.endpoint} does not say who may open it")
        rule.check()
