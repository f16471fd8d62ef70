"""What became of an ordeal, in sentences."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Verdict:
    """Lists of sentences: `lost`, `doubled`, `disordered` and `broken` must be empty."""

    attempted: int = 0
    acknowledged: int = 0
    recovered: int = 0
    left_unknown: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    uncertain: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    longest_pause: float = 0.0

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.disordered or self.broken)

    def complaints(self) -> Iterator[str]:
        for name in ("lost", "doubled", "disordered", "broken"):
            for sentence in getattr(self, name):
                yield f"{name}: {sentence}"
