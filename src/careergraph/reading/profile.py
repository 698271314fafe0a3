"""What a person knows: read from a list, Turtle, JSON or the text of a CV, and written again."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from careergraph.errors import AmbiguousError, NoAnswerError, NotFoundError, SourceError, UsageError
from careergraph.network.answers import Answer, ListAnswer
from careergraph.network.lookup import Match, Thing, find, name_of, named, several
from careergraph.network.projection import Network
from careergraph.reading.documents import Block, blocks_of, decoded, text_of, unzipped
from careergraph.reading.mentions import Found
from careergraph.reading.resume import find_in_resume, opens_section
from careergraph.store.foreign_files import read_file
from careergraph.vocabulary import CG, SCHEMA

MAX_BYTES = 5_000_000
"""The size of the largest profile read; a CV as PDF, with a photograph, is well below."""

MAX_NAMES = 1000
"""The most names taken from a list; a longer one is read as running text."""


@dataclass(frozen=True)
class Unknown(Answer):
    """A name that was not recognised, and the labels nearest to it."""

    text: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class Profile(ListAnswer):
    """What a person knows, as read.

    ``form`` is "turtle", "json", "list", "linkedin", "europass" or "text". What is not ``sure`` in
    ``known`` is for the person to confirm.

    ``queries`` are the SPARQL queries that the person keeps, by name, and ``asked`` those asked
    before, the last one first; our own JSON may hold some.
    """

    ROWS = "known"

    known: tuple[Found, ...]
    unknown: tuple[Unknown, ...]
    form: str
    queries: dict[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return what ``learning_path`` takes as known: IRIs of what is sure, and unknown names."""
        sure = (found.iri for found in self.known if found.sure)
        return (*sure, *(name.text for name in self.unknown))


def read_profile(network: Network, path: str | Path) -> Profile:
    """Read a profile from a file, see ``parse_profile``.

    Raises:
        SourceError: the file cannot be read, is too large, or is no text.
        UsageError: it is text, and not a profile.
    """
    path = Path(path)
    return parse_profile(network, read_file(path, MAX_BYTES), name=path.name)


def parse_profile(network: Network, data: bytes | str, *, name: str = "The profile") -> Profile:
    """Read what a person knows, in whichever form it comes.

    Forms: Turtle (the objects of cg:knows or schema:knowsAbout, IRIs or names), our own JSON
    (``knows``), JSON Resume (``skills[].name`` and ``keywords[]``), a JSON list of names, a plain
    list (a name a line, or several with commas between), LinkedIn's export (the zip), Europass XML,
    and else running text such as a CV: plain text, HTML, PDF or DOCX.

    Args:
        network: as ``project`` gives it.
        data: the content.
        name: what to call it in an error.

    Raises:
        SourceError: it is too large, or no text.
        UsageError: it is empty, broken Turtle or JSON, or made for another purpose.
    """
    if len(data) > MAX_BYTES:
        raise SourceError(
            f"{name} is larger than {MAX_BYTES // 1_000_000} MB; paste only the part that says "
            "what you know."
        )
    if (
        isinstance(data, bytes)
        and data.startswith(b"PK")
        and ((listed := _names_in_linkedin(data, name)) is not None)
    ):
        return _listed(network, listed, "linkedin")
    text = _text(data, name)
    if text.startswith("<?xml") or ("europass" in text[:2000].lower() and text.startswith("<")):
        listed, rest = _names_in_europass(text, name)
        return _with_prose(network, _listed(network, listed, "europass"), rest)
    queries: dict[str, str] = {}
    asked: tuple[str, ...] = ()
    if text.startswith(("[", "{")):
        form, names = "json", _names_in_json(network, text, name)
        queries, asked = _queries_in_json(text)
    elif _TURTLE.search(text):
        form, names = "turtle", _names_in_turtle(text, name)
    else:
        form, names = "list", _names_in_list(network, text)
    if form != "list" and not names and not queries and not asked:
        raise UsageError(f"{name} names nothing that anybody knows; is it another file?")
    if len(names) > MAX_NAMES:
        if form == "list":
            return _resume(network, data, name)
        raise UsageError(f"{name} names {len(names)} things; keep it to {MAX_NAMES}.")
    # Lines of a CV are short too; in a list at least half of them mean something, and none is a
    # sentence.
    meant = [name for name in names if _means_something(network, name)]
    sentences = any(len(name.split()) > _LONGEST_NAME for name in set(names).difference(meant))
    headed = any(map(opens_section, text.splitlines()))
    running = form == "list" and (sentences or headed or 2 * len(meant) < len(names))
    if running and (resume := _resume(network, data, name)).known:
        return resume
    known, unknown = _recognised(network, names)
    profile = _profile(known, unknown, form, queries, asked)
    return _with_prose(network, profile, _prose_in_json(text)) if form == "json" else profile


def _resume(network: Network, data: bytes | str, name: str) -> Profile:
    """Return what the running text of a file says that somebody knows."""
    found, entries = find_in_resume(network, blocks_of(data, name).blocks)
    _, unknown = _recognised(network, entries)
    return Profile(found, tuple(unknown.values()), "text")


def _with_prose(network: Network, profile: Profile, prose: str) -> Profile:
    """Return a profile with what some running text beside its list names too."""
    listed = {found.iri for found in profile.known}
    found, _ = find_in_resume(network, [Block("text", line) for line in prose.splitlines()])
    more = tuple(mention for mention in found if mention.iri not in listed)
    return replace(profile, known=(*profile.known, *more))


def _listed(network: Network, names: Iterable[str], form: str) -> Profile:
    """Return the profile of names that a form lists one by one."""
    known, unknown = _recognised(network, names)
    return _profile(known, unknown, form)


def _profile(
    known: Mapping[str, list[Match]],
    unknown: Mapping[str, Unknown],
    form: str,
    queries: Mapping[str, str] = MappingProxyType({}),
    asked: tuple[str, ...] = (),
) -> Profile:
    once: dict[str, Found] = {}
    for name, matches in known.items():
        for match in matches:
            once.setdefault(match.iri, Found(match.iri, match.label, match.kind, name))
    return Profile(tuple(once.values()), tuple(unknown.values()), form, dict(queries), asked)


Knowledge = Thing | Iterable[Thing] | Profile
"""What somebody knows: names, IRIs or things of other answers, one or several, or a profile."""


def recognise(network: Network, known: Knowledge) -> tuple[tuple[Match, ...], tuple[Unknown, ...]]:
    """Find the things that names or IRIs mean, each once, and list the names that mean nothing.

    A name that fits several things equally well means them all.
    """
    things = known.names if isinstance(known, Profile) else several(known)
    recognised, unknown = _recognised(network, map(name_of, things))
    once = {match.iri: match for matches in recognised.values() for match in matches}
    return tuple(once.values()), tuple(unknown.values())


def split_names(network: Network, text: str) -> list[str]:
    """Split what is typed as one name where it is several, at its commas or its spaces.

    A comma or a space is part of many names, so what means something as a whole stays whole. At
    spaces it is split only into tools, each named in full.
    """
    if _means_something(network, text):
        return [text]
    if "," in text:
        parts = filter(None, map(str.strip, text.split(",")))
        return [name for part in parts for name in split_names(network, part)]
    typed = text.split()
    names: list[str] = []
    while typed:
        lengths = range(len(typed), 0, -1)
        length = next((n for n in lengths if named(network, " ".join(typed[:n]), kind="tool")), 0)
        if not length:
            return [text]
        names.append(" ".join(typed[:length]))
        typed = typed[length:]
    return names


def profile_to_turtle(network: Network, known: Iterable[str]) -> str:
    """Write what a person knows as Turtle that ``parse_profile`` reads; ``known`` are IRIs."""
    from rdflib import BNode, Graph, Literal, URIRef
    from rdflib.namespace import RDF, SKOS

    graph = Graph()
    for prefix, namespace in (("cg", CG._NS), ("schema", SCHEMA), ("skos", SKOS)):
        graph.bind(prefix, namespace)
    person = BNode("me")
    graph.add((person, RDF.type, SCHEMA.Person))
    for iri in known:
        graph.add((person, CG.knows, URIRef(iri)))
        if iri in network:
            label = Literal(network.nodes[iri]["label"], lang="en")
            graph.add((URIRef(iri), SKOS.prefLabel, label))
    return graph.serialize(format="turtle")


def profile_to_json(
    network: Network,
    known: Iterable[str],
    queries: Mapping[str, str] | None = None,
    asked: Iterable[str] = (),
) -> str:
    """Write what a person knows as JSON that ``parse_profile`` reads.

    Args:
        network: as ``project`` gives it.
        known: IRIs of what is known.
        queries: SPARQL that the person keeps, by name.
        asked: SPARQL that the person asked, the last one first.
    """
    knows = [{"iri": iri, "label": network.nodes[iri]["label"]} for iri in known if iri in network]
    profile: dict[str, Any] = {"knows": knows}
    if queries:
        profile["queries"] = dict(queries)
    if asked := list(asked):
        profile["asked"] = asked
    return json.dumps(profile, ensure_ascii=False, indent=2) + "\n"


def _recognised(
    network: Network, names: Iterable[str]
) -> tuple[dict[str, list[Match]], dict[str, Unknown]]:
    known: dict[str, list[Match]] = {}
    unknown: dict[str, Unknown] = {}
    for name in dict.fromkeys(filter(None, (name.strip() for name in names))):
        try:
            known[name] = _look_up(network, name)
        except NotFoundError as error:
            unknown[name] = Unknown(name, error.suggestions)
        except NoAnswerError:
            unknown[name] = Unknown(name, ())
    return known, unknown


def _means_something(network: Network, name: str) -> bool:
    name = name.strip()
    return bool(named(network, name) or named(network, _REMARK.sub("", name)))


def _look_up(network: Network, name: str) -> list[Match]:
    if name in network:
        data = network.nodes[name]
        return [Match(name, data["label"], data["kind"], data["label"])]
    bare = _REMARK.sub("", name)
    if bare != name and not named(network, name):
        name = bare
    try:
        return [find(network, name)]
    except AmbiguousError as error:
        return [
            Match(iri, label, network.nodes[iri]["kind"], name) for iri, label in error.candidates
        ]


def _text(data: bytes | str, name: str) -> str:
    """Return the text of a profile, or say in a sentence why it is none."""
    text = text_of(data, name)
    if len(_NOT_TEXT.findall(text)) > len(text) // 200:
        raise SourceError(f"{name} is not text; a profile is Turtle, JSON or a list of names.")
    if not text.strip():
        raise UsageError(f"{name} is empty; write what you know, one name a line.")
    return text.strip()


def _names_in_linkedin(data: bytes, name: str) -> list[str] | None:
    """Return the skills of LinkedIn's export, a zip of tables; None where it is another file."""
    archive = unzipped(data, name)
    inside = {entry.rpartition("/")[2].lower(): entry for entry in archive.namelist()}
    if "skills.csv" not in inside:
        return None
    table = csv.DictReader(io.StringIO(decoded(archive.read(inside["skills.csv"]))))
    return [row["Name"] for row in table if row.get("Name")]


def _names_in_europass(text: str, name: str) -> tuple[list[str], str]:
    """Return the skills that Europass XML lists, and the rest of its text."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{name} is not valid XML; export it anew, or as text.") from error
    names: list[str] = []
    lines: list[str] = []
    for element in root.iter(etree.Element):
        words = (element.text or "").strip()
        tag = etree.QName(element).localname
        if words and _SKILL_TAG.search(tag):
            names.append(words)
        elif words and len(words) > 3:
            lines.append(re.sub(r"<[^<>]*>", " ", words))
    return names, "\n".join(lines)


def _names_in_json(network: Network, text: str, name: str) -> list[str]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:  # a number can be too long to be read
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise UsageError(f"{name} is not valid JSON{where}; correct it or save it anew.") from None
    if isinstance(data, dict) and not {"knows", "skills"} & data.keys():
        raise UsageError(
            f"{name} is JSON without “skills” (JSON Resume) or “knows”; is it another file?"
        )
    entries = data if isinstance(data, list) else [*_list(data, "knows"), *_list(data, "skills")]
    if isinstance(data, dict):
        projects = (project for project in _list(data, "projects") if isinstance(project, dict))
        entries += [word for project in projects for word in _list(project, "keywords")]
    names: list[str] = []
    for entry in entries:
        if isinstance(entry, str):
            names.append(entry)
        elif isinstance(entry, dict):
            own = entry.get("iri") or entry.get("name") or entry.get("label")
            keywords = [each for each in _list(entry, "keywords") if isinstance(each, str)]
            # The name of a group of keywords is often a heading of one's own.
            if isinstance(own, str) and (not keywords or _means_something(network, own)):
                names.append(own)
            names += keywords
    return names


def _prose_in_json(text: str) -> str:
    """Return what JSON Resume tells in sentences of the person, the work and the projects."""
    data = json.loads(text)
    if not isinstance(data, dict):
        return ""
    basics = data.get("basics")
    told = [basics] if isinstance(basics, dict) else []
    told += [part for key in ("work", "projects") for part in _list(data, key)]
    lines: list[Any] = []
    for part in told:
        if isinstance(part, dict):
            lines += [part.get("summary"), *_list(part, "highlights")]
    return "\n".join(line for line in lines if isinstance(line, str))


def _queries_in_json(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    data = json.loads(text)
    if not isinstance(data, dict):
        return {}, ()
    queries = data.get("queries")
    named = queries if isinstance(queries, dict) else {}
    kept = {name: query for name, query in named.items() if isinstance(query, str)}
    return kept, tuple(query for query in _list(data, "asked") if isinstance(query, str))


def _list(data: dict[str, Any], key: str) -> list[Any]:
    value = data.get(key)
    return value if isinstance(value, list) else []


def _names_in_turtle(text: str, name: str) -> list[str]:
    from rdflib import Graph

    try:
        graph = Graph().parse(data=text, format="turtle")
    except Exception as error:  # rdflib raises many kinds, its own and Python's
        line = re.search(r"at line (\d+)", str(error))
        where = f" (line {line[1]})" if line else ""
        raise UsageError(f"{name} is not valid Turtle{where}; correct it.") from None
    known = {
        str(thing)
        for relation in (CG.knows, SCHEMA.knowsAbout)
        for thing in graph.objects(None, relation)
    }
    if not known:
        raise UsageError(
            f"{name} is Turtle that says of nobody what they know; it should hold "
            "“[] cg:knows …” with the IRIs or names of skills and tools."
        )
    return sorted(known)


def _names_in_list(network: Network, text: str) -> list[str]:
    """Split a list at its lines, and a line at its commas unless it is a name as a whole."""
    names: list[str] = []
    for line in text.splitlines():
        line = _BULLET.sub("", line).strip()
        if not line or line.startswith("#"):
            continue
        whole = not _COMMA.search(line) or _means_something(network, line)
        if not whole and (headed := _HEADED.match(line)):
            line = headed[1]
        names += [line] if whole else [part.strip() for part in _COMMA.split(line)]
    return [name for name in names if name]


_LONGEST_NAME = 6  # words
_REMARK = re.compile(r"\s*\([^()]*\)$")  # as in "R (Programming Language)"
_SKILL_TAG = re.compile(r"^(?:JobRelated|Computer|ICT|Digital|Other)?Skill(?:s|Name)?$|Competenc")
_TURTLE = re.compile(
    r"^\s*@?prefix\s|^\s*<(?:#|\w+:)[^<>\s]*>\s+(?:a\s|<|\w+:)|\bcg:knows\b", re.I | re.M
)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_BULLET = re.compile(r"^\s*(?:[-*•·–]|\d+[.)])\s+")
_HEADED = re.compile(r"[^:,;]{2,40}:\s+(\S.*)$")  # as in "Skills: R, Go"
_COMMA = re.compile(r"[,;|•·]\s*")
