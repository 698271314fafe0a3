"""Understand a question asked in plain words, as typed into the search box."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from careergraph.errors import AmbiguousError, NoAnswerError
from careergraph.lookup import Match, find, search
from careergraph.projection import Network

_ARTICLE = r"(?:an?\s+|the\s+)?"
_START = re.compile(rf"\b(?:i\s+am|i['’]m|as)\s+(?:currently\s+)?{_ARTICLE}(?P<start>.+?)"
                    r"(?=\s+(?:who|and\s+(?:i\s+)?know|with|knowing|that|to\s+(?:an?\s)?)|[.,;?!]|$)", re.I)  # fmt: skip
_KNOWN = re.compile(r"\b(?:know|knows|knowing|skilled\s+in|experienced\s+in|with)\s+(?P<known>[^.?!]+)", re.I)  # fmt: skip
_TARGET = re.compile(
    rf"\b(?:become|be|get\s+to(?:\s+be)?|turn\s+into|move\s+(?:in)?to|path\s+to)\s+{_ARTICLE}(?P<target>[^?!]+)", re.I)  # fmt: skip
_FROM_TO = re.compile(rf"\bfrom\s+{_ARTICLE}(?P<start>.+?)\s+to\s+{_ARTICLE}(?P<target>[^?.!]+)", re.I)  # fmt: skip
_VERSUS = re.compile(r"\s+(?:vs\.?|versus|with|and|to|or)\s+|\s*,\s*", re.I)
_COMPARE = re.compile(r"^\s*(?:please\s+)?(?:compare|difference\s+between|what\s+do)\s+(?P<roles>.+?)"
                      r"(?:\s+(?:share|have\s+in\s+common))?\s*[?.!]*\s*$", re.I)  # fmt: skip


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
    analyst who knows SQL and Tableau. How do I become an AI architect?", "from … to …") and plain
    names.
    """
    text = " ".join(text.split())
    if not text:
        return None
    if between := _FROM_TO.search(text):
        return _path(network, text, between["target"], between["start"])
    if target := _TARGET.search(text):
        start = _START.search(text)
        return _path(network, text, target["target"], start["start"] if start else "")
    compared = _COMPARE.match(text)
    if compared or re.search(r"\s(?:vs\.?|versus)\s", text, re.I):
        names = _VERSUS.split(compared["roles"] if compared else text.rstrip("?.! "))
        roles = {match.iri: match for name in names if (match := _role(network, name))}
        if len(roles) > 1:
            return Question("comparison", tuple(roles.values())[:4])
    if named := _best(network, text, None):
        return Question("thing", (named,))
    return None


def _path(network: Network, text: str, target: str, start: str) -> Question | None:
    role = _role(network, target)
    if role is None:
        return None
    known, unknown = [], []
    if listed := _KNOWN.search(text):
        for name in re.split(r"\s*(?:,|;|&|\band\b)\s*", listed["known"]):
            if name.strip():
                match = _exact(network, name, None)
                known += [match] if match else []
                unknown += [] if match else [name.strip()]
    origin = _role(network, start) if start else None
    if start and not origin:
        unknown.insert(0, start.strip())
    return Question("path", (role,), origin, tuple(known), tuple(unknown))


def _role(network: Network, name: str) -> Match | None:
    return _best(network, re.sub(rf"^{_ARTICLE}", "", name.strip(" .,;"), flags=re.I), "role")


def _best(network: Network, name: str, kind: str | None) -> Match | None:
    found = _exact(network, name, kind)
    return found or next(iter(search(network, name, kind=kind, limit=1)), None)


def _exact(network: Network, name: str, kind: str | None) -> Match | None:
    try:
        return find(network, name.strip(" ."), kind=kind)
    except AmbiguousError as error:
        return find(network, error.candidates[0][0])
    except NoAnswerError:
        return None
