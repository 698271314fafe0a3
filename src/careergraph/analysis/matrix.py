"""Many roles at once, as matrices: roles by roles, and roles by the things that they ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from rdflib import Graph

from careergraph.analysis.learning.fit import requirement_table
from careergraph.analysis.learning.needs import needs_of
from careergraph.analysis.learning.routes import one_ladder
from careergraph.analysis.similarity.scores import similarities
from careergraph.analysis.similarity.vectors import role_vectors
from careergraph.errors import UsageError
from careergraph.network.answers import Answer, Ref, pandas, ref
from careergraph.network.lookup import Thing, iri_of, several
from careergraph.network.projection import Network, kind_of, network_of, of_kind
from careergraph.vocabulary import KINDS, REQUIREMENTS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray
    from scipy import sparse

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RoleMatrix(Answer):
    """The answer of ``role_matrix``: what holds of each pair of roles, row and column by row.

    Attributes:
        roles: what the rows and the columns stand for.
        score: how alike two roles are, 0 to 1, by the cosine of ``related_roles``; symmetric, 1 on
            the diagonal; NaN where one of the two has too little data to be compared.
        gap: how many things the role of the column asks for that somebody in the role of the row
            does not know, as ``learning_path`` counts them; 0 on the diagonal; NaN where the role
            of the column has too little data.
        needed: how many things the role of each column asks for, of which ``gap`` is a part.
    """

    roles: tuple[Ref, ...]
    score: Floats
    gap: Floats
    needed: Floats

    def to_pandas(self, values: Literal["score", "gap"] = "score") -> pd.DataFrame:
        """Return one of the matrices as a table, its rows and columns by label."""
        labels = [role.label for role in self.roles]
        table: pd.DataFrame = pandas().DataFrame(getattr(self, values), labels, labels)
        return table

    def to_dict(self) -> dict[str, Any]:
        """Return the matrices as lists of rows, None where there is too little data."""
        return {
            "roles": [role.to_dict() for role in self.roles],
            **{name: _plain(getattr(self, name)) for name in ("score", "gap", "needed")},
        }


def role_matrix(network: Network | Graph, roles: Iterable[Thing] | None = None) -> RoleMatrix:
    """Compare every role with every other: how alike they are, and what it takes to change.

    Args:
        network: as ``project`` gives it.
        roles: names, IRIs, or what other functions returned, in the order of the rows; None for all
            roles, by label.

    Raises:
        NotFoundError: and others, as ``find`` does, where no role goes by a name.
        UsageError: a role is named twice, or none at all.

    Examples:
        >>> import networkx as nx
        >>> tiny = nx.MultiDiGraph()
        >>> needs = {"A": "abcdef", "B": "abcdeghi"}
        >>> for iri in "ABabcdefghi":
        ...     kind = "role" if iri in needs else "skill"
        ...     tiny.add_node(iri, label=iri, kind=kind, definition="", aliases=(), iris=(iri,),
        ...                   sources=(), facts={})
        >>> for role, skills in needs.items():
        ...     for skill in skills:
        ...         _ = tiny.add_edge(role, skill, key="requiresSkill", weight=1.0, level=None,
        ...                           sources=())
        >>> role_matrix(tiny, ["A", "B"]).gap
        array([[0., 3.],
               [1., 0.]])
    """
    import numpy as np

    network = network_of(network)
    iris = _rows(network, roles)
    gap, needed = _gaps(network, iris)
    vectors = role_vectors(network)
    known = np.array([vectors.number.get(iri, -1) for iri in iris])
    ranked = np.flatnonzero(known >= 0)
    score = np.full(gap.shape, np.nan)
    score[np.ix_(ranked, ranked)] = similarities(vectors, known[ranked])
    score[ranked, ranked] = 1.0
    return RoleMatrix(tuple(ref(network, iri) for iri in iris), score, gap, needed)


@dataclass(frozen=True, eq=False)
class ThingMatrix(Answer):
    """The answer of ``thing_matrix``: which role asks for what, and how much it counts there.

    Attributes:
        roles: what the rows stand for.
        things: what the columns stand for, those that most of the roles ask for first.
        weight: sparse (CSR), roles by things: the importance of the thing to the role, above 0 to
            1, where the role asks for it.
    """

    roles: tuple[Ref, ...]
    things: tuple[Ref, ...]
    weight: sparse.csr_array

    def to_pandas(self) -> pd.DataFrame:
        """Return the matrix as a table, its rows and columns by label, sparse as it is."""
        table: pd.DataFrame = pandas().DataFrame.sparse.from_spmatrix(
            self.weight,
            index=[role.label for role in self.roles],
            columns=[thing.label for thing in self.things],
        )
        return table

    def to_dict(self) -> dict[str, Any]:
        """Return the matrix as a list of the (row, column, weight) of what roles ask for."""
        cells = self.weight.tocoo()
        return {
            "roles": [role.to_dict() for role in self.roles],
            "things": [thing.to_dict() for thing in self.things],
            "weight": [
                list(cell)
                for cell in zip(
                    cells.row.tolist(), cells.col.tolist(), cells.data.tolist(), strict=True
                )
            ],
        }


def thing_matrix(
    network: Network | Graph, roles: Iterable[Thing] | None = None, *, kinds: Collection[str] = ()
) -> ThingMatrix:
    """Return which of some roles asks for which thing.

    Args:
        network: as ``project`` gives it.
        roles: names, IRIs, or what other functions returned, in the order of the rows; None for all
            roles, by label.
        kinds: of the things, such as "skill" and "tool"; () for all.

    Raises:
        NotFoundError: and others, as ``find`` does, where no role goes by a name.
        UsageError: a role is named twice, or none at all; or there is no such kind.
    """
    import numpy as np
    from scipy import sparse

    if unknown := set(kinds) - KINDS.keys():
        raise UsageError(
            f"There is no kind “{min(unknown)}” of things; choose from {', '.join(KINDS)}."
        )
    network = network_of(network)
    iris = _rows(network, roles)
    weights: list[dict[str, float]] = []
    for role in iris:
        of_role: dict[str, float] = {}
        weights.append(of_role)
        for _, thing, relation, edge in network.out_edges(role, keys=True, data=True):
            if relation in REQUIREMENTS and (not kinds or kind_of(network, thing) in kinds):
                of_role[thing] = max(edge["weight"], of_role.get(thing, 0.0))
    askers: dict[str, int] = {}
    for of_role in weights:
        for thing in of_role:
            askers[thing] = askers.get(thing, 0) + 1
    things = [ref(network, iri) for iri in askers]
    things.sort(key=lambda thing: (-askers[thing.iri], thing.label.casefold(), thing.iri))
    column = {thing.iri: place for place, thing in enumerate(things)}
    ends = np.cumsum([0, *map(len, weights)])
    cells = sparse.csr_array(
        (
            np.array([weight for of_role in weights for weight in of_role.values()], dtype=float),
            np.array([column[thing] for of_role in weights for thing in of_role], dtype=int),
            ends,
        ),
        (len(iris), len(things)),
    )
    cells.sort_indices()
    return ThingMatrix(tuple(ref(network, iri) for iri in iris), tuple(things), cells)


def _rows(network: Network, roles: Iterable[Thing] | None) -> list[str]:
    """Return the nodes of some roles, or of all by label."""
    if roles is None:
        return sorted(
            of_kind(network, "role"),
            key=lambda iri: (network.nodes[iri]["label"].casefold(), iri),
        )
    iris = [iri_of(network, role, "role") for role in several(roles)]
    if len(set(iris)) < max(1, len(iris)):
        raise UsageError("A matrix takes at least one role, and each role once.")
    return iris


def _gaps(network: Network, iris: list[str]) -> tuple[Floats, Floats]:
    """Return how much of each role one in each other role misses, and how much each asks for."""
    import numpy as np

    needs, table = needs_of(network), requirement_table(network)
    column_of = {iri: column for column, iri in enumerate(iris) if iri in table.row_of}
    column_of_row = np.full(len(table.roles), -1)
    for iri, column in column_of.items():
        column_of_row[table.row_of[iri]] = column
    columns = column_of_row[table.row]
    asked = columns >= 0
    needed = np.bincount(columns[asked], minlength=len(iris)).astype(float)
    needed[needed == 0] = np.nan
    place_of = {thing: place for place, thing in enumerate(table.things)}
    gap = np.empty((len(iris),) * 2)
    for row, iri in enumerate(iris):
        level = np.zeros(len(place_of))
        for thing, known_to in needs.known([iri], []).items():
            if thing in place_of:
                level[place_of[thing]] = known_to
        missing = asked & ~table.met_at(level)
        gap[row] = np.bincount(columns[missing], minlength=len(iris))
        neighbours = {*network.successors(iri), *network.predecessors(iri)}
        for other in neighbours & column_of.keys():
            # Who changes to a role of the same ladder is taught no basics.
            if one_ladder(needs, iri, other):
                known = {**needs.basics(other), **needs.known([iri], [])}
                gap[row, column_of[other]] = sum(
                    not needs.meets(other, one, known) for one in needs.requirements(other)
                )
    gap[:, np.isnan(needed)] = np.nan
    np.fill_diagonal(gap, np.where(np.isnan(needed), np.nan, 0.0))
    return gap, needed


def _plain(values: Floats) -> list[Any]:
    import numpy as np

    plain = values.astype(object)
    plain[np.isnan(values)] = None
    rows: list[Any] = plain.tolist()
    return rows
