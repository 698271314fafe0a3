"""Find a role, skill or tool by what a person types."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass
from weakref import WeakKeyDictionary

from careergraph.errors import AmbiguousError, NoAnswerError, NotFoundError
from careergraph.projection import Network
from careergraph.vocabulary import ID_BASE, KINDS


@dataclass(frozen=True)
class Match:
    """A thing that fits what was typed; ``matched`` is the name of it that did."""

    iri: str
    label: str
    kind: str
    matched: str

    def to_dict(self) -> dict[str, str]:
        """Give the match as plain values."""
        return asdict(self)


def normal_form(name: str) -> str:
    """Reduce a name to what two spellings of it share: case, accents, punctuation and plurals go.

    >>> normal_form("Apache Kafka"), normal_form("Data-Scientists"), normal_form("C++")
    ('kafka', 'data scientist', 'c++')
    """
    text = name.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    words = re.findall(r"[^\W_]+[+#]*|\.net\b", text)
    if len(words) > 1 and words[0] in {"apache", "the"}:
        words = words[1:]
    return " ".join(_singular(word) for word in words)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        return word[:-1]
    return word


class _Names:
    """All names of a network's things, by normal form; made once for each network."""

    def __init__(self, network: Network) -> None:
        self.by_form: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for iri, data in network.nodes(data=True):
            for name in (data["label"], *data["aliases"]):
                self.by_form[normal_form(name)].append((iri, name))
        self.forms = list(self.by_form)


_NAMES: WeakKeyDictionary[Network, _Names] = WeakKeyDictionary()


def _names(network: Network) -> _Names:
    if network not in _NAMES:
        _NAMES[network] = _Names(network)
    return _NAMES[network]


def search(network: Network, text: str, *, kind: str | None = None, limit: int = 20) -> list[Match]:
    """List what fits a text, best first, forgiving of case, word order and slips of the keyboard.

    Args:
        network: as ``project`` gives it.
        text: what was typed; an IRI of the graph finds itself.
        kind: keep only this kind (a name in ``vocabulary.KINDS``).
        limit: the number of matches at the most.

    Returns:
        Matches, exact names before beginnings before parts before near spellings; roles first
        among equals.
    """
    from rapidfuzz import fuzz, process

    if text in network:
        data = network.nodes[text]
        return [Match(text, data["label"], data["kind"], data["label"])]
    names, form = _names(network), normal_form(text)
    if not form:
        return []
    # A name much shorter than what was typed, "r" for one, is part of it by chance.
    alike = [name for name in names.forms if 2 * len(name) > len(form)]
    near = process.extract(form, alike, scorer=fuzz.WRatio, score_cutoff=72, limit=200)
    scores: dict[str, float] = {name: score for name, score, _ in near}
    for name in names.forms:
        if name == form:
            scores[name] = 400
        elif name.startswith(form):
            scores[name] = 300 + 100 * len(form) / len(name) - 1
        elif f" {form}" in name:
            scores[name] = 200 + 100 * len(form) / len(name) - 1
    best: dict[str, tuple[float, str]] = {}
    for name, score in scores.items():
        for iri, spelt in names.by_form[name]:
            if (kind is None or network.nodes[iri]["kind"] == kind) and (
                iri not in best or score > best[iri][0]
            ):
                best[iri] = (score, spelt)
    order = list(KINDS)

    def rank(iri: str) -> tuple[float, int, bool, str]:
        data = network.nodes[iri]
        return (-best[iri][0], order.index(data["kind"]), not _ours(iri), data["label"])

    return [
        Match(iri, network.nodes[iri]["label"], network.nodes[iri]["kind"], best[iri][1])
        for iri in sorted(best, key=rank)[:limit]
    ]


def find(network: Network, text: str, *, kind: str | None = None) -> Match:
    """Find the one thing that a name or IRI means.

    Args:
        network: as ``project`` gives it.
        text: a label, an alternative name or an IRI.
        kind: look only among this kind.

    Raises:
        NotFoundError: nothing goes by that name; carries the nearest names.
        AmbiguousError: several things do, and none more than the others.
        NoAnswerError: the network holds nothing of the kind at all.
    """
    iri_of = {each: iri for iri, data in network.nodes(data=True) for each in data["iris"]}
    if text in iri_of:
        data = network.nodes[iri_of[text]]
        if kind is None or data["kind"] == kind:
            return Match(iri_of[text], data["label"], data["kind"], data["label"])
    candidates = [
        (iri, spelt)
        for iri, spelt in _names(network).by_form.get(normal_form(text), ())
        if kind is None or network.nodes[iri]["kind"] == kind
    ]
    if not candidates:
        raise _not_found(network, text, kind)
    order = list(KINDS)

    def fit(candidate: tuple[str, str]) -> tuple[bool, bool, bool, int, bool]:
        iri, spelt = candidate
        data = network.nodes[iri]
        return (
            spelt.casefold() != text.casefold(),
            spelt != data["label"],
            not _ours(iri),
            order.index(data["kind"]),
            spelt != text,
        )

    candidates.sort(key=lambda candidate: (fit(candidate), candidate))
    best = fit(candidates[0])
    equals = sorted({iri for iri, spelt in candidates if fit((iri, spelt)) == best})
    if len(equals) > 1:
        named = " or ".join(f"“{network.nodes[iri]['label']}” ({iri})" for iri in equals[:5])
        raise AmbiguousError(
            f"“{text}” may mean {named}; give the IRI of the one you mean.",
            [(iri, network.nodes[iri]["label"]) for iri in equals],
        )
    iri, spelt = candidates[0]
    return Match(iri, network.nodes[iri]["label"], network.nodes[iri]["kind"], spelt)


def nearest(network: Network, text: str, *, kind: str | None = None, limit: int = 5) -> list[str]:
    """List the labels spelt most like a name that was not found, best first."""
    from rapidfuzz import fuzz, process

    names = _names(network)
    labels: dict[str, None] = {}
    near = process.extract(
        normal_form(text), names.forms, scorer=fuzz.token_sort_ratio, score_cutoff=60, limit=50
    )
    for form, _, _ in near:
        for iri, _ in names.by_form[form]:
            if kind is None or network.nodes[iri]["kind"] == kind:
                labels[network.nodes[iri]["label"]] = None
    return list(labels)[:limit]


def _ours(iri: str) -> bool:
    return iri.startswith(ID_BASE)


def _not_found(network: Network, text: str, kind: str | None) -> NoAnswerError:
    wanted = KINDS[kind].plural if kind else "things"
    kinds: Collection[str] = {data["kind"] for _, data in network.nodes(data=True)}
    if not kinds or (kind and kind not in kinds):
        return NoAnswerError(f"The graph holds no {wanted}; open another with --graph.")
    near = nearest(network, text, kind=kind)
    hint = (
        f"did you mean {' or '.join(near)}"
        if near
        else "try `careergraph search` with a part of it"
    )
    return NotFoundError(f"There is no {kind or 'thing'} called “{text}”; {hint}?", text, near)
