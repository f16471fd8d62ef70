"""What was asked, in words of ours: a method and an address are the visitor's, of any length, and never kept."""

from typing import Final

from flask import request

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def method_asked() -> str:
    """One of HTTP's, or `other`."""
    return request.method if request.method in _METHODS else "other"


def rule_asked() -> str | None:
    """The rule, never the address: addresses of letters hold tokens."""
    return request.url_rule.rule if request.url_rule else None
