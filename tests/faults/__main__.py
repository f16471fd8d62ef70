"""`python -m tests.faults`: kill everything under load, judge, and write the table (make faults)."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from tests.faults.embedded import embedded
from tests.faults.killer import Measure
from tests.faults.ordeals import Outcome
from tests.faults.real import a_real_site
from tests.faults.real_ordeals import ORDEALS, RealOrdeals
from tests.faults.table import killed, table, too_few

FOLDER: Final = Path("var/faults")
MEMBERS: Final = 900
FEWEST_MEMBERS: Final = 200
ALL: Final = ("embedded", *ORDEALS)
SHORT: Final = ("embedded", "everything")
SHORT_SCALE: Final = 0.15


@click.command()
@click.option("--seed", type=int, help="Of lives, pauses and people; drawn and printed without it.")
@click.option("--scale", type=float, default=1.0, show_default=True, help="A tenth: a tenth of the kills and seconds.")
@click.option("--only", multiple=True, type=click.Choice(ALL), help="Run these ordeals instead of all.")
@click.option("--short", is_flag=True, help="Three minutes: the embedded site, and everything once.")
def main(seed: int | None, scale: float, only: tuple[str, ...], short: bool) -> None:
    """Exit code 1 when a promise was broken."""
    # Ended from outside, the servers and processes of the tests must end too.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    seed = random.SystemRandom().randrange(10**6) if seed is None else seed
    if short:
        scale, only = SHORT_SCALE, SHORT
    began = time.monotonic()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    (FOLDER / "seed").write_text(f"{seed}\n")
    run = f"Seed {seed}, commit {_commit()}, scale {scale:g}"
    click.echo(run)
    outcomes: list[Outcome] = []
    for outcome in _outcomes(seed, scale, only):
        outcomes.append(outcome)
        _tell(outcome)
        written = f"{run}, {time.monotonic() - began:.0f} s.\n\n{table(outcomes)}\n{killed(outcomes)}\n"
        (FOLDER / "table.md").write_text(written, encoding="utf-8")
    click.echo(f"\n{(FOLDER / 'table.md').read_text(encoding='utf-8')}")
    missing = list(too_few(outcomes)) if scale >= 1 and not only else []
    for sentence in missing:
        click.echo(f"BAD {sentence}")
    sys.exit(0 if outcomes and not missing and all(outcome.verdict.is_good for outcome in outcomes) else 1)


def _outcomes(seed: int, scale: float, only: tuple[str, ...]) -> Iterator[Outcome]:
    members = max(FEWEST_MEMBERS, round(MEMBERS * scale))
    if not only or "embedded" in only:
        measure = Measure(round(40 * scale), 180 * scale)
        yield from embedded(_fresh("embedded"), seed=seed, members=members, measure=measure)
    chosen = [name for name in ORDEALS if not only or name in only]
    if chosen:
        folder = _fresh("real")
        with a_real_site(folder, seed=seed, members=members) as real:
            ordeals = RealOrdeals(real, folder, seed=seed, scale=scale)
            yield from map(ordeals.run, chosen)


def _fresh(name: str) -> Path:
    folder = (FOLDER / name).resolve()
    folder.mkdir()
    return folder


def _tell(outcome: Outcome) -> None:
    struck, verdict = outcome.struck, outcome.verdict
    click.echo(
        f"{'ok ' if verdict.is_good else 'BAD'} {struck.fault}, {struck.moment}: {struck.times}×; asked "
        f"{verdict.attempted}, answered {verdict.acknowledged} ({verdict.recovered} in the end, {verdict.left_unknown} "
        f"never), refused {dict(verdict.refused)}, uncertain {len(verdict.uncertain)}, longest pause "
        f"{verdict.longest_pause:.1f} s, catch-up {outcome.catch_up:.1f} s"
    )
    for complaint in verdict.complaints():
        click.echo(f"    {complaint}")


def _commit() -> str:
    asked = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return asked.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
