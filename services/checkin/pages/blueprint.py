"""The blueprint that every page of checkin but the scanner's belongs to."""

from flask import Blueprint

from shared.web.access import staff

pages = Blueprint(
    "checkin", "services.checkin", template_folder="templates", static_folder="static", static_url_path="/static"
)

door_staff = staff("organizer", "door", "administrator")
organizers = staff("organizer", "administrator")
