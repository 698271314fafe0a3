"""What every page stands on: the graph and its network, opened once and kept."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

import streamlit as st

from app import address
from careergraph.errors import SourceError
from careergraph.loading.load import join
from careergraph.loading.opening import open_graph
from careergraph.network.lookup import name_index
from careergraph.network.names import LABEL
from careergraph.network.projection import node_of, project
from careergraph.network.sources import SourceInfo, list_sources
from careergraph.store.dataset import native_store, rows
from careergraph.vocabulary import ID_BASE, REQUIREMENTS, expand

if TYPE_CHECKING:
    from rdflib import Dataset

    from careergraph.network.projection import Network

_OWN, _UPLOADS = "own graph", "uploads"
NAMES: frozenset[str] = frozenset()
"""The parts of the network where kinds and names are all that counts."""

ARTICLE_ROLES = (ID_BASE + "role/machine-learning-engineer", ID_BASE + "role/ai-architect")


@cache
def shared_graph() -> Dataset:
    """Open the graph that CAREERGRAPH_GRAPH names, the bundled one by default."""
    return open_graph(os.environ.get("CAREERGRAPH_GRAPH") or None)


def graph() -> Dataset:
    """Return the graph that this person looks at: the shared one, or it with their own joined."""
    own: tuple[Dataset, dict[Any, Network]] | None = st.session_state.get(_OWN)
    return own[0] if own else shared_graph()


@contextmanager
def on_disk(files: dict[str, bytes]) -> Iterator[list[Path]]:
    """Write files, by name, to a folder while they are read; errors show their names alone."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / _safe(name) for name in files]
        for path, content in zip(paths, files.values(), strict=True):
            path.write_bytes(content)
        try:
            yield paths
        except SourceError as error:
            raise SourceError(str(error).replace(f"{folder}/", "")) from error


def _safe(name: str) -> str:
    """Return a name as short and plain as any file system takes it, with its ending."""
    path = Path(re.sub(r"[\x00-\x1f/]", "_", name).strip(". ") or "file")
    return path.stem[:40] + path.suffix[-10:] if len(path.name) > 60 else path.name


def join_uploads(files: dict[str, bytes]) -> None:
    """Join a person's own files, by name, to the graph of their session, and of no other.

    Raises:
        SourceError: a file cannot be read; the graph stays as it was.
    """
    own = _joined(tuple(sorted(files.items()))) if files else None
    st.session_state[_OWN] = own
    st.session_state[_UPLOADS] = files


@st.cache_resource(show_spinner="Joining your files to the graph …", max_entries=2)
def _joined(files: tuple[tuple[str, bytes], ...]) -> tuple[Dataset, dict[Any, Network]]:
    """Return the shared graph with files joined, and its networks as far as they were asked for.

    Kept for who has these very files: a reload and another tab need not join them anew.
    """
    with on_disk(dict(files)) as paths:
        own, _ = join(shared_graph(), paths)
    return own, {}


def uploads() -> dict[str, bytes]:
    """Return the files that this person joined to the graph, by name."""
    return dict(st.session_state.get(_UPLOADS, {}))


@st.cache_resource(show_spinner="Reading the graph …", max_entries=8)
def _shared_network(sources: tuple[str, ...] | None, parts: frozenset[str] | None) -> Network:
    return project(shared_graph(), sources=sources, parts=parts)


@st.cache_resource(show_spinner="Asking the graph …", max_entries=100)
def _shared_part(sources: tuple[str, ...] | None, about: tuple[str, ...]) -> Network:
    return project(shared_graph(), sources=sources, about=about)


@cache
def _shared_sources() -> list[SourceInfo]:
    return list_sources(shared_graph())


def sources() -> list[SourceInfo]:
    """List what the graph is made of."""
    return list_sources(graph()) if st.session_state.get(_OWN) else _shared_sources()


def sources_off() -> set[str]:
    """Return the sources of the graph that this person has switched off."""
    return set(address.carried("without")).intersection(source.iri for source in sources())


def switch(source: str, on: bool) -> None:
    """Switch a source on or off for this person; for use in a callback."""
    off = sources_off() - {source} if on else sources_off() | {source}
    address.carry("without", sorted(off))


def network(parts: frozenset[str] | None = None, about: Sequence[str] = ()) -> Network:
    """Return the network of the sources that this person has switched on.

    Args:
        parts: of a graph behind an endpoint, fetch these alone (see ``project``); of any other,
            which is in memory whole, so is the network.
        about: likewise, fetch what is about these things.
    """
    off = sources_off()
    chosen = tuple(s.iri for s in sources() if s.iri not in off) if off else None
    if own := st.session_state.get(_OWN):
        kept: dict[Any, Network] = own[1]
        if chosen not in kept:
            with st.spinner("Reading the graph with your files …"):
                kept[chosen] = project(own[0], sources=chosen)
        return kept[chosen]
    if native_store(shared_graph()) is not None:
        return _shared_network(chosen, None)
    return _shared_part(chosen, tuple(about)) if about else _shared_network(chosen, parts)


def things(parameter: str, kind: str | None = None) -> list[str]:
    """Return the things that a parameter of the address names and the graph knows, each once.

    A thing may be named by any IRI of the several that are one.
    """
    names = network(NAMES)
    nodes = (node_of(names, expand(text)) for text in address.given(parameter))
    return [
        iri
        for iri in dict.fromkeys(nodes)
        if iri is not None and (kind is None or names.nodes[iri]["kind"] == kind)
    ]


def thing(parameter: str, kind: str | None = None) -> str | None:
    """Return the one thing that a parameter of the address names, None where there is none."""
    return next(iter(things(parameter, kind)), None)


def _shares_label(network: Network, iri: str) -> bool:
    """Whether another thing of its kind has the label of a thing, whatever its case."""
    data, index = network.nodes[iri], name_index(network)
    label = data["label"].casefold()
    alike = (
        name
        for name in index.called(label)
        if name.rank == LABEL
        and name.text.casefold() == label
        and index.kind(name.thing) == data["kind"]
    )
    return any(index.iris[name.thing] != iri for name in alike)


def name(iri: str) -> str:
    """Return a thing's label, with its source where another of its kind has the same label."""
    names = network(NAMES)
    data = names.nodes[iri]
    if iri.startswith(ID_BASE) or not _shares_label(names, iri):
        return str(data["label"])
    source = next(iter(data["sources"]), "")
    return f"{data['label']} ({names.graph['sources'].get(source, source)})"


def opening_roles() -> list[str]:
    """Return the two roles that the explorer opens on: the article's, else the best described."""
    found = network(NAMES)
    if all(role in found for role in ARTICLE_ROLES):
        return list(ARTICLE_ROLES)
    off = "".join(f"FILTER(?source != <{source}>)" for source in sorted(sources_off()))
    query = f"""SELECT ?role {{ GRAPH ?source {{ ?role a cg:Role ; ?relation ?thing }}
      VALUES ?relation {{ {" ".join(f"cg:{name}" for name in REQUIREMENTS)} }}
      {off} }} GROUP BY ?role ORDER BY DESC(COUNT(DISTINCT ?thing)) ?role"""
    best = (role for (role,) in rows(graph(), query) if role in found)
    return list(islice(cast("Iterator[str]", best), 2))
