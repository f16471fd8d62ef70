"""Everything that differs from one association to the next comes from one file."""

from pathlib import Path

import pytest

from shared.kernel.organisation import Incomplete, Organisation
from shared.testing.instances import ORGANISATION

DEMONSTRATION = Path(__file__).resolve().parents[3] / "demo" / "organisation.toml"


@pytest.mark.parametrize("path", [ORGANISATION, DEMONSTRATION])
def test_an_organisation_is_read_whole(path: Path) -> None:
    organisation = Organisation.from_file(path)

    assert organisation.name.fr
    assert organisation.privacy_officer.title.fr


def test_nothing_starts_without_the_person_in_charge_of_personal_information(tmp_path: Path) -> None:
    """PRV-1."""
    written = ORGANISATION.read_text(encoding="utf-8").replace("[privacy_officer]", "[somebody]")
    (tmp_path / "organisation.toml").write_text(written, encoding="utf-8")

    with pytest.raises(Incomplete, match="privacy_officer"):
        Organisation.from_file(tmp_path / "organisation.toml")


def test_a_person_in_charge_without_an_address_is_nobody(tmp_path: Path) -> None:
    written = ORGANISATION.read_text(encoding="utf-8").replace('"vie-privee@essai.example"', '""')
    (tmp_path / "organisation.toml").write_text(written, encoding="utf-8")

    with pytest.raises(Incomplete, match="PRV-1"):
        Organisation.from_file(tmp_path / "organisation.toml")
