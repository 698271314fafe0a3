"""Try all of careergraph where only its wheel is installed: ``make fresh`` runs it so.

It is no test of pytest's: it must not see the clone.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import careergraph as cg

CORE = {**os.environ, "CAREERGRAPH_GRAPH": "core"}


def command(*typed: str) -> str:
    own = str(Path(sys.executable).with_name("careergraph"))
    done = subprocess.run([own, *typed], env=CORE, capture_output=True, text=True, check=True)
    return done.stdout


def in_python() -> None:
    graph = cg.open_graph("core")
    network = cg.project(graph)
    comparison = cg.compare_roles(network, "ML engineer", "AI architect")
    assert comparison.shared
    assert "<svg" in comparison._repr_html_()
    assert len(cg.learning_path(network, "AI architect", "data analyst", "SQL").to_pandas())
    ten = cg.related_roles(network, "data engineer", k=10)
    assert cg.role_matrix(network, ten).to_pandas("gap").shape == (10, 10)
    assert len(cg.run_query(graph, "SELECT ?r { ?r a cg:Role } LIMIT 3").to_pandas()) == 3
    assert cg.validate(graph).conforms
    assert sum(source.roles for source in cg.load(["core"], "try.store"))


def on_the_command_line() -> None:
    found = json.loads(command("--graph", "try.store", "search", "k8s", "--json"))
    assert found["results"][0]["label"] == "Kubernetes"
    assert "_ARGCOMPLETE" in command("completion", "zsh")
    command("export", "ML engineer", "AI architect", "--format", "html", "--out", "c.html")
    assert "AWS" in Path("c.html").read_text("utf-8")


def for_an_agent() -> None:
    from mcp import Client, StdioServerParameters

    server = StdioServerParameters(
        command=sys.executable, args=["-m", "careergraph", "mcp"], env=CORE
    )

    async def asked() -> str:
        async with Client(server) as client:
            return str((await client.call_tool("find", {"text": "k8s"})).content[0])

    assert "Kubernetes" in asyncio.run(asked())


def answer_of(address: str) -> bytes:
    """Return what a server answers, as soon as it does."""
    for _ in range(120):
        try:
            with urllib.request.urlopen(address) as answer:
                return bytes(answer.read())
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"{address} does not answer")


def served(program: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    typed = [sys.executable, "-m", "careergraph", program, "--port", str(port)]
    server = subprocess.Popen(typed, env=CORE, stderr=subprocess.DEVNULL)
    try:
        assert b"Kubernetes" in answer_of(f"http://127.0.0.1:{port}/api/search?text=k8s")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    assert "site-packages" in cg.__file__, "this is not the installed one"
    in_python()
    on_the_command_line()
    for_an_agent()
    served("serve")
    served("app")
    print("all of it works on Python", sys.version.split()[0])
