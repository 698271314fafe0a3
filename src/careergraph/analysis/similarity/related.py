"""Which roles are like this one, by several measures, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rdflib import Graph

from careergraph.analysis.similarity.direction import Sign, leanings, signs, with_the_stream
from careergraph.analysis.similarity.explanation import (
    Part,
    Reason,
    cosine_reasons,
    entries,
    thing_reasons,
)
from careergraph.analysis.similarity.scores import held, likenesses
from careergraph.analysis.similarity.vectors import MIN_THINGS, RoleVectors, role_vectors
from careergraph.errors import UsageError
from careergraph.network.answers import Answer, ListAnswer, Ref
from careergraph.network.lookup import Thing, iri_of
from careergraph.network.projection import Network, network_of
from careergraph.vocabulary import REQUIREMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

Measure = Literal["cosine", "jaccard", "coverage", "move"]
Direction = Literal["to", "from"]

MEASURES: dict[str, str] = {
    "cosine": "all that is known of both, what few roles have counting most",
    "jaccard": "the part of all their things that both have",
    "coverage": "how much of what one takes the other already has",
    "move": "who can come to do whose job: how alike they are, less where people move the other "
    "way",
}
"""The measures of likeness, in words."""

_DIRECTED = ("coverage", "move")

FAR = 0.25
"""Measures disagree on a role that one puts among the first k, another outside of these and of the
nearest quarter of all roles."""


@dataclass(frozen=True)
class Rank(Answer):
    """What another measure says of a role: its score, and its place (1 is nearest) among all."""

    score: float
    rank: int


@dataclass(frozen=True)
class RelatedRole(Answer):
    """A role like the one asked for.

    Attributes:
        iri: the role.
        label: its name.
        score: 0 to 1 by the measure asked for.
        shared: how many things both roles take.
        union: how many things either takes.
        because: all that adds to the score, things before words, of each the most first; the shares
            sum to the score.
        parts: the same by kind of evidence.
        measures: score and place by every measure.
        disagree: whether a measure puts it far from where the one asked for does, see ``FAR``.
        way: what tells which way people move between the two, the strongest sign first.
    """

    iri: str
    label: str
    score: float
    shared: int
    union: int
    because: tuple[Reason, ...]
    parts: tuple[Part, ...]
    measures: dict[str, Rank]
    disagree: bool
    way: tuple[Sign, ...]


@dataclass(frozen=True)
class Related(ListAnswer):
    """The answer of ``related_roles``: the nearest roles, nearest first.

    ``left_out`` counts the roles with too little data to be ranked; ``enough_data`` is False where
    the role asked for is one of them, and then nothing is ranked; ``note`` says so in a sentence.
    """

    ROWS = "related"

    role: Ref
    related: tuple[RelatedRole, ...]
    measure: str
    direction: str | None
    ranked: int
    left_out: int
    enough_data: bool
    note: str


def related_roles(
    network: Network | Graph,
    role: Thing,
    k: int = 10,
    measure: Measure = "cosine",
    direction: Direction | None = None,
) -> Related:
    """Find the roles most like one.

    ``cosine``, the default, is the mean of the cosines of the kinds of evidence, weighed by
    ``RoleVectors.weights``, over the kinds of which at least one of the two roles has something.
    What both roles have weighs the same in both, the geometric mean of its two values, so that a
    thing that two roles come to share never lowers their score, be it ever so important to one and
    hardly to the other (what Tversky, 1977, asks of a likeness); where values are equal this is
    the plain cosine. ``jaccard`` (Jaccard, 1901) is the number of shared things by the number of
    all. ``coverage`` is asymmetric: the part of what one role takes that the other has, each thing
    weighed by its importance and rarity and counted as far as the level reaches, in the manner of
    the skill-set similarity of Dawson, Williams and Rizoiu (PLOS ONE, 2021); a thing that both come
    to have lowers it only where the level falls short.

    Args:
        network: as ``project`` gives it.
        role: a name, an IRI, or what another function returned.
        k: the number of roles at the most.
        measure: what the roles are ranked by.
        direction: for ``coverage``: "to" (the default) asks what of the other role this one has
            already, "from" what of this role the other has. For ``move``: "to" (the default) asks
            where people of this role can go, "from" where they can come from.

    Returns:
        Roles with a score above 0; those of equal score by label, then by IRI. A role of another
        source that stands for nearly the same job may be among them, the role itself never.

    Raises:
        NotFoundError: and others, as ``find`` does, where no role goes by the name.
        UsageError: k is below 1, the measure unknown, or a direction given for a symmetric one.
    """
    if k < 1:
        raise UsageError(f"The number of related roles is 1 or more, not {k}.")
    if measure not in MEASURES:
        raise UsageError(f"There is no measure “{measure}”; choose {', '.join(MEASURES)}.")
    if direction not in (None, "to", "from"):
        raise UsageError(f"The direction is to or from, not “{direction}”.")
    if direction and measure not in _DIRECTED:
        raise UsageError(f"The measure {measure} has no direction; choose coverage or move.")
    network = network_of(network)
    iri = iri_of(network, role, "role")
    vectors = role_vectors(network)
    label = network.nodes[iri]["label"]
    row = vectors.number.get(iri)
    if measure in _DIRECTED:
        direction = direction or "to"
    best = () if row is None else _related(network, vectors, row, k, measure, direction)
    return Related(
        role=Ref(iri, label, "role"),
        related=best,
        measure=measure,
        direction=direction,
        ranked=len(vectors.roles) - (row is not None),
        left_out=len(vectors.left_out) - (row is None),
        enough_data=row is not None,
        note=_note(vectors, label, row, len(best)),
    )


def related_query(role: str) -> str:
    """Return SPARQL that reproduces the counts; roles that are one are told apart, things not."""
    own = f"<{role}>"
    return f"""# What other roles share with this one, and how many things either takes.
# {_ONE}
SELECT ?other ?label ?shared (?mine + ?theirs - ?shared AS ?union) WHERE {{
  {{ SELECT ?other (COUNT(?has) AS ?theirs) (COUNT(?common) AS ?shared) WHERE {{
    {{ SELECT DISTINCT ?other ?has WHERE {{{_takes("?other", "?has")} }} }}
    OPTIONAL {{ SELECT DISTINCT ?has (?has AS ?common) WHERE {{{_takes(own, "?has")} }} }}
  }} GROUP BY ?other }}
  {{ SELECT (COUNT(DISTINCT ?own) AS ?mine) WHERE {{{_takes(own, "?own")} }} }}
  ?other skos:prefLabel ?label
  FILTER(LANG(?label) = "en" && ?shared > 0 && ?other != {own})
}} ORDER BY DESC(?shared) ?label"""


def ranked_query() -> str:
    """Return SPARQL that lists the roles with enough data; roles that are one are told apart."""
    return f"""# The roles with at least {MIN_THINGS} things on record, and how many each takes.
# {_ONE}
SELECT ?role ?label ?things WHERE {{
  {{ SELECT ?role (COUNT(DISTINCT ?has) AS ?things) WHERE {{{_takes("?role", "?has")} }}
    GROUP BY ?role HAVING (COUNT(DISTINCT ?has) >= {MIN_THINGS}) }}
  ?role a cg:Role ; skos:prefLabel ?label FILTER(LANG(?label) = "en")
}} ORDER BY ?label"""


_ONE = "A thing that two sources name apart and that is said to be one (?one) counts as one."
_RELATIONS = " ".join(f"cg:{name}" for name in REQUIREMENTS)


def _takes(role: str, thing: str) -> str:
    return f"""
    VALUES ?relation {{ {_RELATIONS} }} {role} ?relation ?named
    OPTIONAL {{ SELECT ?named (MAX(?same) AS ?one) WHERE {{
      ?named (skos:exactMatch|^skos:exactMatch)+ ?same }} GROUP BY ?named }}
    BIND(COALESCE(?one, ?named) AS {thing})"""


def _note(vectors: RoleVectors, label: str, row: int | None, found: int) -> str:
    few = f"fewer than {MIN_THINGS} things on record"
    if row is None:
        return f"{label} has {few}, too little to tell which roles are like it."
    left, said = len(vectors.left_out), ""
    if left:
        said = f"{left} roles have {few} and are left out."
        if left == 1:
            said = f"1 role has {few} and is left out."
    if not found:
        said = f"No role has anything that counts in common with {label}. {said}"
    return said.strip()


@dataclass(frozen=True, eq=False)
class RoleScores:
    """How one role compares with all, itself among them: an entry, or a row, for each.

    ``measures`` gives the scores by each measure, ``factors`` what makes up the cosine (see
    ``scores.cosines``), ``leaning`` which way people move (see ``direction.leanings``), ``onward``
    what part that leaves of the cosine, ``shared`` and ``union`` the number of things that both or
    either takes.
    """

    measures: dict[str, Floats]
    factors: Floats
    leaning: Floats
    onward: Floats
    shared: Ints
    union: Ints


def role_scores(network: Network, vectors: RoleVectors, row: int, direction: str) -> RoleScores:
    """Return how one role, by its row, compares with all, looking to them or from them."""
    import numpy as np

    things, levels, count = vectors.things, vectors.levels, len(vectors.roles)
    own = slice(things.indptr[row], things.indptr[row + 1])
    at, lengths = held(vectors.holders, things.indices[own])
    rows, places = vectors.holders.indices[at], vectors.holders.data[at]
    reach = levels.data[places] / np.repeat(levels.data[own], lengths)
    of_this = np.bincount(rows, np.repeat(things.data[own], lengths) * np.minimum(reach, 1), count)
    of_other = np.bincount(rows, things.data[places] * np.minimum(1 / reach, 1), count)
    part_of_this, part_of_other = of_this / vectors.whole[row], of_other / vectors.whole
    shared, counts = np.bincount(rows, minlength=count), np.diff(things.indptr)
    union = counts + counts[row] - shared

    leaning = leanings(network, vectors, row, part_of_other - part_of_this)
    total = leaning.sum(axis=1)
    onward = with_the_stream(total if direction == "to" else -total)
    cosine, factors = likenesses(vectors, row)
    measures = {
        "cosine": cosine,
        "jaccard": shared / union,
        "coverage": part_of_other if direction == "to" else part_of_this,
        "move": cosine * onward,
    }
    return RoleScores(measures, factors, leaning, onward, shared, union)


def _nearest(network: Network, vectors: RoleVectors, scores: Floats, row: int, k: int) -> list[int]:
    import numpy as np

    # Rounded, so that sums taken in another order do not break what is a tie.
    order = np.round(scores, 9)
    order[row] = 0.0
    least = np.partition(order, -k)[-k] if k < len(order) else 0.0
    candidates = np.flatnonzero((order >= least) & (order > 0)).tolist()

    def place(other: int) -> tuple[float, str, str]:
        iri = vectors.roles[other]
        return (-float(order[other]), network.nodes[iri]["label"].casefold(), iri)

    return sorted(candidates, key=place)[:k]


def _related(
    network: Network,
    vectors: RoleVectors,
    row: int,
    k: int,
    measure: str,
    direction: Direction | None,
) -> tuple[RelatedRole, ...]:
    found = role_scores(network, vectors, row, direction or "to")
    others = _nearest(network, vectors, found.measures[measure], row, k)
    because = _because(network, vectors, row, others, found, measure, direction)
    standings = {name: _standings(scores, row, others) for name, scores in found.measures.items()}
    far = max(k, FAR * (len(vectors.roles) - 1))
    related = []
    for place, (other, (reasons, parts)) in enumerate(zip(others, because, strict=True)):
        measures = {name: of_all[place] for name, of_all in standings.items()}
        related.append(
            RelatedRole(
                iri=vectors.roles[other],
                label=network.nodes[vectors.roles[other]]["label"],
                score=measures[measure].score,
                shared=int(found.shared[other]),
                union=int(found.union[other]),
                because=reasons,
                parts=parts,
                measures=measures,
                disagree=max(standing.rank for standing in measures.values()) > far,
                way=signs(found.leaning[other]),
            )
        )
    return tuple(related)


def _because(
    network: Network,
    vectors: RoleVectors,
    row: int,
    others: Sequence[int],
    found: RoleScores,
    measure: str,
    direction: str | None,
) -> list[tuple[tuple[Reason, ...], tuple[Part, ...]]]:
    """Return why a role is like each of some others, by the measure asked for."""
    if measure in {"cosine", "move"}:
        factors = found.factors
        if measure == "move":
            factors = factors * found.onward[:, None]
        return cosine_reasons(vectors, row, others, factors)
    said = []
    for other in others:
        if measure == "coverage":
            asks, has = (other, row) if direction == "to" else (row, other)
            shares = _coverage_shares(vectors, asks, has)
        else:
            one, two = (entries(vectors.things, each).keys() for each in (row, other))
            even = 1 / int(found.union[other])
            shares = {vectors.thing_names[thing]: even for thing in sorted(one & two)}
        said.append(thing_reasons(network, vectors, row, other, shares))
    return said


def _standings(scores: Floats, row: int, others: Sequence[int]) -> list[Rank]:
    theirs = scores[others]
    nearer = scores > theirs[:, None] + 1e-9
    ranks = 1 + nearer.sum(axis=1) - nearer[:, row]
    return [Rank(*each) for each in zip(theirs.tolist(), ranks.tolist(), strict=True)]


def _coverage_shares(vectors: RoleVectors, asks: int, has: int) -> dict[str, float]:
    weight = entries(vectors.things, asks)
    wanted, reached = entries(vectors.levels, asks), entries(vectors.levels, has)
    whole = float(vectors.whole[asks])
    return {
        vectors.thing_names[thing]: weight[thing] * min(reached[thing] / wanted[thing], 1) / whole
        for thing in sorted(wanted.keys() & reached.keys())
    }
