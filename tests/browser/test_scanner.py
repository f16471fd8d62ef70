"""The scanner at the door: every verdict, the network that goes, the camera that is refused (A11Y-6)."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, StorageState, expect

from shared.db.search import plain
from tests.browser.camera import give_camera, refuse_camera
from tests.browser.conftest import CHROMIUM, PLACES, WAITING, Gala, Ticket
from tests.browser.door import Door
from tests.browser.people import members, sign_in_staff
from tests.browser.site import Site, until

pytestmark = pytest.mark.browser

# What the phone remembers (kept.js), looked at from outside: [method of the store, its arguments].
KEPT = """([method, given]) => new Promise((done, failed) => {
  const opening = indexedDB.open("guichet-door", 1);
  opening.onsuccess = () => {
    const transaction = opening.result.transaction("kept", "readwrite");
    const request = transaction.objectStore("kept")[method](...given);
    transaction.oncomplete = () => { opening.result.close(); done(request.result); };
    transaction.onabort = () => failed(transaction.error);
  };
})"""


@pytest.fixture
def phone(browser: Browser, door_staff: StorageState) -> Iterator[BrowserContext]:
    context = browser.new_context(storage_state=door_staff, viewport={"width": 390, "height": 844})
    yield context
    context.close()


@pytest.fixture
def door(phone: BrowserContext, site: Site, gala: Gala) -> Door:
    page = phone.new_page()
    give_camera(page)
    return Door(page, site).open()


def test_a_door_that_finds_the_network_too_slow_goes_on_asking(phone: BrowserContext, site: Site) -> None:
    page = phone.new_page()
    page.route("**/checkin/api/v1/sessions", lambda route: route.abort(), times=1)
    page.goto(f"{site.url}/checkin/door")

    expect(page.get_by_role("button", name="Réessayer")).to_be_visible()
    expect(page.get_by_role("radio").first).to_be_visible(timeout=15_000)


def test_a_confirmed_ticket_is_welcome_and_counted(door: Door, gala: Gala) -> None:
    before, ticket = door.present(), gala.ticket()

    door.show(ticket.text)

    door.says("welcome", "Bienvenue", ticket.holder.name, "Membre", "Laissez entrer.").counts(before + 1).has_to_send(0)


def test_a_ticket_shown_again_says_when_and_where(door: Door, gala: Gala) -> None:
    ticket = gala.ticket()
    door.show(ticket.text).says("welcome").has_to_send(0)

    door.type(ticket.text)

    door.says("already_in", "Déjà lu", ticket.holder.name, "Porte nord")


def test_a_ticket_read_at_another_door_is_known_there_too(
    door: Door, gala: Gala, browser: Browser, door_staff: StorageState
) -> None:
    ticket = gala.ticket()
    door.show(ticket.text).says("welcome").has_to_send(0)
    other = browser.new_context(storage_state=door_staff).new_page()
    give_camera(other)

    Door(other, door.site).open(label="Porte sud").show(ticket.text).says("already_in", "Porte nord")

    other.context.close()


def test_who_waits_is_sent_to_the_welcome_desk(door: Door, gala: Gala) -> None:
    (letter,) = door.site.letters(to=gala.waitlisted[0].email, about="Gala des essais")

    door.type(reference_in(letter))

    door.says("waitlisted", "Liste d'attente", gala.waitlisted[0].name)


def test_a_cancelled_ticket_is_told_apart(door: Door, gala: Gala) -> None:
    door.show(gala.cancelled.text).says("cancelled", "Annulé", gala.cancelled.holder.name)


def test_a_ticket_of_another_event_says_which_and_not_whose(door: Door, open_house_ticket: Ticket) -> None:
    door.show(open_house_ticket.text)

    door.says("another_event", "Autre activité").says_in_the_end("Portes ouvertes de l'Alliance")
    expect(door.said).not_to_contain_text(open_house_ticket.holder.name)


def test_a_code_that_is_not_ours_is_not_a_ticket(door: Door) -> None:
    door.show("https://cafe.example/menu").says("not_a_ticket", "Pas un billet", "courriel de confirmation")


def test_a_ticket_of_ours_that_nobody_knows_is_unknown(door: Door) -> None:
    door.show(f"{door.site.url.upper()}/T/{'7K' * 13}").says("unknown", "Inconnu")


def test_a_replaced_ticket_is_said_so_from_the_list_of_the_phone(phone: BrowserContext, site: Site, gala: Gala) -> None:
    page, ticket = phone.new_page(), gala.ticket()
    give_camera(page)
    door = Door(page, site).open()
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    phone.set_offline(True)
    rewrite_roster(page, replaced=ticket)
    page.reload()

    door.wait().show(ticket.text)

    door.says("replaced", "Remplacé", ticket.holder.name)


def test_a_typed_number_opens_as_the_code_does(door: Door, gala: Gala) -> None:
    ticket = gala.ticket()

    door.type(ticket.reference.lower().replace("-", " "))

    door.says("welcome", ticket.holder.name)


def test_a_mistyped_number_says_what_a_number_looks_like(door: Door) -> None:
    door.type("7K2M").says("not_a_ticket", "huit caractères")


def test_somebody_without_a_ticket_in_hand_is_found_by_name_and_let_in_as_by_the_number(
    door: Door, phone: BrowserContext, gala: Gala
) -> None:
    """A11Y-6; the scan is of the kind that a typed number makes."""
    ticket = gala.ticket()
    sent: list[dict[str, Any]] = []
    phone.on("request", lambda asked: sent.append(asked.post_data_json) if asked.url.endswith("/scans") else None)

    door.look_for(plain(ticket.holder.name).upper())
    expect(door.found(ticket.holder.name)).to_contain_text(f"finissant par {ticket.reference[-4:]}")
    expect(door.found(ticket.holder.name)).to_contain_text("Place confirmée · Membre")
    door.found(ticket.holder.name).click()

    door.says("welcome", ticket.holder.name).has_to_send(0)
    (scan,) = [scan for body in sent for scan in body["scans"]]
    assert (scan["raw"], scan["how"]) == (ticket.reference.replace("-", ""), "typed")


def test_a_name_is_found_by_the_keyboard_alone_and_does_not_stay(door: Door, gala: Gala) -> None:
    name = gala.waitlisted[1].name
    door.page.get_by_role("button", name="Par nom").focus()
    door.page.keyboard.press("Enter")
    door.page.keyboard.type(" ".join(reversed(name.split())))
    expect(door.found(name)).to_be_visible()
    door.page.keyboard.press("Enter")

    door.says("waitlisted", name)
    door.press("Par nom")
    expect(door.page.get_by_label("Nom", exact=True)).to_have_value("")
    expect(door.page.locator("[data-found] li")).to_have_count(0)


def test_only_the_names_of_this_doors_list_are_found_without_network_too(
    door: Door, phone: BrowserContext, open_house_ticket: Ticket
) -> None:
    """PRV-8: a phone holds the names of its own session."""
    phone.set_offline(True)

    door.look_for(open_house_ticket.holder.name).shows("Personne n'a ce nom sur la liste de cette porte")
    door.look_for("a")

    expect(door.page.locator("[data-found] li")).to_have_count(0)
    expect(door.page.locator("[data-found-words]")).to_be_empty()


def test_a_phone_that_was_shut_down_opens_again_with_neither_network_nor_server(
    playwright: Playwright, site: Site, gala: Gala, tmp_path: Path
) -> None:
    """The browser itself is begun again: what the phone has is on its disk, and nothing answers any more."""
    first, second, profile = gala.ticket(), gala.ticket(), tmp_path / "profile"
    before = a_browser_with(playwright, profile)
    sign_in_staff(before.new_page(), site, "door")
    page = before.new_page()
    give_camera(page)
    Door(page, site).open()
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    before.close()

    dead = a_browser_with(playwright, profile, "--host-resolver-rules=MAP * 127.0.0.1:9")
    page = dead.new_page()
    give_camera(page)
    page.goto(f"{site.url}/checkin/door")
    door = Door(page, site).wait()
    door.show(first.text).says("welcome", first.holder.name).has_to_send(1).shows("Hors ligne")
    dead.close()

    cold = a_browser_with(playwright, profile)
    cold.set_offline(True)
    page = cold.new_page()
    give_camera(page)
    page.goto(f"{site.url}/checkin/door")
    door = Door(page, site).wait().has_to_send(1)
    door.look_for(second.holder.name).found(second.holder.name).click()
    door.says("welcome", second.holder.name).has_to_send(2)
    door.type(first.text).says("already_in", first.holder.name)

    cold.set_offline(False)
    door.has_to_send(0).shows("En ligne")
    cold.close()


def a_browser_with(playwright: Playwright, profile: Path, *more: str) -> BrowserContext:
    """Begun on a profile of its own: closing it is shutting the phone down."""
    options = CHROMIUM | {"args": [*CHROMIUM["args"], *more]}
    return playwright.chromium.launch_persistent_context(profile, **options, viewport={"width": 390, "height": 844})


def test_without_network_the_door_goes_on_and_nothing_is_lost(door: Door, phone: BrowserContext, gala: Gala) -> None:
    before, tickets = door.present(), [gala.ticket() for _ in range(3)]
    phone.set_offline(True)
    for number, ticket in enumerate(tickets, start=1):
        door.show(ticket.text).says("welcome", ticket.holder.name).has_to_send(number)
    door.shows("Hors ligne").shows("Pas de réseau").counts(before + 3)

    phone.set_offline(False)

    door.has_to_send(0).shows("En ligne").counts(before + 3)


def test_a_list_that_has_not_changed_is_not_sent_again(door: Door, phone: BrowserContext) -> None:
    sent = []
    phone.on("response", lambda answer: sent.append(answer.status) if answer.url.endswith("/roster") else None)
    (key,) = [key for key in kept_keys(door.page) if key.startswith("roster/")]
    before = kept(door.page, key)

    for _ in range(2):
        with door.page.expect_response("**/roster"):
            door.page.evaluate("() => dispatchEvent(new Event('online'))")

    assert sent[-1] == 304
    until(lambda: kept(door.page, key) != before)
    former, now = json.loads(before), json.loads(kept(door.page, key))
    assert now["entries"] == former["entries"]
    assert now["taken_at"] > former["taken_at"]


def test_the_page_opens_again_without_network_with_its_queue(door: Door, phone: BrowserContext, gala: Gala) -> None:
    first, second = gala.ticket(), gala.ticket()
    door.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    phone.set_offline(True)
    door.show(first.text).says("welcome").has_to_send(1)

    door.page.reload()
    door.wait().has_to_send(1).show(second.text).says("welcome").has_to_send(2)
    door.type(first.text).says("already_in", first.holder.name)

    phone.set_offline(False)
    door.has_to_send(0)


def test_a_server_that_is_away_leaves_everything_in_the_queue(door: Door, phone: BrowserContext, gala: Gala) -> None:
    phone.route("**/checkin/api/v1/**", lambda route: route.fulfill(status=503, body="later"))

    door.show(gala.ticket().text).says("welcome").has_to_send(1).shows("Hors ligne")

    phone.unroute_all()
    door.show(gala.ticket().text).says("welcome").has_to_send(0).shows("En ligne")


def test_what_was_read_without_network_goes_in_one_batch_in_order(
    door: Door, phone: BrowserContext, gala: Gala
) -> None:
    sent: list[dict[str, Any]] = []

    def note(asked: Request) -> None:
        if asked.url.endswith("/scans") and asked.post_data_json:
            sent.append(asked.post_data_json)

    phone.on("request", note)
    tickets = [gala.ticket() for _ in range(5)]
    phone.set_offline(True)
    for number, ticket in enumerate(tickets, start=1):
        door.type(ticket.text).says("welcome", ticket.holder.name).has_to_send(number)
    sent.clear()

    phone.set_offline(False)
    door.has_to_send(0)

    (batch,) = [body["scans"] for body in sent]
    assert [scan["raw"] for scan in batch] == [ticket.text for ticket in tickets]
    assert [scan["sequence"] for scan in batch] == sorted({scan["sequence"] for scan in batch})
    assert len({scan["scan_id"] for scan in batch}) == 5


def test_the_server_has_the_last_word(door: Door, phone: BrowserContext, gala: Gala, browser: Browser) -> None:
    """Two doors without network let the same ticket in; the second to be back is told, the person is counted once."""
    ticket, before = gala.ticket(), door.present()
    phone.set_offline(True)
    door.show(ticket.text).says("welcome").has_to_send(1)
    other = browser.new_context(storage_state=phone.storage_state()).new_page()
    give_camera(other)
    Door(other, door.site).open(label="Porte sud").show(ticket.text).says("welcome").has_to_send(0)

    phone.set_offline(False)

    door.has_to_send(0).counts(before + 1)
    other.context.close()


@pytest.mark.parametrize(
    ("error", "reason"), [("NotAllowedError", "L'accès à la caméra est refusé"), ("NotFoundError", "Aucune caméra")]
)
def test_without_camera_the_page_says_why_and_typed_numbers_go_on(
    phone: BrowserContext, site: Site, gala: Gala, error: str, reason: str
) -> None:
    page, ticket = phone.new_page(), gala.ticket()
    refuse_camera(page, error)
    door = Door(page, site).open().shows(reason)

    door.type(ticket.reference)

    door.says("welcome", ticket.holder.name)


def test_without_decoder_the_page_says_so_and_typed_numbers_go_on(
    phone: BrowserContext, site: Site, gala: Gala
) -> None:
    phone.route("**/vendor/*.wasm", lambda route: route.fulfill(status=404))
    page, ticket = phone.new_page(), gala.ticket()
    give_camera(page)
    door = Door(page, site).open().shows("Les codes QR ne peuvent pas être lus ici")

    door.type(ticket.reference)

    door.says("welcome", ticket.holder.name)


def test_a_reader_that_types_is_heard_wherever_the_focus_is(door: Door, gala: Gala) -> None:
    ticket = gala.ticket()
    door.page.get_by_role("button", name="Menu").focus()
    # As fast as a reader types, however slow the machine on which a test does.
    door.page.evaluate("() => Object.defineProperty(Event.prototype, 'timeStamp', { get: () => 0 })")

    door.page.keyboard.type(ticket.text)
    door.page.keyboard.press("Enter")

    door.says("welcome", ticket.holder.name)
    expect(door.page.get_by_role("dialog")).to_have_count(0)


def test_no_key_does_anything_alone(door: Door) -> None:
    for key in "abmnstuz?/ 0":
        door.page.keyboard.press(key, delay=80)

    expect(door.page.get_by_role("dialog")).to_have_count(0)
    assert door.page.locator("html").get_attribute("data-verdict") is None


def test_every_control_is_reached_by_the_keyboard(door: Door) -> None:
    door.page.get_by_label("Numéro de référence").focus()
    reached = []
    for _ in range(6):
        door.page.keyboard.press("Tab")
        reached.append(door.page.evaluate("() => document.activeElement.innerText.trim()"))

    assert reached == ["Vérifier", "Par nom", "Sans billet", "Retirer", "Avec son", "Menu"]


def test_the_sound_is_muted_and_stays_so(door: Door) -> None:
    door.press("Avec son")
    expect(door.page.get_by_role("button", name="Sans son")).to_have_attribute("aria-pressed", "true")

    door.page.reload()

    expect(door.wait().page.get_by_role("button", name="Sans son")).to_have_attribute("aria-pressed", "true")


def test_a_member_without_ticket_comes_in_by_number(door: Door, site: Site) -> None:
    member, before = members(site)[PLACES + WAITING + 1], door.present()

    door.walk_in(member.number)

    door.says("welcome", member.name).counts(before + 1)


def test_a_number_that_no_member_has_is_refused_with_a_reason(door: Door) -> None:
    door.walk_in("999999").says("walk_in_refused", "Aucun membre").has_to_send(0)


def test_the_last_entry_is_taken_back_and_can_be_made_again(door: Door, gala: Gala) -> None:
    ticket, before = gala.ticket(), door.present()
    door.show(ticket.text).says("welcome").counts(before + 1).has_to_send(0)

    door.show(None).press("Retirer").says("undone", ticket.holder.name).has_to_send(0).counts(before)

    door.type(ticket.text).says("welcome", ticket.holder.name).counts(before + 1)


def test_the_whole_page_speaks_english_on_request(door: Door, gala: Gala) -> None:
    door.press("Menu").page.get_by_role("button", name="English").click()
    door.press("Close")

    door.page.get_by_label("Reference number").fill(gala.ticket().reference)
    door.page.get_by_role("button", name="Check").click()

    door.says("welcome", "Welcome", "Let the person in.").shows("Trial gala").shows("All sent")
    assert door.page.locator("html").get_attribute("lang") == "en"


def test_a_door_that_is_over_leaves_nothing_on_the_phone(door: Door, gala: Gala) -> None:
    """PRV-8: at its first opening after the device's time, once the queue is handed over."""
    door.type(gala.ticket().text).says("welcome").has_to_send(0)
    end_the_door(door.page)

    door.page.reload()

    expect(door.page.get_by_role("heading", name="Ouvrir une porte")).to_be_visible()
    assert kept_keys(door.page) == ["current", "devices", "offset"]


def test_only_staff_open_a_door(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/checkin/door")

    expect(
        page.get_by_text("Cette page est réservée aux personnes qui accueillent les gens à l'entrée")
    ).to_be_visible()
    expect(page.get_by_role("link", name="Se connecter")).to_be_visible()


def test_the_shell_holds_nothing_personal_and_asks_for_the_camera_alone(page: Page, site: Site) -> None:
    answer = page.request.get(f"{site.url}/checkin/door")

    assert "wasm-unsafe-eval" in answer.headers["content-security-policy"]
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    assert "camera=(self)" in answer.headers["permissions-policy"]
    assert "set-cookie" not in answer.headers


def reference_in(letter: dict[str, Any]) -> str:
    (reference,) = set(re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", letter["text"]))
    return str(reference)


def rewrite_roster(page: Page, *, replaced: Ticket) -> None:
    """As the list will be once a ticket can be issued anew: the code in hand is then an older one of that person's."""
    (key,) = [key for key in kept_keys(page) if key.startswith("roster/")]
    roster = json.loads(kept(page, key))
    (entry,) = [one for one in roster["entries"] if one["name"] == replaced.holder.name]
    entry |= {"replaced_digests": [entry["ticket_digest"]], "ticket_digest": "0" * 64}
    keep(page, key, json.dumps(roster))


def end_the_door(page: Page) -> None:
    devices = kept(page, "devices")
    keep(page, "devices", {key: one | {"expires_at": "2020-01-01T00:00:00Z"} for key, one in devices.items()})


def kept(page: Page, key: str) -> Any:
    return page.evaluate(KEPT, ["get", [key]])


def keep(page: Page, key: str, value: Any) -> None:
    page.evaluate(KEPT, ["put", [value, key]])


def kept_keys(page: Page) -> list[str]:
    keys: list[str] = page.evaluate(KEPT, ["getAllKeys", []])
    return sorted(keys)
