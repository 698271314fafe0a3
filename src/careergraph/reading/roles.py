"""The roles that an article compares, and where in a text they are named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from careergraph.reading.documents import Block, Document, sentences
from careergraph.reading.sections import section_of
from careergraph.reading.words import job_words, meanings, words

MOST = 8
"""The most roles that an article may compare."""

_VERSUS = re.compile(r"\s+(?:vs?\.?|v/s|versus)\s+|\s+vs\.|\s+compared (?:to|with)\s+",
                     re.I)  # fmt: skip
_AND = re.compile(r",\s+(?:and\s+|or\s+)?|\s+(?:and|or|to|&)\s+", re.I)
_BEFORE = re.compile(rf".*\b(?:{words('before')})\s+(?:an?\s+|the\s+)?", re.I)
_AFTER = re.compile(rf"[:?!(|]|\s[–—-]\s|\s+(?:{words('roles after')})\b.*", re.I)


_WORK = re.compile("|".join(work.pattern for work, _ in meanings("worker")), re.I)


def find_roles(document: Document) -> tuple[str, ...]:
    """Find the roles that an article compares: in its title, a table's columns or what it defines.

    Returns:
        Their names in the order of the article; fewer than two where it compares no jobs.
    """
    blocks, body = document.blocks, document.text.lower()
    heads = [block.text for block in blocks if block.kind == "heading" and block.level == 1]
    texts = [said for block in blocks[:12] if block.kind != "row" for said in sentences(block.text)]
    first = [text for text in texts if len(text) < 150]
    titles = (*heads, *first, re.split(r"\s[|·]\s", document.title)[0])
    for title in titles:
        roles = _with_shared_head(_in_title(title), document, bool(_VERSUS.search(title)))
        if 1 < len(roles) <= MOST and all(
            is_job(role) or _acts(role, roles, body) for role in roles
        ):
            return roles
    for block in blocks:  # a table that has a role at the top of each column
        cells = [_trim(cell) for cell in block.text.split("\t")[1:]] if block.kind == "row" else []
        if 1 < len(cells) <= MOST and all(map(_is_title, cells)):
            return tuple(cells)
    counted = Counter(role for block in blocks for role in _presented(block))
    often = [role for role, count in counted.items() if count > 1]
    named = often if len(often) > 1 else list(counted)
    distinct = list({role.lower(): role for role in reversed(named)}.values())
    if len(distinct) > 1:
        return tuple(reversed(distinct))[:MOST]
    headings = {block.text.lower() for block in blocks if block.kind == "heading"}
    works = (_practised(heading, body, headings).lower() for heading in headings)
    people = "\n".join([body, *works]).replace("-", "")
    for title in titles:
        roles = _in_title(_practised(title, body, headings))
        roles = _with_shared_head(roles, document, bool(_VERSUS.search(title)))
        # Of "Agile vs. Waterfall project management" nobody is called an agile manager.
        spoken_of = all(role.lower().replace("-", "") in people for role in roles)
        if 1 < len(roles) <= MOST and spoken_of and all(map(is_job, roles)):
            return roles
    return ()


def _acts(name: str, roles: Sequence[str], body: str) -> bool:
    """Whether a text speaks of the people of a name that stands beside jobs: "DevOps teams"."""
    people = rf"\b{re.escape(name.lower())} (?:teams?|professionals?|specialists?|practitioners?)\b"
    return any(map(_ends_job, roles)) and bool(re.search(people, body))


def _practised(title: str, body: str, headings: Collection[str]) -> str:
    """Put those who do a work for the work: "Project management" is what a project manager does.

    A work counts where the text names who does it, or has it for a heading.
    """
    for work, worker in meanings("worker"):
        for match in re.finditer(rf"(?:([\w-]+) )?\b({work.pattern})\b", title, re.I):
            field, name = match[1], work.sub(worker, match[0])
            if not field or (field.islower() and match[2][0].isupper()):
                field, name = "", worker  # "between Architecture and …"
            phrase = f"{field} {match[2]}".strip()
            if phrase.lower() in headings or re.search(rf"\b{re.escape(name)}s?\b", body, re.I):
                title = title.replace(phrase, work.sub(worker, phrase))
    return title


def _in_title(title: str) -> tuple[str, ...]:
    title = re.sub(r"\s*\([A-Za-z/]{2,6}\)|\s*\[[^\]]*\]", "", re.sub(r"^\W+", "", title.strip()))
    parts = _VERSUS.split(title)
    if len(parts) > 1:
        # "Career face-off: A vs. B – which suits you?"
        first = re.split(r":\s+|\s[–—-]\s", parts[0])[-1]
        parts = [_BEFORE.sub("", first), *parts[1:-1], _AFTER.split(parts[-1])[0]]
        parts = [piece for part in parts for piece in re.split(r",\s+(?:and\s+)?", part)]
        last = {part.split()[-1].lower() for part in parts if part.split()}
        said_once = len(last) == 1 and not last <= job_words() and not _WORK.fullmatch(min(last))
        if said_once and all(" " in part for part in parts):
            parts = [part.rsplit(maxsplit=1)[0] for part in parts]  # "SRE toolkit vs. DBA toolkit"
        more = [piece for piece in parts if _is_title(_trim(piece))]
        parts = more if len(more) > 1 else parts
    else:
        told = _BEFORE.sub("", title)
        parts = re.split(r"\s[–—-]\s", told)  # "Difference between A - B - C"
        if len(parts) < 2 or not all(_is_title(_trim(part)) for part in parts):
            parts = _AND.split(_AFTER.split(told)[0])
            titles = [_is_title(_trim(part)) for part in parts]
            ends = titles[-1] or (titles[0] and is_job(_trim(parts[-1])))
            if not ends or any(len(part.split()) > 4 for part in parts):
                return ()
    roles = [role for part in parts if (role := _trim(part))]
    return tuple(dict.fromkeys(roles)) if all(len(role.split()) <= 7 for role in roles) else ()


def _with_shared_head(roles: tuple[str, ...], document: Document, versus: bool) -> tuple[str, ...]:
    """Complete "Frontend vs. Backend Developer", or what the text completes so."""
    head = roles[-1].split()[-1] if roles else ""
    if len(roles[-1].split() if roles else ()) < 2 or not is_job(head):
        return roles
    body = document.text.lower()
    return tuple(
        f"{role} {head}"
        if not _is_title(role)
        and (f"{role} {head}".lower() in body or (versus and not is_job(role)))
        else role
        for role in roles
    )


_PRESENTS = re.compile(
    r"(?:\d+[.)]\s*)?(?:(?:what|who) (?:is|are|does|do) |meet )?(?:an? |the )?(?P<name>[^:?.–—]+?)"
    r"(?: do)?\s*(?:[:?–—].*)?$",
    re.I,
)
_DEFINES = re.compile(
    r"(?:On the other hand, |In contrast, )?(?:An?|The) (?P<name>[\w/&+ -]+?) (?:is|are|works?|"
    r"\w+s) "
)


def _presented(block: Block) -> Iterator[str]:
    """Yield the role that a block presents: a heading, "What is a …?", "A baker is …"."""
    presents = _PRESENTS.match(block.text) if len(block.text) < 150 else None
    for told in (presents, _DEFINES.match(block.text)):
        if told and _is_title(told["name"]) and not section_of(told["name"]):
            yield _trim(told["name"])


def _last_word(role: str) -> str:
    parts = re.sub(r"\s(?:of|in)\s.*", "", role).split()
    return re.sub(r"(?<!s)s$", "", parts[-1].lower().strip(".,")) if parts else ""


def is_job(role: str) -> bool:
    """Whether a name may be one of an occupation, by its last word or as initials."""
    initials = role.rsplit(maxsplit=1)[-1:] or [""]
    return _ends_job(role) or bool(re.fullmatch(r"[A-Z][A-Z/-]{1,4}", initials[0]))


def is_job_or_work(text: str) -> bool:
    """Whether a few words name an occupation, or the work of one: "Fullstack development"."""
    parts = text.split()
    return _is_title(text) or (1 < len(parts) <= 4 and bool(_WORK.fullmatch(parts[-1])))


def _is_title(text: str) -> bool:
    return 0 < len(text.split()) <= 6 and _ends_job(text)


def _ends_job(text: str) -> bool:
    last = _last_word(text)
    return last in job_words() or bool(re.fullmatch(r"\w{3,}(?:alist|ologist|ician|grapher)", last))


def _trim(role: str) -> str:
    role = re.sub(r"\s*\([A-Za-z/]+\)", "", role.strip(" .:*#\"'"))
    role = re.sub(r"^(?:(?:the\s+)?roles?\s+of\s+|an?\s+|the\s+)+", "", role, flags=re.I)
    role = re.sub(r"\s+(?:roles?|careers?|jobs?|compared|explained|comparison)$", "", role,
                  flags=re.I)  # fmt: skip
    if re.search(r"[^s]s\b", role) and _is_title(role):
        role = re.sub(r"(?<=[a-z][^s])s(?=$|\sof\s)", "", role)
    return role.strip()


def role_label(role: str) -> str:
    """Write a role in sentence case: abbreviations and names keep their capitals.

    >>> role_label("Machine Learning Engineer"), role_label("AI/ML Ops Lead")
    ('Machine learning engineer', 'AI/ML ops lead')
    """
    parts = [part if re.search(r"[A-Z].*[A-Z]|\d", part) else part.lower() for part in role.split()]
    text = " ".join(parts)
    return text[:1].upper() + text[1:]


# ------------------------------------------------------------------------------ mentions

_BESIDE = re.compile(rf"\b(?:{words('beside')})\b|[\W_]+", re.I)
_ALL = re.compile(
    r"\b(?:both|either|these (?:two )?(?:roles|positions|professionals|careers)|the two "
    r"(?:roles|positions))\b(?!\s+(?:struct|quant|tech|soft|verbal|writ|sql))",
    re.I,
)


LABEL = re.compile(r"^[A-Z][\w ]{2,30}: (?=[A-Z])")  # "Scope: Architecture covers …"


class Mentions:
    """Where in a text the roles of an article are named, in whatever form."""

    def __init__(self, roles: Sequence[str], document: Document) -> None:
        body = document.text
        hyphenated = {
            word.replace("-", ""): word for word in re.findall(r"\b\w{2,}-\w{2,}\b", body.lower())
        }
        heads = [role.lower().split()[-1] for role in roles]
        fields = [role.lower().rpartition(" ")[0] for role in roles]
        forms: list[tuple[str, int]] = []
        work: list[tuple[str, int]] = []  # names of what a role does: "data engineering"
        for index, role in enumerate(roles):
            names = {role.lower()}
            for long, short in meanings("short"):
                names |= {long.sub(short, name) for name in names}
                names |= {re.sub(rf"\b{short}\b", long.pattern, name) for name in names}
            names |= {_as_spelt(name, hyphenated) for name in names}
            first, *inner, last = role.lower().split() if " " in role else ("", role)
            if inner and sum(other.lower().startswith(first) for other in roles) == 1:
                names.add(_as_spelt(f"{first} {last}", hyphenated))  # "backend [web] developer"
            initials = "".join(part[0] for part in role.split()).upper()
            if len(initials) > 1 and initials.isalpha() and f"({initials}" in body:
                forms.append((f"{initials}s?", index))
            for name in names:
                parts = (rf"{re.escape(part)}s?(?:\s*\(\w+\))?" for part in name.split())
                forms.append((r"[\s-]+(?:of\s+)?".join(parts), index))
            head, field = heads[index], fields[index]
            if heads.count(head) == 1 and head in job_words():
                forms.append((rf"(?<=the\s){head}|^{head}s(?=\s)", index))
            if fields.count(field) == 1 and (field or heads.count(head) == 1):
                stem = re.escape(head[: max(4, min(5, len(head) - 2))])
                field = _as_spelt(field, hyphenated)
                work.append((rf"{re.escape(field)}\s*{stem}\w*", index))
                if field and not is_job(field):
                    work.append((rf"^\W*{re.escape(field)}(?:\s+(?:development|engineering|design|"
                                 r"analysis|science|management))?(?=\s*(?:$|"
                                 r"[:–—]))", index))  # fmt: skip
        self.count = len(roles)
        self.all = tuple(range(len(roles)))
        self._named, self._headed = _Forms(forms), _Forms([*forms, *work])

    def find(self, text: str, *, heading: bool = False) -> list[tuple[int, int, int]]:
        """List (start, end, role) for each mention; a heading may name what a role does instead."""
        return (self._headed if heading else self._named).find(text)

    def without(self, text: str) -> str:
        """Take the mentions out of a heading."""
        return self._headed.pattern.sub(" ", text)

    def of(self, heading: str) -> tuple[int, ...]:
        """Return the roles that a heading names."""
        return tuple(sorted({role for _, _, role in self.find(heading, heading=True)}))

    def only(self, heading: str) -> tuple[int, ...]:
        """Return the roles of a heading that names roles and says nothing else."""
        return () if _BESIDE.sub(" ", self.without(heading)).strip() else self.of(heading)

    def subjects(self, sentence: str) -> tuple[int, ...]:
        """Return the roles that a sentence is about: those it names first, or both."""
        if _ALL.search(sentence[:60]):
            return self.all
        sentence = LABEL.sub("", sentence)
        found = self.find(sentence)
        if not found and (work := self.find(sentence[:60], heading=True)) and work[0][0] == 0:
            return (work[0][2],)  # "Data science requires …"
        roles = [found[0][2]] if found else []
        for (_, end, _), (start, _, role) in pairwise(found):
            between = sentence[end:start].strip().lower()
            if not re.fullmatch(r"(?:,|and|or|&|/|, and|as well as|an?|the|\s)*", between):
                break
            roles.append(role)
        return tuple(sorted(set(roles)))


def _as_spelt(name: str, hyphenated: Mapping[str, str]) -> str:
    """Write a name with the hyphens that a text writes it with: "front-end developer"."""
    return " ".join(hyphenated.get(part, part) for part in name.split())


class _Forms:
    """One regular expression of the forms of names, the longest first."""

    def __init__(self, forms: list[tuple[str, int]]) -> None:
        forms = sorted(forms, key=lambda form: -len(form[0]))
        self._roles = [role for _, role in forms]
        either = "|".join(rf"(?P<r{place}>{form})" for place, (form, _) in enumerate(forms))
        self.pattern = re.compile(rf"(?<![\w-])(?:{either or '(?!)'})(?![\w-])(?:'s|s')?", re.I)

    def find(self, text: str) -> list[tuple[int, int, int]]:
        return [
            (match.start(), match.end(), self._roles[int((match.lastgroup or "r0")[1:])])
            for match in self.pattern.finditer(text)
        ]


def names_job(text: str) -> bool:
    """Whether some word of a text is one that the title of an occupation ends in."""
    return any(_last_word(word) in job_words() for word in re.findall(r"[^\W\d_][\w-]*", text))
