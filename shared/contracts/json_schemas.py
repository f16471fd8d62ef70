"""Marshmallow's schemas as JSON Schemas, for the documents that others read."""

from collections.abc import Iterable
from typing import Any, Final

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema, fields

from shared.contracts.contract import Instant

# Its schemas are those of JSON Schema 2020-12, written so that readers of draft 7 understand them too.
OPENAPI: Final = "3.1.0"


def name_of(schema: type[Schema] | Schema) -> str:
    """What a schema is called in a document: `PlaceBody` is `Place`, `ScansSchema` is `Scans`."""
    kind = schema if isinstance(schema, type) else type(schema)
    return kind.__name__.removesuffix("Schema").removesuffix("Body")


def specification(title: str, version: str, **options: Any) -> APISpec:
    """An empty document that knows our own fields."""
    plugin = MarshmallowPlugin(schema_name_resolver=name_of)
    spec = APISpec(title, version, OPENAPI, plugins=[plugin], **options)
    converter = plugin.converter
    if converter is None:
        raise RuntimeError("apispec makes the converter when the document begins")
    converter.map_to_openapi_type(Instant, "string", "date-time")  # type: ignore[no-untyped-call]  # as apispec has it
    converter.add_attribute_function(_pattern_for_all)  # type: ignore[no-untyped-call]  # likewise
    return spec


def json_schemas(schemas: Iterable[type[Schema]]) -> dict[str, Any]:
    """The schemas and all those that they hold, by name; references are `#/components/schemas/<name>`."""
    spec = specification("", "")
    for schema in dict.fromkeys(schemas):
        if name_of(schema) not in spec.components.schemas:
            spec.components.schema(name_of(schema), schema=schema)
    return dict(sorted(spec.components.schemas.items()))


def _pattern_for_all(_converter: OpenAPIConverter, field: fields.Field[Any], ret: dict[str, Any]) -> dict[str, Any]:
    r"""JSON Schema's patterns are JavaScript's: its `$` is our `\Z`."""
    pattern = ret.get("pattern", "")
    return {"pattern": pattern.removesuffix(r"\Z") + "$"} if pattern.endswith(r"\Z") else {}
