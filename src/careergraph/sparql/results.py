"""SPARQL results in the W3C's formats, written row by row from pyoxigraph's terms.

Oxigraph writes them too, but whole: here a row is a unit, so that an answer can end at a limit and
still be well-formed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import escape  # as for XML, where that of xml.sax takes ten times as long to import
from json.encoder import encode_basestring as quoted
from typing import Any

import pyoxigraph as ox

_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME_AT_END = re.compile(rf"[{_START}][{_START}0-9.\-\u00b7\u0300-\u036f\u203f\u2040]*\Z")
"""The end of an IRI that can be the name of an element (XML Namespaces 1.0, NCName)."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


def json_term(term: Any) -> str:
    """Return a term as in the SPARQL 1.1 Query Results JSON Format."""
    kind = type(term)
    if kind is ox.NamedNode:
        return f'{{"type":"uri","value":{quoted(term.value)}}}'
    if kind is ox.Literal:
        if term.language:
            return f'{{"type":"literal","value":{quoted(term.value)},"xml:lang":"{term.language}"}}'
        datatype = term.datatype.value
        if datatype == XSD_STRING:
            return f'{{"type":"literal","value":{quoted(term.value)}}}'
        return f'{{"type":"literal","value":{quoted(term.value)},"datatype":{quoted(datatype)}}}'
    if kind is ox.BlankNode:
        return f'{{"type":"bnode","value":"{term.value}"}}'
    names = ("subject", "predicate", "object")
    inner = ",".join(f'"{n}":{json_term(part)}' for n, part in zip(names, term, strict=True))
    return f'{{"type":"triple","value":{{{inner}}}}}'


def xml_term(term: Any) -> str:
    """Return a term as in the SPARQL Query Results XML Format."""
    kind = type(term)
    if kind is ox.NamedNode:
        return f"<uri>{xml_text(term.value)}</uri>"
    if kind is ox.Literal:
        if term.language:
            return f'<literal xml:lang="{term.language}">{xml_text(term.value)}</literal>'
        datatype = term.datatype.value
        if datatype == XSD_STRING:
            return f"<literal>{xml_text(term.value)}</literal>"
        return f'<literal datatype="{escape(datatype)}">{xml_text(term.value)}</literal>'
    if kind is ox.BlankNode:
        return f"<bnode>{term.value}</bnode>"
    names = ("subject", "predicate", "object")
    inner = "".join(f"<{n}>{xml_term(part)}</{n}>" for n, part in zip(names, term, strict=True))
    return f"<triple>{inner}</triple>"


def xml_text(text: str) -> str:
    """Return a text escaped for XML 1.0, without the control characters that XML cannot hold."""
    return escape(_NOT_IN_XML.sub("\ufffd", text), quote=False).replace("\r", "&#xD;")


def xml_triples(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield triples as XML 1.0 can hold them; what it cannot is replaced as ``xml_text`` does it.

    Raises:
        ValueError: the predicate of one ends in no name that an element can have.
    """
    for triple in triples:
        if not _NAME_AT_END.search(triple.predicate.value):
            raise ValueError(
                f"The property {triple.predicate.value} ends in no name that RDF/XML can write; "
                "ask for Turtle or another format."
            )
        value = triple.object
        if isinstance(value, ox.Literal) and _NOT_IN_XML.search(value.value):
            text = _NOT_IN_XML.sub("\ufffd", value.value)
            if value.language:
                value = ox.Literal(text, language=value.language)
            else:
                value = ox.Literal(text, datatype=value.datatype)
            triple = ox.Triple(triple.subject, triple.predicate, value)
        yield triple


def csv_term(term: Any) -> str:
    """Return a term as in SPARQL 1.1 Query Results CSV: its value alone, quoted where needed."""
    text = f"_:{term.value}" if type(term) is ox.BlankNode else getattr(term, "value", str(term))
    if any(sign in text for sign in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return str(text)


def tsv_term(term: Any) -> str:
    """Return a term as in SPARQL 1.1 Query Results TSV: in Turtle's syntax, on one line."""
    if type(term) is ox.Literal and "\t" in term.value:
        return str(term).replace("\t", "\\t")
    return str(term)


def table(
    form: str, variables: list[str], solutions: Iterable[Any]
) -> tuple[str, Iterator[str], str]:
    """Return a table of solutions: what precedes the rows, each row, and what follows."""
    if form == "json":
        head = f'{{"head":{{"vars":{json.dumps(variables)}}},"results":{{"bindings":['
        return head, _json_rows(variables, solutions), "]}}"
    if form == "xml":
        named = "".join(f'<variable name="{name}"/>' for name in variables)
        head = (
            '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
            f"<head>{named}</head><results>"
        )
        return head, _xml_rows(variables, solutions), "</results></sparql>"
    if form == "csv":
        return (
            ",".join(variables) + "\r\n",
            (",".join("" if t is None else csv_term(t) for t in row) + "\r\n" for row in solutions),
            "",
        )
    return (
        "\t".join("?" + name for name in variables) + "\n",
        ("\t".join("" if t is None else tsv_term(t) for t in row) + "\n" for row in solutions),
        "",
    )


def _json_rows(variables: list[str], solutions: Iterable[Any]) -> Iterator[str]:
    keys = [quoted(name) + ":" for name in variables]
    between = ""
    for row in solutions:
        bound = zip(keys, row, strict=True)
        yield f"{between}{{{','.join(k + json_term(t) for k, t in bound if t is not None)}}}"
        between = ","


def _xml_rows(variables: list[str], solutions: Iterable[Any]) -> Iterator[str]:
    openings = [f'<binding name="{name}">' for name in variables]
    for row in solutions:
        bound = zip(openings, row, strict=True)
        cells = "".join(f"{o}{xml_term(t)}</binding>" for o, t in bound if t is not None)
        yield f"<result>{cells}</result>"


def yes_or_no(form: str, answer: bool) -> str:
    """Return the answer to an ASK; for CSV and TSV, which define none, the bare word."""
    word = "true" if answer else "false"
    if form == "json":
        return f'{{"head":{{}},"boolean":{word}}}'
    if form == "xml":
        return (
            '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
            f"<head/><boolean>{word}</boolean></sparql>"
        )
    return word
