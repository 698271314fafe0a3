"""Matches between things of different sources as SSSOM, the format of tables of mappings.

Matentzoglu et al.: A Simple Standard for Sharing Ontological Mappings (SSSOM), Database 2022.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Iterator

import pyoxigraph as ox
from rdflib import OWL, SKOS, Dataset

from careergraph.errors import UsageError
from careergraph.store.dataset import native_store
from careergraph.store.union import sourced
from careergraph.vocabulary import CG, PREFIXES, SOURCE_BASE

_FOUND = f"{SOURCE_BASE}matches"  # the source of those that ``load`` finds by names
_PREDICATES = (
    SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch,
    OWL.differentFrom,
)  # fmt: skip
_COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id",
    "object_label", "mapping_justification", "mapping_source", "comment",
)  # fmt: skip
_BEFORE = {
    "owl": str(OWL),
    "semapv": "https://w3id.org/semapv/vocab/",
    "onet": "https://data.onetcenter.org/",
    "occupation": "http://data.europa.eu/esco/occupation/",
    "escoskill": "http://data.europa.eu/esco/skill/",
    "isco": "http://data.europa.eu/esco/isco/",
}


def export_sssom(graph: Dataset, among: Container[str] | None = None) -> bytes:
    """Return the matches that a graph states or was found to hold, a row each.

    That two things are not one (owl:differentFrom) is said as "Not" skos:exactMatch.

    Args:
        graph: any that is not at a remote endpoint.
        among: only matches of these things (IRIs); None for all.

    Raises:
        UsageError: the graph is at a remote endpoint.
    """
    store = native_store(graph)
    if store is None:
        raise UsageError(
            "The matches of a remote graph are not copied; ask for them with SPARQL instead."
        )
    prefixes = PREFIXES | _BEFORE
    used: set[str] = {"semapv"}

    def curie(iri: str) -> str:
        known = [name for name, start in prefixes.items() if iri.startswith(start) and iri != start]
        if not known:
            start = re.split(r"[^/#]*$", iri)[0]
            prefixes[f"ns{len(prefixes)}"] = start
            known = [f"ns{len(prefixes) - 1}"]
        best = max(known, key=lambda name: len(prefixes[name]))
        used.add(best)
        return f"{best}:{iri.removeprefix(prefixes[best])}"

    rows = sorted(
        {row for row in _rows(store) if among is None or row[0] in among or row[4] in among}
    )
    lines = [
        (curie(one), label, curie(predicate), modifier, curie(other), other_label,
         f"semapv:{how}", curie(source), comment)
        for one, label, predicate, modifier, other, other_label, how, source, comment in rows
    ]  # fmt: skip
    out = io.StringIO()
    out.write("#curie_map:\n")
    for name in sorted(used):
        out.write(f"#  {name}: {prefixes[name]}\n")
    out.write("#license: https://w3id.org/sssom/license/unspecified\n")
    out.write("#mapping_set_id: https://w3id.org/careergraph/mappings\n")
    out.write("#mapping_set_title: Matches of a graph of careers\n")
    table = csv.writer(out, delimiter="\t", lineterminator="\n")
    table.writerow(_COLUMNS)
    table.writerows(lines)
    return out.getvalue().encode()


def _rows(store: ox.Store) -> Iterator[tuple[str, ...]]:
    why = {
        tuple(_object(store, quad.subject, part) for part in ("from", "to")): quad.object.value
        for quad in sourced(store, None, ox.NamedNode(str(CG.matchedBy)))
        if isinstance(quad.object, ox.Literal)
    }
    for predicate in _PREDICATES:
        for quad in sourced(store, None, ox.NamedNode(str(predicate))):
            one, other, source = quad.subject, quad.object, quad.graph_name
            if not (
                isinstance(one, ox.NamedNode)
                and isinstance(other, ox.NamedNode)
                and isinstance(source, ox.NamedNode)
            ):
                continue
            found = source.value == _FOUND
            apart = predicate == OWL.differentFrom
            yield (
                one.value,
                _label(store, one),
                str(SKOS.exactMatch if apart else predicate),
                "Not" if apart else "",
                other.value,
                _label(store, other),
                "LexicalMatching" if found else "ManualMappingCuration",
                source.value,
                why.get((one.value, other.value), ""),
            )


def _object(store: ox.Store, subject: object, name: str) -> str:
    objects = (quad.object for quad in sourced(store, subject, ox.NamedNode(f"{CG._NS}{name}")))
    return next((value.value for value in objects if isinstance(value, ox.NamedNode)), "")


def _label(store: ox.Store, thing: ox.NamedNode) -> str:
    """Return the name of a thing, in English where there is one."""
    names = [
        (quad.object.language != "en", quad.object.value)
        for quad in sourced(store, thing, ox.NamedNode(str(SKOS.prefLabel)))
        if isinstance(quad.object, ox.Literal)
    ]
    return min(names)[1] if names else ""
