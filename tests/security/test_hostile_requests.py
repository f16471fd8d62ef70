"""Requests that no browser of ours makes: each is answered in words, and none is a 500."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.checkin.service import SERVICE as CHECKIN
from services.notifications.service import SERVICE as NOTIFICATIONS
from services.registration.service import SERVICE as REGISTRATION
from shared.testing.clients import Client, a_member_identity, a_staff_identity, client_of
from shared.testing.instances import Databases
from shared.testing.time import FakeClock
from shared.web.access import rule_of
from shared.web.sizes import LARGEST_REQUEST, largest_taken

SERVICES = (REGISTRATION, NOTIFICATIONS, CHECKIN)
VISITORS = {
    "nobody": None,
    "member": a_member_identity("nobody-we-know"),
    "administrator": a_staff_identity("administrator", staff_id="administrator-we-know"),
}
# Members have pages of their own at registration only.
WHO_WHERE = [(who, service) for service in SERVICES for who in VISITORS if who != "member" or service is REGISTRATION]
VALUES = (
    *("\0", "\ud7ff", "9" * 5000, "-1", "%", "x" * 5000),
    *("'; DROP TABLE members; --", "../../etc/passwd", "{{7*7}}"),
)
NAMES = ("next", "as", "kind", "mode", "place", "session", "show", "sort", "state", "template", "event", "page", "year")
FIELDS = (
    "email",
    "code",
    "password",
    "reason",
    "comment",
    "needs_food",
    "given_name",
    "title_fr",
    "slug",
    "next",
    "to",
)
DEEP = "[" * 100_000


@pytest.fixture(params=WHO_WHERE, ids=lambda param: f"{param[0]}-{param[1].name}")
def client(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path, clock: FakeClock) -> Iterator[Client]:
    who, service = request.param
    instance = databases.open(service, tmp_path, CLOCK_FILE=str(tmp_path / "clock"))
    browser = client_of(instance)
    if VISITORS[who] is not None:
        browser.sign_in(VISITORS[who])
    yield browser
    instance.close()


def test_no_address_breaks_on_what_stands_in_it(client: Client) -> None:
    broken = [
        (rule.rule, value[:20], answer.status_code)
        for rule in _rules(client)
        for value in VALUES
        for method in sorted(rule.methods & {"GET", "POST", "DELETE"})
        if (answer := client.open(_path(client, rule, value), method=method, headers=_token(client))).status_code >= 500
    ]

    assert broken == []


def test_no_address_breaks_on_its_question_mark(client: Client) -> None:
    broken = []
    for rule in _rules(client):
        if rule.arguments or "GET" not in rule.methods:
            continue
        for value in VALUES:
            answer = client.get(_path(client, rule, ""), query_string=dict.fromkeys(NAMES, value[:2000]))
            if answer.status_code >= 500:
                broken.append((rule.rule, value[:20], answer.status_code))

    assert broken == []


FORMS = {
    "names without end": {"sessions-" + "0-a-" * 3000: "x"},
    "rows beyond numbers": {"sessions-" + "9" * 5000 + "-label_fr": "x", "step": "add-session"},
    "rows in another script": {"sessions-²-label_fr": "x", "sessions-٣-label_fr": "x", "step": "add-session"},
    "a null character": dict.fromkeys(FIELDS, "a\0b"),
    "one name many times": {"email": ["a@b.example"] * 50, "step": ["save"] * 50, "overall": ["satisfied"] * 50},
    "halves of characters": dict.fromkeys(("email", "comment", "reason", "title_fr"), "\ud7ff\ufffe\uffff"),
}


def test_no_form_breaks(client: Client) -> None:
    broken = [
        (rule.rule, what)
        for rule in _rules(client)
        for what, form in FORMS.items()
        if "POST" in rule.methods
        and client.post(_path(client, rule, "x"), data=form, headers=_token(client)).status_code >= 500
    ]

    assert broken == []


BODIES = {
    "deep JSON": ("application/json", DEEP.encode()),
    "deep JSON objects": ("application/json", b'{"a":' * 100_000),
    "no JSON": ("application/json", b"\xff\xfe\x00"),
    "a number beyond numbers": ("application/json", b"9" * 5000),
    "a list": ("application/json", b"[1]"),
    "nothing": ("application/json", b""),
    "null": ("application/json", b"null"),
    "infinite": ("application/json", b'{"sent_at": Infinity, "scans": [{"sequence": 1e999, "raw": "\\ud800"}]}'),
    "another type": ("text/plain", b"{}"),
    "no boundary": ("multipart/form-data", b"--x"),
    "a broken part": (
        "multipart/form-data; boundary=a",
        b"--a\r\nContent-Disposition: form-data; name*=x''%ff\r\n\r\n\x00",
    ),
    "another encoding": ("application/x-www-form-urlencoded; charset=utf-7", b"email=%ff%fe%00"),
    "a type that is none": ("\xff/\xfe;;=", b"x"),
    "many names": ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(3000))),
    "five megabytes": ("application/x-www-form-urlencoded", b"a" * 5_000_000),
}


def test_no_body_breaks(client: Client) -> None:
    broken = []
    for rule in _rules(client):
        for what, (kind, body) in BODIES.items() if "POST" in rule.methods else ():
            answer = client.post(_path(client, rule, "x"), data=body, content_type=kind, headers=_token(client))
            if answer.status_code >= 500:
                broken.append((rule.rule, what))

    assert broken == []


def test_no_redirect_believes_the_host_that_the_visitor_says(client: Client) -> None:
    mount = client.instance.service.mount

    for path in (mount or "/", f"{mount}//operations//messages", f"{mount}/operations//messages"):
        answer = client.get(path, headers={"Host": "evil.example"})
        assert "evil.example" not in answer.headers.get("Location", "") + answer.text


def test_every_kind_of_answer_bears_the_headers(client: Client) -> None:
    """Pages, refusals, redirects, mistakes, programs' answers: nothing may frame them, guess at them or keep them."""
    mount = client.instance.service.mount
    asked = [
        ("GET", "/nowhere"),
        ("GET", "/healthz"),
        ("GET", "/operations/messages"),
        ("GET", "/operations//messages"),
    ]
    asked += [
        ("POST", "/language"),
        ("PUT", "/healthz"),
        ("OPTIONS", "/healthz"),
        ("GET", "/static/shared/nothing.css"),
    ]

    for method, path in asked:
        headers = client.open(mount + path, method=method).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
        assert "unsafe" not in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "no-referrer", path
        assert "camera=()" in headers["Permissions-Policy"], path


def test_no_deed_is_done_without_the_forms_token_or_from_another_site(client: Client) -> None:
    """Whatever the method, the type of the body, or the method that is said to be meant.

    Who may send a file is asked before its form is read.
    """
    mount, token = client.instance.service.mount, _token(client)
    is_administrator = (
        client.get_cookie("identity") is not None and client.get(f"{mount}/operations").status_code == 200
    )
    meant = {"X-HTTP-Method-Override": "GET", "X-Method-Override": "GET"}
    open_to_others = []
    for rule in _rules(client):
        if rule_of(client.application, rule.endpoint).by_token:
            continue
        for method in sorted(rule.methods - {"GET", "HEAD", "OPTIONS"}):
            tries = [
                client.open(_path(client, rule, "x"), method=method, data={"_method": "GET"}, headers=meant),
                client.open(_path(client, rule, "x"), method=method, json={"csrf_token": token["X-CSRFToken"]}),
                client.open(_path(client, rule, "x"), method=method, data="{}", content_type="text/plain"),
            ]
            tried = [answer.status_code for answer in tries]
            for site in ("cross-site", "same-site"):
                headers = token | {"Sec-Fetch-Site": site}
                tried.append(client.open(_path(client, rule, "x"), method=method, headers=headers).status_code)
            strangers_file = largest_taken(client.application, rule.endpoint) > LARGEST_REQUEST and not is_administrator
            if tried != ([401] * 5 if strangers_file else [400, 400, 400, 403, 403]):
                open_to_others.append((mount, rule.rule, method, tried))

    assert open_to_others == []


def _rules(client: Client):
    return [rule for rule in client.application.url_map.iter_rules() if not rule.endpoint.endswith("static")]


def _path(client: Client, rule, value: str) -> str:
    values = {
        name: (value if "int" not in type(converter).__name__.lower() else 1)
        for name, converter in rule._converters.items()
    }
    _, path = rule.build(values, append_unknown=False)
    return client.instance.service.mount + path


def _token(client: Client) -> dict[str, str]:
    if not hasattr(client, "kept_token"):
        client.kept_token = client.form_token()
    return {"X-CSRFToken": client.kept_token or ""}
