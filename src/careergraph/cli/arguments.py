"""The commands and the arguments that each takes.

A command is a line of ``COMMANDS``: the function of ``commands`` that runs it, whose docstring is
its help and ends with examples, and the function here that declares its arguments. The function of
``console`` that shows its answer bears the same name.
"""

from __future__ import annotations

import argparse
import difflib
import os
from collections.abc import Callable, Collection, Sequence
from inspect import cleandoc
from typing import Any, NamedTuple, NoReturn

from careergraph import __version__
from careergraph.cli import commands
from careergraph.export.text import shown
from careergraph.store.formats import EXPORT_FORMATS, GRAPH_FORMATS, MAP_FORMATS, RESULT_FORMATS


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    whole = _Parser(
        prog="careergraph", description="What would it take to get from this job to that one?"
    )
    whole.add_argument("--version", action=_Version, nargs=0, help="print the version")
    _add_graph(whole, location=os.environ.get("CAREERGRAPH_GRAPH") or None, mapping=None)
    added = whole.add_subparsers(metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        about, _, rest = cleandoc(command.run.__doc__ or "").partition("\n\n")
        one: _Parser = added.add_parser(
            name,
            aliases=command.aliases,
            help=about[0].lower() + about[1:].rstrip("."),
            description=about,
            epilog=rest,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(one)
        # Also after the command, where nothing given leaves what stands before it.
        _add_graph(one, location=argparse.SUPPRESS, mapping=argparse.SUPPRESS)
        one.set_defaults(run=command.run)
    return whole


class _Parser(argparse.ArgumentParser):
    """A parser that reports wrong usage in one sentence, with where to read more."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, shown(f"{self.prog}: {message}; see `{self.prog} --help`.") + "\n")

    def _check_value(self, action: argparse.Action, value: str) -> None:
        choices: Collection[str] = list(action.choices or ())
        if action.choices is not None and value not in choices:
            near = difflib.get_close_matches(value, choices, 1)
            hint = f"did you mean “{near[0]}”?" if near else f"choose from {', '.join(choices)}"
            raise argparse.ArgumentError(action, f"there is no “{value}” ({hint})")


class _Version(argparse.Action):
    """Print the version; argparse's own action hides that it could not be written."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        print(f"careergraph {__version__}", flush=True)
        parser.exit()


def without_help(argv: Sequence[str]) -> list[str]:
    """Return what is typed with ``help COMMAND`` as ``COMMAND --help``."""
    return [*argv[1:], "--help"] if argv and argv[0] == "help" else list(argv)


# ---------------------------------------------------------------- the arguments of each command


def _search(one: argparse.ArgumentParser) -> None:
    one.add_argument("text", nargs="+", metavar="TEXT")
    one.add_argument("--kind", choices=commands.KIND_NAMES)
    one.add_argument("--limit", type=_count, default=20, metavar="N", help="the best N (20)")
    _add_json(one)


def _link(one: argparse.ArgumentParser) -> None:
    one.add_argument("text", nargs="+", metavar="TEXT", help="a text, - for standard input")
    one.add_argument("-k", type=_count, default=5, metavar="N", help="how many (5)")
    _add_json(one)


def _ask(one: argparse.ArgumentParser) -> None:
    one.add_argument("question", nargs="+", metavar="QUESTION")
    _add_json(one)


def _show(one: argparse.ArgumentParser) -> None:
    one.add_argument("node", nargs="+", metavar="NODE", help=NAMED)
    _add_json(one)


def _compare(one: argparse.ArgumentParser) -> None:
    one.add_argument("roles", nargs="+", metavar="ROLE", help=NAMED)
    _add_json(one)


def _related(one: argparse.ArgumentParser) -> None:
    one.add_argument("role", nargs="+", metavar="ROLE", help=NAMED)
    one.add_argument("-k", type=_count, default=10, metavar="N", help="how many (10)")
    one.add_argument(
        "--measure",
        choices=("cosine", "jaccard", "coverage", "move"),
        default="cosine",
        help="cosine: all that roles ask for, weighted by how few roles do (the default); "
        "jaccard: the share of things that both have; coverage: how much of one the other has; "
        "move: who can come to do whose job",
    )
    one.add_argument(
        "--direction",
        choices=("to", "from"),
        help="with coverage: how much of the others ROLE has (to), or they of ROLE (from); with "
        "move: where people of ROLE can go (to), or come from (from)",
    )
    _add_json(one)


def _path(one: argparse.ArgumentParser) -> None:
    one.add_argument("--to", required=True, metavar="ROLE", help=NAMED)
    one.add_argument("--from", dest="start", metavar="ROLE", help=NAMED)
    _add_known(one)
    one.add_argument("-k", type=_count, default=3, metavar="N", help="at most N routes (3)")
    one.add_argument(
        "--required-only", action="store_true", help="leave out what is merely used in the role"
    )
    one.add_argument(
        "--weeks",
        nargs=3,
        type=_weeks,
        metavar=("SMALL", "MEDIUM", "LARGE"),
        help="how many weeks a step of each size takes you; only then is there a time",
    )
    output = one.add_mutually_exclusive_group()
    output.add_argument(
        "--format",
        choices=("markdown", "turtle", "html"),
        help="print the path as a checklist, as RDF or as a page that opens without a network",
    )
    _add_json(output)


def _next(one: argparse.ArgumentParser) -> None:
    one.add_argument("--from", dest="start", metavar="ROLE", help=NAMED)
    _add_known(one)
    one.add_argument("-k", type=_count, default=10, metavar="N", help="how many (10)")
    _add_json(one)


def _fit(one: argparse.ArgumentParser) -> None:
    _add_known(one)
    one.add_argument("-k", type=_count, default=10, metavar="N", help="how many (10)")
    _add_json(one)


def _query(one: argparse.ArgumentParser) -> None:
    one.add_argument("file", metavar="FILE", help="a file with the query, - for standard input")
    one.add_argument(
        "--format", choices=("table", *RESULT_FORMATS, *GRAPH_FORMATS), default="table"
    )
    one.add_argument(
        "--json", action="store_const", const="json", dest="format", help="as --format json"
    )
    one.add_argument(
        "--limit", type=_count, metavar="N", help="cut off after N rows (10,000), with exit code 4"
    )
    one.add_argument("--timeout", type=_seconds, default=30.0, metavar="SECONDS", help="(30)")


def _load(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "sources",
        nargs="+",
        metavar="SOURCE",
        help="a file or folder, - for standard input, “bundled” for all data that comes with "
        "careergraph, “core” for information technology alone",
    )
    one.add_argument("--store", required=True, metavar="DIR", help="the folder to write")
    _add_reading(one)
    one.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
    _add_json(one)


def _preview(one: argparse.ArgumentParser) -> None:
    one.add_argument("source", metavar="SOURCE", help="a file or folder, - for standard input")
    _add_reading(one)
    output = one.add_mutually_exclusive_group()
    output.add_argument("--format", choices=("turtle",), help="print the statements instead")
    _add_json(output)


def _validate(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "files", nargs="*", metavar="FILE", help="- for standard input; without, the graph in use"
    )
    _add_json(one)


def _sources(one: argparse.ArgumentParser) -> None:
    _add_json(one)


def _check(one: argparse.ArgumentParser) -> None:
    one.add_argument("store", metavar="STORE", help="the folder of a store")


def _export(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "roles", nargs="*", metavar="ROLE", help="compare these; without, write the whole graph"
    )
    one.add_argument(
        "--map", action="store_true", help="write where all roles lie, as csv, json or html"
    )
    one.add_argument(
        "--template", action="store_true", help="write a table of roles to fill in, as csv"
    )
    one.add_argument("--format", choices=tuple({**EXPORT_FORMATS, **MAP_FORMATS}))
    one.add_argument("--out", metavar="FILE", help="- for standard output")


def _serve(one: argparse.ArgumentParser) -> None:
    _add_address(one, port=8000)
    one.add_argument(
        "--cors",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="let pages of this origin ask, * for any; may be repeated",
    )


def _mcp(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--http", action="store_true", help="over HTTP at /mcp rather than standard input"
    )
    one.add_argument("--port", type=_port, default=8002, help="(8002), on this machine alone")


def _completion(one: argparse.ArgumentParser) -> None:
    one.add_argument("shell", choices=("bash", "zsh", "fish"))


def _app(one: argparse.ArgumentParser) -> None:
    _add_address(one, port=8501)


class Command(NamedTuple):
    """What runs a command, and what declares its arguments."""

    run: Callable[[argparse.Namespace], int | None]
    add_arguments: Callable[[argparse.ArgumentParser], None]
    aliases: tuple[str, ...] = ()


COMMANDS = {
    "search": Command(commands.search, _search),
    "ask": Command(commands.ask, _ask),
    "link": Command(commands.link, _link),
    "show": Command(commands.show, _show),
    "compare": Command(commands.compare, _compare),
    "related": Command(commands.related, _related),
    "path": Command(commands.path, _path),
    "next": Command(commands.next_skill, _next),
    "fit": Command(commands.fit, _fit),
    "query": Command(commands.query, _query),
    "load": Command(commands.load, _load),
    "preview": Command(commands.preview, _preview, ("import",)),
    "validate": Command(commands.validate, _validate),
    "check": Command(commands.check, _check),
    "sources": Command(commands.sources, _sources),
    "export": Command(commands.export, _export),
    "serve": Command(commands.serve, _serve),
    "mcp": Command(commands.mcp, _mcp),
    "app": Command(commands.app, _app),
    "completion": Command(commands.completion, _completion),
}


# ---------------------------------------------------------------- arguments that several share

NAMED = "a name, an IRI, or one with a prefix such as tool:kubernetes"


def _add_graph(one: argparse.ArgumentParser, *, location: str | None, mapping: str | None) -> None:
    one.add_argument(
        "--graph",
        metavar="LOCATION",
        default=location,
        help="an RDF file (- for standard input), a folder, a store, the address of a SPARQL "
        "endpoint, or “core” for information technology alone (default: CAREERGRAPH_GRAPH, or "
        "else all data that comes with careergraph)",
    )
    one.add_argument(
        "--mapping",
        metavar="NAME|FILE",
        default=mapping,
        help="translate a graph that uses other terms: esco, schema-org or a Turtle file "
        "(otherwise CAREERGRAPH_MAPPING)",
    )


def _add_json(one: argparse._ActionsContainer) -> None:
    one.add_argument("--json", action="store_true", help="print one JSON document")


def _add_known(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--know",
        nargs="+",
        action="extend",
        default=[],
        metavar="NAME",
        help="what you know, with spaces or commas between: SQL Tableau, or SQL,Tableau",
    )
    one.add_argument(
        "--profile",
        metavar="FILE",
        help="what you know, from a file: RDF, JSON Resume, a list or a CV; - for standard input",
    )


def _add_reading(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--as", dest="as_", choices=commands.SOURCE_KINDS, help="what the source is, if not guessed"
    )
    one.add_argument(
        "--columns",
        metavar="FIELD=NAME,…",
        help="what is in which column of a table, such as role=Title,skill=Competence "
        "(names in the file, or letters)",
    )


def _add_address(one: argparse.ArgumentParser, *, port: int) -> None:
    one.add_argument("--host", default="127.0.0.1", help="(127.0.0.1)")
    one.add_argument("--port", type=_port, default=port, help=f"({port})")


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is not a port; give a number from 1 to 65535")
    return int(text)


def _count(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is not a number of answers; give 1 or more")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < 86400:
        raise argparse.ArgumentTypeError(f"{text} is not a time; give seconds above 0")
    return seconds


def _weeks(text: str) -> float:
    try:
        weeks = float(text)
    except ValueError:
        weeks = 0
    if not 0 < weeks < 1000:
        raise argparse.ArgumentTypeError(f"{text} is no number of weeks; give one above 0")
    return weeks
