"""Who may see an event."""

from services.registration.domain.eligibility import is_open_to


def test_what_is_for_all_is_open_to_members_and_visitors() -> None:
    assert is_open_to(None, "Tourisme")
    assert is_open_to(None, None)


def test_a_training_in_one_organisation_is_open_to_its_members_only() -> None:
    assert is_open_to("Tourisme", "Tourisme")
    assert not is_open_to("Tourisme", "Justice")
    assert not is_open_to("Tourisme", None)
