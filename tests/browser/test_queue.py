"""The phone's queue by itself: hope is never missed, whenever it comes."""

from typing import Final

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site

pytestmark = pytest.mark.browser

# The network comes back in the very moment in which the queue tells that it could not hand over.
HOPE_IN_THE_GAP: Final = """async () => {
  const { openQueue } = await import("/checkin/static/checkin/scanner/queue.js");
  const { Later } = await import("/checkin/static/checkin/scanner/api.js");
  let away = true;
  return new Promise(async (resolve) => {
    const queue = await openQueue({
      name: "a-queue-of-the-tests",
      send: async (deeds) => {
        if (away) throw new Later("away");
        return deeds.map(() => ({}));
      },
      onChange: ({ count, outcome }) => {
        if (outcome === "later" && away) {
          away = false;
          queue.flush();
        }
        if (outcome === "empty") resolve(count);
      },
      onAnswer: () => {},
      onRefused: () => {},
    });
    await queue.add("scan", "a session", {});
    queue.flush();
    setTimeout(() => resolve("the hope was missed"), 5000);
  });
}"""


def test_a_network_that_comes_back_while_the_queue_tells_that_it_is_away_is_not_missed(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/checkin/door")

    assert page.evaluate(HOPE_IN_THE_GAP) == 0
