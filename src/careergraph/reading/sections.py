"""What a heading is about, whatever words it uses."""

from __future__ import annotations

import re

from careergraph.reading.words import meanings, words

FACTUAL = frozenset({"degree", "industry", "responsibility", "tool", "skill", "profile", "welcome"})
"""Sections that say what a role asks for or does."""

_SECTIONS = [
    (re.compile(rf"(?<!\w)(?:{said.pattern})(?!\w)", re.I), name)
    for said, name in meanings("section")
]
_FILLER = re.compile(words("filler"), re.I)


def section_of(heading: str) -> str:
    """Name the section that a heading opens, "" for none; one of several requirements is profile.

    >>> section_of("Key skills"), section_of("Skills and training"), section_of("Weather")
    ('skill', 'profile', '')
    """
    names = [name for pattern, name in _SECTIONS if pattern.search(heading)]
    if names[:1] == ["degree"] and "skill" in names:
        return "profile"
    return next(iter(names), "")


def is_bare(text: str, section: str) -> bool:
    """Whether a line says nothing beyond the section that it opens."""
    if re.match(r"\W*(?:proficiency|expertise|knowledge|competence) (?:in|of|with) \w", text, re.I):
        return False
    rest = text
    for pattern, name in _SECTIONS:
        if name == section:
            rest = pattern.sub(" ", rest)
    left = re.findall(r"[^\W\d_][\w&/-]*", rest)
    extra = [word for word in left if len(word) > 1 and not _FILLER.fullmatch(word)]
    title_case = all(word[0].isupper() for word in left if len(word) > 3)
    return not extra or (len(extra) <= 2 and title_case and text.strip()[:1].isupper())


_TOLD = (
    ("degree", re.compile(r"\b(?:bachelor|master|associate)'?s?\b|\bdegree (?:in|is)\b|\bph\.?d\b|"
                          r"\bhigh school diploma\b", re.I)),
    ("industry", re.compile(r"\b(?:work|found|employed|jobs?|hired)\b.*\b(?:industries|"
     "sectors)\b", re.I)),
    ("tool", re.compile(r"\b(?:tools?|software|platforms?|frameworks?|languages?)\b.*\b(?:like|"
     "such as|"
                        r"including|include)\b|\b(?:us(?:e|es|ing)|rel(?:y|ies) on|works? with|"
                        r"work in)\s+\w")),
    ("skill", re.compile(r"\b(?:must|needs?|requires?|required|should|have|has|possess\w*|"
     r"expect\w*|"
                         r"benefit\w*|essential|important|crucial)\b.*\b(?:skills?|proficien\w+|"
                         r"familiar\w*|expertise|fluen\w+|(?:knowledge|understanding|command|background|"
                         r"experience) (?:of|in|with))\b|\b(?:skills?|proficien\w+|knowledge of "
                         r"\w+)\b"
                         r".*\b(?:essential|important|crucial|required|needed|a must|key|vital)\b|"
                         r"\bskills (?:for|of|that)\b.*\b(?:include|are)\b|"
                         r"\b(?:cover|study|learn)\b.*\b(?:topics?|subjects?)\b",
                         re.I)),
)  # fmt: skip
_REMARK = re.compile(rf"\b(?:{words('remark')})\b", re.I)


def section_told(sentence: str) -> str:
    """Name the section that a sentence of prose tells by its own words, "" for none."""
    if _REMARK.search(sentence):
        return ""  # a word on the article itself, on both, or of an employer on itself
    return next((name for name, pattern in _TOLD if pattern.search(sentence)), "")
