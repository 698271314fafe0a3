"""What a source says of roles, a statement a line, to be changed before it joins a graph."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib.namespace import RDF, SKOS

from careergraph.importers.source import term
from careergraph.importers.statements import Statements
from careergraph.loading.alignment import Alignment, align
from careergraph.network.answers import Answer
from careergraph.network.projection import Network, node_of
from careergraph.reading.documents import sentences
from careergraph.vocabulary import CG, KINDS, RELATIONS, REQUIREMENTS

USUAL: dict[str, str] = {
    "skill": "requiresSkill",
    "tool": "usesTool",
    "industry": "worksInIndustry",
    "degree": "requiresDegree",
    "experience": "requiresExperience",
    "responsibility": "hasResponsibility",
}
"""Kind of thing → the relation by which a role usually takes it."""

_BULLETS = " \t-–*•·▪"
_KIND_OF_CLASS = {kind.iri: kind.name for kind in KINDS.values()}
_NAME_OF_RELATION = {RELATIONS[name].iri: name for name in REQUIREMENTS}


@dataclass(frozen=True)
class Line(Answer):
    """One statement of a source: a role takes a thing.

    ``status`` is how the thing fits the graph ("same", "near" or "new", see ``alignment``), with
    ``other`` the label of the thing there; ``sentence`` is the place in the source's text that
    names it, "" where no sentence does.
    """

    role: str
    relation: str
    kind: str
    label: str
    status: str
    other: str
    sentence: str
    role_iri: str
    iri: str


@dataclass(frozen=True)
class Change:
    """What a person makes of a line: the role, the kind and the label that are meant."""

    role: str
    kind: str
    label: str


def statement_lines(triples: Iterable[ox.Triple], network: Network, text: str = "") -> list[Line]:
    """Return what a source says of roles, line by line, in its own order.

    Args:
        triples: as an importer yields them.
        network: of the graph that the source is to join.
        text: of the source, where it has running text; its sentences are looked through.
    """
    triples = list(triples)
    labels, kinds, aliases = _named(triples)
    fit: dict[str, Alignment] = {}
    for one in align(network, triples):
        fit.setdefault(one.iri, one)
    spoken = [
        (one.strip(_BULLETS), _words(one))
        for row in text.splitlines()
        if row.strip()
        for one in sentences(row)
    ]
    lines = []
    for triple in triples:
        name = _NAME_OF_RELATION.get(triple.predicate.value)
        role, thing = triple.subject, triple.object
        if (
            name is None
            or not isinstance(role, ox.NamedNode)
            or not isinstance(thing, ox.NamedNode)
        ):
            continue
        fits = fit.get(thing.value)
        label, kind = _described(thing.value, name, labels, kinds, network)
        here = thing.value not in kinds and node_of(network, thing.value)
        lines.append(
            Line(
                role=_described(role.value, "role", labels, kinds, network)[0],
                relation=name,
                kind=kind,
                label=label,
                status="same" if here else fits.status if fits else "new",
                other=fits.other_label if fits else "",
                sentence=_sentence(spoken, [label, *aliases[thing.value]]),
                role_iri=role.value,
                iri=thing.value,
            )
        )
    return lines


def changed_triples(
    triples: Iterable[ox.Triple],
    lines: Sequence[Line],
    changes: Mapping[int, Change | None],
    source: str,
) -> Iterator[ox.Triple]:
    """Yield a source's statements as a person changed them.

    Args:
        triples: as an importer yields them.
        lines: as ``statement_lines`` returns them for these.
        changes: place in ``lines`` → what it is changed to, None for a line that is left out;
            places after the last line are added lines.
        source: the IRI of the source.
    """
    gone = {
        (lines[place].role_iri, _relation(lines[place].relation), lines[place].iri)
        for place in changes
        if place < len(lines)
    }
    weightless = {(role, thing) for role, _, thing in gone}
    triples = list(triples)
    weights = _requirements(triples, weightless)
    for triple in triples:
        said = triple.object.value if isinstance(triple.object, ox.NamedNode) else ""
        subject = triple.subject.value if isinstance(triple.subject, ox.NamedNode) else ""
        if (subject, triple.predicate.value, said) not in gone and subject not in weights:
            yield triple
    added = Statements(source)
    roles = {line.role: line.role_iri for line in lines}
    for place, change in changes.items():
        if change is None:
            continue
        known = roles.get(change.role, "")
        role = added.thing("role", change.role, known)
        before = lines[place] if place < len(lines) else None
        relation = before.relation if before and before.kind == change.kind else USUAL[change.kind]
        iri = (
            before.iri
            if before and (before.kind, before.label) == (change.kind, change.label)
            else ""
        )
        if role is not None:
            added.link(role, getattr(CG, relation), change.kind, change.label, iri)
    yield from added


def _named(
    triples: Iterable[ox.Triple],
) -> tuple[dict[str, str], dict[str, str], dict[str, list[str]]]:
    """Return the label, the kind and the other names of what the triples describe, by IRI."""
    labels: dict[str, str] = {}
    kinds: dict[str, str] = {}
    aliases: dict[str, list[str]] = defaultdict(list)
    type_, label, alias = str(RDF.type), str(SKOS.prefLabel), str(SKOS.altLabel)
    for triple in triples:
        thing, value = triple.subject, triple.object
        if not isinstance(thing, ox.NamedNode):
            continue
        property_ = triple.predicate.value
        if property_ == type_ and isinstance(value, ox.NamedNode):
            if kind := _KIND_OF_CLASS.get(value.value):
                kinds[thing.value] = kind
        elif property_ == label and isinstance(value, ox.Literal):
            if thing.value not in labels or (value.language or "en") == "en":
                labels[thing.value] = value.value
        elif property_ == alias and isinstance(value, ox.Literal):
            aliases[thing.value].append(value.value)
    return labels, kinds, aliases


def _described(
    iri: str, relation: str, labels: Mapping[str, str], kinds: Mapping[str, str], network: Network
) -> tuple[str, str]:
    """Return the label and the kind of a thing: as the source says, or the graph, or its IRI."""
    node = node_of(network, iri)
    usual = next((kind for kind, name in USUAL.items() if name == relation), "skill")
    if iri in labels:
        return labels[iri], kinds.get(iri, usual)
    if node is not None:
        return str(network.nodes[node]["label"]), str(network.nodes[node]["kind"])
    return re.split(r"[/#:]", iri.rstrip("/#"))[-1], usual


def _requirements(triples: Iterable[ox.Triple], pairs: set[tuple[str, str]]) -> set[str]:
    """Return the nodes that weigh any of these pairs of role and thing."""
    role_of: dict[str, str] = {}
    thing_of: dict[str, str] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode):
            if triple.predicate == term(CG.role):
                role_of[triple.subject.value] = triple.object.value
            elif triple.predicate == term(CG.requires):
                thing_of[triple.subject.value] = triple.object.value
    return {node for node, role in role_of.items() if (role, thing_of.get(node, "")) in pairs}


def _relation(name: str) -> str:
    return RELATIONS[name].iri


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w[\w+#.]*\w|\w", text.casefold()))


def _sentence(spoken: Sequence[tuple[str, set[str]]], names: Sequence[str]) -> str:
    """Return the first sentence that has a name, else all the words of one in another order."""
    for name in names:
        bare = name.casefold()
        bounded = re.compile(rf"(?<!\w){re.escape(bare)}(?!\w)")
        for sentence, _ in spoken:
            if bounded.search(sentence.casefold()):
                return sentence
    for name in names:
        wanted = _words(name)
        for sentence, words in spoken:
            if wanted and wanted <= words:
                return sentence
    return ""
