"""The wires between the browsers of a replay and its site, which may be several processes."""

from collections.abc import Mapping

import httpx


class Wires(httpx.BaseTransport):
    """Kept-alive connections that all browsers of a replay share.

    `ways` does what a gateway does: the first part of the path says which process answers, and the path stays whole.
    """

    def __init__(self, ways: Mapping[str, str] | None = None) -> None:
        self._ways = {mount: httpx.URL(address) for mount, address in (ways or {}).items()}
        self._transport = httpx.HTTPTransport(limits=httpx.Limits(max_connections=64, max_keepalive_connections=32))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        way = self._ways.get("/" + request.url.path.lstrip("/").partition("/")[0])
        return self._transport.handle_request(_sent_to(way, request) if way else request)

    def close(self) -> None:
        self._transport.close()


def _sent_to(way: httpx.URL, request: httpx.Request) -> httpx.Request:
    """Its headers still name the site."""
    return httpx.Request(
        request.method,
        request.url.copy_with(host=way.host, port=way.port),
        headers=request.headers,
        stream=request.stream,
        extensions=request.extensions,
    )
