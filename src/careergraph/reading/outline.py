"""Which section each block of a document stands in, and whose section it is.

A section may have a heading for each role, a role a heading for each section; "The skills of a …
include:" opens a list, a table has a column for each role, and prose speaks of one after the other.
All of them come out as passages: a section, some roles, a text.

Headings lie on a stack. One takes those off that are of its rank or below: a marked heading ranks
by its level, bold lines come below these, then plain lines, then words before a list. Of headings
of one rank, that of a role and that of a section lie on each other: the outer are those that the
document says less often.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from careergraph.reading.documents import Block, sentences
from careergraph.reading.roles import LABEL, Mentions, is_job_or_work
from careergraph.reading.sections import FACTUAL, is_bare, section_of, section_told
from careergraph.reading.words import industry, words


@dataclass(frozen=True)
class Passage:
    """A text of one section about some roles (indexes).

    ``kind`` is item, row, list, text, or told for a sentence whose own words tell its section;
    ``welcome`` says that what it names is not required.
    """

    section: str
    roles: tuple[int, ...]
    kind: str
    text: str
    welcome: bool = False


_BOLD, _PLAIN, _LEAD = 7, 8, 9  # ranks below those of marked headings, 1 to 6; items come after
_VERSUS = re.compile(r"\bvs\b|\bversus\b", re.I)
_ADVICE = re.compile(r"(?:you|they|we|one)\s+(?:can|could|should|may|might|will)\b", re.I)
_BOILERPLATE = re.compile(rf"\b(?:{words('boilerplate')})\w*", re.I)
"""What an employer says on equal chances names nothing that a job asks for."""

_WELCOME = re.compile(
    r"\b(?:is|are|would be|,|a|an) (?:\w+ )?(?:plus|bonus|asset|advantage|preferred|desirable)\b|"
    r"\bnice to have\b|\bpreferred\W*$|\b(?:ideally|preferably)\b",
    re.I,
)
_TOPICAL = frozenset({"skill", "tool", "tip", "responsibility", "profile", "welcome"})
_OF_ALL = frozenset({"tip", "outlook", "jobs", "skip", "salary", "company"})


@dataclass(frozen=True)
class _Heading:
    """A heading: its rank, what it is about and whom; of an unknown one only its words."""

    rank: int
    section: str
    roles: tuple[int, ...]
    text: str

    @property
    def kind(self) -> str:
        """Whether it names a role, a section, both ("full") or neither ("topic")."""
        if self.roles:
            return "full" if self.section else "role"
        return "section" if self.section else "topic"


def passages(blocks: Sequence[Block], mentions: Mentions) -> Iterator[Passage]:
    """Yield what each block of a document says, with its section and the roles it is about."""
    yield from _Outline(blocks, mentions).read()


class _Outline:
    def __init__(self, blocks: Sequence[Block], mentions: Mentions) -> None:
        self._blocks, self._mentions = blocks, mentions
        self._stack: list[_Heading] = []
        self._fresh = False  # whether nothing but headings came since the last heading
        self._about: tuple[int, ...] = ()  # whom the prose at hand is about
        headings = self._without_others([self._heading(place) for place in range(len(blocks))])
        self._headings = headings
        self._repeated = Counter(
            (
                heading.rank,
                heading.kind,
                heading.roles if heading.kind == "role" else heading.section,
            )
            for heading in headings
            if heading
        )

    def read(self) -> Iterator[Passage]:
        table = _Table()
        for place, block in enumerate(self._blocks):
            if block.kind == "row":
                yield from table.read(block.text.split("\t"), self)
                continue
            table = _Table()
            heading = self._headings[place]
            if heading and not (
                heading.rank >= _PLAIN and self.section == "industry" and industry(heading.text)
            ):
                self._push(heading)
                continue
            yield from self._content(block)
            self._fresh = False

    # -------------------------------------------------------------- the stack

    @property
    def section(self) -> str:
        """What the text at hand is about."""
        for heading in reversed(self._stack):
            if heading.section and heading.section != "welcome":
                return heading.section
        return "welcome" if self.welcome else "other" if self.topic else ""

    @property
    def welcome(self) -> bool:
        """Whether what stands here is not required."""
        return any(heading.section == "welcome" for heading in self._stack)

    @property
    def roles(self) -> tuple[int, ...]:
        """Whose section this is, () where no heading says."""
        return next((heading.roles for heading in reversed(self._stack) if heading.roles), ())

    @property
    def topic(self) -> str:
        """What a heading that names neither role nor section says: the family of what follows."""
        last = self._stack[-1] if self._stack else None
        return last.text if last and last.kind == "topic" else ""

    def _push(self, heading: _Heading) -> None:
        before = None
        while self._stack and self._stack[-1].rank >= heading.rank:
            if self._holds(heading, before):
                break
            before = self._stack.pop()
        self._stack.append(heading)
        self._fresh, self._about = True, ()

    def _holds(self, heading: _Heading, before: _Heading | None) -> bool:
        """Whether a heading lies below the last one of its own rank, as ``before`` did."""
        top = self._stack[-1]
        if top.rank != heading.rank:
            return False
        if heading.kind == "topic":
            return heading.rank >= _BOLD and top.kind != "topic"
        if top.kind == "full" and heading.kind == "section":
            return self._repeated[heading.rank, "section", heading.section] > 1
        if {top.kind, heading.kind} != {"role", "section"}:
            return False
        own = heading if heading.kind == "section" else top
        often = self._repeated[own.rank, "section", own.section]
        roles, sections = (self._mean(heading.rank, kind) for kind in ("role", "section"))
        if roles == sections:
            return self._fresh or (before is not None and before.kind == heading.kind)
        outer = "role" if roles < sections else "section"
        return top.kind == outer and (outer == "section" or often > 1 or own.section not in _OF_ALL)

    def _mean(self, rank: int, kind: str) -> float:
        """Return how often the headings of a rank and kind come on average."""
        counts = [
            often for (at, what, _), often in self._repeated.items() if (at, what) == (rank, kind)
        ]
        return sum(counts) / len(counts) if counts else 0

    # -------------------------------------------------------------- headings

    @staticmethod
    def _without_others(headings: Sequence[_Heading | None]) -> list[_Heading | None]:
        """Skip what stands below a job that is not compared, where those compared have headings."""
        ranks = {heading.rank for heading in headings if heading and heading.kind == "role"}
        return [
            replace(heading, section="skip")
            if heading
            and heading.kind == "topic"
            and heading.rank in ranks
            and is_job_or_work(heading.text)
            else heading
            for heading in headings
        ]

    def _heading(self, place: int) -> _Heading | None:
        """Return the heading that a block is, None for other text."""
        block = self._blocks[place]
        following = self._blocks[place + 1] if place + 1 < len(self._blocks) else None
        text, marked = block.text.strip(), block.kind == "heading"
        if block.kind == "row" or len(text) > 110:
            return None
        if not marked and (len(text.split()) > 11 or text[-1:] in ".!;,"):
            return None
        deeper = following and following.kind == "item" and following.level > block.level
        apart = not following or following.kind != "item" or deeper
        if block.kind == "item" and not text.endswith(":") and not apart:
            return None
        rank = (block.level or _BOLD) if marked else _PLAIN
        if block.kind == "item" and following and following.kind == "item":
            rank = _item_rank(block) + bool(deeper)
        bare = re.sub(r"[^\w)]+$", "", _NUMBER.sub("", text))
        roles = self._mentions.only(bare)
        if roles and (block.kind != "item" or self._mentions.find(bare)):
            again = roles == self._mentions.all and (marked or _VERSUS.search(bare))
            return _Heading(rank, "", () if again else roles, bare)
        named, rest = self._mentions.of(bare), self._mentions.without(bare)
        section = section_of(rest)
        if marked:
            return _Heading(rank, section or ("other" if named else ""), named, bare)
        if re.match(r"[^:]{3,40}:\s+\S", text):
            return None  # "Skills: SQL" is content
        if section and (
            text.endswith("?") or is_bare(rest.lower() if block.kind == "item" else rest, section)
        ):
            wordy = text.endswith(":") and len(text.split()) > 7
            return None if wordy else _Heading(rank, section, named, bare)
        if not section and not named and self._looks_like_heading(block, following):
            return _Heading(rank, "", (), bare)
        return None

    @staticmethod
    def _looks_like_heading(block: Block, following: Block | None) -> bool:
        """Whether a line is a heading without markup: a few words with capitals before a list."""
        parts = block.text.split()
        if block.kind != "text" or not 1 < len(parts) <= 6 or not following:
            return False
        capitals = all(part[0].isupper() for part in parts if len(part) > 3 and part[0].isalpha())
        leads = following.kind == "item" or len(following.text) > 60 or following.text.endswith(".")
        return capitals and leads and not re.search(r"[.,;!|@]", block.text)

    # -------------------------------------------------------------- content

    def _passage(self, section: str, roles: tuple[int, ...], kind: str, text: str) -> Passage:
        welcome = self.welcome or section == "welcome" or bool(_WELCOME.search(text))
        section = "profile" if section == "welcome" else section
        return Passage(section, roles or self._mentions.all, kind, text, welcome)

    def _content(self, block: Block) -> Iterator[Passage]:
        text, item = block.text, block.kind == "item"
        if _BOILERPLATE.search(text):
            return
        lowest = _item_rank(block) if item else _PLAIN
        while self._stack and self._stack[-1].rank > lowest:
            self._stack.pop()
        if text.endswith(":") and (not item or self.section in _TOPICAL):
            yield from self._opening(text, lowest + 1 if item else _LEAD)
            return
        if self._mentions.count == 1 and not item and text.count(";") > 1:
            for part in filter(str.strip, text.split(";")):
                yield from self._content(Block("item", part.strip()))
            return
        parts = sentences(text)
        if len(parts) > 1 and not item and sum(map(self._opens_section, parts)) > 1:
            for part in parts:  # "Skills: … Degree: …" in one paragraph
                yield from self._content(Block("text", part))
            return
        label = re.match(r"([^:.]{3,80}?)(?::|\s[–—-])\s+(\S.*)$", text)
        if label and (labelled := self._labelled(label[1], label[2], item)):
            section, roles, kind, text = labelled
            yield from self._say(section, roles, kind, text)
            return
        topic = "" if re.match(r"[^:]{2,50}:\s", text) else self.topic
        if topic and self.section in _TOPICAL:
            text = f"{topic}: {text}"
        yield from self._say(self.section, self.roles, "item" if item else "text", text)

    def _say(self, section: str, roles: tuple[int, ...], kind: str, text: str) -> Iterator[Passage]:
        """Yield a text as passages: prose falls apart by the roles that it speaks of."""
        prose, single = kind == "text" or text[-1:] == ".", self._mentions.count == 1
        if roles and roles != self._mentions.all:
            spoken: Iterable[tuple[tuple[int, ...], str]] = [(roles, text)]
            section = section or "definition"
        elif prose and (kind == "text" or len(self._mentions.of(text)) > 1):
            spoken = split_by_role(text, self._mentions, self._about)
        else:
            spoken = [(roles or self._mentions.subjects(text[:60]), text)]
        for about, said in spoken:
            self._about = about if kind == "text" else self._about
            head, _, told = said.partition(": ")
            said = told if told and self._mentions.only(head) else said
            if section == "salary" and not roles and not self._mentions.find(said):
                continue
            if kind == "item" and section in ("", "other") and single:
                section = "profile" if section_told(said) or _ASKS.match(said) else "responsibility"
            if kind == "item" and section not in ("", "other"):
                yield self._passage(section, about, kind, said)
                continue
            for told, sentence, form in _by_section(section, said, single):
                if form == "text" or about or single:
                    yield self._passage(told, about, kind if form == "text" else form, sentence)

    def _opens_section(self, sentence: str) -> bool:
        """Whether a sentence begins with the name of a section and a colon."""
        head = sentence.partition(": ")[0]
        section = section_of(head) if len(head) < 40 and head != sentence else ""
        return bool(section) and is_bare(head.lower(), section)

    def _labelled(
        self, head: str, rest: str, item: bool
    ) -> tuple[str, tuple[int, ...], str, str] | None:
        """Read "Data analyst: …", "Data analyst skills: …" and "Education: …"."""
        roles = self._mentions.only(head) or (
            self._mentions.all if re.fullmatch(r"both(?: roles| positions)?", head, re.I) else ()
        )
        rest_of_head = self._mentions.without(head)
        section = "" if roles else section_of(rest_of_head)
        duties = self.section == "responsibility"
        loose = self.section not in FACTUAL or (duties and not item)
        short = loose and len(head.split()) < 6
        bare = bool(section) and (is_bare(rest_of_head.lower(), section) or short)
        form = "text" if rest[-1:] in ".!" else "list"
        if not roles and bare and (named := self._mentions.of(head)):
            return section, named, form, rest
        if roles:
            self._about = roles if not item else self._about
            kind = "item" if item else "text"
            return self.section or "definition", roles, kind, rest
        open_to = FACTUAL if loose else {"degree", "industry", "responsibility"}
        others = ("tip", "industry", "outlook", "salary", "jobs")
        listing = (duties and item) or self.section in others
        if bare and not listing and section in open_to - {self.section}:
            return section, self.roles, form, rest
        return None

    def _opening(self, text: str, rank: int) -> Iterator[Passage]:
        """Read the words before a list: whose list it is, and what of."""
        *before, last = sentences(text)
        for sentence in before:
            about = self._mentions.subjects(sentence) or self.roles
            topical = self.topic and self.section in _TOPICAL and sentence is before[0]
            said = f"{self.topic}: {sentence}" if topical else sentence
            yield self._passage(self.section, about, "text", said)
        about = self._mentions.subjects(last) or self._mentions.of(last)[:1]
        section = section_of(self._mentions.without(last)) if rank == _LEAD else ""
        if section not in FACTUAL or _says(self.section, last):
            advice = not section and self.section in ("skill", "tool", "profile")
            section = "other" if advice and _ADVICE.match(last) else ""
        topic = last.rstrip(":") if rank > _LEAD else ""
        self._push(_Heading(rank, section, about, topic))


def _item_rank(item: Block) -> int:
    """Return the rank of what an item opens that has no items below it."""
    return _LEAD + 2 * item.level


_ASKS = re.compile(rf"(?:{words('asks')})\b", re.I)
"""How an item of an advert begins that stands below no heading and asks for something."""


def _says(section: str, text: str) -> bool:
    """Whether a text says again what its section is about."""
    return section in FACTUAL and section_of(text) == section


def _by_section(section: str, text: str, single: bool) -> Iterator[tuple[str, str, str]]:
    """Yield a text, or its sentences, with section and kind: told where no heading names one."""
    if section not in ("", "definition", "other", "responsibility"):
        yield section, text, "text"
        return
    for sentence in sentences(text):
        told = section_told(sentence)
        asks = single and (_ASKS.match(sentence) or _WELCOME.search(sentence))
        if asks and not told and section != "responsibility":
            told = "profile"
        yield (
            told or section,
            LABEL.sub("", sentence) if told else sentence,
            "told" if told else "text",
        )


class _Table:
    """A table whose columns are roles and whose rows are sections, or the other way round."""

    def __init__(self) -> None:
        self.roles: list[tuple[int, ...]] = []
        self.sections: list[str] = []

    def read(self, cells: list[str], outline: _Outline) -> Iterator[Passage]:
        """Read one row: a header gives nothing, any other a passage for each of its cells."""
        mentions, say = outline._mentions, outline._passage
        first = not self.roles and not self.sections
        roles = [mentions.only(cell) or (mentions.of(cell) if first else ()) for cell in cells]
        roles = [about if len(about) == 1 else () for about in roles]
        sections = [section_of(cell) if len(cell.split()) <= 5 else "" for cell in cells]
        if sum(map(bool, roles)) > 1:
            self.roles, self.sections = roles, []
        elif not self.roles and not self.sections and sum(map(bool, sections[1:])) > 1:
            self.sections = sections
        elif self.roles and self.roles[0] and outline.section:  # a column each, the section above
            for about, cell in zip(self.roles, cells, strict=False):
                yield say(outline.section, about, "list", cell)
        elif self.roles:
            for about, cell in list(zip(self.roles, cells, strict=False))[1:]:
                section = sections[0] or outline.section
                if cell and about:
                    text = cell if section else f"{cells[0]}: {cell}"
                    yield say(section or "other", about, "list" if section else "row", text)
        elif self.sections and (roles[0] or outline.roles):
            for section, cell in list(zip(self.sections, cells, strict=False))[
                0 if not roles[0] else 1 :
            ]:
                if cell:
                    yield say(section or "other", roles[0] or outline.roles, "list", cell)
        elif len(cells) == 2 and sections[0] and (outline.roles or mentions.count == 1):
            yield say(sections[0], outline.roles, "list", cells[1])  # a role's own table
        else:
            yield say("other", (), "row", ": ".join(cell for cell in cells if cell))


# ------------------------------------------------------------------------------ prose

_TURN = re.compile(
    r",?\s+(?:while|whereas|but|though|however)\s+|;\s+(?:while |whereas |however, )?"
    r"(?:on the other hand, )?|,\s+and\s+(?=an?\s)|,\s+"
)
_LONGEST = 2_000  # letters of a sentence that is looked at clause by clause
_GOES_ON = re.compile(r"(?:they|their|this|these|he|she|it|its)\b", re.I)


def split_by_role(
    text: str, mentions: Mentions, about: tuple[int, ...] = ()
) -> Iterator[tuple[tuple[int, ...], str]]:
    """Split a text into sentences, or halves of such, each with the roles it is about.

    "A data analyst …, while a data engineer …" is two; a sentence that names no role goes on about
    those of the one before.
    """
    for sentence in sentences(text):
        for piece in _halves(sentence, mentions):
            own = () if about and _GOES_ON.match(piece) else mentions.subjects(piece)
            about = own or about
            yield about, piece


def _halves(sentence: str, mentions: Mentions) -> list[str]:
    pieces: list[str] = []
    start = 0
    for turn in _TURN.finditer(sentence) if len(sentence) < _LONGEST else ():
        opens = mentions.find(sentence[turn.end() : turn.end() + 100])
        before = mentions.find(sentence[start : turn.start()])
        comma = turn[0].strip() == ","
        says = before and len(sentence[before[-1][1] : turn.start()].split()) > 1
        if opens and opens[0][0] <= (0 if comma else 25) and (says if comma else before):
            pieces.append(sentence[start : turn.start()])
            start = turn.end()
    return [*pieces, sentence[start:]]


def from_title(blocks: Sequence[Block], mentions: Mentions) -> list[Block]:
    """Leave out the title, the first lines that name all roles, and what stands above it."""
    start = 0
    for place, block in enumerate(blocks[:40]):
        if block.kind == "row":
            break
        named = {role for _, _, role in mentions.find(block.text)}
        if len(named) == mentions.count and len(block.text) < 150 and block.text[-1:] != ".":
            start = place + 1
        elif start:
            break
    return list(blocks[start:])


_CONTENTS = re.compile(r"\W*(?:table of )?contents\W*", re.I)
_NUMBER = re.compile(r"^\W*(?:(?:\d+|[ivx]+|[a-z])[.)]\s+)?\W*", re.I)


def without_contents(blocks: Sequence[Block]) -> list[Block]:
    """Leave out a table of contents: lines that are said again as headings further down."""
    lines = [_NUMBER.sub("", block.text).casefold() for block in blocks]
    for place, block in enumerate(blocks):
        if _CONTENTS.fullmatch(block.text):
            later = Counter(lines[place + 1 :])
            end = place + 1
            while end < len(blocks) and later[lines[end]] > 1 and len(lines[end]) < 80:
                later[lines[end]] = 0
                end += 1
            rest = [other for other in blocks[end:] if not _CONTENTS.fullmatch(other.text)]
            return [*blocks[:place], *rest]
    return list(blocks)
