"""The tools for agents, asked by the protocol's own client: in process, over stdio, over HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.server.mcpserver import MCPServer
from rdflib import Dataset
from serving import serving

from careergraph.export.serving.agents import LONGEST, server
from careergraph.sparql.query import run_query

TOOLS = ["compare", "describe", "find", "fit", "link", "plan", "query", "relate", "schema"]


@pytest.fixture(scope="module")
def tools(graph: Dataset) -> MCPServer:
    return server(graph)


def with_client(place: Any, talk: Callable[[Client], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        async with Client(place) as client:
            return await talk(client)

    with ThreadPoolExecutor(1) as thread:  # this one may have a loop, of Playwright's
        return thread.submit(asyncio.run, whole()).result()


def called(place: Any, tool: str, **given: Any) -> Any:
    """Call a tool; return its answer, or what is wrong as a text."""

    async def talk(client: Client) -> Any:
        result = await client.call_tool(tool, given)
        (content,) = result.content
        assert len(content.text) <= LONGEST
        return content.text if result.is_error else json.loads(content.text)

    return with_client(place, talk)


def test_each_tool_says_what_it_does(tools: MCPServer) -> None:
    listed = with_client(tools, lambda client: client.list_tools()).tools
    assert sorted(tool.name for tool in listed) == TOOLS
    assert all(tool.description and tool.description.endswith(".") for tool in listed)


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("find", {"text": "k8s"}),
        ("describe", {"thing": "Kubernetes"}),
        ("compare", {"roles": ["ML engineer", "AI architect"]}),
        ("relate", {"role": "data engineer", "k": 3}),
        ("plan", {"to": "AI architect", "start": "data analyst", "know": ["SQL"]}),
        ("fit", {"know": ["SQL", "Tableau"]}),
        ("link", {"text": "hands-on experience with React and REST APIs"}),
    ],
)
def test_an_answer_names_its_sources_and_a_query_that_runs(
    tools: MCPServer, graph: Dataset, tool: str, given: dict[str, Any]
) -> None:
    told = called(tools, tool, **given)
    assert told["answer"]
    assert told["sources"]
    assert all(title and not title.startswith("http") for title in told["sources"].values())
    assert run_query(graph, told["query"]).rows


def test_a_long_answer_is_cut_and_says_so(
    tools: MCPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("careergraph.export.serving.agents.LONGEST", 4000)
    told = called(tools, "describe", thing="communication")
    assert "cut" in told
    assert any("more" in str(part) for part in told["answer"]["relations"])


def test_what_is_wrong_is_said_in_a_sentence(tools: MCPServer) -> None:
    assert "did you mean" in called(tools, "describe", thing="AI architekt")
    assert "different roles" in called(tools, "compare", roles=["AI architect"])
    assert "no kind" in called(tools, "find", text="x", kind="job")


def test_the_schema_is_enough_to_ask_in_sparql(tools: MCPServer) -> None:
    schema = called(tools, "schema")
    assert schema["kinds"]["role"]["things"] > 10
    told = called(tools, "query", sparql=schema["example"])
    assert told["answer"]["rows"]
    cut = called(tools, "query", sparql="SELECT * { ?s ?p ?o }", limit=7)
    assert len(cut["answer"]["rows"]) == 7
    assert "more than 7" in cut["cut"]
    assert called(tools, "query", sparql="ASK { ?s ?p ?o }")["answer"] is True


CROSS = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(12))
ATTACKS = {
    "update": ("INSERT DATA { <a:a> <a:b> <a:c> }", "read-only|not valid|only"),
    "service": ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
    "file": ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", ""),
    "endless": (f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", "too long|memory"),
    "memory": (
        "SELECT ?x { BIND('0123456789' AS ?t0) "
        + " ".join(f"BIND(CONCAT(?t{n}, ?t{n}) AS ?t{n + 1})" for n in range(40))
        + " BIND(STRLEN(?t40) AS ?x) }",
        "memory|too long",
    ),
    "nested": ("SELECT * " + "{" * 60_000 + "}" * 60_000, "nested|deep"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_through_a_tool_is_refused(
    tools: MCPServer, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("careergraph.export.serving.agents.SECONDS", 1.5)
    query, why = ATTACKS[name]
    started = time.monotonic()
    told = called(tools, "query", sparql=query)
    assert time.monotonic() - started < 20
    if name == "file":  # a graph that is not there holds nothing
        assert told["answer"]["rows"] == []
        return
    assert isinstance(told, str)
    assert any(word in told for word in why.split("|"))
    assert len(told) < 500
    assert called(tools, "query", sparql="ASK { ?s ?p ?o }")["answer"] is True


def test_over_standard_input() -> None:
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "careergraph", "--graph", "core", "mcp"],
        env={**os.environ},
    )
    assert called(command, "find", text="k8s")["answer"]["results"][0]["label"] == "Kubernetes"


def test_over_http_on_this_machine_alone(tools: MCPServer) -> None:
    with serving(tools.streamable_http_app()) as client:
        told = called(f"{client.home}/mcp", "find", text="k8s")
        elsewhere = client.post("/mcp", headers={"Host": "evil.example"}, json={})
    assert told["answer"]["results"][0]["label"] == "Kubernetes"
    assert elsewhere.status_code in {403, 421}
