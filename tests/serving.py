"""Real HTTP for tests: serve an ASGI application, or start a command, at a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
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


@contextmanager
def started(*command: str, **environment: str) -> Iterator[str]:
    """Start a Streamlit app by a command that takes a port at its end; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # The shell ends the app when its input ends, which it does however these tests end.
    server = subprocess.Popen(
        ["sh", "-c", '"$@" & read _; kill $!; wait', "sh", *command, str(port)],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, env=os.environ | environment,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.25)
        else:
            pytest.fail(f"{command[0]} did not start")
        yield address
    finally:
        server.communicate(timeout=10)
