"""Terms of our vocabulary as people write them, and the right one where they slipped."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from careergraph.loading.bundled import bundled_folder
from careergraph.vocabulary import CG

_NAMESPACE = str(CG._NS)
_LIKE = 60
"""How alike, of 100, a name must be to be offered for another."""


@cache
def our_terms() -> frozenset[str]:
    """Return the names of all classes and properties of ``graph/ontology.ttl``."""
    quads = ox.parse(path=str(bundled_folder() / "ontology.ttl"))
    return frozenset(
        quad.subject.value.removeprefix(_NAMESPACE)
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(_NAMESPACE)
    )


@cache
def misspelt(iri: str) -> str:
    """Return what is wrong with a term that claims to be ours; "" where nothing is.

    >>> misspelt("https://w3id.org/careergraph/ontology#requiresSkil")
    'cg:requiresSkil is no term of careergraph; did you mean cg:requiresSkill?'
    """
    if not iri.startswith(_NAMESPACE):
        return ""
    name = iri.removeprefix(_NAMESPACE)
    if name in our_terms():
        return ""
    near = nearest(name, our_terms())
    hint = f"did you mean cg:{near}?" if near else "its terms stand in graph/ontology.ttl."
    return f"cg:{name} is no term of careergraph; {hint}"


def nearest(name: str, names: frozenset[str]) -> str:
    """Return the one of some names that is most like another; "" where none is alike."""
    from rapidfuzz import process, utils
    from rapidfuzz.distance import OSA

    best = process.extractOne(
        name,
        sorted(names),
        scorer=OSA.normalized_similarity,
        processor=utils.default_process,
        score_cutoff=_LIKE / 100,
    )
    return str(best[0]) if best else ""
