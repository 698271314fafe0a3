"""RDF to networkx: the one place where a graph of statements becomes a network of things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from math import isfinite
from typing import TypeAlias, cast

import networkx as nx
from rdflib import Dataset

from careergraph.store import rows
from careergraph.vocabulary import FACTS, ID_BASE, KINDS, ONTOLOGY, RELATIONS

Network: TypeAlias = "nx.MultiDiGraph[str]"
_Trust = Callable[[str], bool]

_TYPES = """SELECT ?thing ?class ?source WHERE {{
  VALUES ?class {{ {classes} }} GRAPH ?source {{ ?thing a ?class }} FILTER(isIRI(?thing)) }}"""
_TEXTS = """SELECT ?thing ?property ?text (LANG(?text) AS ?language) ?source WHERE {
  VALUES ?property { skos:prefLabel skos:altLabel skos:definition }
  GRAPH ?source { ?thing ?property ?text } FILTER(isLiteral(?text)) }"""
_LINKS = """SELECT ?subject ?relation ?object ?source WHERE {{
  VALUES ?relation {{ {relations} }} GRAPH ?source {{ ?subject ?relation ?object }} }}"""
_FACTS = """SELECT ?thing ?property ?value (LANG(?value) AS ?language) ?source WHERE {{
  VALUES ?property {{ {properties} }} GRAPH ?source {{ ?thing ?property ?value }} }}"""
_REQUIREMENTS = """SELECT ?role ?thing ?importance ?level ?source WHERE {
  GRAPH ?source { ?requirement a cg:Requirement ; cg:role ?role ; cg:requires ?thing .
    OPTIONAL { ?requirement cg:importance ?importance }
    OPTIONAL { ?requirement cg:level ?level } } }"""
_PAY = """SELECT ?posting ?employer ?currency ?low ?high ?unit ?source WHERE {
  GRAPH ?source { ?posting a schema:JobPosting
    OPTIONAL { ?posting schema:hiringOrganization/schema:name ?employer }
    OPTIONAL { ?posting schema:baseSalary ?pay . ?pay schema:currency ?currency
      OPTIONAL { ?pay schema:minValue ?low } OPTIONAL { ?pay schema:maxValue ?high }
      OPTIONAL { ?pay schema:unitText ?unit } } } }"""
_TITLES = """SELECT ?source ?title WHERE {
  GRAPH ?catalogue { ?source a cg:Source ; dct:title ?title } }"""


def project(
    graph: Dataset, *, sources: Collection[str] | None = None, language: str = "en"
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

    Returns:
        The network; nodes and edges come in the same order every time.
    """

    def trusted(source: str) -> bool:
        return source != ONTOLOGY and (sources is None or source in sources)

    kind_of_class = {kind.iri: kind.name for kind in KINDS.values()}
    kinds: dict[str, set[str]] = defaultdict(set)
    said_by: dict[str, set[str]] = defaultdict(set)
    for thing, class_, source in _ask(graph, _TYPES.format(classes=_values(kind_of_class))):
        if trusted(source):
            kinds[thing].add(kind_of_class[class_])
            said_by[thing].add(source)

    links: list[tuple[str, str, str, str]] = []
    same = _Same()
    relation_of = {relation.iri: relation.name for relation in RELATIONS.values()}
    relation_of["http://www.w3.org/2004/02/skos/core#exactMatch"] = "exactMatch"
    for subject, relation, target, source in _ask(
        graph, _LINKS.format(relations=_values(relation_of))
    ):
        if trusted(source) and subject in kinds and target in kinds:
            if relation_of[relation] == "exactMatch":
                same.join(subject, target)
            else:
                links.append((subject, relation_of[relation], target, source))

    network: Network = nx.MultiDiGraph()
    network.graph["sources"] = dict(
        sorted((source, title) for source, title in _ask(graph, _TITLES))
    )
    _add_nodes(network, kinds, said_by, same, _texts(graph, trusted, language))
    _add_facts(network, graph, trusted, same, language)
    _add_edges(network, links, graph, trusted, same)
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


def _ask(graph: Dataset, query: str) -> Iterator[tuple[str, ...]]:
    # Only OPTIONAL values can be None, and those are checked where they are used.
    return cast("Iterator[tuple[str, ...]]", rows(graph, query))


def _values(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)


_Texts = dict[str, dict[str, list[tuple[int, str]]]]


def _texts(graph: Dataset, trusted: _Trust, language: str) -> _Texts:
    """Give each thing's texts by property, each with the rank of its language."""
    texts: _Texts = defaultdict(lambda: defaultdict(list))
    for thing, property_, text, tag, source in _ask(graph, _TEXTS):
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


def _add_facts(
    network: Network, graph: Dataset, trusted: _Trust, same: _Same, language: str
) -> None:
    name_of = {iri: name for name, iri in FACTS.items()}
    said = sorted(
        (*_familiarity(thing), _rank(tag, language), property_, value)
        for thing, property_, value, tag, source in _ask(
            graph, _FACTS.format(properties=_values(name_of))
        )
        if trusted(source) and same[thing] in network
    )
    for _, thing, _, property_, text in said:
        network.nodes[same[thing]]["facts"].setdefault(name_of[property_], text)
    pay = [row[:-1] for row in _ask(graph, _PAY) if trusted(row[-1]) and same[row[0]] in network]
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
    graph: Dataset,
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
    for role, thing, importance, depth, source in _ask(graph, _REQUIREMENTS):
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
