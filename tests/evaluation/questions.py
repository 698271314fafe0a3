"""How well questions in plain words are understood; run by ``make evaluate``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from careergraph.loading.opening import open_graph
from careergraph.network.projection import Network, project
from careergraph.reading.questions import Question, understand

FILE = Path(__file__).with_suffix(".tsv")


class Asked(NamedTuple):
    """A question, and what it asks by a person's judgement."""

    text: str
    about: str
    intent: str
    names: frozenset[str]


def questions() -> list[Asked]:
    """Return the judged questions."""
    lines = (line.split("\t") for line in FILE.read_text("utf-8").splitlines() if line[:1] != "#")
    return [
        Asked(text, about, intent, frozenset(filter(None, (names or [""])[0].split("|"))))
        for text, about, intent, *names in lines
    ]


def is_right(question: Question, asked: Asked) -> bool:
    """Whether a question was understood as a person does: what is asked, and about what."""
    named = {
        match.label
        for match in (*question.roles, question.start, question.target, *question.known)
        if match
    }
    if question.about == "nothing":
        return asked.about == "nothing"
    return (question.about, question.intent, named) == (asked.about, asked.intent, asked.names)


def wrong(network: Network) -> list[tuple[Asked, Question]]:
    """Return the questions that are understood otherwise."""
    read = [(asked, understand(network, asked.text)) for asked in questions()]
    return [(asked, question) for asked, question in read if not is_right(question, asked)]


def main() -> None:
    """Print how many are right, by intent, and those that are not."""
    mistaken = wrong(project(open_graph("core")))
    total = Counter(asked.intent for asked in questions())
    missed = Counter(asked.intent for asked, _ in mistaken)
    for intent, count in total.items():
        print(f"{intent:15} {count - missed[intent]:3} of {count}")
    right = total.total() - missed.total()
    confident = sum(question.about != "nothing" for _, question in mistaken)
    print(f"{'all':15} {right:3} of {total.total()} ({right / total.total():.3f}), "
          f"{confident} answered wrongly")  # fmt: skip
    for asked, question in mistaken:
        names = [match.label for match in (*question.roles, *question.known)]
        print(f"  {asked.text!r}: {question.about}, {question.intent}, {names}")


if __name__ == "__main__":
    main()
