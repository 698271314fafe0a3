"""Which roles suit what one knows: how much of what each asks for is met, and what is missing.

A tiny graph, and the answer::

    known         SQL, Python
    analyst       asks for SQL, Statistics, Tableau, Excel, Communication    1 of 5
    engineer      asks for SQL, Python, ETL, Airflow, Git                    2 of 5

    fit_roles(network, [SQL, Python])    engineer, then analyst
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from careergraph.analysis.learning.needs import PARTS as NEEDED
from careergraph.analysis.learning.qualifications import item
from careergraph.analysis.learning.requirements import Requirement
from careergraph.analysis.similarity.vectors import PARTS as COMPARED
from careergraph.analysis.similarity.vectors import role_vectors, words_of
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


PARTS = NEEDED | COMPARED
"""What of a graph it takes to tell which roles suit what somebody knows, see ``project``."""

SEVERAL = 0.1
"""How much a role counts more that several sources describe: it is likelier a job that there is."""


@dataclass(frozen=True)
class RoleFit(Answer):
    """How a role stands: ``met`` of the ``needed`` things that it asks for, and the ``missing``.

    ``described_with`` are names that were not recognised as a thing and that the role is described
    with; they count as near and never as met.
    """

    iri: str
    label: str
    met: int
    needed: int
    missing: tuple[Item, ...]
    described_with: tuple[str, ...] = ()


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
    one of them. Roles are ranked by how central what is known is to them, see ``Nearness``. Roles
    with too little data are left out, as are those of which nothing is met and that no name which
    was not recognised describes, and a role that is itself among the known things.

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
    nearness = Nearness.of(needs, been, named, [name.text for name in unknown])
    best = [role for role in nearness.ranked if role not in been][: max(k, 0)]
    return RoleFits(
        known=tuple(ref(network, match.iri) for match in matches),
        unknown=unknown,
        roles=tuple(
            replace(role_fit(needs, role, has), described_with=nearness.described_with(role))
            for role in best
        ),
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

    For each known thing three signs tell how central it is to a role: how much of what the role
    asks for it meets, how much of the role's description its words make up, and how alike they are
    by latent semantics. Each is taken as a part of its largest over all roles. The mean of the
    three is dampened by its root, so that a role of which everything known is a part comes before
    one of which a single thing is the whole, and weighed by the thing's rarity, so that what
    everybody uses says little. In a graph without latent semantics only the first sign speaks.

    ``score`` is 0 to 1, or a little more for a role that several sources describe; ``met`` tells of
    each requirement in the table whether it is met; ``spoken`` of each name that was not
    recognised, which roles are described with most of its words.
    """

    table: RequirementTable
    met: Bools
    score: Floats
    spoken: Mapping[str, Bools]

    @classmethod
    def of(
        cls,
        needs: Needs,
        roles: Sequence[str],
        things: Sequence[str],
        names: Sequence[str] = (),
    ) -> Nearness:
        """Reckon how near the ranked roles are to what is known.

        Args:
            needs: of the network.
            roles: those that somebody has been in.
            things: what somebody knows.
            names: what somebody says they know and no thing is called.
        """
        import numpy as np

        table, nodes = requirement_table(needs.network), needs.network.nodes
        one_by_one = [
            *(needs.known([role], []) for role in roles),
            *(needs.known([], [thing]) for thing in things),
            *({} for _ in names),
        ]
        called = [
            *((nodes[iri]["label"], *nodes[iri]["aliases"]) for iri in (*roles, *things)),
            *((name,) for name in names),
        ]
        words, meant, rarity = _described(needs.network, table, called)
        for place, thing in enumerate(things, len(roles)):
            rarity[place] = needs.rarity(thing)
        score = np.zeros(len(table.roles))
        for place, has in enumerate(one_by_one):
            signs = (table.covered(has), words[place], np.maximum(meant[place], 0))
            central = sum(sign / max(float(sign.max(initial=0.0)), 1e-12) for sign in signs)
            score += rarity[place] * np.sqrt(central / len(signs))
        several = np.where(table.sources > 1, 1 + SEVERAL, 1.0)
        score = several * np.square(score / max(float(rarity.sum()), 1e-12))
        met = table.met(needs.known(roles, things))
        return cls(table, met, score, _spoken(needs.network, table, names))

    def described_with(self, role: str) -> tuple[str, ...]:
        """Return the names that were not recognised and that a role is described with."""
        row = self.table.row_of[role]
        return tuple(name for name, roles in self.spoken.items() if roles[row])

    @property
    def ranked(self) -> list[str]:
        """The roles of which anything is met, or that are described with a name, nearest first.

        Ties go by label.
        """
        import numpy as np

        near = np.bincount(self.table.row[self.met], minlength=len(self.score)) > 0
        for roles in self.spoken.values():
            near |= roles
        order = np.argsort(-self.score.round(9), kind="stable")
        return [self.table.roles[row] for row in order.tolist() if near[row]]


@dataclass(frozen=True, eq=False)
class RequirementTable:
    """The requirements of all ranked roles as arrays, role by role.

    Attributes:
        roles: by label.
        row_of: the row of each.
        things: all that meets a requirement, sorted; a column each.
        starts: of each role, its first requirement.
        row: of each requirement, the role that it belongs to.
        vector: of each role, its row in ``role_vectors``.
        sources: of each role, how many descriptions of it were joined.
        weight: of each requirement, see ``Needs.weight``.
        required: of each requirement, whether it is more than merely used.
        at: of each requirement, where the things start that meet it.
        column: things that meet requirements, one requirement after the other.
        level: of each of these, the level at which it does, 0 where any will do.
    """

    roles: Texts
    row_of: Numbers
    things: Texts
    starts: Ints
    row: Ints
    vector: Ints
    sources: Ints
    weight: Floats
    required: Bools
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

    def covered(self, has: Mapping[str, float]) -> Floats:
        """Return how much of what each role asks for is met by what is known.

        That is the weight of what is met by the length of all, as in the cosine measure (Salton and
        Buckley, "Term-weighting approaches in automatic text retrieval", 1988), where short lists
        are held back by the median length, for they may not be complete.
        """
        import numpy as np

        if not has or not len(self.at):
            return np.zeros(len(self.roles))
        squares = self.per_role(self.weight**2)
        weight: Floats = self.per_role(np.where(self.met(has), self.weight, 0.0))
        return weight / np.sqrt(squares + np.median(squares))

    def per_role(self, values: Floats) -> Floats:
        """Return the sum of a value of requirements for each role."""
        import numpy as np

        return np.add.reduceat(values, self.starts) if len(values) else np.zeros(len(self.roles))


@kept_on_disk(RequirementTable)
def requirement_table(network: Network) -> RequirementTable:
    """Return the requirements of all ranked roles."""
    import numpy as np

    needs, vectors = needs_of(network), role_vectors(network)
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
        vector=np.array([vectors.number[role] for role in roles], dtype=int),
        sources=np.array([len(network.nodes[role]["iris"]) for role in roles], dtype=int),
        weight=np.array([needs.weight(one) for one in requirements], dtype=float),
        required=np.array([one.required for one in requirements], dtype=bool),
        at=np.array([0, *accumulate(len(one.things) for one in requirements)][:-1], dtype=int),
        column=np.array([number[iri] for one in requirements for iri in one.things], dtype=int),
        level=np.array(levels, dtype=float),
    )


def _described(
    network: Network, table: RequirementTable, called: Sequence[Sequence[str]]
) -> tuple[Floats, Floats, Floats]:
    """Return how far each role is described with the names of each known thing.

    Returns:
        By things and roles, the part that the words of the names make up in the role's description
        (the cosine of both), and how alike they are in meaning; by things, how rare their words are
        on average, 1 for words that all roles have or none.
    """
    import numpy as np
    from scipy import sparse

    vectors = role_vectors(network)
    number = vectors.text_rows
    rarity = vectors.text_rarity
    lengths = np.sqrt(vectors.text.power(2).sum(axis=1))
    columns, values, ends, rare = [], [], [0], []
    for names in called:
        counts = Counter(word for name in names for word in words_of(name))
        known = {number[word]: count for word, count in counts.items() if word in number}
        of_words = np.array([rarity[column] for column in known])
        weights = (1 + np.log(np.array(list(known.values()), dtype=float))) * of_words
        columns += list(known)
        values += (weights / max(float(np.linalg.norm(weights)), 1e-12)).tolist()
        ends.append(len(columns))
        rare.append(1 + float(of_words.mean()) if known else 1.0)
    asked = sparse.csr_array(
        (values, columns, ends), shape=(len(called), vectors.text.shape[1]), dtype=float
    )
    words = (asked @ vectors.text.T).toarray() / np.maximum(lengths, 1e-12)
    meant = asked @ vectors.axes if vectors.axes.size else np.zeros((len(called), 0))
    meant = meant @ vectors.meaning.T
    return words[:, table.vector], meant[:, table.vector], np.array(rare)


def _spoken(network: Network, table: RequirementTable, names: Sequence[str]) -> dict[str, Bools]:
    """Return of each name which roles are described with more than half of its words."""
    vectors = role_vectors(network)
    spoken = {}
    for name in names:
        words = set(words_of(name))
        columns = [vectors.text_rows[word] for word in words if word in vectors.text_rows]
        shared = (vectors.text[:, columns] > 0).sum(axis=1)[table.vector]
        spoken[name] = 2 * shared > len(words)
    return spoken
