"""What each command does: ask the library, and print its answer for people or as JSON.

What a command needs is imported in it, so that the command line starts fast.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from careergraph.cli.inputs import find_named, graph_of, known_names, network_of, role_named
from careergraph.cli.output import tell, write
from careergraph.cli.standard_input import as_files
from careergraph.errors import (
    NoAnswerError,
    QueryLimitError,
    SourceError,
    UsageError,
)
from careergraph.vocabulary import KINDS

if TYPE_CHECKING:
    from careergraph.reading.profile import Unknown

MAX_QUERY_FILE = 1_000_000
"""Bytes of the longest query that is read."""

KIND_NAMES = tuple(KINDS)
SOURCE_KINDS = (
    "article", "bls-outlook", "bls-pay", "crosswalk", "esco", "nice", "onet", "posting", "rdf",
    "schema-org", "sssom", "table", "tabiya",
)  # fmt: skip


def search(arguments: argparse.Namespace) -> None:
    """Look up roles, skills, tools and all else by name.

    Examples:
      careergraph search k8s
      careergraph search "data engineer" --kind role --limit 3
    """
    from careergraph.network.lookup import quoted
    from careergraph.network.lookup import search as look_up

    network = network_of(arguments, parts=())
    text = " ".join(arguments.text)
    matches = look_up(network, text, kind=arguments.kind, limit=arguments.limit)
    _answer(arguments, {"results": [match.to_dict() for match in matches]})
    if not matches:
        raise NoAnswerError(f"Nothing is called anything like {quoted(text)}; try another word.")


def link(arguments: argparse.Namespace) -> None:
    """Find the skills, tools and jobs that a text mentions.

    Examples:
      careergraph link "hands-on experience with React and REST APIs"
      careergraph link - -k 20
    """
    from careergraph.reading.linking import link_text

    text = " ".join(arguments.text)
    if text == "-":
        text = sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    links = link_text(network_of(arguments, parts=()), text, arguments.k)
    _answer(arguments, {"links": [one.to_dict() for one in links]})


def ask(arguments: argparse.Namespace) -> None:
    """Answer a question in plain words.

    Examples:
      careergraph ask "I am a nurse. How do I become a data analyst?"
      careergraph ask "I know SQL and Python, what job fits me?" --json
      careergraph ask "Which roles need Kubernetes?"
    """
    from careergraph.analysis.answering import ask as answer
    from careergraph.network.lookup import nearest, quoted
    from careergraph.reading.questions import EXAMPLES

    network = network_of(arguments)
    text = " ".join(arguments.question)
    asked = answer(network, text)
    _answer(arguments, asked.to_dict())
    if asked.answer is None:
        near = nearest(network, text, limit=3)
        hint = f"did you mean {' or '.join(near)}? " if near else ""
        raise NoAnswerError(
            f"{quoted(text)} is not understood; {hint}Ask, for example, “{EXAMPLES[1]}” or "
            f"“{EXAMPLES[2]}”."
        )


def show(arguments: argparse.Namespace) -> None:
    """Show all that the graph says of one thing.

    Examples:
      careergraph show Kubernetes
      careergraph show role:ai-architect --json
    """
    from careergraph.network.describe import describe

    _, network, [thing] = find_named(arguments, [" ".join(arguments.node)])
    _answer(arguments, describe(network, thing).to_dict())


def compare(arguments: argparse.Namespace) -> None:
    """Show what roles share and what sets them apart.

    Examples:
      careergraph compare "ML engineer" "AI architect"
      careergraph compare "data analyst" "data engineer" "data scientist" --json
    """
    from careergraph.analysis.comparison import compare_roles

    _, network, roles = find_named(arguments, arguments.roles, "role")
    _answer(arguments, compare_roles(network, *roles).to_dict())


def related(arguments: argparse.Namespace) -> None:
    """Find the roles most like one, and why.

    Examples:
      careergraph related "data engineer" -k 5
      careergraph related "data engineer" --measure coverage --direction to
    """
    from careergraph.analysis.similarity.related import related_roles
    from careergraph.analysis.similarity.vectors import PARTS

    network = network_of(arguments, PARTS)
    role = role_named(network, " ".join(arguments.role))
    answer = related_roles(network, role, arguments.k, arguments.measure, arguments.direction)
    _answer(arguments, answer.to_dict())


def path(arguments: argparse.Namespace) -> None:
    """Find what to learn for a role, in which order, and by way of which other roles.

    Examples:
      careergraph path --from "data analyst" --know SQL,Tableau --to "AI architect"
      careergraph path --to "AI architect" --profile cv.txt --format markdown
    """
    from careergraph.analysis.learning.path import PARTS, learning_path
    from careergraph.analysis.learning.size import SIZES

    network = network_of(arguments, PARTS)
    target = role_named(network, arguments.to)
    start = role_named(network, arguments.start) if arguments.start else None
    found = learning_path(
        network,
        target,
        start,
        known_names(network, arguments),
        k=arguments.k,
        required_only=arguments.required_only,
        weeks=dict(zip(SIZES, arguments.weeks, strict=True)) if arguments.weeks else None,
    )
    _warn_of_unknown(found.unknown)
    if arguments.format == "html":
        from careergraph.export.report import path_report

        write(path_report(network, found))
    elif arguments.format:
        from careergraph.export.path_files import path_to_markdown, path_to_turtle

        as_text = path_to_markdown if arguments.format == "markdown" else path_to_turtle
        write(as_text(found))
    else:
        _answer(arguments, found.to_dict())


def fit(arguments: argparse.Namespace) -> None:
    """Rank roles by how well they suit what you know, with what is missing for each.

    Examples:
      careergraph fit --know SQL,Tableau,Statistics
      careergraph fit --profile cv.txt -k 20 --json
    """
    from careergraph.analysis.learning.fit import PARTS, fit_roles

    network = network_of(arguments, PARTS)
    found = fit_roles(network, known_names(network, arguments), k=arguments.k)
    _warn_of_unknown(found.unknown)
    if not found.known and not found.roles:
        raise UsageError("Say what you know: --know and names, or --profile and a file.")
    _answer(arguments, found.to_dict())


def next_skill(arguments: argparse.Namespace) -> None:
    """Suggest the skill that would bring the most jobs within your reach.

    Examples:
      careergraph next --from "data analyst" --know SQL,Tableau
      careergraph next --profile cv.txt --json
    """
    from careergraph.analysis.learning.fit import PARTS
    from careergraph.analysis.learning.next_skill import next_skills

    network = network_of(arguments, PARTS)
    start = role_named(network, arguments.start) if arguments.start else None
    found = next_skills(network, known_names(network, arguments), start=start, k=arguments.k)
    _warn_of_unknown(found.unknown)
    _answer(arguments, found.to_dict())


def query(arguments: argparse.Namespace) -> int:
    """Ask the graph in SPARQL, read-only.

    Examples:
      careergraph query graph/queries/shared-skills.rq
      echo "SELECT ?role { ?role a cg:Role }" | careergraph query - --format csv --limit 10
    """
    from careergraph.sparql.query import Limits, run_query
    from careergraph.store.foreign_files import read_file

    data = (
        sys.stdin.buffer.read(MAX_QUERY_FILE + 1)
        if arguments.file == "-"
        else (read_file(Path(arguments.file), MAX_QUERY_FILE))
    )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"The query {arguments.file} is no text in UTF-8; save it as such."
        ) from error
    rows = arguments.limit or Limits.max_rows
    answer = run_query(graph_of(arguments), text, timeout=arguments.timeout, max_rows=rows)
    if arguments.format == "table":
        from careergraph.cli import console

        console.query(answer)
    else:
        write(answer.serialize(arguments.format))
    if not answer.truncated:
        return 0
    most = f"{rows:,} rows or {Limits.max_bytes // 1_000_000} MB"
    tell(f"careergraph: cut off at {most}; ask for less, or raise --limit.")
    return QueryLimitError.exit_code


def load(arguments: argparse.Namespace) -> None:
    """Put sources into a store on disk, all or nothing.

    Examples:
      careergraph load bundled article.md --store careers.store
      careergraph load db_29_2_text.zip --store careers.store --dry-run
      careergraph load esco.ttl --mapping esco --store careers.store
    """
    from careergraph.loading.load import load as load_sources

    with as_files(arguments.sources, arguments.as_) as sources:
        report = load_sources(
            sources,
            arguments.store,
            as_=arguments.as_,
            columns=_columns(arguments),
            mapping=arguments.mapping,
            dry_run=arguments.dry_run,
            progress=tell,
        )
    _answer(arguments, report.to_dict())


def preview(arguments: argparse.Namespace) -> None:
    """Show what a source says, before it is loaded.

    Examples:
      careergraph preview article.md
      careergraph preview roles.csv --columns role=Title,skill=Competence --format turtle
    """
    from careergraph.loading import preview as previewing

    columns = _columns(arguments)
    with as_files([arguments.source], arguments.as_) as [name]:
        if arguments.format == "turtle":
            written = previewing.to_turtle(Path(name), arguments.as_, columns, arguments.mapping)
            _write("-", written, "turtle")
        else:
            said = previewing.preview(Path(name), arguments.as_, columns, arguments.mapping)
            _answer(arguments, said)


def _columns(arguments: argparse.Namespace) -> dict[str, str]:
    from careergraph.importers.columns import parse_columns

    return parse_columns(arguments.columns) if arguments.columns else {}


def validate(arguments: argparse.Namespace) -> int:
    """Check a graph, or files, against the shapes of a career graph.

    Examples:
      careergraph validate
      careergraph validate my-roles.ttl --json
    """
    from careergraph.loading.validation import validate as check
    from careergraph.store.dataset import native_store

    with as_files(arguments.files, "rdf") as files:
        graph = graph_of(arguments, files)
        large = len(native_store(graph) or ()) > 100_000
        report = check(graph, tell if large else None)
    _answer(arguments, report.to_dict())
    return 0 if report.conforms else 1


def check(arguments: argparse.Namespace) -> int:
    """Check a store on disk against what it held when it was written.

    Examples:
      careergraph check careers.store
    """
    from careergraph.store.seal import check_store

    folder = Path(arguments.store)
    found = check_store(folder)
    if found.damaged:
        raise SourceError(
            f"{folder} is damaged: {', '.join(found.damaged)} is not what was written; remove it "
            "and load its sources again."
        )
    if not found.version:
        raise NoAnswerError(
            f"{folder} says nothing of what it held when it was written; load its sources again."
        )
    tell(f"{folder} is as careergraph {found.version} wrote it.")
    return 0


def sources(arguments: argparse.Namespace) -> None:
    """List what the graph is made of.

    Examples:
      careergraph sources
      careergraph sources --graph careers.store --json
    """
    from careergraph.network.sources import list_sources

    listed = list_sources(graph_of(arguments))
    _answer(arguments, {"sources": [source.to_dict() for source in listed]})


def export(arguments: argparse.Namespace) -> None:
    """Write the graph, a comparison of roles, the map of all roles or a template to a file.

    Examples:
      careergraph export --format graphml --out careers.graphml
      careergraph export "ML engineer" "AI architect" --format html --out comparison.html
      careergraph export --map --format csv --out map.csv
    """
    from careergraph.analysis.comparison import compare_roles
    from careergraph.export.files import (
        export_comparison,
        export_graph,
        export_map,
        export_template,
    )

    if arguments.template:
        if arguments.map or arguments.roles or arguments.format not in {None, "csv"}:
            raise UsageError("The template is an empty table in csv; name no roles, map or format.")
        _write(arguments.out or "-", export_template(), "csv")
        return
    if not (arguments.format and arguments.out):
        raise UsageError(
            "Say what to write and where: --format csv --out FILE, or - for standard output."
        )
    if arguments.map and arguments.roles:
        raise UsageError("The map is of all roles; leave out --map, or the roles.")
    if arguments.format == "json" and not arguments.map:
        raise UsageError("Only the map is written as json; add --map, or choose another --format.")
    graph, network, roles = find_named(arguments, arguments.roles, "role")
    if arguments.map:
        written = export_map(network, arguments.format)
    elif roles:
        comparison = compare_roles(network, *roles)
        written = export_comparison(graph, network, comparison, arguments.format)
    else:
        written = export_graph(graph, network, arguments.format)
    _write(arguments.out, written, arguments.format)


def _write(out: str, written: bytes, form: str) -> None:
    if out == "-":
        write(written)
        return
    try:
        Path(out).write_bytes(written)
    except OSError as error:
        raise SourceError(
            f"{out} cannot be written ({error.strerror}); choose another --out."
        ) from error
    tell(f"careergraph: wrote {len(written):,} bytes of {form} to {out}")


def serve(arguments: argparse.Namespace) -> None:
    """Answer over HTTP: SPARQL at /sparql, the JSON of the other commands at /api.

    Examples:
      careergraph serve --port 8000
      careergraph --graph careers.store serve --cors https://example.org
    """
    from careergraph.export.serving.api import routes
    from careergraph.sparql.http import serve as answer

    graph = graph_of(arguments)
    _check_port(arguments.host, arguments.port)
    tell(f"careergraph: http://{arguments.host}:{arguments.port}/sparql")
    answer(graph, arguments.host, arguments.port, cors=arguments.cors, beside=routes)


def mcp(arguments: argparse.Namespace) -> None:
    """Offer the graph to an agent as tools, over the Model Context Protocol.

    Examples:
      careergraph mcp
      careergraph --graph careers.store mcp --http --port 8002
    """
    from importlib.util import find_spec

    if not find_spec("mcp"):
        raise UsageError("Agents need the package mcp; `pip install 'careergraph[mcp]'` brings it.")
    from careergraph.export.serving.agents import server

    tools = server(graph_of(arguments))
    if arguments.http:
        _check_port("127.0.0.1", arguments.port)
        tell(f"careergraph: http://127.0.0.1:{arguments.port}/mcp")
        tools.run("streamable-http", host="127.0.0.1", port=arguments.port)
    else:
        tools.run("stdio")


def completion(arguments: argparse.Namespace) -> None:
    """Print what a shell needs to complete commands and options.

    Its place is ~/.local/share/bash-completion/completions/careergraph, ~/.zfunc/_careergraph or
    ~/.config/fish/completions/careergraph.fish.

    Examples:
      careergraph completion bash
      careergraph completion fish
    """
    from argcomplete.shell_integration import shellcode

    print(shellcode(["careergraph"], shell=arguments.shell))


def app(arguments: argparse.Namespace) -> None:
    """Open the explorer for a browser.

    Examples:
      careergraph app
      careergraph app --graph careers.store --port 8502
    """
    from importlib.util import find_spec

    from careergraph.loading.opening import CORE

    if not find_spec("streamlit") or not find_spec("pandas"):
        raise UsageError(
            "The explorer needs Streamlit and pandas; `pip install 'careergraph[app]'` brings them."
        )
    _check_port(arguments.host, arguments.port)
    location, mapping = arguments.graph or "", arguments.mapping or ""
    graph_of(arguments)  # built, or found to be unreadable, here rather than in the browser
    if location and location != CORE and not location.startswith(("http://", "https://")):
        location = str(Path(location).absolute())
    if Path(mapping).is_file():
        mapping = str(Path(mapping).absolute())
    environment = {"CAREERGRAPH_GRAPH": location}
    if _has_browser():
        environment["CAREERGRAPH_OPEN"] = f"http://{arguments.host}:{arguments.port}"
    if mapping:
        environment["CAREERGRAPH_MAPPING"] = mapping
    package = Path(__file__).parents[1]
    installed = package / "explorer"
    folder = (installed if installed.is_dir() else package.parents[1]) / "app"
    command = [sys.executable, "-m", "streamlit", "run", str(folder / "server.py")]
    command += [f"--server.address={arguments.host}", f"--server.port={arguments.port}"]
    tell(f"careergraph: http://{arguments.host}:{arguments.port}")
    os.chdir(folder.parent)  # where .streamlit/config.toml lies, installed or in a clone
    # This process becomes the app, so that signals sent to it, to end for one, reach the app.
    os.execve(sys.executable, command, {**os.environ, **environment})  # noqa: S606


def _has_browser() -> bool:
    """Whether somebody sits at a terminal of a machine with a screen."""
    screens = ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")
    return sys.stderr.isatty() and (sys.platform == "darwin" or any(map(os.environ.get, screens)))


def _answer(arguments: argparse.Namespace, answer: dict[str, Any]) -> None:
    """Print an answer as JSON, or by the console's function that bears the command's name."""
    if arguments.json:
        indent = 2 if sys.stdout.isatty() else None
        write(json.dumps(answer, ensure_ascii=False, indent=indent) + "\n")
    else:
        from careergraph.cli import console

        getattr(console, arguments.run.__name__)(answer)


def _warn_of_unknown(names: Sequence[Unknown]) -> None:
    from careergraph.network.lookup import quoted

    for name in names:
        hint = f"; did you mean {' or '.join(name.suggestions)}?" if name.suggestions else "."
        tell(f"careergraph: going on without {quoted(name.text)}{hint}")


def _check_port(host: str, port: int) -> None:
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"{host}:{port} cannot be used ({error.strerror}); choose another --port or --host."
            ) from error
