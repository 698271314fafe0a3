"""Answers as text for a terminal; each function takes the answer that ``--json`` would print."""

from __future__ import annotations

import sys
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from careergraph.vocabulary import KINDS, RELATIONS

Answer = dict[str, Any]
# A pipe has no width of its own; a line there should not break inside an IRI.
_CONSOLE = Console(highlight=False, width=None if sys.stdout.isatty() else 160)


def _table(*columns: str, title: str | None = None) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, header_style="dim", overflow="fold")
    return table


def _print(*things: object) -> None:
    _CONSOLE.print(*things)


def _named(thing: Answer) -> str:
    """Give a thing's label after the symbol of its kind."""
    kind = KINDS[thing["kind"]]
    return f"[{kind.colour}]{kind.symbol}[/] {escape(thing['label'])}"


def bar(part: int, whole: int, width: int = 10) -> str:
    """Draw a share as a bar of blocks."""
    full = round(width * part / whole) if whole else 0
    return "▇" * full + "▁" * (width - full)


def search(answer: Answer) -> None:
    """Show what a search found."""
    table = _table("", "kind", "found by", "IRI")
    for match in answer["results"]:
        found_by = "" if match["matched"] == match["label"] else match["matched"]
        table.add_row(_named(match), match["kind"], escape(found_by), f"[dim]{match['iri']}[/]")
    if answer["results"]:
        _print(table)


def show(answer: Answer) -> None:
    """Show a card: what a thing is, and what it has to do with others."""
    _print(f"[bold]{_named(answer)}[/]  [dim]{answer['kind']} · {answer['iri']}[/]")
    if answer["definition"]:
        _print(escape(answer["definition"]))
    if answer["aliases"]:
        _print(f"[dim]also called[/] {escape(', '.join(answer['aliases']))}")
    for name, value in answer["facts"].items():
        _print(f"[dim]{name}[/] {escape(str(value))}")
    everywhere = {tuple(to["sources"]) for to in answer["relations"]} | {tuple(answer["sources"])}
    table = _table("", "", "weight", "" if len(everywhere) == 1 else "source")
    said = None
    for to in answer["relations"]:
        relation = RELATIONS[to["relation"]]
        words = relation.label if to["direction"] == "out" else relation.inverse
        table.add_row(
            "" if words == said else words,
            _named(to["node"]),
            "" if to["weight"] == 1 else f"{to['weight']:.2f}",
            "" if len(everywhere) == 1 else f"[dim]{_short(to['sources'])}[/]",
        )
        said = words
    if answer["relations"]:
        _print(table)
    _print(f"[dim]source: {_short(answer['sources'])}[/]")


def compare(answer: Answer) -> None:
    """Show a comparison: the counts, then what is shared, each role's own, and what is near."""
    names = [role["label"] for role in answer["roles"]]
    counts = answer["similarity"]
    _print(
        f"[bold]{escape(', '.join(names[:-1]))} and {escape(names[-1])}[/] share "
        f"[bold]{counts['shared']} of {counts['union']}[/] things."
    )
    shares = _table("", "", "")
    for kind, overlap in counts["by_kind"].items():
        shares.add_row(
            KINDS[kind].plural,
            f"[{KINDS[kind].colour}]{bar(overlap['shared'], overlap['union'])}[/]",
            f"{overlap['shared']} of {overlap['union']}",
        )
    _print(shares)
    labels = {role["iri"]: role["label"] for role in answer["roles"]}
    parts = [("All share" if len(names) > 2 else "Both share", answer["shared"])]
    parts += [("Some share", answer["partial"])] if answer["partial"] else []
    parts += [(f"Only {labels[role]}", items) for role, items in answer["distinct"].items()]
    for title, items in parts:
        _print(f"\n[bold]{escape(title)}[/] [dim]({len(items)})[/]")
        _print(_by_kind(items))
    if answer["near"]:
        _print(f"\n[bold]Close to each other[/] [dim]({len(answer['near'])})[/]")
        table = _table("", "", "why")
        for pair in answer["near"]:
            table.add_row(_named(pair["a"]), _named(pair["b"]), escape(pair["why"]))
        _print(table)


def _by_kind(items: list[Answer]) -> Table:
    table = _table("", "")
    for kind in dict.fromkeys(item["kind"] for item in items):
        table.add_row(
            f"[{KINDS[kind].colour}]{KINDS[kind].symbol}[/] {KINDS[kind].plural}",
            escape(", ".join(item["label"] for item in items if item["kind"] == kind)),
        )
    if not items:
        table.add_row("[dim]nothing[/]", "")
    return table


def sources(answer: Answer) -> None:
    """Show what the graph is made of."""
    table = _table("source", "issued", "roles", "statements", "licence")
    for source in answer["sources"]:
        table.add_row(
            escape(source["title"]),
            source["issued"],
            f"{source['roles']:,}",
            f"{source['triples']:,}",
            escape(source["licence"]),
        )
    _print(table)


def _short(sources: list[str]) -> str:
    return ", ".join(source.rstrip("/").rpartition("/")[2] for source in sources)
