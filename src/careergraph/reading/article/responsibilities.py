"""What the sentences and items of a section on responsibilities say that a role does."""

from __future__ import annotations

import re

from careergraph.reading.documents.text import sentences

ANNOUNCES = re.compile(
    r"\b(?:let's|let us|below|here (?:is|are)|before we|as follows|the following|"
    r"take a (?:closer )?look|in this (?:article|section|guide))\b",
    re.I,
)
"""A sentence that only says what comes next."""

_REMARK = re.compile(
    r"\b(?:differ|overlap|var(?:y|ies)|in common)\b|"
    r"\b(?:is|are) (?:\w+ ){0,2}(?:different|distinct|similar|alike)\b",
    re.I,
)
_PLACES = re.compile(r"\b(?:industries|sectors)\b", re.I)
_RESPONSIBLE = re.compile(
    r"^.*?\b(?:responsib(?:le|ilities|ility)|duties|tasks|tasked|work|job|role|"
    r"day)\b.*?\b(?:for|includes?|are|is|with|involves?|encompass(?:es)?|comprises?|spans?|"
    r"(?:consists?|range|ranges) (?:of|from)|revolves? around)\s+(?=\w+ing\b)",
    re.I,
)
_NEXT = re.compile(r",\s+(?:and\s+)?(?=\w+ing\b)|\s+and\s+(?=\w+ing\b)")


def responsibilities(text: str, *, prose: bool) -> tuple[list[str], list[str]]:
    """List the responsibilities of a text, and the sentences that name none.

    An item of a list is one as it is; prose is taken apart where it lists what is done.
    """
    if not prose:
        return [text.strip().rstrip(".;")], []
    found: list[str] = []
    left: list[str] = []
    for sentence in sentences(text):
        told = _RESPONSIBLE.match(sentence)
        remark = ANNOUNCES.search(sentence) or _REMARK.search(sentence)
        if remark or (_PLACES.search(sentence) and not told):
            left.append(sentence)
        elif told:
            found += _doings(sentence[told.end() :].rstrip(".;"))
        else:
            found.append(sentence.rstrip(".;"))
    return found, left


def _doings(text: str) -> list[str]:
    """Take "building models, testing them, and writing reports" apart.

    What has no object of its own stays with what follows: "designing and building models".
    """
    parts = _NEXT.split(text)
    if not all(re.match(r"\w+ing\b", part) for part in parts):
        parts = [text]
    done: list[str] = []
    waiting: list[str] = []
    for part in parts:
        if " " in part or part is parts[-1]:
            before = ", ".join(waiting)
            done.append(f"{before} and {part}" if before else part)
            waiting = []
        else:
            waiting.append(part)
    return [part[:1].upper() + part[1:] for part in done]
