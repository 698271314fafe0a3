"""Results that are worked out once for a network and kept as long as it lives."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

Owner = TypeVar("Owner")
Rest = ParamSpec("Rest")
Result = TypeVar("Result")

_KEPT = "_careergraph_kept"


def kept_with(
    function: Callable[Concatenate[Owner, Rest], Result],
) -> Callable[Concatenate[Owner, Rest], Result]:
    """Keep what a function returns with its first argument, and work it out once for each.

    The first argument, a network or what is made of one, must not change afterwards; the others
    are part of the key and must be hashable.
    """

    @wraps(function)
    def kept(owner: Owner, /, *args: Rest.args, **named: Rest.kwargs) -> Result:
        # Kept on the owner itself: results that refer back to it would keep it alive anywhere else.
        results: dict[Any, Result] = vars(owner).setdefault(_KEPT, {})
        key = (function, args, frozenset(named.items()))
        if key not in results:
            results[key] = function(owner, *args, **named)
        return results[key]

    return kept


def forget(owner: object) -> None:
    """Drop all results that are kept with a network."""
    vars(owner).pop(_KEPT, None)
