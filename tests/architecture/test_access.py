"""Nobody can add a view without saying who may open it."""

from shared.service import Instance, Service
from shared.testing.clients import a_member_identity, a_staff_identity, client_of
from shared.testing.instances import Databases
from shared.web.access import rule_of
from shared.web.app import create_app

ROLES = ("organizer", "door", "administrator")
STRANGERS = {"nobody": None, "member": a_member_identity("nobody-we-know")} | {
    role: a_staff_identity(role, staff_id=f"{role}-we-know") for role in ROLES
}


def test_every_view_says_who_may_open_it(service: Service, databases: Databases, tmp_path, clock) -> None:
    app = create_app(databases.open(service, tmp_path))

    silent = [rule.endpoint for rule in app.url_map.iter_rules() if rule_of(app, rule.endpoint) is None]

    assert silent == []


def test_every_view_keeps_to_what_it_says_for_every_role(
    service: Service, databases: Databases, tmp_path, clock
) -> None:
    """The matrix role × route: who is refused is refused before the view runs, on every address."""
    instance = databases.open(service, tmp_path, CLOCK_FILE=str(tmp_path / "clock"))
    wrong = []
    for who, identity in STRANGERS.items():
        client = client_of(instance)
        if identity is not None:
            client.sign_in(identity)
        for rule in client.application.url_map.iter_rules():
            allowed = _opens(rule_of(client.application, rule.endpoint).name, who)
            if allowed is None or "GET" not in rule.methods:
                continue
            answer = client.get(_address(instance, rule), headers={"Accept": "text/html"})
            refused = answer.status_code in {401, 403} or "/sign-in/renew" in answer.headers.get("Location", "")
            if refused is allowed:
                wrong.append((who, str(rule), answer.status_code))

    assert wrong == []


def _opens(rule: str, who: str) -> bool | None:
    """What the rule's name promises; None for rules of a service's own, which its own tests prove."""
    if rule == "anyone":
        return True
    if rule == "member":
        return who == "member"
    if rule == "metrics token":
        return False  # nobody's session opens it
    if rule.startswith("staff: "):
        return who in rule.removeprefix("staff: ").split(", ")
    return None


def _address(instance: Instance, rule) -> str:
    values = {
        name: (1 if "int" in type(converter).__name__.lower() else "x") for name, converter in rule._converters.items()
    }
    _, path = rule.build(values, append_unknown=False)
    return instance.service.mount + path
