"""Which roles suit what one knows: how much of what each asks for is met, and what is missing.

A tiny graph, and the answer::

    known         SQL, Python
    analyst       asks for SQL, Statistics, Tableau, Excel, Communication    1 of 5
    engineer      asks for SQL, Python, ETL, Airflow, Git                    2 of 5

    fit_roles(network, [SQL, Python])    engineer, then analyst
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from rdflib import Graph

from careergraph.analysis.comparison import Item
from careergraph.analysis.learning.needs import (
    NOTICEABLE,
    Known,
    Needs,
    needs_of,
)
from careergraph.analysis.learning.qualifications import item
from careergraph.analysis.learning.requirements import Requirement
from careergraph.network.answers import Answer, ListAnswer, Ref, ref
from careergraph.network.arrays import Numbers, Texts
from careergraph.network.cache import kept_on_disk
from careergraph.network.projection import Network, network_of
from careergraph.reading.profile import Knowledge, Unknown, recognise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class RoleFit(Answer):
    """How a role stands: ``met`` of the ``needed`` things that it asks for, and the ``missing``."""

    iri: str
    label: str
    met: int
    needed: int
    missing: tuple[Item, ...]


@dataclass(frozen=True)
class RoleFits(ListAnswer):
    """The answer of ``fit_roles``: roles by how well they suit what is ``known``, best first.

    ``unknown`` are names that were not recognised.
    """

    ROWS = "roles"

    known: tuple[Ref, ...]
    unknown: tuple[Unknown, ...]
    roles: tuple[RoleFit, ...]


def fit_roles(network: Network | Graph, known: Knowledge = (), *, k: int = 10) -> RoleFits:
    """Rank roles by how well they suit what one knows.

    What a role asks for is counted as ``Needs.requirements`` says: alternatives once, and met by
    one of them. Roles are ranked by the cosine of the angle between what is known and what they ask
    for, each thing weighed by its importance and rarity (``Needs.weight``; Salton and Buckley,
    "Term-weighting approaches in automatic text retrieval", 1988): a role that asks for much is not
    ahead because some of it is met, nor one that asks for little. Roles with too little data, and
    roles of which nothing is met, are left out, as is a role that is itself among the known things.

    Args:
        network: as ``project`` gives it.
        known: what is known, skills, tools, degrees or roles: a name, an IRI, what another function
            returned, several of these, or a profile; names not recognised are reported in
            ``unknown``.
        k: the number of roles at the most.
    """
    network = network_of(network)
    needs = needs_of(network)
    matches, unknown = recognise(network, known)
    been = [match.iri for match in matches if match.kind == "role"]
    named = [match.iri for match in matches if match.kind != "role"]
    has = needs.known(been, named)
    nearness = Nearness.of(needs, has)
    best = [role for role in nearness.ranked if role not in been][: max(k, 0)]
    return RoleFits(
        known=tuple(ref(network, match.iri) for match in matches),
        unknown=unknown,
        roles=tuple(role_fit(needs, role, has) for role in best),
    )


def role_fit(needs: Needs, role: str, has: Known) -> RoleFit:
    """Return how a role stands for one who knows some things."""
    asked = needs.requirements(role)
    missing = [one for one in asked if not needs.meets(role, one, has)]
    return RoleFit(
        role,
        needs.network.nodes[role]["label"],
        len(asked) - len(missing),
        len(asked),
        tuple(item(needs.network, role, name_of(one)) for one in missing),
    )


def name_of(requirement: Requirement) -> str:
    """Return the thing that stands for a requirement: its class, or the first of its options."""
    return requirement.family or requirement.options[0]


@dataclass(frozen=True, eq=False)
class Nearness:
    """How near each ranked role is to what somebody knows.

    ``score`` is the cosine, up to a factor that is the same for all roles; ``met`` tells of each
    requirement in the table whether it is met.
    """

    table: RequirementTable
    met: Bools
    score: Floats

    @classmethod
    def of(cls, needs: Needs, has: Mapping[str, float]) -> Nearness:
        """Reckon how near the roles are to what is known."""
        import numpy as np

        table = requirement_table(needs.network)
        met = table.met(has)
        covered = table.per_role(np.where(met, table.weight**2, 0.0))
        length = np.sqrt(table.per_role(table.weight**2))
        return cls(table, met, covered / np.maximum(length, 1e-12))

    @property
    def ranked(self) -> list[str]:
        """The roles of which anything is met, the nearest first, ties by label."""
        import numpy as np

        order = np.argsort(-self.score.round(9), kind="stable")
        return [self.table.roles[row] for row in order.tolist() if self.score[row] > 0]


@dataclass(frozen=True, eq=False)
class RequirementTable:
    """The requirements of all ranked roles as arrays, role by role.

    Attributes:
        roles: by label.
        row_of: the row of each.
        things: all that meets a requirement, sorted; a column each.
        starts: of each role, its first requirement.
        row: of each requirement, the role that it belongs to.
        weight: of each requirement, see ``Needs.weight``.
        at: of each requirement, where the things start that meet it.
        column: things that meet requirements, one requirement after the other.
        level: of each of these, the level at which it does, 0 where any will do.
    """

    roles: Texts
    row_of: Numbers
    things: Texts
    starts: Ints
    row: Ints
    weight: Floats
    at: Ints
    column: Ints
    level: Floats

    def met_by(self, requirement: int) -> list[str]:
        """Return the things that meet a requirement."""
        end = self.at[requirement + 1] if requirement + 1 < len(self.at) else None
        return [self.things[column] for column in self.column[self.at[requirement] : end].tolist()]

    def known(self, has: Mapping[str, float]) -> Floats:
        """Return the level to which somebody knows each thing, 0 where not at all."""
        import numpy as np

        known = np.zeros(len(self.things))
        for iri, level in has.items():
            if (column := self.things.find(iri)) >= 0:
                known[column] = level
        return known

    def met(self, has: Mapping[str, float]) -> Bools:
        """Return of each requirement whether what is known meets it, as ``Needs.meets`` does."""
        return self.met_at(self.known(has))

    def met_at(self, known: Floats) -> Bools:
        """Return the same for the levels to which each thing is known, 0 where it is not."""
        import numpy as np

        if not len(self.at):
            return np.zeros(0, dtype=bool)
        level = known[self.column]
        met: Bools = np.logical_or.reduceat(
            (level > 0) & (self.level - level < NOTICEABLE), self.at
        )
        return met

    def per_role(self, values: Floats) -> Floats:
        """Return the sum of a value of requirements for each role."""
        import numpy as np

        return np.add.reduceat(values, self.starts) if len(values) else np.zeros(len(self.roles))


@kept_on_disk(RequirementTable)
def requirement_table(network: Network) -> RequirementTable:
    """Return the requirements of all ranked roles."""
    import numpy as np

    needs = needs_of(network)
    roles = list(needs.ranked_roles)
    asked = [needs.requirements(role) for role in roles]
    requirements = [one for each in asked for one in each]
    row = np.repeat(np.arange(len(asked)), [len(each) for each in asked])
    names = sorted({iri for one in requirements for iri in one.things})
    number = {iri: column for column, iri in enumerate(names)}
    levels = [
        getattr(needs.of_role[roles[at]].get(iri), "level", None) or 0.0
        for at, one in zip(row.tolist(), requirements, strict=True)
        for iri in one.things
    ]
    return RequirementTable(
        roles=Texts.of(roles),
        row_of=Numbers.of({role: at for at, role in enumerate(roles)}),
        things=Texts.of(names),
        starts=np.array([0, *accumulate(len(each) for each in asked)][:-1], dtype=int),
        row=row,
        weight=np.array([needs.weight(one) for one in requirements], dtype=float),
        at=np.array([0, *accumulate(len(one.things) for one in requirements)][:-1], dtype=int),
        column=np.array([number[iri] for one in requirements for iri in one.things], dtype=int),
        level=np.array(levels, dtype=float),
    )
