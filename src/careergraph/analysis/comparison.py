"""What two or more roles share, what sets them apart, and what comes near."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from statistics import fmean
from typing import Any

from rdflib import Graph

from careergraph.errors import UsageError
from careergraph.network.agreement import Agreement, agreement
from careergraph.network.answers import Answer, ListAnswer, Ref, ref
from careergraph.network.lookup import Thing, iri_of
from careergraph.network.projection import Network, network_of
from careergraph.vocabulary import ID_BASE, KINDS, REQUIREMENTS


@dataclass(frozen=True)
class Item(Answer):
    """A thing in an answer, with the relation by which each role has it and who says so.

    ``agreement`` is how many of the sources that describe each role say so.
    """

    iri: str
    label: str
    kind: str
    relations: dict[str, list[str]]
    sources: list[str]
    agreement: dict[str, Agreement]


@dataclass(frozen=True)
class Near(Answer):
    """Two things that are not the same and yet come close, and why."""

    a: Item
    b: Item
    why: str


@dataclass(frozen=True)
class Overlap(Answer):
    """How much is shared: ``shared`` of ``union`` things."""

    shared: int
    union: int

    @property
    def score(self) -> float | None:
        """Return the shared part of all things, 0 to 1 (Jaccard, 1901); None: no data, not 0."""
        return self.shared / self.union if self.union else None

    def to_dict(self) -> dict[str, float | int | None]:
        """Return the counts and the score as plain values."""
        return {"score": self.score, "shared": self.shared, "union": self.union}


@dataclass(frozen=True)
class Comparison(ListAnswer):
    """The answer of ``compare_roles``.

    ``shared`` is what all roles have, ``partial`` what some but not all have (with three roles or
    more), ``distinct`` what one role alone has, by its IRI. Every list is ordered by kind, then by
    how many of the sources say so, then by label. ``near`` pairs things of different roles, neither
    of them shared by all.
    """

    ROWS = "items"

    roles: tuple[Ref, ...]
    shared: tuple[Item, ...]
    distinct: dict[str, tuple[Item, ...]]
    partial: tuple[Item, ...]
    near: tuple[Near, ...]
    overall: Overlap
    by_kind: dict[str, Overlap]

    @property
    def items(self) -> tuple[Item, ...]:
        """Return every thing that any of the roles has, each once."""
        own = [item for items in self.distinct.values() for item in items]
        return tuple(sorted((*self.shared, *self.partial, *own), key=_reading_order))

    def _row(self, row: Item) -> dict[str, Any]:
        """Return a thing with a column for each role, which holds how the role has it."""
        how = {role.label: "; ".join(row.relations.get(role.iri, ())) for role in self.roles}
        return {"iri": row.iri, "label": row.label, "kind": row.kind, **how, "sources": row.sources}

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain values, ready for JSON."""
        plain = super().to_dict()
        by_kind, overall = plain.pop("by_kind"), plain.pop("overall")
        similarity = {"overall": overall.pop("score"), **overall, "by_kind": by_kind}
        return {**plain, "similarity": similarity}


def compare_roles(network: Network | Graph, *roles: Thing) -> Comparison:
    """Compare two or more roles by what they take.

    Args:
        network: as ``project`` gives it.
        roles: names, IRIs, or what other functions returned; their order decides only the order in
            the answer.

    Returns:
        What they share, what is each one's own, what some share, and what comes near.

    Raises:
        UsageError: fewer than two roles, or one twice.
        NotFoundError: and others, as ``find`` does, where no role goes by a name.

    Examples:
        >>> import networkx as nx
        >>> tiny = nx.MultiDiGraph()
        >>> for iri, kind in [("A", "role"), ("B", "role"), ("sql", "tool"), ("r", "tool")]:
        ...     tiny.add_node(iri, label=iri, kind=kind, sources=())
        >>> for role, tool in [("A", "sql"), ("B", "sql"), ("A", "r")]:
        ...     _ = tiny.add_edge(role, tool, key="usesTool", weight=1.0, sources=("me",))
        >>> found = compare_roles(tiny, "A", "B")
        >>> [item.label for item in found.shared], [item.label for item in found.distinct["A"]]
        (['sql'], ['r'])
        >>> found.overall
        Overlap(shared=1, union=2)
    """
    network = network_of(network)
    iris = [iri_of(network, role, "role") for role in roles]
    if len(set(iris)) < max(2, len(iris)):
        raise UsageError(
            "A comparison takes two different roles or more; name another role to compare with."
        )

    needs = {role: requirements(network, role) for role in iris}
    every = {iri for need in needs.values() for iri in need}
    holders = {iri: [role for role in iris if iri in needs[role]] for iri in every}
    items = sorted(
        (_item(network, iri, {role: needs[role][iri] for role in holders[iri]}) for iri in every),
        key=_reading_order,
    )
    shared = tuple(item for item in items if len(item.relations) == len(iris))
    return Comparison(
        roles=tuple(ref(network, role) for role in iris),
        shared=shared,
        distinct={
            role: tuple(item for item in items if list(item.relations) == [role]) for role in iris
        },
        partial=tuple(item for item in items if 1 < len(item.relations) < len(iris)),
        near=_near(network, [item for item in items if len(item.relations) < len(iris)]),
        overall=Overlap(len(shared), len(items)),
        by_kind={
            kind: Overlap(
                sum(item.kind == kind for item in shared), sum(item.kind == kind for item in items)
            )
            for kind in dict.fromkeys(item.kind for item in items)
        },
    )


def comparison_query(*roles: str) -> str:
    """Return the SPARQL that reproduces a comparison: each thing, and which roles have it how."""
    return f"""# What these roles share comes first, then what each has alone.
SELECT ?thing (MIN(?name) AS ?label) (COUNT(DISTINCT ?role) AS ?roles)
  (GROUP_CONCAT(DISTINCT ?statement; separator="; ") AS ?how)
  (GROUP_CONCAT(DISTINCT STR(?source); separator=" ") AS ?sources)
WHERE {{
  VALUES ?role {{ {" ".join(f"<{role}>" for role in roles)} }}
  VALUES ?relation {{ {" ".join(f"cg:{name}" for name in REQUIREMENTS)} }}
  # What several sources name apart and is one is counted as one, under its most familiar name.
  ?role (skos:exactMatch|^skos:exactMatch)* ?twin .
  GRAPH ?source {{ ?twin ?relation ?named }}
  ?named (skos:exactMatch|^skos:exactMatch)* ?thing .
  FILTER NOT EXISTS {{
    ?thing (skos:exactMatch|^skos:exactMatch)+ ?other
    FILTER(CONCAT(IF(STRSTARTS(STR(?other), "{ID_BASE}"), "0", "1"), STR(?other))
      < CONCAT(IF(STRSTARTS(STR(?thing), "{ID_BASE}"), "0", "1"), STR(?thing)))
  }}
  OPTIONAL {{ ?thing skos:prefLabel ?name FILTER(LANGMATCHES(LANG(?name), "en")) }}
  OPTIONAL {{ ?role skos:prefLabel ?roleName FILTER(LANGMATCHES(LANG(?roleName), "en")) }}
  BIND(CONCAT(COALESCE(?roleName, STR(?role)), " ", STRAFTER(STR(?relation), "#")) AS ?statement)
}} GROUP BY ?thing ORDER BY DESC(?roles) ?label"""


def requirements(network: Network, role: str) -> dict[str, list[str]]:
    """Return what a role takes: each thing's IRI with the relations by which the role has it."""
    needs: dict[str, list[str]] = {}
    for _, thing, relation in network.out_edges(role, keys=True):
        if relation in REQUIREMENTS:
            needs.setdefault(thing, []).append(relation)
    return {thing: sorted(needs[thing], key=REQUIREMENTS.index) for thing in sorted(needs)}


def _item(network: Network, iri: str, relations: dict[str, list[str]]) -> Item:
    data = network.nodes[iri]
    sources = {
        role: {source for name in names for source in network.edges[role, iri, name]["sources"]}
        for role, names in relations.items()
    }
    return Item(
        iri,
        data["label"],
        data["kind"],
        relations,
        sorted(set().union(*sources.values())),
        {role: agreement(network, role, of_role) for role, of_role in sources.items()},
    )


def _reading_order(item: Item) -> tuple[int, float, str, str]:
    agreed = fmean(one.share for one in item.agreement.values())
    return (list(KINDS).index(item.kind), -agreed, item.label.casefold(), item.iri)


def _near(network: Network, items: list[Item]) -> tuple[Near, ...]:
    """Pair things of different roles that come close, the closest reason first.

    Two things are near when a source calls them close, when one belongs to the other (directly or
    by one step between), and when both belong to one family, unless that family is so wide that it
    says little.
    """
    families = {item.iri: _broader(network, item.iri) for item in items}
    wider = {
        iri: direct | {each for family in direct for each in _broader(network, family)}
        for iri, direct in families.items()
    }
    narrow = {
        family
        for family in set().union(*families.values())
        if sum(name == "broader" for _, _, name in network.in_edges(family, keys=True)) <= _WIDE
    }
    found: list[tuple[int, Near]] = []
    for a, b in combinations(items, 2):
        if set(a.relations) & set(b.relations):
            continue
        if network.has_edge(a.iri, b.iri, "closeMatch") or network.has_edge(
            b.iri, a.iri, "closeMatch"
        ):
            found.append((0, Near(a, b, "a source calls them close")))
        elif b.iri in wider[a.iri]:
            found.append((1, Near(a, b, f"{a.label} belongs to {b.label}")))
        elif a.iri in wider[b.iri]:
            found.append((1, Near(a, b, f"{b.label} belongs to {a.label}")))
        elif common := sorted(families[a.iri] & families[b.iri] & narrow):
            found.append((2, Near(a, b, f"both belong to {network.nodes[common[0]]['label']}")))
    found.sort(key=lambda pair: (pair[0], _reading_order(pair[1].a), _reading_order(pair[1].b)))
    return tuple(near for _, near in found)


_WIDE = 12  # members; two of a family of hundreds are no nearer than any two things


def _broader(network: Network, iri: str) -> set[str]:
    return {family for _, family, name in network.out_edges(iri, keys=True) if name == "broader"}
