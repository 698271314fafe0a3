"""Results that are worked out once for a network: kept as long as it lives, or in its store.

Beside the statements of a store on disk ``kept_on_disk`` leaves what took long to work out; the
next process maps it instead of working it out again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import uuid4

from careergraph.store.dataset import SourceStore, checksum

Owner = TypeVar("Owner")
Rest = ParamSpec("Rest")
Result = TypeVar("Result")

_KEPT = "_careergraph_kept"
_STORE = "_careergraph_store"


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


def kept_on_disk(
    form: type[Result],
) -> Callable[
    [Callable[Concatenate[Owner, Rest], Result]], Callable[Concatenate[Owner, Rest], Result]
]:
    """Keep what a function returns as ``kept_with`` does, and in the store that the owner is of.

    The owner is a network, or the one thing of its kind that is made of a network; one that is not
    of a store on disk keeps the result in memory alone.
    Use it for what takes more than some 50 ms and depends on the network only::

        @dataclass(frozen=True, eq=False)
        class Popularity:
            things: Texts              # strings, many of them, decoded when asked for
            row: Numbers               # a mapping from strings to numbers
            roles: NDArray[np.int64]   # mapped from the file
            asked: sparse.csr_array    # or csc_array
            kinds: dict[str, int]      # small: whatever JSON can say, with lists for tuples

        @kept_on_disk(Popularity)
        def popularity(network: Network) -> Popularity: ...

    So a result is a dataclass of what ``arrays.write`` takes, without the network in it: what
    answers need besides, they look up in the network. Arguments after the first are strings,
    numbers, None and frozensets of these. Mapped arrays are read-only. To have the result made by
    ``load`` rather than by the first question, name the function in ``loading.index``.

    What is kept is made anew where the store holds other statements than it was made from, where
    the code of the function's package or of those below has changed, and where it is damaged. Where
    the store cannot be written to, each process works it out for itself.

    Args:
        form: the dataclass that the function returns.
    """

    def keep(
        function: Callable[Concatenate[Owner, Rest], Result],
    ) -> Callable[Concatenate[Owner, Rest], Result]:
        @kept_with
        @wraps(function)
        def kept(owner: Owner, /, *args: Rest.args, **named: Rest.kwargs) -> Result:
            store: SourceStore | None = vars(owner).get(_STORE)
            if store is None or store.folder is None:  # of no store, or of one in memory
                return function(owner, *args, **named)
            from careergraph.network import arrays

            name = f"{function.__module__}.{function.__qualname__}".removeprefix("careergraph.")
            if args or named:
                key = json.dumps([args, named], default=sorted, sort_keys=True)
                name += f"-{zlib.crc32(key.encode()):08x}"
            file = store.folder / f"{name}.arrays"
            code = _code(function.__module__)
            if store.waiting is None:
                with suppress(OSError, ValueError, KeyError, TypeError):
                    return arrays.read(file, form, _stamp(store, code))
            result = function(owner, *args, **named)
            if store.waiting is None:
                _leave(store, file, result, code)
            else:
                store.waiting.append(partial(_leave, store, file, result, code))
            return result

        return kept

    return keep


def _stamp(store: SourceStore, code: int) -> dict[str, int]:
    """Return what a result in a store depends on: its statements, and the code that made it."""
    return {"statements": store.checksum, "code": code}


def _leave(store: SourceStore, file: Path, result: object, code: int) -> None:
    """Write a result to a file beside the statements of a store, where that can be written to."""
    from careergraph.network import arrays

    with suppress(OSError):
        # Another load may have put another store there since this one was opened.
        if checksum(file.parent) == store.checksum:
            with _replacing(file) as new:
                arrays.write(new, result, _stamp(store, code))


def forget(owner: object) -> None:
    """Drop all results that are kept with a network in memory."""
    vars(owner).pop(_KEPT, None)


def settle(owner: object, store: SourceStore) -> None:
    """Let the results of a network, or of a graph, be kept in the store that it is of."""
    vars(owner)[_STORE] = store


def settle_beside(owner: object, other: object) -> None:
    """Let the results of what is made of a network be kept where the network's are, if anywhere."""
    if (store := vars(other).get(_STORE)) is not None:
        settle(owner, store)


@cache
def _code(module: str) -> int:
    """Return a checksum of the code that a module's results depend on.

    That is its package and the packages below, whose contract stands in pyproject.toml.
    """
    below = ["vocabulary.py", "store", "network", "reading", "analysis"]
    package = module.split(".")[1]
    below = below[: below.index(package) + 1] if package in below else [*below, package]
    root, checksum = Path(__file__).parents[1], 0
    for name in below:
        place = root / name
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            checksum = zlib.crc32(file.read_bytes(), checksum)
    return checksum


@contextmanager
def _replacing(file: Path) -> Iterator[Path]:
    """Return a new file to write, which then takes the place of another at once.

    Whoever has mapped the other goes on with it; of two writers the last one wins.
    """
    new = file.with_name(f".{file.name}.{uuid4().hex}")
    try:
        yield new
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
