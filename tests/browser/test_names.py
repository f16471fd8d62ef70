"""Looking for a name on the phone, by itself: as people type, and only among whom the list holds."""

from typing import Final

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site

pytestmark = pytest.mark.browser

NAMES: Final = ["Zoé Lévesque-Roy", "Zachary Roy", "Hervé L'Écuyer", "Cœur Côté", "Élise Levert"]
FIND: Final = """async ([names, typed]) => {
  const { findByName } = await import("/checkin/static/checkin/scanner/names.js");
  return findByName(names.map((name) => ({ name })), typed)?.map((one) => one.name) ?? null;
}"""


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zoe", ["Zoé Lévesque-Roy"]),
        ("ZOÉ LÉVESQUE", ["Zoé Lévesque-Roy"]),
        ("roy", ["Zoé Lévesque-Roy", "Zachary Roy"]),
        ("roy zo", ["Zoé Lévesque-Roy"]),
        ("lévesque roy", ["Zoé Lévesque-Roy"]),
        ("le", ["Zoé Lévesque-Roy", "Élise Levert"]),
        ("ecuyer", ["Hervé L'Écuyer"]),
        ("l’ecuyer", ["Hervé L'Écuyer"]),
        ("coeur cote", ["Cœur Côté"]),
        ("  el  lev ", ["Élise Levert"]),
        ("vesque", []),
        (".*", None),
        ("z", None),
        ("", None),
    ],
)
def test_a_name_is_found_as_people_type_it(page: Page, site: Site, typed: str, found: list[str] | None) -> None:
    page.goto(f"{site.url}/checkin/door")

    assert page.evaluate(FIND, [NAMES, typed]) == found
