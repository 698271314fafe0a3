"""The degrees and the experience that a sentence asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from careergraph.reading.documents import sentences
from careergraph.reading.phrases import label, split
from careergraph.reading.words import known, meaning, meanings, words

RELATED_FIELD = "Related field"


@dataclass(frozen=True)
class Degree:
    """A degree of one level in one field, or in any (None); ``required`` or only welcome."""

    level: str
    field: str | None
    required: bool

    def to_dict(self) -> dict[str, str | bool | None]:
        """Return the fields as a plain dictionary."""
        return asdict(self)


_LEVELS = meanings("level of a degree")
_LEVEL = re.compile(
    "|".join(f"(?P<l{place}>{said.pattern})" for place, (said, _) in enumerate(_LEVELS)), re.I
)
_NAMES_DEGREE = re.compile(words("names degree"), re.I)
_CERTIFICATE = re.compile(r"(?=.*[A-Z]{2})[A-Z][\w+.-]*(?: [A-Z][\w+.-]*){0,3}")
"""The name of a certificate in a list of such: "CompTIA Security+, CEH, CISSP"."""

_ASKED = re.compile(r"\b(?:require|need|must|licen[sc]e|certified [A-Z])", re.I)
_NONE = re.compile(r"^\W*(?:no|without an?)\s+(?:\w+\s+){0,3}(?:degree|certifi|qualific)", re.I)
_WELCOME = re.compile(words("welcome"), re.I)
_JOINS = re.compile(rf"(?:{words('joins')})*", re.I)
_OPENS_FIELD = re.compile(
    r"^\W*(?:degrees?|diplomas?|qualifications?|level|studies|programs?|education)?\W*"
    r"(?:(?:is |are )?(?:often |usually )?(?:preferred|required),?\s*)?"
    r"(?:,?\s*(?:especially|particularly|typically|usually|often|preferably|ideally)\s+)?"
    r"(?:in|with a (?:strong )?(?:focus|major|specialization|concentration|emphasis) (?:on|in)|of|"
    r"majoring in|specializing in|focused on|related to|with a background in|en|der)\s+",
    re.I,
)
_FOCUS = re.compile(r"\b(?:with a (?:focus|concentration|specialization|emphasis)|focused)\b", re.I)
_ENDS_FIELD = re.compile(
    r"\s*(?:[;:]|\.(?=\s|$)|\s[–—-]\s).*|,?\s+\b(?:is|are|can|may|with|for|while|though|although|but|"
    r"often|preferred|required|plus|to|from|that|which|where|followed|combined|coupled|who|also|"
    r"typically|usually|will|would|should|must|has|have|on top|as well as|at|by|when|along|"
    r"particularly|especially|provides?|helps?|emphasi[sz]ing|focusing|being|unless|depending)\b.*"
    r"|,?\s+and\s+(?:some|many|most|others|a|an|(?:pass|complet|earn|obtain)\w*)\s.*"
    r"|,?\s+(?:and|or)\s+(?:relevant |strong |"
    r"practical |some |prior |extensive |significant |hands-on |equivalent )*"
    r"(?:experience|knowledge|skills|expertise|coursework|certifications?|equivalent)\b.*",
    re.I | re.S,
)
_RELATED = re.compile(
    r"^(?:(?:an?|the|any|another|other|some)\s+)?(?:(?:closely|similar|related|relevant|equivalent|"
    r"comparable|quantitative|technical|analytical|scientific|computational|allied|adjacent|"
    r"\w+-related)[\s/-]*(?:or\s+)?)+"
    r"(?:fields?|disciplines?|areas?|subjects?|domains?|studies|degree|majors?|programs?|one|"
    r"field of study)?$",
    re.I,
)


def names_degree(text: str) -> bool:
    """Whether a text speaks of a degree, wherever it stands."""
    return bool(_NAMES_DEGREE.search(text))


def degrees(text: str) -> tuple[list[Degree], list[str], list[str]]:
    """Find the degrees, the experience and the unplaced sentences of a text.

    A certificate is a level of its own, and welcome rather than required unless the text says so.
    """
    degree: list[Degree] = []
    experience: list[str] = []
    left: list[str] = []
    for sentence in sentences(text):
        asked = list(_sentence(sentence))
        lived = [] if asked else list(experience_in(sentence))
        degree += asked
        experience += lived
        left += [] if asked or lived else [sentence]
    return unique_degrees(degree), list(dict.fromkeys(experience)), left


def unique_degrees(found: list[Degree]) -> list[Degree]:
    """Leave out repeats; what one place requires is required."""
    kept: dict[tuple[str, str], Degree] = {}
    for degree in found:
        key = (degree.level, (degree.field or "").casefold())
        kept[key] = degree if degree.required else kept.get(key, degree)
    return list(kept.values())


@dataclass(frozen=True)
class _Group:
    """Levels that share a field, "bachelor's or master's in …", and where they stand."""

    levels: tuple[str, ...]
    start: int
    end: int


def _sentence(sentence: str) -> Iterator[Degree]:
    groups = _groups(sentence)
    parts = split(sentence) if not groups else []
    if parts and all(map(_CERTIFICATE.fullmatch, parts)):
        yield from (Degree("certificate", part, False) for part in parts)
    if not groups and (certified := re.search(r"\bCertified(?: [A-Z][\w-]+)+", sentence)):
        yield Degree("certificate", certified[0], not _WELCOME.search(sentence))
    if not groups or _NONE.match(sentence):
        return
    opening = sentence[: groups[0].start]
    opening = re.sub(r"^.*?[,:]\s", "", opening) or opening
    before = bool(_WELCOME.search(opening)) and not re.search(
        r"\btypically|\busually|\bmust\b|(?<!may )(?<!also )\brequire", opening, re.I
    )
    for group, following in zip(groups, [*groups[1:], None], strict=True):
        tail = sentence[group.end : following.start if following else len(sentence)]
        after = sentence[following.end :] if following else ""
        lead = sentence[max(0, group.start - 30) : group.start] if group != groups[0] else ""
        lead = re.split(r"[;,.]|\b(?:but|while|though)\b", lead)[-1]
        joined = re.fullmatch(r"\W*(?:degrees?)?[\s,]*(?:or|and|and/or)\s+(?:\w+ )?", tail, re.I)
        welcome = before or any(
            _WELCOME.search(said)
            for said in (lead, _clause(tail), _clause(after) if joined else "")
        )
        certificate = group.levels == ("certificate",)
        fields = list(_fields(tail, certificate))
        if certificate and not fields:
            fields = list(_named_before(sentence[: group.start]))
        if joined and not fields and following and following.levels != ("certificate",):
            fields = (
                list(_fields(after, False)) if _FOCUS.search(after) else []
            )  # the focus of both
        if certificate and not fields and len(groups) > 1:
            continue  # "… or certifications" beside a degree names nothing
        for level in group.levels:
            if level == "mba" and level != group.levels[-1] and not _FOCUS.search(tail):
                yield Degree(level, None, not welcome)  # "MBA or Master's in Economics"
                continue
            asked = level != "certificate" or _ASKED.search(sentence)
            needed = not welcome and bool(asked)
            named: list[str | None] = [*fields] or [None]
            yield from (Degree(level, field, needed) for field in named)


def _groups(sentence: str) -> list[_Group]:
    groups: list[_Group] = []
    for match in _LEVEL.finditer(sentence):
        level = _LEVELS[int((match.lastgroup or "l0")[1:])][1]
        last = groups[-1] if groups else _Group((), 0, -100)
        between = sentence[last.end : match.start()] if groups else "."
        if level == "any":
            if match.start() - last.end < 12:
                continue
            level = "bachelor"
        whole = level == "certificate" or re.search(r"\bdegrees?\b", between, re.I)
        opens = _OPENS_FIELD.match(sentence[match.end() :])
        shares = level not in ("certificate", "mba") and opens and not _FOCUS.search(opens[0])
        spelt_out = last.levels == ("advanced",) and re.fullmatch(
            r",?\s*\(?(?:e\.g\.,? )?(?:such as )?(?:an? )?", between
        )
        if spelt_out or (_JOINS.fullmatch(between) and (not whole or shares)):
            kept = () if last.levels == ("advanced",) else last.levels
            new = () if level in (*kept, "advanced") else (level,)
            groups[-1] = _Group((*kept, *new) or last.levels, last.start, match.end())
        else:
            groups.append(_Group((level,), match.start(), match.end()))
    return [
        _Group(("master",), group.start, group.end) if group.levels == ("advanced",) else group
        for group in groups
    ]


def _clause(text: str) -> str:
    """Return the clause that a text opens with: what follows a turn is about something else."""
    return re.split(
        r"[;]|,\s+(?:while|but|though|although|and (?:an?|some|many|most|others)|with (?:an?|"
        r"many|some)|however)\b|\.\s",
        text,
    )[0]


def _named_before(text: str) -> Iterator[str]:
    """Yield the names in front of the word: "AWS or Azure certifications"."""
    named = re.search(
        r"((?:[A-Z][\w.+#&-]*)(?:(?:,? or |,? and |, |/|\s)[A-Z][\w.+#&-]*)*)\s+(?:professional "
        r")?$",
        re.sub(r"\s*\([A-Z]{2,8}\)\s*$", " ", text),
    )
    for part in split(re.sub(r"^(?:The|An?)\s", "", named[1])) if named else ():
        if not re.match(r"(?:Relevant|Professional|Industry|Additional|An?|Some|The|Many|Other|"
                        r"Specialized|Optional|Technical|Earning|Pursuing|Obtaining|Any|Advanced)$",
                        part):  # fmt: skip
            yield label(part, name=True)


def _fields(tail: str, certificate: bool) -> Iterator[str]:
    tail = re.sub(r"\s*\([A-Z]{2,8}\)", "", tail) if certificate else tail
    brackets = re.match(r"\W*(?:degrees?)?\s*\(([^)]*)\)", tail)
    if brackets and not re.search(r"prefer|required|plus|e\.g|such as|like", brackets[1], re.I):
        tail = re.sub(r"\([^)]*\)", "", tail, count=1)
    opened = _OPENS_FIELD.match(tail)
    if not opened:
        if named := re.match(r"\W*(?:such as|like|including|\(e\.g\.,?|:)\s+([^).;]+)", tail):
            for part in split(re.sub(r"\s+(?:is|are|can|may|will|could|helps?)\b.*", "", named[1])):
                yield label(part, name=True)
        return
    text = tail[opened.end() :]
    if listed := re.search(
        r"^(?:an?\s+)?(?:[\w-]+\s+(?:or\s+[\w-]+\s+)?)?(?:fields?|disciplines?|areas?|subjects?|"
        r"domains?|majors?)(?:\s+of study)?\s*(?:,?\s*(?:such as|like|including)|\(e\.?g\.?,?|"
        r"\((?:such as|like))\s+",
        text, re.I):  # fmt: skip
        text = re.sub(r"\)", "", text[listed.end() :], count=1)
    examples = re.search(r"(?:,?\s*(?:such as|like|including)|\(e\.?g\.?,?)\s+", text)
    if examples and not certificate:
        text = f"{text[: examples.start()]}, {text[examples.end() :]}"
    text = re.sub(r"\s*\([^)]*(?:\)|$)|\)", "", _ENDS_FIELD.sub("", text, count=1))
    parts = split(re.sub(r"(?<=[a-z])/(?=[A-Z])", ", ", text))
    for part, following in zip(parts, [*parts[1:], ""], strict=False):
        if re.fullmatch(r"any (?:field|discipline|subject|area|major)s?", part, re.I):
            continue
        field = re.sub(r"^(?:an?|the|any|either|applied(?= statistics$)|something like|fields? of|"
                       r"(?:fields?|subjects|areas) like)\s+", "", part, flags=re.I)  # fmt: skip
        head = re.search(r"\b(engineering|science|sciences|systems)$", following, re.I)
        if head and re.fullmatch(r"\w+(?:al|ical|ary|ed|ter|ware)", field, re.I):
            field = f"{field} {head[1]}"
        if kept := _field(field):
            yield kept


def _field(text: str) -> str:
    text = text.strip(" .,:;'\"(")
    if re.match(
        r"(?:(?:etc|an?|the|some|more|others?|similar fields)\.?)?$|(?:less|around|"
        r"about|\d)",
        text,
        re.I,
    ):
        return ""
    if _RELATED.match(text):
        return RELATED_FIELD
    if short := meaning("field", text):
        return short
    text = re.sub(r"^(?:related|relevant)\s+", "", text)
    text = re.sub(
        r"\s+(?:degrees?|fields?|disciplines?|or equivalent|topics|areas)$", "", text, flags=re.I
    )
    if len(text.split()) > 5 or re.search(r"\b(?:companies|roles|positions|jobs|settings)$", text):
        return ""
    kept = known(text)
    return kept.label if kept and kept.kind == "skill" else label(text)


_EXPERIENCE = re.compile(
    r"(?:experience|background|track record)\s+(?:in|with|of|as)\s+(?:an?\s+)?([^.;]+)", re.I
)


def experience_in(sentence: str) -> Iterator[str]:
    """Name what a sentence wants experience in: "Extensive experience in design is crucial"."""
    if not (found := _EXPERIENCE.search(sentence)):
        return
    text = re.sub(r"\s+\b(?:is|are|can|may|would|will|helps?|often|typically|usually|for|to)\b.*",
                  "", found[1])  # fmt: skip
    for part in split(re.sub(r"\s*\([^)]*\)", "", text)):
        part = re.sub(r"^(?:the|a|an|related|relevant|similar)\s+", "", part)
        if len(part.split()) <= 4:
            yield label(part)
