"""Who may reach the explorer: no frame around it, no WebSocket from another origin."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from serving import Client, serving
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from app.origin import OwnOrigin

UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


async def greet(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    routes = [WebSocketRoute("/stream", greet), Route("/", lambda _: PlainTextResponse("page"))]
    with serving(Starlette(routes=routes, middleware=[Middleware(OwnOrigin)])) as client:
        yield client


def opened(client: Client, origin: str | None) -> int:
    """The status with which a WebSocket is opened: 101 where it is."""
    asked = HTTPConnection(urlsplit(client.home).netloc, timeout=10)
    asked.request(
        "GET", "/stream", headers=UPGRADE | ({} if origin is None else {"Origin": origin})
    )
    status = asked.getresponse().status
    asked.close()
    return status


def test_its_own_pages_and_programs_are_let_in(client: Client) -> None:
    assert opened(client, client.home) == 101
    assert opened(client, None) == 101


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.1:1", "http://localhost", "https://evil.example", "null", "", "//["]
)
def test_pages_of_another_origin_are_not(client: Client, origin: str) -> None:
    assert opened(client, origin) == 403


def test_no_other_site_frames_a_page(client: Client) -> None:
    headers = client.get("/").headers
    assert headers["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert headers["X-Content-Type-Options"] == "nosniff"
