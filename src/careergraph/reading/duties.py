"""The responsibilities that a text lists, and the industries that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from careergraph.reading.documents import sentences
from careergraph.reading.phrases import (
    EXAMPLES,
    cut,
    is_fill,
    is_generic,
    is_modifier,
    label,
    split,
    stripped,
)
from careergraph.reading.terms import LABELLED, predicate
from careergraph.reading.words import industry, words

ANNOUNCES = re.compile(rf"\b(?:{words('announces')})\b", re.I)
"""A sentence that only says what comes next."""

_REMARK = re.compile(
    r"\b(?:differ|overlap|var(?:y|ies)|in common)\b|\b(?:industries|sectors)\b|"
    r"\b(?:is|are) (?:\w+ ){0,2}(?:different|distinct|similar|alike)\b",
    re.I,
)
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
        text = text.strip().rstrip(".;")
        return [text[:1].upper() + text[1:]] if text else [], []
    found: list[str] = []
    left: list[str] = []
    for sentence in sentences(text):
        if told := _RESPONSIBLE.match(sentence):
            found += _doings(sentence[told.end() :].rstrip(".;"))
        elif ANNOUNCES.search(sentence) or _REMARK.search(sentence):
            left.append(sentence)
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
        waiting.append(part)
        if " " in part or part is parts[-1]:
            *before, last = waiting
            done.append(f"{', '.join(before)} and {last}" if before else last)
            waiting = []
    return [part[:1].upper() + part[1:] for part in done]


# ------------------------------------------------------------------------------ industries

_NOUN = re.compile(rf"\s+(?:{words('noun')})$", re.I)
_PLACES = re.compile(rf"^(?:the\s+)?(?:.*\b)?(?:{words('places')})\s*$", re.I)
_MOSTLY = re.compile(
    r"\b(?:most (?:commonly|often|frequently)|mostly|mainly|primarily|especially|particularly|"
    r"notably|predominantly|chiefly|above all|often|typically|commonly)\s+"
    r"(?:found |employed |work(?:ing)? )?"
    r"(?:in|within|by|across)\s+(?!(?:a|various|many|industries|sectors|fields)\b)",
    re.I,
)
_EMPLOY = re.compile(r"(?:The\s+)?([^.]+?)\s+(?:sectors?|industries)\s+(?:employ|hire|use|rely|"
                     r"need|are|"
                     r"is|offer|have)\b")  # fmt: skip
_INSIDE = re.compile(r"\b(?:in|across|by|for|within|from|are|into)\s+(?:the\s+)?"
                     r"(?=[\w-]+(?:,| and| or| \w+,))", re.I)  # fmt: skip
_WORKS = re.compile(
    r"\b(?:work|employ|hire|found|industr|sector|compan|demand|field|organi|setting)\w*", re.I
)
_LAST = re.compile(r"\b(?:in|across|within|from)\s+(?:the\s+)?([\w-]+(?:\s[\w-]+){0,2})\W*$")
_BESIDE = re.compile(rf"^(?:(?:{words('duties beside')})\s+)+", re.I)


def industries(text: str, *, prose: bool) -> tuple[list[str], list[str]]:
    """Find the industries that a text names, and what of it could not be placed."""
    found: list[str] = []
    left: list[str] = []
    for sentence in sentences(text):
        labelled = LABELLED.match(sentence)
        head, told = (labelled["head"], labelled["rest"]) if labelled else ("", sentence)
        if head and not _PLACES.match(head) and (industry(head) or not is_generic(head)):
            named, aside = [*_industries(head)], [told]  # "Healthcare: for reading scans"
        else:
            told = _where(told) if prose and not labelled else told
            vague = prose and not _WORKS.search(sentence)
            named, aside = [*_industries(told, vague)], cut(told)[1]
        left += aside if named else [sentence]
        found += named
    return list(dict.fromkeys(found)), [words for words in left if len(words) > 8 or " " in words]


def _where(sentence: str) -> str:
    """Return the words of a sentence that list where people work."""
    if listed := _MOSTLY.search(sentence) or EXAMPLES.search(sentence):
        before = re.search(
            r"([\w-]+)\s+(?:compan|firm|organi[sz]ation)\w+$", sentence[: listed.start()]
        )
        # "technology companies like …" names companies
        return before[1] if before and industry(before[1]) else sentence[listed.end() :]
    if employing := _EMPLOY.match(sentence):
        return employing[1]
    if listed := re.search(r"\bindustries\b.*?\binclud(?:e|ing)\s+", sentence):
        return sentence[listed.end() :]
    if inside := _INSIDE.search(sentence):
        return sentence[inside.end() :]
    if last := _LAST.search(sentence):
        return last[1]
    told = predicate(sentence)
    # A remark that happens to stand here names no industry.
    return told if any(industry(part) for part in split(told)) else ""


def _industries(text: str, known_only: bool = False) -> Iterator[str]:
    text = re.sub(r"\s*\x00\d+\s*", " ", cut(re.sub(r"(?<=\w)/(?=[A-Z])", " / ", text))[0])
    if listed := EXAMPLES.search(text):
        head, told = text[: listed.start()], text[listed.end() :]
        text = (
            told
            if not head or _PLACES.match(head)
            else f"{head}, {told}"
            if told[:1].islower()
            else head
        )
    text = re.sub(
        r"/([A-Za-z-]+)\b", lambda part: f", {part[1]}" if industry(part[1]) else part[0], text
    )
    atoms = split(text)
    for atom, follower in zip(atoms, [*atoms[1:], ""], strict=False):
        if is_modifier(atom) and " " in follower and not industry(atom):
            atom = f"{atom} {follower.split()[-1]}"
        atom = re.sub(
            r"\s+(?:for|to|that|which|where|as|in|due|because|with|who|have)\s.*$", "", atom
        )
        atom = _BESIDE.sub("", stripped(atom))
        bare = _NOUN.sub("", atom)
        if kept := industry(atom) or industry(bare):
            yield kept
        elif known_only:
            continue
        elif bare and not is_fill(atom) and not is_generic(atom) and len(bare.split()) <= 5:
            yield label(atom if re.fullmatch(r"[a-z-]+(?:al|ic)", bare, re.I) else bare)
