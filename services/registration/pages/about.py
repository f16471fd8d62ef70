"""Pages that say something and do nothing: personal information, and a ticket opened in public."""

from flask import render_template
from flask.typing import ResponseReturnValue

from services.registration.pages.blueprint import pages
from services.registration.pages.visitor import visitor
from shared.kernel.words import N_
from shared.web.access import access, anyone
from shared.web.language import gettext
from shared.web.transactions import current_instance

_KEPT = {
    "registrations": N_("Registrations, after the activity"),
    "needs": N_("Answers about food and access, after the activity"),
    "scans": N_("Ticket scans at the door"),
    "letters": N_("Emails sent"),
    "sign_ins": N_("Requests to sign in"),
}


@pages.get("/privacy")
@access(visitor)
def privacy() -> ResponseReturnValue:
    days = current_instance().organisation.retention_days
    kept = [(gettext(words), days[key]) for key, words in _KEPT.items() if key in days]
    return render_template("registration/privacy.html", kept=kept)


@pages.get("/T/<token>")
@access(anyone)
def ticket_in_public(token: str) -> ResponseReturnValue:
    """The same page for every token, known or not; nothing is looked up (QR-3)."""
    return render_template("registration/ticket_neutral.html")
