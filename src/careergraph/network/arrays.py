"""Results of arrays and texts: written to a file, and mapped from it instead of parsed.

A file holds the length of its head (8 bytes), the head in JSON, which says what is where, and the
arrays as they lie in memory. Nothing in it is executed, for a store may come from anywhere, so
unlike a pickle it is safe to read.
"""

from __future__ import annotations

import json
import mmap
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import accumulate
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

T = TypeVar("T")

_ALIGNED = 64  # bytes; where each array starts, as numpy aligns its own
_INT32 = np.iinfo(np.int32).max


class Texts(Sequence[str]):
    """A tuple of texts, kept as one array of UTF-8; a text is decoded when it is asked for."""

    def __init__(self, letters: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        self.letters, self.ends = letters, ends
        self._bytes: Any = memoryview(letters)  # type: ignore[arg-type]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Return some texts as an array."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        ends = np.fromiter(accumulate(map(len, encoded)), np.int64, len(encoded))
        return cls(np.frombuffer(b"".join(encoded), np.uint8), ends)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[str, ...]: ...
    def __getitem__(self, at: int | slice) -> str | tuple[str, ...]:
        if isinstance(at, slice):
            return tuple(self[each] for each in range(*at.indices(len(self))))
        if at < 0:
            at += len(self)
        if not 0 <= at < len(self):
            raise IndexError(at)
        start = self.ends.item(at - 1) if at else 0
        return str(self._bytes[start : self.ends.item(at)], "utf-8", "replace")

    def __len__(self) -> int:
        return len(self.ends)

    def __iter__(self) -> Iterator[str]:
        whole, start = self._bytes, 0
        for end in self.ends.tolist():
            yield str(whole[start:end], "utf-8", "replace")
            start = end

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def find(self, text: str) -> int:
        """Return the place of a text among sorted ones, -1 where it is not one of them."""
        at = bisect_left(self, text)
        return at if at < len(self) and self[at] == text else -1


class Numbers(Mapping[str, int]):
    """A mapping from texts to numbers, kept as sorted texts beside an array."""

    def __init__(self, keys: Texts, values: NDArray[np.int64]) -> None:
        self.texts, self.places = keys, values

    @classmethod
    def of(cls, numbers: Mapping[str, int]) -> Numbers:
        """Return a mapping as arrays."""
        keys = sorted(numbers)
        return cls(Texts.of(keys), np.array([numbers[key] for key in keys], dtype=np.int64))

    def __getitem__(self, key: str) -> int:
        if (at := self.texts.find(key)) < 0:
            raise KeyError(key)
        return int(self.places[at])

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


def write(path: Path, value: Any, stamp: Any) -> None:
    """Write a dataclass to a file.

    Its fields hold numpy arrays, scipy's sparse arrays (CSR or CSC), ``Texts``, ``Numbers``, and
    whatever JSON can say: numbers, strings, None, and lists and dicts of these.

    Args:
        path: of the file.
        value: the dataclass.
        stamp: what tells whether it is still valid; anything that JSON can say.

    Raises:
        OSError: the file cannot be written.
        TypeError: a field holds something else.
    """
    blocks: list[NDArray[Any]] = []
    end = 0

    def array(values: Any) -> dict[str, Any]:
        nonlocal end
        block = np.ascontiguousarray(values)
        start = -(-end // _ALIGNED) * _ALIGNED
        end = start + block.nbytes
        blocks.append(block)
        return {"type": block.dtype.str, "shape": list(block.shape), "start": start}

    def part(each: Any) -> dict[str, Any]:
        if isinstance(each, np.ndarray):
            return {"array": array(each)}
        if isinstance(each, Texts):
            return {"texts": [array(each.letters), array(each.ends)]}
        if isinstance(each, Numbers):
            arrays = (each.texts.letters, each.texts.ends, each.places)
            return {"numbers": [array(one) for one in arrays]}
        if getattr(each, "format", None) in {"csr", "csc"}:
            # Scipy takes 32 bits where they are enough, and would copy what has more.
            short = each.nnz <= _INT32 and max(each.shape) <= _INT32
            places = [one.astype(np.int32) if short else one for one in (each.indices, each.indptr)]
            arrays = (each.data, *places)
            return {each.format: [array(one) for one in arrays], "shape": list(each.shape)}
        return {"plain": each}

    parts = {field.name: part(getattr(value, field.name)) for field in fields(value)}
    head = json.dumps({"stamp": stamp, "parts": parts}, ensure_ascii=False).encode()
    head = head.ljust(-(-(len(head) + 8) // _ALIGNED) * _ALIGNED - 8)
    with path.open("wb") as file:
        file.write(len(head).to_bytes(8, "little") + head)
        for block in blocks:
            file.write(bytes(-file.tell() % _ALIGNED))
            file.write(block.tobytes())


def read(path: Path, form: type[T], stamp: Any) -> T:
    """Map a dataclass that ``write`` wrote.

    Raises:
        OSError: there is no such file.
        ValueError, KeyError, TypeError: it is damaged, of another form, or its stamp is another.
    """
    with path.open("rb") as file:
        # No array itself, of which scipy would copy each part.
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    start = 8 + int.from_bytes(content[:8], "little")
    head = json.loads(content[8:start])
    if head["stamp"] != stamp:
        raise ValueError(f"{path.name} was made of something else")

    def array(place: dict[str, Any]) -> NDArray[Any]:
        shape = tuple(place["shape"])
        values = (
            np.frombuffer(content, place["type"], prod(shape), start + place["start"])
            if prod(shape)
            else np.empty(0, place["type"])
        )
        return values.reshape(shape)

    def value(part: dict[str, Any]) -> Any:
        if "array" in part:
            return array(part["array"])
        if "texts" in part:
            return Texts(*map(array, part["texts"]))
        if "numbers" in part:
            letters, ends, places = map(array, part["numbers"])
            return Numbers(Texts(letters, ends), places)
        for name in {"csr", "csc"} & part.keys():
            from scipy import sparse

            kind = getattr(sparse, f"{name}_array")
            return kind(tuple(map(array, part[name])), shape=tuple(part["shape"]))
        return part["plain"]

    return form(**{name: value(part) for name, part in head["parts"].items()})
