"""The access log of the endpoint: requests and their outcomes, one JSON object a line."""

from __future__ import annotations

import json
import logging
import sys
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("careergraph.access")


def log_to_stderr() -> None:
    """Write the access log to stderr, one JSON object a line."""
    LOG.setLevel(logging.INFO)
    LOG.addHandler(logging.StreamHandler(sys.stderr))


class AccessLog:
    """Writes one JSON object for each request to the logger ``careergraph.access``.

    ``paths`` are what the paths that matter begin with.
    """

    def __init__(self, app: ASGIApp, paths: tuple[str, ...] = ("/",)) -> None:
        self.app = app
        self.paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log its outcome."""
        noted = scope["type"] == "http" and scope["path"].startswith(self.paths)
        if not noted or not LOG.isEnabledFor(logging.INFO):
            await self.app(scope, receive, send)
            return
        start = time.perf_counter()
        seen = {"status": 0, "bytes": 0}

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
            seen["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, note)
        finally:
            line = {
                "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                "client": (scope.get("client") or ["?"])[0],
                "method": scope["method"],
                "path": scope["path"],
                "ms": round((time.perf_counter() - start) * 1000, 1),
            }
            LOG.info(json.dumps(line | seen))
