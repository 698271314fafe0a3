"""A drawing as a still picture, for places that run no scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from careergraph.drawing.elements import Drawing
from careergraph.drawing.layout import LINE

_INK, _LINE, _PANEL, _PAPER = "#1d2733", "#9aa7b5", "#eef2f6", "#ffffff"


def to_svg(drawing: Drawing) -> str:
    """Return a drawing as SVG: panels, lines, things with symbol and label, headings."""
    parts = [*_panels(drawing), *map(_line, drawing.edges)]
    parts += [part for node in drawing.nodes for part in _thing(node)]
    parts += [
        part for mark in drawing.marks if mark["mark"] == "heading" for part in _heading(mark)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {drawing.width:g} '
        f'{drawing.height:g}" style="max-width:{drawing.width:g}px;width:100%;background:{_PAPER}" '
        f'font-family="system-ui, sans-serif" font-size="13">>'
        f"<title>{escape(drawing.summary)}</title>{''.join(parts)}</svg>"
    )


def _panels(drawing: Drawing) -> Iterator[str]:
    for mark in drawing.marks:
        if mark["mark"] == "panel":
            yield (
                f'<rect x="{mark["x"]:g}" y="{mark["y"]:g}" width="{mark["width"]:g}" '
                f'height="{mark["height"]:g}" rx="10" fill="{_PANEL}"/>'
            )


def _line(edge: Mapping[str, Any]) -> str:
    points = " ".join(f"{x:g},{y:g}" for x, y in edge.get("route", ()))
    return f'<polyline points="{points}" fill="none" stroke="{_LINE}" stroke-opacity="0.5"/>'


def _thing(node: Mapping[str, Any]) -> Iterator[str]:
    left, top = node["x"] - node["width"] / 2, node["y"] - node["height"] / 2
    if node["style"] == "mark":
        yield f'<circle cx="{node["x"]:g}" cy="{node["y"]:g}" r="4" fill="{node["color"]}"/>'
        yield _text(node["lines"], node["x"], node["y"] + LINE, "middle")
        return
    yield (
        f'<rect x="{left:g}" y="{top:g}" width="{node["width"]:g}" height="{node["height"]:g}" '
        f'rx="6" fill="{_PAPER}" stroke="{node["color"]}" stroke-width="1.5"/>'
    )
    yield (
        f'<text x="{left + 8:g}" y="{node["y"] + 4:g}" fill="{node["color"]}">'
        f"{escape(node['symbol'])}</text>"
    )
    yield _text(node["lines"], left + 26, node["y"] - LINE * (len(node["lines"]) - 1) / 2 + 4)


def _heading(mark: Mapping[str, Any]) -> Iterator[str]:
    anchor = {0: "start", 0.5: "middle", 1: "end"}[mark.get("align", 0)]
    yield _text([mark["text"]], mark["x"], mark["y"] + 5, anchor, size=mark.get("size", 13.5))


def _text(lines: list[str], x: float, y: float, anchor: str = "start", size: float = 13) -> str:
    spans = "".join(
        f'<tspan x="{x:g}" y="{y + LINE * row:g}">{escape(line)}</tspan>'
        for row, line in enumerate(lines)
    )
    return f'<text text-anchor="{anchor}" font-size="{size:g}" fill="{_INK}">{spans}</text>'
