"""Decides by their names which things of different sources are the same, or close.

Names are compared by a normal form: case, accents, punctuation, plurals, a leading "Apache" and
British spelling do not count. Kinds must agree, except that a skill may be the same as a tool:
sources differ on which of the two Python is.

Certain, and so skos:exactMatch
    The labels are the same. Or the label of one is another name of the other, and of nothing else
    in its source, where that name is of a product, is our own word, or is one of several that the
    two share: the other names in a classification are evidence, not identity. Or the labels are the
    same once a verb is left out of one ("use markup languages"); or the maker ("Microsoft Power
    BI") or a remark in brackets ("Python (computer programming)"), and the other is a tool.
Likely, and so skos:closeMatch, which is offered and never merged
    What of this is ambiguous; other names that are the same; labels apart by one letter. A name of
    four letters or fewer proves nothing alone. Software that is named after a discipline is not the
    discipline. Roles are one by their labels alone: their other names are shared too widely.

Two things of one source are never made one, not even by way of a third: the source knows better.
Nor are two between which any source states skos:closeMatch, skos:relatedMatch, skos:broadMatch,
skos:narrowMatch or owl:differentFrom; with such a line a person overrules a match. Where a source
has matched a role with one of another source, names add nothing between the two sources.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from careergraph.importers.onet import MAKER
from careergraph.network.lookup import normal_form, normal_words
from careergraph.vocabulary import ID_BASE

_MAKER_OR_REMARK = re.compile(rf"{MAKER.pattern}|\s*\([^()]*\)$", re.IGNORECASE)
_USE = re.compile(r"^(?:use|utili[sz]e) (?:an? )?")
_DO = re.compile(r"^(?:use|utili[sz]e|apply|perform|conduct|execute|carry out) (?:an? )?")

_SHORT = 4
"""The longest form, in letters, that proves nothing alone."""

_TELLING = 20
"""The most other names of a role by which it is still known; O*NET's have dozens."""

_CROWD = 6
"""So many things of one other name that the name tells none of them apart."""


@dataclass(frozen=True)
class Term:
    """A thing as it is matched: what it is called, and who speaks of it.

    ``names`` and ``others`` are (text, language) pairs: its labels, and its other names.
    """

    iri: str
    kind: str
    names: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    sources: frozenset[str]

    @property
    def label(self) -> str:
        """The English label, else any."""
        english = [text for text, language in self.names if language.startswith("en")]
        return (english or [text for text, _ in self.names] or [self.iri])[0]


@dataclass(frozen=True)
class Pair:
    """Two things that are one (``certain``) or alike, and what that rests on."""

    one: Term
    other: Term
    certain: bool
    how: str


def match_terms(
    terms: Sequence[Term],
    *,
    same: Collection[frozenset[str]] = (),
    apart: Collection[frozenset[str]] = (),
) -> list[Pair]:
    """Find the pairs of things that are one or close, by the rules at the head of this module.

    Args:
        terms: the things; those that share a source are never paired.
        same: pairs of IRIs stated to be one.
        apart: pairs of IRIs stated not to be.
    """
    if len({each.sources for each in terms}) < 2:
        return []
    evidence = _evidence(terms, _mapped(terms, [*same, *apart]))
    rivals: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (one, other), found in evidence.items():
        rivals[one, found.rank].append(other)
        rivals[other, found.rank].append(one)

    def only(one: int, other: int, rank: int) -> bool:
        sources = terms[other].sources
        return sum(not sources.isdisjoint(terms[each].sources) for each in rivals[one, rank]) == 1

    def order(item: tuple[tuple[int, int], _Evidence]) -> tuple[int, bool, int, list[str]]:
        """Best first; our own things before others', so that theirs gather around ours."""
        one, other = (terms[index] for index in item[0])
        ours = one.iri.startswith(ID_BASE) + other.iri.startswith(ID_BASE)
        return item[1].rank, one.kind != other.kind, -ours, sorted((one.iri, other.iri))

    groups = _Groups(terms, same, apart)
    pairs: list[Pair] = []
    for (one, other), found in sorted(evidence.items(), key=order):
        if groups.joined(one, other) or groups.settled(one, other):
            continue
        alone = only(one, other, found.rank) and only(other, one, found.rank)
        certain = found.certain and alone and groups.join(one, other)
        if certain or alone or terms[one].kind != "role":
            pairs.append(Pair(terms[one], terms[other], certain, found.how))
    pairs += _slips(terms, pairs, groups)
    return [pair for pair in pairs if frozenset((pair.one.iri, pair.other.iri)) not in apart]


@dataclass(frozen=True)
class _Evidence:
    """What speaks for a pair; the lower the rank, the more it says."""

    rank: int
    certain: bool
    how: str


# What a name is to its thing: its label, another name, its label without the verb, or a name of it
# without maker or remark.
_LABEL, _OTHER, _DEED, _BARE = range(4)
_Name = tuple[str, str]  # normal form, language
_Parts = tuple[int, int]  # of a shared name, in the one thing and in the other


def _mapped(terms: Sequence[Term], stated: Iterable[frozenset[str]]) -> dict[str, frozenset[str]]:
    """Return for each role of a stated pair the sources in which its counterparts stand."""
    roles = {term.iri: term.sources for term in terms if term.kind == "role"}
    mapped: dict[str, frozenset[str]] = defaultdict(frozenset)
    for pair in stated:
        if pair <= roles.keys():
            for iri in pair:
                mapped[iri] |= frozenset().union(*(roles[other] for other in pair - {iri}))
    return mapped


def _evidence(
    terms: Sequence[Term], mapped: Mapping[str, frozenset[str]]
) -> dict[tuple[int, int], _Evidence]:
    """Return for each two things that share a name what that says."""
    holders: dict[_Name, list[tuple[int, int]]] = defaultdict(list)
    for index, each in enumerate(terms):
        for name, part in _names(each).items():
            holders[name].append((index, part))
    shared: dict[tuple[int, int], dict[_Parts, str]] = defaultdict(dict)
    for (form, _), held in holders.items():
        if sum(part == _OTHER for _, part in held) > _CROWD:
            held = [(index, part) for index, part in held if part != _OTHER]
        for (one, part), (other, other_part) in combinations(held, 2):
            if _comparable(terms[one], terms[other], mapped):
                longest = shared[one, other].get((part, other_part), "")
                shared[one, other][part, other_part] = max(longest, form, key=len)
    judged = {pair: _judge(terms[pair[0]], terms[pair[1]], names) for pair, names in shared.items()}
    return {pair: evidence for pair, evidence in judged.items() if evidence}


def _judge(one: Term, other: Term, names: dict[_Parts, str]) -> _Evidence | None:
    """Judge the names that two things share."""
    may_be_one = one.kind != "role" and not _software_and_discipline(one, other)
    if (_LABEL, _LABEL) in names:
        return _Evidence(0, True, "same label")
    if {(_LABEL, _OTHER), (_OTHER, _LABEL)} <= names.keys():
        return _Evidence(1, may_be_one, "each label is another name of the other")
    likely = None
    for owner, holder, parts in ((one, other, (_LABEL, _OTHER)), (other, one, (_OTHER, _LABEL))):
        # A product among the other names of a skill is but an example of it.
        telling = owner.kind != "role" or _is_telling(owner, holder)
        if parts in names and telling and (owner.kind == holder.kind or holder.kind == "tool"):
            several = len(names) > 1
            precise = several or holder.kind == "tool" or holder.iri.startswith(ID_BASE)
            certain = may_be_one and precise and (several or len(names[parts]) > _SHORT)
            how = "the label of one is another name of the other"
            found = _Evidence(2 if several else 3, certain, how)
            if certain:
                return found
            likely = likely or found
    for owner, holder, parts in ((one, other, (_LABEL, _DEED)), (other, one, (_DEED, _LABEL))):
        # One uses a tool; what one performs is no tool, though it may be called like one.
        if parts in names and (owner.kind == "skill" or _USE.match(holder.label)):
            return _Evidence(4, True, "same label but for a verb such as use")
    for owner, parts in ((one, (_LABEL, _BARE)), (other, (_BARE, _LABEL))):
        if parts in names and owner.kind == "tool":
            return _Evidence(5, True, "same name but for the maker or a remark in brackets")
    if likely:
        return likely
    form = names.get((_OTHER, _OTHER), "")
    if len(form) > _SHORT and one.kind == other.kind and may_be_one:
        return _Evidence(6, False, "other names are the same")
    return None


def _is_telling(owner: Term, holder: Term) -> bool:
    """Whether another name of a role says anything: it does among few, and of our own roles."""
    ours = owner.iri.startswith(ID_BASE) or holder.iri.startswith(ID_BASE)
    return ours and len(holder.others) <= _TELLING


def _software_and_discipline(one: Term, other: Term) -> bool:
    """Whether one is software called after what it is for, and the other a skill of that name."""
    kinds = {one.kind: one, other.kind: other}
    return (
        kinds.keys() == {"skill", "tool"}
        and kinds["tool"].label.endswith(" software")
        and "software" not in kinds["skill"].label.casefold()
        and kinds["skill"].label[1:].islower()
    )


def _comparable(one: Term, other: Term, mapped: Mapping[str, frozenset[str]]) -> bool:
    kinds = {one.kind, other.kind}
    return (
        (len(kinds) == 1 or kinds == {"skill", "tool"})
        and one.sources.isdisjoint(other.sources)
        and mapped.get(one.iri, frozenset()).isdisjoint(other.sources)
        and mapped.get(other.iri, frozenset()).isdisjoint(one.sources)
    )


def _names(each: Term) -> dict[_Name, int]:
    """Return the normal forms of a thing's names, each with the most that it is to the thing."""
    names: dict[_Name, int] = {}

    def add(texts: Iterable[tuple[str, str]], part: int, without: re.Pattern[str] | None) -> None:
        for text, language in texts:
            left = without.sub("", text) if without else text
            if left and (left != text or not without):
                # What stands beside a maker or a remark is a product's name.
                for form in _form(left, "tool" if part == _BARE else each.kind):
                    names.setdefault((form, language), part)

    add(each.names, _LABEL, None)
    if each.kind == "skill":
        # Before the other names: "Python" is more to "Python (computer programming)" than those.
        add(each.names, _DEED, _DO)
        add(each.names, _BARE, _MAKER_OR_REMARK)
    add(each.others, _OTHER, None)
    if each.kind == "tool":
        add((*each.names, *each.others), _BARE, _MAKER_OR_REMARK)
    names.pop(("", "en"), None)
    return names


def _form(text: str, kind: str) -> set[str]:
    """Reduce a name further than ``normal_form``: American spelling for British.

    The one word that names a tool keeps its s (Flares are not Flare), and that of a skill is taken
    both ways, for it may be a tool elsewhere.
    """
    if kind == "role":  # securities analysts are no security analysts
        first, _, last = text.casefold().rpartition(" ")
        form = " ".join([*re.findall(r"[^\W_]+[+#]*", first), *normal_words(last)])
    else:
        form = normal_form(text)
    form = re.sub(r"is(?=(?:ation|e|ed|er|ing)\b)", "iz", form).replace("lling", "ling")
    if " " not in form and text.casefold().endswith(f"{form}s"):
        return {f"{form}s"} if kind == "tool" else {form, f"{form}s"}
    return {form}


class _Groups:
    """What is held to be one so far (disjoint sets), and whether two groups may become one."""

    def __init__(
        self,
        terms: Sequence[Term],
        same: Collection[frozenset[str]],
        apart: Collection[frozenset[str]],
    ) -> None:
        self._root = list(range(len(terms)))
        self._iris = [{each.iri} for each in terms]
        self._own = [each.sources for each in terms]
        self._sources = [set(own) for own in self._own]
        self._apart: dict[str, set[str]] = defaultdict(set)
        for pair in apart:
            for iri in pair:
                self._apart[iri] |= pair - {iri}
        index = {each.iri: number for number, each in enumerate(terms)}
        for pair in same:
            for one, other in pairwise(index[iri] for iri in pair if iri in index):
                self._merge(self._find(one), self._find(other))

    def joined(self, one: int, other: int) -> bool:
        return self._find(one) == self._find(other)

    def settled(self, one: int, other: int) -> bool:
        """Whether one of the two is already held to be another thing of the other's source."""
        first, second = self._find(one), self._find(other)
        return bool(
            (len(self._iris[first]) > 1 and self._sources[first] & self._own[other])
            or (len(self._iris[second]) > 1 and self._sources[second] & self._own[one])
        )

    def join(self, one: int, other: int) -> bool:
        """Make two groups one, unless a source or a person knows them to be two."""
        first, second = self._find(one), self._find(other)
        may = self._sources[first].isdisjoint(self._sources[second]) and not any(
            self._apart[iri] & self._iris[second] for iri in self._iris[first]
        )
        if may:
            self._merge(first, second)
        return may

    def _merge(self, first: int, second: int) -> None:
        if first != second:
            self._root[second] = first
            self._iris[first] |= self._iris[second]
            self._sources[first] |= self._sources[second]

    def _find(self, index: int) -> int:
        while self._root[index] != index:
            self._root[index] = self._root[self._root[index]]
            index = self._root[index]
        return index


def _slips(terms: Sequence[Term], pairs: Sequence[Pair], groups: _Groups) -> Iterator[Pair]:
    """Return the skills and the tools whose labels are a slip of the pen apart: one letter.

    Only longer labels of one kind, language and first letter with the same digits are compared,
    which spares most of the work and costs few finds.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    paired = {frozenset((pair.one.iri, pair.other.iri)) for pair in pairs}
    shelves: dict[tuple[str, str, str, str], dict[frozenset[str], list[tuple[str, int]]]]
    shelves = defaultdict(lambda: defaultdict(list))
    for index, each in enumerate(terms):
        if each.kind in {"skill", "tool"}:
            for form, language in (name for name, part in _names(each).items() if part == _LABEL):
                if len(form) > 2 * _SHORT:
                    digits = "".join(filter(str.isdigit, form))
                    shelf = shelves[each.kind, language, form[0], digits]
                    shelf[each.sources].append((form, index))
    for shelf in shelves.values():
        for (sources, some), (other_sources, others) in combinations(shelf.items(), 2):
            if not sources.isdisjoint(other_sources):
                continue
            distances = cdist(
                [form for form, _ in some],
                [form for form, _ in others],
                scorer=OSA.distance,
                score_cutoff=1,
                dtype="uint8",
            )
            for row, column in zip(*(distances <= 1).nonzero(), strict=True):
                one, other = some[row][1], others[column][1]
                key = frozenset((terms[one].iri, terms[other].iri))
                known = key in paired or groups.joined(one, other) or groups.settled(one, other)
                if not known:
                    yield Pair(terms[one], terms[other], False, "labels are one letter apart")
