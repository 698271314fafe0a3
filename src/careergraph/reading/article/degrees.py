"""The degrees and the experience that a sentence of a career article asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from careergraph.reading.article.names import SKILLS, normal
from careergraph.reading.article.phrases import label, split
from careergraph.reading.documents.text import sentences


@dataclass(frozen=True)
class Degree:
    """A degree of one level in one field, or in any (None); ``required`` or only welcome."""

    level: str
    field: str | None
    required: bool

    def to_dict(self) -> dict[str, str | bool | None]:
        """Return the fields as a plain dictionary."""
        return asdict(self)


_LEVELS = (
    ("mba", r"\bMBAs?\b|master'?s?,? (?:degree )?(?:of|in) business administration"),
    ("doctorate", r"\bPh\.?\s?D'?s?\b\.?|\bdoctora(?:l|te|tes)\b"),
    ("professional", r"(?-i:\bJ\.?D\.?(?=\W)|\bM\.D\.)|\blaw degree|\bmedical degree"),
    ("associate", r"\bassociate'?s?(?= degree|'s)(?:'s)?|\bassociate degree"),
    ("certificate", r"\bcertificat(?:es?|ions?)\b|\bdiplomas?\b|\bdesignations?\b|"
                    r"\bcertified (?=in)"),
    ("bachelor", r"\bbachelor of (?:science|arts|engineering|technology|commerce)(?= in\b)|"
                 r"\bbachelor.?s?\b|\bundergraduate\b|\b(?:four|4)-year degree|"
                 r"(?-i:\bB\.?\s?Sc\.?(?=\W)|"
                 r"\bB\.S\.|\bBS(?=[ /])|\bB\.?\s?Tech\b|\bB\.A\.|\bB\.?E\.?(?= )|\bBA(?=[ /]))"),
    ("master", r"\bmaster(?:'s)? of (?:science|arts|engineering|technology)(?= in\b)|"
               r"\bmaster.?s\b|\bmaster(?= degree)|^masters?$|"
               r"(?-i:\bM\.?\s?Sc\.?(?=\W)|\bM\.S\.|\bMS(?=[ /])|"
               r"\bM\.?\s?Tech\b|\bM\.A\.)|\bpost-?graduate\b|(?<!under)\bgraduate(?= degree|"
               r" studies)"),
    ("secondary", r"\bhigh school\b|\bGED\b|\bsecondary (?:school|education)\b"),
    ("advanced", r"\b(?:advanced|higher)(?: academic)? degrees?\b"),
    ("any", r"\bdegrees?\b(?=(?:'s)?\s+(?:in|from|is|are)\b)|\bformal education\b(?= in)"),
)  # fmt: skip
_LEVEL = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _LEVELS), re.I)
_JOINS = re.compile(
    r"(?:\s|,|/|\(|or|and|and/or|an?|even|the|'s|preferably|sometimes|degrees?|higher|ideally|"
    r"often|in some cases|sometimes even|either|level|specialized|professional|relevant|e\.g\.)*",
    re.I,
)
_WELCOME = re.compile(
    r"becoming (?:more|increasingly)|(?:more|increasingly) (?:popular|common)|"
    r"prefer|advantag|benefi|\bplus\b|desir|optional|pursu|helpful|enhance|can (?:be|also|help|"
    r"provide|boost|further)|nice to have|bonus|valu|\bmay\b|favou?r|sometimes|ideally|\bcommon\b|"
    r"some (?:\w+ ){0,2}(?:employers|roles|positions|companies|professionals|have|hold|pursue|"
    r"prefer|"
    r"may)|many (?:\w+ ){0,3}(?:professionals|"
    r"hold(?:ing)?|have|having|possess(?:ing)?|pursue|pursuing|practitioners)|increasingly|"
    r"increase|improve|strengthen|set .* apart|"
    r"recommended|\bhelps?\b|an asset|welcome|competitive|stand out|open (?:doors|up)|senior|"
    r"advanced roles|not (?:\w+ )?(?:required|mandatory|necessary|needed|essential)",
    re.I,
)
_FIELD_OPENS = re.compile(
    r"^\W*(?:degrees?|diplomas?|qualifications?|level|studies|programs?|education)?\W*"
    r"(?:(?:is |are )?(?:often |usually )?(?:preferred|required),?\s*)?(?:\x00\d+\s*)?"
    r"(?:,?\s*(?:especially|particularly|typically|usually|often|preferably|ideally)\s+)?"
    r"(?:in|with a (?:strong )?(?:focus|major|specialization|concentration|emphasis) (?:on|in)|of|"
    r"majoring in|specializing in|focused on|related to|with a background in|from)\s+",
    re.I,
)
_FOCUS = re.compile(r"\b(?:with a (?:focus|concentration|specialization|emphasis)|focused)\b", re.I)
_FIELD_ENDS = re.compile(
    r"\s*(?:[;:]|\.(?=\s|$)|\s[–—-]\s).*|,?\s+\b(?:is|are|can|may|with|for|while|though|"
    r"although|but|often|"
    r"preferred|required|plus|to|from|that|which|where|followed|combined|coupled|who|also|"
    r"typically|"
    r"usually|will|would|should|must|has|have|on top|as well as|at|by|when|along|along with|"
    r"particularly|especially|provides?|helps?|emphasi[sz]ing|focusing|being|unless|depending|"
    r"has become)\b.*"
    r"|,?\s+and\s+(?:some|many|most|others|a|an)\s.*|,?\s+(?:and|or)\s+(?:relevant |strong |"
    r"practical |some |prior |extensive |significant |"
    r"hands-on |equivalent )*(?:experience|knowledge|skills|expertise|coursework|certifications?|"
    r"equivalent)\b.*",
    re.I | re.S,
)
_RELATED = re.compile(
    r"^(?:(?:an?|the|any|another|other|some)\s+)?(?:(?:closely|similar|related|relevant|equivalent|"
    r"comparable|quantitative|technical|analytical|scientific|computational|allied|"
    r"engineering-related|tech-related|data-related|business-related|adjacent)[\s/-]*(?:or\s+)?)+"
    r"(?:fields?|disciplines?|areas?|subjects?|domains?|studies|degree|majors?|programs?|one|"
    r"field of study)?$|^(?:similar|related|relevant)$|^(?:an?|the)?\s*(?:fields?|disciplines?)$",
    re.I,
)
_FIELDS = {
    "ai": "Artificial intelligence", "ml": "Machine learning", "it": "Information technology",
    "cs": "Computer science", "math": "Mathematics", "maths": "Mathematics", "stem": "STEM",
    "mis": "Management information systems", "hci": "Human-computer interaction",
    "bi": "Business intelligence", "nlp": "Natural language processing", "stats": "Statistics",
    "stem field": "STEM", "stem discipline": "STEM", "stem fields": "STEM",
    "ee": "Electrical engineering",
}  # fmt: skip
RELATED_FIELD = "Related field"


def degrees(text: str) -> tuple[list[Degree], list[str], list[str]]:
    """Find the degrees, the experience and the unplaced sentences of a text.

    A certificate is a level of its own, and welcome rather than required unless the text says so.
    """
    found: list[Degree] = []
    experience: list[str] = []
    unmatched: list[str] = []
    for sentence in sentences(text):
        said = list(_sentence(sentence))
        lived = [] if said else list(experience_in(sentence))
        found += said
        experience += lived
        if not said and not lived:
            unmatched.append(sentence)
    return list(_unique(found)), list(dict.fromkeys(experience)), unmatched


_NAMES_DEGREE = re.compile(
    r"\b(?:bachelor|master).?s\b|\bcertifications?\b|\bPh\.?D|\bMBA\b|\bdegree (?:in|is)\b|doctora",
    re.I,
)


def names_degree(text: str) -> bool:
    """Whether a text speaks of a degree, wherever it stands."""
    return bool(_NAMES_DEGREE.search(text))


def _unique(found: list[Degree]) -> Iterator[Degree]:
    seen: dict[tuple[str, str], Degree] = {}
    for degree in found:
        key = (degree.level, (degree.field or "").casefold())
        if key not in seen or degree.required:
            seen[key] = degree
    yield from seen.values()


_NONE = re.compile(r"^\W*(?:no|without an?)\s+(?:\w+\s+){0,3}(?:degree|certifi|qualific)", re.I)


def _sentence(sentence: str) -> Iterator[Degree]:
    groups = _groups(sentence)
    if not groups or _NONE.match(sentence):
        return
    first = re.sub(r"^.*?[,:]\s", "", sentence[: groups[0][1]]) or sentence[: groups[0][1]]
    before = bool(_WELCOME.search(first)) and not re.search(
        r"\btypically|\busually|\bmust\b|(?<!may )(?<!also )\brequire", first, re.I
    )
    for position, (levels, start, end) in enumerate(groups):
        following = groups[position + 1][1] if position + 1 < len(groups) else len(sentence)
        tail = sentence[end:following]
        lead = sentence[max(0, start - 30) : start] if position else ""
        lead = re.split(r"[;,.]|\b(?:but|while|though)\b", lead)[-1]
        welcome = before or bool(_WELCOME.search(lead)) or bool(_WELCOME.search(_clause(tail)))
        if re.fullmatch(r"\W*(?:degrees?)?\W*(?:or|and)\s+(?:\w+ )?", tail):
            welcome = welcome or bool(_WELCOME.search(_clause(sentence[groups[position + 1][2] :])))
        fields = list(_fields(tail, certificate=levels == ["certificate"]))
        if levels == ["certificate"] and not fields:
            fields = list(_named_before(sentence[:start]))
        if not fields and position + 1 < len(groups):
            # "A master's or MBA focused on …": the focus is of both.
            after = sentence[groups[position + 1][2] :]
            joined = re.fullmatch(
                r"\W*(?:degrees?)?[\s,]*(?:or|and|and/or)(?: an?)?\s*", tail, re.I
            )
            if joined and "certificate" not in groups[position + 1][0] and _FOCUS.search(after):
                fields = list(_fields(after, certificate=False))
                welcome = welcome or bool(_WELCOME.search(_clause(after)))
        for level in levels:
            if level == "certificate" and not fields and len(groups) > 1 and len(levels) == 1:
                continue  # "… or certifications" beside a degree names nothing
            if level == "mba" and level != levels[-1] and not _FOCUS.search(tail):
                yield Degree(level, None, not welcome)  # "MBA or Master's in Economics"
                continue
            needed = not welcome and (level != "certificate" or "require" in sentence.lower())
            named: list[str | None] = [*fields] or [None]
            yield from (Degree(level, field, needed) for field in named)


def _named_before(text: str) -> Iterator[str]:
    """Return the names in front of the word: "AWS or Azure certifications"."""
    text = re.sub(r"\s*\([A-Z]{2,8}\)\s*$", " ", text)
    named = re.search(
        r"((?:[A-Z][\w+.#&-]*)(?:(?:,? or |,? and |, |/|"
        r"\s)[A-Z][\w+.#&-]*)*)\s+(?:professional )?$",
        text,
    )
    if named:
        for part in split(re.sub(r"^(?:The|An?)\s", "", named[1])):
            if not re.match(r"(?:Relevant|Professional|Industry|Additional|An?|Some|The|Many|Other|"
                            r"Specialized|Optional|Technical|Earning|Pursuing|Obtaining|Any|"
                            r"Advanced)$",
                            part):  # fmt: skip
                yield label(part, name=True)


def _clause(text: str) -> str:
    """Return the clause that a text opens with: what follows a turn is about something else."""
    return re.split(
        r"[;]|,\s+(?:while|but|though|although|and (?:an?|some|many|most|others)|with (?:an?|"
        r"many|some)|however)\b|\.\s",
        text,
    )[0]


def _groups(sentence: str) -> list[tuple[list[str], int, int]]:
    """List the levels named, those that share a field together: (levels, start, end)."""
    groups: list[tuple[list[str], int, int]] = []
    for match in _LEVEL.finditer(sentence):
        level = match.lastgroup or ""
        if level == "any":
            if groups and match.start() - groups[-1][2] < 12:
                continue
            level = "bachelor"
        if groups:
            levels, start, end = groups[-1]
            between = sentence[end : match.start()]
            whole = re.search(r"\bdegrees?\b", between, re.I) or level == "certificate"
            same = _JOINS.fullmatch(between) and (
                not whole or _both_whole(sentence, match.end(), level)
            )
            if same or (
                levels == ["advanced"]
                and re.fullmatch(r",?\s*\(?(?:e\.g\.,? )?(?:such as )?(?:an? )?", between)
            ):
                kept = [] if levels == ["advanced"] else levels
                new = [] if level in kept or level == "advanced" else [level]
                groups[-1] = ([*kept, *new] or levels, start, match.end())
                continue
        groups.append(([level], match.start(), match.end()))
    return [
        (["master"] if levels == ["advanced"] else levels, start, end)
        for levels, start, end in groups
    ]


def _both_whole(sentence: str, end: int, level: str) -> bool:
    """Return "a bachelor's degree or master's degree in X", where X is of both."""
    if level in ("certificate", "mba"):
        return False
    return bool(_FIELD_OPENS.match(sentence[end:])) and not _FOCUS.search(sentence[end : end + 30])


def _fields(tail: str, *, certificate: bool) -> Iterator[str]:
    tail = re.sub(r"\s*\([A-Z]{2,8}\)", "", tail) if certificate else tail
    brackets = re.match(r"\W*(?:degrees?)?\s*\(([^)]*)\)", tail)
    if brackets and not re.search(r"prefer|required|plus|e\.g|such as|like", brackets[1], re.I):
        tail = re.sub(r"\([^)]*\)", "", tail, count=1)
    opened = _FIELD_OPENS.match(tail)
    if not opened:
        named = re.match(r"\W*(?:such as|like|including|\(e\.g\.,?|:)\s+([^).;]+)", tail)
        if named:
            for part in split(re.sub(r"\s+(?:is|are|can|may|will|could|helps?)\b.*", "", named[1])):
                yield label(part, name=True)
        return
    text = tail[opened.end() :]
    listed = re.search(
        r"^(?:an?\s+)?(?:[\w-]+\s+(?:or\s+[\w-]+\s+)?)?(?:fields?|disciplines?|areas?|subjects?|"
        r"domains?|majors?)(?:\s+of study)?\s*(?:,?\s*(?:such as|like|including)|\(e\.?g\.?,?|"
        r"\((?:such as|like))\s+",
        text, re.I)  # fmt: skip
    if listed:
        text = re.sub(r"\)", "", text[listed.end() :], count=1)
    examples = re.search(r"(?:,?\s*(?:such as|like|including)|\(e\.?g\.?,?)\s+", text)
    if examples and not certificate:
        text = f"{text[: examples.start()]}, {text[examples.end() :]}"
    text = re.sub(r"\s*\([^)]*(?:\)|$)|\)", "", _FIELD_ENDS.sub("", text, count=1))
    parts = [part for part in split(re.sub(r"(?<=[a-z])/(?=[A-Z])", ", ", text)) if part]
    for position, part in enumerate(parts):
        if re.fullmatch(r"any (?:field|discipline|subject|area|major)s?", part, re.I):
            continue
        field = re.sub(r"^(?:an?|the|any|either|applied(?= statistics$)|something like|fields? of|"
                       r"(?:fields?|subjects|areas) like)\s+", "", part, flags=re.I)  # fmt: skip
        if re.fullmatch(r"\w+(?:al|ical|ary|ed|ter|ware)", field, re.I) and position + 1 < len(
            parts
        ):
            head = re.search(
                r"\b(engineering|science|sciences|systems)$", parts[position + 1], re.I
            )
            field = f"{field} {head[1]}" if head else field
        if kept := _field(field):
            yield kept


def _field(text: str) -> str:
    text = text.strip(" .,:;'\"(")
    if not text or re.fullmatch(r"(?:etc|an?|the|some|more|others?|similar fields)\.?", text, re.I):
        return ""
    if _RELATED.match(text):
        return RELATED_FIELD
    short = _FIELDS.get(text.casefold())
    if short:
        return short
    text = re.sub(r"^(?:related|relevant)\s+", "", text)
    text = re.sub(
        r"\s+(?:degrees?|fields?|disciplines?|or equivalent|topics|areas)$", "", text, flags=re.I
    )
    if len(text.split()) > 5 or re.search(r"\b(?:companies|roles|positions|jobs|settings)$", text):
        return ""
    return SKILLS.get(normal(text)) or label(text)


_EXPERIENCE = re.compile(
    r"(?:experience|background|track record)\s+(?:in|with|of|as)\s+(?:an?\s+)?([^.;]+)", re.I
)


def experience_in(sentence: str) -> Iterator[str]:
    """Name what a sentence wants experience in: "Extensive experience in design is crucial"."""
    found = _EXPERIENCE.search(sentence)
    if not found:
        return
    text = re.sub(
        r"\s+\b(?:is|are|can|may|would|will|helps?|often|typically|usually|for|to)\b.*",
        "",
        found[1],
    )
    for part in split(re.sub(r"\s*\([^)]*\)", "", text)):
        part = re.sub(r"^(?:the|a|an|related|relevant|similar)\s+", "", part)
        if len(part.split()) <= 4:
            yield label(part)
