"""Whether the year was lived and counted as it should have been: every difference, in words."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from demo.replay.exports import counted_again, reported, wrong_people, wrong_percentages
from demo.replay.figures import Figures, differences_with_what_was_published, planned_figures
from demo.replay.year import PlannedYear


def differences(folder: Path, year: PlannedYear, *, scale: Fraction, published: Mapping[str, Any]) -> Iterator[str]:
    """Between the plan, the site's report, our own count of its exports and, at full scale, the annual report."""
    planned, report, counted = planned_figures(year), reported(folder), counted_again(folder, year)
    yield from planned.differences(report, names=("planned", "in the report"))
    yield from counted.differences(report, names=("counted from the exports", "in the report"))
    yield from wrong_percentages(folder)
    yield from wrong_people(folder, year)
    if scale == 1:
        yield from differences_with_what_was_published(report, published)


def summary(figures: Figures) -> Iterator[str]:
    """The published events, then the trainings."""
    for key in ("aga-webconference-2022", "reconnaissance-2022", "montreal-2022", "zone-accomplissement-2022"):
        satisfaction = figures.satisfaction[key]
        rate = f"{satisfaction.percent} % ({satisfaction.k}/{satisfaction.n})"
        yield f"{key:<28}{figures.participants[key]:>5} participants, satisfaction {rate}"
    yield (
        f"{'trainings':<28}{figures.activities:>5} activities, {figures.new_activities} new, "
        f"{figures.members_who_took_part} members took part, {figures.in_organisations} in organisations"
    )
