"""How many of the sources that describe a role ask for a thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from careergraph.network.cache import kept_with
from careergraph.vocabulary import REQUIREMENTS

if TYPE_CHECKING:
    from careergraph.network.projection import Network


@dataclass(frozen=True)
class Agreement:
    """How many of the sources that describe a role ask for a thing: ``sources`` of ``of``."""

    sources: int
    of: int

    @property
    def share(self) -> float:
        """The part of the sources that ask for it, above 0 to 1; 1 where none is known."""
        return self.sources / self.of if self.of else 1.0

    def __str__(self) -> str:
        """Return it in words, "" where one source alone describes the role.

        >>> str(Agreement(2, 3)), str(Agreement(1, 1))
        ('2 of 3 sources', '')
        """
        return f"{self.sources} of {self.of} sources" if self.of > 1 else ""


def agreement(network: Network, role: str, sources: Iterable[str]) -> Agreement:
    """Return how many of the sources that describe a role are among some."""
    describing = describing_sources(network, role)
    return Agreement(len(describing.intersection(sources)), len(describing))


@kept_with
def describing_sources(network: Network, role: str) -> frozenset[str]:
    """Return the sources that say what a role asks for."""
    return frozenset(
        source
        for _, _, relation, data in network.out_edges(role, keys=True, data=True)
        if relation in REQUIREMENTS
        for source in data["sources"]
    )
