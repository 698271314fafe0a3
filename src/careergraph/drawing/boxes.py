"""Boxes in the plane, and pushing them apart until none lies over another."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_PUSHES = 80
_FEW = 0.01  # the part of boxes that is moved one by one, after the pushes


@dataclass(frozen=True)
class Box:
    """A rectangle by its centre and size."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box, gap: float = 0.0) -> bool:
        """Whether the two are closer than ``gap`` on both axes (touching is not overlapping)."""
        return (
            abs(self.x - other.x) < (self.width + other.width) / 2 + gap - 1e-6
            and abs(self.y - other.y) < (self.height + other.height) / 2 + gap - 1e-6
        )


def frame(boxes: Iterable[Box]) -> tuple[float, float, float, float]:
    """Return left, top, width and height of all boxes together."""
    every = list(boxes) or [Box(0, 0, 0, 0)]
    left = min(box.x - box.width / 2 for box in every)
    top = min(box.y - box.height / 2 for box in every)
    right = max(box.x + box.width / 2 for box in every)
    bottom = max(box.y + box.height / 2 for box in every)
    return left, top, right - left, bottom - top


def apart(
    at: Floats, extent: Floats, still: Floats | None = None, room: Floats | None = None
) -> Floats:
    """Move boxes apart, each pair along the axis that needs the shorter way, until none overlap.

    Args:
        at: their middles, a row each.
        extent: their widths and heights.
        still: the middles of boxes that are not moved, and that the others keep off.
        room: the widths and heights of those.
    """
    import numpy as np
    from scipy.spatial import cKDTree

    at = at.copy()
    still = np.zeros((0, 2)) if still is None else still
    room = np.zeros((0, 2)) if room is None else room
    one = other = kept = np.zeros(0, dtype=int)
    reach = (extent[:, None] + room) / 2
    for more in reversed(range(_PUSHES)):
        # Boxes are wide and low, so what is near is looked for after scaling each axis.
        scaled = cKDTree(at / extent.max(axis=0))
        one, other = scaled.query_pairs(1.0, p=math.inf, output_type="ndarray").T
        clash, push = _pushes(at[one] - at[other], (extent[one] + extent[other]) / 2)
        one, other = one[clash], other[clash]
        kept, off = np.nonzero(
            (np.abs(at[:, None, 0] - still[:, 0]) < reach[..., 0])
            & (np.abs(at[:, None, 1] - still[:, 1]) < reach[..., 1])
        )
        _, away = _pushes(at[kept] - still[off], reach[kept, off])
        if len(one) + len(kept) <= _FEW * len(at) or not more:
            break
        for axis in (0, 1):
            at[:, axis] += np.bincount(one, push[:, axis] / 2, len(at))
            at[:, axis] -= np.bincount(other, push[:, axis] / 2, len(at))
            at[:, axis] += np.bincount(kept, away[:, axis], len(at))
    left = sorted({*one.tolist(), *other.tolist(), *kept.tolist()})
    return _settle(at, extent, left, _boxes(still, room))


def _pushes(between: Floats, reach: Floats) -> tuple[Any, Floats]:
    """Return which pairs overlap, and the vector by which the first of each has to move."""
    import numpy as np

    overlap = reach - np.abs(between)
    clash = (overlap > 0).all(axis=1)
    between, overlap = between[clash], overlap[clash]
    sideways = overlap[:, 0] < overlap[:, 1]
    sign = np.where(between >= 0, 1.0, -1.0)
    return clash, (overlap + 0.2) * sign * np.stack([sideways, ~sideways], axis=1)


def _boxes(at: Floats, extent: Floats) -> list[Box]:
    return [Box(*place, *size) for place, size in zip(at.tolist(), extent.tolist(), strict=True)]


def _settle(at: Floats, extent: Floats, left: Sequence[int], still: Sequence[Box]) -> Floats:
    """Move the boxes that still overlap to the nearest free place, searched in ever wider rings."""
    boxes = _boxes(at, extent)
    taken = Taken(*extent.max(axis=0, initial=1.0).tolist())
    for place in sorted(set(range(len(boxes))) - set(left)):
        taken.add(boxes[place])
    for place in left:
        box = boxes[place]
        rings = (
            Box(box.x + ring * across * math.cos(turn), box.y + ring * down * math.sin(turn),
                box.width, box.height)
            for ring in count()
            for across, down in [(box.width / 4, box.height / 2)]
            for turn in [step * math.tau / (6 * ring or 1) for step in range(6 * ring or 1)]
        )  # fmt: skip
        boxes[place] = next(
            free for free in rings if taken.is_free(free) and not any(map(free.overlaps, still))
        )
        taken.add(boxes[place])
        at[place] = boxes[place].x, boxes[place].y
    return at


class Taken:
    """Boxes indexed by the grid cells of their centres, so that few have to be compared."""

    def __init__(self, width: float, height: float) -> None:
        """Make the grid; a cell is at least as wide and as high as any box."""
        self._width, self._height = width, height
        self._boxes: dict[tuple[int, int], list[Box]] = defaultdict(list)

    def add(self, box: Box) -> None:
        """Mark the room of a box as taken."""
        self._boxes[self._at(box)].append(box)

    def is_free(self, box: Box) -> bool:
        """Whether no box added so far overlaps this one."""
        column, row = self._at(box)
        return not any(
            box.overlaps(other)
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for other in self._boxes.get((x, y), ())
        )

    def _at(self, box: Box) -> tuple[int, int]:
        return int(box.x // self._width), int(box.y // self._height)
