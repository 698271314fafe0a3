"""The things of the graph that a running text, such as a CV or an advert, names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from careergraph.network.answers import Answer
from careergraph.network.cache import kept_with
from careergraph.network.lookup import Match, equals, name_index
from careergraph.network.names import normal_form
from careergraph.network.projection import Network
from careergraph.reading.cues import is_denied, is_of_others, is_wished
from careergraph.reading.words import words

SPOKEN = ("skill", "tool", "degree")
"""The kinds of things that a person knows or has, and that a CV names."""

_DOUBTFUL = 0.6  # the score of a name that is an everyday word too, or stands for several things


@dataclass(frozen=True)
class Found(Answer):
    """A thing that is recognised by a name.

    ``text`` is the name as it is written, ``start`` its place, ``snippet`` what stands around it in
    running text. ``sure`` is False for a name that is a single letter or an everyday word as well
    ("R", "Go") and does not stand among others, and for one that is only wished for or said of
    somebody else (``cues``).
    """

    iri: str
    label: str
    kind: str
    text: str
    snippet: str = ""
    sure: bool = True
    start: int = 0
    score: float = 1.0


def find_in_text(network: Network, text: str, kinds: Collection[str] = SPOKEN) -> tuple[Found, ...]:
    """Find the things that a running text names.

    Names and alternative names are found as whole words, whatever their case, the longest first. A
    name of one or two letters, and one that is an everyday word as well, is taken where it is spelt
    as in the graph and stands in a list or within a sentence, or follows such words as "using".
    Initials ("DoE") are not taken for names ("Doe"), and what is denied is left out.

    Returns:
        Each thing once, in the order of the text, with the words around it.
    """
    index, (longest, names) = name_index(network), _forms_of_names(network)
    words = [match.span() for match in _WORD.finditer(text) if match["name"]]
    form_of = cache(normal_form)
    forms = [form_of(text[begin:end]) for begin, end in words]
    fitting = cache(lambda spelt: equals(index, spelt, kinds))
    found: dict[str, Found] = {}
    at, last = 0, -1  # last: where the name before ends
    used = ""  # an everyday word that is said to be used, and is a tool if another follows it
    while at < len(words):
        for length in range(min(longest.get(forms[at], 0), len(words) - at), 0, -1):
            begin, end = words[at][0], words[at + length - 1][1]
            if " ".join(forms[at : at + length]) not in names or _torn(text, begin, end):
                continue
            spelt = " ".join(text[begin:end].split())
            matches = fitting(spelt)
            if not matches or _is_title(matches[0], text, begin, end):
                continue
            match = matches[0]
            if match.iri in found and found[match.iri].sure:
                last = end
                at += length - 1
                break
            doubtful = length == 1 and _doubtful(spelt, match.matched)
            vague = length == 1 and match.kind == "skill" and _vague(match)
            follows = last >= 0 and bool(_JOINS.fullmatch(text[last:begin]))
            if length == 1 and not _meant(text, begin, end, match.matched, doubtful, follows):
                continue
            last = end
            named = _named(match.matched, spelt)
            clear = follows or _listed(text, begin, end) or (named and _within(text, begin, end))
            if is_denied(text, begin):
                at += length - 1
                break
            sure = len(matches) == 1 and not vague and (not doubtful or clear)
            own = not is_wished(text, begin) and not is_of_others(text, begin)
            sure = sure and own
            if follows and used and sure:
                found[used] = replace(found[used], sure=True, score=1.0)
            unclear = own and doubtful and not sure and len(matches) == 1
            used = match.iri if unclear and _USES.search(text, max(0, begin - 40), begin) else ""
            before = found.get(match.iri)
            if before is None or (sure and not before.sure):
                score = match.score if sure else _DOUBTFUL
                found[match.iri] = Found(
                    match.iri, match.label, match.kind, text[begin:end],
                    words_around(text, begin, end), sure, begin, score,
                )  # fmt: skip
            at += length - 1
            break
        at += 1
    return tuple(sorted(found.values(), key=lambda mention: mention.start))


# The words of a name, as names.normal_form cuts them, so that both meet in one form; and a
# phrase whose first letter is not the language R.
_WORD = re.compile(r"\bR ?& ?D\b|(?P<name>[^\W_]+[+#]*|\.net\b)", re.I)
# What cannot stand inside a name: the end of a sentence or of an entry of a list.
_GAP = re.compile(r"[,;:|•()\[\]]|\.\s|\n\s*\n")
_WRAPPED = 40
_JOINS = re.compile(r"[\s*]{0,4}(?:[,;/|·•&+]|\band\b|\bor\b)(?:\s{0,3}(?:and|or)\b)?[\s*]{0,4}")
_OF_DEGREE = re.compile(r"['’]?s?\s+(?:degrees?|of|in)\b|['’]s\b", re.I)
_WITH = re.compile(r"\b(?:with|of)\s{1,3}\Z", re.I)
_USES = re.compile(rf"\b(?:(?:{words('uses')}))\s{{1,3}}\Z", re.I)


@cache
def everyday_words() -> frozenset[str]:
    """Return names of tools that are words of everyday English as well."""
    text = (files("careergraph.reading") / "everyday_words.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def _doubtful(spelt: str, name: str) -> bool:
    """Whether a word, though it fits a name, may be an everyday word or a mere letter."""
    everyday = {spelt.casefold(), normal_form(spelt)} & everyday_words()
    return len(spelt) <= 2 or (bool(everyday) and not name.islower())


def _vague(match: Match) -> bool:
    """Whether a skill is called so for short by a single everyday word, as by a part of it."""
    return match.matched.islower() and " " in match.label and match.matched != match.label


def _is_title(match: Match, text: str, begin: int, end: int) -> bool:
    """Whether a word for a degree is part of a title, as in "Scrum Master" or "associate"."""
    single = match.kind == "degree" and text[begin:end].isalpha()
    return single and not text[begin:end].isupper() and not _OF_DEGREE.match(text, end)


def _torn(text: str, begin: int, end: int) -> bool:
    """Whether words are no name because something stands between them.

    A line end does, save at the end of a long line: there the text is merely wrapped.
    """
    tear = text.find("\n", begin, end)
    wrapped = tear >= _WRAPPED and "\n" not in text[max(0, tear - _WRAPPED) : begin]
    return bool(_GAP.search(text, begin, end)) or (tear >= 0 and not wrapped)


def _meant(text: str, begin: int, end: int, name: str, doubtful: bool, follows: bool) -> bool:
    """Whether a single word is meant as the name that it fits.

    ``follows``: the word before it in a list is one.
    """
    spelt = text[begin:end]
    named = _named(name, spelt)
    if not doubtful:
        return len(spelt) > 4 or named or spelt in {spelt.lower(), spelt.upper()}
    used = _USES.search(text, max(0, begin - 40), begin)
    if (
        follows
        or used
        or (_WITH.search(text, max(0, begin - 8), begin) and _JOINS.match(text, end))
    ):
        return named or len(spelt) > 2
    return named and (_within(text, begin, end) or _listed(text, begin, end))


def _named(name: str, spelt: str) -> bool:
    """Whether a name is spelt so, be it after its maker's."""
    return name.removeprefix("Apache ").removeprefix("Microsoft ") == spelt


def _within(text: str, begin: int, end: int) -> bool:
    """Whether a word has a capital letter though it does not begin a sentence."""
    before = text[max(0, begin - 20) : begin].rstrip(" \t*")
    return end - begin > 2 and text[begin].isupper() and before[-1:].islower()


def _listed(text: str, begin: int, end: int) -> bool:
    """Whether a word stands between commas, bullets, brackets or line ends."""
    before = text[max(0, begin - 20) : begin].rstrip(" \t*")
    after = text[end : end + 20].lstrip(" \t*")
    opens = not before or before[-1] in ",;:|/•·(\n-–" or before.endswith((" and", " &", " or"))
    closes = not after or after[0] in ",;|/•·)\n" or after.startswith(("and ", "& ", "or ", ".\n"))
    return opens and (closes or after == ".")


def words_around(text: str, begin: int, end: int) -> str:
    """Return the words around a name, from its own line."""
    left = text[max(0, begin - 40) : begin].rsplit("\n", maxsplit=1)[-1]
    right = text[end : end + 40].split("\n", maxsplit=1)[0]
    if len(left) == 40:
        left = "…" + left.partition(" ")[2]
    if len(right) == 40:
        right = right.rpartition(" ")[0] + "…"
    return f"{left}{text[begin:end]}{right}".strip()


@kept_with
def _forms_of_names(network: Network) -> tuple[dict[str, int], frozenset[str]]:
    """Return how many words the longest name has that begins with a word, and the forms of all."""
    forms = frozenset(name_index(network).forms)
    longest: dict[str, int] = defaultdict(int)
    for form in forms:
        first, *others = form.split() or [""]
        longest[first] = max(longest[first], 1 + len(others))
    return dict(longest), forms
