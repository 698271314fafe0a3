"""What it takes to learn what is missing, in points of a table that anybody can change."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from careergraph.analysis.learning.needs import Known, Needs
from careergraph.errors import UsageError

EFFORT: Mapping[str, float] = MappingProxyType({"skill": 2.0, "tool": 1.0, "partly known": 0.5})
"""Points for a skill, for a tool or a class of tools, and the factor for what is known in part.

A level that a source gives scales them: half the level, half the points. Points tell more from
less; they are not hours.
"""

NOTICEABLE = 0.1
"""A known thing is learnt further only if the level wanted is higher by this much: levels of O*NET
are means over a few dozen raters, and smaller differences are within their error."""


def points(effort: float) -> str:
    """Write an effort to three digits, for it is no more exact than that.

    >>> points(228.49), points(53.2), points(1.5), points(2.0), points(1234.5)
    ('228', '53.2', '1.5', '2', '1230')
    """
    return f"{float(f'{effort:.3g}'):g}"


@dataclass(frozen=True, eq=False)
class Effort:
    """The effort of things for one person: a table, and what that person knows in part."""

    needs: Needs
    table: Mapping[str, float]
    familiar: frozenset[str]

    @classmethod
    def given(cls, needs: Needs, known: Known, weights: Mapping[str, float]) -> Effort:
        """Make the efforts of one who knows some things.

        Raises:
            UsageError: the weights are not a table like ``EFFORT``.
        """
        return cls(needs, _checked(weights), frozenset(needs.familiar(known) - known.keys()))

    def of(self, iri: str) -> float:
        """Give the points it takes to learn a thing from nothing to its full level."""
        points = self.table["tool" if self.needs.is_tool(iri) else "skill"]
        return points * self.table["partly known"] if iri in self.familiar else points

    def missing(self, role: str, known: Known) -> dict[str, float]:
        """Give what is yet to learn for a role, with the points that each thing takes."""
        left = {}
        for thing, level in self.needs.plan(role).items():
            if short := shortfall(level, known.get(thing, 0.0)):
                left[thing] = round(short * self.of(thing), 2)
        return left


def shortfall(wanted: float | None, has: float) -> float:
    """Give the part of a thing that is yet to learn, 0 to 1, for a level wanted (None: any).

    >>> shortfall(None, 0), shortfall(None, 0.2), shortfall(0.5, 0), shortfall(0.5, 0.45)
    (1.0, 0.0, 0.5, 0.0)
    """
    if has == 0:
        return 1.0 if wanted is None else wanted
    if wanted is None or wanted - has < NOTICEABLE:
        return 0.0
    return wanted - has


def _checked(weights: Mapping[str, float]) -> dict[str, float]:
    for name, value in weights.items():
        if name not in EFFORT:
            raise UsageError(
                f"“{name}” is not in the table of efforts; it knows {', '.join(EFFORT)}."
            )
        if not (isinstance(value, (int, float)) and math.isfinite(value) and value > 0):
            raise UsageError(f"The effort of “{name}” must be a number above 0, not {value!r}.")
    table = {**EFFORT, **weights}
    if table["partly known"] > 1:
        raise UsageError("What is partly known cannot take more effort; use a factor up to 1.")
    return table
