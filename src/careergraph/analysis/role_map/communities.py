"""The map of all roles: which lie near which, the communities they form, and what joins these."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import networkx as nx
from rdflib import Graph

from careergraph.analysis.role_map.area_names import name_areas
from careergraph.analysis.similarity.scores import nearest_in_any_terms
from careergraph.analysis.similarity.vectors import MIN_THINGS, WORDS, RoleVectors, role_vectors
from careergraph.network.answers import Answer, ListAnswer
from careergraph.network.cache import kept_on_disk, kept_with
from careergraph.network.projection import Network, network_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

NEAREST = 8
"""To how many of its nearest roles a role is tied on the map."""

SEED = 7
"""Of Louvain's method, so that the same graph has the same communities every time."""

_RESOLUTIONS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
_LARGEST, _FEW, _MANY = 0.2, 25, 150  # a community of a larger part says little, if of more than a
# few; one of many says little in any case
_TOLD = 6  # things that are told of what sets a community apart
_BRIDGES = 12


@dataclass(frozen=True)
class Place(Answer):
    """A role of the map: the number of its community, and the roles most like it, nearest first.

    ``likeness`` tells how near each of the nearest is, 0 to 1, whatever terms it is described in.
    """

    iri: str
    label: str
    community: int
    nearest: tuple[str, ...]
    likeness: tuple[float, ...]


@dataclass(frozen=True)
class Distinction(Answer):
    """A thing that sets a community apart: how many of its roles have it, and how many of all."""

    iri: str
    label: str
    kind: str
    inside: int
    everywhere: int


@dataclass(frozen=True)
class Community(Answer):
    """Roles nearer to one another than to the rest, named after what most sets them apart."""

    number: int
    name: str
    roles: tuple[str, ...]
    because: tuple[Distinction, ...]


@dataclass(frozen=True)
class Bridge(Answer):
    """A role, skill or tool that joins communities.

    ``participation`` is the participation coefficient of Guimerà and Amaral (Nature 433, 2005): 0
    if all its ties stay in one community, near 1 if they are spread evenly over many. ``ties``
    gives by community, most first, how many of its ties lie there: of a role to its nearest roles,
    of a skill or tool to the roles that need it.
    """

    iri: str
    label: str
    kind: str
    participation: float
    ties: tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class RoleMap(ListAnswer):
    """The answer of ``role_map``.

    ``left_out`` counts the roles with too little data, and ``note`` says so in a sentence.
    """

    ROWS = "places"

    places: tuple[Place, ...]
    communities: tuple[Community, ...]
    roles_between: tuple[Bridge, ...]
    things_between: tuple[Bridge, ...]
    left_out: int
    note: str


def role_map(network: Network | Graph) -> RoleMap:
    """Group all roles by what they share; worked out once for each network.

    Roles are tied to their ``NEAREST`` nearest, in whatever terms these are described
    (``similarity.scores.nearest_in_any_terms``); communities are
    those of Louvain's method (Blondel et al., 2008) on these ties. Roles with too little data are
    left out. The same network gives the same map.
    """
    return _role_map(network_of(network))


@kept_with
def _role_map(network: Network) -> RoleMap:
    plain = _plain_map(network).answer
    bridges = {
        name: tuple(
            Bridge(**one | {"ties": tuple((area, count) for area, count in one["ties"])})
            for one in plain[name]
        )
        for name in ("roles_between", "things_between")
    }
    return RoleMap(
        places=tuple(
            Place(**one | {"nearest": tuple(one["nearest"]), "likeness": tuple(one["likeness"])})
            for one in plain["places"]
        ),
        communities=tuple(
            Community(
                **one
                | {
                    "roles": tuple(one["roles"]),
                    "because": tuple(Distinction(**telling) for telling in one["because"]),
                }
            )
            for one in plain["communities"]
        ),
        left_out=plain["left_out"],
        note=plain["note"],
        **bridges,
    )


@dataclass(frozen=True)
class _PlainMap:
    """A role map as plain values, which a store can keep."""

    answer: dict[str, Any]


@kept_on_disk(_PlainMap)
def _plain_map(network: Network) -> _PlainMap:
    with _uncollected():
        return _PlainMap(_make(network, role_vectors(network)).to_dict())


@contextmanager
def _uncollected() -> Iterator[None]:
    """Pause the search for circles of garbage: it would go through the whole network many times."""
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()


def _make(network: Network, vectors: RoleVectors) -> RoleMap:
    ties: nx.Graph[str] = nx.Graph()
    ties.add_nodes_from(vectors.roles)
    nearest: dict[str, tuple[tuple[str, float], ...]] = {}
    for row, neighbours in enumerate(nearest_in_any_terms(vectors, NEAREST)):
        role = vectors.roles[row]
        nearest[role] = tuple((vectors.roles[other], float(score)) for other, score in neighbours)
        ties.add_weighted_edges_from(
            (role, vectors.roles[other], score) for other, score in neighbours
        )
    groups = _communities(network, ties)
    community_of = {role: number for number, roles in enumerate(groups) for role in roles}
    held = _held(vectors, groups)
    names = name_areas(network, held.things, held.inside, groups)
    left = len(vectors.left_out)
    return RoleMap(
        places=tuple(
            Place(
                role,
                network.nodes[role]["label"],
                community_of[role],
                tuple(other for other, _ in near),
                tuple(score for _, score in near),
            )
            for role, near in nearest.items()
        ),
        communities=tuple(
            Community(number, name, tuple(roles), _distinctions(network, held, number, roles))
            for number, (name, roles) in enumerate(zip(names, groups, strict=True))
        ),
        roles_between=_roles_between(network, ties, community_of),
        things_between=_things_between(network, held, groups, _rated(vectors)),
        left_out=left,
        note=_note(left),
    )


def _note(left: int) -> str:
    if not left:
        return ""
    few = f"fewer than {MIN_THINGS} things on record"
    if left == 1:
        return f"1 role has {few} and is not on the map."
    return f"{left} roles have {few} and are not on the map."


def _communities(network: Network, ties: nx.Graph[str]) -> list[list[str]]:
    """Return the communities, largest first; roles by label."""
    if not ties:
        return []
    for resolution in _RESOLUTIONS:
        communities: list[set[str]] = nx.community.louvain_communities(
            ties, weight="weight", resolution=resolution, seed=SEED
        )
        if max(map(len, communities)) <= max(min(_LARGEST * len(ties), _MANY), _FEW):
            break

    def by_label(role: str) -> tuple[str, str]:
        return (network.nodes[role]["label"].casefold(), role)

    return sorted(
        (sorted(roles, key=by_label) for roles in communities),
        key=lambda roles: (-len(roles), by_label(roles[0])),
    )


@dataclass(frozen=True, eq=False)
class _Held:
    """How many roles of each community have what: a column for each thing, family and group.

    Only what several of all ``total`` roles have is counted.
    """

    things: Sequence[str]
    inside: Ints
    total: int

    @cached_property
    def everywhere(self) -> Ints:
        """Return the number of all roles that have each."""
        total: Ints = self.inside.sum(axis=0)
        return total


def _held(vectors: RoleVectors, groups: Sequence[Sequence[str]]) -> _Held:
    import numpy as np
    from scipy import sparse

    spans = [span for kind, span in vectors.spans.items() if kind not in WORDS]
    used = np.concatenate([np.arange(*span) for span in spans])
    # What one role alone has neither names a community nor joins two.
    frequency = np.bincount(vectors.matrix.indices, minlength=len(vectors.columns))
    used = used[frequency[used] > 1]
    names = [vectors.columns[column] for column in used.tolist()]
    things = list(dict.fromkeys(names))
    number = {thing: place for place, thing in enumerate(things)}
    has = sparse.csr_array(vectors.matrix[:, used] > 0, dtype=np.int64)
    # A thing that is also a family to others has two columns.
    merged = sparse.csr_array(
        (
            np.ones(len(names), dtype=np.int64),
            (np.arange(len(names)), [number[name] for name in names]),
        ),
        shape=(len(names), len(things)),
    )
    having = sparse.csr_array(has @ merged > 0, dtype=np.int64)
    rows = [[vectors.number[role] for role in roles] for roles in groups]
    inside = np.array([np.asarray(having[members].sum(axis=0)).ravel() for members in rows])
    return _Held(things, inside.reshape(len(groups), len(things)), len(vectors.roles))


def _distinctions(
    network: Network, held: _Held, number: int, roles: Sequence[str]
) -> tuple[Distinction, ...]:
    """List what having says most of belonging to a community (Kullback and Leibler, 1951)."""
    import numpy as np

    inside, everywhere, total = held.inside[number], held.everywhere, held.total
    share = inside / len(roles)
    telling = share * np.log(np.maximum(share, 1e-12) * total / np.maximum(everywhere, 1))
    telling[inside < min(2, len(roles))] = 0.0
    return tuple(
        Distinction(
            held.things[column],
            network.nodes[held.things[column]]["label"],
            network.nodes[held.things[column]]["kind"],
            int(inside[column]),
            int(everywhere[column]),
        )
        for column in np.argsort(-telling.round(9), kind="stable")[:_TOLD].tolist()
        if telling[column] > 0
    )


def participation(ties: Mapping[int, float]) -> float:
    """Return how evenly ties are spread over communities: 1 − Σ (ties there / all ties)².

    >>> participation({0: 4}), participation({0: 2, 1: 2})
    (0.0, 0.5)
    """
    total = sum(ties.values())
    return 1 - sum((part / total) ** 2 for part in ties.values()) if total else 0.0


def _roles_between(
    network: Network, ties: nx.Graph[str], community_of: Mapping[str, int]
) -> tuple[Bridge, ...]:
    bridges = [
        _bridge(network, role, Counter(community_of[other] for other in ties[role]))
        for role in ties
        if len(ties[role]) >= NEAREST
    ]
    return _most(bridges, [float(sum(count for _, count in bridge.ties)) for bridge in bridges])


def _rated(vectors: RoleVectors) -> frozenset[str]:
    """Return what nearly every role has, more or less of."""
    return frozenset(vectors.columns[slice(*vectors.spans["rating"])])


def _things_between(
    network: Network, held: _Held, groups: Sequence[Sequence[str]], rated: Collection[str]
) -> tuple[Bridge, ...]:
    """List the skills and tools at home in several communities and not simply everywhere.

    A thing is at home where at least two roles have it, and a larger share than of all roles. What
    is special comes before what is usual: that two areas share spreadsheets says little.
    """
    import numpy as np

    sizes = np.array([len(roles) for roles in groups])[:, None]
    home = (held.inside >= 2) & (held.inside / sizes > 1.5 * held.everywhere / max(held.total, 1))
    rarity = np.log(max(held.total, 1) / np.maximum(held.everywhere, 1))
    bridges, weights = [], []
    for column in np.flatnonzero(home.sum(axis=0) > 1).tolist():
        thing = held.things[column]
        if network.nodes[thing]["kind"] in {"skill", "tool"} and thing not in rated:
            at = np.flatnonzero(home[:, column]).tolist()
            ties = {number: int(held.inside[number, column]) for number in at}
            bridges.append(_bridge(network, thing, ties))
            weights.append(sum(ties.values()) ** 0.5 * float(rarity[column]))
    return _most(bridges, weights)


def _bridge(network: Network, iri: str, ties: Mapping[int, int]) -> Bridge:
    data = network.nodes[iri]
    most_first = tuple(sorted(ties.items(), key=lambda tie: (-tie[1], tie[0])))
    return Bridge(iri, data["label"], data["kind"], participation(ties), most_first)


def _most(bridges: Sequence[Bridge], weights: Sequence[float]) -> tuple[Bridge, ...]:
    """Return the first of those that join communities, by participation times weight."""

    def place(weighed: tuple[Bridge, float]) -> tuple[float, str, str]:
        bridge, weight = weighed
        return (-round(bridge.participation * weight, 9), bridge.label.casefold(), bridge.iri)

    joining = [each for each in zip(bridges, weights, strict=True) if len(each[0].ties) > 1]
    return tuple(bridge for bridge, _ in sorted(joining, key=place)[:_BRIDGES])
