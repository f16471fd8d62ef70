"""Every ten minutes: forget the directory files that were looked at and not imported."""

from datetime import timedelta

from services.registration.actions.preview_directory import forget_old_previews
from shared.service import Chore

FORGET_OLD_PREVIEWS = Chore(name="forget-old-previews", every=timedelta(minutes=10), run=forget_old_previews)
