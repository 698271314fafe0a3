"""What an article says, as triples of the project's own vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import SKOS, XSD

from careergraph.importers.source import Source, term
from careergraph.importers.statements import Statements
from careergraph.reading.advert import role_of
from careergraph.reading.article import Article, Remark, read_article
from careergraph.reading.postings import Posting
from careergraph.vocabulary import CG, ID_BASE, SCHEMA, SOURCE_BASE, slug


def is_article(path: Path) -> bool:
    """Whether a file may be an article, by its name."""
    return path.is_file() and path.suffix.lower() in {
        ".txt",
        ".md",
        ".markdown",
        ".html",
        ".htm",
        ".text",
    }


def describe_article(path: Path) -> Source:
    """Return what is known of the source: the article's title and its date, else its file's.

    Raises:
        SourceError: as ``read_article``.
    """
    return _source(path, read_article(path))


def import_article(path: Path) -> Iterator[Triple]:
    """Yield what an article says as triples, its source's description first.

    Raises:
        SourceError: as ``read_article``.
    """
    article = read_article(path)
    source = _source(path, article)
    yield from source.triples()
    yield from article_triples(article, source.iri)


def _source(path: Path, article: Article) -> Source:
    return Source(
        iri=f"{SOURCE_BASE}{slug(Path(path).stem)}",
        title=article.title,
        publisher="Not stated",
        licence="All rights stay with the article's publisher.",
        issued=article.issued or date.fromtimestamp(Path(path).stat().st_mtime).isoformat(),
    )


def article_triples(article: Article, source: str) -> Iterator[Triple]:
    """Yield an article's statements, each once.

    Args:
        article: what was read.
        source: the IRI of the article as a source.
    """
    statements = Statements(source)
    for role in article.roles:
        if subject := statements.thing("role", role.label):
            statements.role(role, subject)
    for posting in article.postings:
        _posting(statements, posting, article)
    for remark in article.outlook:
        _remark(statements, "outlook", remark)
    for remark in article.salary:
        _remark(statements, "salary", remark)
    for position, tip in enumerate(article.tips, 1):
        _remark(statements, "tip", tip, position)
    yield from statements


def _remark(say: Statements, kind: str, remark: Remark, position: int = 0) -> None:
    """Add an outlook, a tip (at its ``position``) or a word on pay."""
    # Another article may give the same advice for other roles.
    name = f"{remark.label} {' '.join(remark.roles) if kind == 'tip' else ''}"
    node = say.thing(kind, remark.label, f"{ID_BASE}{kind}/{slug(name)}")
    if node is None:
        return
    say.text(node, SKOS.definition, remark.text)
    for label in remark.roles:
        say.say(node, CG.about, NamedNode(f"{ID_BASE}role/{slug(label)}"))
    if position:
        say.say(node, SCHEMA.position, Literal(str(position), datatype=term(XSD.integer)))


def _posting(say: Statements, posting: Posting, article: Article) -> None:
    """Add a job, in a role of the article's where its title names one."""
    title = posting.title.casefold()
    own = (role.label for role in article.roles if role.label.casefold() in title)
    role = say.thing("role", next(own, role_of(posting.title)))
    if role is not None:
        say.posting(posting, role)
