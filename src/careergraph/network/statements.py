"""What a graph says of things, as arrays: the statements that a network is made of.

Everything keeps its source, so that a network of some sources alone is made of the same arrays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from math import isfinite, nan
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

import numpy as np
from rdflib import Dataset
from rdflib.namespace import OWL, SKOS

from careergraph.network.arrays import Texts
from careergraph.network.cache import kept_on_disk
from careergraph.store.dataset import rows
from careergraph.vocabulary import (
    FACTS,
    ID_BASE,
    KINDS,
    LEVEL_WORDS,
    ONTOLOGY,
    RELATIONS,
    REQUIREMENTS,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float64]

RELATION_NAMES = (*RELATIONS, "exactMatch", "differentFrom")
"""What the numbers of relations in ``Statements.links`` stand for."""

NAMES = ("prefLabel", "altLabel", "definition", "task")
"""What the numbers of properties in ``Statements.texts`` stand for."""

PAY = ("employer", "currency", "minValue", "maxValue", "unit")
"""What a posting says of pay, by the names in a node's facts."""

FACT_NAMES = (*FACTS, *PAY)
"""What the numbers of properties in ``Statements.facts`` stand for."""

NUMERIC = {"minValue", "maxValue"}
"""The facts that are numbers."""

_ONLY = "%only%"  # where a query is told of what it should speak

_TYPES = """SELECT ?thing ?class ?source WHERE { %only%
  GRAPH ?source { ?thing a ?class } FILTER(isIRI(?thing)) }"""
_TEXTS = """SELECT ?thing ?property ?text (LANG(?text) AS ?language) ?source WHERE { %only%
  GRAPH ?source { ?thing ?property ?text } FILTER(isLiteral(?text)) }"""
_LINKS = """SELECT ?thing ?relation ?object ?source WHERE { %only%
  GRAPH ?source { ?thing ?relation ?object } }"""
_FACTS = """SELECT ?thing ?property ?value (LANG(?value) AS ?language) ?source WHERE { %only%
  GRAPH ?source { ?thing ?property ?value } }"""
_TASKS = """SELECT ?thing ?text (LANG(?text) AS ?language) ?source WHERE {
  GRAPH ?source { ?thing cg:hasTask ?task . ?task skos:prefLabel ?text } }"""
_WEIGHTS = """SELECT ?thing ?object ?importance ?level ?source WHERE { %only%
  GRAPH ?source { ?requirement cg:role ?thing ; cg:requires ?object .
    OPTIONAL { ?requirement cg:importance ?importance }
    OPTIONAL { ?requirement cg:level ?level } } }"""
_ALTERNATIVES = """SELECT ?thing ?object ?requirement ?source WHERE { %only%
  GRAPH ?source { ?requirement cg:role ?thing ; cg:oneOf ?object } }"""
_LEVEL_WORDS = """SELECT ?thing ?object ?word ?source WHERE { %only%
  GRAPH ?source { ?requirement cg:role ?thing ; cg:levelWord ?word ;
    cg:requires|cg:oneOf ?object } }"""
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
_EXACT, _BROADER, _DIFFERENT = f"{SKOS}exactMatch", f"{SKOS}broader", f"{OWL}differentFrom"
_NEARNESS = frozenset({_EXACT, _BROADER, _DIFFERENT, f"{SKOS}closeMatch"})
_BATCH = 400  # IRIs named in one query, some 30 kB, which every endpoint takes


@dataclass(frozen=True, eq=False)
class Statements:
    """The statements, a row each; columns are places in ``things``, ``sources``, ``texts`` ….

    Attributes:
        things: the IRIs of all things of a kind, the most familiar first (see ``familiarity``).
        sources: the IRIs of all sources, sorted.
        titles: of each source that is described, its title.
        tags: the languages of texts, "" for none.
        strings: every text once, sorted, so that places compare as texts do.
        types: thing, kind (a place in ``KINDS``), source.
        texts: thing, property (in ``NAMES``), string, language, source.
        facts: thing, property (in ``FACT_NAMES``), string, language, source, and its turn, by
            which what a posting pays keeps together.
        links: thing, relation (in ``RELATION_NAMES``), thing, source.
        weighed: thing, thing, source, of what sources weigh.
        weights: importance and level in the rows of ``weighed``, NaN where there is none.
        alternatives: thing, thing, requirement (a number), source: what of several is enough.
        level_words: thing, thing, word (a place in ``LEVEL_WORDS``), source.
    """

    things: Texts
    sources: list[str]
    titles: dict[str, str]
    tags: list[str]
    strings: Texts
    types: Ints
    texts: Ints
    facts: Ints
    links: Ints
    weighed: Ints
    weights: Floats
    alternatives: Ints
    level_words: Ints


def last_part(iri: str) -> str:
    """Return the words at the end of an IRI, by which a thing goes that nobody names."""
    return iri.rstrip("/").replace("#", "/").rpartition("/")[2].replace("-", " ")


def familiarity(iri: str) -> tuple[bool, str]:
    """Return the sort key by which the first of some IRIs is the one a thing goes under."""
    return (not iri.startswith(ID_BASE), iri)


class _Numbers(dict[str, int]):
    """Numbers names in the order in which they come."""

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self)
        return number

    def places(self, order: Iterable[str]) -> Ints:
        """Return for each number the place of its name in another order of the names."""
        place = np.empty(len(self), dtype=np.int32)
        place[[self[name] for name in order]] = np.arange(len(self))
        return place


@kept_on_disk(Statements)
def all_statements(graph: Dataset) -> Statements:
    """Return the statements of a whole graph, kept in its store."""
    return read_statements(graph)


def read_statements(
    graph: Dataset,
    about: Collection[str] | None = None,
    parts: Collection[str] | None = None,
) -> Statements:
    """Read from a graph the statements that a network is made of.

    Args:
        graph: a dataset as ``open_graph`` gives it.
        about: as for ``project``.
        parts: as for ``project``.
    """

    def wanted(part: str) -> bool:
        return parts is None or part in parts

    core, near, around = (None,) * 3 if about is None else _around(graph, about)
    ask = partial(_ask, graph, around)
    things, sources, strings, tags = _Numbers(), _Numbers(), _Numbers(), _Numbers()

    kind_of_class = {kind.iri: place for place, kind in enumerate(KINDS.values())}
    types = [
        (things[thing], kind_of_class[class_], sources[source])
        for thing, class_, source in ask(_TYPES, {"class": kind_of_class})
        if source != ONTOLOGY
    ]

    relation_of = {each.iri: each.name for each in RELATIONS.values() if wanted(each.name)}
    relation_of |= {_EXACT: "exactMatch", _DIFFERENT: "differentFrom"}
    number_of = {iri: RELATION_NAMES.index(name) for iri, name in relation_of.items()}
    links = [
        (things[subject], number_of[relation], things[target], sources[source])
        for subject, relation, target, source in _links(graph, core, around, relation_of)
        if source != ONTOLOGY and subject in things and target in things
    ]

    named = {f"{SKOS}{name}": place for place, name in enumerate(NAMES)}
    said = chain(
        _ask(graph, core, _TEXTS, {"property": [SKOS.altLabel]}),
        _ask(graph, near, _TEXTS, {"property": [SKOS.definition]}) if wanted("definition") else (),
        ask(_TEXTS, {"property": [SKOS.prefLabel]}),
    )
    texts = [
        (things[thing], named[property_], strings[text], tags[tag or ""], sources[source])
        for thing, property_, text, tag, source in said
        if source != ONTOLOGY and thing in things
    ]
    if about is None and wanted("task"):
        texts += [
            (things[thing], NAMES.index("task"), strings[text], tags[tag or ""], sources[source])
            for thing, text, tag, source in _ask(graph, None, _TASKS)
            if thing in things
        ]

    facts: list[tuple[int, ...]] = []
    if wanted("facts"):
        fact_of = {iri: place for place, iri in enumerate(FACTS.values())}
        facts = [
            (
                things[thing],
                fact_of[property_],
                strings[last_part(text) if tag is None else text],  # what is an IRI has no tag
                tags[tag or ""],
                sources[source],
                0,
            )
            for thing, property_, text, tag, source in ask(_FACTS, {"property": fact_of})
            if source != ONTOLOGY and thing in things
        ]
        pay = sorted(ask(_PAY), key=lambda row: [text or "" for text in row])
        facts += [
            (things[posting], len(FACTS) + place, strings[text], tags[""], sources[source], turn)
            for turn, (posting, *amounts, source) in enumerate(pay, 1)
            if source != ONTOLOGY and posting in things
            for place, text in enumerate(amounts)
            if text is not None and (PAY[place] not in NUMERIC or isfinite(number(text)))
        ]

    def requirements(query: str) -> Iterator[tuple[str, ...]]:
        if any(map(wanted, REQUIREMENTS)):
            for row in _both_ways(graph, core, query):
                if row[-1] != ONTOLOGY and row[0] in things and row[1] in things:
                    yield row

    weighed, amounts = [], []
    for role, thing, importance, level, source in requirements(_WEIGHTS):
        weighed.append((things[role], things[thing], sources[source]))
        amounts.append((number(importance), number(level)))
    numbers = _Numbers()
    alternatives = {
        (things[role], things[thing], numbers[requirement], sources[source])
        for role, thing, requirement, source in requirements(_ALTERNATIVES)
    }
    level_words = [
        (things[role], things[thing], LEVEL_WORDS.index(word), sources[source])
        for role, thing, word, source in requirements(_LEVEL_WORDS)
        if word in LEVEL_WORDS
    ]

    familiar, publishers, in_order = (
        sorted(things, key=familiarity),
        sorted(sources),
        sorted(strings),
    )
    place = things.places(familiar)
    by, text_place = sources.places(publishers), strings.places(in_order)
    return Statements(
        things=Texts.of(familiar),
        sources=publishers,
        titles=dict(sorted((source, title) for source, title in _ask(graph, None, _TITLES))),
        tags=list(tags),
        strings=Texts.of(in_order),
        types=_rows(types, place, None, by),
        texts=_rows(texts, place, None, text_place, None, by),
        facts=_rows(facts, place, None, text_place, None, by, None),
        links=_rows(links, place, None, place, by),
        weighed=_rows(weighed, place, place, by),
        weights=np.array(amounts, dtype=np.float64).reshape(-1, 2),
        alternatives=_rows(sorted(alternatives), place, place, None, by),
        level_words=_rows(level_words, place, place, None, by),
    )


def _rows(rows: Sequence[tuple[int, ...]], *places: Ints | None) -> Ints:
    """Return rows as an array, the numbers in some columns replaced by places."""
    table = np.array(rows, dtype=np.int32).reshape(-1, len(places))
    for column, place in enumerate(places):
        if place is not None:
            table[:, column] = place[table[:, column]]
    return table


def number(text: str | None) -> float:
    """Return the number that a text says, NaN where it says none or an infinite one."""
    try:
        value = float(text or nan)
    except ValueError:
        return nan
    return value if isfinite(value) else nan


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
