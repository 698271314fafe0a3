"""What the areas of the map are called: short, as a person would call them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from careergraph.projection import Network
from careergraph.role_vectors import words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_LONGEST = {"group": 48, "skill": 30}  # in letters; of a skill or a class of tools, three words
_LOOKED_AT = 120  # things among which a name is looked for
_LIFT = 1.6  # how many times more often than elsewhere an area has what it is called after


@dataclass(frozen=True)
class _Candidate:
    """A thing an area could be named after; ``whole`` if that says all there is to say."""

    label: str
    score: float
    whole: bool
    stems: frozenset[str]


def name_areas(
    network: Network,
    things: Sequence[str],
    inside: Ints,
    areas: Sequence[Sequence[str]],
) -> list[str]:
    """Name each area after a group or skill that distinguishes it, or after two joined.

    A thing names an area the better, the nearer having it comes to belonging there (the F measure
    of van Rijsbergen, 1979), the more of the area's roles have it and the more are called like it.

    Args:
        network: as ``project`` gives it.
        things: what several roles have.
        inside: how many roles of each area (rows) have each thing (columns).
        areas: the roles of each area; together all roles.

    Returns:
        A name for each, no two alike.
    """
    everywhere = inside.sum(axis=0)
    found = [
        _candidates(network, things, here, everywhere, roles, sum(map(len, areas)))
        for here, roles in zip(inside, areas, strict=True)
    ]
    tools = {
        data["label"].partition(" ")[0]
        for _, data in network.nodes(data=True)
        if data["kind"] == "tool"
    }
    names = [""] * len(areas)
    used: set[str] = set()
    # Who has the best claim to a name chooses first.
    for number in sorted(range(len(areas)), key=lambda each: (-_best(found[each]), each)):
        parts = _parts(found[number], used)
        used.update(parts)
        name = _joined(parts, tools) or f"Area {number + 1}"
        more = (f"{name} ({again})" for again in count(2))
        names[number] = name if name not in names else next(n for n in more if n not in names)
    return names


def _best(candidates: Sequence[_Candidate]) -> float:
    return candidates[0].score if candidates else 0.0


def _candidates(
    network: Network,
    things: Sequence[str],
    here: Ints,
    everywhere: Ints,
    roles: Sequence[str],
    total: int,
) -> list[_Candidate]:
    """Give what an area could be named after, best first."""
    import numpy as np

    size = len(roles)
    share = here / size
    agreement = 2 * here / (size + everywhere) * share
    agreement[(here < min(2, size)) | (share * total < _LIFT * everywhere)] = 0.0
    # By the first letters of their words, for what is alike has the same.
    titles: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for role in roles:
        for stem in _stems(network.nodes[role]["label"]):
            titles[stem[:3]][stem].add(role)
    found = []
    some = np.flatnonzero(agreement)
    best = some[np.argsort(-agreement[some].round(9), kind="stable")[:_LOOKED_AT]]
    for column in best.tolist():
        data = network.nodes[things[column]]
        fit = _fit(network, things[column])
        if fit:
            stems = _stems(data["label"])
            alike = [
                having
                for stem in stems
                for word, having in titles[stem[:3]].items()
                if _alike((stem,), (word,))
            ]
            called = len(set().union(*alike)) / size
            score = float(agreement[column]) * (0.3 + called) * fit
            most = 2 * here[column] >= max(size, everywhere[column])
            whole = data["kind"] == "group" and bool(most)
            found.append(_Candidate(data["label"], score if called else score / 3, whole, stems))
    return sorted(found, key=lambda each: (-round(each.score, 9), each.label.casefold()))


def _fit(network: Network, thing: str) -> float:
    """Tell how well the label of a thing would serve as a name, 0 if not at all."""
    data = network.nodes[thing]
    kind, label, words = data["kind"], data["label"], len(words_of(data["label"]))
    if len(label) > _LONGEST.get(kind, 0):
        return 0.0
    if kind == "group":
        return 2.0
    # ESCO calls what one does "skill/competence" and words it as an order: "manage databases".
    ordered = data["facts"].get("skillType") == "skill/competence" and label[0].islower()
    if words > 3 or ordered:
        return 0.0
    of_tools = any(
        relation == "broader" and network.nodes[one]["kind"] == "tool"
        for one, _, relation in network.in_edges(thing, keys=True)
    )
    return (0.75 if of_tools else 1.0) * (0.6 if words > 2 else 1.0)


def _parts(candidates: Sequence[_Candidate], used: Collection[str]) -> list[str]:
    """Choose the label an area goes by, and a second where one does not say it all."""
    best = _best(candidates)
    # A label that names another area already is left to it, if there is one nearly as good.
    fresh = [each for each in candidates if each.label not in used and each.score >= best / 2]
    first = next(iter(fresh or candidates), None)
    if first is None or (first.whole and fresh):
        return [first.label] if first else []
    others = [
        each
        for each in candidates
        if not _alike(each.stems, first.stems)
        and each.label not in used
        and (not fresh or each.score >= first.score / 3)
    ]
    return [first.label, *(each.label for each in others[:1])]


def _joined(parts: Sequence[str], tools: Collection[str]) -> str:
    """Join labels: "Data analysis and machine learning", unless an "and" is in one already."""
    if not parts:
        return ""
    first = parts[0][:1].upper() + parts[0][1:]
    rest = [part if _is_name(part, tools) else part[:1].lower() + part[1:] for part in parts[1:]]
    apart = any(" and " in part or "," in part for part in parts)
    return (", " if apart else " and ").join([first, *rest])


def _is_name(label: str, tools: Collection[str]) -> bool:
    """Tell whether a label begins with a capital for more than beginning."""
    return not label[1:].islower() or label.partition(" ")[0] in tools


def _stems(label: str) -> frozenset[str]:
    return frozenset(word[: max(4, len(word) - 3)] for word in words_of(label) if len(word) > 2)


def _alike(some: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether any two words have a stem in common ("Testing", "tester")."""
    return any(a.startswith(b) or b.startswith(a) for a in some for b in others)
