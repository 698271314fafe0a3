"""Articles that compare careers ("X vs. Y"): plain text, Markdown or saved HTML.

What an article says of each role is read in three steps: its lines (``article.text``), the section
and the roles that each line is about (``article.outline``), and the concepts that a phrase names
(``article.terms``, ``article.degrees``, ``article.jobs``). Nothing is guessed that the article does
not say, and what finds no place is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from careergraph.errors import SourceError
from careergraph.reading.article.degrees import Degree, degrees, names_degree
from careergraph.reading.article.industries import industries
from careergraph.reading.article.outline import Passage, drop_contents, from_title, passages
from careergraph.reading.article.postings import Posting, find_date, find_postings
from careergraph.reading.article.requirements import is_bare_list, skills, tools, unique
from careergraph.reading.article.responsibilities import ANNOUNCES, responsibilities
from careergraph.reading.article.roles import Mentions, find_roles, is_job, role_label
from careergraph.reading.article.terms import Term
from careergraph.reading.documents.page import read_page
from careergraph.reading.documents.text import Line, Page, sentences


@dataclass(frozen=True)
class ArticleRole:
    """What an article says of one role; a named product may be both a skill and a tool of it."""

    label: str
    definition: str
    skill: tuple[Term, ...]
    tool: tuple[Term, ...]
    industry: tuple[str, ...]
    degree: tuple[Degree, ...]
    responsibility: tuple[str, ...]
    experience: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the role as plain values: labels for skills and tools."""
        return {
            "label": self.label,
            "definition": self.definition,
            "skill": [term.label for term in self.skill],
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
        terms = [term for role in self.roles for term in (*role.skill, *role.tool)]
        return {
            "title": self.title,
            "issued": self.issued,
            "roles": [role.to_dict() for role in self.roles],
            "postings": [posting.to_dict() for posting in self.postings],
            "outlook": [asdict(remark) for remark in self.outlook],
            "tips": [asdict(remark) for remark in self.tips],
            "salary": [asdict(remark) for remark in self.salary],
            "families": {term.label: term.family for term in terms if term.family},
            "unmatched": list(self.unmatched),
        }


def read_article(path_or_text: Path | str) -> Article:
    """Read what a career-comparison article says.

    Args:
        path_or_text: a file of plain text, Markdown or HTML; or a string of several lines that
            is the article itself.

    Raises:
        SourceError: the file cannot be read, or it names no two roles.
    """
    page = read_page(path_or_text)
    names = find_roles(page)
    if len(names) < 2 or not any(map(is_job, names)):
        where = (
            "The text" if isinstance(path_or_text, str) and "\n" in path_or_text else path_or_text
        )
        raise SourceError(
            f"{where}: names no two roles to compare; an article is wanted whose title or headings "
            "do, such as “Data analyst vs. data engineer”."
        )
    mentions = Mentions(names, page)
    postings, taken = find_postings(page.lines)
    kept = [line for position, line in enumerate(page.lines) if position not in taken]
    labels = tuple(role_label(name) for name in names)
    drafts = [_Draft() for _ in names]
    rest = _Rest()
    for passage in passages(drop_contents(from_title(kept, mentions)), mentions):
        _place(passage, drafts, labels, rest)
    for index, draft in enumerate(drafts):
        if not draft.definition:
            draft.definition += _first_definition(page.lines, mentions, index)
    return Article(
        title=_title(page, names),
        issued=_issued(page),
        roles=tuple(draft.role(label) for label, draft in zip(labels, drafts, strict=True)),
        postings=tuple(postings),
        outlook=tuple(rest.outlook),
        tips=tuple(rest.tips),
        salary=tuple(rest.salary),
        unmatched=tuple(dict.fromkeys(text.strip() for text in rest.unmatched if text.strip())),
    )


# -------------------------------------------------------------------------------------- placing


@dataclass
class _Draft:
    """What was read of a role so far."""

    definition: list[str] = field(default_factory=list)
    skill: list[Term] = field(default_factory=list)
    tool: list[Term] = field(default_factory=list)
    industry: list[str] = field(default_factory=list)
    degree: list[Degree] = field(default_factory=list)
    responsibility: list[str] = field(default_factory=list)
    experience: list[str] = field(default_factory=list)

    def role(self, label: str) -> ArticleRole:
        degree: dict[tuple[str, str], Degree] = {}
        for one in self.degree:
            key = (one.level, (one.field or "").casefold())
            degree[key] = one if one.required else degree.get(key, one)
        return ArticleRole(
            label=label,
            definition=" ".join(dict.fromkeys(self.definition)),
            skill=tuple(unique(self.skill)),
            tool=tuple(unique(self.tool)),
            industry=tuple(dict.fromkeys(self.industry)),
            degree=tuple(degree.values()),
            responsibility=tuple(dict.fromkeys(self.responsibility)),
            experience=tuple(dict.fromkeys(self.experience)),
        )


@dataclass
class _Rest:
    """What was read that belongs to no single role."""

    outlook: list[Remark] = field(default_factory=list)
    tips: list[Remark] = field(default_factory=list)
    salary: list[Remark] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)


_ADDRESSED = re.compile(
    r"(?:they|you|candidates|professionals|one|employers|he or she|must|should|these|their|"
    r"practitioners|individuals|successful|ideal)\b",
    re.I,
)


_CLOSING = re.compile(
    r"(?:by (?:understanding|following|focusing)|whether you|in (?:conclusion|summary|short)|"
    r"to (?:sum "
    r"up|conclude)|ultimately|overall|both (?:roles|careers|paths|positions)|as (?:you|the|both)|"
    r"with (?:the right|dedication))\b",
    re.I,
)


_LONGEST = 3_000  # characters; a paragraph has a third
_DEFINES = re.compile(r"(?:An?|The)\s(?!.*(?:responsib|dut(?:y|ies)|tasks))")


def _place(passage: Passage, drafts: list[_Draft], labels: tuple[str, ...], rest: _Rest) -> None:
    """Read a passage for what its section tells, into the drafts of its roles."""
    own = [drafts[index] for index in passage.roles]
    named = tuple(labels[index] for index in passage.roles)
    prose = passage.kind == "text" and not is_bare_list(passage.text)
    prose = prose or bool(_ADDRESSED.match(passage.text))
    section, text = passage.section, passage.text
    if section in ("skill", "responsibility") and names_degree(text):
        section = "degree"
    undefined = not any(draft.definition for draft in own)
    if section == "responsibility" and prose and undefined and _DEFINES.match(text):
        section = "definition"
    left: Iterable[str] = ()
    if len(text) > _LONGEST:
        left = [f"{text[:80]} …"]
    elif section == "definition":
        heading = len(text.split()) < 4 and text[-1:] not in ".!"
        left = [said for said in sentences(text) if heading or ANNOUNCES.search(said)]
        for draft in own:
            draft.definition += [said for said in sentences(text) if said not in left]
    elif section == "responsibility":
        parts = text.split(";") if passage.kind == "list" else [text]
        read = [responsibilities(part, prose=passage.kind == "text") for part in parts]
        left = [sentence for _, others in read for sentence in others]
        for draft in own:
            draft.responsibility += [duty for duties, _ in read for duty in duties]
    elif section == "skill":
        terms, left = skills(text, prose=prose)
        for draft in own:
            draft.skill += terms
            draft.tool += [term for term in terms if term.kind == "tool"]
    elif section == "tool":
        terms, left = tools(text, prose=prose)
        families = {term.family for term in terms}
        for draft in own:
            draft.tool += [term for term in terms if term.label not in families]
    elif section == "industry":
        found, left = industries(text, prose=prose)
        for draft in own:
            draft.industry += found
    elif section == "degree":
        asked, lived, left = degrees(text)
        for draft in own:
            draft.degree += asked
            draft.experience += lived
    elif section == "outlook":
        _add_outlook(rest.outlook, text, named)
    elif section == "tip" and passage.kind == "text" and _CLOSING.match(text):
        left = [text]
    elif section == "tip":
        rest.tips.append(_tip(text, named))
    elif section == "salary" and named:
        rest.salary.append(Remark(_pay(named), text, named))
    elif passage.kind != "text" or section not in ("", "skip") or text[-1:] in ".!?":
        left = [text]  # also the sentences of an introduction or a conclusion
    rest.unmatched += left


def _add_outlook(outlook: list[Remark], text: str, named: tuple[str, ...]) -> None:
    if outlook and outlook[-1].roles == named:
        text = f"{outlook.pop().text} {text}"
    outlook.append(Remark(f"Outlook for {_listed(named)}", text, named))


def _pay(named: tuple[str, ...]) -> str:
    return f"Pay of {_listed(named)}"


def _listed(labels: tuple[str, ...]) -> str:
    words = [
        label
        if any(letter.isupper() for letter in label.split()[0][1:])  # as in DevOps
        else label[:1].lower() + label[1:]
        for label in labels
    ]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _tip(text: str, named: tuple[str, ...]) -> Remark:
    headed = re.match(r"([^:.]{3,70})(?::|\.(?=\s)|\s[–—-])\s+(\S.*)$", text)
    if headed:
        return Remark(headed[1].strip(), headed[2], named)
    return Remark(sentences(text)[0].rstrip(".")[:80], text, named)


_BEFORE = re.compile(r"(?:on the other hand, |in contrast, |conversely, )?(?:an?|the)?\s*", re.I)
_IS = re.compile(r",?(?: on the other hand,?)?\s+(?:is|are|\w+s)\b")


def _first_definition(lines: tuple[Line, ...], mentions: Mentions, index: int) -> list[str]:
    """Find the sentence that says what a role is, where no section does."""
    for line in lines:
        for sentence in sentences(line.text):
            found = mentions.find(sentence)
            if not found or found[0][2] != index:
                continue
            start, end, _ = found[0]
            if (
                sentence[-1:] in ".!"
                and _BEFORE.fullmatch(sentence[:start])
                and _IS.match(sentence[end:])
            ):
                return [sentence]
    return []


def _title(page: Page, names: tuple[str, ...]) -> str:
    for line in page.lines[:12]:
        if (
            line.kind != "row"
            and all(name.lower() in line.text.lower() for name in names)
            and len(line.text) < 150
        ):
            return line.text
    return page.title or " vs. ".join(names)


def _issued(page: Page) -> str | None:
    for text in (page.issued, *(line.text for line in page.lines[:15] if len(line.text) < 200)):
        found = find_date(text)
        if found:
            return found
    for line in page.lines:
        if re.match(
            r"\W*(?:published|posted|updated|last updated|date|written)\b", line.text, re.I
        ):
            found = find_date(line.text)
            if found:
                return found
    return None
