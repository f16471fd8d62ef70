"""Nothing of ours tells another site who reads us, and every page says who watches over personal information."""

import re
from pathlib import Path

from shared.service import Service
from shared.testing.clients import client_of
from shared.testing.instances import Databases
from shared.web.access import rule_of

HOUSE = Path(__file__).resolve().parents[2]
SHOWN = [
    path
    for folder in ("shared", "services", "demo")
    for path in (HOUSE / folder).rglob("*")
    if path.suffix in {".html", ".css", ".js", ".svg", ".txt"} and "vendor" not in path.parts
]
# Names of vocabularies, not addresses that anything opens.
VOCABULARIES = ("http://www.w3.org/",)


def test_no_page_letter_or_script_names_a_foreign_address() -> None:
    """PRV-5: no pixel, script, font or style from elsewhere."""
    foreign = [
        f"{path.relative_to(HOUSE)}: {address}"
        for path in SHOWN
        for address in re.findall(r"""(?:https?:)?//[\w-]+\.[\w./-]+""", path.read_text(encoding="utf-8"))
        if not address.startswith(VOCABULARIES)
    ]

    assert foreign == []


def test_no_template_has_a_script_or_a_style_inside() -> None:
    """The strict CSP forbids them in pages; a letter has its style inside, for want of another place."""
    templates = [path for path in SHOWN if path.suffix == ".html" and "letters" not in path.parts]

    inside = [
        path.name
        for path in templates
        if re.search(
            r"<style|<script(?![^>]*\b(src|type=\"application/json\"))|\sstyle=|\son[a-z]+=\"", path.read_text("utf-8")
        )
    ]

    assert inside == []


def test_every_page_for_anyone_names_the_person_in_charge(
    service: Service, databases: Databases, tmp_path, clock
) -> None:
    """PRV-1, on pages and on refusals alike."""
    client = client_of(databases.open(service, tmp_path, CLOCK_FILE=str(tmp_path / "clock")))
    pages = [
        rule.rule
        for rule in client.application.url_map.iter_rules()
        if "GET" in rule.methods and not rule.arguments and rule_of(client.application, rule.endpoint).name == "anyone"
    ]

    answers = {path: client.get(service.mount + path, headers={"Accept": "text/html"}) for path in [*pages, "/nowhere"]}

    shown = {path: answer.text for path, answer in answers.items() if answer.mimetype == "text/html" and answer.text}
    redirected = {path for path, answer in answers.items() if answer.status_code in {302, 303}}
    assert {
        path for path, text in shown.items() if path not in redirected and "vie-privee@essai.example" not in text
    } == set()
