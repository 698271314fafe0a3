"""Who may reach the explorer from a browser: its own pages, and no page of another origin."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "frame-ancestors 'self'"


class OwnOrigin:
    """Middleware that refuses WebSockets of other origins, and frames around pages.

    Another port of the same machine is another origin. Streamlit would let it in, and asks an
    address on the web for the machine's own before it turns others away.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it is a WebSocket that a page of another origin opens."""
        if scope["type"] == "websocket" and not _is_own(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": 1008})
            return

        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", POLICY)
                headers.setdefault("X-Content-Type-Options", "nosniff")
            await send(message)

        await self.app(scope, receive, with_policy)


def _is_own(headers: Headers) -> bool:
    """Whether a request comes from a page of ours, or from a program that is no browser."""
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2] == headers.get("host")
