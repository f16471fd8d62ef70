"""Who may see and join an event."""


def is_open_to(event_organisation: str | None, member_organisation: str | None) -> bool:
    """A training given in one organisation is seen by its members only; a visitor has no organisation."""
    return event_organisation is None or event_organisation == member_organisation
