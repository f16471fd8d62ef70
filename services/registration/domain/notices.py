"""The notices that people read before they send a form, by version: what was agreed to can be shown again."""

from typing import Final

from shared.kernel.words import N_

# Raised whenever templates/registration/_notice.html says something else (PRV-2).
NOTICE_VERSION: Final = "2026-11-28.2"

NEEDS_CONSENT_VERSION: Final = "2026-11"
NEEDS_CONSENT: Final = N_(
    "I agree that the organizers keep my answers about food and access, to prepare this activity. "
    "They are erased 30 days after it."
)
