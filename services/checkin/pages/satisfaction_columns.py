"""The columns of a satisfaction export: a rate never stands without what it counts (SRV-2)."""

from decimal import ROUND_HALF_UP, Decimal

from services.checkin.domain.kinds import Rating
from services.checkin.domain.satisfaction import Satisfaction
from services.checkin.pages.words import RATINGS, definitions
from services.checkin.queries.event_figures import WholeFigures
from shared.kernel.words import N_
from shared.web.exports import Column
from shared.web.language import in_both


def satisfaction_columns(language: str) -> list[Column[WholeFigures]]:
    return [
        Column(in_both(N_("Activity")), lambda one: one.figures.activity.slug, key="event"),
        Column(in_both(N_("Title")), lambda one: one.figures.activity.title.in_(language), key="title"),
        Column(in_both(N_("Participants")), lambda one: one.figures.participants, "number", "participants"),
        *rate_columns(),
        *(_rating_column(rating, words) for rating, words in RATINGS.items()),
        Column(in_both(N_("Definition")), lambda _: definitions()["satisfaction"], key="definition"),
    ]


def rate_columns() -> list[Column[WholeFigures]]:
    return [
        Column(in_both(N_("Satisfied (k)")), lambda one: _of(one).k, "number", "k"),
        Column(in_both(N_("Valid answers (n)")), lambda one: _of(one).n, "number", "n"),
        Column(in_both(N_("General satisfaction (%)")), lambda one: _of(one).percent, "number", "percent"),
        Column(in_both(N_("95% interval, low (%)")), lambda one: bound(_of(one), "low"), "number", "low"),
        Column(in_both(N_("95% interval, high (%)")), lambda one: bound(_of(one), "high"), "number", "high"),
        Column(in_both(N_("Invited to answer")), lambda one: _of(one).invited, "number", "invited"),
        Column(in_both(N_("Invitations undelivered")), lambda one: _of(one).undeliverable, "number", "undeliverable"),
        Column(in_both(N_("Answers")), lambda one: _of(one).answered, "number", "answered"),
        Column(in_both(N_("Response rate (%)")), lambda one: _of(one).response_percent, "number", "response_percent"),
    ]


def bound(satisfaction: Satisfaction, which: str) -> Decimal | None:
    """In percent, to a tenth; None without answers."""
    interval = satisfaction.interval
    if interval is None:
        return None
    share = interval.low if which == "low" else interval.high
    return (Decimal(share) * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _rating_column(rating: Rating, words: str) -> Column[WholeFigures]:
    return Column(in_both(words), lambda one: one.ratings[rating], "number", rating.value)


def _of(one: WholeFigures) -> Satisfaction:
    return one.figures.activity.satisfaction
