"""A file of one's own: what it is taken for, what was read of it line by line, and how it joins."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyoxigraph as ox
import streamlit as st

from app import address, mine, resources
from app.components import evidence
from careergraph.errors import CareerGraphError
from careergraph.importers import importer_for
from careergraph.loading.lines import USUAL, Change, Line, changed_triples, statement_lines
from careergraph.network.projection import node_of
from careergraph.reading.article import read_article
from careergraph.reading.documents import text_of
from careergraph.reading.profile import Profile, parse_profile
from careergraph.vocabulary import (
    ID_BASE,
    KINDS,
    PREFIXES,
    RELATIONS,
    REQUIREMENTS,
    counted,
    shorten,
    slug,
)

READABLE = [
    "txt", "md", "html", "htm", "pdf", "docx", "csv", "tsv", "xlsx", "xls", "ods", "json",
    "jsonld", "xml", "ttl", "trig", "nt", "nq", "rdf", "owl", "gz", "zip",
]  # fmt: skip
"""The endings of files that can be dropped."""

PROFILE = "profile"
"""What a file is that tells what its owner knows; other files are named by their importer."""

MOST_TRIPLES = 20_000
"""A source of more statements than this is joined as it is, without a table to edit."""

_READ, _JOINED, _PROBLEM = "file read", "file joined", "file refused"
_SAID = {RELATIONS[name].iri for name in REQUIREMENTS}

_WORDS = {
    PROFILE: "What I know (a CV, a list)",
    "posting": "A job advert",
    "article": "An article on jobs",
    "table": "A table of roles",
    "rdf": "RDF",
    "schema-org": "Jobs in schema.org's words",
}
_STATUS = {"same": "✓ known", "near": "~ close to", "new": "+ new"}
_TEXTS = {".txt", ".md", ".html", ".htm", ".pdf", ".docx"}
_OF_A_CV = re.compile(
    r"curriculum vitae|r[ée]sum[ée]\b|lebenslauf|(?:work|employment|professional) (?:history|"
    r"experience)|berufserfahrung|experiencia laboral|expérience professionnelle|"
    r"[\w.+-]+@[\w-]+\.\w+",
    re.I,
)


class Reading(NamedTuple):
    """What a file says.

    Attributes:
        lines: its statements on roles; none where there are too many to look at.
        triples: all that it says.
        source: the IRI of the source.
        notes: how it was understood.
        unmatched: what found no place.
    """

    lines: list[Line]
    triples: list[ox.Triple]
    source: str
    notes: tuple[str, ...]
    unmatched: tuple[str, ...]


def choices(name: str) -> list[str]:
    """Return what a file of that name may be: ``PROFILE`` or names of importers."""
    suffix = Path(name).suffix.lower()
    if suffix in _TEXTS:
        return [PROFILE, "posting", *([] if suffix in {".pdf", ".docx"} else ["article"])]
    if suffix in {".csv", ".tsv"}:
        return ["table", PROFILE]
    if suffix in {".json", ".jsonld", ".ttl", ".xml"}:
        return [PROFILE, "rdf"]
    return []


def guess(name: str, content: bytes) -> str:
    """Return what a file most likely is: ``PROFILE`` or the name of an importer."""
    suffix = Path(name).suffix.lower()
    if suffix in {".ttl", ".json"} and _profile(name, content) is not None:
        return PROFILE
    try:
        with resources.on_disk({name: content}) as (path,):
            if suffix in _TEXTS:
                return _kind_of_text(path, text_of(content, name))
            importer = importer_for(path)
            if importer.name == "table":
                next(importer.read(path))  # raises where no column holds roles
            return importer.name
    except CareerGraphError:
        return PROFILE


def _kind_of_text(path: Path, text: str) -> str:
    """Return whether a text is a CV, an advert or an article, by what it says."""
    read = path.with_name(f"{path.stem}-text.txt")
    read.write_text(text, "utf-8")
    name = importer_for(path if path.suffix.lower() in {".html", ".htm"} else read).name
    if name != "article":
        return name
    if _OF_A_CV.search(text):
        return PROFILE
    try:
        next(importer_for(read, "article").read(read))
    except CareerGraphError:
        return PROFILE
    return name


def _profile(name: str, content: bytes) -> Profile | None:
    try:
        profile = parse_profile(resources.network(resources.NAMES), content, name=name)
    except CareerGraphError:
        return None
    return profile if profile.known else None


def ask_kind(name: str, content: bytes, key: str) -> str:
    """Show what a file is taken for, to be corrected, and return it."""
    first = guess(name, content)
    options = list(dict.fromkeys([first, *choices(name)]))
    if len(options) < 2:
        return first
    chosen: str | None = st.segmented_control(
        f"{evidence.plain(name)} is",
        options,
        default=first,
        key=f"{key}-kind-{hash(content)}",
        format_func=lambda one: _WORDS.get(one, one),
    )
    return chosen or first


def review(name: str, content: bytes, as_: str, key: str) -> None:
    """Show what a file says, to be changed line by line, and the button that joins it."""
    joined_name, _, joined_content = st.session_state.get(_JOINED, ("", [], 0))
    if joined_content == hash(content) and joined_name in resources.uploads():
        return
    reading = _read(name, content, as_)
    counts = Counter(line.status for line in reading.lines)
    roles = list(dict.fromkeys(line.role for line in reading.lines))
    st.markdown(
        f"## {evidence.plain(name)} says {counted(len(reading.lines), 'thing')} of "
        f"{counted(len(roles), 'role')}"
    )
    st.caption(
        f"{counts['same']} are known here, {counts['near']} come close to something here, "
        f"{counts['new']} are new. Change what is not so, take the tick off what does not belong, "
        "and add what is missing in the last row; then join it. You alone see it."
    )
    for note in reading.notes:
        st.caption(evidence.plain(note))
    changes = _table(reading, f"{key}-{hash((content, as_))}") if reading.lines else {}
    _rest(reading)
    left_out = sum(change is None for change in changes.values())
    changed = len(changes) - left_out
    if changes:
        st.caption(f"{left_out} left out, {changed} changed or added.")
    st.button(
        "Join it to my graph",
        type="primary",
        icon=":material/add:",
        key=f"{key}-join",
        on_click=_join,
        args=(name, content, as_, reading, changes),
    )


def _read(name: str, content: bytes, as_: str) -> Reading:
    """Read a file, once as long as neither it nor the graph changes.

    Raises:
        SourceError: it cannot be read so.
    """
    asked = (
        hash((name, content, as_)),
        id(resources.graph()),
        tuple(sorted(resources.sources_off())),
    )
    kept = st.session_state.get(_READ)
    if kept and kept[0] == asked:
        reading: Reading = kept[1]
        return reading
    with st.spinner("Reading the file …"), resources.on_disk({name: content}) as (path,):
        importer = importer_for(path, as_)
        triples = list(importer.read(path))
        notes, source = importer.explain(path), importer.describe(path).iri
        said = _SAID.intersection(triple.predicate.value for triple in triples)
        unmatched = list(notes.unmatched)
        if as_ == "article":
            unmatched += read_article(path).unmatched
        lines: list[Line] = []
        if said and len(triples) <= MOST_TRIPLES:
            text = text_of(content, name) if path.suffix.lower() in _TEXTS else ""
            lines = statement_lines(triples, resources.network(), text)
    reading = Reading(lines, triples, source, notes.understood, tuple(unmatched))
    st.session_state[_READ] = asked, reading
    return reading


def _table(reading: Reading, key: str) -> dict[int, Change | None]:
    """Show the lines of a file as a table to edit, and return what was changed, by place."""
    lines = reading.lines
    frame = pd.DataFrame(
        {
            "Keep": [True] * len(lines),
            "Who has it": [line.role for line in lines],
            "What": [line.label for line in lines],
            "Kind": [line.kind for line in lines],
            "Here": [_here(line) for line in lines],
            "It says": [line.sentence for line in lines],
        }
    )
    edited = st.data_editor(
        frame,
        key=key,
        hide_index=True,
        num_rows="add",
        height=min(460, 38 + 35 * (len(lines) + 1)),
        disabled=["Here", "It says"],
        column_config={
            "Keep": st.column_config.CheckboxColumn(default=True, width=60),
            "Who has it": st.column_config.TextColumn(width=160, max_chars=200),
            "What": st.column_config.TextColumn(width=220, max_chars=300),
            "Kind": st.column_config.SelectboxColumn(options=list(USUAL), width=110),
            "Here": st.column_config.TextColumn(width=180),
            "It says": st.column_config.TextColumn(width=420),
        },
        alt="What the file says, a line each: whether to keep it, who has it, what it is, its "
        "kind, whether it is known here, and the sentence that says so.",
    )
    changes: dict[int, Change | None] = {}
    only = lines[0].role
    for place, row in enumerate(edited.itertuples(index=False)):
        keep, role, what, kind = row[0], _text(row[1]), _text(row[2]), _text(row[3])
        before = lines[place] if place < len(lines) else None
        if before and (not keep or not what):
            changes[place] = None
        elif keep and what:
            role, kind = role or (before.role if before else only), kind or "skill"
            if not before or (role, what, kind) != (before.role, before.label, before.kind):
                changes[place] = Change(role, kind, what)
    return changes


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _here(line: Line) -> str:
    other = line.other if line.other and line.other != line.label else ""
    return f"{_STATUS[line.status]} {other}".strip()


def _rest(reading: Reading) -> None:
    """Show what of a file is in no line of the table."""
    if not reading.lines:
        st.markdown(
            f"It holds {len(reading.triples):,} statements"
            + (", too many to list." if reading.triples else ".")
        )
    if reading.unmatched:
        with st.expander(f"{counted(len(reading.unmatched), 'line')} found no place"):
            st.caption("Add what matters of them as a line of the table.")
            for line in reading.unmatched[:100]:
                st.markdown(f"- {evidence.plain(line)}")
            if len(reading.unmatched) > 100:
                st.caption(f"… and {len(reading.unmatched) - 100} more")


def _join(
    name: str, content: bytes, as_: str, reading: Reading, changes: dict[int, Change | None]
) -> None:
    """Join a file as it is, or as it was changed; for use in a callback."""
    read = hash(content)
    if changes or as_ != guess(name, content):
        triples = changed_triples(reading.triples, reading.lines, changes, reading.source)
        content = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
        name = f"{Path(name).stem}.ttl"
    try:
        mine.add_file(name, content)
    except CareerGraphError as error:
        st.session_state[_PROBLEM] = str(error)
        return
    roles = dict.fromkeys(line.role_iri for line in reading.lines)
    roles |= dict.fromkeys(
        f"{ID_BASE}role/{slug(change.role)}" for change in changes.values() if change
    )
    st.session_state[_JOINED] = name, list(roles), read


def joined() -> None:
    """Show what has just joined, with the ways on from there."""
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(evidence.plain(problem), icon=":material/error:")
    name, iris, _ = st.session_state.get(_JOINED, ("", [], 0))
    if name not in resources.uploads():
        return
    names = resources.network(resources.NAMES)
    roles = [iri for iri in (node_of(names, iri) for iri in iris) if iri is not None]
    st.success(f"{evidence.plain(name)} has joined your graph.", icon=":material/check:")
    if len(roles) > 1:
        st.page_link(
            "views/compare.py",
            label=f"Compare {counted(len(roles[:4]), 'role')} of it",
            icon=":material/compare_arrows:",
            query_params={"role": [shorten(role) for role in roles[:4]]},
        )
    for role in roles[:6]:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(f"{KINDS['role'].symbol} **{evidence.plain(resources.name(role))}**")
            st.page_link(
                "views/path.py",
                label="Plan it",
                icon=":material/route:",
                query_params={"to": shorten(role), "from": address.NOTHING},
            )
            evidence.explore(role)
