"""Erasing a member, as they may ask: what keeps it from being done, and what stays in place of a name."""

from typing import Final

from shared.kernel.refusals import Refused
from shared.kernel.words import N_

_NUMBER: Final = "erased-"


class HasPlacesToCome(Refused):
    code = "has_places_to_come"
    sentence = N_("This member still holds a place in an activity to come. Cancel it first, then erase the member.")


class StillToBeSaid(Refused):
    code = "still_to_be_said"
    sentence = N_("Some messages about this member are still to be said. Start the worker, then try again in a minute.")


def number_of_erased(member_id: str) -> str:
    """Unlike any other, and nobody's: the directory's column is unique."""
    return _NUMBER + member_id.replace("-", "")[-12:]
