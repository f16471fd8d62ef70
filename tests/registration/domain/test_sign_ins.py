"""Signing in, ruled: links in letters are single use, ten minutes, bound to the browser that asked."""

from datetime import UTC, datetime, timedelta

import pytest

from services.registration.domain.sign_ins import (
    CODE_TRIES,
    LETTERS,
    LINK_LASTS,
    MEMBER_LIFESPAN,
    CodeUse,
    IdentityEnded,
    LinkSpent,
    LinkUse,
    PendingSignIn,
    TooManyTries,
    refuse_beyond,
    refuse_ended,
    typed_code,
    use_of_code,
    use_of_link,
)

NOON = datetime(2022, 5, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def a_pending_sign_in(*, used_at: datetime | None = None, tries_left: int = CODE_TRIES) -> PendingSignIn:
    return PendingSignIn(
        expires_at=NOON + LINK_LASTS, used_at=used_at, tries_left=tries_left, browser_digest="browser-that-asked"
    )


def test_the_browser_that_asked_is_signed_in_by_the_link() -> None:
    use = use_of_link(a_pending_sign_in(), browser_digest="browser-that-asked", now=NOON)

    assert use is LinkUse.SIGNS_IN


@pytest.mark.parametrize("browser", ["another", None])
def test_another_browser_is_asked_for_the_code(browser: str | None) -> None:
    use = use_of_link(a_pending_sign_in(), browser_digest=browser, now=NOON)

    assert use is LinkUse.ASKS_CODE


def test_a_link_works_until_its_tenth_minute_and_not_at_it() -> None:
    last_moment = NOON + LINK_LASTS - timedelta(seconds=1)

    assert use_of_link(a_pending_sign_in(), browser_digest="browser-that-asked", now=last_moment)
    with pytest.raises(LinkSpent):
        use_of_link(a_pending_sign_in(), browser_digest="browser-that-asked", now=NOON + LINK_LASTS)


def test_a_used_link_is_spent_for_link_and_code_alike() -> None:
    used = a_pending_sign_in(used_at=NOON)

    with pytest.raises(LinkSpent):
        use_of_link(used, browser_digest="browser-that-asked", now=NOON)
    assert use_of_code(used, matches=True, now=NOON) is CodeUse.SPENT


def test_the_right_code_signs_in_and_a_wrong_one_does_not() -> None:
    assert use_of_code(a_pending_sign_in(), matches=True, now=NOON) is CodeUse.RIGHT
    assert use_of_code(a_pending_sign_in(), matches=False, now=NOON) is CodeUse.WRONG


def test_after_five_wrong_codes_even_the_right_one_is_refused() -> None:
    use = use_of_code(a_pending_sign_in(tries_left=0), matches=True, now=NOON)

    assert use is CodeUse.SPENT


def test_the_sixth_letter_within_ten_minutes_waits_until_the_first_is_old() -> None:
    asked = [NOON + n * MINUTE for n in range(LETTERS.tries)]

    with pytest.raises(TooManyTries) as refused:
        refuse_beyond(LETTERS, asked, now=NOON + 5 * MINUTE)

    assert refused.value.retry_after == 5 * 60


def test_tries_that_have_left_the_window_count_no_more() -> None:
    asked = [NOON] * LETTERS.tries

    refuse_beyond(LETTERS, asked, now=NOON + LETTERS.window)


def test_a_code_is_read_as_people_paste_it() -> None:
    assert typed_code(" 1234-5678 ") == typed_code("1234\u00a05678") == "12345678"


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("opened_at", "seen_at", "ended_at"),
    [
        pytest.param(NOON, NOON, NOON, id="signed out"),
        pytest.param(NOON - DAY, NOON - MEMBER_LIFESPAN.idle, None, id="left alone too long"),
        pytest.param(NOON - MEMBER_LIFESPAN.whole, NOON, None, id="opened too long ago"),
    ],
)
def test_an_identity_ends(opened_at: datetime, seen_at: datetime, ended_at: datetime | None) -> None:
    with pytest.raises(IdentityEnded):
        refuse_ended(MEMBER_LIFESPAN, opened_at=opened_at, seen_at=seen_at, ended_at=ended_at, now=NOON)


def test_an_identity_in_use_is_renewed() -> None:
    refuse_ended(MEMBER_LIFESPAN, opened_at=NOON - DAY, seen_at=NOON - MINUTE, ended_at=None, now=NOON)
