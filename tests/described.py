"""A client that holds every answer of a described address against the service's own OpenAPI document."""

import json
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from werkzeug.test import TestResponse

from shared.service import Instance
from shared.testing.clients import Client
from shared.web.app import create_app
from shared.web.openapi import path_of


class Faithful(Client):
    """`seen` are the operations and statuses that were answered so far."""

    document: dict[str, Any]
    seen: set[tuple[str, str, int]]

    def open(self, *args: Any, **options: Any) -> TestResponse:
        answer: TestResponse = super().open(*args, **options)
        found = self._operation(answer)
        if found is not None:
            self._check(*found, answer)
        return answer

    def _operation(self, answer: TestResponse) -> tuple[str, str] | None:
        path, mount = answer.request.path, self.instance.service.mount
        adapter = self.application.url_map.bind("localhost")
        method = answer.request.method
        try:
            address, _ = adapter.match(path.removeprefix(mount), method, return_rule=True)
        except Exception:  # an address that leads nowhere is none of the document's
            return None
        is_described = path_of(address) in self.document["paths"]
        return (path_of(address), method.lower()) if is_described and method != "HEAD" else None

    def _check(self, path: str, method: str, answer: TestResponse) -> None:
        responses = self.document["paths"][path][method]["responses"]
        assert str(answer.status_code) in responses, f"{method} {path}: {answer.status_code} is not described"
        content = responses[str(answer.status_code)].get("content")
        assert (answer.get_data() == b"") == (content is None)
        if content is not None:
            (rules,) = [kind["schema"] for name, kind in content.items() if answer.mimetype == name]
            validator(self.document, rules).validate(json.loads(answer.get_data()))
        self.seen.add((path, method, answer.status_code))


def faithful_client_of(instance: Instance) -> Faithful:
    app = create_app(instance)
    app.test_client_class = Faithful
    client = app.test_client()
    assert isinstance(client, Faithful)
    client.instance, client.document, client.seen = instance, {"paths": {}}, set()
    client.document = client.get(f"{instance.service.mount}/api/v1/openapi.json").json
    return client


def validator(document: dict[str, Any], rules: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(rules | {"components": document["components"]}, format_checker=FormatChecker())
