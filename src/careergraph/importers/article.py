"""What an article says, as triples of the project's own vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib.namespace import RDF, SKOS, XSD
from rdflib.term import URIRef

from careergraph.importers.source import Source, term
from careergraph.reading.article.article import Article, ArticleRole, Remark, read_article
from careergraph.reading.article.degrees import RELATED_FIELD, Degree
from careergraph.reading.article.names import LANGUAGES, TOOLS, normal
from careergraph.reading.article.postings import Posting
from careergraph.reading.article.roles import role_label
from careergraph.reading.article.terms import Term
from careergraph.vocabulary import CG, ID_BASE, SCHEMA, SOURCE_BASE, slug

_DEGREES = {
    "secondary": "Secondary school", "certificate": "Certificate", "associate": "Associate degree",
    "bachelor": "Bachelor's degree", "master": "Master's degree", "mba": "MBA",
    "doctorate": "Doctorate", "professional": "Professional degree",
}  # fmt: skip
_EMPLOYMENT = {
    "Full Time": "FULL_TIME", "Part Time": "PART_TIME", "Contract": "CONTRACTOR",
    "Freelance": "CONTRACTOR", "Internship": "INTERN", "Temporary": "TEMPORARY",
}  # fmt: skip


def is_article(path: Path) -> bool:
    """Tell whether a file may be an article, by its name."""
    return path.is_file() and path.suffix.lower() in {
        ".txt",
        ".md",
        ".markdown",
        ".html",
        ".htm",
        ".text",
    }


def describe_article(path: Path) -> Source:
    """Name the source: the article's own title and date; an undated one has its file's date.

    Raises:
        SourceError: as ``read_article``.
    """
    return _source(path, read_article(path))


def import_article(path: Path) -> Iterator[Triple]:
    """Give what an article says as triples, its source's description first.

    Raises:
        SourceError: as ``read_article``.
    """
    article = read_article(path)
    source = _source(path, article)
    yield from source.triples()
    yield from article_triples(article)


def _source(path: Path, article: Article) -> Source:
    return Source(
        iri=f"{SOURCE_BASE}{slug(Path(path).stem)}",
        title=article.title,
        publisher="Not stated",
        licence="All rights stay with the article's publisher.",
        issued=article.issued or date.fromtimestamp(Path(path).stat().st_mtime).isoformat(),
    )


def article_triples(article: Article) -> Iterator[Triple]:
    """Give an article's statements, each once."""
    seen: set[Triple] = set()
    for triple in _statements(article):
        if triple not in seen:
            seen.add(triple)
            yield triple


def _statements(article: Article) -> Iterator[Triple]:
    for role in article.roles:
        yield from _role(role)
    for posting in article.postings:
        yield from _posting(posting, article)
    for remark in article.outlook:
        yield from _remark("outlook", CG.Outlook, remark)
    for remark in article.salary:
        yield from _remark("salary", CG.SalaryInsight, remark)
    for position, tip in enumerate(article.tips, 1):
        yield from _remark("tip", CG.Tip, tip, position)


def _node(kind: str, label: str) -> NamedNode:
    return NamedNode(f"{ID_BASE}{kind}/{slug(label)}")


def _english(text: str) -> Literal:
    return Literal(text, language="en")


def _concept(kind: str, cls: URIRef, label: str) -> Iterator[Triple]:
    yield Triple(_node(kind, label), term(RDF.type), term(cls))
    yield Triple(_node(kind, label), term(SKOS.prefLabel), _english(label))


def _named(
    kind: str, cls: URIRef, subject: NamedNode, relation: URIRef, label: str
) -> Iterator[Triple]:
    if slug(label):
        yield from _concept(kind, cls, label)
        yield Triple(subject, term(relation), _node(kind, label))


def _role(role: ArticleRole) -> Iterator[Triple]:
    subject = _node("role", role.label)
    yield from _concept("role", CG.Role, role.label)
    if role.definition:
        yield Triple(subject, term(SKOS.definition), _english(role.definition))
    for one in role.skill:
        yield from _term(subject, CG.requiresSkill, one)
    for one in role.tool:
        # A class of tools is a skill to have, not a tool to use.
        yield from _term(subject, CG.requiresSkill if one.kind == "skill" else CG.usesTool, one)
    for label in role.industry:
        yield from _named("industry", CG.Industry, subject, CG.worksInIndustry, label)
    for degree in role.degree:
        yield from _degree(subject, degree)
    for label in role.responsibility:
        yield from _named("responsibility", CG.Responsibility, subject, CG.hasResponsibility, label)
    for label in role.experience:
        node = _node("experience", f"Experience in {label}")
        lower = label if label[1:2].isupper() else label[:1].lower() + label[1:]
        yield Triple(node, term(RDF.type), term(CG.Experience))
        yield Triple(node, term(SKOS.prefLabel), _english(f"Experience in {lower}"))
        yield Triple(subject, term(CG.requiresExperience), node)
        yield from _named("skill", CG.Skill, node, CG.experienceIn, label)


def _term(subject: NamedNode, relation: URIRef, one: Term) -> Iterator[Triple]:
    if not slug(one.label):
        return
    kind, cls = ("skill", CG.Skill) if one.kind == "skill" else ("tool", CG.Tool)
    yield from _named(kind, cls, subject, relation, one.label)
    if one.family:
        own = normal(one.family)
        # "Python libraries" is a family, "Python" would be the name of a tool.
        if own not in LANGUAGES and own not in TOOLS:
            yield from _named("skill", CG.Skill, _node(kind, one.label), SKOS.broader, one.family)


def _degree(subject: NamedNode, degree: Degree) -> Iterator[Triple]:
    label = _DEGREES[degree.level]
    node = NamedNode(f"{ID_BASE}degree/{slug(f'{degree.level} {degree.field or str()}')}")
    if degree.field == RELATED_FIELD:
        label += " in a related field"
    elif degree.field:
        label += f" in {degree.field}"
    yield Triple(node, term(RDF.type), term(CG.Degree))
    yield Triple(node, term(SKOS.prefLabel), _english(label))
    yield Triple(node, term(CG.degreeLevel), Literal(degree.level))
    if degree.field:
        yield Triple(node, term(CG.fieldOfStudy), _english(degree.field))
    yield Triple(subject, term(CG.requiresDegree if degree.required else CG.prefersDegree), node)


def _remark(kind: str, cls: URIRef, remark: Remark, position: int = 0) -> Iterator[Triple]:
    """Give an outlook, a tip (at its ``position``) or a word on pay."""
    # Another article may give the same advice for other roles.
    node = _node(kind, f"{remark.label} {' '.join(remark.roles) if kind == 'tip' else ''}")
    yield Triple(node, term(RDF.type), term(cls))
    yield Triple(node, term(SKOS.prefLabel), _english(remark.label))
    yield Triple(node, term(SKOS.definition), _english(remark.text))
    for label in remark.roles:
        yield Triple(node, term(CG.about), _node("role", label))
    if position:
        place = Literal(str(position), datatype=term(XSD.integer))
        yield Triple(node, term(SCHEMA.position), place)


def _occupation(title: str, article: Article) -> str:
    """Name the role that a job is: one of the article's, else the title without its seniority."""
    for role in article.roles:
        if role.label.casefold() in title.casefold():
            return role.label
    bare = re.split(r"\s[–—-]\s|,|\(", title)[0]
    bare = re.sub(
        r"^(?:(?:senior|junior|lead|principal|staff|sr\.?|jr\.?|mid-level)\s+)+",
        "",
        bare,
        flags=re.I,
    )
    return role_label(bare.strip() or title)


def _posting(posting: Posting, article: Article) -> Iterator[Triple]:
    label = f"{posting.title} at {posting.employer}" if posting.employer else posting.title
    node = _node("posting", label)
    occupation = _occupation(posting.title, article)
    yield Triple(node, term(RDF.type), term(SCHEMA.JobPosting))
    yield Triple(node, term(SKOS.prefLabel), _english(label))
    yield Triple(node, term(SCHEMA.title), Literal(posting.title))
    yield from _concept("role", CG.Role, occupation)
    yield Triple(node, term(SCHEMA.relevantOccupation), _node("role", occupation))
    if posting.employer:
        employer = BlankNode()
        yield Triple(node, term(SCHEMA.hiringOrganization), employer)
        yield Triple(employer, term(RDF.type), term(SCHEMA.Organization))
        yield Triple(employer, term(SCHEMA.name), Literal(posting.employer))
    if posting.place:
        yield Triple(node, term(SCHEMA.jobLocation), Literal(posting.place))
    if posting.remote:
        yield Triple(node, term(SCHEMA.jobLocationType), Literal("TELECOMMUTE"))
    if posting.contract:
        yield Triple(node, term(SCHEMA.employmentType), Literal(_EMPLOYMENT[posting.contract]))
    if posting.level:
        yield Triple(node, term(CG.careerLevel), Literal(posting.level))
    if posting.currency:
        yield from _salary(node, posting)


def _salary(node: NamedNode, posting: Posting) -> Iterator[Triple]:
    salary = BlankNode()
    yield Triple(node, term(SCHEMA.baseSalary), salary)
    yield Triple(salary, term(RDF.type), term(SCHEMA.MonetaryAmount))
    yield Triple(salary, term(SCHEMA.currency), Literal(posting.currency or ""))
    for name, amount in (("minValue", posting.min), ("maxValue", posting.max)):
        if amount is not None:
            whole = amount.is_integer()
            kind = XSD.integer if whole else XSD.decimal
            value = Literal(str(int(amount)) if whole else str(amount), datatype=term(kind))
            yield Triple(salary, term(SCHEMA[name]), value)
    yield Triple(salary, term(SCHEMA.unitText), Literal(posting.period or "YEAR"))
