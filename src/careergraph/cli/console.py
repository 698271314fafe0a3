"""Answers as text for a terminal; each function takes the answer that ``--json`` would print."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rich import markup
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Table

from careergraph.cli.output import tell
from careergraph.export.text import controls_shown, shown
from careergraph.network.agreement import Agreement
from careergraph.vocabulary import KINDS, RELATIONS, counted, shorten

if TYPE_CHECKING:
    from careergraph.sparql.query import QueryResult

Answer = dict[str, Any]


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Raise the error again: the command line handles readers that left."""
        raise  # noqa: PLE0704  (rich calls this where the error is handled)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Yield what is printed, with controls shown also where a label was not escaped."""
        for segment in super().render(renderable, options):
            yield (
                segment if segment.control else segment._replace(text=controls_shown(segment.text))
            )


# A pipe has no width of its own; a line there should not break inside an IRI, unless COLUMNS says.
_WIDTH = None if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit() else 160
_CONSOLE = _Console(highlight=False, emoji=False, width=_WIDTH)


def _table(*columns: str, title: str | None = None) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, header_style="dim", overflow="fold")
    return table


def _print(*things: object) -> None:
    _CONSOLE.print(*things)


def escape(text: str) -> str:
    """Return a text in which neither markup nor control codes act on the terminal."""
    return markup.escape(shown(text))


def _named(thing: Answer) -> str:
    """Return a thing's label after the symbol of its kind."""
    kind = KINDS[thing["kind"]]
    return f"[{kind.colour}]{kind.symbol}[/] {escape(thing['label'])}"


def bar(part: int, whole: int, width: int = 10) -> str:
    """Return a share as a bar of blocks."""
    full = round(width * part / whole) if whole else 0
    return "▇" * full + "▁" * (width - full)


def search(answer: Answer) -> None:
    """Print what a search found; guesses with their score, which is below 1."""
    table = _table("", "kind", "score", "found by", "IRI")
    for match in answer["results"]:
        name = "" if match["matched"] == match["label"] else match["matched"]
        score = f"{match['score']:.2f}"
        iri = f"[dim]{escape(match['iri'])}[/]"
        table.add_row(_named(match), match["kind"], score, escape(name), iri)
    if answer["results"]:
        _print(table)


def link(answer: Answer) -> None:
    """Print what a text names or means, beside the words that say so."""
    table = _table("", "kind", "score", "words", "IRI")
    for one in answer["links"]:
        words = escape(" ".join(one["text"].split()))
        iri = f"[dim]{escape(one['iri'])}[/]"
        table.add_row(_named(one), one["kind"], f"{one['score']:.2f}", words, iri)
    _print(table if answer["links"] else "The text names nothing that the graph knows.")


def ask(answer: Answer) -> None:
    """Print what was understood, and the answer as its own command prints it."""
    understood, found = answer["understood"], answer["answer"]
    if found is None:
        return
    named = [*understood["roles"], *understood["known"]]
    named += [role for role in (understood["start"],) if role]
    about = ", ".join(dict.fromkeys(_named(thing) for thing in named))
    _print(f"[dim]understood: {understood['intent']}[/] {about}")
    for name in understood["unknown"]:
        _print(f"[dim]not in the graph:[/] {escape(name)}")
    shown = {"comparison": compare, "path": path, "fit": fit, "thing": show}
    shown_list = {"similar": related, "next": next_skill}
    if understood["about"] in shown:
        shown[understood["about"]](found)
    else:
        shown_list.get(understood["intent"], _listing)(found)


def _listing(answer: Answer) -> None:
    _print(f"[bold]{escape(answer['sentence'])}[/]")
    table = _table("", "")
    for row in answer["rows"]:
        table.add_row(_named(row["thing"]), escape(row["note"]))
    _print(table)
    if answer["total"] > len(answer["rows"]):
        _print(f"… and {answer['total'] - len(answer['rows'])} more")


def show(answer: Answer) -> None:
    """Print what a thing is, and how it is related to others."""
    _print(f"[bold]{_named(answer)}[/]  [dim]{answer['kind']} · {escape(answer['iri'])}[/]")
    if answer["definition"]:
        _print(escape(answer["definition"]))
    if answer["aliases"]:
        _print(f"[dim]also called[/] {escape(', '.join(answer['aliases']))}")
    for name, value in answer["facts"].items():
        _print(f"[dim]{name}[/] {escape(str(value))}")
    everywhere = {tuple(to["sources"]) for to in answer["relations"]} | {tuple(answer["sources"])}
    several = len(everywhere) > 1
    table = _table("", "", "weight", *(["asked for by", "source"] if several else []))
    said = None
    for to in answer["relations"]:
        relation = RELATIONS[to["relation"]]
        words = relation.label if to["direction"] == "out" else relation.inverse
        table.add_row(
            "" if words == said else words,
            _named(to["node"]),
            "" if to["weight"] == 1 else f"{to['weight']:.2f}",
            *([_agreed(to["agreement"]), f"[dim]{_short(to['sources'])}[/]"] if several else []),
        )
        said = words
    if answer["relations"]:
        _print(table)
    _print(f"[dim]source: {_short(answer['sources'])}[/]")


def compare(answer: Answer) -> None:
    """Print a comparison: the counts, then what is shared, each role's own, and what is near."""
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


def related(answer: Answer) -> None:
    """Print the roles most like one, and why."""
    by = " ".join(filter(None, (answer["measure"], answer["direction"])))
    _print(f"Roles most like [bold]{escape(answer['role']['label'])}[/], by {by}")
    table = _table("", "score", "share", "because of")
    for role in answer["related"]:
        reasons = ", ".join(
            f"{reason['label']} {reason['share'] / role['score']:.0%}"
            for reason in role["because"][:4]
        )
        if others := role["because"][4:]:
            part = sum(reason["share"] for reason in others) / role["score"]
            reasons += f", {len(others)} more {part:.0%}"
        if role["disagree"]:
            far, standing = max(role["measures"].items(), key=lambda each: each[1]["rank"])
            reasons += f"; by {far} only in place {standing['rank']} of {answer['ranked']}"
        table.add_row(
            escape(role["label"]),
            f"{bar(round(100 * role['score']), 100)} {role['score']:.2f}",
            f"{role['shared']} of {role['union']}",
            escape(reasons),
        )
    if answer["related"]:
        _print(table)
    if answer["note"]:
        _print(f"[dim]{escape(answer['note'])}[/]")


def path(answer: Answer) -> None:
    """Print a learning path: the stages, what cannot be learnt by study, and the routes."""
    start = f" from [bold]{escape(answer['start']['label'])}[/]" if answer["start"] else ""
    steps = [step for stage in answer["stages"] for step in _all_steps(stage)]
    weeks = f", {answer['weeks']:.0f} weeks by your count" if answer["weeks"] else ""
    _print(
        f"To [bold]{escape(answer['target']['label'])}[/]{start}: {answer['met']} of "
        f"{answer['needed']} things met, {counted(len(steps), 'step')} to go{weeks}."
    )
    for number, stage in enumerate(answer["stages"], 1):
        table = _table("", "size", "why", title=f"\nStage {number}")
        for step in stage["steps"]:
            table.add_row(_named(step), step["size"], escape(_why(step)))
        for fold in stage["folded"]:
            names = ", ".join(step["label"] for step in fold["steps"])
            field = fold["field"]["label"] if fold["field"] else "more"
            table.add_row(f"[dim]and {escape(field)}[/]", "", escape(names))
        _print(table)
    if answer["not_learnable"]:
        _print("\n[bold]Asked for, and not learnt by study[/]")
        _print(_by_kind(answer["not_learnable"]))
    for route in answer["via"]:
        names = " → ".join(escape(role["label"]) for role in route["roles"])
        _print(f"\n[bold]By way of[/] {names}  [dim]{escape(route['why'])}[/]")
    for note in answer["notes"]:
        _print(f"[dim]{escape(note)}[/]")


def _all_steps(stage: Answer) -> list[Answer]:
    return [*stage["steps"], *(step for fold in stage["folded"] for step in fold["steps"])]


def _why(step: Answer) -> str:
    labels = {
        name: ", ".join(thing["label"] for thing in step[name])
        for name in ("needed_for", "any_of", "covers", "details")
    }
    why = f"needed for {labels['needed_for']}" if step["why"] == "prerequisite" else step["why"]
    why += f", {step['level_word']}" if step["level_word"] else ""
    why += f", {agreed}" if (agreed := _agreed(step["agreement"])) else ""
    why += f"; also: {labels['details']}" if labels["details"] else ""
    why += f", or {labels['any_of']}" if labels["any_of"] else ""
    return why + (f"; covers {labels['covers']}" if labels["covers"] else "")


def _agreed(agreement: Answer | None) -> str:
    return str(Agreement(**agreement)) if agreement else ""


def fit(answer: Answer) -> None:
    """Print the roles that fit what is known, and what is missing for each."""
    known = ", ".join(thing["label"] for thing in answer["known"])
    _print(f"Roles that suit [bold]{escape(known) or 'nothing known'}[/]")
    table = _table("", "met", "missing")
    for role in answer["roles"]:
        missing = ", ".join(item["label"] for item in role["missing"][:6])
        more = f" and {len(role['missing']) - 6} more" if len(role["missing"]) > 6 else ""
        table.add_row(
            escape(role["label"]),
            f"{bar(role['met'], role['needed'])} {role['met']} of {role['needed']}",
            escape(missing) + more,
        )
    if answer["roles"]:
        _print(table)
    heard = dict.fromkeys(name for role in answer["roles"] for name in role["described_with"])
    if heard:
        names = escape(", ".join(heard))
        _print(f"No thing is called {names}: roles described with it come near, it meets nothing.")


def next_skill(answer: Answer) -> None:
    """Print what to learn next, and the roles that it brings within reach or nearer."""
    reach = ", ".join(role["label"] for role in answer["within_reach"])
    _print(
        f"Within reach now ({answer['within']:.0%} of what a role asks for): "
        f"{escape(reach) or 'no role yet'}."
    )
    table = _table("learn next", "size", "brings within reach", "brings nearer")
    for skill in answer["skills"]:
        opens, nearer = (
            ", ".join(f"{role['label']} {role['met']}/{role['needed']}" for role in skill[name])
            for name in ("opens", "nearer")
        )
        table.add_row(_named(skill), skill["size"], escape(opens), escape(nearer))
    _print(table)
    for role in () if answer["within_reach"] else answer["nearest"]:
        missing = ", ".join(item["label"] for item in role["missing"])
        _print(
            f"[bold]{escape(role['label'])}[/] comes nearest with {role['met']} of "
            f"{role['needed']}; missing: {escape(missing)}"
        )


def query(answer: QueryResult) -> None:
    """Print the answer to a query as a table."""
    if answer.kind == "ask":
        _print("yes" if answer.boolean else "no")
        return
    table = _table(*answer.variables)
    for row in answer.rows:
        table.add_row(*("" if term is None else escape(str(term)) for term in row))
    _print(table)
    tell(f"{len(answer.rows):,} rows in {answer.seconds:.3f} s")


def load(answer: Answer) -> None:
    """Print what was loaded."""
    table = _table("source", "statements", "roles")
    for source in answer["sources"]:
        table.add_row(escape(source["title"]), f"{source['triples']:,}", f"{source['roles']:,}")
    _print(table)
    for aside in answer["set_aside"]:
        _print(
            f"set aside: {aside['count']:,} of {escape(aside['source'])}, {escape(aside['why'])}"
            f" [dim]({escape(aside['example'])})[/]"
        )
    _print(
        f"{answer['same']:,} pairs of things are one, {answer['near']:,} are close; "
        f"{answer['seconds']:g} s."
    )
    if not any(source["roles"] for source in answer["sources"]):
        _print(
            "No role was found in it. If it is in other terms, load it with --mapping: "
            "--mapping esco, --mapping schema-org or a file of your own."
        )


def preview(answer: Answer) -> None:
    """Print what a source says of each role."""
    for role in answer["roles"]:
        _print(f"[bold]★ {escape(role['label'])}[/]  {escape(role.get('definition') or '')}")
        table = _table("", "")
        for kind in ("skill", "tool", "industry", "degree", "experience", "responsibility"):
            names = [
                name if isinstance(name, str) else _degree(name) for name in role.get(kind, ())
            ]
            if names:
                sign = f"[{KINDS[kind].colour}]{KINDS[kind].symbol}[/] {KINDS[kind].plural}"
                table.add_row(sign, escape(", ".join(names)))
        _print(table)
    if answer["postings"]:
        _print(f"{len(answer['postings'])} job postings")
    for note in answer.get("notes", ()):
        _print(f"[dim]{escape(note)}[/]")
    for line in answer["unmatched"]:
        _print(f"[dim]not placed:[/] {escape(line if isinstance(line, str) else str(line))}")


def _degree(degree: Answer) -> str:
    wanted = "" if degree["required"] else " (preferred)"
    return f"{degree['level']} in {degree['field'] or 'any field'}{wanted}"


def validate(answer: Answer) -> None:
    """Print what is wrong with a graph."""
    if answer["conforms"]:
        _print("The graph is valid.")
    table = _table("", "thing", "what is wrong")
    for result in answer["results"]:
        table.add_row(
            result["severity"], escape(shorten(result["focus"])), escape(result["message"])
        )
    if answer["results"]:
        _print(table)


def sources(answer: Answer) -> None:
    """Print what the graph is made of."""
    table = _table("source", "issued", "roles", "statements", "licence")
    for source in answer["sources"]:
        table.add_row(
            escape(source["title"]),
            escape(source["issued"]),
            f"{source['roles']:,}",
            f"{source['triples']:,}",
            escape(source["licence"]),
        )
    _print(table)


def _short(sources: list[str]) -> str:
    return escape(", ".join(source.rstrip("/").rpartition("/")[2] for source in sources))
