"""Put sources into a store on disk, all of them or none.

The new store is built in a folder beside the old one and takes its place at the very end, so a load
that fails or is killed leaves the old one as it was, and whoever reads that goes on reading.
"""

from __future__ import annotations

import ctypes
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

import pyoxigraph as ox
from filelock import FileLock, Timeout
from rdflib import Dataset
from rdflib.namespace import DCTERMS, RDF

from careergraph.errors import SourceError, UsageError
from careergraph.importers import IMPORTERS, Importer, importers_for
from careergraph.importers.rdf import read_quads, read_translated
from careergraph.importers.source import Source, term
from careergraph.loading.alignment import MATCHES, MATCHES_SOURCE, align_store
from careergraph.loading.bundled import bundled_files, bundled_folder
from careergraph.loading.cleaning import SetAside, Sieve
from careergraph.loading.index import index
from careergraph.loading.opening import CORE
from careergraph.network.answers import Answer, ListAnswer
from careergraph.network.statements import all_statements
from careergraph.store.dataset import SourceStore, dataset, native_store
from careergraph.store.rdf_files import rdf_files
from careergraph.store.seal import seal
from careergraph.store.union import strays
from careergraph.vocabulary import CG, ONTOLOGY, SOURCE_BASE

_BUNDLED: dict[str | Path, Literal["core", "world"]] = {"bundled": "world", CORE: "core"}
"""The names by which ``load`` is told to take in the graph that comes with careergraph."""

CATALOGUE = ox.NamedNode(f"{SOURCE_BASE}sources")
"""The graph in which the sources themselves are described."""

_VOCABULARY = ox.NamedNode(ONTOLOGY)

Progress = Callable[[str], None]

_TYPE, _SOURCE, _ROLE = term(RDF.type), term(CG.Source), term(CG.Role)
_TOLD_EVERY = 50_000


@dataclass(frozen=True)
class LoadedSource(Answer):
    """One source as it stands in the store."""

    iri: str
    title: str
    triples: int
    roles: int


@dataclass(frozen=True)
class LoadReport(ListAnswer):
    """What a load did.

    ``same`` and ``near`` count the pairs of things of different sources that the store's alignment
    holds to be one, and to be alike.
    """

    ROWS = "sources"

    sources: tuple[LoadedSource, ...]
    set_aside: tuple[SetAside, ...]
    same: int
    near: int
    seconds: float


@dataclass(frozen=True)
class _Reading:
    """A source about to be read, from one path or from all that make it up."""

    paths: tuple[Path, ...]
    importer: Importer
    source: Source

    @property
    def described(self) -> bool:
        """Whether ``source`` is what is known of it, rather than a guess from the file's name."""
        return self.importer.name != "rdf"

    def __str__(self) -> str:
        return " and ".join(map(str, self.paths))


def load(
    sources: Sequence[str | Path],
    store_dir: str | Path,
    *,
    as_: str | None = None,
    columns: Mapping[str, str] | None = None,
    mapping: str | Path | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> LoadReport:
    """Load sources into the store at ``store_dir``, which is made if it is not there.

    Each source becomes a named graph and replaces the one of its name; the store's other sources
    stay. Zips and folders that are parts of one download, such as ESCO's, become one source; ESCO's
    further languages join what a store has of the same release. The default graph is the union of
    them all. What cannot be used is set aside and reported; things that several sources name are
    aligned (see ``careergraph.loading.alignment``).

    Args:
        sources: files, folders and zips; "bundled" stands for the graph that comes with
            careergraph, "core" for the small part of it.
        store_dir: the folder of the store.
        as_: how to read them (a name in ``importers.IMPORTERS``); guessed where None.
        columns: of a table, field → the column that holds it (see ``importers.columns``).
        mapping: how RDF in other terms is said in ours, see ``store.mapping``.
        dry_run: read, check and report, but write nothing.
        progress: is told, in a few words, what is being done.

    Raises:
        SourceError: a source or the store cannot be read, or another load is writing the store.
        UsageError: no source is given, ``as_`` is unknown, or two sources have one name and are
            not parts of one download.
    """
    if isinstance(sources, (str, Path)):  # a string is a sequence too, of its letters
        sources = [sources]
    started = time.perf_counter()
    tell = progress or (lambda _: None)
    target = Path(store_dir).resolve()  # where it is a link, what it leads to is replaced
    readings = _readings(sources, as_, columns)
    if columns and all(reading.importer.name != "table" for reading in readings):
        raise UsageError("Only a table has columns; leave out --columns, or add --as table.")
    if mapping and all(reading.described for reading in readings):
        raise UsageError("Only RDF is in other terms; leave out --mapping.")
    if target.exists() and not _is_store(target) and not _is_empty_folder(target):
        raise SourceError(f"{target} is there and is no store; name another folder.")
    store = ox.Store()
    if dry_run:
        report = _fill(store, _opened(target), readings, tell, mapping)
    else:
        with _replacing(target) as folder:
            # Opened only now: before the lock, another load may have been replacing it.
            report = _fill(store, _opened(target), readings, tell, mapping)
            graph = dataset(store, folder, being_written=True)
            del store  # its memory is needed for what follows
            _write_and_index(graph, folder, tell)
    return replace(report, seconds=round(time.perf_counter() - started, 2))


def join(
    graph: Dataset, sources: Sequence[str | Path], *, as_: str | None = None
) -> tuple[Dataset, LoadReport]:
    """Join sources to a graph in memory, as ``load`` joins them to a store; the graph itself stays.

    Args:
        graph: as ``open_graph`` gives it, not a remote one.
        sources: as for ``load``.
        as_: as for ``load``.

    Returns:
        A new graph that holds both, and what was done.

    Raises:
        SourceError: a source cannot be read.
        UsageError: as for ``load``; or the graph lives behind an endpoint.
    """
    started = time.perf_counter()
    old = native_store(graph)
    if old is None:
        raise UsageError("A remote graph is not joined with files; load both into a store.")
    readings = _readings(sources, as_)
    store = ox.Store()
    report = _fill(store, old, readings, lambda _: None)
    return dataset(store), replace(report, seconds=round(time.perf_counter() - started, 2))


def _readings(
    sources: Sequence[str | Path], as_: str | None, columns: Mapping[str, str] | None = None
) -> list[_Reading]:
    """Return what is to be read, with the parts of one source together."""
    readings: dict[tuple[str, str, int], _Reading] = {}
    for source in sources:
        for path, importer in _importers(source, as_, columns):
            about = importer.describe(path)
            key = (importer.name, about.iri, 0 if importer.joins else len(readings))
            paths = (*readings[key].paths, path) if key in readings else (path,)
            readings[key] = _Reading(paths, importer, about)
    joined = [
        replace(reading, source=reading.importer.describe(*reading.paths))
        if len(reading.paths) > 1
        else reading
        for reading in readings.values()
    ]
    _refuse_twins(joined)
    return joined


def _importers(
    source: str | Path, as_: str | None, columns: Mapping[str, str] | None
) -> Iterator[tuple[Path, Importer]]:
    """Yield what is to be read of a source, and by whom; a folder may hold several downloads."""
    path = Path(source)
    if source in _BUNDLED:
        yield from ((file, IMPORTERS["rdf"]) for file in bundled_files(_BUNDLED[source]))
    elif path.is_dir() and (as_ == "rdf" or (as_ is None and not _is_download(path))):
        yield from ((file, IMPORTERS["rdf"]) for file in rdf_files(path))
    else:
        yield from ((path, importer) for importer in importers_for(path, as_, columns))


def _is_download(folder: Path) -> bool:
    return any(importer.recognises(folder) for importer in IMPORTERS.values()) or not rdf_files(
        folder
    )


def _refuse_twins(readings: Sequence[_Reading]) -> None:
    if not readings:
        raise UsageError("No source is given; name a file, a folder or a zip.")
    seen: dict[str, _Reading] = {}
    for reading in readings:
        other = seen.setdefault(reading.source.iri, reading)
        if other is not reading:
            raise UsageError(
                f"{reading} and {other} would have the same name in the store; rename one, or load "
                "them one after the other to replace the first."
            )


def _quads(reading: _Reading, old: ox.Store | None) -> Iterator[ox.Quad]:
    """Read a source; of a kind that grows, together with what the store has of this release."""
    if not reading.described:
        for path in reading.paths:
            yield from read_quads(path)
        return
    graph = ox.NamedNode(reading.source.iri)
    if reading.importer.grows:
        triples = reading.importer.read(*reading.paths, known=_same_release(reading.source, old))
    else:
        triples = reading.importer.read(*reading.paths)
    yield from (_quad(triple, graph) for triple in triples)


def _same_release(source: Source, old: ox.Store | None) -> Iterator[ox.Triple]:
    graph, title = ox.NamedNode(source.iri), ox.Literal(source.title, language="en")
    if old is not None and any(old.quads_for_pattern(graph, term(DCTERMS.title), title)):
        yield from (quad.triple for quad in old.quads_for_pattern(None, None, None, graph))


def _fill(
    store: ox.Store,
    old: ox.Store | None,
    readings: Sequence[_Reading],
    tell: Progress,
    mapping: str | Path | None = None,
) -> LoadReport:
    """Fill an empty store with what is read and with what stays of the old one."""
    sieve = Sieve()
    foreign = [reading for reading in readings if mapping and not reading.described]
    if mapping and foreign:
        tell(f"translating {' and '.join(map(str, foreign))}")
        paths = [path for reading in foreign for path in reading.paths]
        store.bulk_extend(sieve.watch(read_translated(paths, mapping)))
    for reading in (reading for reading in readings if reading not in foreign):
        tell(f"reading {reading}")
        notes = reading.importer.explain(*reading.paths)
        for note in notes.understood:
            tell(note)
        for line in notes.unmatched:
            tell(f"not placed: {line}")
        store.bulk_extend(sieve.watch(_with_progress(reading, old, tell)))
    loaded = [graph for graph in _graphs(store) if graph not in {CATALOGUE, _VOCABULARY}]
    _describe(store, [reading.source for reading in readings if reading.described])
    if old is not None:
        tell("keeping the other sources of the store")
        _keep(store, old)
    if not store.contains_named_graph(_VOCABULARY):
        store.bulk_extend(read_quads(bundled_folder() / "ontology.ttl"))
    tell("checking")
    aside = sieve.set_aside(store)
    tell("looking for things that several sources name")
    same, near = align_store(store)
    _describe(store, [MATCHES_SOURCE, *(reading.source for reading in readings)])
    return LoadReport(
        sources=tuple(_loaded(store, graph) for graph in loaded),
        set_aside=tuple(aside),
        same=same,
        near=near,
        seconds=0,
    )


def _write_and_index(graph: Dataset, folder: Path, tell: Progress) -> None:
    """Write a graph in memory to disk, and beside it what questions need of it.

    Oxigraph sorts and packs statements without Python, so one processor writes them while the other
    works out the index. The graph in memory is given up as soon as both have read it.
    """
    tell("writing the store")
    store = cast(SourceStore, graph.store)
    sourced, union = folder / "sources.nq", folder / "union.nt"
    _dump(cast(ox.Store, native_store(graph)), sourced, union)
    all_statements(graph)
    store.give_up()
    _return_memory()
    with ThreadPoolExecutor(1) as beside:
        written = beside.submit(_pack, folder, sourced, union)
        index(graph, lambda doing, _: tell(doing))
        if not written.done():
            tell("packing the statements")
        written.result()
    store.written()
    seal(folder)


def _return_memory() -> None:
    """Return to the system what was freed; glibc keeps the room of many small things otherwise."""
    with suppress(AttributeError, OSError):  # of another C library
        ctypes.CDLL(None).malloc_trim(0)


def _dump(store: ox.Store, sourced: Path, union: Path) -> None:
    """Write the statements of a store to one file, and the union of its graphs to another."""
    store.dump(str(sourced), ox.RdfFormat.N_QUADS)
    with union.open("wb") as file:
        for graph in _graphs(store):
            store.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=graph)


def _pack(folder: Path, *files: Path) -> None:
    """Load files of statements into an empty store on disk, and remove them.

    Each in one go, which makes a few large files: they are all open as soon as the store is, and a
    reader goes on with them when another store takes this one's place.
    """
    store = ox.Store(str(folder))
    for file in files:
        store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS, lenient=True)
        file.unlink()
        _return_memory()


def _with_progress(reading: _Reading, old: ox.Store | None, tell: Progress) -> Iterator[ox.Quad]:
    number = 0
    for number, quad in enumerate(_quads(reading, old), 1):
        yield quad
        if number % _TOLD_EVERY == 0:
            tell(f"{reading.source.title}: {number:,} statements")
    if not number:
        raise SourceError(f"{reading}: holds no statement.")


def _graphs(store: ox.Store) -> list[ox.NamedNode]:
    named = (graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    return sorted(named, key=lambda graph: graph.value)


def _describe(store: ox.Store, sources: Sequence[Source]) -> None:
    """Describe in the catalogue those sources of the store that nothing describes yet."""
    for source in sources:
        graph = ox.NamedNode(source.iri)
        known = any(store.quads_for_pattern(graph, _TYPE, _SOURCE))
        if (
            not known
            and graph not in {CATALOGUE, _VOCABULARY}
            and store.contains_named_graph(graph)
        ):
            store.extend(_quad(triple, CATALOGUE) for triple in source.triples())


def _keep(store: ox.Store, kept: ox.Store) -> None:
    """Copy the graphs of the old store that were not read anew, and what describes them."""
    stay = [graph for graph in _graphs(kept) if not store.contains_named_graph(graph)]
    for graph in stay:
        if graph not in {CATALOGUE, MATCHES}:
            store.bulk_extend(kept.quads_for_pattern(None, None, None, graph))
    described = {quad.subject for quad in store.quads_for_pattern(None, _TYPE, _SOURCE)}
    store.extend(
        quad
        for quad in kept.quads_for_pattern(None, None, None, CATALOGUE)
        if quad.subject not in described
    )


def _loaded(store: ox.Store, graph: ox.NamedNode) -> LoadedSource:
    titles = (quad.object for quad in store.quads_for_pattern(graph, term(DCTERMS.title), None))
    return LoadedSource(
        iri=graph.value,
        title=next((title.value for title in titles if isinstance(title, ox.Literal)), graph.value),
        triples=_count(store, graph, "?s ?p ?o"),
        roles=_count(store, graph, f"?role a {_ROLE}"),
    )


def _count(store: ox.Store, graph: ox.NamedNode, pattern: str) -> int:
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH {graph} {{ {pattern} }} }}"
    solution = next(iter(cast(ox.QuerySolutions, store.query(query))))
    return int(cast(ox.Literal, solution["n"]).value)


def _quad(triple: ox.Triple, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _is_store(folder: Path) -> bool:
    return (folder / "CURRENT").is_file()


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def _opened(folder: Path) -> ox.Store | None:
    if not _is_store(folder):
        return None
    try:
        store = ox.Store.read_only(str(folder))
    except OSError as error:
        raise SourceError(
            f"The store {folder} is damaged ({error}); remove it and load its sources again."
        ) from error
    # In a store that a load wrote, the default graph is the union; in another it is somebody's.
    if not store.contains_named_graph(_VOCABULARY) and any(True for _ in strays(store)):
        raise SourceError(
            f"The store {folder} is of another program, and what stands in its default graph would "
            "be lost; name another folder."
        )
    return store


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """Yield an empty folder to build in, which takes the place of ``target`` if all goes well.

    The building goes on in ``.NAME.loading`` beside it, locked while this process lives; what a
    killed load left there is cleared by the next, which also puts back a store it had moved aside.
    """
    site = target.with_name(f".{target.name}.loading")
    new, aside = site / "new", site / "old"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        site.mkdir(exist_ok=True)
    except OSError as error:
        raise SourceError(f"{target} cannot be written ({error}); choose another.") from error
    with _locked(site, target):
        if aside.exists() and not target.exists():
            aside.rename(target)
        for left in (new, aside):
            shutil.rmtree(left, ignore_errors=True)
        try:
            new.mkdir()
            yield new
            if target.exists():
                target.rename(aside)
            new.rename(target)
        except OSError as error:
            raise SourceError(f"{target} cannot be written ({error}).") from error
        finally:
            shutil.rmtree(site, ignore_errors=True)


@contextmanager
def _locked(folder: Path, target: Path) -> Iterator[None]:
    # A lock file that a finished load removes with the folder is found to be gone and made anew.
    lock = FileLock(folder / "lock", timeout=0)
    try:
        lock.acquire()
    except (Timeout, FileNotFoundError):
        raise SourceError(f"Another load is writing {target}; try again when it is done.") from None
    try:
        yield
    finally:
        lock.release()
