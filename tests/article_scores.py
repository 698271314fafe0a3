"""Precision and recall of the article importer over articles whose right answer is known.

Run it for the table: ``python tests/article_scores.py [FOLDER]``. In the answers (one
JSON file beside each article) a skill is all that an article asks a person to know, products too;
a tool is each product that a role is said to use or to know, languages where listed among tools.

The held-out articles were written in seven batches, each scored once before anything was changed
for it. F1 at that first reading: 0.862 (6 articles), 0.972 (5), 0.872 (3, two of them in shapes
not met before), 0.967 (2), and by a second writer 0.959 (10), 0.949 (4, each in a shape of its own)
and 0.986 (2). What they taught went into the rules, so by now they guard against relapse like the
rest.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from careergraph.errors import SourceError
from careergraph.reading.article import read_article

FOLDER = Path(__file__).parent / "data" / "articles"
HELD_OUT = Path(__file__).parent / "data" / "articles_held_out"
SHAPES = Path(__file__).parent / "data" / "articles_shapes"
KINDS = ("role", "skill", "tool", "industry", "degree", "responsibility", "posting", "issued")

Fact = tuple[str, str, str]  # kind, role, value


def expected(answer: dict[str, Any]) -> set[Fact]:
    """Return the facts of a written answer."""
    return set(_facts(answer))


def found(article: Path) -> set[Fact]:
    """Return the facts that the importer finds in an article, none where it refuses it."""
    try:
        said = read_article(article).to_dict()
    except SourceError:
        return set()
    for role in said["roles"]:
        role["degree"] = [
            f"{degree['level']}{': ' + degree['field'] if degree['field'] else ''}"
            f"{'' if degree['required'] else ' (welcome)'}"
            for degree in role["degree"]
        ]
    return set(_facts(said))


def _facts(answer: dict[str, Any]) -> Iterator[Fact]:
    yield ("issued", "", str(answer["issued"]))
    for role in answer["roles"]:
        label = role["label"].casefold()
        yield ("role", label, label)
        for kind in ("skill", "tool", "industry", "degree", "responsibility"):
            for value in role[kind]:
                yield (kind, label, re.sub(r"\s+", " ", value).casefold())
    for posting in answer["postings"]:
        for key in sorted(posting):
            if posting[key] not in (None, False):
                yield ("posting", posting["title"], f"{key}={posting[key]}")


def pairs(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    """List the articles of a folder that have an answer, with it."""
    return [
        (article, json.loads(article.with_suffix(".json").read_text("utf-8")))
        for article in sorted(folder.iterdir())
        if article.suffix in (".txt", ".md", ".html") and article.with_suffix(".json").exists()
    ]


class Score:
    """Right, wrong and missed facts by kind."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()

    def add(self, wanted: set[Fact], got: set[Fact]) -> None:
        """Count one article."""
        self.right.update(kind for kind, _, _ in wanted & got)
        self.wrong.update(kind for kind, _, _ in got - wanted)
        self.missed.update(kind for kind, _, _ in wanted - got)

    def measures(self, *kinds: str) -> tuple[float, float, float]:
        """Return precision, recall and F1 over the kinds named, or over all."""
        kinds = kinds or KINDS
        right = sum(self.right[kind] for kind in kinds)
        wrong = sum(self.wrong[kind] for kind in kinds)
        missed = sum(self.missed[kind] for kind in kinds)
        precision = right / (right + wrong) if right + wrong else 1.0
        recall = right / (right + missed) if right + missed else 1.0
        both = precision + recall
        return precision, recall, 2 * precision * recall / both if both else 0.0

    def table(self) -> str:
        """Return the measures by kind as a table of text."""
        lines = [f"{'kind':<16}{'facts':>6}{'precision':>11}{'recall':>9}{'F1':>8}"]
        for kind in (*KINDS, ""):
            named = (kind,) if kind else KINDS
            facts = sum(self.right[name] + self.missed[name] for name in named)
            precision, recall, f1 = self.measures(*named)
            lines.append(
                f"{kind or 'overall':<16}{facts:>6}{precision:>11.3f}{recall:>9.3f}{f1:>8.3f}"
            )
        return "\n".join(lines)


def score(folder: Path = FOLDER, *, verbose: bool = False) -> Score:
    """Score all articles of a folder; ``verbose`` prints each wrong and missed fact."""
    total = Score()
    for article, answer in pairs(folder):
        wanted, got = expected(answer), found(article)
        total.add(wanted, got)
        if verbose and wanted != got:
            print(f"\n{article.name}")
            for sign, facts in (("+", got - wanted), ("-", wanted - got)):
                for kind, role, value in sorted(facts):
                    print(f"  {sign} {kind:<15}{role:<28}{value}")
    return total


if __name__ == "__main__":
    print(score(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER, verbose=True).table())
