"""Refused: a rule said no, under a code that never changes and with a sentence that says what to do."""

from typing import ClassVar

from shared.kernel.words import N_


class Refused(Exception):
    """`sentence` is English, marked for translation, and may hold `%(name)s` for the values given."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    sentence: ClassVar[str] = N_("This cannot be done now. Go back and try again.")

    def __init__(self, **values: object) -> None:
        super().__init__(self.code)
        self.values = values

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence % self.values if self.values else self.sentence}"


class NotFound(Refused):
    code = "not_found"
    status = 404
    sentence = N_("There is nothing at this address. Check it, or start again from the home page.")


class Forbidden(Refused):
    code = "forbidden"
    status = 403
    sentence = N_("Your account does not open this page. Ask the administrator if it should.")


class SignInNeeded(Refused):
    code = "sign_in_needed"
    status = 401
    sentence = N_("Sign in to open this page.")


class Invalid(Refused):
    code = "invalid"
    status = 422
    sentence = N_("Some answers need to be corrected.")


class TooMany(Refused):
    """Asked too often; `retry_after` is in seconds."""

    code = "too_many"
    status = 429
    sentence = N_("Too many tries. Wait a few minutes, then try again.")

    def __init__(self, *, retry_after: int, **values: object) -> None:
        super().__init__(**values)
        self.retry_after = retry_after
