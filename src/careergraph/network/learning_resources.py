"""Where a skill or tool can be learnt, as sources name it: ``schema:LearningResource``.

A resource is tied to what it teaches by ``schema:teaches``; ``schema:Course``, which is one, counts
as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import Dataset, URIRef

from careergraph.network.answers import Answer
from careergraph.store.dataset import rows
from careergraph.vocabulary import ID_BASE

_QUERY = """SELECT DISTINCT ?thing ?resource ?name ?url ?source WHERE {{
  VALUES ?thing {{ {things} }}
  GRAPH ?source {{
    ?resource schema:teaches ?thing ; a ?class
    VALUES ?class {{ schema:LearningResource schema:Course }}
    OPTIONAL {{ ?resource schema:name|skos:prefLabel ?name }}
    OPTIONAL {{ ?resource schema:url ?url }} }} }}"""


@dataclass(frozen=True)
class LearningResource(Answer):
    """A course, a book or a page that teaches something; ``url`` is "" where no source gives it."""

    name: str
    url: str
    source: str


def learning_resources(
    graph: Dataset, things: Mapping[str, Sequence[str]]
) -> dict[str, tuple[LearningResource, ...]]:
    """Return where each of some things can be learnt, by name; things without are left out.

    Args:
        graph: a dataset as ``open_graph`` returns it.
        things: node → its IRIs (``iris`` of a node of a network).
    """
    node_of = {iri: node for node, iris in things.items() for iri in iris}
    if not node_of:
        return {}
    terms = " ".join(URIRef(iri).n3() for iri in sorted(node_of))
    resources: dict[str, dict[LearningResource, None]] = {}
    for thing, resource, name, url, source in rows(graph, _QUERY.format(things=terms)):
        # An IRI of our own names a resource and leads to no page.
        elsewhere = resource if resource and not resource.startswith(ID_BASE) else ""
        address = next((one for one in (url, elsewhere) if one and one.startswith("http")), "")
        one = LearningResource(name or address, address, source or "")
        if thing and one.name:
            resources.setdefault(node_of[thing], {})[one] = None
    return {
        node: tuple(sorted(found, key=lambda one: (one.name.casefold(), one.url, one.source)))
        for node, found in resources.items()
    }
