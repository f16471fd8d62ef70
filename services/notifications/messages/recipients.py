"""People as messages name them, as letters need them."""

from collections.abc import Mapping
from typing import Any

from services.notifications.domain.recipients import Recipient


def recipient_from(person: Mapping[str, Any], *, person_id: str) -> Recipient:
    return Recipient(person_id, person["given_name"], person["family_name"], person["email"], person["language"])
