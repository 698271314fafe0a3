"""Recognises when a text denies a skill, only wishes for it, or says it of somebody else."""

from __future__ import annotations

import re

_REACH = 120  # letters before a name in which a cue may stand
_CLAUSE = re.compile(r"[.;!?\n•]\s|[;!?\n•]|\bbut\b|\bhowever\b|\bthough\b", re.I)
_DENIED = re.compile(
    r"\b(?:no|not|never|without|cannot|lack(?:s|ed|ing)?|unfamiliar|neither|nor|none|hardly|zero|"
    r"\w+n['’]t)\b(?!\s+(?:only|just|limited)\b)",
    re.I,
)
_WISHED = re.compile(
    r"\b(?:(?:want|wants|like|hope|hopes|plan|plans|keen|eager|willing|ready|trying|need|looking|"
    r"going|intend|aim|aiming)\s+(?:to|forward\s+to)\s+(?:learn\w*|stud\w+|get|gain|work|become|"
    r"try|explore|deepen|be)|(?<!machine[ -])(?<!deep[ -])(?<!reinforcement[ -])(?<!supervised[ -])"
    r"(?<!transfer[ -])(?<!language[ -])(?<!blended[ -])(?<!e-)learning\s*:?|"
    r"interested\s+in|curious\s+about|beginner\s+in)\b",
    re.I,
)
_OF_OTHERS = re.compile(
    r"\b(?:(?:my|our|his|her|their)\s+(?:\w+\s+)?(?:colleagues?|manager|boss|wife|husband|"
    r"partner|friends?|brother|sister|teammates?|clients?|customers?|students?|team)|"
    r"he|she|they|others|someone)\s+(?:\w+\s+)?(?:us(?:es?|ed|ing)|knows?|knew|prefer\w*|"
    r"works?\s+(?:with|in)|worked\s+(?:with|in)|did|does|handled|wrote|writes)\b",
    re.I,
)


def _clause(text: str, place: int) -> str:
    """Return the words before a place, from where its clause begins."""
    before = text[max(0, place - _REACH) : place]
    ends = [end.end() for end in _CLAUSE.finditer(before)]
    return before[ends[-1] :] if ends else before


_LEVELS = {
    "strong": r"strong|solid|deep(?! learning)|excellent|advanced(?! analytics)|in-depth",
    "expertise": r"expert\w*|master\w*",
    "proficiency": r"proficien\w+|fluen\w+|skilled|adept",
    "familiarity": r"familiar\w*|aware\w*|exposure|basic|some",
    "experience": r"experienced?|background|track record",
    "knowledge": r"knowledge|understanding|grasp|know\w*",
}
_EACH = "|".join(rf"(?P<{word}>\b(?:{said})\b)" for word, said in _LEVELS.items())
_LEVEL = re.compile(_EACH, re.I)


def level_word(lead: str) -> str:
    """Return how well the words before a skill ask for it, "" where they do not say.

    >>> level_word("Strong knowledge of"), level_word("Familiarity with"), level_word("Using")
    ('strong', 'familiarity', '')
    """
    found = {match.lastgroup or "" for match in _LEVEL.finditer(lead)}
    return next((word for word in _LEVELS if word in found), "")


def is_denied(text: str, place: int) -> bool:
    """Whether what a text names at a place is denied.

    >>> is_denied("I do not know Python", 14), is_denied("Not only SQL but Python", 17)
    (True, False)
    """
    return bool(_DENIED.search(_clause(text, place)))


def is_wished(text: str, place: int) -> bool:
    """Whether what a text names at a place is only wished for.

    >>> is_wished("I want to learn Rust", 16), is_wished("I learnt Rust", 9)
    (True, False)
    >>> is_wished("Machine learning, Rust", 18), is_wished("Busy learning Go, Rust", 18)
    (False, True)
    """
    return bool(_WISHED.search(_clause(text, place)))


def is_of_others(text: str, place: int) -> bool:
    """Whether what a text names at a place is said of somebody else.

    >>> is_of_others("My colleague uses Python", 18), is_of_others("I use Python", 6)
    (True, False)
    """
    return bool(_OF_OTHERS.search(_clause(text, place)))
