"""Who visits registration's pages: like shared/web/access.py, and renewed here, where identities are kept."""

from dataclasses import dataclass
from typing import ClassVar

from flask import request

from services.registration.actions.renew_identity import renew_identity
from services.registration.domain.sign_ins import IdentityEnded, OpenedIdentity
from services.registration.queries.identity_is_over import identity_is_over
from shared.kernel.refusals import Refused
from shared.kernel.words import language_from
from shared.web import access, identity
from shared.web.face import own_path
from shared.web.transactions import begin, look


@dataclass(frozen=True)
class Renewed:
    """The rule under it, once an identity past its fifteen minutes has been renewed: no form is lost to the clock."""

    rule: access.Rule
    by_token: ClassVar[bool] = False

    @property
    def name(self) -> str:
        return self.rule.name

    @property
    def refuses(self) -> tuple[type[Refused], ...]:
        return self.rule.refuses

    def check(self) -> None:
        """Refuses what the rule refuses."""
        renew()
        self.rule.check()


visitor = Renewed(access.anyone)
member = Renewed(access.member)
organizer = Renewed(access.staff("organizer", "administrator"))
administrator = Renewed(access.staff("administrator"))


def renew() -> identity.Identity | None:
    """Whoever is signed in, renewed when the cookie alone has come to its end.

    A copy of the cookie of somebody who has signed out since, or whose account was closed, is nobody's.
    """
    current = identity.current_identity()
    if current is not None and _is_over(current):
        identity.sign_out()
        return None
    if current is not None:
        return current
    last = identity.last_identity()
    if last is None:
        return None
    try:
        with begin() as tx:
            opened = renew_identity(tx, identity_id=last.login_id)
    except IdentityEnded:
        return None
    keep(opened)
    return identity.current_identity()


def _is_over(current: identity.Identity) -> bool:
    with look() as seen:
        return identity_is_over(seen, identity_id=current.login_id, person_id=current.id)


def keep(opened: OpenedIdentity) -> None:
    """From this response on, the browser is this person's."""
    identity.sign_in(
        identity.Identity(
            kind=opened.kind,
            id=opened.person_id,
            name=opened.name,
            language=language_from(opened.language),
            login_id=opened.identity_id,
            role=opened.role,
        )
    )


def visiting_member() -> str | None:
    """The id of the member who looks, if it is one."""
    current = identity.current_identity()
    return current.id if current is not None and current.kind == "member" else None


def next_path(otherwise: str) -> str:
    """Where the reader wanted to go, when it is a path of this site."""
    asked = request.values.get("next")
    return own_path(asked) if asked else otherwise
