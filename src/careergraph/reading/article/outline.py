"""Who and what each line of a career article speaks of: its roles, and its sections.

Articles differ in shape: a section with a sub-heading for each role, a role with a sub-heading for
each section, "The required skills for a … include:" before a list, one sentence a role, a table
with a column for each. All of them come out as passages: a section, some roles, a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from careergraph.reading.article.names import INDUSTRIES, normal
from careergraph.reading.article.roles import Mentions
from careergraph.reading.article.sections import SECTIONS, is_bare_heading, section_of
from careergraph.reading.documents.text import Line, sentences


@dataclass(frozen=True)
class Passage:
    """A text of one section about some roles (indexes); ``kind`` is item, row, list or text."""

    section: str
    roles: tuple[int, ...]
    kind: str
    text: str


_OPENS_LIST = re.compile(r":\s*$")
_TURN = re.compile(r",?\s+(?:while|whereas|but|though|however)\s+|;\s+(?:while |whereas |"
                   r"however, )?"
                   r"(?:on the other hand, )?|,\s+and\s+(?=an?\s)")  # fmt: skip


_FACTUAL = frozenset({"degree", "industry", "responsibility", "tool", "skill"})
_ADVICE = re.compile(r"(?:you|they|we|one)\s+(?:can|could|should|may|might|will)\b", re.I)
_TOPICAL = frozenset({"skill", "tool", "tip", "responsibility"})


class _Place:
    """Where the reading stands: the section, whose it is, and whom the text at hand is about."""

    section = ""
    section_level = 0
    role_level = 0
    roles: tuple[int, ...] = ()  # of the heading above
    listed: tuple[int, ...] = ()  # of the line that opened the list at hand
    container = False  # a role's heading stands above its sections
    fresh = False  # nothing but headings since the last section heading
    aside = False  # the list at hand is advice, not of the section
    topic = ""  # of a heading below the section's: the family of what follows


def passages(lines: Sequence[Line], mentions: Mentions) -> Iterator[Passage]:
    """Return for each line of an article what section it stands in and which roles it is about."""
    place = _Place()
    table = _Table()
    for position, line in enumerate(lines):
        if line.kind == "row":
            yield from table.read(line.text.split("\t"), place, mentions)
            continue
        table = _Table()
        following = lines[position + 1] if position + 1 < len(lines) else None
        if _heading(line, place, mentions, following):
            place.aside = False
            continue
        yield from _content(line, place, mentions)
        place.fresh = False


class _Table:
    """A table whose columns are roles and whose rows are sections, or the other way round."""

    def __init__(self) -> None:
        self.roles: list[tuple[int, ...]] = []
        self.sections: list[str] = []

    def read(self, cells: list[str], place: _Place, mentions: Mentions) -> Iterator[Passage]:
        """Read one row: a header gives nothing, any other a passage for each of its cells."""
        roles = [mentions.only(cell) for cell in cells]
        sections = [section_of(cell) if len(cell.split()) <= 4 else "" for cell in cells]
        if sum(map(bool, roles)) > 1:
            self.roles, self.sections = roles, []
        elif not self.roles and not self.sections and sum(map(bool, sections[1:])) > 1:
            self.sections = sections
        elif self.roles and self.roles[0] and place.section:  # a column each, the section above
            for about, cell in zip(self.roles, cells, strict=False):
                yield Passage(place.section, about, "list", cell)
        elif self.roles:
            for about, cell in list(zip(self.roles, cells, strict=False))[1:]:
                kind = "list" if sections[0] else "row"
                text = cell if sections[0] else f"{cells[0]}: {cell}"
                if cell and about:
                    yield Passage(sections[0], about, kind, text)
        elif self.sections and roles[0]:
            for section, cell in list(zip(self.sections, cells, strict=False))[1:]:
                if cell:
                    yield Passage(section or "other", roles[0], "list", cell)
        elif place.roles and len(cells) == 2 and sections[0]:  # a role's own table, a section a row
            yield Passage(sections[0], place.roles, "list", cells[1])
        else:
            yield Passage("other", (), "row", ": ".join(cell for cell in cells if cell))


def _heading(line: Line, place: _Place, mentions: Mentions, following: Line | None = None) -> bool:
    """Move on where the line is a heading; tell whether it was one."""
    text = line.text.strip()
    marked = line.kind == "heading"
    if len(text) > 110 or (not marked and (len(text.split()) > 11 or text[-1:] in ".!;,")):
        return False
    if line.kind == "item" and not text.endswith(":") and line.level == 0:
        return False
    bare = re.sub(r"^\W*(?:(?:\d+|[ivx]+|[a-z])[.)]\s+)?\W*|\W+$", "", text, flags=re.I)
    bare = mentions.spelt_out(bare) if marked else bare
    if roles := mentions.only(bare):
        if len(roles) > 1 and (not place.section or re.search(r"\bvs\b|\bversus\b", bare, re.I)):
            place.section, place.roles, place.listed, place.container = "", (), (), False
            return True  # the title once more
        _enter_role(place, roles, line.level)
        return True
    named = tuple(sorted({role for _, _, role in mentions.find(bare)}))
    of_all = named == mentions.all
    rest = mentions.without(bare)
    section = section_of(rest)
    if line.kind == "item" and not (
        section and place.section != "tip" and is_bare_heading(rest.lower(), section)
    ):
        return False  # in small letters: "Software engineering practices:" opens no section
    if re.search(r"\bvs\b|\bversus\b", rest, re.I) and not section:
        return marked or not place.section
    if not marked and not named and re.match(r"[^:]{3,40}:\s+\S", text):
        return False  # "Skills: SQL" is content
    if not section:
        return _unknown_heading(line, bare, place, mentions, following)
    if not marked and not text.endswith("?") and not is_bare_heading(rest, section):
        return False
    if not marked and place.section == "industry" and normal(bare) in INDUSTRIES:
        return False  # "Technology" opens no section on tools there
    if not marked and _OPENS_LIST.search(text) and len(text.split()) > 7:
        return False
    if of_all:  # a heading of all roles is of none
        place.roles, named = (), ()
    _enter_section(place, section, named, line.level)
    return True


def _unknown_heading(
    line: Line, bare: str, place: _Place, mentions: Mentions, following: Line | None
) -> bool:
    """Move on at a heading that names no section: below a known one it is a family, else a stop."""
    marked = line.kind == "heading"
    if not marked and not _looks_like_heading(line, following):
        return False
    if marked:
        below = not line.level or 0 < place.section_level < line.level
    else:
        below = bool(place.roles) and following is not None and following.kind == "item"
    if place.section in _TOPICAL and below:
        place.topic = bare
        return True
    if marked and not line.level and not place.section:
        return False
    if place.section or marked:
        place.section, place.section_level, place.roles = "other", line.level, ()
        place.listed, place.fresh, place.container, place.topic = (), True, False, ""
    return True


def _looks_like_heading(line: Line, following: Line | None) -> bool:
    """Whether a line is a heading without markup: a few words with capitals before a list."""
    words = line.text.split()
    if line.kind != "text" or len(words) > 6 or not following or re.search(r"[.,;!|@]", line.text):
        return False
    capitals = all(word[0].isupper() for word in words if len(word) > 3 and word[0].isalpha())
    leads = following.kind == "item" or len(following.text) > 60 or following.text.endswith(".")
    return capitals and len(words) > 1 and leads


def _enter_role(place: _Place, roles: tuple[int, ...], level: int) -> None:
    above = bool(level and place.section_level and level < place.section_level)
    place.container = above or place.section in ("", "skip", "other") or (
        place.container and not place.fresh and (not level or level <= place.role_level)
    )  # fmt: skip
    if place.container:
        place.section, place.section_level = "", 0
    place.roles, place.listed, place.role_level, place.topic = roles, (), level, ""


def _enter_section(place: _Place, section: str, named: tuple[int, ...], level: int) -> None:
    both_known = bool(level and place.role_level)
    below = level > place.role_level if both_known else place.container
    kept = place.roles if below else ()
    # What comes after the last role of an article without heading levels belongs to none.
    if not level and section in ("tip", "outlook", "jobs", "skip", "salary"):
        kept = ()
    if named and place.container and named == place.roles and level > place.role_level:
        pass  # "Skills of a data analyst" below the analyst's own heading
    elif named:
        # Below a marked heading of one role stand bold headings of its own.
        own = bool(level) and len(named) == 1
        place.container, place.role_level = own or section == "definition", level
    elif not kept:
        place.container, place.role_level = False, 0
    place.section, place.section_level = section, level
    place.roles, place.listed, place.fresh, place.topic = named or kept, (), True, ""


def _content(line: Line, place: _Place, mentions: Mentions) -> Iterator[Passage]:
    text = line.text
    kind = "item" if line.kind == "item" else "text"
    # "Data analyst: …" and "Data analyst skills: …"
    lead = re.match(r"([^:.]{3,80}?)(?::|\s[–—-])\s+(\S.*)$", text)
    opened = re.match(r"([^.]{3,80}):$", text)
    if lead or opened:
        head = (lead or opened)[1]  # type: ignore[index]
        named = mentions.only(head)
        rest = mentions.without(head)
        section = "" if named else section_of(rest)
        alone = section and not mentions.find(head) and is_bare_heading(rest, section)
        if lead and alone and section in _FACTUAL - {place.section} and place.roles:
            form = "text" if lead[2][-1:] in ".!" else "list"
            yield Passage(section, place.roles, form, lead[2])  # "Education: …" below a role
            return
        if not named and mentions.find(head) and section and is_bare_heading(rest, section):
            named = mentions.subjects(head)
        elif not named and re.fullmatch(r"both(?: roles| positions)?", head, re.I):
            named = mentions.all
        if named and (lead or kind == "text"):
            if lead:
                place.listed = named if kind == "text" else place.listed
                own = section if section and place.section in ("", "definition") else place.section
                yield Passage(own or "definition", named, kind, lead[2])
                return
            if not section or is_bare_heading(rest, section):
                place.listed = named
                place.section = section or place.section
                return
    if opened and kind == "item" and place.section in _TOPICAL:
        place.topic = text.rstrip(":")
        return
    if kind == "text" and _OPENS_LIST.search(text):
        place.topic = ""
        yield from _opening(text, place, mentions)
        return
    if place.section == "skip" and (kind == "item" or text[-1:] not in ".!?"):
        return
    whole = place.listed or place.roles
    if kind == "item":
        about = whole or mentions.subjects(text[:60]) or mentions.all
        if place.topic and not re.match(r"[^:]{2,50}:\s", text):
            text = f"{place.topic}: {text}"
        yield Passage("other" if place.aside else place.section, about, "item", text)
    elif place.roles and not (place.container and place.section == ""):
        if place.topic:
            text = f"{place.topic}: {text}"
        yield Passage(place.section, place.roles, "text", text)
    elif place.topic:
        yield Passage(place.section, place.listed or mentions.all, "text", f"{place.topic}: {text}")
    elif place.roles:
        yield Passage("definition", place.roles, "text", text)
    else:
        for about, sentence in split_by_role(text, mentions, place.listed):
            place.listed = about
            if place.section == "salary" and not mentions.find(sentence):
                about = ()
            elif not about:
                about = mentions.all
            yield Passage(place.section, about, "text", sentence)


def _opening(text: str, place: _Place, mentions: Mentions) -> Iterator[Passage]:
    """Read the line that opens a list: whose list it is, and what of."""
    parts = sentences(text)
    for sentence in parts[:-1]:
        about = mentions.subjects(sentence) or place.listed or place.roles
        if place.section != "skip":
            yield Passage(place.section, about or mentions.all, "text", sentence)
        place.listed = about
    last = parts[-1]
    about = mentions.subjects(last)
    if not about and mentions.find(last):
        about = (mentions.find(last)[0][2],)
    section = section_of(mentions.without(last))
    known = ("skill", "tool", "degree", "industry", "responsibility")
    said_again = place.section in known and SECTIONS[place.section].search(last)
    if section in known and not said_again:
        place.section = section
    place.aside = not section and place.section in ("skill", "tool") and bool(_ADVICE.match(last))
    place.listed = about or place.listed or place.roles


def split_by_role(
    text: str, mentions: Mentions, about: tuple[int, ...] = ()
) -> Iterator[tuple[tuple[int, ...], str]]:
    """Split a text into sentences, or halves of such, each with the roles it is about.

    "A data analyst …, while a data engineer …" is two; a sentence that names no role goes on about
    those of the one before.
    """
    for sentence in sentences(text):
        pieces = [sentence]
        if len({role for _, _, role in mentions.find(sentence)}) > 1:
            pieces = _halves(sentence, mentions)
        for piece in pieces:
            # "They work closely with data scientists" is about those of the sentence before.
            goes_on = about and re.match(r"(?:they|their|this|these|he|she|it|its)\b", piece, re.I)
            own = () if goes_on else mentions.subjects(piece)
            generic = re.match(r"(?:in (?:general|addition)|overall|some|common)\b", piece, re.I)
            about = own or (() if generic and not about else about)
            yield about, piece


def _halves(sentence: str, mentions: Mentions) -> list[str]:
    pieces: list[str] = []
    start = 0
    for turn in _TURN.finditer(sentence):
        before, after = sentence[start : turn.start()], sentence[turn.end() :]
        opens = mentions.find(after)
        if mentions.find(before) and opens and opens[0][0] <= 25:
            pieces.append(before)
            start = turn.end()
    return [*pieces, sentence[start:]]


def from_title(lines: Sequence[Line], mentions: Mentions) -> tuple[Line, ...]:
    """Leave out what stands above the title, and the title: its first lines that name all roles."""
    start = 0
    for position, line in enumerate(lines[:40]):
        if line.kind == "row":
            break
        named = {role for _, _, role in mentions.find(line.text)}
        if len(named) == mentions.count and len(line.text) < 150 and line.text[-1:] != ".":
            start = position + 1
        elif start:
            break
    return tuple(lines[start:])


def drop_contents(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Leave out a table of contents: a run of section names with nothing between them."""
    for position, line in enumerate(lines):
        if re.fullmatch(r"\W*(?:table of )?contents\W*", line.text, re.I):
            end = position + 1
            seen: set[str] = set()
            while end < len(lines) and len(lines[end].text) < 80 and lines[end].text not in seen:
                if not (lines[end].kind in ("item", "text") and section_of(lines[end].text)):
                    break
                if lines[end].text in {other.text for other in lines[end + 1 :]}:
                    seen.add(lines[end].text)
                    end += 1
                    continue
                break
            return (*lines[:position], *lines[end:])
    return tuple(lines)
