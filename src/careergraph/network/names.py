"""An index of names: which things are called so, and which are called nearly so.

Four measures of how alike a text and a thing are, each a cosine between 0 and 1:

letters
    Trigrams of letters of the text and of one name, the best name counting (Angell, Freund and
    Willett 1983): finds slips of the keyboard and parts of words.
words
    Stems of words, the rare ones weighing more (Salton and Buckley 1988), again of the best name.
theme
    The same over all names of a thing together.
kin
    The same once the text is widened by the words that stand in the names of the things it fits
    (Rocchio 1971; concepts as dimensions: Gabrilovich and Markovitch 2007). So "attorney" meets
    "lawyer" wherever some thing is called both.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from careergraph.network.arrays import Numbers, Texts
from careergraph.network.cache import kept_on_disk
from careergraph.vocabulary import KINDS

Floats = NDArray[np.float32]

_KINDS = tuple(KINDS)
_BUCKETS = 1 << 18
_SLIP = 0.8  # how like a word must be to one of a name to be taken for a slip of it
_SHUFFLED = 0.93  # how like it must be to one whose letters come in another order
COMMON = 50
"""A word that one name in so many has, or more names than that, tells little."""
_LONGEST = 2_000  # letters of a text that are read for slips


def normal_form(name: str) -> str:
    """Reduce a name to what two spellings of it share: case, accents, punctuation and plurals go.

    >>> normal_form("Apache Kafka"), normal_form("Data-Scientists"), normal_form("C++")
    ('kafka', 'data scientist', 'c++')
    """
    return " ".join(normal_words(name))


def normal_words(name: str) -> list[str]:
    """Return the words of the normal form of a name."""
    text = name.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    words = _WORD.findall(text)
    if len(words) > 1 and words[0] in {"apache", "the"}:
        words = words[1:]
    return [_singular(word) for word in words]


_WORD = re.compile(r"[^\W_]+[+#]*|\.net\b")


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "tches", "nches", "rches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        return word[:-1]
    return word


class Named(NamedTuple):
    """A thing as the index takes it; ``iris`` are all that it is known under.

    ``twin_labels`` are those of the aliases that are labels of what is one with the thing.
    """

    iri: str
    label: str
    kind: str
    aliases: Sequence[str]
    iris: Sequence[str]
    twin_labels: Sequence[str] = ()


class Name(NamedTuple):
    """A name of a thing; ``thing`` counts from 0, ``rank`` is one of the following."""

    thing: int
    text: str
    rank: int


LABEL, TWIN_LABEL, ALIAS = range(3)
"""The ranks of names: the thing's label, that of what is one with it, and other names."""


@dataclass
class NameIndex:
    """All names of some things, in the order of the things; made of texts and arrays only.

    Attributes:
        iris, labels: of each thing.
        kinds: of each thing, the place of its kind in ``KINDS``.
        names: all names, those of one thing beside each other, its label first.
        owners: the thing that each name belongs to.
        forms: the normal form of each name.
        ranks: of each name.
        several: of each thing, whether it is one of several sources.
        order: the places of names, sorted by form.
        same: further IRI → thing.
    """

    iris: Texts
    labels: Texts
    kinds: NDArray[np.int8]
    names: Texts
    owners: NDArray[np.int32]
    forms: Texts
    ranks: NDArray[np.int8]
    several: NDArray[np.bool_]
    order: NDArray[np.int32]
    same: Numbers

    @classmethod
    def of(cls, things: Iterable[Named]) -> NameIndex:
        """Build the index of some things."""
        iris: list[str] = []
        labels: list[str] = []
        kinds: list[int] = []
        names: list[str] = []
        owners: list[int] = []
        ranks: list[int] = []
        several: list[bool] = []
        same: dict[str, int] = {}
        for thing, one in enumerate(things):
            iris.append(one.iri)
            labels.append(one.label)
            kinds.append(_KINDS.index(one.kind))
            several.append(len(one.iris) > 1)
            same.update(dict.fromkeys((one.iri, *one.iris), thing))
            own = dict.fromkeys((one.label, *one.aliases))
            names += own
            owners += [thing] * len(own)
            ranks += [
                LABEL if name == one.label else TWIN_LABEL if name in one.twin_labels else ALIAS
                for name in own
            ]
        forms = [normal_form(name) for name in names]
        return cls(
            Texts.of(iris),
            Texts.of(labels),
            np.array(kinds, np.int8),
            Texts.of(names),
            np.array(owners, np.int32),
            Texts.of(forms),
            np.array(ranks, np.int8),
            np.array(several, bool),
            np.array(sorted(range(len(forms)), key=forms.__getitem__), np.int32),
            Numbers.of(same),
        )

    def of_form(self, form: str) -> list[int]:
        """Return the places of the names of a normal form."""
        start, end = (
            side(self.order, form, key=self.forms.__getitem__)
            for side in (bisect_left, bisect_right)
        )
        return [int(place) for place in self.order[start:end]]

    def called(self, text: str) -> list[Name]:
        """Return the names that are a text but for case, accents, punctuation and plural."""
        return [self.name(place) for place in self.of_form(normal_form(text))]

    def kind(self, thing: int) -> str:
        """Return the kind of a thing."""
        return _KINDS[self.kinds.item(thing)]

    def name(self, place: int) -> Name:
        """Return the name at a place."""
        thing = int(self.owners[place])
        return Name(thing, self.names[place], self.ranks.item(place))

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """The place of the first name, the label, of each thing."""
        return np.searchsorted(self.owners, np.arange(len(self.iris)))

    @cached_property
    def ends(self) -> NDArray[np.int64]:
        """The place after the last name of each thing."""
        return np.append(self.starts[1:], len(self.names))

    # ------------------------------------------------------------------ measures

    def likeness(self, text: str) -> tuple[Floats, Floats]:
        """Measure how like a text all things are called.

        Returns:
            A number from 0 to 1 for each thing, and how like the text each name is.
        """
        mended, sure = self.mended(text)
        names = self.letters(text)
        if sure < 1:
            names = np.maximum(names, sure * self.letters(mended))
        names += sure * self.words([mended]).toarray()[0]
        theme = sure * self.theme(mended)
        likeness = (self.best(names) + theme / 2 + self.kin(theme) / 2) / 3
        return np.asarray(likeness, np.float32), names

    def most_like(self, thing: int, names: Floats) -> str:
        """Return the name of a thing that is most like a text, from ``likeness``."""
        start = int(self.starts[thing])
        return self.names[start + int(names[start : self.ends[thing]].argmax())]

    def of_kinds(self, kinds: Collection[str]) -> NDArray[np.bool_]:
        """Return which things are of some kinds."""
        return np.isin(self.kinds, [place for place, kind in enumerate(_KINDS) if kind in kinds])

    def mended(self, text: str) -> tuple[str, np.float32]:
        """Return a text with words that no name has replaced by those spelt most like them.

        Distances are Damerau's, so that two letters swapped are one slip; where letters further
        apart are swapped, Jaro's (1989).

        Returns:
            The text in normal form, and how like it is to what was given, from 0 to 1.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA, Jaro

        measures, words = name_measures(self), normal_words(text[:_LONGEST])
        likeness = 1.0
        for place, word in enumerate(words):
            if len(word) < 4 or _stem(word) in measures.vocabulary:
                continue
            spelt = measures.spelt_with(len(word) - 1, len(word) + 1)
            near = max(
                (
                    guess
                    for scorer, least in ((OSA, _SLIP), (Jaro, _SHUFFLED))
                    if (
                        guess := process.extractOne(
                            word,
                            spelt,
                            scorer=scorer.normalized_similarity,
                            score_cutoff=least,
                        )
                    )
                ),
                key=lambda guess: guess[1],
                default=None,
            )
            if near:
                words[place] = near[0]
                likeness *= near[1] ** (len(word) / sum(map(len, words)))
        return " ".join(words), np.float32(likeness)

    def letters(self, text: str) -> Floats:
        """Return the measure of letters for each name."""
        query = Counter(_trigrams([normal_form(text)])[1].tolist())
        measures = name_measures(self)
        found, weights = measures.letters, measures.letter_weights
        scores = np.zeros(len(self.names), np.float32)
        norm = 0.0
        for bucket, count in query.items():
            weight = (1 + np.log(count)) * weights[bucket]
            norm += float(weight) ** 2
            at = slice(found.indptr[bucket], found.indptr[bucket + 1])
            scores[found.indices[at]] += np.float32(weight) * found.data[at]
        return np.asarray(scores / (norm**0.5 or 1), np.float32)

    def words(self, texts: Sequence[str]) -> sp.csc_array:
        """Return the measure of words: one row a text, one column a name."""
        return sp.csc_array(self._vectors(texts) @ name_measures(self).words)

    def tells(self, word: str) -> bool:
        """Whether a word stands in names, and not in so many that it tells nothing."""
        return 0 < self.names_with(word) <= max(len(self.names) / COMMON, COMMON)

    def names_with(self, word: str) -> int:
        """Count the names in which a word stands, in whatever form; 0 for several words."""
        measures = name_measures(self)
        column = measures.vocabulary.get(_stem(normal_form(word)))
        return 0 if column is None else int(measures.held[column])

    def theme(self, text: str) -> Floats:
        """Return the measure of the theme for each thing."""
        likeness: Floats = (self._vectors([text]) @ name_measures(self).themes).toarray()[0]
        return likeness

    def kin(self, theme: Floats) -> Floats:
        """Return the measure of kin for each thing, from that of the theme; 0 for all but roles."""
        scores = np.zeros(len(self.iris), np.float32)
        measures = name_measures(self)
        roles, themes = measures.roles, measures.role_themes
        fitting = theme[roles]
        lengths = measures.role_lengths * np.linalg.norm(fitting) + 1e-9
        scores[roles] = (themes @ (themes.T @ fitting)) / lengths
        return scores

    def best(self, scores: Floats) -> Floats:
        """Reduce scores of names, in the last axis, to the best of each thing."""
        return np.asarray(np.maximum.reduceat(scores, self.starts, axis=-1), np.float32)

    def _vectors(self, texts: Sequence[str]) -> sp.csr_array:
        measures = name_measures(self)
        counts = _counts(measures.vocabulary, [normal_form(text) for text in texts])
        return _weighed(counts, measures.word_weights)


@dataclass(frozen=True, eq=False)
class NameMeasures:
    """What the measures of names look at.

    Attributes:
        vocabulary: the stems that names are made of, each with its number.
        held: in how many names each stem stands.
        word_weights: of each stem.
        words: sparse, stems by names; each name's vector has length 1.
        themes: sparse, stems by things; likewise.
        roles: the things that are roles.
        role_themes: sparse, roles by stems.
        role_lengths: the length of each role as a vector of what it is like.
        letters: sparse by column, names by trigrams; each name's vector has length 1.
        letter_weights: of each trigram.
        spelt: the words of names as they are spelt, by their number of letters.
        spelt_starts: for each number of letters, where its words start in ``spelt``.
    """

    vocabulary: Numbers
    held: NDArray[np.int64]
    word_weights: Floats
    words: sp.csr_array
    themes: sp.csr_array
    roles: NDArray[np.int64]
    role_themes: sp.csr_array
    role_lengths: Floats
    letters: sp.csc_array
    letter_weights: Floats
    spelt: Texts
    spelt_starts: NDArray[np.int64]

    def spelt_with(self, least: int, most: int) -> tuple[str, ...]:
        """Return the words that have from ``least`` to ``most`` letters."""
        last = len(self.spelt_starts) - 1
        start, end = (int(self.spelt_starts[min(at, last)]) for at in (least, most + 1))
        return self.spelt[start:end]


@kept_on_disk(NameMeasures)
def name_measures(index: NameIndex) -> NameMeasures:
    """Return what the measures of an index of names look at."""
    spelt = sorted({word for form in index.forms for word in form.split()})
    spelt.sort(key=len)
    columns: dict[str, int] = {}
    for word in spelt:
        columns.setdefault(_stem(word), len(columns))
    counts = _counts(columns, index.forms)
    weights = _rarity(counts)
    by_thing = sp.csr_array(
        (np.ones(len(index.names), np.float32), (index.owners, np.arange(len(index.names)))),
        (len(index.iris), len(index.names)),
    )
    themes = _weighed(sp.csr_array(by_thing @ counts), weights)
    roles = np.flatnonzero(index.of_kinds({"role"}))
    role_themes = themes[roles]
    by_stem = sp.csr_array(role_themes.T)
    lengths = [
        np.sqrt((role_themes[at : at + 500] @ by_stem).power(2).sum(axis=1))
        for at in range(0, len(roles), 500)
    ]
    rows, buckets = _trigrams(index.forms)
    trigrams = sp.csr_array(
        (np.ones(len(rows), np.float32), (rows, buckets)), (len(index.forms), _BUCKETS)
    )
    trigrams.sum_duplicates()
    letter_weights = _rarity(trigrams)
    letters = [len(word) for word in spelt]
    return NameMeasures(
        vocabulary=Numbers.of(columns),
        held=np.bincount(counts.indices, minlength=len(columns)),
        word_weights=weights,
        words=sp.csr_array(_weighed(counts, weights).T),
        themes=sp.csr_array(themes.T),
        roles=roles,
        role_themes=role_themes,
        role_lengths=np.concatenate([np.zeros(0), *lengths]).astype(np.float32),
        letters=_weighed(trigrams, letter_weights).tocsc(),
        letter_weights=letter_weights,
        spelt=Texts.of(spelt),
        spelt_starts=np.searchsorted(letters, np.arange(max(letters, default=0) + 2)),
    )


def _counts(columns: Mapping[str, int], forms: Iterable[str]) -> sp.csr_array:
    """Count the stems in each of some normal forms; words that have no column are left out."""
    rows, places, number = [], [], 0
    for number, form in enumerate(forms, 1):
        for word in form.split():
            if (column := columns.get(_stem(word))) is not None:
                rows.append(number - 1)
                places.append(column)
    ones = np.ones(len(rows), np.float32)
    counts = sp.csr_array((ones, (rows, places)), (number, max(len(columns), 1)))
    counts.sum_duplicates()
    return counts


def _rarity(counts: sp.csr_array) -> Floats:
    """Return the weight of each column: the logarithm of how rare it is."""
    rows, columns = counts.shape
    held = np.bincount(counts.indices, minlength=columns)
    return np.asarray(np.log((1 + rows) / (1 + held)) + 1, np.float32)


def _weighed(counts: sp.csr_array, weights: Floats) -> sp.csr_array:
    """Return counts as vectors of length 1, counts by their logarithm and columns by weight."""
    vectors = counts.astype(np.float32)
    vectors.data = (1 + np.log(vectors.data)) * weights[vectors.indices]
    squares = np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel()
    norms = np.sqrt(np.maximum(squares, 1e-12))
    vectors.data /= np.repeat(norms, np.diff(vectors.indptr))
    return vectors


def _trigrams(forms: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the row and bucket of each run of three letters, a space at both ends of a form.

    The first letter of a word is a run of its own, so that a beginning finds what it may become.
    """
    text = " " + "".join(f"{form} " for form in forms) + " "
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32).astype(np.int64)
    lengths = np.array([len(form) + 1 for form in forms], np.int64)
    rows = np.repeat(np.arange(len(forms)), lengths)
    first, second, third = codes[:-2], codes[1:-1], codes[2:]
    whole = np.ones(len(rows), bool)
    whole[np.cumsum(lengths) - 1] = False  # where a run reaches into the next form
    opening = whole & (first == ord(" "))
    buckets = np.concatenate(
        [((first * 961 + second) * 961 + third)[whole], second[opening] * 961 + 1]
    )
    return np.concatenate([rows[whole], rows[opening]]), buckets % _BUCKETS


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@cache
def _stem(word: str) -> str:
    """Return the stem of a word (Porter 2001)."""
    return str(_stemmer().stemWord(word))
