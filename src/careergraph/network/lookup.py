"""Find a role, skill or tool by what a person types.

A label goes before another name, an exact spelling before one that is nearly so. What is only
nearly so is offered by ``search`` with a score below ``CERTAIN``, and never taken by ``find``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeAlias, cast

import numpy as np
from rdflib import Dataset, Graph, Literal

from careergraph.errors import AmbiguousError, NoAnswerError, NotFoundError, UsageError
from careergraph.network.answers import Answer
from careergraph.network.cache import kept_on_disk, kept_with, settle_beside
from careergraph.network.names import (
    ALIAS,
    COMMON,
    LABEL,
    TWIN_LABEL,
    Named,
    NameIndex,
    normal_form,
    normal_words,
)
from careergraph.network.projection import Network, kind_of, network_of, node_of
from careergraph.network.statements import last_part
from careergraph.store.dataset import rows
from careergraph.vocabulary import ID_BASE, KINDS, expand

__all__ = [
    "CERTAIN", "Match", "Thing", "candidates", "find", "iri_of", "name_index", "name_of", "named",
    "nearest", "normal_form", "normal_words", "quoted", "search", "several",
]  # fmt: skip

CERTAIN = 0.9
"""The least score of a name that means its thing; what scores less is a guess."""

PLAUSIBLE = 0.4
"""The least score of a guess that is worth suggesting."""

_LEAST = 0.03  # of a guess that a search lists
_SCORES = {LABEL: 1.0, TWIN_LABEL: 0.98, ALIAS: 0.95}
_CLEARLY = 1.1  # so much more typical of a name is what is taken for it
_VAGUE = 0.85  # of a skill's second name that is a word of many other names, as "data" is
_ORDER = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Match(Answer):
    """A thing that fits what was typed.

    ``matched`` is the name of it that did, ``score`` how well: 1 where it is the label itself,
    ``CERTAIN`` or more where it is a name of the thing, less where it only resembles one.
    """

    iri: str
    label: str
    kind: str
    matched: str
    score: float = 1.0


class HasIri(Protocol):
    """What other functions return of a thing: it has an IRI."""

    @property
    def iri(self) -> str:
        """The thing."""


Thing: TypeAlias = str | HasIri
"""A thing as somebody names it: by a name, an IRI, or by what another function returned."""


def name_of(thing: Thing) -> str:
    """Return the name or IRI that a thing is given by.

    Raises:
        UsageError: it is neither a text nor has it an IRI.
    """
    name = thing if isinstance(thing, str) else getattr(thing, "iri", None)
    if not isinstance(name, str):
        raise UsageError(
            f"A name, an IRI or a thing of an answer is wanted here, not {type(thing).__name__}."
        )
    return name


def several(things: Thing | Iterable[Thing]) -> list[Thing]:
    """Return some things as a list; one alone is a list of one."""
    if not isinstance(things, str) and isinstance(things, Iterable) and not hasattr(things, "iri"):
        return list(things)
    name_of(one := cast("Thing", things))
    return [one]


def iri_of(network: Network, thing: Thing, kind: str | None = None) -> str:
    """Return the node that a thing is, however it is given.

    Args:
        network: as ``project`` gives it.
        thing: a name, an IRI, or what another function returned.
        kind: look only among this kind.

    Raises:
        NotFoundError: and others, as ``find`` does.
    """
    name = name_of(thing)
    node = name if name in network else node_of(network, name)
    if node is not None and (kind is None or kind_of(network, node) == kind):
        return node
    return find(network, name, kind=kind).iri


@kept_with
def name_index(network: Network) -> NameIndex:
    """Return the index of all names of a network's things."""
    index = _name_index(network)
    settle_beside(index, network)
    return index


@kept_on_disk(NameIndex)
def _name_index(network: Network) -> NameIndex:
    return NameIndex.of(
        Named(
            iri,
            data["label"] or last_part(iri),
            data["kind"],
            data["aliases"],
            data["iris"],
            data.get("twin_labels", ()),
        )
        for iri, data in network.nodes(data=True)
    )


def search(
    network: Network | Graph, text: str, *, kind: str | None = None, limit: int = 20
) -> list[Match]:
    """List what fits a text, best first, forgiving of case, word order and slips of the keyboard.

    Args:
        network: as ``project`` gives it.
        text: what was typed; an IRI of the graph finds itself.
        kind: keep only this kind (a name in ``vocabulary.KINDS``).
        limit: the number of matches at the most.

    Returns:
        Matches: first what is called just so, in the order of ``named``; then guesses, by the
        measures of ``network.names``.
    """
    index = name_index(network_of(network))
    exact = _called(index, text, _kinds(kind))
    if expand(text) in index.same or not index.iris or not normal_form(text):
        return exact[:limit]
    likeness, names = index.likeness(text)
    if kind is not None:
        likeness = np.where(index.of_kinds({kind}), likeness, 0)
    taken = {match.iri for match in exact}
    enough = np.flatnonzero(likeness * CERTAIN > _LEAST)
    best = enough[np.argsort(-likeness[enough], kind="stable")][: limit + len(taken)]
    guesses = [
        Match(
            index.iris[thing],
            index.labels[thing],
            index.kind(thing),
            index.most_like(int(thing), names),
            round(min(float(likeness[thing]), 0.99) * CERTAIN, 3),
        )
        for thing in best
        if index.iris[thing] not in taken
    ]
    guesses.sort(key=lambda match: (-match.score, *_rank(match)))
    return sorted([*exact, *guesses], key=lambda match: -match.score)[:limit]


def find(network: Network | Graph, text: Thing, *, kind: str | None = None) -> Match:
    """Find the one thing that a name or IRI means; of several the most typical, see ``named``.

    Args:
        network: as ``project`` gives it.
        text: a label, an alternative name, an IRI, or what another function returned.
        kind: look only among this kind.

    Raises:
        NotFoundError: nothing goes by that name; carries the nearest names.
        AmbiguousError: several things do, and none is more typical than the others.
        NoAnswerError: the network holds nothing of the kind at all.
    """
    network, text = network_of(network), name_of(text)
    equals = named(network, text, kind=kind)
    if not equals:
        raise _not_found(network, text, kind)
    index, form = name_index(network), normal_form(text)
    typical = [_typicality(index, match, form) for match in equals[:2]]
    if len(equals) > 1 and typical[0] < _CLEARLY * typical[1]:
        choice = " or ".join(f"“{match.label}” ({match.iri})" for match in equals[:5])
        raise AmbiguousError(
            f"{quoted(text)} may mean {choice}; give the IRI of the one you mean.",
            [(match.iri, match.label) for match in equals],
        )
    return equals[0]


def named(network: Network, text: str, *, kind: str | None = None) -> list[Match]:
    """List the things that a name or IRI means equally well: none, one, or a few.

    A label goes before another name, our own thing before another source's, a role before a skill.
    First of a few comes the most typical: the one with most names that have this one in them, and
    with a label that is like it. A "CNA" is rather the "Certified nursing assistant (CNA)" and
    "Hospice CNA" than what is called so but once, a "tiler" the "tile fitter".
    """
    return equals(name_index(network), text, _kinds(kind))


def _kinds(kind: str | None) -> Collection[str]:
    return _ORDER if kind is None else {kind}


def equals(index: NameIndex, text: str, kinds: Collection[str] = _ORDER) -> list[Match]:
    """List what ``named`` does, of an index and of several kinds."""
    fitting = [match for match in _called(index, text, kinds) if match.score >= CERTAIN]
    return [match for match in fitting if _fit(match, text) == _fit(fitting[0], text)]


def _called(index: NameIndex, text: str, kinds: Collection[str]) -> list[Match]:
    """List all things that go by a name, in the order of how well it means them."""
    if (thing := index.same.get(expand(text))) is not None:
        label = index.labels[thing]
        match = Match(index.iris[thing], label, index.kind(thing), label)
        return [match] if match.kind in kinds else []
    best: dict[int, Match] = {}
    for thing, name, rank in index.called(text):
        if index.kind(thing) not in kinds:
            continue
        loose = rank == ALIAS and not _ours(index.iris[thing]) and index.kind(thing) != "role"
        # In capitals and just so, "Windows" is the name of a product; "windows" may be anything.
        proper = name == text and not name.islower()
        vague = loose and not proper and index.names_with(name) > COMMON
        score = _VAGUE if vague else _SCORES[rank]
        match = Match(index.iris[thing], index.labels[thing], index.kind(thing), name, score)
        if thing not in best or _fit(match, text) < _fit(best[thing], text):
            best[thing] = match
    form = normal_form(text)
    return sorted(
        best.values(),
        key=lambda match: (_fit(match, text), -_typicality(index, match, form), match.iri),
    )


def _fit(match: Match, text: str) -> tuple[float, bool, int, bool, bool]:
    # Of second names, which are but evidence, the spelling decides nothing.
    exact = match.score < _SCORES[LABEL] or match.matched == text
    same = exact or match.matched.casefold() == text.strip().casefold()
    return (-match.score, not _ours(match.iri), _ORDER[match.kind], not same, not exact)


def _typicality(index: NameIndex, match: Match, form: str) -> float:
    """Return how typical a thing is of a name in normal form that it goes by.

    That is how many of its names have this one in them, times how like it the label is; initials
    are as good as the whole, and a label that is less than half like it as any other. A fifth more
    where the thing is one of several sources.
    """
    from rapidfuzz import fuzz

    thing = index.same[match.iri]
    names = index.forms[index.starts[thing] : index.ends[thing]]
    uses = sum(f" {form} " in f" {name} " for name in names)
    words = normal_words(match.label)
    initials = "".join(word[0] for word in words)
    likeness = 1.0 if form == initials else fuzz.token_set_ratio(form, " ".join(words)) / 100
    return uses * max(likeness, 0.5) * (1.2 if index.several[thing] else 1.0)


def _rank(match: Match) -> tuple[int, bool, str, str]:
    return (_ORDER[match.kind], not _ours(match.iri), match.label, match.iri)


def candidates(graph: Dataset, text: str) -> list[str]:
    """Ask a graph, before it is projected, which things are called so, in singular or plural.

    If there are some, ``find`` chooses among them and no others; an IRI stands for itself.

    Args:
        graph: a dataset as ``open_graph`` gives it.
        text: a name or an IRI.
    """
    if "://" in (iri := expand(text)):
        return [iri]
    name = text.strip().lower()
    spellings = {name, f"{name}s", name.removesuffix("s")}
    spellings |= {f"{name.removesuffix('y')}ies", f"{name.removesuffix('ies')}y"}
    listed = ", ".join(Literal(spelling).n3() for spelling in sorted(spellings))
    query = f"""SELECT DISTINCT ?thing WHERE {{ VALUES ?property {{ skos:prefLabel skos:altLabel }}
      ?thing ?property ?name FILTER(LCASE(STR(?name)) IN ({listed})) }}"""
    return sorted(str(iri) for (iri,) in rows(graph, query))


def nearest(network: Network, text: str, *, kind: str | None = None, limit: int = 5) -> list[str]:
    """List the labels of what a name that was not found may mean, best first; none if far off."""
    guesses = search(network, text, kind=kind, limit=limit)
    return [match.label for match in guesses if match.score >= PLAUSIBLE]


def _ours(iri: str) -> bool:
    return iri.startswith(ID_BASE)


def _not_found(network: Network, text: str, kind: str | None) -> NoAnswerError:
    wanted = KINDS[kind].plural if kind else "things"
    if not name_index(network).of_kinds(_kinds(kind)).any():
        return NoAnswerError(
            f"The graph holds no {wanted}; open another with --graph or, if it is in other terms, "
            "name these with --mapping."
        )
    if "://" in expand(text):
        return NotFoundError(
            f"There is no {kind or 'thing'} with the IRI {text} in the graph; search for its name.",
            text,
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
