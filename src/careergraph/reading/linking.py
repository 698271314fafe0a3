"""From words to things of the graph: what a text names, and what it means without naming it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from rdflib import Graph

from careergraph.network.answers import Answer
from careergraph.network.lookup import CERTAIN, name_index
from careergraph.network.names import NameIndex
from careergraph.network.projection import Network, network_of
from careergraph.reading.mentions import find_in_text

MEANT = ("skill", "tool")
"""The kinds of things that a text may mean without naming them."""

LINKED = (*MEANT, "role", "degree", "industry")
"""The kinds of things that a text is linked to unless others are asked for."""

_MOST_WORDS = 4  # of a part of a sentence that may mean a thing
_MOST_SENTENCES = 200  # of a text that are read for what they mean; names are found in all of it
_WORTH = 0.25  # the least score of a link that is a guess


@dataclass(frozen=True)
class Link(Answer):
    """A thing that a text names or means, with the words (``start`` to ``end``) that say so.

    ``score`` is ``lookup.CERTAIN`` or more where the thing is named, less where it is a guess.
    """

    iri: str
    label: str
    kind: str
    score: float
    text: str
    start: int
    end: int


def link_text(
    network: Network | Graph, text: str, k: int = 5, *, kinds: Collection[str] = LINKED
) -> tuple[Link, ...]:
    """Link a text to the things that it names or means.

    Args:
        network: as ``project`` gives it.
        text: a sentence, or many.
        k: the number of links at the most.
        kinds: keep only these kinds; those in ``MEANT`` need not be named.

    Returns:
        Links, best first, each thing once.
    """
    network = network_of(network)
    index = name_index(network)
    links: dict[str, Link] = {}
    for mention in find_in_text(network, text, kinds):
        links[mention.iri] = Link(
            mention.iri, mention.label, mention.kind, mention.score, mention.text, mention.start,
            mention.start + len(mention.text),
        )  # fmt: skip
    allowed = index.of_kinds(set(kinds).intersection(MEANT))
    for number, (start, sentence) in enumerate(_sentences(text)):
        if number == _MOST_SENTENCES or not allowed.any():
            break
        for link in _meanings(index, sentence, start, k, allowed):
            if link.iri not in links or links[link.iri].score < link.score:
                links[link.iri] = link
    best = sorted(links.values(), key=lambda link: (-link.score, link.start, link.iri))
    return tuple(best[:k])


_WORD = re.compile(r"[^\W_]+[+#]*")
_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?;](?=\S)[^.!?;\n]*)*")


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a text that have words, each with its place."""
    for sentence in _SENTENCE.finditer(text):
        if _WORD.search(sentence[0]):
            yield sentence.start(), sentence[0]


def _meanings(
    index: NameIndex, sentence: str, start: int, k: int, allowed: np.ndarray
) -> Iterator[Link]:
    """Yield the things that a sentence most likely means.

    Letters, words and theme (see ``network.names``) of the sentence as a whole, and the words of
    the part of it that fits best.
    """
    words = [word for word in _WORD.finditer(sentence) if index.tells(word[0])]
    parts = [
        (words[at].start(), words[at + length - 1].end(), words[at : at + length])
        for length in range(1, _MOST_WORDS + 1)
        for at in range(len(words) - length + 1)
    ]
    if not parts:
        return
    fits = index.words([" ".join(word[0] for word in part) for _, _, part in parts])
    whole = index.words([sentence]).toarray()[0] + index.letters(sentence)
    scores = index.best(whole + fits.max(axis=0).toarray().ravel()) + 2 * index.theme(sentence)
    scores = np.where(allowed, scores / 5, 0)
    for thing in np.argsort(-scores, kind="stable")[:k]:
        if scores[thing] * CERTAIN < _WORTH:
            break
        own = fits[:, index.starts[thing] : index.ends[thing]].toarray().max(axis=1)
        begin, end, _ = parts[int(own.argmax())]
        yield Link(
            index.iris[thing], index.labels[thing], index.kind(thing),
            round(float(scores[thing]) * CERTAIN, 3), sentence[begin:end], start + begin,
            start + end,
        )  # fmt: skip
