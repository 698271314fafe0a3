"""The graph as tools for agents: an MCP server (Model Context Protocol) over stdio or HTTP.

Each tool's answer is one JSON document: ``answer``, as the command of the same meaning prints it,
``sources`` by title, and the SPARQL ``query`` that reproduces it. It is kept to a size that leaves
room in a context: long lists are cut, and ``cut`` says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from rdflib import Dataset

from careergraph import __version__
from careergraph.analysis.similarity.related import Direction, Measure
from careergraph.errors import CareerGraphError, UsageError
from careergraph.export.serving import requests
from careergraph.export.serving.requests import Reply
from careergraph.network.projection import Network, of_kind, project
from careergraph.sparql.query import run_query
from careergraph.vocabulary import KINDS, PREFIXES, RELATIONS

LONGEST = 24_000
"""Letters of the longest answer, some six thousand tokens."""

LENGTHS = (40, 20, 10, 5, 3)
"""To how many parts lists are cut, one after the other, until an answer fits."""

SECONDS = 20.0
"""The time that a query may take."""

INSTRUCTIONS = """Facts on jobs: what roles ask for, how they compare, what to learn on the way.
Things go by name ("data engineer"), prefixed name ("tool:kubernetes") or IRI; where a name is
unknown or means several things, the error says what it may be. Every answer names its sources; cite
them. What no tool answers, ask in SPARQL: read the schema first."""


def server(graph: Dataset) -> MCPServer:
    """Return an MCP server over a graph."""
    network = project(graph)
    tools = MCPServer("careergraph", instructions=INSTRUCTIONS, version=__version__)

    @tools.tool(structured_output=False)
    def find(text: str, kind: str | None = None, limit: int = 10) -> str:
        """Look up roles, skills, tools and all else by name, forgiving of slips."""
        return _answered(network, requests.search, text, kind, limit)

    @tools.tool(structured_output=False)
    def describe(thing: str) -> str:
        """Return all that the graph says of one role, skill or tool: meaning, relations."""
        return _answered(network, requests.show, thing)

    @tools.tool(structured_output=False)
    def compare(roles: list[str]) -> str:
        """Return what two roles or more share, what sets them apart, and what comes near."""
        return _answered(network, requests.compare, roles)

    @tools.tool(structured_output=False)
    def relate(
        role: str, k: int = 10, measure: Measure = "cosine", direction: Direction | None = None
    ) -> str:
        """Return the roles most like one, and why; "move" ranks by where people go or come from."""
        return _answered(network, requests.related, role, k, measure, direction)

    @tools.tool(structured_output=False)
    def plan(to: str, start: str | None = None, know: list[str] | None = None, k: int = 2) -> str:
        """Return what to learn for the role ``to``, in which order and why, from what is known."""
        return _answered(network, requests.path, to, start, know, k)

    @tools.tool(structured_output=False)
    def fit(know: list[str], k: int = 10) -> str:
        """Return the roles that suit what somebody knows, with what each still asks for."""
        return _answered(network, requests.fit, know, k)

    @tools.tool(structured_output=False)
    def link(text: str, k: int = 10) -> str:
        """Return the roles, skills and tools that a text (an advert, a CV) names or means."""
        return _answered(network, requests.link, text, k)

    @tools.tool(structured_output=False)
    def schema() -> str:
        """Return the terms of the graph for SPARQL: kinds, relations, prefixes and an example."""
        return json.dumps(_schema(network), ensure_ascii=False)

    @tools.tool(structured_output=False)
    def query(sparql: str, limit: int = 50) -> str:
        """Ask the graph in SPARQL 1.1, read-only; prefixes need no declaration."""
        return _queried(graph, sparql, limit)

    return tools


def _answered(network: Network, question: Callable[..., Reply], *given: Any) -> str:
    """Return the answer to a question for an agent.

    Raises:
        ToolError: there is none; says in a sentence what to do.
    """
    try:
        reply = question(network, *given)
    except CareerGraphError as error:
        raise ToolError(str(error)) from error
    titles = network.graph["sources"]
    sources = {iri: titles.get(iri, iri) for iri in sorted(set(_sources(network, reply.answer)))}
    return _sized({"answer": reply.answer, "sources": sources, "query": reply.query})


def _sources(network: Network, answer: Any) -> Iterator[str]:
    """Yield the sources that an answer names, and of things in it without any, their own."""
    if isinstance(answer, dict):
        if isinstance(answer.get("sources"), list):
            yield from answer["sources"]
        elif answer.get("iri") in network:
            yield from network.nodes[answer["iri"]]["sources"]
        for part in answer.values():
            yield from _sources(network, part)
    elif isinstance(answer, list):
        for part in answer:
            yield from _sources(network, part)


def _queried(graph: Dataset, sparql: str, limit: int) -> str:
    try:
        if not 1 <= limit <= requests.MOST:
            raise UsageError(f"The limit is 1 to {requests.MOST} rows, not {limit}.")
        result = run_query(graph, sparql, timeout=SECONDS, max_rows=limit)
    except CareerGraphError as error:
        raise ToolError(str(error)) from error
    if result.kind == "ask":
        return _sized({"answer": result.boolean, "query": sparql})
    rows = [[None if term is None else str(term) for term in row] for row in result.rows]
    answer = {"variables": list(result.variables), "rows": rows}
    cut = {"cut": f"There are more than {limit} rows."} if result.truncated else {}
    return _sized({"answer": answer, **cut, "query": sparql})


def _sized(document: dict[str, Any]) -> str:
    """Return a document as JSON, its lists cut until it fits."""
    text = json.dumps(document, ensure_ascii=False)
    for length in LENGTHS:
        if len(text) <= LONGEST:
            break
        note = f"Lists longer than {length} are cut; ask more narrowly, or in SPARQL, for the rest."
        text = json.dumps({**_cut(document, length), "cut": note}, ensure_ascii=False)
    if len(text) > LONGEST:
        raise ToolError("The answer is too long; ask more narrowly, or in SPARQL with a LIMIT.")
    return text


def _cut(value: Any, length: int) -> Any:
    if isinstance(value, dict):
        return {name: _cut(part, length) for name, part in value.items()}
    if isinstance(value, list):
        cut = [_cut(part, length) for part in value[:length]]
        return [*cut, f"… and {len(value) - length} more"] if len(value) > length else cut
    return value


def _schema(network: Network) -> dict[str, Any]:
    return {
        "kinds": {
            name: {"class": kind.iri, "things": len(of_kind(network, name))}
            for name, kind in KINDS.items()
        },
        "relations": {relation.iri: relation.label for relation in RELATIONS.values()},
        "names": "skos:prefLabel and skos:altLabel, with a language",
        "provenance": "GRAPH ?source { … } tells who says it; without, all sources are asked",
        "same": "what several sources name is joined by skos:exactMatch",
        "prefixes": PREFIXES,
        "sources": network.graph["sources"],
        "example": "SELECT ?role ?label { ?role cg:usesTool tool:kubernetes ; "
        "skos:prefLabel ?label } LIMIT 10",
    }
