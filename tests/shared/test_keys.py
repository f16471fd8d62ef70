"""The key files: made once, and only where nobody else has made them."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from shared.kernel.secrets import KeyRing
from shared.keys import DERIVATION, IDENTITY_PRIVATE, IDENTITY_PUBLIC, make_keys, own_ring

ALL = (DERIVATION, own_ring("checkin"), IDENTITY_PRIVATE, IDENTITY_PUBLIC)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_is_there_is_never_replaced(tmp_path: Path) -> None:
    make_keys(tmp_path, services=["checkin"])
    before = contents(tmp_path)

    make_keys(tmp_path, services=["checkin"])

    assert contents(tmp_path) == before
    assert before.keys() == set(ALL)


@pytest.mark.parametrize("written", range(4))
def test_who_dies_while_making_them_leaves_no_half_of_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    """The start after that makes what is missing."""
    links = iter([os.link] * written)

    def die(*paths: str) -> None:
        next(links, _killed)(*paths)

    with monkeypatch.context() as patched:
        patched.setattr(os, "link", die)
        with pytest.raises(KeyboardInterrupt):
            make_keys(tmp_path, services=["checkin"])
    assert len(contents(tmp_path)) == written

    make_keys(tmp_path, services=["checkin"])

    assert KeyRing.from_file(tmp_path / DERIVATION)
    private = load_pem_private_key((tmp_path / IDENTITY_PRIVATE).read_bytes(), password=None)
    assert load_pem_public_key((tmp_path / IDENTITY_PUBLIC).read_bytes()) == private.public_key()


def _killed(*_paths: str) -> None:
    raise KeyboardInterrupt


def test_many_who_make_them_at_once_have_the_same(tmp_path: Path) -> None:
    def make_and_read(_number: int) -> dict[str, bytes]:
        make_keys(tmp_path, services=["checkin"])
        return {name: (tmp_path / name).read_bytes() for name in ALL}

    with ThreadPoolExecutor(8) as makers:
        first, *others = makers.map(make_and_read, range(8))

    assert all(one == first for one in others)


def test_a_service_that_may_only_verify_is_given_no_private_half(tmp_path: Path) -> None:
    make_keys(tmp_path, services=["checkin"])
    (tmp_path / IDENTITY_PRIVATE).unlink()

    make_keys(tmp_path, services=["checkin"])

    assert not (tmp_path / IDENTITY_PRIVATE).exists()


def test_a_public_half_that_was_not_written_in_time_is_made_of_the_private_one(tmp_path: Path) -> None:
    make_keys(tmp_path, services=["checkin"])
    (tmp_path / IDENTITY_PUBLIC).unlink()

    make_keys(tmp_path, services=["checkin"])

    private = load_pem_private_key((tmp_path / IDENTITY_PRIVATE).read_bytes(), password=None)
    assert load_pem_public_key((tmp_path / IDENTITY_PUBLIC).read_bytes()) == private.public_key()
