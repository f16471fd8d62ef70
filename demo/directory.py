"""The generated directory: members who do not exist, in organisations that do."""

import csv
import random
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from demo.names import FAMILY, GIVEN, REGIONS

ORGANISATIONS_FILE: Final = Path(__file__).parent / "data" / "organisations.csv"
MEMBERS: Final = 3578
SEED: Final = 2022

# How much larger than the others the largest employers are; a ministry weighs five agencies.
_WEIGHTS: Final = {
    "Agence du revenu du Québec": 40,
    "Transports et Mobilité durable": 30,
    "Emploi et Solidarité sociale": 25,
    "Sécurité publique": 22,
    "Santé et Services sociaux": 20,
    "Justice": 18,
    "Commission des normes, de l'équité, de la santé et de la sécurité du travail": 18,
    "Société de l'assurance automobile du Québec": 16,
    "Régie de l'assurance maladie du Québec": 12,
    "Société québécoise des infrastructures": 10,
    "Retraite Québec": 8,
}
_MINISTRY, _AGENCY = 10, 2


@dataclass(frozen=True)
class Member:
    """A line of the directory, under the column names that `import-directory` reads."""

    number: str
    given_name: str
    family_name: str
    email: str
    organisation: str
    region: str
    language: str
    status: str


def organisations() -> dict[str, str]:
    """The kind (ministry or agency) of each of the 86 organisations, by name."""
    with ORGANISATIONS_FILE.open(encoding="utf-8", newline="") as lines:
        return {line["name"]: line["kind"] for line in csv.DictReader(lines)}


def directory(*, count: int = MEMBERS, least: Mapping[str, int] | None = None, seed: int = SEED) -> list[Member]:
    """The same members for the same arguments; `least` is how many an organisation has at the very least."""
    chance = random.Random(seed)
    employers = [name for name, size in _sizes(count=count, least=least or {}).items() for _ in range(size)]
    chance.shuffle(employers)
    taken: set[str] = set()
    numbers = _numbers(chance)
    return [_member(chance, number=next(numbers), organisation=name, taken=taken) for name in employers]


def write_directory(path: Path, members: Sequence[Member]) -> None:
    """The CSV that registration's `import-directory` reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, fieldnames=list(Member.__dataclass_fields__), lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(member) for member in members)


def _sizes(*, count: int, least: Mapping[str, int]) -> dict[str, int]:
    """Share `count` members by weight, largest remainders first, once each organisation has its least."""
    kinds = organisations()
    weights = {name: _WEIGHTS.get(name, _MINISTRY if kind == "ministry" else _AGENCY) for name, kind in kinds.items()}
    sizes = {name: least.get(name, 0) for name in kinds}
    free = count - sum(sizes.values())
    if free < 0:
        raise ValueError(f"{count} members are too few for the least of {sum(sizes.values())}")
    total = sum(weights.values())
    shares = {name: divmod(free * weight, total) for name, weight in weights.items()}
    left = free - sum(whole for whole, _ in shares.values())
    for rank, name in enumerate(sorted(shares, key=lambda name: (-shares[name][1], name))):
        sizes[name] += shares[name][0] + (1 if rank < left else 0)
    return sizes


def _numbers(chance: random.Random) -> Iterator[str]:
    """Member numbers of six digits, rising, with the gaps that years leave."""
    number = 100_000
    while True:
        number += chance.randint(1, 40)
        yield str(number)


def _member(chance: random.Random, *, number: str, organisation: str, taken: set[str]) -> Member:
    given, family = chance.choice(GIVEN), _family_name(chance)
    return Member(
        number=number,
        given_name=given,
        family_name=family,
        email=_unique_email(given=given, family=family, organisation=organisation, taken=taken),
        organisation=organisation,
        region=chance.choices(list(REGIONS), weights=list(REGIONS.values()))[0],
        language="en" if chance.random() < 0.06 else "fr",
        status="active",
    )


def _family_name(chance: random.Random) -> str:
    """One in twelve bears the names of both parents."""
    first, second = chance.choice(FAMILY), chance.choice(FAMILY)
    both = chance.random() < 1 / 12 and first != second and "-" not in first + second
    return f"{first}-{second}" if both else first


def _unique_email(*, given: str, family: str, organisation: str, taken: set[str]) -> str:
    """A work address under a domain that can never exist; homonyms get a figure, as they do in offices."""
    domain = f"{_initials(organisation)}.gouv.example"
    for rank in range(1, len(taken) + 2):
        email = f"{_plain(given)}.{_plain(family)}{rank if rank > 1 else ''}@{domain}"
        if email not in taken:
            taken.add(email)
            return email
    raise AssertionError("one of n + 1 addresses is free")


def _initials(organisation: str) -> str:
    """The sign an organisation could have: `tmd` for Transports et Mobilité durable, or the one word that it is."""
    words = [_plain(word) for word in organisation.replace("'", " ").replace(",", " ").split()]
    weighty = [word for word in words if len(word) > 3] or words
    return weighty[0] if len(weighty) == 1 else "".join(word[0] for word in weighty)


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "".join(character for character in bare if character.isalnum() or character == "-")
