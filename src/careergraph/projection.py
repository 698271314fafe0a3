"""RDF to networkx: the one place where a graph of statements becomes a network of things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from math import isfinite
from typing import TypeAlias, cast

import networkx as nx
from rdflib import Dataset
from rdflib.namespace import SKOS

from careergraph.store import rows
from careergraph.vocabulary import FACTS, ID_BASE, KINDS, ONTOLOGY, RELATIONS

Network: TypeAlias = "nx.MultiDiGraph[str]"
_Trust = Callable[[str], bool]
_Ask = Callable[[str], Iterator[tuple[str, ...]]]

_ONLY = "%only%"  # where a query is told of which things it should speak, if not of all

_TYPES = """SELECT ?thing ?class ?source WHERE {{ %only%
  GRAPH ?source {{ ?thing a ?class }} FILTER(?class IN ({classes}) && isIRI(?thing)) }}"""
_TEXTS = """SELECT ?thing ?property ?text (LANG(?text) AS ?language) ?source WHERE { %only%
  GRAPH ?source { ?thing ?property ?text }
  FILTER(?property IN (skos:prefLabel, skos:altLabel, skos:definition) && isLiteral(?text)) }"""
_LINKS = """SELECT ?thing ?relation ?object ?source WHERE {{ %only%
  GRAPH ?source {{ ?thing ?relation ?object }} FILTER(?relation IN ({relations})) }}"""
_FACTS = """SELECT ?thing ?property ?value (LANG(?value) AS ?language) ?source WHERE {{ %only%
  GRAPH ?source {{ ?thing ?property ?value }} FILTER(?property IN ({properties})) }}"""
_REQUIREMENTS = """SELECT ?thing ?needed ?importance ?level ?source WHERE { %only%
  GRAPH ?source { ?requirement cg:role ?thing ; cg:requires ?needed .
    OPTIONAL { ?requirement cg:importance ?importance }
    OPTIONAL { ?requirement cg:level ?level } } }"""
_PAY = """SELECT ?thing ?employer ?currency ?low ?high ?unit ?source WHERE { %only%
  GRAPH ?source { ?thing a schema:JobPosting
    OPTIONAL { ?thing schema:hiringOrganization/schema:name ?employer }
    OPTIONAL { ?thing schema:baseSalary ?pay . ?pay schema:currency ?currency
      OPTIONAL { ?pay schema:minValue ?low } OPTIONAL { ?pay schema:maxValue ?high }
      OPTIONAL { ?pay schema:unitText ?unit } } } }"""
_TITLES = """SELECT ?source ?title WHERE {
  GRAPH ?catalogue { ?source a cg:Source ; dct:title ?title } }"""
_STEP = """SELECT DISTINCT ?found WHERE {{ %only%
  GRAPH ?source {{ {pattern} }} FILTER(?relation IN ({relations}) && isIRI(?found)) }}"""
_OUT, _IN = "?thing ?relation ?found", "?found ?relation ?thing"
_EXACT, _BROADER = f"{SKOS}exactMatch", f"{SKOS}broader"
_BATCH = 400  # IRIs named in one query, some 30 kB, which every endpoint takes


def project(
    graph: Dataset,
    *,
    sources: Collection[str] | None = None,
    language: str = "en",
    about: Collection[str] | None = None,
) -> Network:
    """Turn a graph into the network that everything else analyses.

    A node is a thing of one of the kinds in ``vocabulary.KINDS``, keyed by its IRI; things joined
    by skos:exactMatch are one node, keyed by our own IRI where one of them has it. Node attributes:
    ``label``, ``kind``, ``definition`` ("" where none), ``aliases``, ``iris``, ``sources`` (tuples)
    and ``facts`` (plain values by the names in ``vocabulary.FACTS``). An edge is keyed by the
    relation's local name and carries ``weight`` (importance, 0 to 1; 1 where no source weighs it),
    ``level`` (0 to 1 or None) and ``sources``. Where sources weigh a relation differently the
    highest counts; what lies outside 0 to 1 is taken as the nearer of the two.
    ``network.graph["sources"]`` maps each source's IRI to its title.

    Args:
        graph: a dataset as ``open_graph`` gives it.
        sources: take only what these sources (IRIs of named graphs) say; None for all.
        language: of labels and definitions; where a thing has none in it, any other serves.
        about: take only what it needs to describe these things (IRIs) or to compare them: what
            they are linked with, and the families of that; None for the whole graph.

    Returns:
        The network; nodes and edges come in the same order every time.
    """

    def trusted(source: str) -> bool:
        return source != ONTOLOGY and (sources is None or source in sources)

    ask = partial(_ask, graph, None if about is None else _around(graph, about))
    kind_of_class = {kind.iri: kind.name for kind in KINDS.values()}
    kinds: dict[str, set[str]] = defaultdict(set)
    said_by: dict[str, set[str]] = defaultdict(set)
    for thing, class_, source in ask(_TYPES.format(classes=_values(kind_of_class))):
        if trusted(source):
            kinds[thing].add(kind_of_class[class_])
            said_by[thing].add(source)

    links: list[tuple[str, str, str, str]] = []
    same = _Same()
    relation_of = {relation.iri: relation.name for relation in RELATIONS.values()}
    relation_of[_EXACT] = "exactMatch"
    for subject, relation, target, source in ask(_LINKS.format(relations=_values(relation_of))):
        if trusted(source) and subject in kinds and target in kinds:
            if relation_of[relation] == "exactMatch":
                same.join(subject, target)
            else:
                links.append((subject, relation_of[relation], target, source))

    network: Network = nx.MultiDiGraph()
    network.graph["sources"] = dict(
        sorted((source, title) for source, title in _ask(graph, None, _TITLES))
    )
    _add_nodes(network, kinds, said_by, same, _texts(ask, trusted, language))
    _add_facts(network, ask, trusted, same, language)
    _add_edges(network, links, ask, trusted, same)
    return network


class _Same:
    """Things said to be one (disjoint sets), each set known by its most familiar IRI."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def __getitem__(self, iri: str) -> str:
        root = iri
        while (parent := self._parent.get(root, root)) != root:
            root = parent
        while (parent := self._parent.get(iri, iri)) != root:
            self._parent[iri], iri = root, parent
        return root

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self[one], self[other]), key=_familiarity)
        self._parent[second] = first


def _familiarity(iri: str) -> tuple[bool, str]:
    return (not iri.startswith(ID_BASE), iri)


def _ask(graph: Dataset, things: Collection[str] | None, query: str) -> Iterator[tuple[str, ...]]:
    """Ask of some things, or of all."""
    batches: Iterable[str] = [""]
    if things is not None:
        each = sorted(f"<{thing}>" for thing in things)
        starts = range(0, len(each), _BATCH)
        batches = (f"VALUES ?thing {{ {' '.join(each[at : at + _BATCH])} }}" for at in starts)
    for only in batches:
        # Only OPTIONAL values can be None, and those are checked where they are used.
        yield from cast("Iterator[tuple[str, ...]]", rows(graph, query.replace(_ONLY, only)))


def _around(graph: Dataset, about: Collection[str]) -> set[str]:
    """Find what it takes to describe some things or to compare them.

    That is all that they are linked with, either way; two levels of families of that, and the
    members of its own families, which tell how wide they are; each thing under all its IRIs.
    """

    def step(things: set[str], pattern: str, *relations: str) -> set[str]:
        query = _STEP.format(relations=_values(relations), pattern=pattern)
        return {found for (found,) in _ask(graph, things, query)}

    def twins(things: set[str]) -> set[str]:
        new = things
        while new := (step(new, _OUT, _EXACT) | step(new, _IN, _EXACT)) - things:
            things = things | new
        return things

    links = [relation.iri for relation in RELATIONS.values()]
    core = twins({iri for iri in about if not set(iri) & _NEVER_IN_IRIS})
    near = twins(core | step(core, _OUT, *links) | step(core, _IN, *links))
    families = twins(step(near, _OUT, _BROADER))
    return near | families | step(families, _OUT, _BROADER) | step(families, _IN, _BROADER)


_NEVER_IN_IRIS = frozenset('<>"{}|^`\\ \n\t')


def _values(iris: Iterable[str]) -> str:
    return ", ".join(f"<{iri}>" for iri in iris)


_Texts = dict[str, dict[str, list[tuple[int, str]]]]


def _texts(ask: _Ask, trusted: _Trust, language: str) -> _Texts:
    """Give each thing's texts by property, each with the rank of its language."""
    texts: _Texts = defaultdict(lambda: defaultdict(list))
    for thing, property_, text, tag, source in ask(_TEXTS):
        if trusted(source):
            texts[thing][property_.rpartition("#")[2]].append((_rank(tag, language), text))
    return texts


_FOREIGN = 2


def _rank(tag: str | None, language: str) -> int:
    """Put texts in the wanted language before those in none, and these before all others."""
    if not tag:
        return 1
    return 0 if tag.lower().split("-")[0] == language.lower().split("-")[0] else _FOREIGN


def _in_order(texts: _Texts, iris: list[str], name: str) -> list[tuple[int, str]]:
    """Give the texts of one node: the most familiar IRI's first, foreign ones last."""
    found = [text for iri in iris for text in sorted(texts[iri][name])]
    return sorted(found, key=lambda text: text[0] == _FOREIGN)


def _add_nodes(
    network: Network,
    kinds: dict[str, set[str]],
    said_by: dict[str, set[str]],
    same: _Same,
    texts: _Texts,
) -> None:
    members: dict[str, list[str]] = defaultdict(list)
    for iri in kinds:
        members[same[iri]].append(iri)
    order = list(KINDS)
    for iri in sorted(members):
        iris = sorted(members[iri], key=_familiarity)
        names = _in_order(texts, iris, "prefLabel")
        others = _in_order(texts, iris, "altLabel")
        about = _in_order(texts, iris, "definition")
        label = names[0][1] if names else _last_part(iri)
        best = min((rank for rank, _ in names + others), default=0)
        aliases = dict.fromkeys(text for rank, text in names + others if rank <= max(best, 1))
        aliases.pop(label, None)
        network.add_node(
            iri,
            label=label,
            kind=min(kinds[iri], key=order.index),
            definition=about[0][1] if about else "",
            aliases=tuple(aliases),
            iris=tuple(iris),
            sources=tuple(sorted(set().union(*(said_by[each] for each in iris)))),
            facts={},
        )


def _add_facts(network: Network, ask: _Ask, trusted: _Trust, same: _Same, language: str) -> None:
    name_of = {iri: name for name, iri in FACTS.items()}
    said = sorted(
        (*_familiarity(thing), _rank(tag, language), property_, value)
        for thing, property_, value, tag, source in ask(_FACTS.format(properties=_values(name_of)))
        if trusted(source) and same[thing] in network
    )
    for _, thing, _, property_, text in said:
        network.nodes[same[thing]]["facts"].setdefault(name_of[property_], text)
    pay = [row[:-1] for row in ask(_PAY) if trusted(row[-1]) and same[row[0]] in network]
    for posting, employer, currency, low, high, unit in sorted(
        pay, key=lambda row: [text or "" for text in row]
    ):
        facts = {
            "employer": employer,
            "currency": currency,
            "minValue": _number(low),
            "maxValue": _number(high),
            "unit": unit,
        }
        for name, value in facts.items():
            if value is not None:
                network.nodes[same[posting]]["facts"].setdefault(name, value)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "nan")
    except ValueError:
        return None
    return number if isfinite(number) else None


def _add_edges(
    network: Network,
    links: list[tuple[str, str, str, str]],
    ask: _Ask,
    trusted: _Trust,
    same: _Same,
) -> None:
    sources: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for subject, relation, target, source in links:
        one, other = same[subject], same[target]
        if one != other:
            sources[one, other, relation].add(source)
    weights: dict[tuple[str, str], float] = {}
    levels: dict[tuple[str, str], float] = {}
    for role, thing, importance, depth, source in ask(_REQUIREMENTS):
        if trusted(source):
            pair = same[role], same[thing]
            for found, number in ((weights, _number(importance)), (levels, _number(depth))):
                if number is not None:
                    found[pair] = max(found.get(pair, 0.0), min(number, 1.0))
    for (one, other, relation), named in sorted(sources.items()):
        network.add_edge(
            one,
            other,
            key=relation,
            weight=weights.get((one, other), 1.0),
            level=levels.get((one, other)),
            sources=tuple(sorted(named)),
        )


def _last_part(iri: str) -> str:
    return iri.rstrip("/").replace("#", "/").rpartition("/")[2].replace("-", " ")
