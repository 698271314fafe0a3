"""How well articles are read, and what each rule of the reader brings; run by ``make evaluate``.

Each rule is put out of action in turn. A rule that costs nothing when it is away does not earn its
place. The last column is over articles in shapes that the rules were first met with elsewhere.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[1]))
from article_scores import FOLDER, HELD_OUT, SHAPES, score

NEVER = re.compile(r"(?!)")
READING = "careergraph.reading"
READERS = ("article", "degrees", "documents", "duties", "outline", "phrases", "roles", "terms")

RULES: dict[str, tuple[str, Any]] = {
    "blocks: furniture of a page": ("documents._FURNITURE", NEVER),
    "blocks: lines that were wrapped": ("documents._unwrapped", lambda text: text.split("\n")),
    "roles: a noun that both share": ("roles._with_shared_head", lambda roles, *_: roles),
    "roles: named by what they do": ("roles.Mentions.of", lambda self, text: self.subjects(text)),
    "outline: headings of one rank lie on each other": (
        "outline._Outline._holds", lambda *_: False,
    ),
    "outline: lines without markup as headings": (
        "outline._Outline._looks_like_heading", lambda *_: False,
    ),
    "outline: a section named before a colon": ("outline._Outline._labelled", lambda *_: None),
    "outline: several sections in a paragraph": (
        "outline._Outline._opens_section", lambda *_: False,
    ),
    "outline: advice after a list": ("outline._ADVICE", NEVER),
    "outline: clauses about one role each": ("outline._halves", lambda sentence, _: [sentence]),
    "outline: sentences tell their section": ("outline.section_told", lambda _: ""),
    "outline: boilerplate": ("outline._BOILERPLATE", NEVER),
    "names: known spellings": ("phrases.known", lambda _: None),
    "names: in running text": ("article.names_in", lambda *_, **__: iter(())),
    "phrases: lead-ins": ("phrases.LEAD", NEVER),
    "phrases: examples": ("phrases.EXAMPLES", NEVER),
    "phrases: brackets": ("phrases._brackets", lambda atom, _: (re.sub(r"\x00\d+", "", atom), [])),
    "phrases: nouns that are shared": ("phrases._distributed", lambda atoms: atoms),
    "phrases: purposes": ("phrases._without_purpose", lambda segment: (segment, [])),
    "phrases: abilities": ("phrases.ABLE", NEVER),
    "phrases: what names nothing": ("phrases._NO_NAME", NEVER),
    "phrases: names with a class": ("phrases.bare_name", lambda text: text),
    "degrees: levels that share a field": ("degrees._JOINS", NEVER),
    "degrees: what is only welcome": ("degrees._WELCOME", NEVER),
    "duties: what a sentence lists as done": ("duties._RESPONSIBLE", NEVER),
    "duties: where people work": ("duties._where", lambda sentence: sentence),
}  # fmt: skip


def f1() -> tuple[float, float, float]:
    """Return F1 over the articles, the held-out ones and those in further shapes."""
    first, held_out, shapes = (score(folder).measures()[2] for folder in (FOLDER, HELD_OUT, SHAPES))
    return first, held_out, shapes


def without(target: str, stand_in: Callable[..., Any] | re.Pattern[str]) -> tuple[float, ...]:
    """Return F1 with a part of the reader replaced, in its module and in those that import it."""
    home, _, name = target.partition(".")
    with ExitStack() as stack:
        part = getattr(sys.modules[f"{READING}.{home}"], name, None)
        for module in READERS if part is not None else ():
            if getattr(sys.modules[f"{READING}.{module}"], name, None) is part:
                stack.enter_context(patch(f"{READING}.{module}.{name}", stand_in))
        if part is None:  # of a class
            stack.enter_context(patch(f"{READING}.{target}", stand_in))
        return f1()


def main() -> None:
    """Print the table."""
    whole = f1()
    print(f"{'F1 of articles':<56}{'articles':>10}{'held out':>10}{'shapes':>10}")
    print(f"{'all rules':<56}" + "".join(f"{value:>10.3f}" for value in whole))
    for name, (target, stand_in) in RULES.items():
        costs = (value - all_ for value, all_ in zip(without(target, stand_in), whole, strict=True))
        print(f"{'without ' + name:<56}" + "".join(f"{cost:>+10.3f}" for cost in costs))


if __name__ == "__main__":
    main()
