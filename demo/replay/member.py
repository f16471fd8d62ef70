"""What a member does in a browser: signs in by the letter's link, registers, looks, cancels."""

from typing import Final

from demo.directory import Member
from demo.replay.browser import Browser, Unexpected, insist
from demo.replay.letters import SIGN_IN, SIGN_IN_CODE, Mailbox

# One member in so many says what they eat, with the consent that it takes.
_WITH_NEEDS: Final = 25
ALREADY: Final = 409


class Visit:
    """One member signed in, for as long as the identity is used."""

    def __init__(self, browser: Browser, mailbox: Mailbox, member: Member) -> None:
        self._browser = browser
        self._mailbox = mailbox
        self.member = member

    def sign_in(self) -> None:
        """A link opens once: if nobody knows whether it did, another letter is asked for."""
        insist(self._sign_in_by_letter)

    def _sign_in_by_letter(self) -> None:
        after = self._mailbox.newest
        page = self._browser.get("/sign-in")
        self._browser.submit(page, {"email": self.member.email}).must_be(303)
        letter = self._mailbox.letter(self.member.email, lambda one: one.link(SIGN_IN), after=after)
        link, code = letter.link(SIGN_IN), letter.link(SIGN_IN_CODE)
        if link is None or code is None:
            raise Unexpected(f"letter {letter.number} has no link, or no code")
        pressed = self._browser.submit(self._browser.get(link))
        if pressed.location == "/sign-in/code":
            # The letter of a try whose answer was lost, with what this browser would have been known by.
            self._browser.submit(self._browser.get(pressed.location), {"code": code}).must_be(303)

    def register(self, slug: str, session_id: str) -> str:
        """Form, check page, deed: the reference of the registration, of an earlier one if there is one."""
        form = self._browser.get(f"/events/{slug}/sessions/{session_id}/register")
        if form.status == ALREADY:
            return form.attribute('main .actions a[href^="/registrations/"]', "href").rsplit("/", 1)[-1]
        check = self._browser.submit(form, {**self._needs(), "step": "check"}, repeatable=True)
        # The form carries a key: the same one twice is one registration.
        return self._browser.submit(check, {"step": "submit"}, repeatable=True).location.rsplit("/", 1)[-1]

    def cancel(self, reference: str) -> None:
        insist(lambda: self._press_cancel(reference))
        if self.place_of(reference) != "cancelled":
            raise Unexpected(f"{reference} is not cancelled")

    def _press_cancel(self, reference: str) -> None:
        """Refused when it was done before."""
        self._browser.submit(self._browser.get(f"/registrations/{reference}/cancel")).must_be(303, ALREADY)

    def place_of(self, reference: str) -> str:
        """What the receipt says now."""
        page = self._browser.get(f"/registrations/{reference}").must_be(200)
        if page.attribute("[data-reference]", "data-reference") != reference:
            raise Unexpected(f"{page.address} is another registration's")
        return page.attribute("[data-place]", "data-place")

    def _needs(self) -> dict[str, str]:
        if int(self.member.number) % _WITH_NEEDS:
            return {}
        return {"needs_food": "Sans arachides", "needs_consent": "true"}
