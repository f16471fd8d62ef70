"""The phone's list of tickets by itself: what has not changed is not fetched again."""

from typing import Any, Final

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site

pytestmark = pytest.mark.browser

# Two openings of one list, of which the server says "still the same" from the second question on.
ASKED_THRICE: Final = """async () => {
  const { openRoster } = await import("/checkin/static/checkin/scanner/roster.js");
  const store = new Map();
  const kept = { look: async (key) => store.get(key), keep: async (key, value) => store.set(key, value) };
  const entry = { registration_id: "r", person_id: "p", reference: "7K2M", ticket_digest: "d", replaced_digests: [] };
  const told = {
    session_id: "s", sittings: [], entries: [entry], presences: [], taken_at: "2026-04-10T14:00:00Z", etag: '"first"',
  };
  const sent = [];
  let minute = 0;
  const open = () => openRoster({
    kept,
    session: "s",
    fetchRoster: async (etag) => (sent.push(etag ?? null), etag === told.etag ? null : told),
    now: () => new Date(Date.UTC(2026, 3, 10, 14, minute)),
  });
  const roster = await open();
  for (minute of [0, 1]) await roster.refresh();
  const reopened = await open();
  const state = { size: reopened.size(), takenAt: reopened.takenAt() };
  minute = 2;
  await reopened.refresh();
  return { sent, ...state, then: reopened.takenAt() };
}"""


def test_an_unchanged_list_is_kept_and_is_that_of_the_moment_in_which_the_server_said_so(
    page: Page, site: Site
) -> None:
    page.goto(f"{site.url}/checkin/door")

    told: dict[str, Any] = page.evaluate(ASKED_THRICE)

    assert told["sent"] == [None, '"first"', '"first"']
    assert (told["size"], told["takenAt"]) == (1, "2026-04-10T14:01:00.000Z")
    assert told["then"] == "2026-04-10T14:02:00.000Z"
