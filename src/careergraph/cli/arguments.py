"""The command line: arguments in, errors to exit codes."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from careergraph import __version__
from careergraph.cli import commands
from careergraph.errors import CareerGraphError, SourceError


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code: 0 done, 1 no answer, 2 wrong usage, 3 unreadable."""
    if sys.stdout is None:  # closed by whoever started this
        print("careergraph: standard output is closed; leave it open.", file=sys.stderr)
        return SourceError.exit_code
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # which JSON has to be in
    try:
        arguments = _parser().parse_args(argv)
        code = int(arguments.run(arguments) or 0)
        sys.stdout.flush()
    except CareerGraphError as error:
        print(f"careergraph: {' '.join(str(error).split())}", file=sys.stderr)
        return error.exit_code
    except OSError as error:
        # What is still to be written has nowhere to go, and Python would try at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # the reader, `head` for one, has seen enough
            return 0
        print(f"careergraph: {error}; nothing more was written.", file=sys.stderr)
        return SourceError.exit_code
    except KeyboardInterrupt:
        print("careergraph: stopped.", file=sys.stderr)
        return 130
    return code


class _Parser(argparse.ArgumentParser):
    """Wrong usage in one sentence, with where to read more."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see `{self.prog} --help`.\n")


class _Version(argparse.Action):
    """Print the version; argparse's own action hides that it could not be written."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        print(f"careergraph {__version__}", flush=True)
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="careergraph", description="What would it take to get from this job to that one?"
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    parser.add_argument(
        "--graph",
        metavar="LOCATION",
        default=os.environ.get("CAREERGRAPH_GRAPH") or None,
        help="an RDF file, a folder, a store, the address of a SPARQL endpoint or “core”, the "
        "small part of the bundled graph (else CAREERGRAPH_GRAPH, else the whole of it)",
    )
    parser.add_argument(
        "--mapping",
        metavar="NAME|FILE",
        help="what says a graph in other terms in ours: esco, schema-org or a Turtle file "
        "(else CAREERGRAPH_MAPPING)",
    )
    added = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(run: Callable[[argparse.Namespace], int | None], name: str = "") -> _Parser:
        about = (run.__doc__ or "").partition("\n")[0]
        found: _Parser = added.add_parser(
            name or run.__name__, help=about[0].lower() + about[1:].rstrip("."), description=about
        )
        found.set_defaults(run=run)
        return found

    def answering(run: Callable[[argparse.Namespace], int | None], name: str = "") -> _Parser:
        found = command(run, name)
        found.add_argument("--json", action="store_true", help="one JSON document on stdout")
        return found

    search = answering(commands.search)
    search.add_argument("text", nargs="+", metavar="TEXT")
    search.add_argument("--kind", choices=commands.KIND_NAMES)

    show = answering(commands.show)
    show.add_argument("node", nargs="+", metavar="NODE", help="a name or an IRI")

    compare = answering(commands.compare)
    compare.add_argument("roles", nargs="+", metavar="ROLE")

    related = answering(commands.related)
    related.add_argument("role", nargs="+", metavar="ROLE")
    related.add_argument("-k", type=_count, default=10, metavar="N", help="how many (10)")
    related.add_argument(
        "--measure",
        choices=("cosine", "jaccard", "coverage"),
        default="cosine",
        help="all that is known, what few roles have counting most (cosine); the part of all "
        "things that both have (jaccard); how much of one the other has (coverage)",
    )
    related.add_argument(
        "--direction",
        choices=("to", "from"),
        help="of coverage: what of the others ROLE has (to), what of ROLE the others have (from)",
    )

    path = answering(commands.path)
    path.add_argument("--to", required=True, metavar="ROLE")
    path.add_argument("--from", dest="start", metavar="ROLE")
    _add_known(path)
    path.add_argument("-k", type=_count, default=3, metavar="N", help="routes at the most (3)")
    path.add_argument(
        "--required-only", action="store_true", help="leave out what is merely used in the role"
    )
    path.add_argument(
        "--weeks",
        nargs=3,
        type=_weeks,
        metavar=("SMALL", "MEDIUM", "LARGE"),
        help="how many weeks a step of each size takes you; only then is there a time",
    )
    path.add_argument(
        "--format",
        choices=("markdown", "turtle", "html"),
        help="write the path as a checklist, as RDF or as a page that opens without a network",
    )

    following = answering(commands.next_skill, "next")
    following.add_argument("--from", dest="start", metavar="ROLE")
    _add_known(following)
    following.add_argument("-k", type=_count, default=10, metavar="N", help="how many (10)")

    suiting = answering(commands.fit)
    _add_known(suiting)
    suiting.add_argument("-k", type=_count, default=10, metavar="N", help="how many (10)")

    query = command(commands.query)
    query.add_argument("file", metavar="FILE", help="a file with the query, - for stdin")
    query.add_argument("--format", choices=("table", *commands.QUERY_FORMATS), default="table")
    query.add_argument(
        "--json", action="store_const", const="json", dest="format", help="as --format json"
    )
    query.add_argument("--timeout", type=_seconds, default=30.0, metavar="SECONDS")

    load = answering(commands.load)
    load.add_argument(
        "sources",
        nargs="+",
        metavar="SOURCE",
        help="“bundled” is all that comes along, “core” the small part of it",
    )
    load.add_argument("--store", required=True, metavar="DIR")
    _add_source(load)
    load.add_argument("--dry-run", action="store_true", help="read and report, write nothing")

    extract = answering(commands.extract, "import")
    extract.add_argument("source", metavar="SOURCE")
    _add_source(extract)
    extract.add_argument("--format", choices=("turtle",), help="print the statements instead")

    validate = answering(commands.validate)
    validate.add_argument("files", nargs="*", metavar="FILE", help="else the graph in use")

    answering(commands.sources)

    export = command(commands.export)
    export.add_argument("roles", nargs="*", metavar="ROLE", help="compare these; else all there is")
    export.add_argument(
        "--map", action="store_true", help="write where all roles lie, as csv, json or html"
    )
    export.add_argument(
        "--template", action="store_true", help="write a table of roles to fill in, as csv"
    )
    export.add_argument("--format", choices=(*commands.EXPORT_FORMATS, "json"))
    export.add_argument("--out", metavar="FILE", help="- for stdout")

    serve = command(commands.serve)
    _add_address(serve, port=8000)
    serve.add_argument(
        "--cors",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="let pages of it ask, * for any",
    )

    _add_address(command(commands.app), port=8501)
    return parser


def _add_known(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--know", nargs="+", action="extend", default=[], metavar="NAME", help="what is known"
    )
    parser.add_argument(
        "--profile", metavar="FILE", help="what is known: RDF, JSON Resume, a list or a CV"
    )


def _add_source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as", dest="as_", choices=commands.SOURCE_KINDS, help="what the source is, if not guessed"
    )
    parser.add_argument(
        "--columns",
        metavar="FIELD=NAME,…",
        help="what is in which column of a table, such as role=Title,skill=Competence "
        "(names in the file, or letters)",
    )


def _add_address(parser: argparse.ArgumentParser, *, port: int) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="(127.0.0.1)")
    parser.add_argument("--port", type=_port, default=port, help=f"({port})")


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
