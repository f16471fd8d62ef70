"""The key files: made once, and only where nobody else has made them."""

from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from shared.keys import DERIVATION, IDENTITY_PRIVATE, IDENTITY_PUBLIC, make_keys


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_is_there_is_never_replaced(tmp_path: Path) -> None:
    make_keys(tmp_path)
    before = contents(tmp_path)

    make_keys(tmp_path)

    assert contents(tmp_path) == before
    assert before.keys() == {DERIVATION, IDENTITY_PRIVATE, IDENTITY_PUBLIC}


def test_a_service_that_may_only_verify_is_given_no_private_half(tmp_path: Path) -> None:
    make_keys(tmp_path)
    (tmp_path / IDENTITY_PRIVATE).unlink()

    make_keys(tmp_path)

    assert not (tmp_path / IDENTITY_PRIVATE).exists()


def test_a_public_half_that_was_not_written_in_time_is_made_of_the_private_one(tmp_path: Path) -> None:
    make_keys(tmp_path)
    (tmp_path / IDENTITY_PUBLIC).unlink()

    make_keys(tmp_path)

    private = load_pem_private_key((tmp_path / IDENTITY_PRIVATE).read_bytes(), password=None)
    assert load_pem_public_key((tmp_path / IDENTITY_PUBLIC).read_bytes()) == private.public_key()
