"""What the soak tests share: a server of their own, its memory, and percentiles."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving(command: str, health: str, graph: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Start ``careergraph serve`` or ``app`` at a free port; give its process and the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = [sys.executable, "-m", "careergraph", "--graph", graph] if graph else [
        sys.executable, "-m", "careergraph"
    ]  # fmt: skip
    server = subprocess.Popen(
        [*run, command, "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"CAREERGRAPH_GRAPH": graph},
    )
    try:
        until = time.monotonic() + 300
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{health}", timeout=2).close()
                break
            except OSError:
                if time.monotonic() > until or server.poll() is not None:
                    raise
                time.sleep(0.3)
        yield server, port
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            raise


def percentile(times: Sequence[float], share: float) -> float:
    """Return the time below which a share of times lies, in milliseconds."""
    return 1000 * sorted(times)[min(len(times) - 1, int(share * len(times)))]


def children(pid: int) -> list[int]:
    """Return the processes that a process has started, Linux only."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def memory(pid: int) -> float:
    """Return the memory that a process alone takes, in megabytes, Linux only."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon:"))


def open_files(pid: int) -> int:
    """Return how many files and connections a process holds open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
