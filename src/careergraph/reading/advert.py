"""A job advert: the job offered, its role, and what that asks for.

An advert is read as an article of one role is (``outline``); what an employer says of itself is
left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from careergraph.errors import SourceError
from careergraph.reading.article import ArticleRole, Draft, place
from careergraph.reading.documents import Block, Document
from careergraph.reading.outline import passages
from careergraph.reading.postings import Posting, find_date, find_salary, labelled_fact, posting_of
from careergraph.reading.roles import Mentions, names_job, role_label
from careergraph.reading.sections import FACTUAL, is_bare, section_of
from careergraph.reading.words import meaning, words

_SIGNS = re.compile(rf"\b(?:{words('signs')})\b", re.I)
_ENOUGH_SIGNS = 3
_WANTED = re.compile(
    r"\b(?:looking for|seeking|hiring|hire|suchen(?: wir)?|recherchons|buscamos)\s+(?:an?\s+|"
    r"eine?n?\s+|une?\s+|un[ao]?\s+)?((?:[\w/&+.-]+\s+){0,4}?[\w/&+.-]+)(?=[.,!(\n]|\s+(?:to|who|for|"
    r"in|with|at|zum|pour|para)\b|$)",
    re.I,
)
_AT = re.compile(r"(.{3,70}?)\s+(?:at|@|bei|chez)\s+([^,|(]{2,50})$")
_PLACE = re.compile(
    r"(?:(?:[A-Z][\w.'-]+ ?){1,3}, (?:[A-Z]{2}\b|[A-Z][a-z]+)(?:[ ,].{0,30})?|remote\b.{0,30})$",
    re.I,
)
_BASED = re.compile(
    r"\b(?:based in|located in|office in|join (?:us|our team) in|work from our|position "
    r"in|(?:restaurant|hotel|caf[eé]|clinic|practice|school|store) in)\s+(?:the )?"
    r"((?:[A-Z][\w.'-]+ ?){1,3}(?:, [A-Z]{2}\b|, [A-Z][a-z]+)?)"
)
_MARKED = re.compile(r"\((?:[mwfdhx] ?/ ?)+[mwfdhx]\)|\b(?:m/w/d|m/f/d|h/f|f/h)\b", re.I)
_REMOTE = re.compile(
    r"\b(?:fully |100% )?remote (?:role|position|job|team|work|option|within|in)\b|\bwork "
    r"remotely\b|"
    r"\b(?:is|are) (?:fully )?remote\b",
    re.I,
)
_LONGEST_TITLE = 12  # words
_DETAIL = 8  # words of a line that states facts of the job


@dataclass(frozen=True)
class Advert:
    """What an advert says: the job, what its role asks for, and what found no place."""

    posting: Posting
    role: ArticleRole
    issued: str
    unmatched: tuple[str, ...]


def is_advert(document: Document) -> bool:
    """Whether a document speaks as adverts do."""
    return len({sign[0].casefold() for sign in _SIGNS.finditer(document.text)}) >= _ENOUGH_SIGNS


def read_advert(document: Document, where: str) -> Advert:
    """Read a job advert; ``where`` it comes from is for messages.

    Raises:
        SourceError: no line of it names what a job asks for.
    """
    blocks = document.blocks
    title, employer, town = _job(document)
    lines = [*document.facts, *(block.text for block in blocks)]
    details = " | ".join(line for line in lines if len(line.split()) <= _DETAIL)
    if remote := next(filter(None, map(_REMOTE.search, lines)), None):
        details += f" | {remote[0]}"
    pay = next((line for line in lines if find_salary(line)[0]), "")
    role, unmatched = asked(blocks, role_of(title))
    if not (
        role.skill or role.welcome or role.tool or role.degree or role.responsibility
        or role.experience
    ):  # fmt: skip
        raise SourceError(
            f"{where}: has no heading such as “Requirements” or “Your tasks” below which it says "
            "what the job asks for; give a job advert, or name what it is with --as."
        )
    dates = map(find_date, [document.issued, *(block.text for block in blocks[:40])])
    return Advert(
        posting=posting_of(title, employer, town, f"{pay} | {details}"),
        role=role,
        issued=next(filter(None, dates), ""),
        unmatched=unmatched,
    )


def asked(blocks: Sequence[Block], role: str) -> tuple[ArticleRole, tuple[str, ...]]:
    """Read what the blocks of an advert ask for in a role, and what found no place."""
    draft = Draft()
    left: list[str] = []
    for passage in passages(blocks, Mentions([role], Document(tuple(blocks)))):
        if passage.section in FACTUAL - {"industry"} and not labelled_fact(passage.text)[0]:
            left += place(passage, [draft])
    return draft.role(role), tuple(dict.fromkeys(left))


def role_of(title: str) -> str:
    """Return the role that a job is, from its title: without seniority, place and other remarks.

    >>> role_of("Senior Data Engineer (m/f/d) – Berlin")
    'Data engineer'
    """
    parts = re.split(r"\s[–—|-]\s|,|\(", title)
    bare = next(filter(names_job, parts), parts[0]).strip()
    bare = re.sub(
        r"^(?:(?:senior|junior|lead|principal|staff|sr\.?|jr\.?|mid-level)\s+)+", "", bare,
        flags=re.I,
    )  # fmt: skip
    return role_label(bare.strip() or title)


def _job(document: Document) -> tuple[str, str | None, str | None]:
    """Find the title of the job, who offers it and where."""
    blocks = document.blocks
    facts = dict(map(labelled_fact, document.facts))
    for block, below in zip(blocks[:60], [*blocks[1:60], None], strict=False):
        name, value = labelled_fact(block.text)
        if not name and below and block.kind == "heading":
            value = re.split(r"\s[–—-]\s", below.text)[0]
            name, value = labelled_fact(f"{block.text.strip(' :📍')}: {value}")
        facts.setdefault(name, value)
    head: list[str] = []
    for block in blocks[:12]:
        section = section_of(block.text)
        if block.kind == "item" or (section and is_bare(block.text, section)):
            break
        if len(block.text.split()) <= _LONGEST_TITLE and not labelled_fact(block.text)[0]:
            head.append(block.text)
    wanted = [found[1] for block in blocks if (found := _WANTED.search(block.text))]
    first = [block.text for block in blocks if block.kind == "heading" and block.level == 1]
    named = [line for line in [*first, *head, *wanted] if names_job(line) or _MARKED.search(line)]
    stated = facts.get("title", "")
    if meaning("contract", stated) and not names_job(stated):
        stated = ""  # "Position: Full-time"
    title = stated or [*named, *first, *head, *wanted, blocks[0].text[:80]][0]
    employer, town = facts.get("employer"), facts.get("place")
    if (parted := _AT.match(title)) and not employer:
        title, employer = parted[1], parted[2]
    parts = [part.strip() for line in head for part in re.split(r"\s*[|·•]\s*|\s[–—-]\s", line)]
    if not town:
        town = next((part for part in parts if part != title and _PLACE.match(part)), None)
    if not town and (based := next(filter(None, (_BASED.search(b.text) for b in blocks)), None)):
        town = based[1]
    return title.strip(" #*:-"), employer, town
