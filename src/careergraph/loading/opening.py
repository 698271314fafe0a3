"""Open a career graph: the bundled one, files, a folder, a store on disk or a SPARQL endpoint."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset

from careergraph.errors import SourceError, UsageError
from careergraph.loading.bundled import bundled_files, bundled_store
from careergraph.store.dataset import dataset
from careergraph.store.rdf_files import FORMATS, load_file, rdf_files, rdf_format
from careergraph.store.union import sourced

Location = str | Path | Sequence[str | Path] | None

BUNDLED = "bundled"
"""The location that stands for the whole bundled graph, as None does."""

CORE = "core"
"""The location that stands for the small part of the bundled graph."""

_LOG = logging.getLogger("careergraph")


def open_graph(location: Location = None, mapping: str | Path | None = None) -> Dataset:
    """Open a graph for reading.

    Args:
        location: None for the bundled graph, which is built into a store when it is first opened
            (see ``bundled.bundled_store``); "core" for the small part of it, in memory; an RDF
            file or several; a folder of RDF files; a folder that ``careergraph load`` wrote (opened
            read-only, in milliseconds); or the http(s) address of a SPARQL 1.1 endpoint. Several
            of them but addresses, "bundled" standing for the bundled graph, are put together in
            memory: ``["core", "mine.ttl"]``.
        mapping: how a graph in other terms is said in ours, see ``mapping.translate``; else
            CAREERGRAPH_MAPPING of the environment. The bundled graph needs none.

    Returns:
        A dataset with one named graph for each source and their union as default graph. Where the
        store of the bundled graph cannot be written, the core, after a warning in the log.

    Raises:
        SourceError: nothing readable is there, or a file has a syntax error (with its line).
        UsageError: there is no such mapping.
    """
    if location is None or location == BUNDLED:
        try:
            return _open_store(bundled_store())
        except SourceError as error:
            _LOG.warning("%s Until then the small core graph is open.", error)
            location = CORE
    if location == CORE:
        return _from_files(bundled_files("core"))
    graph = _open(location)
    if mapping := mapping or os.environ.get("CAREERGRAPH_MAPPING"):
        from careergraph.store.mapping import translate

        return translate(graph, mapping)
    return graph


def _open(location: str | Path | Sequence[str | Path]) -> Dataset:
    if not isinstance(location, (str, Path)):
        return _together(location)
    if str(location).startswith(("http://", "https://")):
        from careergraph.store.remote import open_endpoint

        return open_endpoint(str(location))
    if not str(location):
        raise SourceError("The graph has an empty name; name a file, folder, store or address.")
    path = Path(location)
    return _open_store(path) if is_store(path) else _from_files(_files_at(path))


def _together(locations: Sequence[str | Path]) -> Dataset:
    """Return what lies in several places as one graph in memory."""
    whole = ox.Store()
    for location in locations:
        if str(location).startswith(("http://", "https://")):
            raise UsageError(
                f"{location} is an endpoint, which is not put together with files; open it alone."
            )
        if location == CORE:
            files = bundled_files("core")
        elif location == BUNDLED or is_store(Path(location)):
            folder = bundled_store() if location == BUNDLED else Path(location)
            whole.bulk_extend(sourced(_store_at(folder)))
            continue
        else:
            files = _files_at(Path(location))
        for file in files:
            load_file(whole, file)
    return dataset(whole)


def _open_store(path: Path) -> Dataset:
    return dataset(_store_at(path), path)


def _store_at(path: Path) -> ox.Store:
    try:
        return ox.Store.read_only(str(path))
    except (OSError, RuntimeError) as error:
        raise SourceError(
            f"The store {path} cannot be opened ({error}); load it again with "
            f"`careergraph load … --store {path}`."
        ) from error


def is_store(path: Path) -> bool:
    """Whether a folder is a store that ``careergraph load`` wrote."""
    try:
        # The file that RocksDB, and so Oxigraph, keeps in every store.
        return (path / "CURRENT").is_file()
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}); check the name.") from error


def _files_at(path: Path) -> list[Path]:
    if path.is_dir():
        if files := rdf_files(path):
            return files
        raise SourceError(
            f"The folder {path} holds no RDF file; careergraph reads {', '.join(FORMATS)}."
        )
    if not path.exists():
        raise SourceError(f"There is no file or folder {path}; check the name.")
    if rdf_format(path) is None:
        raise SourceError(
            f"{path.name} is not an RDF file by its name; careergraph reads {', '.join(FORMATS)}."
        )
    return [path]


def _from_files(files: Sequence[Path]) -> Dataset:
    store = ox.Store()
    for file in files:
        load_file(store, file)
    return dataset(store)
