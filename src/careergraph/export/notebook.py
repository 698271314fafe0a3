"""What a notebook shows of a network and of answers: a picture or a table, without script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from math import isnan
from typing import Any

from careergraph.analysis.answering import Asked
from careergraph.analysis.comparison import Comparison
from careergraph.analysis.learning.path import LearningPath
from careergraph.analysis.matrix import RoleMatrix, ThingMatrix
from careergraph.analysis.role_map.communities import RoleMap
from careergraph.drawing.columns import draw_comparison
from careergraph.drawing.elements import Drawing, Mark
from careergraph.drawing.rendering import LIMIT, draw_network
from careergraph.drawing.role_map import draw_map
from careergraph.drawing.svg import to_svg
from careergraph.export.path_page import draw_path
from careergraph.export.sentences import comparison_sentence, path_sentence
from careergraph.network.answers import ListAnswer
from careergraph.network.career_network import CareerNetwork
from careergraph.network.projection import of_kind
from careergraph.vocabulary import KINDS

ROWS = 30
"""The most rows of a table, and the most roles of a matrix; of more, their number is told."""

COMPARED = 4
"""Up to so many roles a comparison is drawn; of more it is a table."""


def picture(shown: Any) -> str:
    """Return a network or an answer as a piece of HTML."""
    match shown:
        case CareerNetwork():
            return _of_network(shown)
        case Comparison() if len(shown.roles) <= COMPARED:
            return _figure(comparison_sentence(shown), _drawn_comparison(shown))
        case LearningPath() if shown.steps:
            return _figure(path_sentence(shown), draw_path(shown))
        case RoleMap() if shown.places:
            sizes = {place.iri: 0.2 for place in shown.places}
            return _figure("", draw_map(shown, sizes))
        case RoleMatrix():
            return _of_matrix(shown)
        case ThingMatrix():
            return _table(
                ["", *(thing.label for thing in shown.things[:ROWS])],
                (
                    [role.label, *(f"{weight:.2f}" if weight else "" for weight in weights)]
                    for role, weights in zip(
                        shown.roles[:ROWS],
                        shown.weight[:ROWS, :ROWS].toarray().tolist(),
                        strict=True,
                    )
                ),
                more=len(shown.roles) - ROWS,
            )
        case Asked():
            about = f"<p><i>{escape(shown.understood.intent)}</i></p>"
            return about + ("not understood" if shown.answer is None else picture(shown.answer))
        case ListAnswer():
            rows = list(shown)
            records = [row if isinstance(row, dict) else _record(row) for row in rows[:ROWS]]
            header = list(dict.fromkeys(name for record in records for name in record))
            return _table(
                header,
                ([record.get(name) for name in header] for record in records),
                more=len(rows) - ROWS,
            )
    return _table(["", ""], _record(shown).items())


def _of_network(network: CareerNetwork) -> str:
    """Return a small network as a picture, a large one as the number of its things by kind."""
    if 0 < len(network) <= LIMIT:
        drawing = draw_network(network)
        return _figure(drawing.summary, drawing)
    counts = Counter({kind: len(of_kind(network, kind)) for kind in KINDS})
    most = max(counts.values(), default=0)
    rows = (
        [f"{KINDS[kind].symbol} {KINDS[kind].plural}", f"{count:,}", _Bar(count / most, kind)]
        for kind, count in counts.most_common()
        if count
    )
    return _table(["", "things", ""], rows)


def _of_matrix(matrix: RoleMatrix) -> str:
    """Return how alike roles are, each cell as dark as its score, with the gap beside it."""
    labels = [role.label for role in matrix.roles[:ROWS]]

    def row(place: int) -> Iterator[Any]:
        yield labels[place]
        for score, gap in zip(
            matrix.score[place, :ROWS].tolist(), matrix.gap[place, :ROWS].tolist(), strict=True
        ):
            if isnan(score):
                yield "no data"
            else:
                yield _Shade(score, f"{score:.2f}" + ("" if isnan(gap) else f" ({gap:.0f})"))

    note = "Score from 0 to 1, and how many things the column's role asks for that the row lacks."
    table = _table(["", *labels], map(row, range(len(labels))), more=len(matrix.roles) - ROWS)
    return f"<p>{note}</p>{table}"


def _drawn_comparison(comparison: Comparison) -> Drawing:
    return draw_comparison(
        [Mark(role.iri, role.label, "role") for role in comparison.roles],
        [Mark(i.iri, i.label, i.kind, whose=tuple(i.relations)) for i in comparison.items],
    )


def _figure(sentence: str, drawing: Drawing) -> str:
    caption = f"<figcaption>{escape(sentence)}</figcaption>" if sentence else ""
    return f'<figure style="margin:0">{caption}{to_svg(drawing)}</figure>'


class _Bar:
    """A number from 0 to 1 as a bar in the colour of a kind."""

    def __init__(self, part: float, kind: str) -> None:
        self.html = (
            f'<div style="width:{120 * part:.0f}px;height:10px;background:{KINDS[kind].colour}">'
            "</div>"
        )


class _Shade:
    """A text on a ground as dark as a number from 0 to 1."""

    def __init__(self, part: float, text: str) -> None:
        self.html = (
            f'<span style="display:block;padding:2px 6px;background:rgba(31,119,180,{part:.2f})">'
            f"{escape(text)}</span>"
        )


def _record(row: Any) -> Mapping[str, Any]:
    """Return the fields of an answer that a person reads, without IRIs."""
    names = [name for name in vars(row) if name not in {"iri", "iris", "sources", "source"}]
    return {name: getattr(row, name) for name in names}


def _table(header: Sequence[str], rows: Iterable[Iterable[Any]], more: int = 0) -> str:
    head = "".join(f"<th>{escape(str(name))}</th>" for name in header)
    body = "".join(
        f"<tr>{''.join(f'<td>{_cell(value)}</td>' for value in row)}</tr>" for row in rows
    )
    rest = f"<p>… and {more:,} more</p>" if more > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _cell(value: Any) -> str:
    if isinstance(value, (_Bar, _Shade)):
        return value.html
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, (list, tuple)):
        names = [_cell(part) for part in value[:6]]
        return ", ".join(names) + (f" and {len(value) - 6} more" if len(value) > 6 else "")
    if isinstance(value, Mapping):
        return ", ".join(f"{_cell(name)}: {_cell(part)}" for name, part in value.items())
    return escape(str(getattr(value, "label", value)))
