"""The NICE Framework: work in cybersecurity, as NIST gives it in JSON.

The download (https://www.nist.gov/itl/applied-cybersecurity/nice/nice-framework-resource-center) is
one file in the layout of NIST's Cybersecurity and Privacy Reference Tool: elements, each of a type,
and relationships between them. Elements have identifiers, not IRIs; they get
``https://csrc.nist.gov/nice/`` followed by them:

==========================  ===================================================================
work role                   cg:Role, skos:notation its identifier
category                    cg:RoleGroup, the skos:broader of work roles
knowledge, skill, ability   cg:Skill; cg:requiresSkill
competency area             cg:Skill, the skos:broader of the skills that are part of it
task                        cg:Responsibility, for roles share tasks; cg:hasResponsibility
==========================  ===================================================================
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import RDF, SKOS
from rdflib.term import URIRef

from careergraph.errors import SourceError
from careergraph.importers.source import Source, opened, term
from careergraph.store.foreign_files import opened_raw
from careergraph.vocabulary import CG, SOURCE_BASE

BASE = "https://csrc.nist.gov/nice/"

_ROLE, _CATEGORY = "work_role", "category"
_CLASSES = {
    _ROLE: CG.Role,
    _CATEGORY: CG.RoleGroup,
    "task": CG.Responsibility,
    "knowledge": CG.Skill,
    "skill": CG.Skill,
    "ability": CG.Skill,
    "competency_area": CG.Skill,
}
_RELATIONS: dict[tuple[str, str], URIRef] = {
    (_ROLE, "task"): CG.hasResponsibility,
    **{(_ROLE, kind): CG.requiresSkill for kind in ("knowledge", "skill", "ability")},
    (_ROLE, "competency_area"): CG.requiresSkill,
    (_ROLE, _CATEGORY): SKOS.broader,
    **{(kind, "competency_area"): SKOS.broader for kind in ("knowledge", "skill", "ability")},
}


_RELEASED = {"1.0.0": "2024-03-05"}
_FRAMEWORK = "2020-11-16"
"""When the framework that the components belong to came out, NIST SP 800-181 Revision 1."""


def is_nice(path: Path) -> bool:
    """Whether a file is JSON that speaks of work roles as NIST's tool does."""
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    with opened_raw(path) as file:
        return b'"work_role"' in file.read()


def describe_nice(path: Path) -> Source:
    """Name the source; its version comes from the document that it names, or from its own name.

    Raises:
        SourceError: as ``import_nice``.
    """
    documents = json.dumps(_content(path).get("documents"))
    version = re.search(r"\d+\.\d+\.\d+", f"{documents} {path.name}")
    day = re.search(r"\d{4}-\d\d-\d\d", documents)
    release = version[0] if version else ""
    return Source(
        iri=SOURCE_BASE + "nice",
        title=f"NICE Workforce Framework for Cybersecurity {release}".strip(),
        publisher="National Institute of Standards and Technology",
        licence="Public domain in the United States; NIST asks to be named.",
        issued=day[0] if day else _RELEASED.get(release, _FRAMEWORK),
    )


def import_nice(path: Path) -> Iterator[Triple]:
    """Read the elements and the relationships between them.

    Raises:
        SourceError: the file is not JSON, or not in the layout of NIST's tool.
    """
    content = _content(path)
    kinds: dict[str, str] = {}
    try:
        for element in content["elements"]:
            key, kind = element["element_identifier"], element["element_type"]
            title, text = (str(element.get(part) or "").strip() for part in ("title", "text"))
            if kind not in _CLASSES or not (title or text):
                continue
            kinds[key] = kind
            node = _node(key)
            label = (title or text).rstrip(".")
            yield Triple(node, term(RDF.type), term(_CLASSES[kind]))
            yield Triple(node, term(SKOS.prefLabel), Literal(label, language="en"))
            yield Triple(node, term(SKOS.notation), Literal(key))
            if title and text and text != title:
                yield Triple(node, term(SKOS.definition), Literal(text, language="en"))
        for relationship in content["relationships"]:
            ends = [relationship[f"{end}_element_identifier"] for end in ("source", "dest")]
            # A category leads to its roles, a role to its tasks: either end may come first.
            for start, end in (ends, ends[::-1]):
                if property_ := _RELATIONS.get((kinds.get(start, ""), kinds.get(end, ""))):
                    yield Triple(_node(start), term(property_), _node(end))
    except (KeyError, TypeError, AttributeError) as error:
        raise SourceError(
            f"{path}: lacks {error} where NIST's tool has it; download the NICE Framework as JSON "
            "again."
        ) from error


def _content(path: Path) -> dict[str, Any]:
    """Return what lies around the elements and relationships of a file."""
    with opened(path) as file:
        try:
            content = json.load(file)
        except ValueError as error:
            raise SourceError(
                f"{path}: is not valid JSON ({error}); it looks cut short, so download it again."
            ) from error
    for key in ("response", "elements"):
        if isinstance(content, dict) and isinstance(content.get(key), dict):
            content = content[key]
    if not isinstance(content, dict):
        raise SourceError(f"{path}: is JSON of another layout than that of NIST's tool.")
    return content


def _node(key: str) -> NamedNode:
    return NamedNode(f"{BASE}{quote(key)}")
