"""Articles that compare careers ("X vs. Y"): plain text, Markdown, HTML, PDF or DOCX.

What an article says of each role is read in three steps: its blocks (``documents``), the section
and the roles that each of them is about (``outline``), and the concepts that a phrase names
(``terms``, ``degrees``, ``duties``). Nothing is guessed that the article does not say, and what
finds no place is listed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from careergraph.errors import SourceError
from careergraph.reading.degrees import Degree, degrees, names_degree, unique_degrees
from careergraph.reading.documents import Block, Document, read_document, sentences
from careergraph.reading.duties import ANNOUNCES, industries, responsibilities
from careergraph.reading.outline import Passage, from_title, passages, without_contents
from careergraph.reading.phrases import EXAMPLES, Term
from careergraph.reading.postings import Posting, find_date, find_postings
from careergraph.reading.roles import Mentions, find_roles, role_label
from careergraph.reading.terms import is_bare_list, names_in, terms, unique
from careergraph.reading.words import words


@dataclass(frozen=True)
class ArticleRole:
    """What an article says of one role; a named product may be both a skill and a tool of it.

    ``welcome`` are skills and tools that are not required.
    """

    label: str
    definition: str
    skill: tuple[Term, ...]
    tool: tuple[Term, ...]
    welcome: tuple[Term, ...]
    industry: tuple[str, ...]
    degree: tuple[Degree, ...]
    responsibility: tuple[str, ...]
    experience: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the role as plain values: labels for skills and tools."""
        return {
            "label": self.label,
            "definition": self.definition,
            "skill": [term.label for term in unique([*self.skill, *self.welcome])],
            "tool": [term.label for term in self.tool],
            "industry": list(self.industry),
            "degree": [degree.to_dict() for degree in self.degree],
            "responsibility": list(self.responsibility),
            "experience": list(self.experience),
        }


@dataclass(frozen=True)
class Remark:
    """An outlook, a tip or a word on pay: what it says, of which roles (by label)."""

    label: str
    text: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Article:
    """All that an article says; ``issued`` is an ISO date, ``unmatched`` what found no place."""

    title: str
    issued: str | None
    roles: tuple[ArticleRole, ...]
    postings: tuple[Posting, ...]
    outlook: tuple[Remark, ...]
    tips: tuple[Remark, ...]
    salary: tuple[Remark, ...]
    unmatched: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; ``families`` maps a label to the label of its family."""
        named = [term for role in self.roles for term in (*role.skill, *role.tool)]
        return {
            "title": self.title,
            "issued": self.issued,
            "roles": [role.to_dict() for role in self.roles],
            "postings": [posting.to_dict() for posting in self.postings],
            "outlook": [asdict(remark) for remark in self.outlook],
            "tips": [asdict(remark) for remark in self.tips],
            "salary": [asdict(remark) for remark in self.salary],
            "families": {term.label: term.family for term in named if term.family},
            "unmatched": list(self.unmatched),
        }


def read_article(path_or_text: Path | str) -> Article:
    """Read what a career-comparison article says.

    Args:
        path_or_text: a file; or a string of several lines that is the article itself.

    Raises:
        SourceError: the file cannot be read, or it names no two roles.
    """
    document = read_document(path_or_text, "an article that compares two roles or more")
    names = find_roles(document)
    if len(names) < 2:
        is_text = isinstance(path_or_text, str) and "\n" in path_or_text
        raise SourceError(
            f"{'The text' if is_text else path_or_text}: names no two roles to compare; an article "
            "is wanted whose title or headings do, such as “Data analyst vs. data engineer”."
        )
    mentions = Mentions(names, document)
    postings, taken = find_postings(document.blocks)
    blocks = [block for place, block in enumerate(document.blocks) if place not in taken]
    labels = tuple(map(role_label, names))
    drafts = [Draft() for _ in names]
    rest = _Rest(labels)
    for passage in passages(without_contents(from_title(blocks, mentions)), mentions):
        if passage.section in ("outlook", "tip", "salary"):
            rest.unmatched += rest.remark(passage)
        else:
            rest.unmatched += place(passage, [drafts[role] for role in passage.roles])
    for index, draft in enumerate(drafts):
        if not draft.definition:
            draft.definition += _first_definition(document.blocks, mentions, index)
    return Article(
        title=_title(document, names),
        issued=_issued(document),
        roles=tuple(draft.role(label) for label, draft in zip(labels, drafts, strict=True)),
        postings=tuple(postings),
        outlook=tuple(rest.outlook),
        tips=tuple(rest.tips),
        salary=tuple(rest.salary),
        unmatched=tuple(dict.fromkeys(text.strip() for text in rest.unmatched if text.strip())),
    )


# -------------------------------------------------------------------------------------- placing


@dataclass
class Draft:
    """What was read of a role so far."""

    definition: list[str] = field(default_factory=list)
    skill: list[Term] = field(default_factory=list)
    tool: list[Term] = field(default_factory=list)
    welcome: list[Term] = field(default_factory=list)
    industry: list[str] = field(default_factory=list)
    degree: list[Degree] = field(default_factory=list)
    responsibility: list[str] = field(default_factory=list)
    experience: list[str] = field(default_factory=list)

    def role(self, label: str) -> ArticleRole:
        """Return what was read, each thing once."""
        return ArticleRole(
            label=label,
            definition=" ".join(dict.fromkeys(self.definition)),
            skill=tuple(unique(self.skill)),
            tool=tuple(unique(self.tool)),
            welcome=tuple(unique(self.welcome)),
            industry=tuple(dict.fromkeys(self.industry)),
            degree=tuple(unique_degrees(self.degree)),
            responsibility=tuple(dict.fromkeys(self.responsibility)),
            experience=tuple(dict.fromkeys(self.experience)),
        )


_ADDRESSED = re.compile(rf"(?:{words('addressed')})\b", re.I)
_DEFINES = re.compile(r"(?:An?|The)\s(?!.*(?:responsib|dut(?:y|ies)|tasks))")
_YEARS = re.compile(
    r"(?:at least |minimum (?:of )?|mindestens )?"
    r"(?:\d+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten))\s*(?:\+|-|–|to)?\s*\d*\+?\s*"
    r"(?:years?|yrs?|jahre?n?|ans?|años?)\b.*",
    re.I,
)
_LONGEST = 3_000  # characters; a paragraph has a third


def place(passage: Passage, drafts: Sequence[Draft]) -> list[str]:
    """Read a passage for what its section tells, into the drafts of its roles.

    Returns:
        What of it found no place.
    """
    section, text = passage.section, passage.text
    prose = passage.kind in ("text", "told") and not is_bare_list(text)
    prose = prose or bool(_ADDRESSED.match(text))
    left: list[str] = []
    if len(text) > _LONGEST:
        return [f"{text[:80]} …"]
    asks_degree = names_degree(text)
    if section in ("skill", "responsibility", "profile") and asks_degree:
        section = "degree"
    elif section == "degree" and not asks_degree and _YEARS.search(text):
        section = "profile"
    undefined = not any(draft.definition for draft in drafts)
    if section == "responsibility" and prose and undefined and _DEFINES.match(text):
        section = "definition"
    if section == "definition":
        heading = len(text.split()) < 4 and text[-1:] not in ".!"
        left = [said for said in sentences(text) if heading or ANNOUNCES.search(said)]
        for draft in drafts:
            draft.definition += [said for said in sentences(text) if said not in left]
    elif section == "responsibility":
        for part in text.split(";") if passage.kind == "list" else [text]:
            duties, others = responsibilities(part, prose=passage.kind == "text")
            left += others
            for draft in drafts:
                draft.responsibility += duties
    elif section == "industry":
        found, left = industries(text, prose=prose)
        for draft in drafts:
            draft.industry += found
    elif section == "degree":
        asked, lived, left = degrees(text)
        parts = re.split(r"[,;]|\b(?:and|or)\b", text)
        lived = lived or [years[0].strip(" .") for part in parts if (years := _YEARS.search(part))]
        for draft in drafts:
            draft.degree += asked
            draft.experience += lived
    elif section in ("skill", "profile", "tool"):
        if section != "tool" and (years := _YEARS.search(text)):
            for draft in drafts:
                draft.experience.append(years[0].strip(" .;"))
        if passage.kind == "told" and section == "tool":
            named = list(names_in(text, skills=True))
            if EXAMPLES.search(text):
                named += [
                    term for term in terms(text, tools=True, prose=True)[0] if term.kind == "tool"
                ]
        else:
            named, left = terms(text, tools=section == "tool", prose=prose)
            if section != "tool":
                whole = " ".join(term.label for term in named)
                named += [term for term in names_in(text) if term.label not in whole]
        families = {term.family for term in named} if section == "tool" else set()
        for draft in drafts:
            if section == "tool":
                kept = [term for term in named if term.label not in families]
                told = passage.kind == "told"
                draft.tool += [term for term in kept if not told or term.kind != "skill"]
                draft.skill += [term for term in kept if told and term.kind == "skill"]
            elif passage.welcome:
                draft.welcome += named
            else:
                draft.skill += named
            if section != "tool":
                draft.tool += [term for term in named if term.kind == "tool"]
    elif passage.kind != "text" or section not in ("", "skip", "company") or text[-1:] in ".!?":
        left = [text]  # also the sentences of an introduction or a conclusion
    return left


_CLOSING = re.compile(rf"(?:{words('closing')})\b", re.I)


@dataclass
class _Rest:
    """What was read that belongs to no single role."""

    labels: tuple[str, ...]
    outlook: list[Remark] = field(default_factory=list)
    tips: list[Remark] = field(default_factory=list)
    salary: list[Remark] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)

    def remark(self, passage: Passage) -> list[str]:
        """Keep an outlook, a tip or a word on pay; return what is none."""
        text, named = passage.text, tuple(self.labels[role] for role in passage.roles)
        if passage.section == "salary":
            self.salary.append(Remark(f"Pay of {_listed(named)}", text, named))
        elif passage.section == "outlook":
            if self.outlook and self.outlook[-1].roles == named:
                text = f"{self.outlook.pop().text} {text}"
            self.outlook.append(Remark(f"Outlook for {_listed(named)}", text, named))
        elif passage.kind == "text" and _CLOSING.match(text):
            return [text]
        else:
            headed = re.match(r"([^:.]{3,70})(?::|\.(?=\s)|\s[–—-])\s+(\S.*)$", text)
            head, told = headed.groups() if headed else (sentences(text)[0].rstrip(".")[:80], text)
            self.tips.append(Remark(head.strip(), told, named))
        return []


def _listed(labels: tuple[str, ...]) -> str:
    lower = [
        label
        if any(letter.isupper() for letter in label.split()[0][1:])  # as in DevOps
        else label[:1].lower() + label[1:]
        for label in labels
    ]
    return " and ".join([", ".join(lower[:-1]), lower[-1]] if len(lower) > 1 else lower)


_BEFORE = re.compile(r"(?:on the other hand, |in contrast, |conversely, )?(?:an?|the)?\s*", re.I)
_IS = re.compile(r",?(?: on the other hand,?)?\s+(?:is|are|\w+s)\b")


def _first_definition(blocks: Sequence[Block], mentions: Mentions, index: int) -> list[str]:
    """Find the sentence that says what a role is, where no section does."""
    for sentence in (sentence for block in blocks for sentence in sentences(block.text)):
        start, end, role = next(iter(mentions.find(sentence)), (0, 0, -1))
        if (
            role == index
            and sentence[-1:] in ".!"
            and _BEFORE.fullmatch(sentence[:start])
            and _IS.match(sentence[end:])
        ):
            return [sentence]
    return []


def _title(document: Document, names: tuple[str, ...]) -> str:
    titles = [block.text for block in document.blocks[:12] if block.kind != "row"]
    for text in titles:
        if len(text) < 150 and all(name.lower() in text.lower() for name in names):
            return text
    return document.title or " vs. ".join(names)


_DATED = re.compile(r"\W*(?:published|posted|updated|last updated|date|written)\b", re.I)


def _issued(document: Document) -> str | None:
    first = [block.text for block in document.blocks[:15] if len(block.text) < 200]
    said = [block.text for block in document.blocks if _DATED.match(block.text)]
    return next(filter(None, map(find_date, [document.issued, *first, *said])), None)
