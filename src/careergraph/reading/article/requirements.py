"""What a passage about skills or tools names, be it a list item, a category or a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from careergraph.reading.article.names import known
from careergraph.reading.article.phrases import (
    CLASSES,
    DEGREE_OF,
    EXAMPLES,
    GENERIC,
    LABELLED,
    LEAD,
    OPENER,
    TAIL,
    cut,
    predicate,
    split,
)
from careergraph.reading.article.terms import Term, bare_name, family_of, phrase
from careergraph.reading.documents.text import sentences


def skills(text: str, *, prose: bool) -> tuple[list[Term], list[str]]:
    """Find the skills that a text asks for, and what of it could not be placed.

    Named products among them are terms of kind tool; languages are told apart as ``language``.
    """
    return _terms(text, prose=prose, tools=False)


def tools(text: str, *, prose: bool) -> tuple[list[Term], list[str]]:
    """Find the tools that a text names; a term of kind skill is a class of tools left unnamed."""
    return _terms(text, prose=prose, tools=True)


def _terms(text: str, *, prose: bool, tools: bool) -> tuple[list[Term], list[str]]:
    found: list[Term] = []
    unmatched: list[str] = []
    for sentence in sentences(text):
        said = list(_sentence(OPENER.sub("", sentence) if prose else sentence, prose, tools))
        if not said:
            unmatched.append(sentence)
        found += said
    return unique(found), unmatched


def _sentence(sentence: str, prose: bool, tools: bool) -> Iterator[Term]:
    labelled = LABELLED.match(sentence)
    if (labelled and not prose) or (labelled and len((labelled[1] or labelled[3]).split()) <= 4):
        head = labelled[1] or labelled[3]
        rest = labelled[2] or labelled[4]
        yield from _labelled(head, rest, tools)
        return
    if prose:
        told = predicate(sentence)
        if tools and told == sentence and not EXAMPLES.search(sentence):
            yield from names_in(sentence)
            return
        sentence = told
    yield from phrase(sentence, tools=tools)


_TURNING = re.compile(
    r"(?:turn|translat|convert|transform|present|handl|work|us|interpret|understand|identify|"
    r"explain|"
    r"draw|manag|meet|lead|overse|deliver|coordinat|creat|clean|organi[sz]|communicat|collaborat|mak|solv|find|guid|motivat|prepar)ing\b",
    re.I,
)


def _labelled(head: str, rest: str, tools: bool) -> Iterator[Term]:
    """Read "Category: A, B", "Name: what it is for" and "Skill: what it takes"."""
    heads = list(phrase(head, tools=tools))
    explained = re.match(
        r"(?:for|used|an?|to|the|popular|widely|commonly|essential|ideal|useful|helps?|provides?|"
        r"enables?|allows?|ability|capable|being|understanding how|\w+ing)\s", rest, re.I
    )  # fmt: skip
    if tools:
        named = [term for term in heads if term.kind != "skill"]
        if (
            heads
            and len(named) == len(heads)
            and (explained or all(known(bare_name(part)) for part in split(cut(head)[0])))
        ):
            yield from heads
            yield from (term for term in names_in(rest) if not explained)
            return
        described = rest[:1].islower() and not any(names_in(rest))
        if described and head[:1].isupper() and len(head.split()) <= 3 and not family_word(head):
            yield from heads or [Term(head, "tool")]
            return
        family = family_of(cut(head)[0])
        for term in phrase(rest, tools=True):
            if term.kind == "skill" and _is_listed_name(term, rest):
                term = replace(term, kind="tool")
            yield replace(term, family=term.family or family)
        return
    if not GENERIC.match(head) and not _SORT.fullmatch(head):
        yield from heads
    family = family_of(head)
    led = LEAD.match(rest)
    if led and _TURNING.match(rest[led.end() :]):
        led = None  # "Strategic thinking: skill in turning goals into projects"
    parts = split(cut(rest)[0])
    listed = all(
        known(TAIL.sub("", part))
        or (len(part.split()) <= 3 and not re.search(r"\s(?:with|for|about|how|to)\s", part))
        for part in parts
    )
    asks = re.match(rf"(?:{DEGREE_OF})\s.*\b(?:skills|abilities)\b", rest, re.I)
    if led or asks or (listed and not explained):
        for term in phrase(rest, tools=False):
            yield replace(term, family=term.family or (family if term.kind != "skill" else ""))
    elif GENERIC.match(head):
        yield from phrase(rest, tools=False)
    else:
        yield from (replace(term, family=family) for term in names_in(rest))


_SORT = re.compile(r"(?:soft|hard|technical|core|key|interpersonal|personal|other)", re.I)
"""A word before a colon that tells the sort of what follows."""


def family_word(head: str) -> bool:
    """Whether a word before a colon names a class of tools, such as "Databases"."""
    last = head.rsplit(maxsplit=1)[-1].lower()
    return last in CLASSES or last.rstrip("s") in CLASSES or last.endswith(("ing", "tion", "s"))


def _is_listed_name(term: Term, text: str) -> bool:
    """Whether a word of a list after "Category:" is a product, though spelt like any word."""
    words = term.label.split()
    return len(words) == 1 and words[0].lower() not in CLASSES and term.label in text


def names_in(text: str) -> Iterator[Term]:
    """Find the names that are known in running text, by their capitals."""
    text, held = cut(text)
    for part in [text, *held]:
        words = re.findall(r"[A-Za-z][\w.+#/&-]*", part)
        position = 0
        while position < len(words):
            for size in (4, 3, 2, 1):
                window = " ".join(words[position : position + size]).strip(".")
                found = known(window) if not window[:1].islower() else None
                if (
                    found
                    and found[1] != "skill"
                    and (size > 1 or len(window) > 1 or window in "RC")
                ):
                    yield Term(*found)
                    position += size - 1
                    break
            position += 1


def is_bare_list(text: str) -> bool:
    """Whether a line only lists ("Python, SQL, dbt") and is no sentence."""
    bare = cut(text.rstrip("."))[0]
    short = all(len(part.split()) <= 4 for part in split(bare))
    ended = text[-1:] in ".!?:" and (text[-1:] != "." or len(bare.split()) > 5)
    return short and not ended and predicate(text) == text


def unique(terms: list[Term]) -> list[Term]:
    """Leave out repeats, keeping the family that any of them gave."""
    kept: dict[tuple[str, str], Term] = {}
    for term in terms:
        key = (term.label.casefold(), "skill" if term.kind == "skill" else "tool")
        if key not in kept or (term.family and not kept[key].family):
            kept[key] = term if key not in kept else replace(kept[key], family=term.family)
    return [
        replace(term, family="" if term.family == term.label else term.family)
        for term in kept.values()
    ]
