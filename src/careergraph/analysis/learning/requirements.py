"""What each role asks for: the things that its sources name, and the requirements these make up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from careergraph.network.agreement import Agreement, agreement
from careergraph.network.projection import Network, kind_of, of_kind
from careergraph.vocabulary import REQUIREMENTS

if TYPE_CHECKING:
    from careergraph.analysis.learning.needs import Needs

LEARNABLE = ("skill", "tool")
"""The kinds that can be learnt; degrees, experience, industries and duties are told apart."""

NEEDED = ("requiresSkill", "usesTool")
"""The relations by which a role needs what can be learnt; what it merely prefers is not a need."""

MIN_NEEDS = 5
"""A role with fewer needs on record has too little data to rank or to step on."""


@dataclass(frozen=True)
class Need:
    """That a role names a thing: how much it counts and to which level (0 to 1), how, and who says.

    ``level_word`` is how a text puts the level, "" where it does not. A need is ``borrowed`` if it
    is said only of what is one with the role, not under the role's own IRI.
    """

    importance: float
    level: float | None
    relations: tuple[str, ...]
    sources: tuple[str, ...]
    level_word: str = ""
    one_of: tuple[str, ...] = ()
    borrowed: bool = False

    @property
    def required(self) -> bool:
        """Whether a source requires the thing; else people in the role merely use it."""
        return "requiresSkill" in self.relations


@dataclass(frozen=True)
class Requirement:
    """One thing that a role asks for, met by any one of its ``options``.

    ``family`` is the class of tools that the options are members of, which is met by any other
    member as well. What is not ``required`` is merely used. ``details`` are what other sources ask
    for that comes close to it or is part of it; ``agreement`` counts the sources of all of these.
    """

    options: tuple[str, ...]
    family: str | None
    required: bool
    importance: float
    agreement: Agreement
    details: tuple[str, ...] = ()

    @property
    def things(self) -> tuple[str, ...]:
        """All that meets it: its options, and what the knowledge of any member implies."""
        if self.family is None or self.family in self.options:
            return self.options
        return (*self.options, self.family)


class NeedsOfRoles(Mapping[str, Mapping[str, Need]]):
    """The needs of each role, worked out when they are asked for."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._needs: dict[str, Mapping[str, Need]] = {}

    def __getitem__(self, role: str) -> Mapping[str, Need]:
        if role not in self._needs:
            if kind_of(self._network, role) != "role":
                raise KeyError(role)
            self._needs[role] = _needs(self._network, role)
        return self._needs[role]

    def __contains__(self, role: object) -> bool:
        return role in self._network and kind_of(self._network, str(role)) == "role"

    def __iter__(self) -> Iterator[str]:
        return iter(self._roles)

    def __len__(self) -> int:
        return len(self._roles)

    @cached_property
    def _roles(self) -> list[str]:
        return sorted(of_kind(self._network, "role"))


def _needs(network: Network, role: str) -> dict[str, Need]:
    needs: dict[str, Need] = {}
    for _, thing, relation, data in network.out_edges(role, keys=True, data=True):
        # A level of 0 is a source's way to say that the work does not call for the thing.
        named = relation in NEEDED and data.get("level") != 0
        if named and kind_of(network, thing) in LEARNABLE:
            need = Need(
                data["weight"],
                data.get("level"),
                (relation,),
                tuple(data["sources"]),
                data.get("level_word", ""),
                data.get("one_of", ()),
                data.get("borrowed", False),
            )
            needs[thing] = _joined(needs[thing], need) if thing in needs else need
    return needs


def _joined(one: Need, other: Need) -> Need:
    levels = [need.level for need in (one, other) if need.level is not None]
    return Need(
        max(one.importance, other.importance),
        max(levels, default=None),
        tuple(sorted({*one.relations, *other.relations}, key=REQUIREMENTS.index)),
        tuple(sorted({*one.sources, *other.sources})),
        one.level_word or other.level_word,
        one.one_of or other.one_of,
        one.borrowed and other.borrowed,
    )


def requirements_of(needs: Needs, role: str) -> tuple[Requirement, ...]:
    """Return what a role asks for, one by one: the required first, of these the weightiest.

    Things are alternatives where a source lists them as such, where the role names their class
    beside them ("cloud platforms", AWS, Azure), and where several of one class are merely used.
    A tool of a class of which the role requires another one is not asked for besides. Of a
    class that a classification of products fills, the tools are examples.

    Where sources that know the role under other IRIs describe it too, what they ask for becomes a
    detail of what the role's own sources ask for, if it comes close to that or is a part of it, or
    that of it; the rest of what one of them alone requires counts as merely used. A role of which
    its own sources require fewer than ``MIN_NEEDS`` things is what all of them say it is.
    """
    named = needs.of_role[role]
    requirements = [
        replace(one, agreement=_agreement(needs, role, one)) for one in _grouped(needs, named)
    ]
    own: list[Requirement] = []
    others: list[Requirement] = []
    for one in requirements:
        borrowed = all(named[thing].borrowed for thing in one.things if thing in named)
        (others if borrowed else own).append(one)
    if others and sum(one.required for one in own) >= MIN_NEEDS:
        own = [
            replace(one, agreement=_agreement(needs, role, one))
            for one in _with_details(needs, own, others)
        ]
        folded = {thing for one in own for thing in one.details}
        requirements = own + [
            replace(one, required=one.required and one.agreement.sources > 1)
            for one in others
            if folded.isdisjoint(one.things)
        ]
    requirements.sort(key=lambda one: (not one.required, -one.importance * one.agreement.share))
    return tuple(requirements)


def _agreement(needs: Needs, role: str, requirement: Requirement) -> Agreement:
    named = needs.of_role[role]
    things = (*requirement.things, *requirement.details)
    sources = {source for thing in things if thing in named for source in named[thing].sources}
    return agreement(needs.network, role, sources)


def _with_details(
    needs: Needs, own: Sequence[Requirement], others: Iterable[Requirement]
) -> list[Requirement]:
    """Return requirements with those of others as details that come close to them.

    Each of the others goes to the nearest one, wider before narrower.
    """
    place = {thing: at for at, one in reversed([*enumerate(own)]) for thing in one.things}
    narrower: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for thing, at in place.items():
        for wider, steps in needs.wider(thing).items():
            narrower[wider].append((steps, at))
    details: dict[int, list[str]] = defaultdict(list)
    for other in others:
        # Of several alternatives one may well come close where the class of them does not.
        thing = other.family or other.options[0]
        alone = thing == other.family or len(other.options) == 1
        near = [
            (steps, 0, place[wider])
            for wider, steps in needs.wider(thing).items()
            if wider in place
        ]
        near += [(steps, 1, at) for steps, at in narrower.get(thing, ())]
        near = [one for one in near if own[one[2]].required or not other.required]
        if alone and near:
            details[min(near)[2]] += other.things
    return [replace(one, details=tuple(details[at])) for at, one in enumerate(own)]


def _grouped(needs: Needs, named: Mapping[str, Need]) -> list[Requirement]:
    by_weight = sorted(named, key=lambda iri: (-named[iri].importance, needs.by_label(iri)))
    grouped: set[str] = set()
    groups: list[Requirement] = []

    def group(options: list[str], family: str | None) -> None:
        grouped.update(options)
        members = [named[iri] for iri in options]
        members += [named[family]] if family and family in named else []
        groups.append(
            Requirement(
                tuple(options),
                family,
                any(need.required for need in members),
                max(need.importance for need in members),
                Agreement(0, 0),
            )
        )

    met: set[str] = set()
    for iri in by_weight:
        if named[iri].one_of and iri not in grouped:
            options = [other for other in by_weight if other in named[iri].one_of]
            common = set.intersection(*(needs.all_classes(other) for other in options))
            family = min(common.intersection(named), key=needs.by_label, default=None)
            group(options, family)
            met.update([family] if family else [])
    members = _members_named(needs, named, by_weight)
    for family in sorted(members, key=lambda iri: (-len(members[iri]), needs.by_label(iri))):
        free = [iri for iri in members[family] if iri not in grouped]
        must = [iri for iri in members[family] if named[iri].required]
        if family in met:
            met.update(free)
        elif family in named:
            met.add(family)
            if len(must) == 1:
                met.update(iri for iri in free if iri not in must)
            elif free:
                group(free, family)
        elif must:
            met.update(iri for iri in free if iri not in must)
        elif len(free) > 1 or (free and family in needs.catalogues):
            group(free, family)
    for iri in by_weight:
        if iri not in grouped | met:
            group([iri], iri if iri in needs.tool_classes else None)
    return groups


def _members_named(
    needs: Needs, named: Mapping[str, Need], by_weight: Iterable[str]
) -> dict[str, list[str]]:
    """Return the members of each class of tools that a role names, narrower classes aside."""
    members: dict[str, list[str]] = defaultdict(list)
    for iri in by_weight:
        for family in sorted(needs.all_classes(iri)):
            if (iri not in needs.tool_classes or family in named) and _sorts(
                needs, family, iri, named[iri]
            ):
                members[family].append(iri)
    return members


def _sorts(needs: Needs, family: str, member: str, need: Need) -> bool:
    """Whether a class is used to sort a role's tool: a catalogue sorts what it alone asks for."""
    if family not in needs.catalogues:
        return True
    link = needs.network[member].get(family, {}).get("broader", {})
    return set(link.get("sources", ())).issuperset(need.sources)
