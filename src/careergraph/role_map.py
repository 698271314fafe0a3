"""The map of all roles: which lie near which, the communities they form, and what joins these."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from weakref import WeakKeyDictionary

import networkx as nx

from careergraph.map_layout import place_roles
from careergraph.projection import Network
from careergraph.role_vectors import ENOUGH, RoleVectors, role_vectors, words_of
from careergraph.similarity import nearest_roles

NEAREST = 8
"""To how many of its nearest roles a role is tied on the map."""

SEED = 7
"""Of Louvain's method, so that the same graph has the same communities every time."""

_RESOLUTIONS = (1.0, 1.5, 2.0, 3.0)
_LARGEST, _FEW = 0.2, 25  # a community of more, in part and in number, says little of its roles
_NAMED_AFTER = frozenset({"skill", "group", "role"})  # a product says less to a stranger
_NAMES = 2  # things that name a community
_TOLD = 6  # things that are told of it
_BRIDGES = 12


@dataclass(frozen=True)
class Place:
    """Where a role lies: the middle of its point and label, ``x`` and ``y`` from 0 to 1.

    ``community`` is a number, ``nearest`` are the roles most like it, nearest first.
    """

    iri: str
    label: str
    x: float
    y: float
    community: int
    nearest: tuple[str, ...]


@dataclass(frozen=True)
class Distinction:
    """A thing that sets a community apart: how many of its roles have it, and how many of all."""

    iri: str
    label: str
    kind: str
    inside: int
    everywhere: int


@dataclass(frozen=True)
class Community:
    """Roles nearer to one another than to the rest, named after what most sets them apart."""

    number: int
    name: str
    roles: tuple[str, ...]
    because: tuple[Distinction, ...]


@dataclass(frozen=True)
class Bridge:
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


@dataclass(frozen=True)
class RoleMap:
    """The answer of ``role_map``.

    ``zoom`` is the zoom at which there is room for all labels; ``left_out`` counts the roles with
    too little data, and ``note`` says so in a sentence.
    """

    places: tuple[Place, ...]
    communities: tuple[Community, ...]
    roles_between: tuple[Bridge, ...]
    things_between: tuple[Bridge, ...]
    zoom: float
    left_out: int
    note: str

    def to_dict(self) -> dict[str, Any]:
        """Give the map as plain values, ready for JSON."""
        return asdict(self)


_MAPS: WeakKeyDictionary[Network, RoleMap] = WeakKeyDictionary()


def role_map(network: Network) -> RoleMap:
    """Place all roles by what they share, and group them; worked out once for each network.

    Roles are tied to their ``NEAREST`` nearest (``similarity.related_roles``); communities are
    those of Louvain's method (Blondel et al., 2008) on these ties; how roles are placed is told in
    ``map_layout``. Roles with too little data are left out. The same network gives the same map.
    """
    if network not in _MAPS:
        _MAPS[network] = _make(network, role_vectors(network))
    return _MAPS[network]


def _make(network: Network, vectors: RoleVectors) -> RoleMap:
    ties: nx.Graph[str] = nx.Graph()
    ties.add_nodes_from(vectors.roles)
    nearest: dict[str, tuple[str, ...]] = {}
    for row, found in enumerate(nearest_roles(vectors, NEAREST)):
        role = vectors.roles[row]
        nearest[role] = tuple(vectors.roles[other] for other, _ in found)
        ties.add_weighted_edges_from((role, vectors.roles[other], score) for other, score in found)
    groups = _communities(network, ties)
    community_of = {role: number for number, roles in enumerate(groups) for role in roles}
    at, zoom = place_roles(ties, [network.nodes[role]["label"] for role in ties], community_of)
    left = len(vectors.left_out)
    return RoleMap(
        places=tuple(
            Place(role, network.nodes[role]["label"], x, y, community_of[role], nearest[role])
            for role, (x, y) in at.items()
        ),
        communities=_named(network, vectors, groups),
        roles_between=_roles_between(network, ties, community_of),
        things_between=_things_between(network, vectors, community_of),
        zoom=zoom,
        left_out=left,
        note=_note(left),
    )


def _note(left: int) -> str:
    if not left:
        return ""
    few = f"fewer than {ENOUGH} things on record"
    if left == 1:
        return f"1 role has {few} and is not on the map."
    return f"{left} roles have {few} and are not on the map."


def _communities(network: Network, ties: nx.Graph[str]) -> list[list[str]]:
    """Give the communities, largest first; roles by label."""
    if not ties:
        return []
    for resolution in _RESOLUTIONS:
        found: list[set[str]] = nx.community.louvain_communities(
            ties, weight="weight", resolution=resolution, seed=SEED
        )
        if max(map(len, found)) <= max(_LARGEST * len(ties), _FEW):
            break

    def by_label(role: str) -> tuple[str, str]:
        return (network.nodes[role]["label"].casefold(), role)

    return sorted(
        (sorted(roles, key=by_label) for roles in found),
        key=lambda roles: (-len(roles), by_label(roles[0])),
    )


def _holdings(network: Network, vectors: RoleVectors) -> dict[str, list[str]]:
    """Give, for each thing, family and group, the roles that have it."""
    words = {column for kind in ("work", "names") for column in range(*vectors.spans[kind])}
    holders: dict[str, set[str]] = defaultdict(set)
    matrix = vectors.matrix.tocoo()
    for row, column in zip(matrix.row.tolist(), matrix.col.tolist(), strict=True):
        if column not in words:
            holders[vectors.columns[column]].add(vectors.roles[row])
    return {thing: sorted(holders[thing]) for thing in sorted(holders)}


def _named(
    network: Network, vectors: RoleVectors, groups: Sequence[Sequence[str]]
) -> tuple[Community, ...]:
    holders = _holdings(network, vectors)
    total = len(vectors.roles)
    community_of = {role: number for number, roles in enumerate(groups) for role in roles}
    inside: list[Counter[str]] = [Counter() for _ in groups]
    for thing, roles in holders.items():
        for role in roles:
            inside[community_of[role]][thing] += 1
    taken: set[str] = set()
    communities = []
    for number, members in enumerate(groups):

        def telling(thing: str, number: int = number, size: int = len(members)) -> float:
            """Give what having the thing says of belonging here (Kullback and Leibler, 1951)."""
            share = inside[number][thing] / size
            return share * math.log(share * total / len(holders[thing]))

        best = sorted(inside[number], key=lambda thing: (-round(telling(thing), 9), thing))
        told = tuple(
            Distinction(
                thing,
                network.nodes[thing]["label"],
                network.nodes[thing]["kind"],
                inside[number][thing],
                len(holders[thing]),
            )
            for thing in best
            if inside[number][thing] > 1 or len(members) == 1
        )
        name = _name(told, taken) or f"Community {number + 1}"
        taken.add(name)
        communities.append(Community(number, name, tuple(members), told[:_TOLD]))
    return tuple(communities)


def _name(told: Sequence[Distinction], taken: Collection[str]) -> str:
    """Name a community after what distinguishes it most, and next to that what says more."""
    labels: list[str] = []
    said: set[str] = set()
    for each in told:
        words = {word for word in words_of(each.label) if len(word) > 3}
        if each.kind in _NAMED_AFTER and not words & said:
            labels.append(each.label[:1].upper() + each.label[1:])
            said |= words
    for count in range(_NAMES, max(len(labels), _NAMES) + 1):
        name = " · ".join(labels[:count])
        if name and name not in taken:
            return name
    return ""


def participation(ties: Mapping[int, float]) -> float:
    """Give how evenly ties are spread over communities: 1 − Σ (ties there / all ties)².

    >>> participation({0: 4}), participation({0: 2, 1: 2})
    (0.0, 0.5)
    """
    total = sum(ties.values())
    return 1 - sum((part / total) ** 2 for part in ties.values()) if total else 0.0


def _roles_between(
    network: Network, ties: nx.Graph[str], community_of: Mapping[str, int]
) -> tuple[Bridge, ...]:
    found = [
        _bridge(network, role, Counter(community_of[other] for other in ties[role]))
        for role in ties
        if len(ties[role]) >= NEAREST
    ]
    return _most(found, 1.0)


def _things_between(
    network: Network, vectors: RoleVectors, community_of: Mapping[str, int]
) -> tuple[Bridge, ...]:
    """List the skills and tools at home in several communities and not simply everywhere.

    A thing is at home where at least two roles need it, and a larger share than of all roles.
    """
    sizes = Counter(community_of.values())
    total = len(vectors.roles)
    found = []
    for thing, roles in _holdings(network, vectors).items():
        if network.nodes[thing]["kind"] not in {"skill", "tool"}:
            continue
        counts = Counter(community_of[role] for role in roles)
        home = {
            number: count
            for number, count in counts.items()
            if count >= 2 and count / sizes[number] > 1.5 * len(roles) / total
        }
        if len(home) > 1:
            found.append(_bridge(network, thing, home))
    return _most(found, 0.5)


def _bridge(network: Network, iri: str, ties: Mapping[int, int]) -> Bridge:
    data = network.nodes[iri]
    most_first = tuple(sorted(ties.items(), key=lambda tie: (-tie[1], tie[0])))
    return Bridge(iri, data["label"], data["kind"], participation(ties), most_first)


def _most(bridges: Iterable[Bridge], power: float) -> tuple[Bridge, ...]:
    """Give the first bridges by participation and, so far as it counts, number of ties."""

    def place(bridge: Bridge) -> tuple[float, str, str]:
        ties = sum(count for _, count in bridge.ties)
        return (-round(bridge.participation * ties**power, 9), bridge.label.casefold(), bridge.iri)

    return tuple(sorted((each for each in bridges if len(each.ties) > 1), key=place)[:_BRIDGES])
