"""The phone's judge in the browser, against the table that the server's passes too."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site

pytestmark = pytest.mark.browser

TABLE: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "checkin" / "vectors" / "scans.json").read_text(encoding="utf-8")
)
JUDGE: Final = """async (table) => {
  const { indexRoster, judge, read } = await import("/checkin/static/checkin/scanner/judge.js");
  const told = [];
  for (const { name, door, roster, presences, reading } of table.cases) {
    const said = await read(reading.raw, reading.how, { siteUrl: table.site_url });
    const judged = judge(said, reading.at, { door, roster: indexRoster(roster), presences });
    told.push({
      name,
      verdict: judged.verdict,
      sitting_id: judged.sitting?.sitting_id ?? null,
      registration_id: judged.entry?.registration_id ?? null,
      since: judged.since,
      where: judged.where,
    });
  }
  return told;
}"""


def test_the_phone_judges_every_case_as_the_server_does(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/checkin/door")

    told = page.evaluate(JUDGE, TABLE)

    assert told == [{"name": case["name"], **case["expected"]} for case in TABLE["cases"]]
