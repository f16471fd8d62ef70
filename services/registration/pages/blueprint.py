"""The blueprint that every page of registration belongs to."""

from flask import Blueprint

pages = Blueprint(
    "registration",
    "services.registration",
    template_folder="templates",
    static_folder="static",
    static_url_path="/static/registration",
)
