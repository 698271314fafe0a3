"""Who and what each line of a career article speaks of: its roles, and its sections.

Articles differ in shape: a section with a sub-heading for each role, a role with a sub-heading for
each section, "The required skills for a … include:" before a list, one sentence a role, a table
with a column for each. All of them come out as passages: a section, some roles, a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from careergraph.importers.article_text import Line, Page

# What a heading is about; the first that fits counts.
_SECTIONS: tuple[tuple[str, str], ...] = (
    ("skip", r"contents|introduction|conclusion|summary|final thoughts|related (?:articles?|posts?|"
             r"reading)|further reading|references|about the author|faqs?|frequently|comments|"
             r"newsletter|wrap(?:ping)? up|closing|bottom line|which .*(?:choose|right)|"
             r"(?:key|main) differences|similarities|verdict|takeaways"),
    ("salary", r"salar(?:y|ies)|compensation|\bpay\b|earnings?|earn\b"),
    ("jobs", r"featured jobs?|jobs? (?:openings?|listings?|postings?|board)|open (?:positions|roles)|"
             r"(?:latest|current|related|similar|now hiring|live) (?:jobs|openings|vacancies)|"
             r"^jobs$|vacanc(?:y|ies)|who is hiring|now hiring"),
    ("tip", r"\btips?\b|getting started|get started|how to (?:become|start|break|get|enter|begin)|"
            r"next steps|breaking in|advice|steps? (?:to|for|towards?)|first steps|roadmap"),
    ("outlook", r"outlooks?|prospects?|job market|demand|future|growth|trends|career path"),
    ("degree", r"educat\w*|degrees?|academic|qualifications?|backgrounds?|certifications?|"
               r"credentials|schooling|stud(?:y|ies)"),
    ("industry", r"industr(?:y|ies)|sectors?|where .*\bwork\b|employers|who (?:hires|employs)"),
    ("skill", r"skills?|skill ?sets?|competenc(?:y|ies|es)|expertise|requirements?|know-how|"
              r"abilities|must-haves?|proficienc(?:y|ies)|what you need|knowledge"),
    ("tool", r"tools?|software|technolog(?:y|ies)|tech stack|stack|platforms?|tooling|toolkits?|"
             r"toolbox|programs"),
    ("responsibility", r"responsibilit(?:y|ies)|responsible|dut(?:y|ies)|tasks?|what .*\bdo\b|"
                       r"what they do|day[- ]to[- ]day|day in the life|typical (?:work|day)|"
                       r"job description|activities|accountabilit(?:y|ies)|daily work"),
    ("definition", r"definitions?|defin(?:ed|ing)|overview|what (?:is|are)|who (?:is|are)|"
                   r"understanding|meet|description|nutshell|glance|about|role summary|explained|"
                   r"primary role|focus|basics"),
)  # fmt: skip
_SECTION_RES = tuple(
    (name, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.I)) for name, pattern in _SECTIONS
)
# Words that a heading may hold besides those of its section.
_FILLER = frozenset(
    "a an the of for to in and or by with on as at vs key main core required require needed "
    "necessary common commonly typical top most popular practical essential important used use "
    "using job jobs career careers role roles overview and/or & necessary technical preferred "
    "what which do does you they their your need needed needs is are hire work insights global "
    "educational background backgrounds software tools skills responsibilities comparison "
    "technologies qualifications requirements day preferred minimum professional primary daily "
    "them us me best people will sets set soft hard both these this each it who where how people profile employment target "
    "relevant comparing compared between must should have has get started getting tech industry "
    "industries outlook market outlooks duties tasks required additional general".split()
)

_TITLES = (
    "analyst|engineer|scientist|architect|developer|manager|programmer|specialist|designer|"
    "administrator|consultant|officer|researcher|lead|director|strategist|modell?er|statistician|"
    "technician|tester|writer|owner|planner|accountant|nurse|operator|steward|auditor|trader|"
    "advisor|adviser|expert|head|coordinator|associate|professor|economist|linguist|annotator|"
    "curator|evangelist|master|coach|editor|researcher|quant|actuary|librarian|practitioner|"
    "executive|recruiter|marketer|producer|ethicist|intern|representative|supervisor|ops|dba|sre"
)
_TITLE = re.compile(rf"\b(?:{_TITLES})s?\b|\bheads? of\b|\bchief\b|\bvp of\b", re.I)
_SHORT = (
    ("artificial intelligence", "ai"), ("machine learning", "ml"), ("deep learning", "dl"),
    ("business intelligence", "bi"), ("natural language processing", "nlp"),
    ("user experience", "ux"), ("user interface", "ui"), ("quality assurance", "qa"),
    ("computer vision", "cv"), ("site reliability", "sre"), ("information technology", "it"),
)  # fmt: skip


@dataclass(frozen=True)
class Passage:
    """A text of one section about some roles (indexes); ``kind`` is item, row, list or text."""

    section: str
    roles: tuple[int, ...]
    kind: str
    text: str


def section_of(heading: str) -> str:
    """Name the section that a heading opens, "" for none."""
    for name, pattern in _SECTION_RES:
        if pattern.search(heading):
            return name
    return ""


# --------------------------------------------------------------------------------------- roles


def find_roles(page: Page) -> tuple[str, ...]:
    """Find the roles that an article compares: in its title, else in what it defines."""
    heads = [line.text for line in page.lines if line.kind == "heading" and line.level == 1]
    first = [line.text for line in page.lines[:12] if len(line.text) < 150]
    for candidate in (*heads, *first, re.split(r"\s[|·]\s", page.title)[0]):
        roles = _roles_in_title(candidate)
        if len(roles) > 1:
            return roles
    seen: dict[str, int] = {}
    for line in page.lines:
        name = re.match(r"(?:\d+[.)]\s*)?(?:What is |Meet )?(?:an? |the )?([^:?.–—]+?)\s*(?:[:?–—].*)?$",
                        line.text, re.I)  # fmt: skip
        if name and _is_title(name[1]) and not section_of(name[1]):
            seen[_trim(name[1])] = seen.get(_trim(name[1]), 0) + 1
    for line in page.lines:
        sentence = re.match(
            r"(?:On the other hand, )?(?:An?|The) ([\w/&+ -]+?) (?:is|are|works?|\w+s) ", line.text
        )
        if sentence and _is_title(sentence[1]):
            seen[_trim(sentence[1])] = seen.get(_trim(sentence[1]), 0) + 1
    ranked = sorted(seen, key=lambda role: -seen[role])
    often = [role for role in ranked if seen[role] > 1] or ranked
    distinct = list({role.lower(): role for role in reversed(often)}.values())
    order = {role: position for position, role in enumerate(seen)}
    return tuple(sorted(distinct, key=lambda role: order[role]))[:4]


def _is_title(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= 6 and bool(_TITLE.search(words[-1]) or re.match(r"heads? of", text, re.I))


def _roles_in_title(title: str) -> tuple[str, ...]:
    title = re.sub(r"^#*\W*", "", title.strip())
    title = re.sub(r"\s*\([A-Za-z/]{2,6}\)", "", title)
    parts = re.split(r"\s+(?:vs\.?|v\.|v/s|versus)\s+|\s+vs\.", title, flags=re.I)
    if len(parts) > 1:
        # "Career face-off: A vs. B – which suits you?"
        parts[0] = re.split(r":\s+|\s[–—-]\s", parts[0])[-1]
        parts[0] = re.sub(r".*\b(?:between|comparing|(?:battle|comparison|tale|showdown) of)\s+", "", parts[0], flags=re.I)
        parts = [piece for part in parts for piece in re.split(r",\s+(?:and\s+)?", part)]
        parts[-1] = re.split(r"[:?!(|,]|\s[–—-]\s|\s+(?:-|which|what|in 20\d\d)\b", parts[-1])[0]
    else:
        found = re.search(
            r"(?:between|of|comparing|compar\w+|battle of)\s+(?:the\s+)?(?:an?\s+)?(.+)", title, re.I
        )
        text = re.split(r"[:?!|]|\s[–—-]\s|\s(?:compared|roles?|careers?|jobs)\b",
                        found[1] if found else title)[0]  # fmt: skip
        parts = re.split(r",\s+(?:and |or )?|\s+(?:and|or|to)\s+", text)
        if not all(_is_title(_trim(part)) for part in parts):
            return ()
    roles = [_trim(part) for part in parts]
    roles = [role for role in roles if role]
    return tuple(roles) if all(len(role.split()) <= 7 for role in roles) else ()


def _trim(role: str) -> str:
    role = re.sub(r"\s*\([A-Za-z/]+\)", "", role.strip(" .:*#\"'"))
    role = re.sub(r"^(?:an?|the)\s+", "", role, flags=re.I)
    role = re.sub(r"\s+(?:roles?|careers?|jobs?|compared|explained|comparison)$", "", role, flags=re.I)
    plural = re.sub(rf"\b({_TITLES})s$", r"\1", role, flags=re.I)
    return re.sub(r"^Heads of\b", "Head of", plural.strip())


def role_label(role: str) -> str:
    """Write a role in sentence case: abbreviations and names keep their capitals.

    >>> role_label("Machine Learning Engineer"), role_label("AI/ML Ops Lead")
    ('Machine learning engineer', 'AI/ML ops lead')
    """
    words = [
        word if re.search(r"[A-Z].*[A-Z]|\d", word) else word.lower() for word in role.split()
    ]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


class Mentions:
    """Where in a text the roles of an article are named, in whatever form."""

    def __init__(self, roles: Sequence[str], page: Page) -> None:
        body = "\n".join(line.text for line in page.lines)
        heads = [role.lower().split()[-1] for role in roles]
        forms: list[tuple[str, int]] = []
        for index, role in enumerate(roles):
            names = {role.lower()}
            for long, short in _SHORT:
                names |= {name.replace(long, short) for name in names}
                names |= {re.sub(rf"\b{short}\b", long, name) for name in names}
            initials = "".join(word[0] for word in role.split()).upper()
            if len(initials) > 1 and re.search(rf"\({initials}s?\)", body):
                forms.append((f"{initials}s?", index))
            for name in names:
                words = (rf"{re.escape(word)}s?(?:\s*\(\w+\))?" for word in name.split())
                forms.append((r"[\s-]+".join(words), index))
            if heads.count(heads[index]) == 1 and _TITLE.fullmatch(heads[index]):
                forms.append((rf"(?<=the\s){heads[index]}|^{heads[index]}s(?=\s)", index))
        forms.sort(key=lambda form: -len(form[0]))
        self.count = len(roles)
        self.all = tuple(range(len(roles)))
        pattern = "|".join(rf"(?P<r{n}>{form})" for n, (form, _) in enumerate(forms))
        self._pattern = re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])(?:'s|s')?", re.I)
        self._index = [index for _, index in forms]

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """List (start, end, role index) for each mention."""
        return [
            (match.start(), match.end(), self._index[int((match.lastgroup or "r0")[1:])])
            for match in self._pattern.finditer(text)
        ]

    def without(self, text: str) -> str:
        """Take the mentions out of a heading."""
        return self._pattern.sub(" ", text)

    def only(self, text: str) -> tuple[int, ...]:
        """Give the roles of a text that names roles and says nothing else."""
        rest = re.sub(r"\b(?:the|an?|roles?|and|for|as|of|vs|in|position)\b|[\W\d_]+", " ",
                      self.without(text), flags=re.I)  # fmt: skip
        found = self.find(text)
        return tuple(sorted({role for _, _, role in found})) if found and not rest.strip() else ()

    def subjects(self, sentence: str) -> tuple[int, ...]:
        """Give the roles that a sentence is about: those it names first, or both."""
        if re.search(r"\b(?:both|either|these (?:two )?(?:roles|positions|professionals|careers)|"
                     r"the two (?:roles|positions))\b(?!\s+(?:struct|quant|tech|soft|verbal|writ|sql))",
                     sentence[:60], re.I):  # fmt: skip
            return self.all
        found = self.find(sentence)
        if not found:
            return ()
        roles = [found[0][2]]
        for (_, end, _), (start, _, role) in zip(found, found[1:], strict=False):
            between = sentence[end:start].strip().lower()
            if not re.fullmatch(r"(?:,|and|or|&|/|, and|as well as|an?|the|\s)*", between):
                break
            roles.append(role)
        return tuple(sorted(set(roles)))


# ------------------------------------------------------------------------------------ passages

_OPENS_LIST = re.compile(r":\s*$")
_SENTENCE = re.compile(
    r"(?<!e\.g\.)(?<!i\.e\.)(?<!etc\.)(?<!vs\.)(?<!Ph\.)(?<!Ph\.D\.)(?<!B\.S\.)(?<!M\.S\.)(?<!U\.S\.)"
    r"(?<=[.!?])[\"')]?\s+(?=[A-Z\"'(•])"
)
_TURN = re.compile(r",?\s+(?:while|whereas|but|though|however)\s+|;\s+(?:while |whereas |however, )?"
                   r"(?:on the other hand, )?|,\s+and\s+(?=an?\s)")  # fmt: skip


def sentences(text: str) -> list[str]:
    """Split a text into sentences; "e.g." and "Ph.D." do not end one."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


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
    topic = ""  # of a heading below the section's: the family of what follows


def passages(lines: Sequence[Line], mentions: Mentions) -> Iterator[Passage]:
    """Tell for each line of an article what section it stands in and which roles it is about."""
    place = _Place()
    table = _Table()
    for line in lines:
        if line.kind == "row":
            yield from table.read(line.text.split("\t"), place, mentions)
            continue
        table = _Table()
        if _heading(line, place, mentions):
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
        else:
            yield Passage("other", (), "row", ": ".join(cell for cell in cells if cell))


def _heading(line: Line, place: _Place, mentions: Mentions) -> bool:
    """Move on where the line is a heading; tell whether it was one."""
    text = line.text.strip()
    marked = line.kind == "heading"
    if len(text) > 110 or (not marked and (len(text.split()) > 11 or text[-1:] in ".!;,")):
        return False
    if line.kind == "item" and not text.endswith(":") and line.level == 0:
        return False
    bare = re.sub(r"^(?:\d+|[ivx]+)[.)]\s*|^\W+|[\W]+$", "", text, flags=re.I)
    if roles := mentions.only(bare):
        if len(roles) > 1 and not place.section:
            return True  # the title once more
        _enter_role(place, roles, line.level)
        return True
    named = tuple(sorted({role for _, _, role in mentions.find(bare)}))
    if named == mentions.all:  # of all of them is of none
        named, place.roles = (), ()
    rest = mentions.without(bare)
    section = section_of(rest)
    if line.kind == "item" and not (section and text.endswith(":")):
        return False
    if re.search(r"\bvs\b|\bversus\b", rest, re.I) and not section:
        return marked or not place.section
    if not section:
        if place.section in _TOPICAL and marked and (not line.level or line.level > place.section_level):
            place.topic = bare
            return True
        if marked and line.level and line.level <= (place.section_level or 6):
            place.section, place.section_level, place.roles = "other", line.level, ()
            place.listed, place.fresh, place.container, place.topic = (), True, False, ""
        return marked and bool(line.level)
    if not marked and not text.endswith("?") and not _is_bare_heading(rest, section):
        return False
    if not marked and _OPENS_LIST.search(text) and len(text.split()) > 7:
        return False
    _enter_section(place, section, named, line.level)
    return True


def _is_bare_heading(text: str, section: str) -> bool:
    """Tell a heading without markup from a short sentence: it says nothing beyond its section."""
    pattern = dict(_SECTION_RES)[section]
    rest = re.findall(r"[A-Za-z&/-]+", pattern.sub(" ", text))
    extra = [word for word in rest if word.lower() not in _FILLER and len(word) > 1]
    title_case = all(word[0].isupper() for word in rest if len(word) > 3)
    return not extra or (len(extra) <= 2 and title_case and text.strip()[:1].isupper())


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
    if named:
        place.container, place.role_level = section == "definition", level
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
        if not named and mentions.find(head) and section and _is_bare_heading(rest, section):
            named = mentions.subjects(head)
        elif not named and re.fullmatch(r"both(?: roles| positions)?", head, re.I):
            named = mentions.all
        if named and (lead or kind == "text"):
            if lead:
                place.listed = named if kind == "text" else place.listed
                own = section if section and place.section in ("", "definition") else place.section
                yield Passage(own or "definition", named, kind, lead[2])
                return
            if not section or _is_bare_heading(rest, section):
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
    if place.section == "skip":
        return
    whole = place.listed or place.roles
    if kind == "item":
        about = whole or mentions.subjects(text[:60]) or mentions.all
        if place.topic and not re.match(r"[^:]{2,50}:\s", text):
            text = f"{place.topic}: {text}"
        yield Passage(place.section, about, "item", text)
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
    if section in known and (place.section not in known or not dict(_SECTION_RES)[
        place.section].search(last)):  # fmt: skip
        place.section = section
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
            own = mentions.subjects(piece)
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

