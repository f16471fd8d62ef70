"""After a session: everybody who came has a survey letter, nobody else has, and some answer."""

from collections.abc import Callable
from typing import Final

from demo.replay.browser import Unexpected
from demo.replay.letters import SURVEY, Letter
from demo.replay.online import answer, answer_again_is_refused
from demo.replay.stage import Stage
from demo.replay.year import PlannedSession

ONE_COMMENTS_IN: Final = 4
ONE_TRIES_AGAIN_IN: Final = 20


def answer_surveys(stage: Stage, session: PlannedSession, *, since: int) -> None:
    """`since` is the last letter before the session: the survey's came later."""
    about = _about(stage, session)
    links = {person: _link(stage, person, about, since) for person in sorted(session.participants)}
    for person in session.absent:
        if any(about(letter) for letter in stage.mailbox.letters_to(stage.email(person), after=since)):
            raise Unexpected(f"{session.name}: {person} did not come, and was asked how it was")
    given = [(rank, links[person], rating) for rank, (person, rating) in enumerate(session.answering)]
    stage.crew.each(given, lambda one: _answer(stage, *one))
    stage.say(f"{session.name}: {len(links)} asked, {len(given)} answered")


def _about(stage: Stage, session: PlannedSession) -> Callable[[Letter], bool]:
    titles = stage.titles[session.key]

    def about(letter: Letter) -> bool:
        return letter.link(SURVEY) is not None and any(title in _plain(letter.text) for title in titles)

    return about


def _link(stage: Stage, person: str, about: Callable[[Letter], bool], since: int) -> str:
    letter = stage.mailbox.letter(stage.email(person), about, after=since)
    link = letter.link(SURVEY)
    if link is None:
        raise Unexpected(f"letter {letter.number} has no link")
    return link


def _plain(text: str) -> str:
    """As one line, whatever its spaces: letters may wrap their lines."""
    return " ".join(text.split())


def _answer(stage: Stage, rank: int, link: str, rating: str) -> None:
    browser = stage.site.browser()
    answer(browser, link, rating, with_comment=rank % ONE_COMMENTS_IN == 0)
    if rank % ONE_TRIES_AGAIN_IN == 0:
        answer_again_is_refused(browser, link)
