"""By way of which other roles: steps that people take, each of them smaller than going directly.

What a stepping stone is for, in things yet to learn::

    directly          ── 14 ───────────────────> target
    by way of a role  ── 6 ──> role ── 8 ──────> target
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from careergraph.analysis.comparison import Item
from careergraph.analysis.learning.fit import RequirementTable, requirement_table
from careergraph.analysis.learning.needs import NOTICEABLE, Known, Needs, learn, needs_of
from careergraph.analysis.learning.plan import plan
from careergraph.analysis.learning.qualifications import item
from careergraph.analysis.similarity.scores import likenesses
from careergraph.analysis.similarity.vectors import role_vectors
from careergraph.network.answers import Answer, Ref, ref
from careergraph.network.cache import kept_on_disk
from careergraph.network.projection import Network, links

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

EASIER = 0.9
"""The largest jump of a route takes at most this part of going directly: less is hardly felt."""

CLEARLY_EASIER = 0.75
"""The same for a route of which no source states all moves."""

DETOUR = 1.5
"""All that is learnt is at most so many times what is learnt directly: who learns much more than
that for a stone is on the way to the stone."""

NEAR = 10
"""A move of which no source speaks is between an end of the way and one of so many roles most like
it: strangers are no steps."""


@dataclass(frozen=True)
class Hop(Answer):
    """One hop of a route, from a role to the next.

    ``new`` is what there is to learn, in an order in which it can be learnt, ``reused`` how many of
    the next role's requirements are met by then, ``usual`` whether a source names it as a usual
    next step.
    """

    start: Ref
    to: Ref
    new: tuple[Item, ...]
    reused: int
    usual: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the hop as plain values, ready for JSON."""
        plain = super().to_dict()
        return {"from": plain.pop("start"), **plain}


@dataclass(frozen=True)
class Route(Answer):
    """A way by one or two other roles; ``why`` says in a sentence why it is offered."""

    roles: tuple[Ref, ...]
    why: str
    hops: tuple[Hop, ...]

    @property
    def largest(self) -> int:
        """How many things there are to learn at most for one hop."""
        return max(len(hop.new) for hop in self.hops)

    @property
    def total(self) -> int:
        """How many things there are to learn in all."""
        return sum(len(hop.new) for hop in self.hops)


def one_ladder(needs: Needs, one: str, other: str) -> bool:
    """Whether a source says that one role often leads to the other, or that one is a kind of it."""
    links = needs.network[one].get(other, {})
    return "leadsTo" in links or "broader" in links or needs.network.has_edge(other, one, "broader")


def stepping_stones(
    needs: Needs,
    target: str,
    start: str | None,
    has: Known,
    *,
    k: int,
    required_only: bool = False,
) -> tuple[Route, ...]:
    """Find the k best routes by way of one or two other roles.

    A stone is a step that people take. Best is a route of which a source states every move
    (cg:leadsTo), of one stone or, where there is none, of two; then one of one stone of which a
    source states one move; then one of one stone that lies between. Where not all moves are stated,
    the stone is at least as like start and target as these are to each other, it is among the roles
    most like an end to which no source states a move (``NEAR``), and its job zone is known. No
    stone is a step down, and none overshoots: its job zone, where known, lies between those of
    start and target. Each jump leaves less to learn than going directly (``EASIER``,
    ``CLEARLY_EASIER``), and all together not much more (``DETOUR``). Of routes of one kind those
    with the smaller largest jump come first; no role serves in two of them.

    Args:
        needs: of the network.
        target: the role to get to.
        start: the role one comes from; who comes from none is offered no stones.
        has: what is known at the start.
        k: the number of routes at the most.
        required_only: leave out what is merely used.

    Returns:
        Routes, best first; none where a source says that start leads to target directly. Roles with
        too little data, and roles that a source calls close to the start or the target, are no
        stepping stones.
    """
    network = needs.network
    if k <= 0 or start is None or network.has_edge(start, target, "leadsTo"):
        return ()
    if not (needs.is_ranked(start) and needs.is_ranked(target)):
        return ()
    direct = len(plan(needs, target, has, required_only=required_only).why)
    routes: list[Route] = []
    used: set[str] = set()
    for stones in _candidates(needs, target, start, has):
        if used.isdisjoint(stones) and len(routes) < k:
            hops = _walk(needs, (start, *stones, target), has, required_only)
            if _worth(hops, direct):
                refs = tuple(ref(network, stone) for stone in stones)
                routes.append(Route(refs, _why(hops, direct), hops))
                used.update(stones)
    return tuple(routes)


def _worth(hops: Sequence[Hop], direct: int) -> bool:
    new = [len(hop.new) for hop in hops]
    if not all(new):
        return False
    most = EASIER if all(hop.usual for hop in hops) else CLEARLY_EASIER
    return max(new) <= most * direct and sum(new) <= DETOUR * direct


def _why(hops: Sequence[Hop], direct: int) -> str:
    """Return in one sentence why a route is offered."""
    labels = [hops[0].start.label, *(hop.to.label for hop in hops)]
    if all(hop.usual for hop in hops):
        moves = (
            f"People often go from {labels[0]} to {', '.join(labels[1:-1])} and on to {labels[-1]}"
        )
    elif any(hop.usual for hop in hops):
        usual = next(hop for hop in hops if hop.usual)
        moves = f"People often go from {usual.start.label} to {usual.to.label}, which helps here"
    else:
        moves = f"{labels[1]} lies between {labels[0]} and {labels[-1]}"
    largest, total = max(len(hop.new) for hop in hops), sum(len(hop.new) for hop in hops)
    sentence = f"{moves}: at most {largest} things to learn at once instead of {direct}"
    return f"{sentence}, {total - direct} more in all." if total > direct else f"{sentence}."


def _walk(needs: Needs, roles: Sequence[str], has: Known, required_only: bool) -> tuple[Hop, ...]:
    """Walk a route and list what there is to learn on each hop."""
    network, hops = needs.network, []
    for here, role in pairwise(roles):
        if one_ladder(needs, here, role):
            has = {**needs.basics(role), **has}
        planned = plan(needs, role, has, required_only=required_only)
        asked = [r for r in needs.requirements(role) if r.required or not required_only]
        new = [iri for stage in planned.stages for iri in stage]
        hops.append(
            Hop(
                ref(network, here),
                ref(network, role),
                tuple(item(network, role, iri) for iri in new),
                len(asked) - len(planned.unmet),
                network.has_edge(here, role, "leadsTo"),
            )
        )
        has = learn(has, needs.held(role))
    return tuple(hops)


def _candidates(needs: Needs, target: str, start: str, has: Known) -> list[tuple[str, ...]]:
    """List the stepping stones that may be worth a walk, one role or two, best first."""
    import numpy as np

    network, table, stones = (
        needs.network,
        requirement_table(needs.network),
        stepping_table(needs.network),
    )
    here, there = table.row_of[start], table.row_of[target]
    open_ = stones.zones_between(here, there) & ~_barred(network, table, stones, here, there)
    unmet = table.per_role(np.where(table.met(has), 0.0, table.weight))
    left = _left_after(table, stones, there, has)
    jump = np.maximum(unmet, left)
    from_start, to_target = stones.next_of(here), stones.before(there)
    near = _lie_between(network, stones, here, there) & ~np.isnan(stones.zone)
    near &= (jump <= CLEARLY_EASIER * unmet[there]) & (unmet > 0) & (left > 0)
    stated = from_start & to_target
    kind = np.where(stated, 0, np.where((from_start | to_target) & near, 1, 2))
    single = np.flatnonzero(open_ & (stated | near))
    single = single[np.lexsort((single, jump[single].round(9), kind[single]))]
    singles: list[tuple[str, ...]] = [(table.roles[row],) for row in single.tolist()]
    if (open_ & stated).any():
        return singles
    first, second = stones.leads.T
    chains = stones.leads[(from_start & open_)[first] & (to_target & open_)[second]].tolist()
    rising = [pair for pair in chains if stones.rises(here, *pair, there)]
    rising.sort(key=lambda pair: (round(float(jump[pair].max()), 9), pair))
    return [tuple(table.roles[row] for row in pair) for pair in rising] + singles


@dataclass(frozen=True, eq=False)
class _Stones:
    """What the choice of stepping stones looks at, role by role, in the rows of the requirements.

    Attributes:
        held: sparse by column, roles by things: to which level somebody in a role knows what.
        zone: the job zone of each role, NaN where it is not known.
        name: a number for each role, the same for those of one name.
        leads: the moves that a source states, as pairs of rows, sorted.
    """

    held: Any
    zone: Floats
    name: Ints
    leads: Ints

    def next_of(self, row: int) -> Bools:
        """Whether a source states the move from a role to each role."""
        return self._in(self.leads[self.leads[:, 0] == row, 1])

    def before(self, row: int) -> Bools:
        """Whether a source states the move from each role to a role."""
        return self._in(self.leads[self.leads[:, 1] == row, 0])

    def _in(self, rows: Ints) -> Bools:
        import numpy as np

        among = np.zeros(len(self.zone), dtype=bool)
        among[rows] = True
        return among

    def zones_between(self, here: int, there: int) -> Bools:
        """Whether each role's job zone lies between those of two roles, as far as one knows."""
        import numpy as np

        ends = self.zone[[here, there]]
        if np.isnan(ends).any():
            return np.ones(len(self.zone), dtype=bool)
        between: Bools = ~((self.zone < ends.min()) | (self.zone > ends.max()))
        return between

    def rises(self, *rows: int) -> bool:
        """Whether the job zones of roles never fall, or never rise, as far as they are known."""
        zones = [zone for zone in self.zone[list(rows)] if zone == zone]
        return zones in (sorted(zones), sorted(zones, reverse=True))


@kept_on_disk(_Stones)
def stepping_table(network: Network) -> _Stones:
    """Return what the choice of stepping stones looks at, of all ranked roles."""
    import numpy as np
    from scipy import sparse

    needs, table = needs_of(network), requirement_table(network)
    row_of, number = (
        {iri: at for at, iri in enumerate(iris)} for iris in (table.roles, table.things)
    )
    held = [
        (row, number[iri], level)
        for role, row in row_of.items()
        for iri, level in needs.held(role).items()
        if iri in number
    ]
    rows, columns, levels = zip(*held, strict=True) if held else ((), (), ())
    shape = (len(row_of), len(number))
    names: dict[str, int] = {}
    leads = {
        (row_of[one], row_of[other])
        for one, other, _ in links(network, "leadsTo")
        if one in row_of and other in row_of
    }
    return _Stones(
        held=sparse.csc_array((levels, (rows, columns)), shape=shape),
        zone=np.array([_zone(network, role) for role in row_of], dtype=float),
        name=np.array(
            [
                names.setdefault(network.nodes[role]["label"].casefold(), len(names))
                for role in row_of
            ],
            dtype=int,
        ),
        leads=np.array(sorted(leads), dtype=int).reshape(-1, 2),
    )


def _left_after(table: RequirementTable, stones: _Stones, target: int, has: Known) -> Floats:
    """Return what each role leaves unmet of the target's requirements, as a weight."""
    import numpy as np

    ends = [*table.starts[1:], len(table.at)]
    first, last = table.starts[target], ends[target]
    things = slice(table.at[first], table.at[last] if last < len(table.at) else None)
    column, level = table.column[things], table.level[things]
    known = np.maximum(stones.held[:, column].toarray(), table.known(has)[column])
    met = (known > 0) & (level - known < NOTICEABLE)
    met = np.logical_or.reduceat(met, table.at[first:last] - table.at[first], axis=1)
    left: Floats = np.where(met, 0.0, table.weight[first:last]).sum(axis=1)
    return left


def _barred(
    network: Network, table: RequirementTable, stones: _Stones, here: int, there: int
) -> Bools:
    """Whether each role is no stone: the ends, those close to them or of their name."""
    import numpy as np

    barred: Bools = np.isin(stones.name, stones.name[[here, there]])
    for end in (table.roles[here], table.roles[there]):
        for ends in (network.succ[end], network.pred[end]):
            for other, ties in ends.items():
                if "closeMatch" in ties and other in table.row_of:
                    barred[table.row_of[other]] = True
    return barred


def _zone(network: Network, role: str) -> float:
    try:
        return float(network.nodes[role]["facts"]["jobZone"])
    except (KeyError, ValueError):
        return float("nan")


def _lie_between(network: Network, stones: _Stones, here: int, there: int) -> Bools:
    """Whether each role is as like both ends as they are to each other, and no stranger to any."""
    import numpy as np

    vectors, rows = role_vectors(network), requirement_table(network).vector
    to_start, to_target = (
        likenesses(vectors, int(rows[end]))[0][rows].round(9) for end in (here, there)
    )
    between: Bools = np.minimum(to_start, to_target) >= to_start[there]
    for end, likeness, stated in (
        (here, to_start, stones.next_of(here)),
        (there, to_target, stones.before(there)),
    ):
        nearest = np.zeros(len(rows), dtype=bool)
        nearest[np.argsort(-likeness, kind="stable")[: NEAR + 1]] = True
        nearest[end] = False
        between &= nearest | stated
    return between
