"""Every page of the site, in every state that can be seen: where it is, who sees it, and how one gets there."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Browser, FilePayload, Page, StorageState, expect

from demo.seed import Account
from demo.today import going_on
from shared.kernel.ids import new_id
from tests.browser.camera import give_camera, refuse_camera
from tests.browser.people import STAFF, give_password, type_shown_code
from tests.browser.site import Site

MORNING: Final = dt.datetime.fromisoformat("2026-05-06T09:10:00-04:00")
OPEN_HOUSE, MEETING = (event["slug"] for event in going_on(MORNING))
OPEN_HOUSE_TITLE: Final = re.compile("Portes ouvertes|Open House")
FULL: Final = "activite-comble"
LONG_MEETING: Final = "rencontre-longue"
CALLED_OFF: Final = "formation-17-2026"
LATER: Final = MORNING + dt.timedelta(minutes=50)

NEWCOMER: Final = Account("administrator", "Nadia Nouvelle", "nouvelle@alliance.example", "premiere-journee-ici")

DIRECTORY: Final = "number,given_name,family_name,email,organisation,region,language,status\n"
NEW_LINES: Final = DIRECTORY + "".join(
    f"9000{number},Zoé,Côté,zoe.cote{number}@culture.example,Culture et Communications,Estrie,fr,active\n"
    for number in range(3)
)
WRONG_LINES: Final = NEW_LINES + NEW_LINES.partition("\n")[2].replace("@", " à ").replace(",fr,", ",français,")

Deed = Callable[[Page, "Tour"], None]
Before = Callable[[Page], None]


@dataclass(frozen=True)
class Stop:
    """`path` may name what the tour prepared: `/registrations/{confirmed}`."""

    name: str
    path: str
    who: str = "visitor"
    deed: Deed | None = None
    before: Before | None = None


@dataclass(frozen=True)
class Tour:
    """A site with everything to be seen on it, and browsers signed in as those who see it."""

    site: Site
    values: dict[str, str]
    states: dict[str, StorageState | None]
    late: list[str]  # references of people who have not come in yet

    def visit(self, browser: Browser, stop: Stop, *, language: str, width: int) -> Page:
        """A new page, brought to the stop; close its context afterwards."""
        context = browser.new_context(
            storage_state=self.states[stop.who], viewport={"width": width, "height": 800}, reduced_motion="reduce"
        )
        context.add_cookies([{"name": "lang", "value": language, "url": self.site.url}])
        page = context.new_page()
        if stop.before:
            stop.before(page)
        answer = page.goto(self.site.url + stop.path.format(**self.values))
        assert answer is not None
        assert answer.status < 500, stop.name
        if stop.deed:
            stop.deed(page, self)
        return page


def press(selector: str = "main form button >> nth=-1") -> Deed:
    return lambda page, _tour: page.locator(selector).click()


# The form's first button is the unseen one that Enter presses.
CHECK: Final = "[name=step][value=check]:not(.unseen)"


def fill(name: str, text: str) -> Deed:
    return lambda page, _tour: page.locator(f"[name={name}]").fill(text)


def fill_new_address(page: Page, _tour: "Tour") -> None:
    """Nobody's, and another one each time: an address may ask for so many letters only."""
    page.locator("[name=email]").fill(f"{new_id()}@nulle-part.example")


def give_newcomers_password(page: Page, tour: "Tour") -> None:
    """Somebody who has no phone set up, or no longer."""
    tour.site.run("registration", "reset-second-factor", NEWCOMER.email)
    give_password(page, tour.site, NEWCOMER)


def enrol_newcomer(page: Page, tour: "Tour") -> None:
    give_newcomers_password(page, tour)
    type_shown_code(page)


def give_enrolled_password(page: Page, tour: "Tour") -> None:
    give_password(page, tour.site, STAFF["organizer"])


def use_recovery_code(page: Page, tour: "Tour") -> None:
    enrol_newcomer(page, tour)
    code = page.locator(".recovery-codes .code").first.inner_text()
    give_password(page, tour.site, NEWCOMER)
    page.locator("[name=code]").fill(code)
    press()(page, tour)


def send_directory(text: str) -> Deed:
    file: FilePayload = {"name": "repertoire.csv", "mimeType": "text/csv", "buffer": text.encode()}

    def choose_and_send(page: Page, _tour: Tour) -> None:
        page.locator("[name=file]").set_input_files(file)
        page.locator("form[enctype] button").click()
        page.wait_for_load_state()

    return choose_and_send


def open_a_door(page: Page, tour: "Tour") -> None:
    token = page.locator("[name=csrf_token]").first.get_attribute("value") or ""
    told = {"session_id": page.locator("[data-session]").first.get_attribute("data-session"), "label": "Porte A"}
    page.request.post(f"{tour.site.url}/checkin/api/v1/devices", data=told, headers={"X-CSRFToken": token})
    page.reload()
    page.locator("[data-device]").first.wait_for()


def lay_out_letter(page: Page, tour: "Tour") -> None:
    """As a mail program does: where the mailbox shows it, no script may run, not even one that looks."""
    letter = page.request.get(f"{tour.site.url}/mailbox/letters/{tour.values['letter']}/html").text()
    page.goto("about:blank")
    page.set_content(letter.replace('src="/', f'src="{tour.site.url}/'))


def all_of(*deeds: Deed) -> Deed:
    def one_after_the_other(page: Page, tour: Tour) -> None:
        for deed in deeds:
            deed(page, tour)

    return one_after_the_other


def wait(selector: str) -> Deed:
    return lambda page, _tour: page.locator(selector).first.wait_for()


def at_the_door(verdict: str | None = None, code: str = "") -> Deed:
    """The scanner standing at the open house; with a verdict, after that code was typed ("late": of somebody new)."""

    def open_and_type(page: Page, tour: Tour) -> None:
        page.get_by_role("radio", name=OPEN_HOUSE_TITLE).check()
        page.locator("[data-opening-form] button.strong").click()
        expect(page.locator("html[data-roster]:not([data-camera=starting])")).to_be_attached(timeout=15_000)
        if verdict:
            page.locator("#code").fill(tour.late.pop() if code == "late" else code.format(**tour.values))
            page.keyboard.press("Enter")
            expect(page.locator(f"html[data-verdict={verdict}]")).to_be_attached(timeout=15_000)

    return open_and_type


def look_for(name: str) -> Deed:
    def open_and_type(page: Page, _tour: Tour) -> None:
        page.locator("[data-open-names]").click()
        page.locator("[data-names] input").press_sequentially(name)

    return open_and_type


VISITOR: Final = (
    Stop("catalogue", "/"),
    Stop("event", f"/events/{OPEN_HOUSE}"),
    Stop("event-virtual", f"/events/{MEETING}"),
    Stop("event-full", f"/events/{FULL}"),
    Stop("event-cohort", "/events/{cohort}"),
    Stop("event-called-off", f"/events/{CALLED_OFF}"),
    Stop("sign-in", "/sign-in"),
    Stop("sign-in-error", "/sign-in", deed=press()),
    Stop("sign-in-code", "/sign-in", deed=all_of(fill_new_address, press())),
    Stop(
        "sign-in-code-error",
        "/sign-in",
        deed=all_of(fill_new_address, press(), fill("code", "00000000"), press()),
    ),
    Stop("sign-in-link", "/sign-in/link/" + "7K" * 13),
    Stop("staff-sign-in", "/staff/sign-in"),
    Stop("staff-sign-in-error", "/staff/sign-in", deed=press()),
    Stop("second-factor-enrolment", "/staff/sign-in", deed=give_newcomers_password),
    Stop("second-factor-enrolment-error", "/staff/sign-in", deed=all_of(give_newcomers_password, press())),
    Stop("recovery-codes", "/staff/sign-in", deed=enrol_newcomer),
    Stop("second-factor", "/staff/sign-in", deed=give_enrolled_password),
    Stop("second-factor-error", "/staff/sign-in", deed=all_of(give_enrolled_password, press())),
    Stop("recovery-code-used", "/staff/sign-in", deed=use_recovery_code),
    Stop("privacy", "/privacy"),
    Stop("ticket-in-public", "/T/" + "7K" * 13),
    Stop("nothing-here", "/nowhere"),
    Stop("survey", "/checkin/survey/{survey}"),
    Stop("survey-error", "/checkin/survey/{survey}", deed=press()),
    Stop("survey-unknown", "/checkin/survey/" + "7K" * 13),
    Stop("survey-thanks", "/checkin/survey/{answered}"),
    Stop("join", "/checkin/join/{join}"),
    Stop("join-over", "/checkin/join/{join_over}"),
    Stop("join-unknown", "/checkin/join/" + "7K" * 13),
    Stop("mailbox", "/mailbox/"),
    Stop("mailbox-letter", "/mailbox/letters/{letter}"),
    Stop("mailbox-letter-html", "/mailbox/", deed=lay_out_letter),
    Stop("door-sign-in", "/checkin/door", deed=wait("[data-opening-words] a")),
)
MEMBER: Final = (
    Stop("my-registrations", "/registrations", "member"),
    Stop("registration-confirmed", "/registrations/{confirmed}", "member"),
    Stop("registration-waitlisted", "/registrations/{waitlisted}", "member"),
    Stop("registration-cancelled", "/registrations/{cancelled}", "member"),
    Stop("registration-cancel", "/registrations/{confirmed}/cancel", "member"),
    Stop("event-registered", f"/events/{OPEN_HOUSE}", "member"),
    Stop("register", "{register}", "member"),
    Stop(
        "register-error",
        "{register}",
        "member",
        all_of(fill("needs_food", "Arachides"), press("[name=step][value=check]")),
    ),
    Stop(
        "register-check",
        "{register}",
        "member",
        press("[name=step][value=check]"),
    ),
    Stop("staff-sign-in-of-member", "/organizer", "member"),
    Stop("sign-out", "/sign-out", "member"),
)
ORGANIZER: Final = (
    Stop("organizer", "/organizer", "organizer"),
    Stop("organizer-past", "/organizer?show=past", "organizer"),
    Stop("event-new", "/organizer/events/new", "organizer"),
    Stop(
        "event-new-error", "/organizer/events/new", "organizer", press("[name=step][value=save]:visible:not(.unseen)")
    ),
    Stop("event-of-organizer", "/organizer/events/{event}", "organizer"),
    Stop("event-called-off-of-organizer", "/organizer/events/{called_off}", "organizer"),
    Stop("event-copy", "/organizer/events/{coming}/copy", "organizer"),
    Stop("event-copy-error", "/organizer/events/{coming}/copy", "organizer", all_of(fill("first_day", ""), press())),
    Stop("event-change", "/organizer/events/{coming}/change", "organizer"),
    Stop(
        "event-change-error",
        "/organizer/events/{coming}/change",
        "organizer",
        all_of(fill("sessions-0-sittings-0-starts_at", "2026-05-01T11:00"), press(CHECK)),
    ),
    Stop(
        "event-change-check",
        "/organizer/events/{coming}/change",
        "organizer",
        all_of(
            fill("sessions-0-sittings-0-starts_at", "2026-05-22T10:30"),
            fill("sessions-0-venue_name", "Palais Montcalm"),
            fill("description_fr", "Un autre texte."),
            press(CHECK),
        ),
    ),
    Stop("event-change-nothing", "/organizer/events/{coming}/change", "organizer", press(CHECK)),
    Stop("event-cancel", "/organizer/events/{coming}/cancel", "organizer"),
    Stop("session-cancel", "/organizer/events/{coming}/sessions/{session}/cancel", "organizer"),
    Stop("event-cancel-error", "/organizer/events/{coming}/cancel", "organizer", press()),
    Stop("guests", "/organizer/events/{event}/guests", "organizer"),
    Stop("guests-error", "/organizer/events/{event}/guests", "organizer", press()),
    Stop("registrations", "/organizer/events/{event}/registrations", "organizer"),
    Stop("registrations-paged", "/organizer/events/{crowded}/registrations?page=2&sort=name", "organizer"),
    Stop("registrations-not-found", "/organizer/events/{crowded}/registrations?search=personne", "organizer"),
    Stop("draft-of-organizer", "/organizer/events/{draft}", "organizer"),
    Stop("draft-delete", "/organizer/events/{draft}/delete", "organizer"),
    Stop("draft-not-ready", "/organizer/events/{draft}", "organizer", press("main form.deed button")),
    Stop("registration-cancel-organizer", "/organizer/registrations/{confirmed}/cancel", "organizer"),
    Stop("sign-in-of-staff", "/registrations", "organizer"),
    Stop("door-home", "/checkin/", "organizer"),
    Stop("door-home-open", "/checkin/", "organizer", open_a_door),
    Stop("figures", "/checkin/events", "organizer"),
    Stop("figures-of-event", f"/checkin/events/{MEETING}", "organizer"),
    Stop("figures-of-nobody", f"/checkin/events/{FULL}", "organizer"),
    Stop("report", "/checkin/reports/2026", "organizer"),
    Stop("report-empty", "/checkin/reports/2019", "organizer"),
    Stop("letters", "/notifications/letters", "organizer"),
    Stop("letter", "/notifications/letters", "organizer", press("main table a >> nth=0")),
)
ADMINISTRATOR: Final = (
    Stop("directory", "/directory", "administrator"),
    Stop("directory-error", "/directory", "administrator", send_directory("number;given_name\n1;Anne\n")),
    Stop("directory-wrong-lines", "/directory", "administrator", send_directory(WRONG_LINES)),
    Stop("directory-preview", "/directory", "administrator", send_directory(NEW_LINES)),
    Stop("operations-registration", "/operations", "administrator"),
    Stop("operations-notifications", "/notifications/operations", "administrator"),
    Stop("operations-checkin", "/checkin/operations", "administrator"),
    Stop("messages-registration", "/operations/messages", "administrator"),
    Stop("messages-notifications", "/notifications/operations/messages", "administrator"),
    Stop("messages-checkin", "/checkin/operations/messages", "administrator"),
    Stop("message-parked", "/checkin/operations/messages/checkin-cannot", "administrator"),
    Stop(
        "message-parked-error",
        "/checkin/operations/messages/checkin-cannot",
        "administrator",
        press("main .button-danger"),
    ),
)
DOOR: Final = (
    Stop(
        "door-open",
        "/checkin/door",
        "door",
        wait("[name=session]"),
        before=give_camera,
    ),
    Stop("door-aim", "/checkin/door", "door", at_the_door(), before=give_camera),
    Stop("door-welcome", "/checkin/door", "door", at_the_door("welcome", "late"), before=give_camera),
    Stop("door-already-in", "/checkin/door", "door", at_the_door("already_in", "{early}"), before=give_camera),
    Stop("door-not-a-ticket", "/checkin/door", "door", at_the_door("not_a_ticket", "rien"), before=give_camera),
    Stop(
        "door-camera-refused",
        "/checkin/door",
        "door",
        at_the_door(),
        before=lambda page: refuse_camera(page, "NotAllowedError"),
    ),
    Stop(
        "door-menu",
        "/checkin/door",
        "door",
        all_of(at_the_door(), press("[data-open-menu]")),
        before=give_camera,
    ),
    Stop("door-names", "/checkin/door", "door", all_of(at_the_door(), look_for("ma")), before=give_camera),
    Stop("door-names-none", "/checkin/door", "door", all_of(at_the_door(), look_for("personne")), before=give_camera),
    Stop(
        "door-walk-in",
        "/checkin/door",
        "door",
        all_of(at_the_door(), press("[data-open-walk-in]")),
        before=give_camera,
    ),
)
STOPS: Final[Sequence[Stop]] = (*VISITOR, *MEMBER, *ORGANIZER, *ADMINISTRATOR, *DOOR)
