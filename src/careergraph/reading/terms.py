"""The skills and tools that a sentence of an article or advert names.

"Strong understanding of stream processing (e.g., Kafka, Flink)" is the skill Stream processing and
two tools that belong to it. A phrase loses its lead-in and its purpose, falls into atoms at commas
and conjunctions, and each atom is spelt as a label: names as their owners spell them, all else in
sentence case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from careergraph.reading.documents import sentences
from careergraph.reading.mentions import everyday_words
from careergraph.reading.phrases import (
    ABLE,
    CLASS,
    EXAMPLES,
    HEAD,
    LEAD,
    QUALITY,
    TAIL,
    Term,
    bare_name,
    cut,
    family_of,
    is_generic,
    phrase,
    split,
)
from careergraph.reading.words import (
    is_product,
    known,
    words,
)


def terms(text: str, *, tools: bool = False, prose: bool = False) -> tuple[list[Term], list[str]]:
    """Find the skills and tools that a text names, and the sentences that name none.

    Args:
        text: an item, a cell, a paragraph.
        tools: whether the text lists products, so that an unknown word may be one; a term of kind
            skill is then a class of tools left unnamed.
        prose: whether the text is sentences, and no list.
    """
    found: list[Term] = []
    left: list[str] = []
    for sentence in sentences(text):
        read = list(_sentence(OPENER.sub("", sentence) if prose else sentence, tools, prose))
        found += read
        if not read:
            left.append(sentence)
    return unique(found), left


def unique(found: list[Term]) -> list[Term]:
    """Leave out repeats, keeping the family that any of them gave."""
    kept: dict[tuple[str, bool], Term] = {}
    for term in found:
        term = replace(term, family="" if term.family == term.label else term.family)
        key = (term.label.casefold(), term.kind == "skill")
        before = kept.setdefault(key, term)
        kept[key] = replace(before, family=term.family or before.family)
    return list(kept.values())


_SKILLS = re.compile(r"\b(?:skills|abilities)\b", re.I)
_REMARK = re.compile(r"\b(?:differ(?:s|ent)?|dissimilar|let's)\b", re.I)
"""What is said of several roles or of the article, and names nothing that one asks for."""
OPENER = re.compile(rf"^(?:{words('opener')}),\s*")
LABELLED = re.compile(
    r"(?P<head>[^:(]{2,60}?(?=\s*:\s|\s+[–—-]\s)|[^:]{2,70}?\)(?=\s*:\s))(?:\s*:|\s+[–—-])\s+"
    r"(?P<rest>\S.*)$"
)
_SAYS = re.compile(rf"^(?:.*?\b)?(?:{words('says')})\b\s*", re.I)
_AFTER = re.compile(rf"^(?:(?:{words('after')})\s*:?\s+)+", re.I)
_ESSENTIAL = re.compile(
    r"^(?:(?:also|often|usually|typically|absolutely|generally|just as|equally|both)\s+)*"
    r"(?:essential|crucial|important|key|required(?! to)|necessary|vital|a must|must-haves?|"
    r"valuable|"
    r"beneficial|critical|indispensable|helpful|desirable|a plus|needed|expected(?! to)|common|"
    r"popular|"
    r"standard|widely used|typical|the most|among the|useful|highly valued|commonly used|"
    r"frequently used|used|relied (?:up)?on|paramount|"
    r"an? (?:big |strong )?(?:assets?|advantage))\b",
    re.I,
)


_SO = re.compile(r"^[^,;]*(?:,\s+so|;)\s+(?=[^,;]*\b(?:is|are)\s)", re.I)
"""What a sentence says before it draws a conclusion: "Nights are long, so coffee is vital"."""


def predicate(sentence: str) -> str:
    """Return what a sentence says of its subject: "Analysts need SQL" says "SQL"."""
    sentence = _SO.sub("", OPENER.sub("", sentence))
    said = _SAYS.match(sentence)
    if not said:
        return sentence
    rest = sentence[said.end() :]
    if _ESSENTIAL.match(rest):
        return re.sub(r"\s*\b(?:is|are|be)\s*$", "", sentence[: said.end()])
    return _AFTER.sub("", rest)


def is_bare_list(text: str) -> bool:
    """Whether a line only lists ("Python, SQL, dbt") and is no sentence."""
    bare = cut(text.rstrip("."))[0]
    short = all(len(part.split()) <= 4 for part in split(bare))
    ended = text[-1:] in ".!?:" and (text[-1:] != "." or len(bare.split()) > 5)
    return short and not ended and predicate(text) == text


def _sentence(sentence: str, tools: bool, prose: bool) -> Iterator[Term]:
    labelled = LABELLED.match(sentence)
    if labelled and (not prose or len(labelled["head"].split()) <= 4):
        yield from _labelled(labelled["head"], labelled["rest"], tools)
        return
    if prose:
        sentence = _undenied(sentence)
        told = predicate(sentence)
        asks = LEAD.match(sentence) or ABLE.match(sentence) or _SKILLS.search(sentence)
        asks_nothing = told == sentence and (tools or (sentence[-1:] in ".!?" and not asks))
        if _REMARK.search(sentence) or (asks_nothing and not EXAMPLES.search(sentence)):
            yield from names_in(sentence)
            return
        sentence = told
    yield from phrase(sentence, tools=tools)


_DENIED = re.compile(
    r"\b(?:(?:do|does|did|need) not|\w+n't)\s+(?:\w+\s+){0,2}?(?:need|have|know|requir\w+|use)\b",
    re.I,
)


def _undenied(sentence: str) -> str:
    """Leave out the half of a sentence that says what is not needed."""
    halves = re.split(r",?\s+but\s+", sentence)
    return ", but ".join(half for half in halves if not _DENIED.search(half))


_EXPLAINS = re.compile(rf"(?:{words('explains')})\s", re.I)
_SORT = re.compile(words("sort", "sort alone"), re.I)


def _labelled(head: str, rest: str, tools: bool) -> Iterator[Term]:
    """Read "Category: A, B", "Name: what it is for" and "Skill: what it takes"."""
    heads = list(phrase(head, tools=tools))
    explained = bool(_EXPLAINS.match(rest))
    if tools:
        products = bool(heads) and all(term.kind != "skill" for term in heads)
        if products and (
            explained or all(is_product(bare_name(part)) for part in split(cut(head)[0]))
        ):
            yield from heads
            yield from (term for term in names_in(rest) if not explained)
            return
        described = rest[:1].islower() and not any(names_in(rest))
        if described and head[:1].isupper() and len(head.split()) <= 3 and not _is_class(head):
            yield from heads or [Term(head, "tool")]
            return
        family = family_of(cut(head)[0])
        for term in phrase(rest, tools=True):
            word = term.label.lower()
            # What stands in a list after a class of tools is a product, though spelt like any word.
            listed = " " not in word and not CLASS.fullmatch(word) and term.label in rest
            kind = "tool" if term.kind == "skill" and listed else term.kind
            yield replace(term, kind=kind, family=term.family or family)
        return
    generic = is_generic(head) or _SORT.fullmatch(head)
    if not generic:
        yield from heads
    family = family_of(head)
    lead = LEAD.match(rest)
    parts = split(cut(rest)[0])
    short = all(
        known(TAIL.sub("", part))
        or (
            len(TAIL.sub("", part).split()) <= 3
            and not re.search(
                r"\s(?:with|for|about|how|"
                r"to)\s",
                part,
            )
        )
        for part in parts
    )
    asks = re.match(rf"(?:{QUALITY})\s.*\b(?:skills|abilities)\b", rest, re.I)
    turns = lead and re.match(rf"(?!{HEAD})\w+ing\s+[a-z]", rest[lead.end() :])
    if generic or (lead and not turns) or asks or (short and not explained):
        for term in phrase(rest):
            owner = family if term.kind != "skill" or not generic else ""
            yield replace(
                term, family=term.family or ("" if generic or term.kind == "skill" else owner)
            )
    else:
        yield from (replace(term, family=family) for term in names_in(rest))


def _is_class(head: str) -> bool:
    """Whether a word before a colon names a class of tools, such as "Databases"."""
    last = head.rsplit(maxsplit=1)[-1]
    return bool(CLASS.fullmatch(last)) or last.endswith(("ing", "tion", "s"))


_NAME_WORD = re.compile(r"[A-Za-z][\w.+#/&-]*")


def names_in(text: str, *, skills: bool = False) -> Iterator[Term]:
    """Find the names that are known in running text, by their capitals.

    ``skills`` takes known skills of several words besides, however they are spelt.
    """
    spelt = [
        word.strip(".") for word in _NAME_WORD.findall(re.sub(r"(?<=\w)/(?=[A-Z])", " ", text))
    ]
    place = 0
    while place < len(spelt):
        for size in (4, 3, 2, 1):
            name = " ".join(spelt[place : place + size])
            kept = known(name) if not name[:1].islower() else None
            skill = known(name) if skills and size > 1 and not kept else None
            if skill and skill.kind == "skill":
                yield Term(*skill)
                place += size - 1
                break
            if kept and kept.kind != "skill" and (len(name) > 1 or name in "RC"):
                opens = place == 0 and size == 1 and name.lower() in everyday_words()
                if not opens:  # "Express ideas clearly" names no tool
                    yield Term(*kept)
                place += size - 1
                break
        place += 1
