"""The OpenAPI document of a service, told from its views: their access rules, what they take, answer and refuse."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any, Final

from apispec import APISpec
from flask import Blueprint, Flask, current_app, jsonify
from flask.typing import ResponseReturnValue
from marshmallow import INCLUDE, Schema, fields
from werkzeug.routing import IntegerConverter
from werkzeug.routing import Rule as Address

from shared.contracts.json_schemas import specification
from shared.kernel.refusals import Invalid
from shared.web.access import Rule, access, anyone, rule_of
from shared.web.described import Described, described, description_of
from shared.web.problems import CODES, FORM_EXPIRED

openapi = Blueprint("openapi", __name__)

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_ABOUT: Final = (
    "Refusals are problem+json (RFC 9457) with a `code` that never changes and a sentence in the reader's language. "
    "Instants are in UTC. What is not known in a body is ignored."
)
_IDENTITY: Final = {
    "type": "apiKey",
    "in": "cookie",
    "name": "__Host-identity",
    "description": "The cookie of somebody who is signed in (`identity` on the demonstration, which has no HTTPS).",
}
_TOKEN: Final = {
    "name": "X-CSRFToken",
    "in": "header",
    "required": True,
    "description": "The token of a page, or of an answer that gives one.",
    "schema": {"type": "string"},
}


class ProblemSchema(Schema):
    """What every refusal says; `errors` are sentences, by field, for a body that is to be corrected."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)
    request_id = fields.String(required=True, allow_none=True)
    errors = fields.Dict(keys=fields.String(), values=fields.String())


class OpenApiSchema(Schema):
    class Meta:
        unknown = INCLUDE

    openapi = fields.String(required=True)


@openapi.get("/api/v1/openapi.json")
@access(anyone)
@described({200: OpenApiSchema})
def document() -> ResponseReturnValue:
    """This document."""
    extensions = current_app.extensions
    if "openapi" not in extensions:
        extensions["openapi"] = document_of(current_app, extensions["instance"].service.mount)
    return jsonify(extensions["openapi"])


def document_of(app: Flask, mount: str) -> dict[str, Any]:
    """All that is described among the addresses of an application that stands at this mount."""
    info = {"description": _ABOUT}
    spec = specification(f"Guichet: {app.name}", "1", info=info, servers=[{"url": mount or "/"}])
    spec.components.schema("Problem", schema=ProblemSchema)
    for address in sorted(app.url_map.iter_rules(), key=lambda address: address.rule):
        description, rule = description_of(app, address.endpoint), rule_of(app, address.endpoint)
        if description is not None and rule is not None:
            view = app.view_functions[address.endpoint]
            _add(spec, address, description, rule, view.__doc__ or "")
    written: dict[str, Any] = spec.to_dict()
    return written


def path_of(address: Address) -> str:
    """`/reports/<int:year>.json` as OpenAPI writes it: `/reports/{year}.json`."""
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", address.rule)


def methods_of(address: Address) -> set[str]:
    return set(address.methods or ()) - {"HEAD", "OPTIONS"}


def _add(spec: APISpec, address: Address, description: Described, rule: Rule, words: str) -> None:
    scheme = _scheme(spec, rule)
    parameters = [_parameter(address, name) for name in sorted(address.arguments)]
    operations = {}
    for method in sorted(methods_of(address)):
        needs_token = method not in _SAFE and not rule.by_token
        operations[method.lower()] = {
            "operationId": address.endpoint.rpartition(".")[2],
            "summary": _summary(words),
            "description": f"For {rule.name}.",
            "security": [{scheme: []}] if scheme else [],
            "parameters": [*parameters, *([_TOKEN] if needs_token else [])],
            "responses": _answers(description) | _refusals(description, rule, needs_token=needs_token),
        }
        if description.takes is not None:
            operations[method.lower()]["requestBody"] = {"required": True, "content": _json(description.takes)}
    spec.path(path_of(address), operations=operations)


def _scheme(spec: APISpec, rule: Rule) -> str | None:
    """The name of what proves who asks; none for what anyone may ask."""
    if not rule.refuses:
        return None
    name = rule.name if rule.by_token else "identity"
    if name not in spec.components.security_schemes:
        spec.components.security_scheme(name, {"type": "http", "scheme": "bearer"} if rule.by_token else _IDENTITY)
    return name


def _parameter(address: Address, name: str) -> dict[str, Any]:
    is_number = isinstance(address._converters[name], IntegerConverter)
    return {"name": name, "in": "path", "required": True, "schema": {"type": "integer" if is_number else "string"}}


def _summary(words: str) -> str:
    return " ".join(words.split("\n\n", maxsplit=1)[0].split())


def _json(schema: type[Schema]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _answers(description: Described) -> dict[str, Any]:
    return {
        str(status): {"description": HTTPStatus(status).phrase} | ({"content": _json(schema)} if schema else {})
        for status, schema in description.answers.items()
    }


def _refusals(description: Described, rule: Rule, *, needs_token: bool) -> dict[str, Any]:
    codes: defaultdict[int, set[str]] = defaultdict(set)
    for status, code in _codes(description, rule, needs_token=needs_token):
        codes[status].add(code)
    return {str(status): _refusal(status, sorted(codes[status])) for status in sorted(codes)}


def _codes(description: Described, rule: Rule, *, needs_token: bool) -> Iterator[tuple[int, str]]:
    """The rule's own, the view's own, and those that come with what it takes."""
    for refused in (*rule.refuses, *description.refuses):
        yield refused.status, refused.code
    if needs_token:
        yield 400, FORM_EXPIRED
        yield 403, CODES[403]
    if description.takes is not None:
        yield from ((status, CODES[status]) for status in (400, 413, 415))
        yield Invalid.status, Invalid.code
    yield 500, CODES[500]


def _refusal(status: int, codes: Iterable[str]) -> dict[str, Any]:
    problem = {"$ref": "#/components/schemas/Problem"}
    code = {"type": "object", "properties": {"code": {"enum": list(codes)}}}
    content = {"application/problem+json": {"schema": {"allOf": [problem, code]}}}
    return {"description": HTTPStatus(status).phrase, "content": content}
