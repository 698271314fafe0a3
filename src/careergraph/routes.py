"""By way of which other roles: routes whose hardest hop is easier than going directly.

direct     ── 10 ──────────────────────> target
one stone  ── 5 ──> role ── 6 ─────────> target     1 more in all, the hardest hop 4 less
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from careergraph.comparison import Item, RoleRef
from careergraph.effort import NOTICEABLE, Effort
from careergraph.needs import Known, Needs, learn
from careergraph.projection import Network

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

EASIER = 0.8
"""A route's hardest hop takes at most this part of the direct effort."""

BEAM = 64
"""Roles tried as first and as second of two stepping stones; up to so many, all pairs are tried."""

USUAL = 0.9
"""Factor by which a hop that a source calls a usual next step counts when routes are ranked."""


@dataclass(frozen=True)
class Hop:
    """One hop of a route: from a role (None: from what one knows) to the next.

    ``new`` is what there is to learn, ``reused`` how many of the next role's needs are known by
    then, ``effort`` is in points, ``usual`` tells that a source names it as a usual next step.
    """

    start: RoleRef | None
    to: RoleRef
    new: tuple[Item, ...]
    reused: int
    effort: float
    usual: bool

    def to_dict(self) -> dict[str, Any]:
        """Give the hop as plain values, ready for JSON."""
        plain = asdict(self)
        return {"from": plain.pop("start"), **plain}


@dataclass(frozen=True)
class Route:
    """A way by one or two stepping-stone roles; ``total_effort`` is the sum over its hops."""

    roles: tuple[RoleRef, ...]
    total_effort: float
    hardest: float
    hops: tuple[Hop, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the route as plain values, ready for JSON."""
        return {**asdict(self), "hops": [hop.to_dict() for hop in self.hops]}


def stepping_stones(
    effort: Effort,
    target: str,
    start: str | None,
    has: Known,
    *,
    k: int,
) -> tuple[Route, ...]:
    """Find the k best routes by way of one or two other roles.

    In the directed graph of roles the way from A to B takes the effort of what B needs and one
    does not know by then: what is learnt for one role stays known for the next. A route is offered
    if it is worth its detour: its hardest hop takes at most ``EASIER`` of the direct effort, and it
    takes more off the hardest hop than it adds in all. Routes are ranked by total plus hardest hop,
    the direct way being twice its effort; they are alternatives, so no role serves in two of them.
    Because what is known depends on the whole way walked, hops do not simply add up as in the k
    shortest paths of Yen (1971); all pairs of stones are tried instead, or the ``BEAM`` most
    promising on each side where there are more.

    Args:
        effort: what things take for the person.
        target: the role to get to.
        start: the role one comes from, or None.
        has: what is known at the start.
        k: the number of routes at the most.

    Returns:
        Routes, best first. Roles with too little data, and roles that a source calls close to the
        start or the target, are no stepping stones.
    """
    direct = round(sum(effort.missing(target, has).values()), 2)
    if k <= 0 or direct == 0 or target not in effort.needs.ranked_roles:
        return ()
    found: list[Route] = []
    used: set[str] = set()
    for stones in _candidates(effort, target, start, has, direct):
        if used.isdisjoint(stones):
            route = _walk(effort, (*stones, target), start, has)
            if _worth(route, direct):
                found.append(route)
                used.update(stones)
                if len(found) == k:
                    break
    return tuple(found)


def _worth(route: Route, direct: float) -> bool:
    return (
        all(hop.effort > 0 for hop in route.hops)
        and route.hardest <= EASIER * direct
        and route.total_effort - direct < direct - route.hardest
    )


def _walk(
    effort: Effort,
    roles: Sequence[str],
    start: str | None,
    has: Known,
) -> Route:
    """Walk a route and list what each hop takes."""
    needs, hops, here = effort.needs, [], start
    network = needs.network
    refs = {role: RoleRef(role, network.nodes[role]["label"]) for role in (*roles, start) if role}
    for role in roles:
        missing = effort.missing(role, has)
        plan = needs.plan(role)
        hops.append(
            Hop(
                refs[here] if here else None,
                refs[role],
                tuple(_item(needs, role, iri) for iri in sorted(missing, key=needs.by_label)),
                sum(iri in plan and iri not in missing for iri in needs.of_role[role]),
                round(sum(missing.values()), 2),
                here is not None and network.has_edge(here, role, "leadsTo"),
            )
        )
        has, here = learn(has, needs.held(role)), role
    return Route(
        tuple(refs[role] for role in roles[:-1]),
        round(sum(hop.effort for hop in hops), 2),
        max(hop.effort for hop in hops),
        tuple(hops),
    )


def _item(needs: Needs, role: str, iri: str) -> Item:
    data, need = needs.network.nodes[iri], needs.of_role[role].get(iri)
    if need is None:
        return Item(iri, data["label"], data["kind"], {}, [])
    return Item(iri, data["label"], data["kind"], {role: list(need.relations)}, list(need.sources))


class _Table:
    """The ranked roles of a network as arrays: a row for each role, a column for each thing.

    What leads to the roles lies one role after the other in ``column``, ``level`` and ``any_level``
    (any knowledge will do); role number r starts at ``starts[r]``.
    """

    def __init__(self, needs: Needs) -> None:
        import numpy as np
        from scipy import sparse

        self.roles = needs.ranked_roles
        plans = [needs.plan(role) for role in self.roles]
        holdings = [needs.held(role) for role in self.roles]
        self.things = sorted({iri for each in (*plans, *holdings) for iri in each})
        self.number = {iri: number for number, iri in enumerate(self.things)}
        self.starts = _starts(plans)
        self.column = np.array([self.number[iri] for plan in plans for iri in plan], dtype=int)
        self.level, self.any_level = _levels(level for plan in plans for level in plan.values())
        held = sparse.csr_array(
            (
                [level for each in holdings for level in each.values()],
                [self.number[iri] for each in holdings for iri in each],
                _starts(holdings),
            ),
            shape=(len(self.roles), len(self.things)),
        )
        self.held, self.held_by_column = held, held.tocsc()
        self.leads = np.array(
            [[needs.network.has_edge(a, b, "leadsTo") for b in self.roles] for a in self.roles]
        )

    def efforts(self, rows: Ints, known: Floats, price: Floats) -> Floats:
        """Give what each of some roles takes, given what is known."""
        import numpy as np

        lengths = self.starts[rows + 1] - self.starts[rows]
        ends = np.cumsum(lengths)
        at = np.arange(ends[-1]) + np.repeat(self.starts[rows] - (ends - lengths), lengths)
        column = self.column[at]
        short = _short(self.level[at], self.any_level[at], known[column])
        return np.add.reduceat(short * price[column], ends - lengths)


def _starts(groups: Sequence[Sized]) -> Ints:
    import numpy as np

    return np.concatenate(([0], np.cumsum([len(group) for group in groups], dtype=int)))


def _levels(levels: Iterable[float | None]) -> tuple[Floats, Bools]:
    import numpy as np

    wanted = list(levels)
    full = np.array([1.0 if level is None else level for level in wanted])
    return full, np.array([level is None for level in wanted], dtype=bool)


def _short(level: Floats, any_level: Bools, has: Floats) -> Floats:
    """Do for arrays what ``needs.shortfall`` does for one thing."""
    import numpy as np

    more = level - has
    return np.where(has == 0, level, np.where(any_level | (more < NOTICEABLE), 0.0, more))


_TABLES: WeakKeyDictionary[Network, _Table] = WeakKeyDictionary()


def _table(needs: Needs) -> _Table:
    if needs.network not in _TABLES:
        _TABLES[needs.network] = _Table(needs)
    return _TABLES[needs.network]


def _candidates(
    effort: Effort,
    target: str,
    start: str | None,
    has: Known,
    direct: float,
) -> list[tuple[str, ...]]:
    """List the stepping stones that seem worth a walk, one role or two, best first."""
    import numpy as np

    needs = effort.needs
    table = _table(needs)
    known = np.zeros(len(table.things))
    for iri, level in has.items():
        if iri in table.number:
            known[table.number[iri]] = level
    price = np.array([effort.of(iri) for iri in table.things])
    plan = needs.plan(target)
    goal = np.array([table.number[iri] for iri in plan], dtype=int)
    goal_level, goal_any = _levels(plan.values())
    goal_held = np.maximum(table.held_by_column[:, goal].toarray(), known[goal])

    rows = np.arange(len(table.roles))
    to_it = table.efforts(rows, known, price)
    from_it = _short(goal_level, goal_any, goal_held) @ price[goal]
    barred = {target, start} | _close(needs.network, target) | _close(needs.network, start)
    open_ = np.array([role not in barred for role in table.roles]) & (to_it > 0) & (from_it > 0)
    limit = EASIER * direct + 0.01  # efforts are rounded in answers, not here

    usual_to = np.where(_usual(table, start, out=True), USUAL, 1.0)
    usual_from = np.where(_usual(table, target, out=False), USUAL, 1.0)
    found: list[tuple[float, tuple[int, ...]]] = []
    for row in rows[open_ & (to_it <= limit) & (from_it <= limit)]:
        counted = (to_it[row] * usual_to[row], from_it[row] * usual_from[row])
        found.append((sum(counted) + max(counted), (int(row),)))

    # At best, what lies on the far side of a stone is halved by the other stone.
    firsts = _best(rows[open_ & (to_it <= limit)], to_it + from_it + np.maximum(to_it, from_it / 2))
    lasts = _best(
        rows[open_ & (from_it <= limit)], to_it + from_it + np.maximum(from_it, to_it / 2)
    )
    for one in firsts if len(lasts) else ():
        then_known = np.maximum(known, table.held[[one]].toarray()[0])
        middle = table.efforts(lasts, then_known, price)
        end = (
            _short(goal_level, goal_any, np.maximum(goal_held[one], goal_held[lasts])) @ price[goal]
        )
        hops = np.array([np.full(len(lasts), to_it[one]), middle, end])
        worth = (hops.max(0) <= limit) & (hops.min(0) > 0) & (lasts != one)
        worth &= hops.sum(0) + hops.max(0) < 2 * direct + 0.01
        hops[0] *= usual_to[one]
        hops[1] *= np.where(table.leads[one, lasts], USUAL, 1.0)
        hops[2] *= usual_from[lasts]
        score = hops.sum(0) + hops.max(0)
        found += [(score[i], (int(one), int(lasts[i]))) for i in np.flatnonzero(worth)]
    found.sort(key=lambda way: (round(float(way[0]), 6), len(way[1]), way[1]))
    return [tuple(table.roles[row] for row in stones) for _, stones in found]


def _best(rows: Ints, key: Floats) -> Ints:
    import numpy as np

    return rows[np.argsort(np.round(key[rows], 6), kind="stable")[:BEAM]]


def _usual(table: _Table, role: str | None, *, out: bool) -> Bools:
    """Tell for each role whether it is a usual next step from a role (or a usual one before it)."""
    import numpy as np

    if role not in table.roles:
        return np.zeros(len(table.roles), dtype=bool)
    at = table.roles.index(role)
    return table.leads[at] if out else table.leads[:, at]


def _close(network: Network, role: str | None) -> set[str]:
    """Give the roles that a source calls close to a role, and those of the same name."""
    if role is None:
        return set()
    beside = {*network.successors(role), *network.predecessors(role)}
    close = {
        other
        for other in beside
        if network.has_edge(role, other, "closeMatch")
        or network.has_edge(other, role, "closeMatch")
    }
    label = network.nodes[role]["label"].casefold()
    return close | {
        iri for iri, data in network.nodes(data=True) if data["label"].casefold() == label
    }
