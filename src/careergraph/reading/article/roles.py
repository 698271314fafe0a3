"""The roles that a career article compares, and where in a text they are named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from careergraph.reading.article.sections import section_of
from careergraph.reading.documents.text import Page

_TITLES = (
    "analyst|engineer|scientist|architect|developer|manager|programmer|specialist|designer|"
    "administrator|consultant|officer|researcher|lead|director|strategist|modell?er|statistician|"
    "technician|tester|writer|owner|planner|accountant|nurse|operator|steward|auditor|trader|"
    "advisor|adviser|expert|head|coordinator|associate|professor|economist|linguist|annotator|"
    "curator|evangelist|master|coach|editor|researcher|quant|actuary|librarian|practitioner|"
    "executive|recruiter|custodian|lawyer|paralegal|attorney|teacher|trainer|buyer|agent|broker|banker|"
    "underwriter|bookkeeper|controller|therapist|pharmacist|chemist|biologist|physicist|"
    "mathematician|bioinformatician|biostatistician|journalist|inspector|mechanic|electrician|"
    "marketer|producer|ethicist|intern|representative|supervisor|ops|dba|sre"
)
_TITLE = re.compile(rf"\b(?:{_TITLES})s?\b|\bheads? of\b|\bchief\b|\bvp of\b", re.I)
_SHORT = (
    ("artificial intelligence", "ai"), ("machine learning", "ml"), ("deep learning", "dl"),
    ("business intelligence", "bi"), ("natural language processing", "nlp"),
    ("user experience", "ux"), ("user interface", "ui"), ("quality assurance", "qa"),
    ("computer vision", "cv"), ("site reliability", "sre"), ("information technology", "it"),
)  # fmt: skip


def find_roles(page: Page) -> tuple[str, ...]:
    """Find the roles that an article compares: in its title, else in what it defines."""
    heads = [line.text for line in page.lines if line.kind == "heading" and line.level == 1]
    first = [line.text for line in page.lines[:12] if len(line.text) < 150]
    for candidate in (*heads, *first, re.split(r"\s[|·]\s", page.title)[0]):
        roles = _roles_in_title(candidate)
        if len(roles) > 1:
            return _with_shared_head(roles, page)
    for line in page.lines:  # a table that has a role at the top of each column
        cells = [_trim(cell) for cell in line.text.split("\t")[1:]] if line.kind == "row" else []
        if len(cells) > 1 and all(map(_is_title, cells)):
            return tuple(cells)
    seen: dict[str, int] = {}
    for line in page.lines:
        name = re.match(r"(?:\d+[.)]\s*)?(?:What is |Meet )?(?:an? |"
                        r"the )?([^:?.–—]+?)\s*(?:[:?–—].*)?$",
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


def _with_shared_head(roles: tuple[str, ...], page: Page) -> tuple[str, ...]:
    """Complete "Frontend vs. Backend Developer", where the text says "frontend developer"."""
    head = roles[-1].split()[-1]
    if len(roles[-1].split()) < 2 or not _TITLE.fullmatch(head):
        return roles
    body = "\n".join(line.text for line in page.lines).lower()
    return tuple(
        f"{role} {head}"
        if not _TITLE.search(role) and (f"{role} {head}".lower() in body or not is_job(role))
        else role
        for role in roles
    )


def _is_title(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= 6 and bool(
        _TITLE.search(words[-1]) or re.match(r"heads? of", text, re.I)
    )


def _roles_in_title(title: str) -> tuple[str, ...]:
    title = re.sub(r"^#*\W*", "", title.strip())
    title = re.sub(r"\s*\([A-Za-z/]{2,6}\)|\s*\[[^\]]*\]", "", title)
    parts = re.split(r"\s+(?:vs\.?|v\.|v/s|versus)\s+|\s+vs\.", title, flags=re.I)
    if len(parts) > 1:
        # "Career face-off: A vs. B – which suits you?"
        parts[0] = re.split(r":\s+|\s[–—-]\s", parts[0])[-1]
        parts[0] = re.sub(
            r".*\b(?:between|comparing|(?:battle|comparison|tale|showdown) of)\s+",
            "",
            parts[0],
            flags=re.I,
        )
        parts[-1] = re.split(r"[:?!(|]|\s[–—-]\s|\s+(?:-|which|what|in 20\d\d)\b", parts[-1])[0]
        *former, last = parts
        named, *more = re.split(r",\s+(?:and\s+)?", last)
        more = [piece for piece in more if _is_title(_trim(piece))]
        former = [piece for part in former for piece in re.split(r",\s+(?:and\s+)?", part)]
        parts = [*former, named, *more]
    else:
        found = re.search(
            r"(?:between|of|comparing|compar\w+|battle of)\s+(?:the\s+)?(?:an?\s+)?(.+)",
            title,
            re.I,
        )
        dashed = re.split(r"\s[–—-]\s", found[1] if found else title)
        if len(dashed) > 1 and all(_is_title(_trim(part)) for part in dashed):
            return tuple(map(_trim, dashed))  # "Difference between A - B - C"
        text = re.split(r"[:?!|]|\s[–—-]\s|\s(?:compared|roles?|careers?|jobs)\b",
                        found[1] if found else title)[0]  # fmt: skip
        text = re.sub(_COUNTED, "", text)
        text = re.sub(
            r"^(?:from|should (?:you|i) (?:become|be|hire|choose)|(?:become|becoming|choosing))\s+",
            "",
            text,
            flags=re.I,
        )
        parts = re.split(r",\s+(?:and |or )?|\s+(?:and|or|to|&)\s+", text)
        if not all(_is_title(_trim(part)) for part in parts):
            return ()
    roles = [_trim(part) for part in parts]
    roles = [role for role in roles if role]
    return tuple(roles) if all(len(role.split()) <= 7 for role in roles) else ()


_COUNTED = re.compile(
    r"^.*\b(?:skills?|tools?|tips|ways|things|reasons|facts)\s+(?:for|of|every)\s+", re.I
)  # "7 must-have skills for …"


def is_job(role: str) -> bool:
    """Whether a name may be one of an occupation, by its last word or as initials."""
    words = re.sub(r"\s+of\s.*", "", role).split()
    last = re.sub(r"(?<!s)s$", "", words[-1].lower()) if words else ""
    return (
        bool(_TITLE.search(role)) or last in _role_words() or role.rsplit(maxsplit=1)[-1].isupper()
    )


@cache
def _role_words() -> frozenset[str]:
    text = (files("careergraph.reading.article") / "role_words.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def _trim(role: str) -> str:
    role = re.sub(r"\s*\([A-Za-z/]+\)", "", role.strip(" .:*#\"'"))
    role = re.sub(r"^(?:the\s+roles?\s+of\s+|roles?\s+of\s+|an?\s+|the\s+)+", "", role, flags=re.I)
    role = re.sub(
        r"\s+(?:roles?|careers?|jobs?|compared|explained|comparison)$", "", role, flags=re.I
    )
    plural = re.sub(rf"\b({_TITLES})s$", r"\1", role, flags=re.I)
    return re.sub(r"^Heads of\b", "Head of", plural.strip())


def role_label(role: str) -> str:
    """Write a role in sentence case: abbreviations and names keep their capitals.

    >>> role_label("Machine Learning Engineer"), role_label("AI/ML Ops Lead")
    ('Machine learning engineer', 'AI/ML ops lead')
    """
    words = [word if re.search(r"[A-Z].*[A-Z]|\d", word) else word.lower() for word in role.split()]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


_BESIDE = re.compile(
    r"\b(?:the|an?|roles?|and|for|as|of|vs|versus|in|position|aspiring|future|becoming)\b|[\W\d_]+",
    re.I,
)


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
            if len(initials) > 1 and initials.isalpha() and f"({initials}" in body:
                forms.append((f"{initials}s?", index))
            for name in names:
                words = (rf"{re.escape(word)}s?(?:\s*\(\w+\))?" for word in name.split())
                forms.append((r"[\s-]+(?:of\s+)?".join(words), index))
            if heads.count(heads[index]) == 1 and _TITLE.fullmatch(heads[index]):
                forms.append((rf"(?<=the\s){heads[index]}|^{heads[index]}s(?=\s)", index))
        fields = [role.rpartition(" ")[0].lower() for role in roles]
        self._fields = [
            (field, role)
            for field, role in zip(fields, roles, strict=True)
            if field and fields.count(field) == 1 and not _TITLE.search(field)
        ]
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

    def spelt_out(self, heading: str) -> str:
        """Write a heading that names a role by its field alone, "DevOps", with the role's name."""
        for field, role in self._fields:
            led = re.match(
                rf"{re.escape(field)}(?:\s+(?:development|engineering|design|analysis|science|"
                r"architecture|administration|management))?\s*(?=$|[:–—])",
                heading,
                re.I,
            )
            if led:
                return role + heading[led.end() :]
        return heading

    def without(self, text: str) -> str:
        """Take the mentions out of a heading."""
        return self._pattern.sub(" ", text)

    def only(self, text: str) -> tuple[int, ...]:
        """Return the roles of a text that names roles and says nothing else."""
        rest = _BESIDE.sub(" ", self.without(text))
        found = self.find(text)
        return tuple(sorted({role for _, _, role in found})) if found and not rest.strip() else ()

    def subjects(self, sentence: str) -> tuple[int, ...]:
        """Return the roles that a sentence is about: those it names first, or both."""
        if re.search(r"\b(?:both|either|these (?:two )?(?:roles|positions|professionals|careers)|"
                     r"the two (?:roles|positions))\b(?!\s+(?:struct|quant|tech|soft|verbal|"
                     r"writ|sql))",
                     sentence[:60], re.I):  # fmt: skip
            return self.all
        found = self.find(sentence)
        if not found:
            return ()
        roles = [found[0][2]]
        for (_, end, _), (start, _, role) in pairwise(found):
            between = sentence[end:start].strip().lower()
            if not re.fullmatch(r"(?:,|and|or|&|/|, and|as well as|an?|the|\s)*", between):
                break
            roles.append(role)
        return tuple(sorted(set(roles)))
