"""Everybody is told once, or is listed as uncertain (MAIL-6, MAIL-8)."""

import datetime as dt
import threading
import time
from dataclasses import replace

import pytest
from sqlalchemy.exc import OperationalError

from services.notifications.actions.erase_recipient import erase_recipient
from services.notifications.domain.delivery import LEASE, PAUSES, Reason
from services.notifications.domain.letters import State
from services.notifications.queries.unfinished_letters import unfinished_letters
from services.notifications.sending.mail_server import TAKE_WITHIN, Reply, ServerAway
from services.notifications.sending.pace import Pace
from services.notifications.sending.part import send_letters
from shared.kernel import clock as kernel_clock
from shared.operations.advice import UNSEEN_FOR
from shared.order import Order
from shared.service import Instance
from shared.testing.instances import settings_for_tests
from shared.testing.ports import free_port
from shared.testing.time import FakeClock
from tests.notifications.reader import mail, rows, states, text_of
from tests.notifications.sending.mail_servers import Behaviour, a_mail_server
from tests.notifications.sending.senders import (
    NEVER,
    STEPS,
    Ended,
    Unsteady,
    a_sender,
    ending_at,
    send_all,
    write,
    write_sign_in,
)
from tests.shared.messaging.speaking import until

A, B, C = "a@ministere.example", "b@ministere.example", "c@ministere.example"


def later(minutes: float) -> dt.datetime:
    return kernel_clock.system_now() + dt.timedelta(minutes=minutes)


def test_letters_go_in_the_order_of_their_rows_over_one_connection(notifications: Instance) -> None:
    """MAIL-8."""
    write(notifications, A, B, C)

    with a_mail_server() as server:
        send_all(a_sender(notifications, server.url))

        assert server.told == [A, B, C]
        assert server.connections == 1
        assert set(server.senders) == {"guichet@essai.example"}
    assert states(notifications) == ["sent"] * 3
    assert [letter.attempts for letter in rows(notifications)] == [1, 1, 1]


def test_what_arrives_is_what_was_composed_dots_and_all(notifications: Instance) -> None:
    write(notifications, A)

    with a_mail_server() as server:
        send_all(a_sender(notifications, server.url))
        (letter,) = server.letters

    assert mail(letter)["To"] == f"Camille Tremblay <{A}>"
    assert "Numéro de référence\u00a0: 7K3M-9Q2W" in text_of(letter)
    assert letter.count(b"\r\n") == letter.count(b"\n")


def test_a_4xx_is_put_off_and_tried_again_after_its_pause(notifications: Instance) -> None:
    write(notifications, A)

    with a_mail_server(Behaviour(rcpt={A: "450 greylisted"})) as server:
        send_all(a_sender(notifications, server.url))
        assert states(notifications) == ["deferred"]
        assert rows(notifications)[0].reply == "450 greylisted"

        server.behaviour.rcpt.clear()
        send_all(a_sender(notifications, server.url))
        assert server.told == []
        send_all(a_sender(notifications, server.url, system_now=lambda: later(2)))

        assert server.told == [A]
    assert states(notifications) == ["sent"]


def test_a_5xx_fails_at_once_and_is_said(notifications: Instance) -> None:
    write(notifications, A, B)

    with a_mail_server(Behaviour(rcpt={A: "550 no such mailbox"})) as server:
        send_all(a_sender(notifications, server.url))

        assert server.told == [B]
        assert server.connections == 1
    assert states(notifications) == ["failed", "sent"]
    assert rows(notifications)[0].reason is Reason.REFUSED


@pytest.mark.parametrize(("answer", "state"), [("451 later", "deferred"), ("554 no", "failed")])
def test_an_answer_to_the_final_dot_counts_like_any_other(notifications: Instance, answer: str, state: str) -> None:
    write(notifications, A, B)

    with a_mail_server(Behaviour(data={A: answer})) as server:
        send_all(a_sender(notifications, server.url))

    assert states(notifications) == [state, "sent"]


def test_after_the_last_pause_a_letter_is_given_up(notifications: Instance) -> None:
    write(notifications, A)
    now = kernel_clock.system_now()

    with a_mail_server(Behaviour(rcpt={A: "450 later"})) as server:
        for pause in (*PAUSES, dt.timedelta()):
            send_all(a_sender(notifications, server.url, system_now=lambda at=now: at))
            now += pause + dt.timedelta(seconds=1)

    (letter,) = rows(notifications)
    assert (letter.state, letter.reason) == (State.FAILED, Reason.GAVE_UP)
    assert letter.attempts == len(PAUSES) + 1


def test_a_server_that_goes_away_after_the_letter_leaves_it_uncertain(notifications: Instance) -> None:
    write(notifications, A, B)

    with a_mail_server(Behaviour(drops_after_data={A})) as server:
        send_all(a_sender(notifications, server.url))

        assert server.told == [A, B]
    assert states(notifications) == ["uncertain", "sent"]


def test_a_server_that_never_answers_leaves_the_letter_uncertain(notifications: Instance) -> None:
    write(notifications, A, B)

    with a_mail_server(Behaviour(hangs_after_data={A})) as server:
        send_all(a_sender(notifications, server.url, take_within=0.3))

    assert states(notifications) == ["uncertain", "sent"]


def test_while_a_server_thinks_about_the_final_dot_nobody_is_to_start_the_worker_again(
    notifications: Instance,
) -> None:
    """It would leave the letter uncertain, of which the server may still say what it has done."""
    write(notifications, A)
    order = Order(threading.Event())

    with a_mail_server(Behaviour(hangs_after_data={A})) as server:
        sender = a_sender(notifications, server.url, take_within=2.0)
        thread = threading.Thread(target=sender.send_due, args=(order,))
        thread.start()
        while states(notifications) != ["handing_over"]:
            assert thread.is_alive()
        missed_at = order.beat_at + UNSEEN_FOR.total_seconds()
        thread.join()

    assert missed_at > time.monotonic() + TAKE_WITHIN


def test_a_server_that_goes_away_before_it_takes_the_letter_costs_a_try(notifications: Instance) -> None:
    write(notifications, A, B)

    with a_mail_server(Behaviour(drops_at_rcpt={A})) as server:
        send_all(a_sender(notifications, server.url))

        assert server.told == [B]
    assert states(notifications) == ["deferred", "sent"]


def test_while_the_server_is_away_letters_wait_and_lose_no_try(notifications: Instance) -> None:
    write(notifications, A)

    with pytest.raises(ServerAway):
        a_sender(notifications, f"smtp://127.0.0.1:{free_port()}").send_due(NEVER)

    (letter,) = rows(notifications)
    assert (letter.state, letter.attempts) == (State.WAITING, 0)


def test_a_server_away_in_the_middle_gives_back_what_was_not_begun(notifications: Instance) -> None:
    write(notifications, A, B, C)
    with a_mail_server(Behaviour(drops_at_rcpt={B})) as server:
        sender = a_sender(notifications, server.url)
        sender._open = lambda once=[sender._open]: once.pop()()  # type: ignore[misc]  # there is no second connection

        with pytest.raises(IndexError):
            sender.send_due(NEVER)

    assert states(notifications) == ["sent", "deferred", "waiting"]


def test_a_connection_closed_meanwhile_costs_no_letter_a_try(notifications: Instance) -> None:
    write(notifications, A)
    port = free_port()
    with a_mail_server(port=port):
        sender = a_sender(notifications, f"smtp://127.0.0.1:{port}")
        sender.send_due(NEVER)
    write(notifications, B)

    with a_mail_server(port=port) as server:
        sender.send_due(NEVER)
        sender.hang_up()

        assert server.told == [B]
    assert [letter.attempts for letter in rows(notifications)] == [1, 1]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("address", [A, B, C])
def test_wherever_the_sender_ends_everybody_is_told_once_or_uncertain(
    notifications: Instance, step: str, address: str
) -> None:
    write(notifications, A, B, C)

    with a_mail_server() as server:
        with pytest.raises(Ended):
            send_all(a_sender(notifications, server.url, kind=ending_at(step, address)))
        again = a_sender(notifications, server.url)
        again.recover()
        send_all(again)
        told = server.told

    by_address = {letter.address: letter.state for letter in rows(notifications)}
    assert len(told) == len(set(told))
    assert set(by_address.values()) <= {State.SENT, State.UNCERTAIN}
    assert {to for to, state in by_address.items() if state is State.SENT} <= set(told)
    assert set(told) | {to for to, state in by_address.items() if state is State.UNCERTAIN} == {A, B, C}
    certain = step in ("before the offer", "after 354")
    assert by_address[address] is (State.SENT if certain else State.UNCERTAIN)


def test_another_host_s_letters_are_left_alone_until_their_lease_is_over(notifications: Instance) -> None:
    write(notifications, A)

    with a_mail_server() as server:
        with pytest.raises(Ended):
            send_all(a_sender(notifications, server.url, host="there", kind=ending_at("before the letter", A)))
        a_sender(notifications, server.url, host="here").recover()
        assert states(notifications) == ["handing_over"]

        after_lease = later(LEASE.total_seconds() / 60 + 1)
        a_sender(notifications, server.url, host="here", system_now=lambda: after_lease).recover()
        assert states(notifications) == ["uncertain"]


def test_a_host_whose_name_begins_like_ours_is_another(notifications: Instance) -> None:
    write(notifications, A)

    with a_mail_server() as server:
        with pytest.raises(Ended):
            send_all(a_sender(notifications, server.url, host="here-2", kind=ending_at("before the offer", A)))
        a_sender(notifications, server.url, host="here").recover()

    assert states(notifications) == ["sending"]


def test_a_sender_thought_dead_knows_better_when_its_answer_comes(
    notifications: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(notifications, A)

    with a_mail_server() as server:
        slow = a_sender(notifications, server.url, host="slow")
        hand_over = slow._connected(NEVER).hand_over

        def swept_meanwhile(letter: bytes) -> Reply | None:
            a_sender(notifications, server.url, host="slow").recover()
            assert states(notifications) == ["uncertain"]
            return hand_over(letter)

        monkeypatch.setattr(slow._connected(NEVER), "hand_over", swept_meanwhile)
        send_all(slow)

        assert server.told == [A]
    assert states(notifications) == ["sent"]


def test_an_answer_is_kept_until_the_database_is_back(notifications: Instance) -> None:
    """Changes: the claim, then handing over and outcome of each letter; both outcomes are noted at the second try."""
    write(notifications, A, B)

    with a_mail_server() as server:
        send_all(a_sender(Unsteady.of(notifications, 2, 5), server.url))

        assert server.told == [A, B]
    assert states(notifications) == ["sent", "sent"]
    assert [letter.attempts for letter in rows(notifications)] == [1, 1]


def test_a_sender_that_must_go_leaves_uncertain_what_it_could_not_note(
    notifications: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(notifications, A)
    stop = threading.Event()

    with a_mail_server() as server:
        sender = a_sender(Unsteady.of(notifications, 2), server.url)
        hand_over = sender._connected(NEVER).hand_over

        def asked_to_stop_meanwhile(letter: bytes) -> Reply | None:
            stop.set()
            return hand_over(letter)

        monkeypatch.setattr(sender._connected(NEVER), "hand_over", asked_to_stop_meanwhile)
        with pytest.raises(OperationalError):
            sender.send_due(Order(stop))
        a_sender(notifications, server.url).recover()

        assert server.told == [A]
    assert states(notifications) == ["uncertain"]


@pytest.mark.parametrize("answer_lost", [False, True])
@pytest.mark.parametrize("step", range(6))
def test_wherever_the_database_goes_away_everybody_is_told_once_or_later(
    notifications: Instance, step: int, answer_lost: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """Recovering, claiming, then handing over and outcome of each of two letters."""
    write(notifications, A, B)
    stop = threading.Event()

    with a_mail_server() as server:
        settings = settings_for_tests(notifications.settings.var, MAIL_URL=server.url)
        unsteady = Unsteady.of(replace(notifications, settings=settings), step, answer_lost=answer_lost)
        thread = threading.Thread(target=send_letters, args=(unsteady, Order(stop)))
        thread.start()
        until(lambda: set(states(notifications)) <= {"sent", "deferred"})
        stop.set()
        thread.join(10)
        send_all(a_sender(notifications, server.url, system_now=lambda: later(2)))

        assert sorted(server.told) == [A, B]
    assert not thread.is_alive()
    assert states(notifications) == ["sent", "sent"]
    assert not [record for record in caplog.records if record.exc_info]


def test_an_answer_that_no_database_takes_holds_nobody_up(notifications: Instance) -> None:
    """A NUL is no character of a text in PostgreSQL."""
    write(notifications, A, B)

    with a_mail_server(Behaviour(rcpt={A: "550 no \0 such mailbox"})) as server:
        send_all(a_sender(notifications, server.url))

        assert server.told == [B]
    assert states(notifications) == ["failed", "sent"]
    assert rows(notifications)[0].reply == "550 no \ufffd such mailbox"


def test_a_letter_taken_back_from_a_sender_is_not_handed_over_by_it(
    notifications: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(notifications, A)

    with a_mail_server() as server:
        slow = a_sender(notifications, server.url, host="slow")
        offer = slow._connected(NEVER).offer

        def swept_meanwhile(sender: str, to: str) -> Reply:
            a_sender(notifications, server.url, host="slow").recover()
            return offer(sender, to)

        monkeypatch.setattr(slow._connected(NEVER), "offer", swept_meanwhile)
        slow.send_due(NEVER)

        assert server.told == []
        send_all(a_sender(notifications, server.url))
        assert server.told == [A]
    assert states(notifications) == ["sent"]


@pytest.mark.parametrize("answer", ["250 ok", f"550 <{A}> no such mailbox"])
def test_whoever_is_erased_while_a_letter_is_in_hand_gets_none(
    notifications: Instance, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    write(notifications, A, B)

    with a_mail_server(Behaviour(rcpt={A: answer})) as server:
        sender = a_sender(notifications, server.url)
        offer = sender._connected(NEVER).offer

        def erased_meanwhile(from_: str, to: str) -> Reply:
            with notifications.begin() as tx:
                erase_recipient(tx, person_id=rows(notifications)[0].person_id, revision=9)
            return offer(from_, to)

        monkeypatch.setattr(sender._connected(NEVER), "offer", erased_meanwhile)
        send_all(sender)

        assert server.told == [B]
    assert states(notifications) == ["failed", "sent"]
    assert not [letter for letter in rows(notifications) if A in f"{letter.address} {letter.reply}"]


def test_two_senders_at_once_tell_everybody_once(notifications: Instance) -> None:
    everybody = [f"p{number}@ministere.example" for number in range(60)]
    write(notifications, *everybody)

    with a_mail_server() as server:
        senders = [a_sender(notifications, server.url, host=f"host{number}") for number in range(2)]
        threads = [threading.Thread(target=send_all, args=(sender,)) for sender in senders]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

        assert sorted(server.told) == sorted(everybody)
    assert set(states(notifications)) == {"sent"}


def test_a_link_that_has_expired_is_not_sent(notifications: Instance, clock: FakeClock) -> None:
    write_sign_in(notifications, A, clock.now() + dt.timedelta(minutes=10))
    clock.advance(dt.timedelta(minutes=11))

    with a_mail_server() as server:
        send_all(a_sender(notifications, server.url))

        assert server.told == []
    assert rows(notifications)[0].reason is Reason.EXPIRED


@pytest.mark.parametrize("address", ["x@y.example\r\nRCPT TO:<tout@monde.example>", "pas une adresse", "é@x.example"])
def test_an_address_that_is_none_fails_and_goes_nowhere(notifications: Instance, address: str) -> None:
    """MAIL-2: header and command injection refused."""
    write(notifications, address, B)

    with a_mail_server() as server:
        send_all(a_sender(notifications, server.url))

        assert server.told == [B]
    assert rows(notifications)[0].reason is Reason.NOT_COMPOSED


def test_sending_can_be_slowed_per_minute() -> None:
    """MAIL-8."""
    now = [100.0]
    pace = Pace(30, clock=lambda: now[0])

    first = pace.pause()
    pace.wait(threading.Event())

    assert (first, pace.pause()) == (0.0, 2.0)


@pytest.mark.parametrize(("per_minute", "taken"), [(None, 20), (600, 20), (5, 5), (1, 1)])
def test_a_slow_sender_takes_no_more_than_it_sends_in_a_minute(per_minute: int | None, taken: int) -> None:
    assert Pace(per_minute).at_once(20) == taken


def test_the_part_of_the_worker_waits_for_the_server_and_then_sends(notifications: Instance) -> None:
    """The mail server is away at the start."""
    port = free_port()
    settings = settings_for_tests(notifications.settings.var, MAIL_URL=f"smtp://127.0.0.1:{port}")
    instance = replace(notifications, settings=settings)
    write(instance, A)
    stop = threading.Event()
    thread = threading.Thread(target=send_letters, args=(instance, Order(stop)))
    thread.start()

    with a_mail_server(port=port) as server:
        until(lambda: server.told)
        told = server.told
        stop.set()
        thread.join(10)

    assert told == [A]
    assert not thread.is_alive()
    with notifications.look() as look:
        assert unfinished_letters(look) == 0
