"""Find a role, skill or tool by what a person types."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from rdflib import Dataset, Literal

from careergraph.errors import AmbiguousError, NoAnswerError, NotFoundError
from careergraph.network.answers import Answer
from careergraph.network.cache import kept_with
from careergraph.network.projection import Network
from careergraph.store.dataset import rows
from careergraph.vocabulary import ID_BASE, KINDS, expand


@dataclass(frozen=True)
class Match(Answer):
    """A thing that fits what was typed; ``matched`` is the name of it that did."""

    iri: str
    label: str
    kind: str
    matched: str


def normal_form(name: str) -> str:
    """Reduce a name to what two spellings of it share: case, accents, punctuation and plurals go.

    >>> normal_form("Apache Kafka"), normal_form("Data-Scientists"), normal_form("C++")
    ('kafka', 'data scientist', 'c++')
    """
    return " ".join(normal_words(name))


def normal_words(name: str) -> list[str]:
    """Give the words of the normal form of a name."""
    text = name.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    words = re.findall(r"[^\W_]+[+#]*|\.net\b", text)
    if len(words) > 1 and words[0] in {"apache", "the"}:
        words = words[1:]
    return [_singular(word) for word in words]


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
        self.by_iri: dict[str, str] = {}
        for iri, data in network.nodes(data=True):
            self.by_iri.update(dict.fromkeys(data["iris"], iri))
            for name in (data["label"], *data["aliases"]):
                self.by_form[normal_form(name)].append((iri, name))
        self.forms = list(self.by_form)


_EXACT = 400.0  # the score of a name that is the text itself

_names = kept_with(_Names)


def search(network: Network, text: str, *, kind: str | None = None, limit: int = 20) -> list[Match]:
    """List what fits a text, best first, forgiving of case, word order and slips of the keyboard.

    Args:
        network: as ``project`` gives it.
        text: what was typed; an IRI of the graph finds itself.
        kind: keep only this kind (a name in ``vocabulary.KINDS``).
        limit: the number of matches at the most.

    Returns:
        Matches, exact names before beginnings before parts before near spellings; among equals
        labels before other names, roles before all else, and what is called so most (see
        ``named``) before the rest.
    """
    from rapidfuzz import fuzz, process

    names, form = _names(network), normal_form(text)
    if (iri := names.by_iri.get(expand(text))) and kind in {None, network.nodes[iri]["kind"]}:
        return [_as_itself(network, iri)]
    if not form:
        return []
    # A name much shorter than what was typed, "r" for one, is part of it by chance.
    alike = [name for name in names.forms if 2 * len(name) > len(form)]
    near = process.extract(form, alike, scorer=fuzz.WRatio, score_cutoff=72, limit=200)
    scores: dict[str, float] = {name: score for name, score, _ in near}
    for name in names.forms:
        if name == form:
            scores[name] = _EXACT
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

    def rank(iri: str) -> tuple[float, bool, int, bool, int, str, str]:
        data, (score, spelt) = network.nodes[iri], best[iri]
        second, kind = spelt != data["label"], order.index(data["kind"])
        called = _called(network, iri, form) if score == _EXACT else 0
        return (-score, second, kind, not _ours(iri), -called, data["label"], iri)

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
    equals = named(network, text, kind=kind)
    if not equals:
        raise _not_found(network, text, kind)
    if len(equals) > 1:
        choice = " or ".join(f"“{match.label}” ({match.iri})" for match in equals[:5])
        raise AmbiguousError(
            f"{quoted(text)} may mean {choice}; give the IRI of the one you mean.",
            [(match.iri, match.label) for match in equals],
        )
    return equals[0]


def named(network: Network, text: str, *, kind: str | None = None) -> list[Match]:
    """List the things that a name or IRI means equally well: none, one, or an ambiguous few.

    First of a few comes the thing with most names that have this one in them: a "CNA" is rather
    the "Certified nursing assistant (CNA)" and "Hospice CNA" than what is called so but once.
    """
    names = _names(network)
    if (iri := names.by_iri.get(expand(text))) and kind in {None, network.nodes[iri]["kind"]}:
        return [_as_itself(network, iri)]
    order = list(KINDS)
    fits: dict[tuple[bool, bool, bool, int, bool], dict[str, Match]] = defaultdict(dict)
    for iri, spelt in names.by_form.get(normal_form(text), ()):
        data = network.nodes[iri]
        if kind is None or data["kind"] == kind:
            fit = (
                spelt.casefold() != text.casefold(),
                spelt != data["label"],
                not _ours(iri),
                order.index(data["kind"]),
                spelt != text,
            )
            fits[fit].setdefault(iri, Match(iri, data["label"], data["kind"], spelt))
    if not fits:
        return []
    equal = fits[min(fits)]
    if len(equal) == 1:
        return list(equal.values())
    form = normal_form(text)
    return [
        equal[iri] for iri in sorted(equal, key=lambda iri: (-_called(network, iri, form), iri))
    ]


def _called(network: Network, iri: str, form: str) -> int:
    """Count the names of a thing that have another name, in normal form, in them."""
    data = network.nodes[iri]
    names = (data["label"], *data["aliases"])
    return sum(f" {form} " in f" {normal_form(name)} " for name in names)


def _as_itself(network: Network, iri: str) -> Match:
    data = network.nodes[iri]
    return Match(iri, data["label"], data["kind"], data["label"])


def candidates(graph: Dataset, text: str) -> list[str]:
    """Ask a graph, before it is projected, which things are called just so, whatever the case.

    If there are some, ``find`` chooses among them and no others; an IRI stands for itself.

    Args:
        graph: a dataset as ``open_graph`` gives it.
        text: a name or an IRI.
    """
    if "://" in (iri := expand(text)):
        return [iri]
    query = f"""SELECT DISTINCT ?thing WHERE {{ VALUES ?property {{ skos:prefLabel skos:altLabel }}
      ?thing ?property ?name FILTER(LCASE(STR(?name)) = {Literal(text.lower()).n3()}) }}"""
    return sorted(str(iri) for (iri,) in rows(graph, query))


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
        return NoAnswerError(
            f"The graph holds no {wanted}; open another with --graph or, if it is in other terms, "
            "name these with --mapping."
        )
    near = nearest(network, text, kind=kind)
    hint = (
        f"did you mean {' or '.join(f'“{label}”' for label in near)}?"
        if near
        else "try `careergraph search` with a part of it."
    )
    return NotFoundError(f"There is no {kind or 'thing'} called {quoted(text)}; {hint}", text, near)


def quoted(text: str) -> str:
    """Quote what was typed in a message, shortened where it is very long."""
    return f"“{text if len(text) <= 80 else text[:79] + '…'}”"
