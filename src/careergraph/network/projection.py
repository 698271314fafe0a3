"""RDF to networkx: the one place where a graph of statements becomes a network of things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from math import isfinite
from types import MappingProxyType
from typing import TypeAlias, cast

import networkx as nx
from rdflib import Dataset
from rdflib.namespace import SKOS

from careergraph.store.dataset import rows
from careergraph.vocabulary import FACTS, ID_BASE, KINDS, ONTOLOGY, RELATIONS, REQUIREMENTS

Network: TypeAlias = "nx.MultiDiGraph[str]"
_Trust = Callable[[str], bool]
_Ask = Callable[..., Iterator[tuple[str, ...]]]

_ONLY = "%only%"  # where a query is told of what it should speak

_TYPES = """SELECT ?thing ?class ?source WHERE { %only%
  GRAPH ?source { ?thing a ?class } FILTER(isIRI(?thing)) }"""
_TEXTS = """SELECT ?thing ?property ?text (LANG(?text) AS ?language) ?source WHERE { %only%
  GRAPH ?source { ?thing ?property ?text } FILTER(isLiteral(?text)) }"""
_LINKS = """SELECT ?thing ?relation ?object ?source WHERE { %only%
  GRAPH ?source { ?thing ?relation ?object } }"""
_FACTS = """SELECT ?thing ?property ?value (LANG(?value) AS ?language) ?source WHERE { %only%
  GRAPH ?source { ?thing ?property ?value } }"""
_WEIGHTS = """SELECT ?thing ?object ?importance ?level ?source WHERE { %only%
  GRAPH ?source { ?requirement cg:role ?thing ; cg:requires ?object .
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
  GRAPH ?source {{ {pattern} }} FILTER(isIRI(?found)) }}"""
_OUT, _IN = "?thing ?relation ?found", "?found ?relation ?thing"
_EXACT, _BROADER = f"{SKOS}exactMatch", f"{SKOS}broader"
_NEARNESS = frozenset({_EXACT, _BROADER, f"{SKOS}closeMatch"})
_BATCH = 400  # IRIs named in one query, some 30 kB, which every endpoint takes


def project(
    graph: Dataset,
    *,
    sources: Collection[str] | None = None,
    language: str = "en",
    about: Collection[str] | None = None,
    parts: Collection[str] | None = None,
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
            they are linked with, by its label, and the families of that; None for the whole graph.
        parts: fetch of each thing, beside its kind and names, only these: relations by their name
            in ``vocabulary.RELATIONS``, "definition", "facts"; None for all. What a question reads
            stands as ``PARTS`` in the module that answers it.

    Returns:
        The network; nodes and edges come in the same order every time.
    """

    def trusted(source: str) -> bool:
        return source != ONTOLOGY and (sources is None or source in sources)

    def wanted(part: str) -> bool:
        return parts is None or part in parts

    core, near, around = (None,) * 3 if about is None else _around(graph, about)
    ask = partial(_ask, graph, around)
    kind_of_class = {kind.iri: kind.name for kind in KINDS.values()}
    kinds: dict[str, set[str]] = defaultdict(set)
    said_by: dict[str, set[str]] = defaultdict(set)
    for thing, class_, source in ask(_TYPES, {"class": kind_of_class}):
        if trusted(source):
            kinds[thing].add(kind_of_class[class_])
            said_by[thing].add(source)

    links: list[tuple[str, str, str, str]] = []
    same = _Same()
    relation_of = {each.iri: each.name for each in RELATIONS.values() if wanted(each.name)}
    relation_of[_EXACT] = "exactMatch"
    for subject, relation, target, source in _links(graph, core, around, relation_of):
        if trusted(source) and subject in kinds and target in kinds:
            if relation_of[relation] == "exactMatch":
                same.join(subject, target)
            else:
                links.append((subject, relation_of[relation], target, source))

    network: Network = nx.MultiDiGraph()
    network.graph["sources"] = dict(
        sorted((source, title) for source, title in _ask(graph, None, _TITLES))
    )
    said = chain(
        _ask(graph, core, _TEXTS, {"property": [SKOS.altLabel]}),
        _ask(graph, near, _TEXTS, {"property": [SKOS.definition]}) if wanted("definition") else (),
        ask(_TEXTS, {"property": [SKOS.prefLabel]}),
    )
    _add_nodes(network, kinds, said_by, same, _texts(said, trusted, language))
    if wanted("facts"):
        _add_facts(network, ask, trusted, same, language)
    weights = _both_ways(graph, core, _WEIGHTS) if any(map(wanted, REQUIREMENTS)) else ()
    _add_edges(network, links, (row[:-1] for row in weights if trusted(row[-1])), same)
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


def _ask(
    graph: Dataset,
    things: Collection[str] | None,
    query: str,
    among: Mapping[str, Collection[str]] = MappingProxyType({}),
    by: str = "thing",
) -> Iterator[tuple[str, ...]]:
    """Ask of some things, or of all; ``among`` tells which IRIs a variable may stand for."""
    if things is None:
        # A pattern for each value is found in an index; a filter would read the whole graph.
        batches = [" ".join(f"VALUES ?{name} {{ {_terms(iris)} }}" for name, iris in among.items())]
    else:
        each = sorted(things)
        filters = " ".join(
            f"FILTER(?{name} IN ({_terms(iris, ', ')}))" for name, iris in among.items()
        )
        starts = range(0, len(each), _BATCH)
        batches = [
            f"VALUES ?{by} {{ {_terms(each[at : at + _BATCH])} }} {filters}" for at in starts
        ]
    for only in batches:
        # Only OPTIONAL values can be None, and those are checked where they are used.
        yield from cast("Iterator[tuple[str, ...]]", rows(graph, query.replace(_ONLY, only)))


def _both_ways(
    graph: Dataset,
    things: Collection[str] | None,
    query: str,
    among: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Iterator[tuple[str, ...]]:
    """Ask from some things and to them, or of all."""
    yield from _ask(graph, things, query, among)
    if things is not None:
        yield from _ask(graph, things, query, among, by="object")


def _links(
    graph: Dataset, core: set[str] | None, around: set[str] | None, relations: Collection[str]
) -> Iterator[tuple[str, ...]]:
    yield from _both_ways(graph, core, _LINKS, {"relation": relations})
    if around is not None:
        nearness = _NEARNESS.intersection(relations)
        yield from _ask(graph, around, _LINKS, {"relation": nearness})


def _around(graph: Dataset, about: Collection[str]) -> tuple[set[str], set[str], set[str]]:
    """Find some things, what they are linked with, and what else it takes to compare them.

    That is, where there are several, two levels of families of that, and the members of its own
    families, which tell how wide they are; each thing under all its IRIs, in each larger set again.
    """

    def step(things: set[str], pattern: str, *relations: str) -> set[str]:
        query = _STEP.format(pattern=pattern)
        return {found for (found,) in _ask(graph, things, query, {"relation": relations})}

    def twins(things: set[str]) -> set[str]:
        new = things
        while new := (step(new, _OUT, _EXACT) | step(new, _IN, _EXACT)) - things:
            things = things | new
        return things

    links = [relation.iri for relation in RELATIONS.values()]
    core = twins({iri for iri in about if not set(iri) & _NEVER_IN_IRIS})
    near = twins(core | step(core, _OUT, *links) | step(core, _IN, *links))
    if core == twins(set(list(core)[:1])):  # one thing, and nothing to compare it with
        return core, near, near
    families = twins(step(near, _OUT, _BROADER))
    above, members = step(families, _OUT, _BROADER), step(families, _IN, _BROADER)
    return core, near, near | families | above | members


_NEVER_IN_IRIS = frozenset('<>"{}|^`\\ \n\t')


def _terms(iris: Iterable[str], separator: str = " ") -> str:
    return separator.join(f"<{iri}>" for iri in iris)


_Texts = dict[str, dict[str, list[tuple[int, str]]]]


def _texts(said: Iterable[tuple[str, ...]], trusted: _Trust, language: str) -> _Texts:
    """Give each thing's texts by property, each with the rank of its language."""
    texts: _Texts = defaultdict(lambda: defaultdict(list))
    for thing, property_, text, tag, source in said:
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
        for thing, property_, value, tag, source in ask(_FACTS, {"property": name_of})
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
    requirements: Iterable[tuple[str, ...]],
    same: _Same,
) -> None:
    sources: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for subject, relation, target, source in links:
        one, other = same[subject], same[target]
        if one != other:
            sources[one, other, relation].add(source)
    weights: dict[tuple[str, str], float] = {}
    levels: dict[tuple[str, str], float] = {}
    for role, thing, importance, depth in requirements:
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
