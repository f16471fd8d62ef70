"""Secrets are derived, never stored: the same everywhere, different for everything."""

import stat
from pathlib import Path

import pytest

from shared.kernel import crockford
from shared.kernel.secrets import TOKEN_LENGTH, KeyRing, digest

RING = KeyRing({"k1": b"1" * 32, "k2": b"2" * 32}, "k1")


def test_a_token_is_the_same_wherever_it_is_derived() -> None:
    assert RING.token("ticket", "event", "registration") == RING.token("ticket", "event", "registration")


@pytest.mark.parametrize(
    "other",
    [
        RING.token("presence", "event", "registration"),
        RING.token("ticket", "another event", "registration"),
        RING.token("ticket", "event", "another registration"),
        RING.token("ticket", "event", "registration", generation=2),
        RING.token("ticket", "event", "registration", key_id="k2"),
        RING.token("ticket", "registration", "event"),
        RING.token("ticket", "eventregistration"),
    ],
)
def test_anything_else_gives_another_token(other: str) -> None:
    assert RING.token("ticket", "event", "registration") != other


def test_a_token_is_128_bits_in_crockford_characters() -> None:
    """QR-1."""
    token = RING.token("ticket", "event", "registration")

    assert len(token) == TOKEN_LENGTH == 26
    assert crockford.is_code(token, TOKEN_LENGTH)


def test_digits_keep_their_length_and_their_zeros() -> None:
    codes = {RING.digits("sign-in-code", str(number), length=8) for number in range(500)}

    assert all(len(code) == 8 and code.isdigit() for code in codes)
    assert any(code.startswith("0") for code in codes)


def test_a_ring_is_written_for_its_owner_alone_and_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    RING.write(path)

    assert KeyRing.from_file(path) == RING
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        KeyRing.generated().write(path)


@pytest.mark.parametrize("ring", [KeyRing({"k1": b"short"}, "k1"), KeyRing({"k1": b"1" * 32}, "k9")])
def test_a_weak_or_broken_ring_is_refused(tmp_path: Path, ring: KeyRing) -> None:
    ring.write(tmp_path / "keys.json")

    with pytest.raises(ValueError, match="active key"):
        KeyRing.from_file(tmp_path / "keys.json")


def test_a_digest_does_not_give_its_token_away() -> None:
    assert len(digest("TOKEN")) == 64
    assert "TOKEN" not in digest("TOKEN")
