"""Real HTTP for tests: serve an ASGI application at a free port and talk to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from requests import Response, Session
from uvicorn import Config, Server


class Client(Session):
    """A session with one server, told paths alone, that follows no redirect."""

    def __init__(self, home: str) -> None:
        super().__init__()
        self.home = home

    def request(self, method: str, path: str, *args: Any, **named: Any) -> Response:  # type: ignore[override]
        named["allow_redirects"] = False
        return super().request(method, self.home + path, *args, **named)


@contextmanager
def serving(app: Any) -> Iterator[Client]:
    """Serve an application over real HTTP at a free port."""
    server = Server(Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    with Client(f"http://127.0.0.1:{port}") as client:
        yield client
    server.should_exit = True
    thread.join(10)
