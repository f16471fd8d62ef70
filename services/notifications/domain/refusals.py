"""What this service refuses, and what to do then."""

from shared.kernel.refusals import Refused
from shared.kernel.words import N_


class UnknownRecipient(Refused):
    """Nobody has told us of this person yet: the message waits and is tried again."""

    code = "unknown_recipient"
    sentence = N_("This person is not known here yet. The email is written as soon as the directory has told of them.")


class NotUncertain(Refused):
    code = "not_uncertain"
    sentence = N_("This email is settled already. Reload the page to see its state.")


class CannotCompose(Refused):
    """A letter that cannot become mail: a line break in a header, an address that is none."""

    code = "cannot_compose"
    sentence = N_("This email cannot be composed: %(why)s.")
