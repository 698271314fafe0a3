"""One concept, one node: find the things of different sources that are the same, or close.

Names are compared by a normal form: case, accents, punctuation, plurals, a leading "Apache" and
British spelling do not count. Kinds must agree, except that a skill may be the same as a tool:
sources differ on which of the two Python is.

Certain, and so skos:exactMatch
    The labels are the same. Or the label of one is another name of the other, and of nothing else
    in its source. Or the labels are the same once the maker ("Microsoft Power BI") or a remark in
    brackets ("Python (computer programming)") is left out of one, and the other is a tool.
Likely, and so skos:closeMatch, which is offered and never merged
    What of this is ambiguous; other names that are the same; labels apart by a slip of the pen. A
    name of three letters or fewer proves nothing alone. Roles are only ever close: two sources that
    speak of data scientists tell us different things of them, and that is worth seeing.

Two things of one source are never made one, not even by way of a third: the source knows better.
Nor are two between which any source states skos:closeMatch, skos:relatedMatch, skos:broadMatch,
skos:narrowMatch or owl:differentFrom; with such a line a person overrules a match.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations

import pyoxigraph as ox
from rdflib.namespace import OWL, RDF, SKOS

from careergraph.importers.source import Source, term
from careergraph.lookup import normal_form
from careergraph.projection import Network
from careergraph.vocabulary import CG, ID_BASE, KINDS, ONTOLOGY, SOURCE_BASE

MATCHES = ox.NamedNode(f"{SOURCE_BASE}matches")
"""The graph of the matches that were found, not stated."""

MATCHES_SOURCE = Source(
    iri=MATCHES.value,
    title="Matches between the sources of this store, found by careergraph",
    publisher="The careergraph project",
    licence="https://creativecommons.org/publicdomain/zero/1.0/",
    issued="2026-11-24",
)

_MATCHED_KINDS = {"role", "skill", "tool", "industry", "degree", "experience", "responsibility"}
_MAKERS = (
    "adobe", "amazon", "apple", "atlassian", "autodesk", "aws", "cisco", "esri", "google",
    "hashicorp", "ibm", "intuit", "jetbrains", "microsoft", "oracle", "red hat", "salesforce",
    "the mathworks",
)  # fmt: skip
_MAKER = re.compile(rf"(?:{'|'.join(_MAKERS)}) (?=\S)", re.IGNORECASE)
_REMARK = re.compile(r"\s*\([^()]*\)$")

_SHORT = 3
"""The longest form, in letters, that proves nothing alone."""

_CROWD = 6
"""So many things of one other name that the name tells none of them apart."""


@dataclass(frozen=True)
class Term:
    """A thing as it is matched: what it is called, and who speaks of it.

    ``names`` and ``others`` are (text, language) pairs: its labels, and its other names.
    """

    iri: str
    kind: str
    names: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    sources: frozenset[str]

    @property
    def label(self) -> str:
        """The English label, else any."""
        english = [text for text, language in self.names if language.startswith("en")]
        return (english or [text for text, _ in self.names] or [self.iri])[0]


@dataclass(frozen=True)
class Match:
    """What was found for a thing: the ``same`` or a ``near`` other thing, or that it is ``new``.

    ``other`` is the other thing's IRI, and ``how`` says what the match rests on; both are "" where
    the thing is new.
    """

    iri: str
    label: str
    kind: str
    status: str
    other: str
    other_label: str
    how: str

    def to_dict(self) -> dict[str, str]:
        """Give the match as plain values."""
        return asdict(self)


@dataclass(frozen=True)
class Pair:
    """Two things that are one (``certain``) or alike, and what that rests on."""

    one: Term
    other: Term
    certain: bool
    how: str


def align(known: Network | ox.Store, triples: Iterable[ox.Triple]) -> list[Match]:
    """Say of each thing in ``triples`` whether ``known`` has it, has something near, or not.

    Args:
        known: a network, or a store.
        triples: what a new source says, as an importer yields it.

    Returns:
        For each thing the one that is the same, or else those that are near, or else that it is
        new; in the order in which ``triples`` name them.
    """
    if isinstance(known, ox.Store):
        old = terms_in((quad.triple, _name(quad.graph_name)) for quad in _naming(known))
        held = {each.iri: each for each in old}
    else:
        old, held = _network_terms(known)
    new = terms_in((triple, "") for triple in triples)
    same: dict[str, Match] = {}
    near: dict[str, list[Match]] = defaultdict(list)
    for pair in match_terms([*old, *(each for each in new if each.iri not in held)]):
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            if "" in one.sources and "" not in other.sources:
                if pair.certain:
                    same.setdefault(one.iri, _match(one, "same", other, pair.how))
                else:
                    near[one.iri].append(_match(one, "near", other, pair.how))
    found: list[Match] = []
    for each in new:
        if each.iri in held:
            found.append(_match(each, "same", held[each.iri], "same address"))
        elif each.iri in same:
            found.append(same[each.iri])
        else:
            found += near.get(each.iri) or [_match(each, "new")]
    return found


def align_store(store: ox.Store) -> tuple[int, int]:
    """Find what is the same or close among all sources of a store, and write it to ``MATCHES``.

    What was found before is found anew; what any source states is left as it is.

    Returns:
        The number of pairs that are the same and that are near, found and stated.
    """
    store.remove_graph(MATCHES)
    same, apart, close = _stated(store)
    terms = terms_in((quad.triple, _name(quad.graph_name)) for quad in _naming(store))
    found = [
        pair
        for pair in match_terms(terms, same=same, apart=apart)
        if frozenset((pair.one.iri, pair.other.iri)) not in apart
    ]
    store.bulk_extend(
        ox.Quad(triple.subject, triple.predicate, triple.object, MATCHES)
        for triple in alignment_triples(found)
    )
    certain = sum(pair.certain for pair in found)
    return len(same) + certain, len(close) + len(found) - certain


def alignment_triples(pairs: Iterable[Pair]) -> Iterator[ox.Triple]:
    """Say pairs in RDF: the mapping, from the less to the more familiar thing, and a note how."""
    exact, close, type_ = term(SKOS.exactMatch), term(SKOS.closeMatch), term(RDF.type)
    for pair in pairs:
        one, other = sorted((pair.one.iri, pair.other.iri), key=_familiarity, reverse=True)
        start, end, note = ox.NamedNode(one), ox.NamedNode(other), ox.BlankNode()
        yield ox.Triple(start, exact if pair.certain else close, end)
        yield ox.Triple(note, type_, term(CG.Match))
        yield ox.Triple(note, _cg("from"), start)
        yield ox.Triple(note, _cg("to"), end)
        yield ox.Triple(note, term(CG.matchedBy), ox.Literal(pair.how))


def terms_in(statements: Iterable[tuple[ox.Triple, str]]) -> list[Term]:
    """Gather the things that statements, each with its source, say something of; in their order."""
    kind_of_class = {kind.iri: kind.name for kind in KINDS.values() if kind.name in _MATCHED_KINDS}
    type_, preferred, alternative = str(RDF.type), str(SKOS.prefLabel), str(SKOS.altLabel)
    kinds: dict[str, str] = {}
    sources: dict[str, set[str]] = defaultdict(set)
    names: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    others: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for triple, source in statements:
        thing, property_, value = triple.subject, triple.predicate.value, triple.object
        if not isinstance(thing, ox.NamedNode):
            continue
        if property_ == type_ and isinstance(value, ox.NamedNode):
            if kind := kind_of_class.get(value.value):
                kinds[thing.value] = kind
                sources[thing.value].add(source)
        elif property_ in {preferred, alternative} and isinstance(value, ox.Literal):
            texts = names if property_ == preferred else others
            texts[thing.value][value.value, value.language or "en"] = None
    return [
        Term(iri, kind, tuple(names[iri]), tuple(others[iri]), frozenset(sources[iri]))
        for iri, kind in kinds.items()
    ]


def match_terms(
    terms: Sequence[Term],
    *,
    same: Collection[frozenset[str]] = (),
    apart: Collection[frozenset[str]] = (),
) -> list[Pair]:
    """Find the pairs of things that are one or close, by the rules at the head of this module.

    Args:
        terms: the things; those that share a source are never paired.
        same: pairs of IRIs stated to be one.
        apart: pairs of IRIs stated not to be.
    """
    evidence = _evidence(terms)
    rivals: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (one, other), found in evidence.items():
        rivals[one, found.rank].append(other)
        rivals[other, found.rank].append(one)

    def only(one: int, other: int, rank: int) -> bool:
        sources = terms[other].sources
        return sum(not sources.isdisjoint(terms[each].sources) for each in rivals[one, rank]) == 1

    groups = _Groups(terms, same, apart)
    pairs: list[Pair] = []
    for (one, other), found in sorted(evidence.items(), key=lambda item: item[1].rank):
        if not groups.joined(one, other):
            certain = (
                found.certain
                and only(one, other, found.rank)
                and only(other, one, found.rank)
                and groups.join(one, other)
            )
            pairs.append(Pair(terms[one], terms[other], certain, found.how))
    return pairs + list(_slips(terms, pairs))


@dataclass(frozen=True)
class _Evidence:
    """What speaks for a pair; the lower the rank, the more it says."""

    rank: int
    certain: bool
    how: str


# What a name is to its thing: its label, another name, or its label without maker or remark.
_LABEL, _OTHER, _BARE = range(3)
_Name = tuple[str, str]  # normal form, language
_Parts = tuple[int, int]  # of a shared name, in the one thing and in the other


def _evidence(terms: Sequence[Term]) -> dict[tuple[int, int], _Evidence]:
    """Give for each two things that share a name what that says."""
    holders: dict[_Name, list[tuple[int, int]]] = defaultdict(list)
    for index, each in enumerate(terms):
        for name, part in _names(each).items():
            holders[name].append((index, part))
    shared: dict[tuple[int, int], dict[_Parts, str]] = defaultdict(dict)
    for (form, _), held in holders.items():
        if sum(part == _OTHER for _, part in held) > _CROWD:
            held = [(index, part) for index, part in held if part != _OTHER]
        for (one, part), (other, other_part) in combinations(held, 2):
            if _comparable(terms[one], terms[other]):
                shared[one, other][part, other_part] = form
    judged = {pair: _judge(terms[pair[0]], terms[pair[1]], names) for pair, names in shared.items()}
    return {pair: evidence for pair, evidence in judged.items() if evidence}


def _judge(one: Term, other: Term, names: dict[_Parts, str]) -> _Evidence | None:
    """Judge the names that two things share."""
    is_role = one.kind == "role"
    if (_LABEL, _LABEL) in names:
        return _Evidence(0, not is_role, "same label")
    if {(_LABEL, _OTHER), (_OTHER, _LABEL)} <= names.keys():
        return _Evidence(1, not is_role, "each label is another name of the other")
    for owner, holder, parts in ((one, other, (_LABEL, _OTHER)), (other, one, (_OTHER, _LABEL))):
        # A product among the other names of a skill is but an example of it.
        if parts in names and (owner.kind == holder.kind or holder.kind == "tool"):
            certain = not is_role and (len(names) > 1 or len(names[parts]) > _SHORT)
            return _Evidence(2, certain, "the label of one is another name of the other")
    for owner, parts in ((one, (_LABEL, _BARE)), (other, (_BARE, _LABEL))):
        if parts in names and owner.kind == "tool":
            return _Evidence(3, True, "same label but for the maker or a remark in brackets")
    form = names.get((_OTHER, _OTHER), "")
    if len(form) > _SHORT and one.kind == other.kind and not is_role:
        return _Evidence(4, False, "other names are the same")
    return None


def _comparable(one: Term, other: Term) -> bool:
    kinds = {one.kind, other.kind}
    return (len(kinds) == 1 or kinds == {"skill", "tool"}) and one.sources.isdisjoint(other.sources)


def _names(each: Term) -> dict[_Name, int]:
    """Give the normal forms of a thing's names, each with the most that it is to the thing."""
    names: dict[_Name, int] = {}
    for text, language in each.names:
        names.setdefault((_form(text), language), _LABEL)
    for text, language in each.others:
        names.setdefault((_form(text), language), _OTHER)
    if each.kind in {"skill", "tool"}:
        for text, language in each.names:
            names.setdefault((_form(_MAKER.sub("", _REMARK.sub("", text))), language), _BARE)
    return {(form, language): part for (form, language), part in names.items() if form}


def _form(text: str) -> str:
    """Reduce a name further than ``normal_form``: American spelling for British."""
    form = normal_form(text)
    return re.sub(r"is(?=(?:ation|e|ed|er|ing)\b)", "iz", form).replace("lling", "ling")


class _Groups:
    """What is held to be one so far (disjoint sets), and whether two groups may become one."""

    def __init__(
        self,
        terms: Sequence[Term],
        same: Collection[frozenset[str]],
        apart: Collection[frozenset[str]],
    ) -> None:
        self._root = list(range(len(terms)))
        self._iris = [{each.iri} for each in terms]
        self._sources = [set(each.sources) for each in terms]
        self._apart: dict[str, set[str]] = defaultdict(set)
        for pair in apart:
            for iri in pair:
                self._apart[iri] |= pair - {iri}
        index = {each.iri: number for number, each in enumerate(terms)}
        for pair in same:
            one, *rest = (index[iri] for iri in pair if iri in index)
            for other in rest:
                self._merge(self._find(one), self._find(other))

    def joined(self, one: int, other: int) -> bool:
        return self._find(one) == self._find(other)

    def join(self, one: int, other: int) -> bool:
        """Make two groups one, unless a source or a person knows them to be two."""
        first, second = self._find(one), self._find(other)
        may = self._sources[first].isdisjoint(self._sources[second]) and not any(
            self._apart[iri] & self._iris[second] for iri in self._iris[first]
        )
        if may:
            self._merge(first, second)
        return may

    def _merge(self, first: int, second: int) -> None:
        if first != second:
            self._root[second] = first
            self._iris[first] |= self._iris[second]
            self._sources[first] |= self._sources[second]

    def _find(self, index: int) -> int:
        while self._root[index] != index:
            self._root[index] = self._root[self._root[index]]
            index = self._root[index]
        return index


def _slips(terms: Sequence[Term], pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Give the skills and tools whose labels are a slip of the pen apart: one letter.

    Only labels of one language, one first letter and the same digits are compared, which spares
    most of the work and costs few finds.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    paired = {frozenset((pair.one.iri, pair.other.iri)) for pair in pairs}
    shelves: dict[tuple[str, str, str], dict[frozenset[str], list[tuple[str, Term]]]]
    shelves = defaultdict(lambda: defaultdict(list))
    for each in terms:
        if each.kind in {"skill", "tool"}:
            for form, language in (name for name, part in _names(each).items() if part == _LABEL):
                if len(form) > 2 * _SHORT:
                    digits = "".join(filter(str.isdigit, form))
                    shelves[form[0], digits, language][each.sources].append((form, each))
    for shelf in shelves.values():
        for some, others in combinations(shelf.values(), 2):
            if not _comparable(some[0][1], others[0][1]):
                continue
            slips = cdist(
                [form for form, _ in some],
                [form for form, _ in others],
                scorer=OSA.distance,
                score_cutoff=1,
                dtype="uint8",
            )
            for row, column in zip(*(slips <= 1).nonzero(), strict=True):
                one, other = some[row][1], others[column][1]
                if frozenset((one.iri, other.iri)) not in paired:
                    yield Pair(one, other, False, "labels are one letter apart")


def _match(one: Term, status: str, other: Term | None = None, how: str = "") -> Match:
    return Match(
        iri=one.iri,
        label=one.label,
        kind=one.kind,
        status=status,
        other=other.iri if other else "",
        other_label=other.label if other else "",
        how=how,
    )


def _network_terms(network: Network) -> tuple[list[Term], dict[str, Term]]:
    """Give a network's things as terms, and the term of each IRI."""
    terms: list[Term] = []
    held: dict[str, Term] = {}
    for iri, data in network.nodes(data=True):
        if data["kind"] in _MATCHED_KINDS:
            others = tuple((alias, "en") for alias in data["aliases"])
            label = ((data["label"], "en"),)
            terms.append(Term(iri, data["kind"], label, others, frozenset(data["sources"])))
            held |= dict.fromkeys(data["iris"], terms[-1])
    return terms, held


def _stated(
    store: ox.Store,
) -> tuple[set[frozenset[str]], set[frozenset[str]], set[frozenset[str]]]:
    """Give the pairs of IRIs that sources state to be one, not to be one, and to be close."""

    def pairs(properties: Iterable[str]) -> set[frozenset[str]]:
        return {
            frozenset((quad.subject.value, quad.object.value))
            for property_ in properties
            for quad in store.quads_for_pattern(None, term(property_), None)
            if isinstance(quad.subject, ox.NamedNode)
            and isinstance(quad.object, ox.NamedNode)
            and _name(quad.graph_name) != ONTOLOGY
        }

    close = pairs([SKOS.closeMatch])
    others = pairs([SKOS.relatedMatch, SKOS.broadMatch, SKOS.narrowMatch, OWL.differentFrom])
    return pairs([SKOS.exactMatch]), close | others, close


def _naming(store: ox.Store) -> Iterator[ox.Quad]:
    for property_ in (RDF.type, SKOS.prefLabel, SKOS.altLabel):
        yield from store.quads_for_pattern(None, term(property_), None)


def _name(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | ox.Triple) -> str:
    return graph.value if isinstance(graph, ox.NamedNode) else ""


def _cg(name: str) -> ox.NamedNode:
    """Give a term whose name is a word of Python's."""
    return ox.NamedNode(f"{CG._NS}{name}")


def _familiarity(iri: str) -> tuple[bool, str]:
    return (not iri.startswith(ID_BASE), iri)
