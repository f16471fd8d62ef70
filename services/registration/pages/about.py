"""Pages that say something and do nothing: personal information, and a ticket opened in public."""

from flask import render_template
from flask.typing import ResponseReturnValue

from services.registration.pages.blueprint import pages
from services.registration.pages.visitor import visitor
from shared.web.access import access, anyone


@pages.get("/privacy")
@access(visitor)
def privacy() -> ResponseReturnValue:
    return render_template("registration/privacy.html")


@pages.get("/T/<token>")
@access(anyone)
def ticket_in_public(token: str) -> ResponseReturnValue:
    """The same page for every token, known or not; nothing is looked up (QR-3)."""
    return render_template("registration/ticket_neutral.html")
