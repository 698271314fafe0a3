"""What the areas of the map are called: short, as a person would call them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, count
from typing import TYPE_CHECKING

from careergraph.analysis.similarity.vectors import words_of
from careergraph.network.projection import Network, of_kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_LONGEST = {"group": 48, "skill": 30}  # in letters; of a skill or a class of tools, three words
_LONGEST_PAIR = 60  # letters of two groups that name an area together
_LONGEST_ROLE = 40  # letters of a role that an area is named after
_GROUP = 2.0  # how well a group of roles serves as a name, against a skill
_JOINING = 3  # letters of "and", "of" or "the", which do not make a name longer to read
_LOOKED_AT = 120  # things among which a name is looked for
_TELLING = 0.2  # how near the nearest thing must come to belonging to an area, to name it at all
_LIFT = 1.6  # how many times more often than elsewhere an area has what it is called after


@dataclass(frozen=True)
class _Candidate:
    """What an area could be named after; ``whole`` if that says all there is to say.

    That is a thing, or two groups of roles that are much of the area together.
    """

    labels: tuple[str, ...]
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
    Where no one group is most of an area, two may be that together. An area of which little can be
    said, or nothing but what is said of another already, is named after its most typical role.

    Args:
        network: as ``project`` gives it.
        things: what several roles have.
        inside: how many roles of each area (rows) have each thing (columns).
        areas: the roles of each area; together all roles.

    Returns:
        A name for each, no two alike.
    """
    everywhere = inside.sum(axis=0)
    candidates = [
        _candidates(network, things, here, everywhere, roles, sum(map(len, areas)), groups)
        for here, roles, groups in zip(inside, areas, _at_home(network, areas), strict=True)
    ]
    tools = {network.nodes[iri]["label"].partition(" ")[0] for iri in of_kind(network, "tool")}
    names = [""] * len(areas)
    used: set[str] = set()
    # Who has the best claim to a name chooses first.
    for number in sorted(range(len(areas)), key=lambda area: (-_best(candidates[area]), area)):
        parts = _parts(candidates[number], used)
        used.update(parts)
        name = _joined(parts, tools) or _like_one(network, areas[number])
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
    groups: Mapping[str, set[str]],
) -> list[_Candidate]:
    """Return what an area could be named after, best first."""
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

    def called(stems: Iterable[str]) -> float:
        alike = [
            having
            for stem in stems
            for word, having in titles[stem[:3]].items()
            if _alike((stem,), (word,))
        ]
        return len(set().union(*alike)) / size

    candidates: list[_Candidate] = []
    some = np.flatnonzero(agreement)
    best = some[np.argsort(-agreement[some].round(9), kind="stable")[:_LOOKED_AT]]
    for column in best.tolist():
        data = network.nodes[things[column]]
        fit = _fit(network, things[column])
        # The nearest comes first: where even that is far, nothing names the area.
        if fit and (candidates or agreement[column] >= _TELLING):
            stems = _stems(data["label"])
            alike = called(stems)
            score = float(agreement[column]) * (0.3 + alike) * fit
            most = 2 * here[column] >= max(size, everywhere[column])
            whole = data["kind"] == "group" and bool(most)
            candidates.append(
                _Candidate((data["label"],), score if alike else score / 3, whole, stems)
            )
    # Where no one group is most of the area, two may be.
    if not any(candidate.whole for candidate in candidates):
        candidates += _pairs(groups, set(roles), total, called)
    return sorted(candidates, key=lambda candidate: (-round(candidate.score, 9), candidate.labels))


def _pairs(
    groups: Mapping[str, set[str]], own: set[str], total: int, called: Callable[..., float]
) -> Iterator[_Candidate]:
    """Return the pairs of groups that are much of an area together, or mostly lie in it."""
    size = len(own)
    for pair in combinations(groups, 2):
        having = groups[pair[0]] | groups[pair[1]]
        both = len(having & own)
        telling = both * total >= _LIFT * len(having) * size
        if telling and 2 * both >= min(size, len(having)) and len("".join(pair)) <= _LONGEST_PAIR:
            stems = _stems(" ".join(pair))
            agreement = 2 * both / (size + len(having)) * both / size
            most_first = sorted(pair, key=lambda group: -len(groups[group] & own))
            score = agreement * (0.3 + called(stems)) * _GROUP
            yield _Candidate(tuple(most_first), score, True, stems)


def _at_home(network: Network, areas: Sequence[Sequence[str]]) -> list[dict[str, set[str]]]:
    """Return for each area the groups that have more roles there than in any other.

    Each comes by its label, with all roles that it holds directly.
    """
    members: dict[str, set[str]] = defaultdict(set)
    where: dict[str, Counter[int]] = defaultdict(Counter)
    number_of = {role: number for number, roles in enumerate(areas) for role in roles}
    for group in of_kind(network, "group"):
        data = network.nodes[group]
        if _fit(network, group):
            for role, _, relation in network.in_edges(group, keys=True):
                if relation == "broader" and role in number_of:
                    members[data["label"]].add(role)
                    where[data["label"]][number_of[role]] += 1
    at_home: list[dict[str, set[str]]] = [{} for _ in areas]
    for group in sorted(members):
        number, most = where[group].most_common(1)[0]
        if most > 1:
            at_home[number][group] = members[group]
    return at_home


def _like_one(network: Network, roles: Sequence[str]) -> str:
    """Name an area after the role whose title has most in common with the titles of the rest."""
    words = {role: _stems(network.nodes[role]["label"]) for role in roles}
    times = Counter(word for stems in words.values() for word in stems)

    def typical(role: str) -> tuple[bool, float, str]:
        label, stems = network.nodes[role]["label"], words[role]
        shared = sum(times[word] for word in stems) / max(len(stems), 1)
        return len(label) > _LONGEST_ROLE, -shared, label

    label = network.nodes[min(roles, key=typical)]["label"]
    return f"{label[:1].upper()}{label[1:]} and similar roles"


def _fit(network: Network, thing: str) -> float:
    """Return how well the label of a thing would serve as a name, 0 if not at all."""
    data = network.nodes[thing]
    kind, label = data["kind"], data["label"]
    words = sum(len(word) > _JOINING for word in words_of(label))
    if len(label) > _LONGEST.get(kind, 0):
        return 0.0
    if kind == "group":
        return _GROUP
    # ESCO tells skills from knowledge, and words them as an order: "manage databases".
    ordered = data["facts"].get("skillType") == "skill" and label[0].islower()
    if words > 3 or ordered:
        return 0.0
    of_tools = any(
        relation == "broader" and network.nodes[one]["kind"] == "tool"
        for one, _, relation in network.in_edges(thing, keys=True)
    )
    return (0.75 if of_tools else 1.0) * (0.6 if words > 2 else 1.0)


def _parts(candidates: Sequence[_Candidate], used: Collection[str]) -> list[str]:
    """Choose the label an area goes by, and a second where one does not say it all."""
    # A label that names another area already is left to it, if there is one nearly as good.
    best = _best([candidate for candidate in candidates if len(candidate.labels) == 1])
    fresh = [candidate for candidate in candidates if not {*candidate.labels} & {*used}]
    first = next((candidate for candidate in fresh if candidate.score >= best / 2), None)
    if first is None or first.whole:
        return list(first.labels) if first else []
    others = [
        candidate.labels[0]
        for candidate in fresh
        if len(candidate.labels) == 1
        and not _alike(candidate.stems, first.stems)
        and candidate.score >= first.score / 3
    ]
    return [*first.labels, *others[:1]]


def _joined(parts: Sequence[str], tools: Collection[str]) -> str:
    """Join labels: "Data analysis and machine learning", unless an "and" is in one already."""
    if not parts:
        return ""
    first = parts[0][:1].upper() + parts[0][1:]
    rest = [part if _is_name(part, tools) else part[:1].lower() + part[1:] for part in parts[1:]]
    apart = any(" and " in part or "," in part for part in parts)
    return (", " if apart else " and ").join([first, *rest])


def _is_name(label: str, tools: Collection[str]) -> bool:
    """Whether a label begins with a capital for more than beginning."""
    return not label[1:].islower() or label.partition(" ")[0] in tools


def _stems(label: str) -> frozenset[str]:
    return frozenset(word[: max(4, len(word) - 3)] for word in words_of(label) if len(word) > 2)


def _alike(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether any two words have a stem in common ("Testing", "tester")."""
    return any(a.startswith(b) or b.startswith(a) for a in some for b in others)
