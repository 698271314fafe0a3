"""The command line: arguments in, text or JSON out, errors to exit codes."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from careergraph.errors import CareerGraphError, SourceError, UsageError

if TYPE_CHECKING:
    from rdflib import Dataset

    from careergraph.projection import Network

Answer = dict[str, Any]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code: 0 done, 1 no answer, 2 wrong usage, 3 unreadable."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    try:
        return int(arguments.run(arguments) or 0)
    except CareerGraphError as error:
        print(f"careergraph: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # the reader of our output, `head` for one, has left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("careergraph: stopped.", file=sys.stderr)
        return 130


class _Parser(argparse.ArgumentParser):
    """Wrong usage in one sentence, with where to read more."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see `{self.prog} --help`.\n")


def _parser() -> argparse.ArgumentParser:
    from importlib.metadata import version

    parser = _Parser(
        prog="careergraph",
        description="What would it take to get from this job to that one?",
    )
    parser.add_argument(
        "--version", action="version", version=f"careergraph {version('careergraph')}"
    )
    parser.add_argument(
        "--graph",
        metavar="LOCATION",
        default=os.environ.get("CAREERGRAPH_GRAPH") or None,
        help="an RDF file, a folder, a store or the address of a SPARQL endpoint "
        "(else CAREERGRAPH_GRAPH, else the bundled graph)",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int | None], about: str) -> _Parser:
        added: _Parser = commands.add_parser(name, help=about, description=about)
        added.set_defaults(run=run)
        return added

    def with_json(added: _Parser) -> _Parser:
        added.add_argument("--json", action="store_true", help="one JSON document on stdout")
        return added

    search = with_json(command("search", _search, "Look up roles, skills and tools by name."))
    search.add_argument("text", nargs="+")
    search.add_argument("--kind", choices=_kinds())
    show = with_json(command("show", _show, "Tell all that the graph says of one thing."))
    show.add_argument("node", nargs="+", help="a name or an IRI")
    compare = with_json(command("compare", _compare, "What roles share and what sets them apart."))
    compare.add_argument("roles", nargs="+", metavar="ROLE")
    export = command("export", _export, "Write the graph, or a comparison of roles, to a file.")
    export.add_argument("roles", nargs="*", metavar="ROLE", help="compare these; else all there is")
    export.add_argument(
        "--format",
        required=True,
        choices=("turtle", "jsonld", "nquads", "graphml", "gexf", "csv", "html"),
    )
    export.add_argument("--out", required=True, metavar="FILE", help="- for stdout")
    query = command("query", _query, "Ask the graph in SPARQL.")
    query.add_argument("file", metavar="FILE", help="a file with the query, - for stdin")
    query.add_argument(
        "--format", choices=("table", "json", "xml", "csv", "tsv", "turtle"), default=None
    )
    query.add_argument("--json", action="store_true", help="the same as --format json")
    query.add_argument("--timeout", type=float, default=30, metavar="SECONDS")
    with_json(command("sources", _sources, "List what the graph is made of."))
    app = command("app", _app, "Open the explorer in a browser.")
    app.add_argument("--host", default="127.0.0.1")
    app.add_argument("--port", type=_port, default=8501)
    return parser


def _kinds() -> list[str]:
    from careergraph.vocabulary import KINDS

    return list(KINDS)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is not a port; give a number from 1 to 65535")
    return int(text)


def _open(arguments: argparse.Namespace) -> tuple[Dataset, Network]:
    from careergraph.projection import project
    from careergraph.store import open_graph

    graph = open_graph(arguments.graph)
    return graph, project(graph)


def _say(arguments: argparse.Namespace, answer: Answer, show: Callable[[Answer], None]) -> None:
    if arguments.json:
        json.dump(answer, sys.stdout, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None)
        print()
    else:
        show(answer)


def _search(arguments: argparse.Namespace) -> int:
    from careergraph import console
    from careergraph.errors import NoAnswerError
    from careergraph.lookup import search

    _, network = _open(arguments)
    text = " ".join(arguments.text)
    found = search(network, text, kind=arguments.kind)
    _say(arguments, {"results": [match.to_dict() for match in found]}, console.search)
    if not found:
        raise NoAnswerError(f"Nothing is called anything like “{text}”; try another word for it.")
    return 0


def _show(arguments: argparse.Namespace) -> None:
    from careergraph import console
    from careergraph.card import describe
    from careergraph.lookup import find

    _, network = _open(arguments)
    card = describe(network, find(network, " ".join(arguments.node)).iri)
    _say(arguments, card.to_dict(), console.show)


def _compare(arguments: argparse.Namespace) -> None:
    from careergraph import console
    from careergraph.comparison import compare_roles

    _, network = _open(arguments)
    comparison = compare_roles(network, *_roles(network, arguments.roles))
    _say(arguments, comparison.to_dict(), console.compare)


def _roles(network: Network, names: Sequence[str]) -> list[str]:
    from careergraph.lookup import find

    found = [find(network, name, kind="role") for name in names]
    for earlier, match in enumerate(found):
        if match.iri in [other.iri for other in found[:earlier]]:
            raise UsageError(
                f"“{names[earlier]}” is {match.label}, which is named already; "
                "name another role to compare with."
            )
    return [match.iri for match in found]


def _export(arguments: argparse.Namespace) -> None:
    from careergraph.comparison import compare_roles
    from careergraph.export import export_comparison, export_graph

    graph, network = _open(arguments)
    if arguments.roles:
        comparison = compare_roles(network, *_roles(network, arguments.roles))
        written = export_comparison(graph, network, comparison, arguments.format)
    else:
        written = export_graph(graph, network, arguments.format)
    if arguments.out == "-":
        sys.stdout.buffer.write(written)
        return
    try:
        Path(arguments.out).write_bytes(written)
    except OSError as error:
        raise SourceError(
            f"{arguments.out} cannot be written ({error.strerror}); choose another --out."
        ) from error
    print(f"{arguments.out}: {len(written):,} bytes of {arguments.format}.", file=sys.stderr)


def _sources(arguments: argparse.Namespace) -> None:
    from careergraph import console
    from careergraph.sources import list_sources
    from careergraph.store import open_graph

    found = list_sources(open_graph(arguments.graph))
    _say(arguments, {"sources": [source.to_dict() for source in found]}, console.sources)


def _query(arguments: argparse.Namespace) -> None:
    raise UsageError("SPARQL is on its way.")


def _app(arguments: argparse.Namespace) -> int:
    import socket
    import subprocess

    from careergraph.store import open_graph

    script = _app_folder() / "main.py"
    with socket.socket(socket.AF_INET6 if ":" in arguments.host else socket.AF_INET) as probe:
        try:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((arguments.host, arguments.port))
        except OSError as error:
            raise UsageError(
                f"{arguments.host}:{arguments.port} cannot be used ({error.strerror}); "
                "choose another with --port."
            ) from error
    if arguments.graph:
        # An unreadable graph is told here rather than in the browser.
        open_graph(arguments.graph)
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += [f"--server.address={arguments.host}", f"--server.port={arguments.port}"]
    print(f"careergraph: http://{arguments.host}:{arguments.port}", file=sys.stderr)
    return subprocess.run(
        command,
        env={**os.environ, "CAREERGRAPH_GRAPH": arguments.graph or ""},
        cwd=script.parents[1],  # where .streamlit/config.toml lies, installed or in a clone
        check=False,
    ).returncode


def _app_folder() -> Path:
    package = Path(__file__).parent
    installed = package / "app"
    return installed if installed.is_dir() else package.parents[1] / "app"
