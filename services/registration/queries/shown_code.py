"""The code that the demonstration shows, where nobody has an application enrolled."""

from services.registration.domain.second_factor import PasswordProven, step_at, steps_that_pass
from services.registration.models import SecondFactor
from services.registration.models.authenticators import code_at, secret_of
from shared.db.transaction import Look


def shown_code(look: Look, *, proven: PasswordProven) -> str | None:
    """None outside the demonstration, always; within it, when the codes of this minute are used up."""
    if not look.settings.demonstration:
        return None
    factor = look.db.get(SecondFactor, proven.staff_id)
    if factor is None or factor.generation != proven.generation:
        return None
    # The one before is about to pass.
    steps = [step for step in steps_that_pass(look.now, last_step=factor.last_step) if step >= step_at(look.now)]
    return code_at(secret_of(factor, look.own_keys), steps[0]) if steps else None
