"""The pages of registration: for visitors, for members, for organizers."""

# Each module hangs its views on the blueprint when it is imported; nothing of them is named here, which is why:
# ruff: noqa: F401
import services.registration.pages.about
import services.registration.pages.cancelling
import services.registration.pages.catalogue
import services.registration.pages.changing
import services.registration.pages.copying
import services.registration.pages.directory
import services.registration.pages.guests
import services.registration.pages.organizer_events
import services.registration.pages.organizer_list
import services.registration.pages.organizer_registrations
import services.registration.pages.registering
import services.registration.pages.registrations
import services.registration.pages.second_factor
import services.registration.pages.sign_in
import services.registration.pages.staff_sign_in
from services.registration.pages.blueprint import pages

__all__ = ["pages"]
