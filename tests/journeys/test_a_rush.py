"""Sixty people press the same button for five places."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from services.registration.queries.event_registrations import event_registrations
from shared.testing.clients import a_member_identity, another_client_of
from shared.web.app import create_app
from tests.journeys.house import House, carried
from tests.registration.builders import a_draft_session, an_event, members

PLACES, PEOPLE = 5, 60


def test_sixty_at_once_for_five_places_give_five_places(house: House) -> None:
    with house.registration.begin() as tx:
        event = an_event(tx, a_draft_session(tx.now, capacity=PLACES))
        people = members(tx, PEOPLE)
    app = create_app(house.registration)
    path = f"/events/{event.slug}/sessions/{event.sessions[0].session_id}/register"

    def press_twice(member_id: str) -> int:
        """A nervous hand: the same form, twice."""
        client = another_client_of(app)
        client.sign_in(a_member_identity(member_id))
        filled = carried(client.get(path).text) | {"step": "submit"}
        first, second = (client.post(path, data=filled) for _ in range(2))
        assert first.headers["Location"] == second.headers["Location"]
        return first.status_code

    with ThreadPoolExecutor(PEOPLE) as crowd:
        answers = list(crowd.map(press_twice, people))
    house.settle()

    with house.registration.look() as look:
        held = event_registrations(look, event_id=event.event_id, with_needs=False)
    places = Counter(registration.place for registration in held)
    assert set(answers) == {303}
    assert places == {"confirmed": PLACES, "waitlisted": PEOPLE - PLACES}
    assert sorted(registration.place_number for registration in held if registration.place_number) == [1, 2, 3, 4, 5]
