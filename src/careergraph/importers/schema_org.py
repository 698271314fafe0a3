"""schema.org's occupations and job postings in JSON-LD, in a file of its own or inside a web page.

========================================  ====================================================
``schema:Occupation``                     ``cg:Role``, with its skills, degrees, experience, …
``schema:JobPosting``                     itself, with employer, place and pay; what it asks for is
                                          said of its role (``schema:relevantOccupation``)
``schema:estimatedSalary``                ``cg:SalaryInsight`` about the role
========================================  ====================================================

Nothing is fetched. What has no ``@id`` is known by its label, as in every source without IRIs. What
is said in whole sentences where a list is expected is left out and reported. The description of a
posting, HTML as a rule, is read as any advert is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse
from rdflib.namespace import SKOS, XSD

from careergraph.errors import SourceError
from careergraph.importers.sheets import decoded, file_bytes, trimmed
from careergraph.importers.source import Source, term
from careergraph.importers.statements import Notes, Statements, list_items
from careergraph.reading.advert import asked, role_of
from careergraph.reading.degrees import degrees
from careergraph.reading.documents import blocks_of
from careergraph.reading.postings import Posting, find_date, find_salary
from careergraph.store.jsonld import with_local_contexts
from careergraph.vocabulary import CG, SCHEMA, SOURCE_BASE, slug

_SUFFIXES = {".json", ".jsonld", ".html", ".htm", ".xhtml"}
_LOOKED_AT = 2_000_000
_TYPES = ("Occupation", "JobPosting")
_PROSE = 12
"""An item of a list that has more words is a sentence."""

_UNITS = {
    "HOUR": r"HOURLY|HOUR|HUR|PT1H|HR", "DAY": r"DAILY|DAY|P1D", "WEEK": r"WEEKLY|WEEK|WEE|P1W|P7D",
    "MONTH": r"MONTHLY|MONTH|MON|P1M", "YEAR": r"ANNUALLY|ANNUAL|YEARLY|YEAR|ANN|P1Y|P12M",
}  # fmt: skip
_CONTRACTS = (
    "FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER",
)  # fmt: skip
_NO_REQUIREMENT = re.compile(r"no (?:requirements?|experience|degree)\b.*|none|n/a", re.I)


def is_schema_org(path: Path) -> bool:
    """Whether a file holds an occupation or a job posting of schema.org as JSON-LD."""
    if not path.is_file() or path.suffix.lower() not in _SUFFIXES:
        return False
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
    named = any(f"{name}".encode() in head for name in _TYPES)
    if path.suffix.lower() in {".json", ".jsonld"}:
        return named and b"schema.org" in head
    return named and b"ld+json" in head


def describe_schema_org(path: Path) -> Source:
    """Return what is known of the source: the page's title, who publishes it, its latest date.

    Raises:
        SourceError: as ``import_schema_org``.
    """
    return _read(path).source


def explain_schema_org(path: Path) -> Notes:
    """Return what found no place; errors as ``import_schema_org``."""
    return Notes(unmatched=tuple(_read(path).unmatched))


def import_schema_org(path: Path) -> Iterator[Triple]:
    """Yield what a page or file says of occupations and job postings, its source first.

    Raises:
        SourceError: it cannot be read, holds no JSON-LD that is well formed, or none that speaks
            of an occupation or a job posting.
    """
    reading = _read(path)
    yield from reading.source.triples()
    yield from reading.statements


def _read(path: Path) -> _Reading:
    # A load describes a source and reads it, and would otherwise parse the file twice.
    return _read_once(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=2)
def _read_once(path: Path, changed: int) -> _Reading:
    reading = _Reading(path, *_document(path))
    reading.read()
    return reading


# ------------------------------------------------------------------------------ JSON-LD to nodes


@dataclass
class _Page:
    """What a page says beside its JSON-LD."""

    title: str = ""
    language: str = "en"


@dataclass
class _Nodes:
    """The statements of JSON-LD in schema.org's terms: node → property's local name → values."""

    said: dict[Any, dict[str, list[Any]]] = field(default_factory=dict)

    def values(self, node: Any, *names: str) -> list[Any]:
        own = self.said.get(node, {})
        return [value for name in names for value in own.get(name, ())]

    def texts(self, node: Any, *names: str) -> list[str]:
        """Return the texts of some properties; of a thing its name or, failing that, its value."""
        found = []
        for value in self.values(node, *names):
            if isinstance(value, Literal):
                text = value.value
            else:
                inner = self.texts(value, "name", "credentialCategory", "value", "description")
                text = inner[0] if inner else ""
            if text := trimmed(unescape(text)):
                found.append(text)
        return found

    def text(self, node: Any, *names: str) -> str:
        return next(iter(self.texts(node, *names)), "")

    def of_type(self, name: str) -> list[Any]:
        return [node for node in self.said if name in self.texts_of_type(node)]

    def texts_of_type(self, node: Any) -> list[str]:
        return [_local(value) for value in self.values(node, "type")]


def _local(iri: Any) -> str:
    return re.sub(r"^https?://schema\.org/", "", getattr(iri, "value", ""))


def _document(path: Path) -> tuple[_Nodes, _Page]:
    text = decoded(path, file_bytes(path, "a page or a file in JSON-LD"))
    page, blocks = _Page(), [text]
    if path.suffix.lower() not in {".json", ".jsonld"}:
        page, blocks = _page(text), list(_blocks(text))
    nodes, faults = _Nodes(), []
    for block in blocks:
        try:
            _add(nodes, _loads(block), path)
        except (ValueError, SyntaxError, RecursionError) as error:
            faults.append(
                f"{error}" if not isinstance(error, RecursionError) else "nested too deep"
            )
    if not any(nodes.of_type(name) for name in _TYPES):
        why = f"is no JSON-LD that can be read ({faults[0]})" if faults else "says nothing"
        raise SourceError(
            f"{path}: {why}; a schema.org Occupation or JobPosting in JSON-LD is wanted."
        )
    return nodes, page


def _page(text: str) -> _Page:
    head = text[:200_000]
    title = re.search(r"<title[^>]{0,200}>([^<]{1,500})", head, re.I)
    language = re.search(r"<html\b[^>]{0,500}?\blang=[\"']?([A-Za-z]{2,3})\b", head, re.I)
    return _Page(
        trimmed(unescape(title[1])) if title else "",
        language[1].lower() if language else "en",
    )


def _blocks(text: str) -> Iterator[str]:
    """Yield the JSON-LD scripts of a page, in one pass over it."""
    lower = text.lower()
    start = 0
    while (start := lower.find("<script", start)) >= 0:
        opened = lower.find(">", start)
        closed = lower.find("</script", opened) if opened >= 0 else -1
        if closed < 0:
            return
        if "ld+json" in lower[start:opened]:
            yield text[opened + 1 : closed]
        start = closed


def _loads(block: str) -> Any:
    """Read JSON as pages have it: in a comment or CDATA, with line breaks in texts."""
    block = re.sub(
        r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*;?\s*$", "", block
    )
    try:
        return json.loads(block, strict=False)
    except json.JSONDecodeError:
        if "&quot;" not in block:
            raise
        return json.loads(unescape(block), strict=False)


def _add(nodes: _Nodes, document: Any, path: Path) -> None:
    """Add what a JSON-LD document says; without a context it is taken to be schema.org's."""
    parts = document if isinstance(document, list) else [document]
    for part in parts:
        if not isinstance(part, dict):
            continue
        context = part.get("@context") or "https://schema.org/"
        whole = with_local_contexts({**part, "@context": context})
        data = json.dumps(whole).encode()
        base = f"{SOURCE_BASE}{slug(path.stem) or 'page'}/"
        for quad in parse(data, RdfFormat.JSON_LD, base_iri=base, rename_blank_nodes=True):
            name = _local(quad.predicate)
            if quad.predicate.value.endswith("#type"):
                name = "type"
            values = nodes.said.setdefault(quad.subject, {}).setdefault(name, [])
            if quad.object not in values:
                values.append(quad.object)


# ------------------------------------------------------------------------------ nodes to statements


class _Reading:
    """The reading of one page or file."""

    def __init__(self, path: Path, nodes: _Nodes, page: _Page) -> None:
        self.path, self.nodes, self.page = path, nodes, page
        self.unmatched: list[str] = []
        iri = f"{SOURCE_BASE}{slug(path.stem) or 'page'}"
        language = self._language()
        self.statements = Statements(iri, language)
        self.source = Source(
            iri=iri,
            title=page.title or path.stem,
            publisher=self._publisher(),
            licence="Not stated in the file.",
            issued=self._issued(),
        )

    def read(self) -> None:
        for node in self.nodes.of_type("Occupation"):
            if label := self.nodes.text(node, "name", "title"):
                self._occupation(node, self._role(node, label), label)
            else:
                self.unmatched.append("an occupation without a name")
        for node in self.nodes.of_type("JobPosting"):
            self._posting(node)

    def _language(self) -> str:
        for node in self.nodes.said:
            if tag := re.match(r"[A-Za-z]{2,3}\b", self.nodes.text(node, "inLanguage")):
                return tag[0].lower()
            for value in self.nodes.values(node, "name", "title"):
                if isinstance(value, Literal) and value.language:
                    return value.language.lower()
        return self.page.language

    def _publisher(self) -> str:
        employers = {
            name
            for node in self.nodes.of_type("JobPosting")
            for name in self.nodes.texts(node, "hiringOrganization")
        }
        return employers.pop() if len(employers) == 1 else "Not stated"

    def _issued(self) -> str:
        said = [
            found
            for node in self.nodes.said
            for text in self.nodes.texts(node, "datePosted", "datePublished", "dateModified")
            if (found := find_date(text))
        ]
        return max(said, default=date.fromtimestamp(self.path.stat().st_mtime).isoformat())

    def _role(self, node: Any, label: str) -> NamedNode:
        iri = node.value if isinstance(node, NamedNode) else ""
        role = self.statements.thing("role", label, iri)
        if role is None:
            raise SourceError(f"{self.path}: “{label[:40]}” is no name of an occupation.")
        return role

    def _occupation(self, node: Any, role: NamedNode, label: str) -> None:
        """Add to a role what an occupation, or a posting for it, asks for."""
        say, nodes = self.statements, self.nodes
        for name in nodes.texts(node, "alternateName"):
            say.text(role, SKOS.altLabel, name)
        for relation, kind, name in (
            (CG.requiresSkill, "skill", "skills"),
            (CG.hasResponsibility, "responsibility", "responsibilities"),
            (CG.worksInIndustry, "industry", "industry"),
        ):
            for value in nodes.values(node, name):
                if isinstance(value, Literal):
                    for item in list_items(_without_tags(value.value), sentences=kind != "skill"):
                        self._thing(role, relation, kind, item)
                elif text := nodes.text(value, "name"):
                    iri = value.value if isinstance(value, NamedNode) else ""
                    say.link(role, relation, kind, text, iri)
                else:
                    self.unmatched.append(f"{name}: {value}")
        self._degrees(node, role)
        for text in self._experience(node):
            if thing := say.link(role, CG.requiresExperience, "experience", text):
                continue
            self.unmatched.append(f"experienceRequirements: {thing}")
        for value in nodes.values(node, "estimatedSalary"):
            self._estimate(node, value, role, label)

    def _thing(self, role: NamedNode, relation: Any, kind: str, item: str) -> None:
        words = len(item.split())
        if words > (4 * _PROSE if kind == "responsibility" else _PROSE):
            self.unmatched.append(item)
        elif item:
            self.statements.link(role, relation, kind, item)

    def _degrees(self, node: Any, role: NamedNode) -> None:
        for text in self.nodes.texts(node, "educationRequirements", "qualifications"):
            plain = _without_tags(text)
            if _NO_REQUIREMENT.fullmatch(plain):
                continue
            asked = degrees(plain)[0]
            if not asked:
                self.unmatched.append(plain)
            for degree in asked:
                certificate = (
                    re.search(r"certificate", text, re.I) and degree.level == "certificate"
                )
                self.statements.degree(
                    role, replace(degree, required=degree.required or bool(certificate))
                )

    def _experience(self, node: Any) -> Iterator[str]:
        for value in self.nodes.values(node, "experienceRequirements"):
            months = self.nodes.text(value, "monthsOfExperience")
            if months:
                try:
                    count = int(float(months))
                except (ValueError, OverflowError):
                    self.unmatched.append(f"monthsOfExperience: {months[:40]}")
                    continue
                if count > 0:
                    number, unit = (count // 12, "year") if count % 12 == 0 else (count, "month")
                    yield f"{number} {unit}{'s' * (number != 1)} of experience"
                continue
            text = self.nodes.text(value, "description", "name") or getattr(value, "value", "")
            for item in list_items(_without_tags(text), sentences=True):
                if not isinstance(value, BlankNode) and not _NO_REQUIREMENT.fullmatch(item):
                    if len(item.split()) <= 2 * _PROSE:
                        yield item
                    else:
                        self.unmatched.append(item)

    # -------------------------------------------------------------------------- postings

    def _posting(self, node: Any) -> None:
        nodes = self.nodes
        title = nodes.text(node, "title", "name")
        if not title:
            self.unmatched.append("a job posting without a title")
            return
        occupations = [
            each
            for each in nodes.values(node, "relevantOccupation")
            if not isinstance(each, Literal) and nodes.text(each, "name")
        ]
        named = [*(nodes.text(each, "name") for each in occupations)]
        named += [each for each in nodes.texts(node, "relevantOccupation") if each not in named]
        label = named[0] if named else role_of(title)
        role = self._role(occupations[0] if occupations else None, label)
        iri = node.value if isinstance(node, NamedNode) else ""
        self.statements.posting(self._facts(node, title), role, iri)
        self._occupation(node, role, label)
        if described := nodes.text(node, "description"):
            # What the job asks for stands in headings and lists of HTML more often than in JSON-LD.
            said, left = asked(blocks_of(described, str(self.path)).blocks, label)
            self.statements.role(said, role)
            self.unmatched += left

    def _facts(self, node: Any, title: str) -> Posting:
        nodes = self.nodes
        currency, low, high, unit = self._pay(node)
        contract = [
            re.sub(r"\W+", "_", each.upper()).replace("FULLTIME", "FULL_TIME")
            for each in nodes.texts(node, "employmentType")
        ]
        return Posting(
            title=title,
            employer=nodes.text(node, "hiringOrganization") or None,
            place=next(self._places(node), None),
            remote="TELECOMMUTE" in nodes.texts(node, "jobLocationType"),
            contract=next((each for each in contract if each in _CONTRACTS), None),
            level=None,
            currency=currency,
            min=low,
            max=high,
            period=unit,
        )

    def _places(self, node: Any) -> Iterator[str]:
        for place in self.nodes.values(node, "jobLocation", "occupationLocation"):
            if isinstance(place, Literal):
                yield trimmed(place.value)
                continue
            for address in [*self.nodes.values(place, "address"), place]:
                parts = self.nodes.texts(
                    address, "addressLocality", "addressRegion", "addressCountry"
                )
                if isinstance(address, Literal) or parts or self.nodes.text(address, "name"):
                    text = ", ".join(dict.fromkeys(parts)) or self.nodes.text(address, "name")
                    yield text or getattr(address, "value", "")
                    break

    def _pay(self, node: Any) -> tuple[str | None, float | None, float | None, str | None]:
        """Return currency, least and most pay of a posting, and what it is paid for."""
        for value in self.nodes.values(node, "baseSalary"):
            currency = self.nodes.text(node, "salaryCurrency")
            pay = self._amounts(value, currency)
            if pay[0] and (pay[1] is not None or pay[2] is not None):
                return pay
            self.unmatched.append(f"baseSalary: {self.nodes.text(node, 'baseSalary') or value}")
        return None, None, None, None

    def _amounts(
        self, value: Any, currency: str
    ) -> tuple[str | None, float | None, float | None, str | None]:
        nodes = self.nodes
        if isinstance(value, Literal):
            amount = _number(value.value)
            return (
                (currency.upper() or None, amount, amount, "YEAR")
                if amount is not None
                else find_salary(value.value)
            )
        currency = nodes.text(value, "currency", "priceCurrency") or currency
        holders = [value, *(each for each in nodes.values(value, "value", "priceSpecification")
                            if not isinstance(each, Literal))]  # fmt: skip

        def first(*names: str) -> float | None:
            texts = (text for holder in holders for text in _texts(nodes, holder, *names))
            return next((number for text in texts if (number := _number(text)) is not None), None)

        low = first("minValue", "minPrice", "percentile10", "percentile25")
        high = first("maxValue", "maxPrice", "percentile90", "percentile75")
        one = first("value", "price", "median")
        units = [text for holder in holders for text in _texts(nodes, holder, *_UNIT_NAMES)]
        return (
            currency.upper() or None,
            one if low is None else low,
            one if high is None else high,
            next((unit for text in units if (unit := _unit(text))), "YEAR"),
        )

    def _estimate(self, node: Any, value: Any, role: NamedNode, label: str) -> None:
        """Add what a page expects people in a role to earn, with its place and currency."""
        nodes, say = self.nodes, self.statements
        currency, low, high, unit = self._amounts(value, nodes.text(node, "salaryCurrency"))
        median = next(iter(filter(None, map(_number, _texts(nodes, value, "median")))), None)
        if not currency or not re.fullmatch("[A-Z]{3}", currency) or (low is None and high is None):
            self.unmatched.append(f"estimatedSalary of {label}: {nodes.text(value, 'name')}")
            return
        place = next(self._places(node), "")
        span = " to ".join(f"{amount:,.0f}" for amount in (low, high) if amount is not None)
        if low == high:
            span = f"{low:,.0f}"
        middle = f", median {median:,.0f}" if median and low != high else ""
        words = f"{currency} {span} per {(unit or 'YEAR').lower()}{middle}."
        insight = say.thing("salary", f"Pay of {label}{f' in {place}' if place else ''}")
        if insight is None:
            return
        say.say(insight, SKOS.definition, Literal(words, language="en"))
        say.say(insight, CG.about, role)
        say.say(insight, SCHEMA.currency, Literal(currency))
        say.say(insight, SCHEMA.unitText, Literal(unit or "YEAR"))
        for property_, amount in (
            (SCHEMA.minValue, low), (SCHEMA.median, median), (SCHEMA.maxValue, high),
        ):  # fmt: skip
            if amount is not None:
                say.say(insight, property_, Literal(f"{amount:.2f}", datatype=term(XSD.decimal)))


_UNIT_NAMES = ("unitText", "unitCode", "duration")


def _texts(nodes: _Nodes, node: Any, *names: str) -> list[str]:
    return [each.value for each in nodes.values(node, *names) if isinstance(each, Literal)]


def _number(text: str) -> float | None:
    """Read an amount of money that JSON has as a number or a text; None where it is neither."""
    plain = text.strip().replace(",", "").replace(" ", "")
    if not re.fullmatch(r"\d{1,12}(?:\.\d+)?(?:[eE]\+?\d{1,2})?", plain):
        return None
    return float(plain)


def _unit(text: str) -> str | None:
    word = text.strip().upper().removeprefix("PER ")
    return next((unit for unit, words in _UNITS.items() if re.fullmatch(words, word)), None)


def _without_tags(text: str) -> str:
    """Return the words of a text that may be HTML, its blocks and items as lines."""
    if "<" not in text:
        return text
    text = re.sub(r"<(?:br|/?(?:p|li|ul|ol|div|h[1-6]|tr))\b[^<>]{0,300}>", "\n", text, flags=re.I)
    return unescape(re.sub(r"<[^<>]{1,300}>", "", text))
