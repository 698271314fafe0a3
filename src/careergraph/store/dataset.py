"""The dataset: an Oxigraph store behind rdflib, one named graph for each source.

Every statement stands in a named graph, its source; the default graph is their union.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, cast
from zlib import crc32

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.stores.memory import Memory
from rdflib.query import Result, ResultRow
from rdflib.term import Identifier

from careergraph.errors import UsageError
from careergraph.store.union import DEFAULT, is_united, unite
from careergraph.vocabulary import PREFIXES, SOURCE_BASE


class SourceStore(OxigraphStore):
    """An Oxigraph store whose default graph is, for rdflib too, the union of the sources as a set.

    A store on disk is read-only and knows its folder, and the checksum of what it held there when
    it was opened: other processes can open it as well, or put another in its place. In memory the
    union (see ``careergraph.store.union``) is written when it is first asked for, and again after a
    change; ``changes`` counts those.

    A store in memory that is being written to a folder has that folder already; what is to be left
    there beside the statements waits in ``waiting`` until they are there.
    """

    def __init__(
        self, store: ox.Store, folder: Path | None = None, *, being_written: bool = False
    ) -> None:
        super().__init__(store=store)
        self.folder = folder
        self.checksum = 0 if folder is None or being_written else checksum(folder)
        self.waiting: list[Callable[[], None]] | None = [] if being_written else None
        self.changes = 0

    def give_up(self) -> None:
        """Drop the statements in memory, which are on their way to the folder."""
        self._store = ox.Store()

    def written(self) -> None:
        """Take note that the folder holds the statements now, and leave there what waits."""
        if self.folder is not None and self.waiting is not None:
            self.checksum = checksum(self.folder)
            waiting, self.waiting = self.waiting, None
            for leave in waiting:
                leave()

    def united(self) -> bool:
        """Whether the store holds the union; a store from an older version does not."""
        if self.folder is None:
            unite(self._inner)
        return is_united(self._inner)

    def query(
        self,
        query: Any,
        initNs: Any,  # noqa: N803 (rdflib's names)
        initBindings: Any,  # noqa: N803
        queryGraph: Any,  # noqa: N803
        **named: Any,
    ) -> Result:
        """Evaluate a query over the stored union, where rdflib asks for a union."""
        over = "" if queryGraph == "__UNION__" and self.united() else queryGraph
        return super().query(query, initNs, initBindings, over, **named)

    def triples(self, triple_pattern: Any, context: Graph | None = None) -> Iterator[Any]:
        """Yield each triple once, with the graphs of its sources."""
        if context is None and self.united():
            union = Graph(self, DATASET_DEFAULT_GRAPH_ID)
            for triple, _ in super().triples(triple_pattern, union):
                yield triple, self.contexts(triple)
        elif context is None or context.identifier != DATASET_DEFAULT_GRAPH_ID:
            yield from super().triples(triple_pattern, context)

    def contexts(self, triple: Any = None) -> Generator[Graph]:
        """Yield the graphs of the sources."""
        graphs = super().contexts(triple)
        return (graph for graph in graphs if graph.identifier != DATASET_DEFAULT_GRAPH_ID)

    def add(self, *args: Any, **named: Any) -> None:
        """Add a triple to a source."""
        self._changed()
        super().add(*args, **named)

    def addN(self, *args: Any, **named: Any) -> None:  # noqa: N802
        """Add quads."""
        self._changed()
        super().addN(*args, **named)

    def remove(self, *args: Any, **named: Any) -> None:
        """Remove the triples that match a pattern from one source, or from all."""
        self._changed()
        super().remove(*args, **named)

    def remove_graph(self, graph: Graph) -> None:
        """Remove a source."""
        self._changed()
        super().remove_graph(graph)

    def update(self, *args: Any, **named: Any) -> None:
        """Change sources by SPARQL Update."""
        self._changed()
        super().update(*args, **named)

    def _changed(self) -> None:
        self._inner.clear_graph(DEFAULT)
        self.changes += 1


def as_dataset(graph: Graph) -> Dataset:
    """Return a graph of rdflib as ``open_graph`` returns one; any that is not ours is copied.

    What stands in no named graph is taken to be of one source, called after the graph.

    Raises:
        UsageError: it is no graph of rdflib.
    """
    if not isinstance(graph, Graph):
        raise UsageError(
            f"A graph is wanted here, as open_graph returns it, not {_described(graph)}."
        )
    if isinstance(graph, Dataset) and not isinstance(graph.store, Memory):
        return graph
    copy, unnamed = dataset(ox.Store()), URIRef(f"{SOURCE_BASE}unnamed")
    if isinstance(graph, Dataset):
        for subject, predicate, object_, source in graph.quads():
            is_named = source is not None and source != DATASET_DEFAULT_GRAPH_ID
            copy.graph(source if is_named else unnamed).add((subject, predicate, object_))
        return copy
    own = graph.identifier if isinstance(graph.identifier, URIRef) else unnamed
    context = copy.graph(own)
    context.addN((*triple, context) for triple in graph)
    return copy


def _described(value: object) -> str:
    return "a network" if hasattr(value, "adj") else f"a {type(value).__name__}"


def checksum(folder: Path) -> int:
    """Return a number that changes whenever a store on disk does.

    RocksDB never changes a file of statements, it writes another; and its file IDENTITY holds a
    name that no other store has.
    """
    files = sorted(
        (path.name, path.stat().st_size)
        for path in folder.iterdir()
        if path.suffix in {".sst", ".log"} or path.name.startswith(("MANIFEST", "IDENTITY"))
    )
    names = b"".join(path.read_bytes() for path in folder.glob("IDENTITY"))
    return crc32(repr(files).encode() + names)


def rows(graph: Dataset, query: str) -> Iterator[tuple[str | None, ...]]:
    """Run a trusted SELECT and yield each solution's lexical values, in the order of its variables.

    Asks Oxigraph or an endpoint directly where the graph lives there, which spares the making of
    rdflib terms.
    """
    if (store := native_store(graph)) is not None:
        united = isinstance(graph.store, SourceStore) and graph.store.united()
        solutions = store.query(query, use_default_graph_as_union=not united, prefixes=PREFIXES)
    elif (solutions_of := getattr(graph.store, "solutions", None)) is not None:  # an endpoint
        solutions = solutions_of(query)
    else:
        for row in cast("Iterator[ResultRow]", iter(graph.query(query, initNs=PREFIXES))):
            yield tuple(None if term is None else str(term) for term in row)
        return
    for solution in cast("ox.QuerySolutions", solutions):
        yield tuple(None if term is None else term.value for term in solution)


def native_store(graph: Dataset) -> ox.Store | None:
    """Return the Oxigraph store below a dataset, None where the data is elsewhere."""
    return graph.store._inner if isinstance(graph.store, OxigraphStore) else None


def store_on_disk(graph: Dataset) -> SourceStore | None:
    """Return the store of a graph on disk, None for any other graph."""
    store = graph.store
    return store if isinstance(store, SourceStore) and store.folder is not None else None


def dataset(store: ox.Store, folder: Path | None = None, *, being_written: bool = False) -> Dataset:
    """Return a dataset over a store, whose default graph is the union of the named ones.

    Args:
        store: on disk or in memory.
        folder: where it is on disk.
        being_written: whether the store is in memory and about to be written to ``folder``; see
            ``SourceStore.written``.
    """
    union = Dataset(
        store=SourceStore(store, folder, being_written=being_written), default_union=True
    )
    for prefix, namespace in PREFIXES.items():
        union.bind(prefix, namespace)
    return union


def rdflib_term(term: Any) -> Identifier | None:
    """Return one of pyoxigraph's terms as rdflib's."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    return Literal(str(term))  # a triple term, which rdflib does not know
