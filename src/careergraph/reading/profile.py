"""What a person knows: read from a list, Turtle, JSON or the text of a CV, and written again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from careergraph.errors import AmbiguousError, NoAnswerError, NotFoundError, SourceError, UsageError
from careergraph.network.answers import Answer
from careergraph.network.lookup import Match, find
from careergraph.network.projection import Network
from careergraph.reading.mentions import Found, find_in_text
from careergraph.vocabulary import CG, SCHEMA

MAX_BYTES = 1_000_000
"""The size of the largest profile read; a CV of a hundred pages is a third of it."""

MAX_NAMES = 1000
"""The most names taken from a list; a longer one is read as running text."""


@dataclass(frozen=True)
class Unknown:
    """A name that was not recognised, and the labels nearest to it."""

    text: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class Profile(Answer):
    """What a person knows, as read; ``form`` is "turtle", "json", "list" or "text".

    ``queries`` are the SPARQL queries that the person keeps, by name, and ``asked`` those asked
    before, the last one first; our own JSON may hold some.
    """

    known: tuple[Found, ...]
    unknown: tuple[Unknown, ...]
    form: str
    queries: dict[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Give what ``learning_path`` takes as known: IRIs, and the names not recognised."""
        return (*(found.iri for found in self.known), *(name.text for name in self.unknown))


def read_profile(network: Network, path: str | Path) -> Profile:
    """Read a profile from a file, see ``parse_profile``.

    Raises:
        SourceError: the file cannot be read, is too large, or is no text.
        UsageError: it is text, and not a profile.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SourceError(f"{path} cannot be read ({reason}); check the name.") from None
    return parse_profile(network, data, name=Path(path).name)


def parse_profile(network: Network, data: bytes | str, *, name: str = "The profile") -> Profile:
    """Read what a person knows, in whichever form it comes.

    Forms: Turtle (the objects of cg:knows or schema:knowsAbout, IRIs or names), our own JSON
    (``knows``), JSON Resume (``skills[].name`` and ``keywords[]``), a JSON list of names, a plain
    list (a name a line, or several with commas between), and else running text such as a CV.

    Args:
        network: as ``project`` gives it.
        data: the content.
        name: what to call it in an error.

    Raises:
        SourceError: it is too large, or no text.
        UsageError: it is empty, broken Turtle or JSON, or made for another purpose.
    """
    text = _text(data, name)
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
            return Profile(find_in_text(network, text), (), "text")
        raise UsageError(f"{name} names {len(names)} things; keep it to {MAX_NAMES}.")
    known, unknown = _recognised(network, names)
    # Lines of a CV are short too; in a list at least half of them mean something.
    if form == "list" and len(unknown) > len(known) and (found := find_in_text(network, text)):
        return Profile(found, (), "text")
    found_once: dict[str, Found] = {}
    for each, matches in known.items():
        for match in matches:
            found_once.setdefault(match.iri, Found(match.iri, match.label, match.kind, each))
    return Profile(tuple(found_once.values()), tuple(unknown.values()), form, queries, asked)


def recognise(
    network: Network, names: Iterable[str]
) -> tuple[tuple[Match, ...], tuple[Unknown, ...]]:
    """Find the things that names or IRIs mean, each once, and list the names that mean nothing.

    A name that fits several things equally well means them all.
    """
    known, unknown = _recognised(network, names)
    once = {match.iri: match for matches in known.values() for match in matches}
    return tuple(once.values()), tuple(unknown.values())


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
    return bool(_recognised(network, [name])[0])


def _look_up(network: Network, name: str) -> list[Match]:
    if name in network:
        data = network.nodes[name]
        return [Match(name, data["label"], data["kind"], data["label"])]
    try:
        return [find(network, name)]
    except AmbiguousError as error:
        return [
            Match(iri, label, network.nodes[iri]["kind"], name) for iri, label in error.candidates
        ]


def _text(data: bytes | str, name: str) -> str:
    """Decode a profile, or say in a sentence why it is none."""
    if len(data) > MAX_BYTES:
        raise SourceError(
            f"{name} is larger than {MAX_BYTES // 1_000_000} MB; paste only the part that says "
            "what you know."
        )
    text = data if isinstance(data, str) else _decode(data, name)
    if text.lstrip()[:9].lower().startswith(("<!doctype", "<html", "<?xml")):
        raise SourceError(f"{name} is a web page or XML; save it as plain text first.")
    if len(_NOT_TEXT.findall(text)) > len(text) // 200:
        raise SourceError(f"{name} is not text; a profile is Turtle, JSON or a list of names.")
    if not text.strip():
        raise UsageError(f"{name} is empty; write what you know, one name a line.")
    return text.strip()


def _decode(data: bytes, name: str) -> str:
    if data.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise SourceError(f"{name} is a PDF or Office file; save it as plain text first.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _names_in_json(network: Network, text: str, name: str) -> list[str]:
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise UsageError(f"{name} is not valid JSON{where}; correct it or save it anew.") from None
    if isinstance(data, dict) and not {"knows", "skills"} & data.keys():
        raise UsageError(
            f"{name} is JSON without “skills” (JSON Resume) or “knows”; is it another file?"
        )
    entries = data if isinstance(data, list) else [*_list(data, "knows"), *_list(data, "skills")]
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
        names += [line] if whole else [part.strip() for part in _COMMA.split(line)]
    return [name for name in names if name]


_TURTLE = re.compile(r"^\s*@?prefix\s|^\s*<[^<>\s]+>\s+(a|<|\w+:)|\bcg:knows\b", re.I | re.M)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_BULLET = re.compile(r"^\s*(?:[-*•·–]|\d+[.)])\s+")
_COMMA = re.compile(r"[,;|•·]\s*")
