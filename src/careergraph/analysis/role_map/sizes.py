"""What the size of a role on the map can mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from careergraph.analysis.learning.needs import needs_of
from careergraph.analysis.role_map.communities import RoleMap
from careergraph.errors import UsageError
from careergraph.network.projection import Network, links

By = Literal["central", "leads", "fit"]

SIZES: dict[str, str] = {
    "central": "how many roles have it among their nearest",
    "leads": "how many roles it often leads to",
    "fit": "how much of what it needs you know",
}
"""What roles can be sized by, in words."""


@dataclass(frozen=True)
class Sizes:
    """The answer of ``role_sizes``: by role, a size from 0 to 1 and what it says, in words.

    ``value`` is what was measured: a number of roles, or the part that is known.
    """

    size: Mapping[str, float]
    says: Mapping[str, str]
    value: Mapping[str, float]


def role_sizes(
    network: Network, role_map: RoleMap, by: By, *, known: Collection[str] = ()
) -> Sizes:
    """Size the roles of the map.

    "central" is a role's in-degree among the ties to nearest roles, "leads" its number of usual
    next steps, "fit" the part of its requirements that is met, what known things imply
    included. The largest is 1; for "fit", a role of which all is known.

    Args:
        network: as ``project`` gives it.
        role_map: its map.
        by: a name in ``SIZES``.
        known: IRIs of the skills, tools and roles that are known, for "fit".

    Raises:
        UsageError: ``by`` is none of ``SIZES``.
    """
    roles = [place.iri for place in role_map.places]
    if by == "central":
        near = Counter(other for place in role_map.places for other in place.nearest)
        return _counted(roles, near, "among the nearest of {} roles", "among the nearest of 1 role")
    if by == "leads":
        leads = Counter(role for role, *_ in links(network, "leadsTo"))
        return _counted(roles, leads, "leads to {} roles", "leads to 1 role")
    if by != "fit":
        raise UsageError(f"Roles cannot be sized by “{by}”; choose {', '.join(SIZES)}.")
    needs = needs_of(network)
    known_roles = [iri for iri in known if network.nodes[iri]["kind"] == "role"]
    has = needs.known(known_roles, [iri for iri in known if iri not in known_roles])
    size, says = {}, {}
    for role in roles:
        wanted = needs.requirements(role)
        met = sum(needs.meets(role, requirement, has) for requirement in wanted)
        size[role] = met / len(wanted) if wanted else 0.0
        says[role] = f"you know {met} of {len(wanted)} things it needs"
    return Sizes(size, says, size)


def _counted(roles: Iterable[str], counts: Mapping[str, int], many: str, one: str) -> Sizes:
    counts_of = {role: counts.get(role, 0) for role in roles}
    most = max(counts_of.values(), default=0) or 1
    return Sizes(
        {role: count / most for role, count in counts_of.items()},
        {role: one if count == 1 else many.format(count) for role, count in counts_of.items()},
        counts_of,
    )
