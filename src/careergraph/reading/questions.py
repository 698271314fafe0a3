"""Understand a question asked in plain words, as typed into the search box."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from careergraph.network.lookup import Match, named, normal_form, search
from careergraph.network.projection import Network

_LONGEST = 2000  # letters; what comes after is not read
_MOST_ROLES = 4
_MOST_NAMES = 12
_MOST_WORDS = 8  # of a name
_ORDINARY = frozenset({"doe", "fast", "first", "lead", "less"})
"""Normal forms of words that questions are made of and some tool, as an acronym, is called."""

_ARTICLE = r"(?:an?\s+|the\s+)?"
_END = (  # where one thing said ends and the next begins
    r"(?=\s*(?:[.?!](?:\s|$)|[;(]|$)|\s*,?\s+(?:who|that|which|if|when|given|knowing|with|without|"
    r"and\s+(?:i\b|want)|but|so|because|how|what|can|do\s+i|i\s+(?:know|want|am|have)|become)\b|,\s)"
)


def _phrase(lead: str, name: str) -> str:
    return rf"(?:{lead})\s+{_ARTICLE}(?P<{name}>\S.*?){_END}"


_START = re.compile(
    _phrase(
        r"\b(?:i\s+am|i['’]m|i\s+work\s+as|(?:as|can|could|does|should)(?=\s+an?\s))"
        r"(?:\s+currently)?"
        r"(?!\s+(?:good|skilled|experienced|able|interested|trying|looking)\b)",
        "start",
    ),
    re.I,
)
_TARGET = re.compile(
    _phrase(
        r"\b(?:becom\w*|be|turn\s+into|path\s+to|(?:get|move|switch|change|go)\s+(?:in)?to)",
        "target",
    ),
    re.I,
)
_FROM_TO = re.compile(
    rf"\bfrom\s+{_ARTICLE}(?P<start>\S.*?)\s+(?:in)?to\s+{_ARTICLE}(?P<target>\S.*?){_END}", re.I
)
_KNOWN = re.compile(
    r"\b(?:know|knows|knowing|good\s+at|skilled\s+in|experienced\s+in|with)\s+(?P<known>\S.*?)"
    r"(?=\s*(?:[.?!](?:\s|$)|$)|\s*,?\s+(?:how|what|can|do\s+i|(?:and\s+)?i\s|and\s+want|(?:to\s+)?become)\b)",
    re.I,
)
_COMPARE = re.compile(
    r"^(?:please\s+)?(?:compare|(?:what(?:['’]s|\s+(?:is|are))\s+)?(?:the\s+)?differences?\s+between|"
    r"(?:what|how)\s+do(?:es)?(?=.*\s(?:share|common|differ)\b))\s+(?P<roles>.+)$",
    re.I,
)
_SHARED = re.compile(r"\s+(?:share|have\s+in\s+common|differ)$", re.I)
_VERSUS = re.compile(r"\s+(?:vs\.?|versus)\s+", re.I)
_BETWEEN = re.compile(r"\s+(?:differ(?:s|ent)?\s+from|with)\s+|\s*[,;]\s*(?:(?:and|or)\s+)?", re.I)
_AND = re.compile(r"\s+(?:and|to|or|&)\s+", re.I)
_LISTED = re.compile(r"\s*(?:[,;&]|\band\b|\bas\s+well\s+as\b)\s*", re.I)


@dataclass(frozen=True)
class Question:
    """What was asked.

    ``about`` tells which answer fits: a comparison of ``roles``; a path to ``roles[0]`` from
    ``start`` and what is ``known``; or one thing, ``roles[0]``, to look at (of any kind).
    ``unknown`` lists names that nothing in the graph goes by.
    """

    about: Literal["comparison", "path", "thing"]
    roles: tuple[Match, ...]
    start: Match | None = None
    known: tuple[Match, ...] = ()
    unknown: tuple[str, ...] = ()


def understand(network: Network, text: str) -> Question | None:
    """Read a question such as "How do I become an AI architect?"; None where it means nothing.

    Reads comparisons ("ML engineer vs data scientist", "Compare … with …"), paths ("I am a data
    analyst who knows SQL and Tableau. How do I become an AI architect?", "from … to …"), plain
    names, and the longest name within anything else ("Which skills does a data scientist need?").
    """
    text = " ".join(text[:_LONGEST].split())
    if itself := _exact(network, text):
        return Question("thing", (itself,))
    return (
        _path_between(network, text)
        or _comparison(network, text)
        or _path(network, text)
        or _thing(network, text)
    )


def _path_between(network: Network, text: str) -> Question | None:
    if asked := _FROM_TO.search(text):
        return _path_to(network, text, asked["target"], asked["start"])
    start, _, target = text.rstrip("?.! ").partition(" to ")
    if _slip(network, start) and _slip(network, target):
        return _path_to(network, text, target, start)
    return None


def _path(network: Network, text: str) -> Question | None:
    for asked in islice(_TARGET.finditer(text), _MOST_ROLES):
        start = _START.search(text)
        choice = _names(network, asked["target"])
        if len(choice) > 1 and (question := _comparison_of(network, choice)):
            return question
        if question := _path_to(network, text, asked["target"], start["start"] if start else ""):
            return question
    return None


def _path_to(network: Network, text: str, target: str, start: str) -> Question | None:
    role = _role(network, target)
    if role is None:
        return None
    known, unknown = [], []
    if listed := _KNOWN.search(text):
        for name in _LISTED.split(listed["known"]):
            if match := _exact(network, name):
                known.append(match)
            elif name := _bare(name):
                unknown.append(name)
    origin = _role(network, start) if start else None
    if start and not origin:
        unknown.insert(0, start)
    return Question("path", (role,), origin, tuple(known), tuple(unknown))


def _comparison(network: Network, text: str) -> Question | None:
    text = text.rstrip("?.! ")
    if asked := _COMPARE.match(text):
        return _comparison_of(network, _names(network, _SHARED.sub("", asked["roles"])))
    names = _names(network, text)
    if _VERSUS.search(text) or (
        1 < len(names) <= _MOST_ROLES and all(_exact(network, name, "role") for name in names)
    ):
        return _comparison_of(network, names)
    return None


def _names(network: Network, text: str) -> list[str]:
    """Take a list of roles apart, but no role whose own name has an "and" in it."""
    names = [text]
    for separator in (_VERSUS, _BETWEEN, _AND):
        names = [
            part
            for name in names[:_MOST_NAMES]
            for part in ([name] if _exact(network, name, "role") else separator.split(name))
        ]
    return names[:_MOST_NAMES]


def _comparison_of(network: Network, names: list[str]) -> Question | None:
    found = [(name, _role(network, name)) for name in names]
    roles = tuple({match.iri: match for _, match in found if match}.values())[:_MOST_ROLES]
    unknown = tuple(bare for name, match in found if not match and (bare := _bare(name)))
    if not roles:
        return None
    return Question("comparison" if len(roles) > 1 else "thing", roles, unknown=unknown)


def _thing(network: Network, text: str) -> Question | None:
    """Read a text as the name of a thing, spelt badly perhaps, or find the longest name in it."""
    words = text.split()
    if len(words) <= _MOST_WORDS and (near := _alike(network, text, None)):
        return Question("thing", (near,))
    within = [
        (len(form), match)
        for start in range(len(words))
        for end in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1)
        if len(form := normal_form(" ".join(words[start:end]))) > 2
        and form not in _ORDINARY
        and (match := _exact(network, form))
    ]
    if within:
        return Question("thing", (max(within, key=lambda found: found[0])[1],))
    return None


def _role(network: Network, name: str) -> Match | None:
    name = re.sub(rf"^{_ARTICLE}", "", _bare(name), flags=re.I)
    return _exact(network, name, "role") or _alike(network, name, "role")


def _exact(network: Network, name: str, kind: str | None = None) -> Match | None:
    return next(iter(named(network, _bare(name) or name, kind=kind)), None)


def _bare(name: str) -> str:
    """Take punctuation off a name, but leave ".NET" its dot."""
    return name.strip(" ,;?!").rstrip(" .,;?!")


def _slip(network: Network, name: str) -> bool:
    """Tell whether a role goes by this name but for slips of the keyboard."""
    from rapidfuzz import fuzz

    if not name or len(name.split()) > _MOST_WORDS:
        return False
    form = normal_form(name)
    near = search(network, name, kind="role", limit=5)
    return any(fuzz.ratio(form, normal_form(match.matched)) >= 88 for match in near)


def _alike(network: Network, name: str, kind: str | None) -> Match | None:
    """Give the best match that the name is spelt like or is the beginning or a part of."""
    from rapidfuzz import fuzz

    form = normal_form(name)
    for match in search(network, name, kind=kind, limit=5):
        other = normal_form(match.matched)
        if f" {form}" in f" {other}" or fuzz.token_sort_ratio(form, other) >= 78:
            return match
    return None
