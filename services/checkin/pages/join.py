"""Somebody's own link into a virtual session: a page with a button; only the button notes a presence."""

from urllib.parse import urlsplit

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from services.checkin.actions.join import join as note_presence
from services.checkin.domain.refusals import UnknownLink
from services.checkin.pages.blueprint import pages
from services.checkin.queries.joining import Entrance, entrance_of
from shared.kernel.refusals import Refused
from shared.web.access import access, anyone
from shared.web.security import extend_policy
from shared.web.transactions import begin, look


@pages.get("/join/<token>")
@access(anyone)
def join(token: str) -> ResponseReturnValue:
    return _page(token)


@pages.post("/join/<token>")
@access(anyone)
def join_now(token: str) -> ResponseReturnValue:
    """To the meeting's address; a refusal shows the page again, which says why."""
    try:
        with begin() as tx:
            address = note_presence(tx, token=token)
    except Refused as refused:
        return _page(token)[0], refused.status
    return redirect(address, 303)


def _page(token: str) -> tuple[str, int]:
    try:
        with look() as seen:
            entrance, now = entrance_of(seen, token), seen.now
    except UnknownLink as refused:
        return render_template("checkin/unknown_link.html", refused=refused), refused.status
    _allow_leaving_for(entrance)
    return render_template("checkin/join.html", entrance=entrance, now=now), 200


def _allow_leaving_for(entrance: Entrance) -> None:
    """Meetings send on to addresses of their own, which browsers hold against the form that led to them."""
    scheme = urlsplit(entrance.meeting_url or "").scheme
    if scheme in ("http", "https"):
        extend_policy(form_action=f"{scheme}:")
