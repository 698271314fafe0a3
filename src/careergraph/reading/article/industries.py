"""The industries that a phrase of a career article names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from careergraph.reading.article.names import INDUSTRIES, normal
from careergraph.reading.article.phrases import (
    EXAMPLES,
    FILL,
    GENERIC,
    LABELLED,
    SHARED,
    abbreviates,
    cut,
    label,
    predicate,
    split,
    stripped,
)
from careergraph.reading.documents.text import sentences

_INDUSTRY_NOUN = re.compile(
    r"\s+(?:compan(?:y|ies)|firms?|organi[sz]ations?|agenc(?:y|ies)|industr(?:y|ies)|sectors?|"
    r"business(?:es)?|providers?|fields?|domains?|corporations?|enterprises?|departments|brands|"
    r"applications?|markets?|bodies)$",
    re.I,
)
_PLACES = re.compile(
    r"^(?:the\s+)?(?:.*\b)?(?:industries|sectors|fields|areas|domains|organizations|companies|"
    r"settings|environments|businesses)\s*$",
    re.I,
)


def industries(text: str, *, prose: bool) -> tuple[list[str], list[str]]:
    """Find the industries that a text names, and what of it could not be placed."""
    found: list[str] = []
    unmatched: list[str] = []
    for sentence in sentences(text):
        labelled = LABELLED.match(sentence)
        head = (labelled[1] or labelled[3]) if labelled else ""
        generic = GENERIC.match(head) and normal(head) not in INDUSTRIES
        if labelled and not generic and not _PLACES.match(
            labelled[1] or labelled[3]
        ):  # fmt: skip
            said = [*_industries(labelled[1] or labelled[3])]
            unmatched.append(labelled[2] or labelled[4])
        else:
            told = (labelled[2] or labelled[4]) if labelled else sentence
            if prose and not labelled:
                told = _places(told)
            said = [*_industries(told)]
            unmatched += [inside for inside in cut(told)[1] if not abbreviates(inside, told)]
        if not said:
            unmatched.append(sentence)
        found += said
    return list(dict.fromkeys(found)), unmatched


_MOSTLY = re.compile(
    r"\b(?:most (?:commonly|often|frequently)|mostly|mainly|primarily|especially|particularly|"
    r"notably|"
    r"predominantly|chiefly|above all|often|typically|commonly)\s+(?:found |employed |working )?"
    r"(?:in|within|by|across)\s+(?!(?:a|various|many|industries|sectors|fields)\b)",
    re.I,
)


def _places(sentence: str) -> str:
    listed = _MOSTLY.search(sentence) or EXAMPLES.search(sentence)
    if listed:
        before = re.search(
            r"([\w-]+)\s+(?:compan|firm|organi[sz]ation)\w+$", sentence[: listed.start()]
        )
        if before and normal(before[1]) in INDUSTRIES:
            return before[1]  # "technology companies like …" names companies
        return sentence[listed.end() :]
    employing = re.match(r"(?:The\s+)?([^.]+?)\s+(?:sectors?|industries)\s+(?:employ|hire|use|rely|"
                         r"need|are|is|offer|have)\b", sentence)  # fmt: skip
    if employing:
        return employing[1]
    inside = re.search(
        r"(?:\bin|\bacross|\bby|\bfor|\bwithin|\bfrom|\bare|\binto)\s+(?:the\s+)?(?=[\w-]+(?:,|"
        r" and| or| \w+,))",
        sentence, re.I)  # fmt: skip
    if inside:
        return sentence[inside.end() :]
    single = re.search(
        r"\b(?:in|across|within|from)\s+(?:the\s+)?([\w-]+(?:\s[\w-]+){0,2})\W*$", sentence
    )
    if single:
        return single[1]
    told = predicate(sentence)
    # A remark that happens to stand here names no industry.
    return told if any(normal(part) in INDUSTRIES for part in split(told)) else ""


_BESIDE = re.compile(
    r"^(?:(?:the|a|an|any|various|other|established|leading|traditional|large|many|both|in|even|of|"
    r"also|within)\s+)+",
    re.I,
)


def _after_slash(slashed: re.Match[str]) -> str:
    return f", {slashed[1]}" if normal(slashed[1]) in INDUSTRIES else slashed[0]


def _industries(text: str) -> Iterator[str]:
    text, _ = cut(re.sub(r"(?<=\w)/(?=[A-Z])", " / ", text))
    listed = EXAMPLES.search(text)
    if listed:
        head = text[: listed.start()]
        told = text[listed.end() :]
        generic = _PLACES.match(head) or not head
        text = told if generic else f"{head}, {told}" if told[:1].islower() else head
    text = re.sub(r"/([A-Za-z-]+)\b", _after_slash, re.sub(r"\x00\d+", "", text))
    atoms = split(text)
    for atom, follower in zip(atoms, [*atoms[1:], ""], strict=False):
        if SHARED.match(atom) and " " in follower and normal(atom) not in INDUSTRIES:
            atom = f"{atom} {follower.split()[-1]}"
        atom = re.sub(
            r"\s+(?:for|to|that|which|where|as|in|due|because|with|who|have)\s.*$", "", atom
        )
        atom = _BESIDE.sub("", stripped(atom))
        kept = INDUSTRIES.get(normal(atom))
        if not kept and (FILL.match(atom) or GENERIC.match(atom)):
            continue
        bare = _INDUSTRY_NOUN.sub("", atom)
        kept = kept or INDUSTRIES.get(normal(bare))
        if kept:
            yield kept
        elif bare and len(bare.split()) <= 5:
            adjective = re.fullmatch(r"[a-z-]+(?:al|ic)", bare, re.I)
            yield label(atom if adjective else bare)
