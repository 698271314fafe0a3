"""What each command does: the question to the library, its answer to the console or to JSON.

What a command needs is imported in it, so that the command line starts fast.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from careergraph.errors import AmbiguousError, NoAnswerError, SourceError, UsageError
from careergraph.vocabulary import KINDS

if TYPE_CHECKING:
    from rdflib import Dataset

    from careergraph.network.projection import Network
    from careergraph.reading.profile import Unknown

KIND_NAMES = tuple(KINDS)
EXPORT_FORMATS = ("turtle", "jsonld", "nquads", "graphml", "gexf", "csv", "html")
QUERY_FORMATS = ("json", "xml", "csv", "tsv", "turtle", "ntriples", "jsonld", "rdfxml")
SOURCE_KINDS = ("article", "crosswalk", "esco", "onet", "rdf", "table")


def search(arguments: argparse.Namespace) -> int:
    """Look up roles, skills, tools and all else by name."""
    from careergraph.network.lookup import quoted
    from careergraph.network.lookup import search as look_up

    _, network = _open(arguments, parts=())
    text = " ".join(arguments.text)
    found = look_up(network, text, kind=arguments.kind)
    _say(arguments, {"results": [match.to_dict() for match in found]})
    if not found:
        raise NoAnswerError(f"Nothing is called anything like {quoted(text)}; try another word.")
    return 0


def show(arguments: argparse.Namespace) -> None:
    """Tell all that the graph says of one thing."""
    from careergraph.network.describe import describe
    from careergraph.network.lookup import find

    name = " ".join(arguments.node)
    _, network = _open(arguments, [name])
    card = describe(network, find(network, name).iri)
    _say(arguments, card.to_dict())


def compare(arguments: argparse.Namespace) -> None:
    """Tell what roles share and what sets them apart."""
    from careergraph.analysis.comparison import compare_roles

    _, network = _open(arguments, arguments.roles, "role")
    comparison = compare_roles(network, *_roles(network, arguments.roles))
    _say(arguments, comparison.to_dict())


def related(arguments: argparse.Namespace) -> None:
    """Find the roles most like one, and why."""
    from careergraph.analysis.similarity.related import related_roles
    from careergraph.analysis.similarity.vectors import PARTS

    _, network = _open(arguments, parts=PARTS)
    [role] = _roles(network, [" ".join(arguments.role)])
    found = related_roles(network, role, arguments.k, arguments.measure, arguments.direction)
    _say(arguments, found.to_dict())


def path(arguments: argparse.Namespace) -> None:
    """Find what to learn for a role, in which order, and by way of which other roles."""
    from careergraph.analysis.learning.path import PARTS, learning_path
    from careergraph.analysis.learning.size import SIZES

    _, network = _open(arguments, parts=PARTS)
    [target] = _roles(network, [arguments.to])
    start = _roles(network, [arguments.start])[0] if arguments.start else None
    found = learning_path(
        network,
        target,
        start,
        _known(network, arguments),
        k=arguments.k,
        required_only=arguments.required_only,
        weeks=dict(zip(SIZES, arguments.weeks, strict=True)) if arguments.weeks else None,
    )
    _tell_unknown(found.unknown)
    if arguments.format == "html":
        from careergraph.export.report import path_report

        sys.stdout.write(path_report(network, found))
    elif arguments.format:
        from careergraph.export.path import path_to_markdown, path_to_turtle

        write = path_to_markdown if arguments.format == "markdown" else path_to_turtle
        sys.stdout.write(write(found))
    else:
        _say(arguments, found.to_dict())


def fit(arguments: argparse.Namespace) -> None:
    """Rank roles by how well they suit what one knows, with what is missing for each."""
    from careergraph.analysis.learning.fit import fit_roles
    from careergraph.analysis.learning.needs import PARTS

    _, network = _open(arguments, parts=PARTS)
    found = fit_roles(network, _known(network, arguments), k=arguments.k)
    _tell_unknown(found.unknown)
    if not found.known:
        raise UsageError("Say what you know: --know and names, or --profile and a file.")
    _say(arguments, found.to_dict())


def next_skill(arguments: argparse.Namespace) -> None:
    """Find the one thing to learn now that opens most of the roles near to what one knows."""
    from careergraph.analysis.learning.needs import PARTS
    from careergraph.analysis.learning.next_skill import next_skills

    _, network = _open(arguments, parts=PARTS)
    start = _roles(network, [arguments.start])[0] if arguments.start else None
    found = next_skills(network, _known(network, arguments), start=start, k=arguments.k)
    _tell_unknown(found.unknown)
    _say(arguments, found.to_dict())


def query(arguments: argparse.Namespace) -> None:
    """Ask the graph in SPARQL, read-only."""
    from careergraph.sparql.query import Limits, run_query

    try:
        text = (
            sys.stdin.buffer.read() if arguments.file == "-" else Path(arguments.file).read_bytes()
        ).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            f"The query {arguments.file} cannot be read; name a text file, or - for stdin."
        ) from error
    answer = run_query(_graph(arguments), text, timeout=arguments.timeout)
    if arguments.format == "table":
        from careergraph.cli import console

        console.query(answer)
    else:
        sys.stdout.buffer.write(answer.serialize(arguments.format))
        sys.stdout.buffer.flush()
    if answer.truncated:
        most = f"{Limits.max_rows:,} rows or {Limits.max_bytes // 1_000_000} MB"
        print(f"careergraph: cut off at {most}; ask for less.", file=sys.stderr)


def load(arguments: argparse.Namespace) -> None:
    """Put sources into a store on disk, all or nothing."""
    from careergraph.loading.load import load as load_sources

    def tell(doing: str) -> None:
        print(doing, file=sys.stderr)

    if arguments.mapping:
        raise UsageError(
            "What is loaded stays in its own terms; leave out --mapping here, and name it when the "
            "store is opened with --graph."
        )
    report = load_sources(
        arguments.sources,
        arguments.store,
        as_=arguments.as_,
        columns=_columns(arguments),
        dry_run=arguments.dry_run,
        progress=tell,
    )
    _say(arguments, report.to_dict())


def extract(arguments: argparse.Namespace) -> None:
    """Tell what a source says, before it is loaded."""
    from careergraph.loading import preview as extraction

    source = Path(arguments.source)
    if arguments.format == "turtle":
        turtle = extraction.to_turtle(source, arguments.as_, _columns(arguments))
        sys.stdout.buffer.write(turtle)
        sys.stdout.buffer.flush()
    else:
        _say(arguments, extraction.extract(source, arguments.as_, _columns(arguments)))


def _columns(arguments: argparse.Namespace) -> dict[str, str]:
    from careergraph.importers.columns import parse_columns

    return parse_columns(arguments.columns) if arguments.columns else {}


def validate(arguments: argparse.Namespace) -> int:
    """Check a graph, or files, against the shapes of a career graph."""
    from careergraph.loading.validation import validate as check
    from careergraph.store.dataset import native_store

    graph = _graph(arguments, arguments.files)
    if len(native_store(graph) or ()) > 100_000:
        print("checking; of so large a graph this takes minutes", file=sys.stderr)
    report = check(graph)
    _say(arguments, report.to_dict())
    return 0 if report.conforms else 1


def sources(arguments: argparse.Namespace) -> None:
    """List what the graph is made of."""
    from careergraph.network.sources import list_sources

    found = list_sources(_graph(arguments))
    _say(arguments, {"sources": [source.to_dict() for source in found]})


def export(arguments: argparse.Namespace) -> None:
    """Write the graph, a comparison of roles, the map of all roles or a template to a file."""
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
        raise UsageError("Say what to write and where: --format csv --out FILE, or - for stdout.")
    if arguments.map and arguments.roles:
        raise UsageError("The map is of all roles; leave out --map, or the roles.")
    if arguments.format == "json" and not arguments.map:
        raise UsageError("Only the map is written as json; add --map, or choose another --format.")
    graph, network = _open(arguments, arguments.roles, "role")
    if arguments.map:
        written = export_map(network, arguments.format)
    elif arguments.roles:
        comparison = compare_roles(network, *_roles(network, arguments.roles))
        written = export_comparison(graph, network, comparison, arguments.format)
    else:
        written = export_graph(graph, network, arguments.format)
    _write(arguments.out, written, arguments.format)


def _write(out: str, written: bytes, form: str) -> None:
    if out == "-":
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()
        return
    try:
        Path(out).write_bytes(written)
    except OSError as error:
        raise SourceError(
            f"{out} cannot be written ({error.strerror}); choose another --out."
        ) from error
    print(f"careergraph: wrote {len(written):,} bytes of {form} to {out}", file=sys.stderr)


def serve(arguments: argparse.Namespace) -> None:
    """Answer SPARQL over HTTP at /sparql."""
    from careergraph.sparql.http import serve as answer

    graph = _graph(arguments)
    _check_port(arguments.host, arguments.port)
    print(f"careergraph: http://{arguments.host}:{arguments.port}/sparql", file=sys.stderr)
    answer(graph, arguments.host, arguments.port, cors=arguments.cors)


def app(arguments: argparse.Namespace) -> None:
    """Open the explorer for a browser."""
    from importlib.util import find_spec

    from careergraph.store.opening import CORE

    if not find_spec("streamlit") or not find_spec("pandas"):
        raise UsageError(
            "The explorer needs Streamlit and pandas; `pip install 'careergraph[app]'` brings them."
        )
    _check_port(arguments.host, arguments.port)
    location, mapping = arguments.graph or "", arguments.mapping or ""
    _graph(arguments)  # built, or found to be unreadable, here rather than in the browser
    if location and location != CORE and not location.startswith(("http://", "https://")):
        location = str(Path(location).absolute())
    if Path(mapping).is_file():
        mapping = str(Path(mapping).absolute())
    environment = {"CAREERGRAPH_GRAPH": location}
    if mapping:
        environment["CAREERGRAPH_MAPPING"] = mapping
    package = Path(__file__).parents[1]
    installed = package / "explorer"
    folder = (installed if installed.is_dir() else package.parents[1]) / "app"
    command = [sys.executable, "-m", "streamlit", "run", str(folder / "server.py")]
    command += [f"--server.address={arguments.host}", f"--server.port={arguments.port}"]
    print(f"careergraph: http://{arguments.host}:{arguments.port}", file=sys.stderr, flush=True)
    os.chdir(folder.parent)  # where .streamlit/config.toml lies, installed or in a clone
    # This process becomes the app, so that whatever is sent to it (to end, say) the app gets.
    os.execve(sys.executable, command, {**os.environ, **environment})  # noqa: S606


def _graph(arguments: argparse.Namespace, files: Sequence[str] = ()) -> Dataset:
    """Open the graph that a command is about, or the files that it names instead."""
    from careergraph.store.opening import CORE, open_graph

    location = files or arguments.graph
    if arguments.mapping and location in {None, CORE}:
        raise UsageError("The bundled graph needs no --mapping; name another with --graph.")
    return open_graph(location, arguments.mapping)


def _open(
    arguments: argparse.Namespace,
    names: Sequence[str] = (),
    kind: str | None = None,
    parts: Collection[str] | None = None,
) -> tuple[Dataset, Network]:
    """Open the graph and project it: all of it, some parts, or what it takes of the named things.

    Of a store on disk a question reads no more than it touches. Of any other, only where a name
    fits nothing as it stands is the whole graph needed, to find what it may mean.
    """
    from careergraph.network.lookup import candidates, find
    from careergraph.network.projection import project
    from careergraph.store.dataset import store_on_disk

    graph = _graph(arguments)
    if store_on_disk(graph):
        return graph, project(graph)
    fitting = [candidates(graph, name) for name in names]
    if fitting and all(fitting):
        network = project(graph, about={iri for iris in fitting for iri in iris})
        try:
            for name in names:
                find(network, name, kind=kind)
        except AmbiguousError:
            return graph, network
        except NoAnswerError:
            pass
        else:
            return graph, network
    return graph, project(graph, parts=parts)


def _say(arguments: argparse.Namespace, answer: dict[str, Any]) -> None:
    """Print an answer as JSON, or as the function of the console that is named as the command."""
    if arguments.json:
        json.dump(answer, sys.stdout, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None)
        print()
    else:
        from careergraph.cli import console

        getattr(console, arguments.run.__name__)(answer)


def _roles(network: Network, names: Sequence[str]) -> list[str]:
    from careergraph.network.lookup import find

    found = [find(network, name, kind="role") for name in names]
    for place, match in enumerate(found):
        if match.iri in [other.iri for other in found[:place]]:
            raise UsageError(
                f"“{names[place]}” is {match.label}, which is named already; "
                "name another role to compare with."
            )
    return [match.iri for match in found]


def _known(network: Network, arguments: argparse.Namespace) -> list[str]:
    if not arguments.profile:
        return list(arguments.know)
    from careergraph.reading.profile import read_profile

    return [*arguments.know, *read_profile(network, arguments.profile).names]


def _tell_unknown(names: Sequence[Unknown]) -> None:
    from careergraph.network.lookup import quoted

    for name in names:
        hint = f"; did you mean {' or '.join(name.suggestions)}?" if name.suggestions else "."
        print(f"careergraph: going on without {quoted(name.text)}{hint}", file=sys.stderr)


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
