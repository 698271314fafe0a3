"""A job advert, as text, HTML, PDF or DOCX: a role with what it asks for, and the job offered.

An advert is read by its headings: what stands below "Requirements", "Nice to have", "Your tasks" or
their like in German, French and Spanish. What an employer says of itself is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Triple

from careergraph.errors import SourceError
from careergraph.importers.sheets import file_bytes
from careergraph.importers.source import Source
from careergraph.importers.statements import Notes, Statements, role_of
from careergraph.reading.article.degrees import Degree, degrees, names_degree
from careergraph.reading.article.postings import Posting, find_date, find_salary, posting_of
from careergraph.reading.article.requirements import skills, tools
from careergraph.reading.article.roles import find_roles
from careergraph.reading.article.terms import Term
from careergraph.reading.documents.files import text_of
from careergraph.reading.documents.text import Line, from_text
from careergraph.vocabulary import CG, SOURCE_BASE, slug

_DOCUMENTS = {".pdf", ".docx"}
_TEXTS = {".txt", ".text", ".md", ".markdown", ".html", ".htm"}

_SECTIONS = {
    "skip": r"about (?:us|the company|our)|who we are|benefits|perks|(?:what )?we offer|"
            r"why (?:join|work|us)|how to apply|equal opportunit\w*|our (?:values|mission|culture)|"
            r"company description|wir bieten|über uns|unser angebot|das bieten wir|kontakt|"
            r"nous (?:offrons|proposons)|à propos|avantages|ofrecemos|sobre nosotros|beneficios",
    "preferred": r"nice[- ]to[- ]haves?|preferred|bonus|desirable|good to have|(?:a|big)? ?plus|"
                 r"pluses|extra points|ideally|von vorteil|wünschenswert|atouts?|un plus|"
                 r"deseables?|valorables?|se valorará",
    "responsibility": r"responsibilit\w+|what you(?:'ll| will)(?: be)? do(?:ing)?|duties|tasks|"
                      r"the role|your role|day[- ]to[- ]day|in this role|job description|"
                      r"(?:ihre|deine) aufgaben|aufgaben|tätigkeiten|(?:vos |tes )?missions?|"
                      r"responsabilités|funciones|tareas|responsabilidades",
    "degree": r"education|academic|studies|ausbildung|studium|formation|diplômes?|formación",
    "tool": r"tech(?:nology|nical)? stack|our stack|technologies|tools|software|tech",
    "required": r"requirements?|required|qualifications?|your profile|who you are|about you|"
                r"must[- ]haves?|skills?|what you(?:'ll)? (?:bring|need|have)|you have|experience|"
                r"what we(?:'re| are) looking for|we are looking for|competenc\w+|"
                r"(?:ihr|dein) profil|anforderungen|voraussetzungen|das bringst du mit|"
                r"kenntnisse|qualifikation\w*|(?:votre |ton )?profil|compétences|requis\w*|"
                r"requisitos|perfil|habilidades",
}  # fmt: skip
_SECTION = {
    name: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I) for name, words in _SECTIONS.items()
}
_LABELLED = re.compile(
    r"(?:(?P<title>(?:job )?title|position|role|stelle|poste|puesto)|"
    r"(?P<employer>company|employer|organi[sz]ation|firma|unternehmen|entreprise|empresa)|"
    r"(?P<place>location|place|ort|standort|lieu|ubicación))\s*:\s*(?P<value>\S.{0,100})$",
    re.I,
)
_WANTED = re.compile(
    r"\b(?:looking for|seeking|hiring|hire|suchen(?: wir)?|recherchons|buscamos)\s+(?:an?\s+|"
    r"eine?n?\s+|une?\s+|un[ao]?\s+)?((?:[\w/&+.-]+\s+){0,4}?[\w/&+.-]+)(?=[.,!(\n]|\s+(?:to|who|for|"
    r"in|with|at|zum|pour|para)\b|$)",
    re.I,
)
_AT = re.compile(r"(.{3,70}?)\s+(?:at|@|bei|chez)\s+([^,|(]{2,50})$")
_EXPERIENCE = re.compile(
    r"(?:at least |minimum (?:of )?|mindestens )?\d+\s*(?:\+|-|–|to)?\s*\d*\+?\s*(?:years?|yrs?|"
    r"jahre?n?|ans?|años?)\b.*",
    re.I,
)
_SIGNS = re.compile(
    r"\b(?:apply (?:now|here|by|today)|how to apply|we(?:'re| are) (?:looking|hiring|seeking)|"
    r"we offer|about us|you will|you(?:'ll| have)|your (?:profile|role|tasks)|full[- ]time|"
    r"part[- ]time|job (?:type|title|description)|responsibilities|requirements|qualifications|"
    r"nice to have|wir (?:suchen|bieten)|(?:ihr|dein) profil|(?:ihre|deine) aufgaben|"
    r"votre profil|vos missions|buscamos|requisitos|funciones)\b",
    re.I,
)
_ENOUGH_SIGNS = 3
_LONGEST_ITEM = 25  # words of a skill or task; what is longer is a paragraph
_LONGEST_TITLE = 10


@dataclass
class Advert:
    """What an advert says: the job, its role, and what that asks for."""

    posting: Posting
    role: str
    issued: str
    required: list[Term] = field(default_factory=list)
    preferred: list[Term] = field(default_factory=list)
    tools: list[Term] = field(default_factory=list)
    degrees: list[Degree] = field(default_factory=list)
    experience: list[str] = field(default_factory=list)
    responsibilities: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)


def is_posting(path: Path) -> bool:
    """Whether a file is an advert: a PDF or DOCX, or a text that speaks as adverts do."""
    suffix = path.suffix.lower()
    if not path.is_file() or suffix not in _DOCUMENTS | _TEXTS:
        return False
    if suffix in _DOCUMENTS:
        return True
    try:
        text = text_of(file_bytes(path, "an advert")[:200_000], str(path))
    except SourceError:
        return False
    signs = {sign[0].casefold() for sign in _SIGNS.finditer(text)}
    return len(signs) >= _ENOUGH_SIGNS and len(find_roles(from_text(text))) < 2


def describe_posting(path: Path) -> Source:
    """Return what is known of the source: the job, its employer and the advert's date.

    Raises:
        SourceError: as ``read_advert``.
    """
    advert = read_advert(path)
    return Source(
        iri=f"{SOURCE_BASE}{slug(path.stem) or 'advert'}",
        title=f"Job advert: {advert.posting.title}",
        publisher=advert.posting.employer or "Not stated",
        licence="All rights stay with the advert's publisher.",
        issued=advert.issued or date.fromtimestamp(path.stat().st_mtime).isoformat(),
    )


def explain_posting(path: Path) -> Notes:
    """Return what found no place; errors as ``read_advert``."""
    return Notes(unmatched=tuple(read_advert(path).unmatched))


def import_posting(path: Path) -> Iterator[Triple]:
    """Yield what an advert says as triples, its source's description first.

    Raises:
        SourceError: as ``read_advert``.
    """
    source, advert = describe_posting(path), read_advert(path)
    yield from source.triples()
    say = Statements(source.iri)
    role = say.thing("role", advert.role)
    if role is None:
        return
    say.posting(advert.posting, role)
    for relation, terms in (
        (CG.requiresSkill, advert.required),
        (CG.prefersSkill, advert.preferred),
        (CG.usesTool, advert.tools),
    ):
        for term in terms:
            kind = "skill" if term.kind == "skill" else "tool"
            # A class of tools is a skill to have, not a tool to use.
            fitting = CG.requiresSkill if (relation, kind) == (CG.usesTool, "skill") else relation
            say.link(role, fitting, kind, term.label)
    for degree in advert.degrees:
        say.degree(role, degree)
    for text in advert.experience:
        say.link(role, CG.requiresExperience, "experience", text)
    for text in advert.responsibilities:
        say.link(role, CG.hasResponsibility, "responsibility", text)
    yield from say


def read_advert(path: Path) -> Advert:
    """Read a job advert.

    Raises:
        SourceError: the file cannot be read, or no line of it names a job or what one asks for.
    """
    # A load describes a source and reads it, and would otherwise open the file twice.
    return _read_once(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=2)
def _read_once(path: Path, changed: int) -> Advert:
    data = file_bytes(path, "a job advert as text, HTML, PDF or DOCX")
    suffix = path.suffix.lower()
    if suffix == ".pdf" and not data.startswith(b"%PDF"):
        raise SourceError(f"{path}: is no PDF, whatever its name says; save it anew.")
    if suffix == ".docx" and not data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise SourceError(f"{path}: is no DOCX, whatever its name says; save it anew.")
    text = text_of(data, str(path))
    lines = [line for line in from_text(text).lines if line.text]
    if not lines:
        raise SourceError(f"{path}: holds no text; give a job advert as text, HTML, PDF or DOCX.")
    title, employer, place = _job(lines)
    details = " | ".join(line.text for line in lines if len(line.text) < 120)
    pay = next((line.text for line in lines if find_salary(line.text)[0]), "")
    advert = Advert(
        posting=posting_of(title, employer, place, f"{pay} | {details}"),
        role=role_of(title),
        issued=next((found for line in lines[:40] if (found := find_date(line.text))), ""),
    )
    _fill(advert, lines)
    if not (advert.required or advert.preferred or advert.tools or advert.responsibilities):
        raise SourceError(
            f"{path}: has no heading such as “Requirements” or “Your tasks” below which it says "
            "what the job asks for; give a job advert, or name what it is with --as."
        )
    return advert


def _job(lines: list[Line]) -> tuple[str, str | None, str | None]:
    """Find the title of the job, who offers it and where."""
    facts: dict[str, str] = {}
    for line in lines[:40]:
        if found := _LABELLED.match(line.text):
            name = next(name for name in ("title", "employer", "place") if found[name])
            facts.setdefault(name, found["value"])
    title = facts.get("title", "")
    first = next(
        (line.text for line in lines[:6] if len(line.text.split()) <= _LONGEST_TITLE
         and not _LABELLED.match(line.text) and not _section(line)), ""
    )  # fmt: skip
    wanted = next((found[1] for line in lines if (found := _WANTED.search(line.text))), "")
    title = title or first or wanted or lines[0].text[:80]
    if (parted := _AT.match(title)) and "employer" not in facts:
        title, facts["employer"] = parted[1], parted[2]
    return title.strip(" #*:"), facts.get("employer"), facts.get("place")


def _section(line: Line) -> str | None:
    """Return the section that a line opens, "" for a heading of another kind, None for no heading.

    A short line is a heading if its markup says so, if it ends in a colon, or if it holds little
    more than the words of a section.
    """
    text = line.text.strip()
    if line.kind in {"item", "row"} or len(text.split()) > 7 or text.endswith((".", "!", ";")):
        return None
    name = next((name for name, pattern in _SECTION.items() if pattern.search(text)), "")
    if line.kind == "heading" or text.endswith((":", "?")):
        return name
    if not name:
        return None
    rest = _SECTION[name].sub(" ", text)
    return name if len(re.findall(r"\w{3,}", rest)) <= 2 else None


def _fill(advert: Advert, lines: list[Line]) -> None:
    section = ""
    for line in lines:
        opened = _section(line)
        if opened is not None:
            section = opened
            continue
        text = line.text.strip()
        if section in {"", "skip"} or _LABELLED.match(text):
            continue
        if section == "responsibility":
            if len(text.split()) <= _LONGEST_ITEM:
                advert.responsibilities.append(text.rstrip(".;"))
            else:
                advert.unmatched.append(text)
        elif names_degree(text) or section == "degree":
            asked, lived, left = degrees(text)
            welcome = section == "preferred"
            advert.degrees += [
                replace(degree, required=degree.required and not welcome) for degree in asked
            ]
            advert.experience += lived
            advert.unmatched += left
        elif years := _EXPERIENCE.search(text):
            advert.experience.append(years[0].strip(" .;"))
        else:
            read, kept = {
                "preferred": (skills, advert.preferred),
                "tool": (tools, advert.tools),
            }.get(section, (skills, advert.required))
            terms, left = read(text, prose=line.kind != "item")
            kept += terms
            advert.unmatched += left
