"""The figures of the page of operations for Prometheus, and how long requests took; opened by a token of their own."""

import hmac
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import DBAPIError

from shared.kernel.refusals import Refused
from shared.kernel.words import N_
from shared.operations.state import State, state_of
from shared.service import Instance
from shared.web.access import access
from shared.web.asked import method_asked, rule_asked
from shared.web.transactions import current_instance

metrics: Final = Blueprint("metrics", __name__)


class MetricsTokenNeeded(Refused):
    code = "metrics_token_needed"
    status = 401
    sentence = N_("These figures are opened by their own token, which the command metrics-token shows.")


@dataclass(frozen=True)
class MetricsToken:
    """Proven by a header: forwarded addresses prove nothing, and whoever watches has no session."""

    name: str = "metrics token"
    by_token: ClassVar[bool] = True
    refuses: ClassVar[tuple[type[Refused], ...]] = (MetricsTokenNeeded,)

    def check(self) -> None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not hmac.compare_digest(token.encode(), metrics_token(current_instance()).encode()):
            raise MetricsTokenNeeded


def metrics_token(instance: Instance) -> str:
    """Derived, so that nobody has to make it or keep it; that of one service does not open another's figures."""
    return instance.own_keys.token("metrics", instance.service.name)


@metrics.get("/metrics")
@access(MetricsToken())
def figures() -> Response:
    registry: CollectorRegistry = current_app.extensions["metrics"]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def install(app: Flask, instance: Instance) -> None:
    """Count each request by its method, rule and status."""
    registry = CollectorRegistry()
    registry.register(_Figures(instance))
    asked = Counter("guichet_requests", "Requests answered.", ["method", "rule", "status"], registry=registry)
    took = Histogram("guichet_request_seconds", "How long they took.", ["rule"], registry=registry)
    app.extensions["metrics"] = registry

    @app.after_request
    def count(response: Response) -> Response:
        rule = rule_asked() or "none"
        asked.labels(method_asked(), rule, str(response.status_code)).inc()
        took.labels(rule).observe(time.monotonic() - g.get("started", time.monotonic()))
        return response


class _Figures(Collector):
    """Read when they are asked for: nothing is counted twice, and web processes need not talk to one another."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    def describe(self) -> list[Metric]:
        # Without it the registry would read the database once, only to learn the names.
        return []

    def collect(self) -> Iterator[Metric]:
        try:
            state = state_of(self._instance)
        except DBAPIError:
            yield GaugeMetricFamily("guichet_database_up", "Whether the database answers.", value=0)
            return
        yield GaugeMetricFamily("guichet_database_up", "Whether the database answers.", value=1)
        yield from _of_messages(state)
        yield from _of_worker(state)
        if state.tallies:
            yield _gauge(
                f"guichet_{state.tallies.of}",
                "Rows of the service's own, by state.",
                {line.name: line.count for line in state.tallies.lines},
                "state",
            )
        info = InfoMetricFamily("guichet", "What runs here.")
        versions = state.versions
        info.add_metric(
            [],
            {
                "service": state.service,
                "version": versions.application,
                "python": versions.python,
                "revision": versions.revision or "none",
            },
        )
        yield info
        yield GaugeMetricFamily(
            "guichet_database_migrated", "Whether the database is what this version wants.", value=versions.is_migrated
        )


def _of_messages(state: State) -> Iterator[Metric]:
    box = state.outbox
    waited = (state.now - box.oldest_at).total_seconds() if box.oldest_at else 0
    yield GaugeMetricFamily("guichet_outbox_unsent", "Messages waiting to be said.", value=box.unsent)
    yield GaugeMetricFamily("guichet_outbox_oldest_seconds", "How long the oldest of them has waited.", value=waited)
    yield GaugeMetricFamily("guichet_outbox_returned", "Those that the broker did not take.", value=box.not_taken)
    yield _gauge("guichet_inbox_open", "Messages heard and not handled, by state.", dict(state.inbox), "state")
    read = {name: queue for name, queue in state.queues.items() if queue.waiting is not None and queue.read_at}
    depths: dict[str, float] = {name: queue.waiting or 0 for name, queue in read.items()}
    times = {name: queue.read_at.timestamp() for name, queue in read.items() if queue.read_at}
    yield _gauge("guichet_queue_messages", "Messages in the queues, as a worker last read them.", depths, "queue")
    yield _gauge("guichet_queue_read_timestamp_seconds", "When it read them.", times, "queue")


def _of_worker(state: State) -> Iterator[Metric]:
    seen = {beat.part: beat.seen_at.timestamp() for beat in state.parts if beat.seen_at}
    ran = {chore.name: chore.last_run_at.timestamp() for chore in state.chores if chore.last_run_at}
    failed = {chore.name: float(chore.error is not None) for chore in state.chores}
    yield _gauge("guichet_part_seen_timestamp_seconds", "When each part of the worker was last seen.", seen, "part")
    yield _gauge("guichet_chore_run_timestamp_seconds", "When each chore last ran, by the site's clock.", ran, "chore")
    yield _gauge("guichet_chore_failed", "Whether its last run failed.", failed, "chore")


def _gauge(name: str, says: str, values: dict[str, float] | dict[str, int], label: str) -> Metric:
    family = GaugeMetricFamily(name, says, labels=[label])
    for of, value in values.items():
        family.add_metric([of], value)
    return family
