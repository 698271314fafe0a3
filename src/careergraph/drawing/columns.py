"""Drawings in columns: what roles share, and a learning path from stage to stage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from careergraph.drawing.boxes import Box
from careergraph.drawing.elements import (
    SYMBOL_ROOM,
    Canvas,
    Drawing,
    Mark,
    by_kind,
)
from careergraph.drawing.layout import LINE, allot_lanes, text_width, wrap
from careergraph.vocabulary import KINDS, counted, enumeration

WIDTH = 1180.0
"""How wide the columns are together, at zoom 1."""

MOST = 20
"""Things of one kind in one column, or of one stage; of more, the rest is one "+23 more"."""

_GAP = 7.0
_PADDING = 14.0
_LETTER = 16.0


class _Cell(NamedTuple):
    """A thing with its label wrapped, and whether its roles' letters stand below the label."""

    item: Mark
    lines: tuple[str, ...]
    below: bool

    @property
    def height(self) -> float:
        return LINE * len(self.lines) + _PADDING + (_LETTER + 2 if self.below else 0)


def _folded(items: Sequence[Mark], name: str, note: str) -> list[Mark]:
    rest = len(items) - MOST
    if rest < 2:  # "+1 more" would take the place of that one.
        return list(items)
    return [*items[:MOST], Mark(name, f"+{rest} more", items[0].kind, note, weight=0)]


@dataclass(frozen=True)
class _Table:
    """Things in columns (by the roles that have them) and bands (by kind), all lanes as wide."""

    roles: Sequence[Mark]
    columns: Sequence[tuple[str, ...]]
    cells: dict[tuple[int, str], list[Mark]]
    lanes: int
    lane: float
    gutter: float
    whole: Collection[str]

    def shown(self, place: int, kind: str) -> list[Mark]:
        """Return the things of one cell, the rest of a long list as one "+23 more"."""
        group = self.cells.get((place, kind), [])
        if kind in self.whole:
            return group
        return _folded(group, f"more:{kind}:{place}", f"Show all {KINDS[kind].plural}")

    def rows(self, place: int, kind: str, share: int) -> list[list[_Cell]]:
        """Return the things of one cell in rows of up to ``share``."""
        across, width = self.across(kind, share)
        cells = [self._cell(item, width) for item in self.shown(place, kind)]
        return [cells[start : start + across] for start in range(0, len(cells), across)]

    @cached_property
    def sentences(self) -> frozenset[str]:
        """The kinds with a label too long for two lines of one lane."""
        room = self.lane - SYMBOL_ROOM - _PADDING
        return frozenset(
            kind
            for (_, kind), group in self.cells.items()
            if any(len(wrap(item.label, room, lines=3)) > 2 for item in group)
        )

    def across(self, kind: str, share: int) -> tuple[int, float]:
        """Return how many boxes fit in a row of ``share`` lanes, and their width.

        Sentences take the column's whole width, names one lane each.
        """
        count = 1 if kind in self.sentences else share
        return count, (share * self.lane - _GAP * (count - 1)) / count

    def height(self, place: int, kind: str, share: int) -> float:
        return sum(max(c.height for c in row) + _GAP for row in self.rows(place, kind, share))

    def shares(self) -> tuple[int, ...]:
        """Return the number of lanes of each column."""
        kinds = {kind for _, kind in self.cells}
        most = self.lanes - len(self.columns) + 1
        heights = [
            {
                share: {kind: self.height(place, kind, share) for kind in kinds}
                for share in range(1, most + 1)
            }
            for place in range(len(self.columns))
        ]
        return allot_lanes(heights, self.lanes)

    def letters(self, item: Mark) -> list[str]:
        """Return the letters of the roles that have a thing, unless its column shows them."""
        if len(self.roles) < 3 or len(item.whose) < 2:
            return []
        return ["ABCD"[i] for i, role in enumerate(self.roles) if role.id in item.whose]

    def _cell(self, item: Mark, width: float) -> _Cell:
        room = width - SYMBOL_ROOM - _PADDING
        beside = room - _LETTER * len(self.letters(item))
        below = max(map(text_width, item.label.split()), default=0.0) > beside < room
        return _Cell(item, wrap(item.label, room if below else beside, lines=4), below)


def draw_comparison(
    roles: Sequence[Mark],
    items: Sequence[Mark],
    *,
    hidden: Collection[str] = (),
    whole: Collection[str] = (),
) -> Drawing:
    """Draw what two to four roles share and what each has for itself, in columns.

    Two roles: only the first, both, only the second. With more, the middle splits into what
    some have and what all have, each thing there marked with the letters of its roles.

    Args:
        roles: Two to four roles, in the order of their columns.
        items: What they have; ``whose`` names the roles. The order is kept within a kind, and
            what none of them has is passed over.
        hidden: Kinds left out of the columns; the legend still counts them.
        whole: Kinds of which more than ``MOST`` are drawn in one column; of others, the rest is
            one thing with the id "more:<kind>:<column>".

    Raises:
        ValueError: If there are not two to four roles.
    """
    if not 2 <= len(roles) <= 4:
        raise ValueError(f"A comparison is drawn for two to four roles, not {len(roles)}.")
    names = tuple(role.id for role in roles)
    half = (len(roles) + 1) // 2
    middle = [names] if len(roles) == 2 else [(), names]
    columns = [*((name,) for name in names[:half]), *middle, *((name,) for name in names[half:])]

    def column(item: Mark) -> int:
        has = tuple(name for name in names if name in item.whose)
        return columns.index(has if has in columns else ())

    items = [item for item in items if not set(names).isdisjoint(item.whose)]
    bands = by_kind(item for item in items if item.kind not in hidden)
    cells: dict[tuple[int, str], list[Mark]] = {}
    for item in (item for group in bands.values() for item in group):
        cells.setdefault((column(item), item.kind), []).append(item)
    gutter = 58.0 if len(roles) == 2 else 32.0
    width = WIDTH if len(columns) < 6 else WIDTH + 80
    lanes = max(len(columns), 5)
    lane = (width - gutter * (len(columns) - 1)) / lanes
    table = _Table(roles, columns, cells, lanes, lane, gutter, whole)
    shares = table.shares()
    starts = [sum(shares[:place]) * lane + place * gutter for place in range(len(columns))]
    spans = [(x, x + share * lane) for x, share in zip(starts, shares, strict=True)]

    canvas = Canvas()
    titles = _headers(canvas, table, spans)
    y = 68.0 if len(roles) == 2 else 84.0
    for kind in bands:
        y = _band(canvas, table, kind, spans, shares, width, y)
    for whose, (left, right) in zip(columns, spans, strict=True):
        if len(whose) != 1:
            panel = {"x": left - 12, "y": 0.0, "width": right - left + 24, "height": y}
            canvas.marks.insert(0, {"mark": "panel", **panel})
    for place, kind in cells:
        for item in table.shown(place, kind):
            for name in (name for name in names if name in item.whose):
                home = columns.index((name,))
                order = names.index(name) - (len(names) - 1) / 2 if len(names) > 2 else 0.0
                route = _branch(canvas.box(name), canvas.box(item.id), spans, place, home,
                                home < half, gutter, order)  # fmt: skip
                canvas.join(name, item.id, route)

    # In lists, one below the other, what is shared would come after all that is one role's alone.
    shared_first = sorted(range(len(columns)), key=lambda place: len(columns[place]) == 1)
    sections = [
        (f"{title} ({count})", [i for kind in bands for i in table.shown(place, kind)])
        for place in shared_first
        for title, count in [titles[place]]
    ]
    parts = [f"{count} {title[0].lower()}{title[1:]}" for title, count in titles]
    summary = f"{enumeration([role.label for role in roles])} compared: {', '.join(parts)}."
    return canvas.finish("comparison", summary, items, hidden, sections)


def _headers(
    canvas: Canvas, table: _Table, spans: Sequence[tuple[float, float]]
) -> list[tuple[str, int]]:
    """Draw the roles and headings on top; return each column's title and count."""
    titles = []
    few = len(table.roles) == 2
    for place, (whose, (left, right)) in enumerate(zip(table.columns, spans, strict=True)):
        count = sum(len(group) for (column, _), group in table.cells.items() if column == place)
        if len(whose) == 1:
            order = next(i for i, role in enumerate(table.roles) if role.id == whose[0])
            role = table.roles[order]
            canvas.put(
                role, Box((left + right) / 2, 27, right - left, 54),
                wrap(role.label, right - left - 50, size=15 if few else 13.5, lines=2),
                style="header", letters=[] if few else ["ABCD"[order]],
                detail=f"{count} only here", says=f"{counted(count, 'thing')} only here",
            )  # fmt: skip
            titles.append((f"Only {role.label}", count))
            continue
        title = "Both" if few else f"All {len(table.roles)}" if whose else "Some"
        canvas.head(title, (left + right) / 2, 17, align=0.5, size=16, strong=True)
        canvas.head(f"{count} shared", (left + right) / 2, 39, align=0.5, soft=True)
        titles.append((title if title == "Both" else f"Shared by {title.lower()}", count))
    return titles


def _band(
    canvas: Canvas,
    table: _Table,
    kind: str,
    spans: Sequence[tuple[float, float]],
    shares: Sequence[int],
    width: float,
    top: float,
) -> float:
    """Draw one kind across all columns; return the y where the next one starts."""
    group = [i for (_, band), items in table.cells.items() if band == kind for i in items]
    shared = sum(len(item.whose) == len(table.roles) for item in group)
    canvas.marks.append({"mark": "rule", "x": 0.0, "y": top, "width": width})
    canvas.head(
        KINDS[kind].plural.capitalize(), 0.0, top + 14, strong=True, kind=kind,
        symbol=KINDS[kind].symbol, color=KINDS[kind].colour,
        count=f"{shared} of {len(group)} shared" + (" by all" if len(table.roles) > 2 else ""),
    )  # fmt: skip
    bottom = top
    for place, ((left, _), share) in enumerate(zip(spans, shares, strict=True)):
        y = top + 31
        _, wide = table.across(kind, share)
        for row in table.rows(place, kind, share):
            height = max(cell.height for cell in row)
            for lane, cell in enumerate(row):
                x = left + wide / 2 + lane * (wide + _GAP)
                box = Box(x, y + height / 2, wide, height)
                if cell.item.id.startswith("more:"):
                    canvas.put(
                        cell.item, box, cell.lines, says="", style="mark", align="left", more=True
                    )
                    continue
                owners = [role.label for role in table.roles if role.id in cell.item.whose]
                canvas.put(
                    cell.item, box, cell.lines,
                    letters=table.letters(cell.item), below=cell.below,
                    says=f"{'only' if len(owners) == 1 else 'shared by'} {enumeration(owners)}",
                )  # fmt: skip
            y += height + _GAP
        bottom = max(bottom, y)
    return bottom + 8


def _branch(
    head: Box, box: Box, spans: Sequence[tuple[float, float]], place: int, home: int,
    from_left: bool, gutter: float, order: float,
) -> list[tuple[float, float]]:  # fmt: skip
    """Draw a line from a role's header down a gutter to a thing.

    The gutter lies on the side of the thing's column where the role is: for the role's own
    things the one towards the middle. ``order`` keeps the lines of several roles apart.
    """
    at_right = (place == home) == from_left
    down = spans[place][1] + gutter / 2 if at_right else spans[place][0] - gutter / 2
    down += 5 * order
    enters = box.x + box.width / 2 if at_right else box.x - box.width / 2
    edge = spans[home][1] if from_left else spans[home][0]
    if abs(down - edge) < gutter:
        return [(edge, head.y), (down, head.y), (down, box.y), (enters, box.y)]
    below = head.y + head.height / 2
    leaves, bus = (head.x + edge) / 2, below + 12 + 4 * order
    return [(leaves, below), (leaves, bus), (down, bus), (down, box.y), (enters, box.y)]


def draw_stages(
    known: Sequence[Mark],
    stages: Sequence[Sequence[Mark]],
    target: Mark,
    needed_for: Iterable[tuple[str, str]],
    *,
    hidden: Collection[str] = (),
    whole: Collection[str] = (),
) -> Drawing:
    """Draw a learning path: what is known, stage after stage, and the role at the right.

    Every step is needed for the role; a line says so only for those that no other step needs.

    Args:
        known: What one has already, drawn faded; leave out what no step builds on.
        stages: The steps of each stage; ``weight`` (0 to 1) is a step's value: its height, and
            the bar at its foot.
        target: The role.
        needed_for: Pairs of ids, the first needed for the second; unknown ids are passed over.
        hidden: Kinds left out; the legend still counts them.
        whole: Titles of the columns ("Stage 1") that are drawn whole if they hold more than
            ``MOST``; of others, the rest is one thing with the id "more:<title>".
    """
    have = "What you have"
    columns = [(have, known), *((f"Stage {n}", steps) for n, steps in enumerate(stages, 1))]
    shown = [(title, [i for i in items if i.kind not in hidden]) for title, items in columns]
    counts = {title: len(items) for title, items in shown}
    shown = [
        (title, items if title in whole else _folded(items, f"more:{title}", f"Show all {title}"))
        for title, items in shown
        if items
    ]
    shown.append(("The role", [target]))
    ids = {item.id for _, items in shown for item in items}
    pairs = {(a, b) for a, b in needed_for if a in ids and b in ids and a != b}
    leads_on = {a for a, b in pairs if b != target.id}
    steps = {item.id for title, items in shown[:-1] if title != have for item in items}
    steps = {name for name in steps if not name.startswith("more:")}
    pairs = {(a, b) for a, b in pairs if b != target.id} | {
        (a, target.id) for a in steps - leads_on
    }

    gutter = 62.0
    width = min(230.0, max(150.0, (WIDTH - gutter * (len(shown) - 1)) / len(shown)))
    canvas = Canvas()
    for place, (title, items) in enumerate(shown):
        _stage(canvas, items, pairs, place * (width + gutter), width, title, target)
    top = min(canvas.box(name).y - canvas.box(name).height / 2 for name in canvas.graph)
    for place, (title, _) in enumerate(shown):
        count = f" · {counts[title]}" if title in counts else ""
        canvas.head(title + count, place * (width + gutter), top - 28, align=0.5, strong=True)
    for start, end in sorted(pairs):
        a, b = canvas.box(start), canvas.box(end)
        route = [(a.x + a.width / 2, a.y), (b.x - b.width / 2 - 2, b.y)]
        canvas.join(start, end, route, curve=True, arrow=True, label="needed for")
    every = [*known, *(item for stage in stages for item in stage)]
    total = sum(map(len, stages))
    summary = (
        f"The way to {target.label}: {counted(total, 'step')} "
        f"in {counted(len(stages), 'stage')}, building on {counted(len(known), 'thing')} you have."
    )
    return canvas.finish("stages", summary, every, hidden, shown)


def _stage(
    canvas: Canvas, items: Sequence[Mark], pairs: Collection[tuple[str, str]], x: float,
    width: float, title: str, target: Mark,
) -> None:  # fmt: skip
    """Stack one stage around y = 0, each step near the middle of what it builds on."""

    def middle(item: Mark) -> float:
        heights = [canvas.box(a).y for a, b in sorted(pairs) if b == item.id and a in canvas.graph]
        return sum(heights) / len(heights) if heights else 0.0

    faded = title == "What you have"
    placed = sorted(
        (item for item in items if item.id not in canvas.graph),
        key=lambda item: (item.id.startswith("more:"), middle(item), -item.weight),
    )
    cells = [(i, wrap(i.label, width - SYMBOL_ROOM - _PADDING, lines=3)) for i in placed]
    heights = [
        LINE * len(lines) + _PADDING + (0 if faded else 18 * item.weight) for item, lines in cells
    ]
    y = -(sum(heights) + 10 * (len(heights) - 1)) / 2
    for (item, lines), height in zip(cells, heights, strict=True):
        box = Box(x, y + height / 2, width, height)
        if item is target:
            canvas.put(item, box, lines, style="focus", says="the role to reach")
        elif item.id.startswith("more:"):
            canvas.put(item, box, lines, says="", style="mark", align="left", more=True)
        elif faded:
            canvas.put(item, box, lines, faded=True, says="you have it")
        else:
            canvas.put(item, box, lines, value=round(float(item.weight), 3), says=title.lower())
        y += height + 10
