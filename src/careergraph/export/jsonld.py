"""A graph as JSON-LD for people and programs that know no RDF: short names, one object a thing.

The context comes along, so that nothing is fetched. Each source is an object with the things that
it describes; what a role takes of each thing, as importance and level, stands within the role.

W3C Recommendations: JSON-LD 1.1, and JSON-LD 1.1 Framing, for the idea of a frame, 16 July 2020.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox
from rdflib.namespace import RDF, SKOS, XSD

from careergraph.vocabulary import CG, FACTS, KINDS, PREFIXES, RELATIONS

_NAMES = {
    "label": str(SKOS.prefLabel),
    "aliases": str(SKOS.altLabel),
    "definition": str(SKOS.definition),
}
_LINKS = {relation.name: relation.iri for relation in RELATIONS.values()} | {
    "exactMatch": str(SKOS.exactMatch),
    "inScheme": str(SKOS.inScheme),
    "hasTask": str(CG.hasTask),
    "requires": str(CG.requires),
    "oneOf": str(CG.oneOf),
}
_VALUES = {name: iri for name, iri in FACTS.items() if name not in _LINKS} | {
    "importance": str(CG.importance),
    "level": str(CG.level),
    "levelWord": str(CG.levelWord),
    "notation": str(SKOS.notation),
}
_CLASSES = {
    iri.rpartition("#")[2] or iri: iri
    for iri in (*(kind.iri for kind in KINDS.values()), str(CG.Requirement), str(CG.Source))
    if iri.startswith(str(CG._NS))
}

CONTEXT: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    **PREFIXES,
    **_CLASSES,
    **{name: {"@id": iri, "@container": "@language"} for name, iri in _NAMES.items()},
    **{name: {"@id": iri, "@type": "@id"} for name, iri in _LINKS.items()},
    **{name: {"@id": iri} for name, iri in _VALUES.items()},
    "requirements": {"@reverse": str(CG.role)},
}
"""What the short names stand for."""

_TERMS = {iri: name for names in (_NAMES, _LINKS, _VALUES) for name, iri in names.items()}
_CLASS_TERMS = {iri: name for name, iri in _CLASSES.items()}
_TYPE, _ROLE, _REQUIREMENT = str(RDF.type), str(CG.role), str(CG.Requirement)
_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}")

_Said = dict[str, list[Any]]  # what is said of a thing: property → values


def to_jsonld(quads: Iterable[ox.Quad]) -> bytes:
    """Return statements as JSON-LD, the same statements always as the same bytes."""
    graphs: dict[str, dict[str, _Said]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for quad in sorted(quads, key=str):
        graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else _iri(quad.graph_name)
        graphs[graph][_iri(quad.subject)][quad.predicate.value].append(quad.object)
    parts: list[Any] = []
    for graph, things in graphs.items():
        objects = _objects(things)
        parts += [{"id": _short(graph), "@graph": objects}] if graph else objects
    document = {"@context": CONTEXT, "@graph": parts}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _objects(things: dict[str, _Said]) -> list[dict[str, Any]]:
    """Return the things of one source as objects, the requirements of a role within it."""
    objects = {iri: {"id": _short(iri), **_object(said)} for iri, said in things.items()}
    for iri, said in things.items():
        roles = [_iri(role) for role in said.get(_ROLE, ()) if not isinstance(role, ox.Literal)]
        is_requirement = any(_iri(kind) == _REQUIREMENT for kind in said.get(_TYPE, ()))
        if is_requirement and len(said[_ROLE]) == len(roles) == 1 and roles[0] in objects:
            if _ROLE in things[roles[0]]:
                continue  # it is a requirement itself: a circle of them has no outermost one
            nested = objects.pop(iri)
            del nested[_short(_ROLE)]
            objects[roles[0]].setdefault("requirements", []).append(nested)
    return list(objects.values())


def _object(said: _Said) -> dict[str, Any]:
    about: dict[str, Any] = {}
    for property_, values in said.items():
        if property_ == _TYPE:
            kinds = [_CLASS_TERMS.get(_iri(kind), _short(_iri(kind))) for kind in values]
            about["type"] = _one(kinds)
            continue
        term = _TERMS.get(property_, "")
        for value in values:
            if term in _NAMES and isinstance(value, ox.Literal) and value.language:
                about.setdefault(term, {}).setdefault(value.language, []).append(value.value)
            elif term in _LINKS and not isinstance(value, ox.Literal):
                about.setdefault(term, []).append(_short(_iri(value)))
            elif term in _VALUES:
                about.setdefault(term, []).append(_value(value))
            else:
                about.setdefault(_short(property_), []).append(_value(value))
    return {
        name: {tag: _one(texts) for tag, texts in values.items()}
        if isinstance(values, dict)
        else _one(values)
        for name, values in about.items()
    }


def _one(values: Any) -> Any:
    return values[0] if isinstance(values, list) and len(values) == 1 else values


def _value(value: Any) -> Any:
    if not isinstance(value, ox.Literal):
        return {"id": _short(_iri(value))}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    datatype = value.datatype.value
    if datatype == str(XSD.string):
        return value.value
    if datatype == str(XSD.boolean) and value.value in {"true", "false"}:
        return value.value == "true"
    if datatype == str(XSD.integer) and _INTEGER.fullmatch(value.value):
        return int(value.value)
    return {"@value": value.value, "@type": _short(datatype)}


def _iri(node: Any) -> str:
    return f"_:{node.value}" if isinstance(node, ox.BlankNode) else str(node.value)


def _short(iri: str) -> str:
    """Return an IRI with one of the prefixes, or as it is."""
    for prefix, start in PREFIXES.items():
        if iri.startswith(start) and not iri.removeprefix(start).startswith("//"):
            return f"{prefix}:{iri.removeprefix(start)}"
    return iri
