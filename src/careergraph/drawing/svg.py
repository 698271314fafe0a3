"""A drawing as a picture (SVG): on paper and in a letter, without a browser and a script.

It shows what ``browser/paint.js`` paints on screen, in the colours of the light theme.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from careergraph.drawing.elements import Drawing
from careergraph.drawing.layout import LINE, text_width, wrap

_TEXT, _SOFT, _LINE, _PANEL = "#1b1f27", "#5b616b", "#c8ccd2", "#f5f6f8"
_MARGIN = 24.0
_PRINTABLE = {0x9, 0xA, 0xD}
_ANCHORS = {0: "start", 0.5: "middle", 1: "end"}

Points = Sequence[tuple[float, float]]


def _star(points: int, inner: float, outer: float) -> Points:
    turns = [(turn / points - 0.25) * math.tau for turn in range(points)]
    radii = [outer if turn % 2 == 0 else inner for turn in range(points)]
    return [(r * math.cos(a), r * math.sin(a)) for a, r in zip(turns, radii, strict=True)]


_SHAPES: dict[str, Points] = {
    "■": [(-0.86, -0.86), (0.86, -0.86), (0.86, 0.86), (-0.86, 0.86)],
    "▲": [(0, -1.05), (1.05, 0.8), (-1.05, 0.8)],
    "▼": [(0, 1.05), (1.05, -0.8), (-1.05, -0.8)],
    "◆": [(0, -1.2), (1.05, 0), (0, 1.2), (-1.05, 0)],
    "★": _star(10, 0.52, 1.2),
    "☆": _star(10, 0.52, 1.2),
    "⬢": _star(6, 1.1, 1.1),
}


def to_svg(
    drawing: Drawing, title: str = "", above: Iterable[str] = (), below: Iterable[str] = ()
) -> str:
    """Return a drawing as SVG that needs no other file.

    Args:
        drawing: of any form but a map, whose names need a zoom.
        title: in large letters at the top, if any.
        above: sentences below the title, wrapped to the width of the drawing.
        below: sentences under the drawing, likewise.
    """
    heads = [(title, 24.0, 600)] if title else []
    heads += [(one, 14.0, 400) for one in above]
    margin = _MARGIN if heads else 0.0
    width = max(drawing.width, 640.0 if heads else 0.0)
    parts: list[str] = []
    y = margin
    for text, size, weight in heads:
        for line in wrap(text, width, size=size, lines=6):
            y += size * 1.35
            parts.append(_text(line, margin, y - size * 0.3, size=size, weight=weight))
    y += margin / 2
    inner = [_mark(mark) for mark in drawing.marks if mark["mark"] in {"panel", "rule"}]
    inner += [_edge(edge) for edge in drawing.edges]
    inner += [_mark(mark) for mark in drawing.marks if mark["mark"] not in {"panel", "rule"}]
    inner += [_node(node) for node in drawing.nodes]
    shift = margin + (width - drawing.width) / 2
    parts.append(f'<g transform="translate({shift:.1f} {y:.1f})">{"".join(inner)}</g>')
    y += drawing.height + margin / 2
    for text in below:
        for line in wrap(text, width, size=12.0, lines=6):
            y += 16.5
            parts.append(_text(line, margin, y - 4, size=12, colour=_SOFT))
    whole, high = width + 2 * margin, y + margin
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole:.0f}" height="{high:.0f}" '
        f'viewBox="0 0 {whole:.0f} {high:.0f}" role="img" style="max-width:100%;height:auto" '
        'font-family="system-ui, Arial, Helvetica, sans-serif">'
        f"<title>{_plain(title or drawing.summary)}</title><desc>{_plain(drawing.summary)}</desc>"
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>'
    )


def _plain(text: str) -> str:
    """Return a text for XML, without the control characters that XML does not take."""
    return escape("".join(c for c in text if ord(c) >= 0x20 or ord(c) in _PRINTABLE))


def _text(
    text: str, x: float, y: float, *, size: float = 13, weight: int = 400, colour: str = _TEXT,
    anchor: str = "start", room: float = 0,
) -> str:  # fmt: skip
    wide = text_width(text, size) * (1.06 if weight > 400 else 1)
    fit = f' textLength="{room:.1f}" lengthAdjust="spacingAndGlyphs"' if 0 < room < wide else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="{weight}" '
        f'fill="{colour}" text-anchor="{anchor}"{fit}>{_plain(text)}</text>'
    )


def _lines(lines: Sequence[str], x: float, y: float, *, step: float = LINE, **style: Any) -> str:
    """Return lines of text centred on ``y``."""
    first = y - (len(lines) - 1) * step / 2 + style.get("size", 13) * 0.35
    return "".join(_text(line, x, first + n * step, **style) for n, line in enumerate(lines))


def _symbol(symbol: str, x: float, y: float, radius: float, colour: str) -> str:
    outline = _SHAPES.get(symbol)
    if outline is None:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}"/>'
    points = " ".join(f"{x + dx * radius:.1f},{y + dy * radius:.1f}" for dx, dy in outline)
    fill = f'fill="none" stroke="{colour}"' if symbol == "☆" else f'fill="{colour}"'
    return f'<polygon points="{points}" {fill}/>'


def _letters(letters: Sequence[str], left: float, y: float, radius: float = 7.0) -> str:
    discs = ""
    for place, letter in enumerate(letters):
        x = left + radius + place * (radius * 2 + 2)
        discs += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{_TEXT}"/>'
        discs += _text(
            letter, x, y + radius * 0.5, size=radius * 1.45, weight=600, colour="#fff",
            anchor="middle",
        )  # fmt: skip
    return discs


def _node(node: dict[str, Any]) -> str:
    y, wide, high = node["y"], node["width"], node["height"]
    lines, colour, left = node["lines"], node["color"], node["x"] - node["width"] / 2
    letters = node.get("letters") or []
    if node["style"] == "mark":
        return _marked(node)
    strong = node["style"] != "card"
    dashes = ' stroke-dasharray="4 3"' if node.get("faded") else ""
    box = f'x="{left:.1f}" y="{y - high / 2:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="7"'
    tint = 0.16 if strong else 0.07
    drawn = (
        f'<rect {box} fill="#fff"/><rect {box} fill="{colour}" fill-opacity="{tint}" '
        f'stroke="{colour}" stroke-opacity=".5"{dashes}/>'
    )
    if isinstance(node.get("value"), (int, float)):
        drawn += (
            f'<rect x="{left + 3:.1f}" y="{y + high / 2 - 3.5:.1f}" '
            f'width="{max(0.0, (wide - 6) * node["value"]):.1f}" height="3" fill="{colour}"/>'
        )
    if node["style"] == "header":
        if letters:
            drawn += _letters(letters, left + 12, y, 10)
        else:
            drawn += _symbol(node["symbol"], left + 22, y, 9, colour)
        two, room = len(lines) > 1, wide - 48
        drawn += _lines(lines, left + 41, y - 8, step=15, weight=600, size=13, room=room)
        detail = str(node.get("detail", ""))
        return drawn + _lines(
            [detail], left + 41, y + (17 if two else 11), size=12, colour=_SOFT, room=room
        )
    if node["style"] == "focus":
        drawn += _symbol(node["symbol"], left + 22, y, 9, colour)
        return drawn + _lines(lines, left + 40, y, weight=600, size=15, step=19, room=wide - 46)
    beside = 0 if node.get("below") else len(letters) * 16
    drawn += _symbol(node["symbol"], left + 16, y, 5.2, colour)
    middle = y - 9 if node.get("below") else y
    drawn += _lines(lines, left + 29, middle, room=wide - 35 - beside)
    if node.get("below"):
        return drawn + _letters(letters, left + 29, y + len(lines) * 8.5)
    return drawn + _letters(letters, left + wide - 6 - beside, y)


def _marked(node: dict[str, Any]) -> str:
    """Return a thing that is drawn as a symbol with its name beside or below."""
    x, y, wide, colour = node["x"], node["y"], node["width"], node["color"]
    if node.get("align") == "below":
        shape = _symbol(node["symbol"], x, y - node["height"] / 2 + 8, 7, colour)
        return shape + _lines(node["lines"], x, y + 8, step=16, anchor="middle", room=wide)
    outward = node.get("align") == "left"
    at = x - wide / 2 + 8 if outward else x + wide / 2 - 8
    shape = "" if node.get("more") else _symbol(node["symbol"], at, y, 5.6, colour)
    return shape + _lines(
        node["lines"], at + (13 if outward else -13), y, anchor="start" if outward else "end",
        weight=600 if node.get("more") else 400, room=wide - 16,
    )  # fmt: skip


def _edge(edge: dict[str, Any]) -> str:
    route = edge["route"]
    (x1, y1), (x2, y2) = route[0], route[-1]
    if edge.get("curve"):
        bend = max(24.0, (x2 - x1) * 0.45)
        path = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} "
        path += f"{x2:.1f} {y2:.1f}"
        angle = 0.0
    else:
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in route)
        angle = math.atan2(y2 - route[-2][1], x2 - route[-2][0])
    width = edge.get("width") or 1
    line = f'<path d="{path}" fill="none" stroke="{_LINE}" stroke-width="{width}"/>'
    if not edge.get("arrow"):
        return line
    tips = [(x2, y2)] + [
        (x2 + 8 * math.cos(angle + turn), y2 + 8 * math.sin(angle + turn)) for turn in (2.7, -2.7)
    ]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in tips)
    return f'{line}<polygon points="{points}" fill="{_LINE}"/>'


def _mark(mark: dict[str, Any]) -> str:
    """Return what is drawn beside the things: a panel, a rule, an arc, a heading."""
    if mark["mark"] == "panel":
        return (
            f'<rect x="{mark["x"]:.1f}" y="{mark["y"]:.1f}" width="{mark["width"]:.1f}" '
            f'height="{mark["height"]:.1f}" rx="14" fill="{_PANEL}"/>'
        )
    if mark["mark"] == "rule":
        return (
            f'<rect x="{mark["x"]:.1f}" y="{mark["y"]:.1f}" width="{mark["width"]:.1f}" '
            f'height="1" fill="{_LINE}"/>'
        )
    if mark["mark"] == "arc":
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in mark["points"])
        return (
            f'<polyline points="{points}" fill="none" stroke="{mark["color"]}" stroke-width="3" '
            'stroke-linecap="round" stroke-linejoin="round"/>'
        )
    if mark["mark"] != "heading":
        return ""
    x, size = mark["x"], mark.get("size", 13.5)
    shape = ""
    if mark.get("symbol"):
        shape = _symbol(mark["symbol"], x + 7, mark["y"], 6, mark["color"])
        x += 22
    weight = 600 if mark.get("strong") else 400
    heading = _text(
        mark["text"], x, mark["y"] + size * 0.35, size=size, weight=weight,
        colour=_SOFT if mark.get("soft") else _TEXT, anchor=_ANCHORS[mark.get("align", 0)],
    )  # fmt: skip
    if count := mark.get("count"):
        after = x + text_width(mark["text"], size) * 1.08 + 10
        heading += _text(count, after, mark["y"] + 4.5, size=12.5, colour=_SOFT)
    return shape + heading
