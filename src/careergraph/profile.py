"""What a person knows: read from a list, Turtle, JSON or the text of a CV, and written again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from careergraph.errors import AmbiguousError, NoAnswerError, NotFoundError, SourceError, UsageError
from careergraph.lookup import Match, find, normal_form
from careergraph.projection import Network
from careergraph.vocabulary import CG, SCHEMA

MAX_BYTES = 1_000_000
"""The size of the largest profile read; a CV of a hundred pages is a third of it."""


@dataclass(frozen=True)
class Unknown:
    """A name that was not recognised, and the labels nearest to it."""

    text: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A thing recognised in a profile.

    ``text`` is the name as it stands there, ``snippet`` what stands around it in running text.
    ``sure`` is False for a name that is a single letter or an everyday word as well ("R", "Go").
    """

    iri: str
    label: str
    kind: str
    text: str
    snippet: str = ""
    sure: bool = True


@dataclass(frozen=True)
class Profile:
    """What a person knows, as read; ``form`` is "turtle", "json", "list" or "text"."""

    known: tuple[Found, ...]
    unknown: tuple[Unknown, ...]
    form: str

    @property
    def names(self) -> tuple[str, ...]:
        """Give what ``learning_path`` takes as known: IRIs, and the names not recognised."""
        return (*(found.iri for found in self.known), *(name.text for name in self.unknown))

    def to_dict(self) -> dict[str, Any]:
        """Give the profile as plain values, ready for JSON."""
        return asdict(self)


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
    if text.startswith(("[", "{")):
        form, names = "json", _names_in_json(text, name)
    elif _TURTLE.search(text):
        form, names = "turtle", _names_in_turtle(text, name)
    else:
        form, names = "list", _names_in_list(network, text)
        # Lines of a CV are short too; a list is one in which the names mean something.
        recognised = sum(bool(_things(network, each)) for each in names)
        if len(names) > 2 * recognised and (found := find_in_text(network, text)):
            return Profile(found, (), "text")
    known: dict[str, Found] = {}
    for each in names:
        for match in _things(network, each):
            known.setdefault(match.iri, Found(match.iri, match.label, match.kind, each))
    _, unknown = recognise(network, names)
    return Profile(tuple(known.values()), unknown, form)


def recognise(
    network: Network, names: Iterable[str]
) -> tuple[tuple[Match, ...], tuple[Unknown, ...]]:
    """Find the things that names or IRIs mean, each once, and list the names that mean nothing.

    A name that fits several things equally well means them all.
    """
    matches: dict[str, Match] = {}
    unknown: dict[str, Unknown] = {}
    for name in dict.fromkeys(filter(None, (name.strip() for name in names))):
        try:
            for match in _look_up(network, name):
                matches.setdefault(match.iri, match)
        except NotFoundError as error:
            unknown[name] = Unknown(name, error.suggestions)
        except NoAnswerError:
            unknown[name] = Unknown(name, ())
    return tuple(matches.values()), tuple(unknown.values())


def find_in_text(network: Network, text: str) -> tuple[Found, ...]:
    """Find the skills, tools and degrees that a running text names, for a person to confirm.

    Names and alternative names are found as whole words, whatever their case, the longest first. A
    name of one or two letters, or one that is an everyday word as well, is taken only where it
    stands as in a list (between commas, bullets or line ends) and is spelt as in the graph.

    Returns:
        Each thing once, in the order of the text, with the words around it.
    """
    names = _spoken_names(network)
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    forms = [normal_form(text[begin:end]) for begin, end in words]
    found: dict[str, Found] = {}
    at = 0
    while at < len(words):
        for length in range(min(names.longest.get(forms[at], 0), len(words) - at), 0, -1):
            begin, end = words[at][0], words[at + length - 1][1]
            spelt = text[begin:end]
            iri = names.iri_of.get(" ".join(forms[at : at + length]))
            if iri is None or _GAP.search(spelt):
                continue
            doubtful = length == 1 and (len(spelt) <= 2 or spelt.casefold() in _EVERYDAY)
            data = network.nodes[iri]
            if doubtful and not (
                spelt in {data["label"], *data["aliases"]} and _in_list(text, begin, end)
            ):
                continue
            snippet = _snippet(text, begin, end)
            found.setdefault(
                iri, Found(iri, data["label"], data["kind"], spelt, snippet, not doubtful)
            )
            at += length - 1
            break
        at += 1
    return tuple(found.values())


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


def profile_to_json(network: Network, known: Iterable[str]) -> str:
    """Write what a person knows as JSON that ``parse_profile`` reads; ``known`` are IRIs."""
    knows = [{"iri": iri, "label": network.nodes[iri]["label"]} for iri in known if iri in network]
    return json.dumps({"knows": knows}, ensure_ascii=False, indent=2) + "\n"


def _things(network: Network, name: str) -> tuple[Match, ...]:
    return recognise(network, [name])[0]


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


def _names_in_json(text: str, name: str) -> list[str]:
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
            names += [each for each in (own, *_list(entry, "keywords")) if isinstance(each, str)]
    return names


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
        whole = not _COMMA.search(line) or _things(network, line)
        names += [line] if whole else [part.strip() for part in _COMMA.split(line)]
    return [name for name in names if name]


_TURTLE = re.compile(r"^\s*@?prefix\s|^\s*<[^<>\s]+>\s+(a|<|\w+:)|\bcg:knows\b", re.I | re.M)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_BULLET = re.compile(r"^\s*(?:[-*•·–]|\d+[.)])\s+")
_COMMA = re.compile(r"[,;|•·]\s*")
# The words of a name, as lookup.normal_form cuts them, so that both meet in one form.
_WORD = re.compile(r"[^\W_]+[+#]*|\.net\b", re.I)
# What cannot stand inside a name: the end of a sentence, of a line or of an entry of a list.
_GAP = re.compile(r"[,;:|•()\[\]\n]|\.\s")
# Names of tools that are also words of everyday English; the list holds what CVs trip over.
_EVERYDAY = frozenset({
    "access", "airflow", "ant", "apex", "assembly", "beam", "bash", "chef", "dash", "drill",
    "elixir", "excel", "express", "falcon", "flask", "flux", "gin", "go", "helm", "hive",
    "impala", "julia", "kibana", "less", "maven", "nest", "next", "node", "notion", "oracle",
    "phoenix", "pig", "presto", "puppet", "rails", "react", "ruby", "rust", "salt", "scratch",
    "sketch", "slack", "spark", "spring", "storm", "swift", "teams", "unity", "vault", "word",
    "zoom",
})  # fmt: skip


def _in_list(text: str, begin: int, end: int) -> bool:
    """Tell whether a word stands between commas, bullets, brackets or line ends."""
    before, after = text[:begin].rstrip(" \t*"), text[end:].lstrip(" \t*")
    opens = not before or before[-1] in ",;:|/•·(\n-–" or before.endswith((" and", " &", " or"))
    closes = not after or after[0] in ",;|/•·)\n" or after.startswith(("and ", "& ", "or ", ".\n"))
    line = text[text.rfind("\n", 0, begin) + 1 : (text.find("\n", end) + 1 or len(text) + 1) - 1]
    return opens and (closes or after == ".") and (line.strip() != text or len(line) < 60)


def _snippet(text: str, begin: int, end: int) -> str:
    around = text[max(0, begin - 40) : begin], text[end : end + 40]
    left = around[0].split("\n")[-1]
    right = around[1].split("\n")[0]
    if begin > 40 and len(left) == 40:
        left = "…" + left.partition(" ")[2]
    if len(right) == 40 and end + 40 < len(text):
        right = right.rpartition(" ")[0] + "…"
    return f"{left}{text[begin:end]}{right}".strip()


@dataclass(frozen=True)
class _SpokenNames:
    """The names looked for in a text by normal form, and the longest that begins with a word."""

    iri_of: dict[str, str]
    longest: dict[str, int]


_SPOKEN: WeakKeyDictionary[Network, _SpokenNames] = WeakKeyDictionary()


def _spoken_names(network: Network) -> _SpokenNames:
    if network not in _SPOKEN:
        iri_of: dict[str, str] = {}
        longest: dict[str, int] = {}
        for form, iri in sorted(_forms(network)):
            # Where two things share a name, a label beats an alternative name, then the IRI.
            best = iri_of.get(form)
            if best is None or _is_label(network, iri, form) > _is_label(network, best, form):
                iri_of[form] = iri
            words = form.split()
            longest[words[0]] = max(longest.get(words[0], 0), len(words))
        _SPOKEN[network] = _SpokenNames(iri_of, longest)
    return _SPOKEN[network]


def _forms(network: Network) -> Iterator[tuple[str, str]]:
    for iri, data in network.nodes(data=True):
        if data["kind"] in {"skill", "tool", "degree"}:
            for name in (data["label"], *data["aliases"]):
                if form := normal_form(name):
                    yield form, iri


def _is_label(network: Network, iri: str, form: str) -> bool:
    return normal_form(network.nodes[iri]["label"]) == form
