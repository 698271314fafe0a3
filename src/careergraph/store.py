"""Open a career graph: the bundled one, files, a folder, a store on disk or a SPARQL endpoint.

Every statement stands in a named graph, its source; the default graph is their union.
"""

from __future__ import annotations

import gzip
import os
import re
import zlib
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset, Graph
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result, ResultRow

from careergraph.errors import SourceError
from careergraph.union import DEFAULT, is_united, unite
from careergraph.vocabulary import ONTOLOGY, PREFIXES, SOURCE_BASE, slug

FORMATS: dict[str, ox.RdfFormat] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}

# A handful of entities that grow from one another fill any memory; plain ones are harmless.
_ENTITY_THAT_REFERS = re.compile(
    rb"<!ENTITY\s+(?:%|[^\s\"'>]+\s+(?:SYSTEM|PUBLIC|\"[^\"]*[&%]|'[^']*[&%]))"
)

Location = str | Path | Sequence[str | Path] | None


class SourceStore(OxigraphStore):
    """Sources in Oxigraph, whose union rdflib sees as what SPARQL says it is: a set.

    A store on disk is read-only and knows its folder: other processes can open it as well. In
    memory the union (see ``careergraph.union``) is written when it is first asked for, and again
    after a change.
    """

    def __init__(self, store: ox.Store, folder: Path | None = None) -> None:
        super().__init__(store=store)
        self.folder = folder

    def united(self) -> bool:
        """See that the union is there; False where a store of an older load has none."""
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
        """Evaluate a query over the union as it is written, where rdflib asks for a union."""
        over = "" if queryGraph == "__UNION__" and self.united() else queryGraph
        return super().query(query, initNs, initBindings, over, **named)

    def triples(self, triple_pattern: Any, context: Graph | None = None) -> Iterator[Any]:
        """Give each triple once, with the graphs of its sources."""
        if context is None and self.united():
            union = Graph(self, DATASET_DEFAULT_GRAPH_ID)
            for triple, _ in super().triples(triple_pattern, union):
                yield triple, self.contexts(triple)
        elif context is None or context.identifier != DATASET_DEFAULT_GRAPH_ID:
            yield from super().triples(triple_pattern, context)

    def contexts(self, triple: Any = None) -> Generator[Graph]:
        """Give the sources' graphs alone."""
        found = super().contexts(triple)
        return (graph for graph in found if graph.identifier != DATASET_DEFAULT_GRAPH_ID)

    def add(self, *args: Any, **named: Any) -> None:
        """Add a triple to a source."""
        self._inner.clear_graph(DEFAULT)
        super().add(*args, **named)

    def addN(self, *args: Any, **named: Any) -> None:  # noqa: N802
        """Add quads."""
        self._inner.clear_graph(DEFAULT)
        super().addN(*args, **named)

    def remove(self, *args: Any, **named: Any) -> None:
        """Remove what fits a pattern from a source, or from all."""
        self._inner.clear_graph(DEFAULT)
        super().remove(*args, **named)

    def remove_graph(self, graph: Graph) -> None:
        """Remove a source."""
        self._inner.clear_graph(DEFAULT)
        super().remove_graph(graph)


def bundled_folder() -> Path:
    """Give the folder of the graph that comes with careergraph, installed or in a clone."""
    package = Path(__file__).parent
    installed = package / "graph"
    return installed if installed.is_dir() else package.parents[1] / "graph"


def open_graph(location: Location = None, mapping: str | Path | None = None) -> Dataset:
    """Open a graph for reading.

    Args:
        location: None for the bundled graph; an RDF file or several; a folder of RDF files; a
            folder that ``careergraph load`` wrote (opened read-only, in milliseconds); or the
            http(s) address of a SPARQL 1.1 endpoint.
        mapping: how a graph in other terms is said in ours, see ``mapping.translate``; else
            CAREERGRAPH_MAPPING of the environment. The bundled graph needs none.

    Returns:
        A dataset with one named graph for each source and their union as default graph.

    Raises:
        SourceError: nothing readable is there, or a file has a syntax error (with its line).
        UsageError: there is no such mapping.
    """
    if location is None:
        return _from_files(rdf_files(bundled_folder()))
    graph = _open(location)
    if mapping := mapping or os.environ.get("CAREERGRAPH_MAPPING"):
        from careergraph.mapping import translate

        return translate(graph, mapping)
    return graph


def _open(location: str | Path | Sequence[str | Path]) -> Dataset:
    if not isinstance(location, (str, Path)):
        return _from_files([file for each in location for file in _files_at(Path(each))])
    if str(location).startswith(("http://", "https://")):
        from careergraph.remote import open_endpoint

        return open_endpoint(str(location))
    if not str(location):
        raise SourceError("The graph has an empty name; name a file, folder, store or address.")
    path = Path(location)
    if is_store(path):
        try:
            return dataset(ox.Store.read_only(str(path)), path)
        except (OSError, RuntimeError) as error:
            raise SourceError(
                f"The store {path} cannot be opened ({error}); load it again with "
                f"`careergraph load … --store {path}`."
            ) from error
    return _from_files(_files_at(path))


def is_store(path: Path) -> bool:
    """Tell whether a folder is a store that ``careergraph load`` wrote."""
    try:
        # The file that RocksDB, and so Oxigraph, keeps in every store.
        return (path / "CURRENT").is_file()
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}); check the name.") from error


def rows(graph: Dataset, query: str) -> Iterator[tuple[str | None, ...]]:
    """Run a trusted SELECT and give each solution as lexical values, in the order of its variables.

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
    """Give the Oxigraph store below a dataset, or None where it lives elsewhere."""
    return graph.store._inner if isinstance(graph.store, OxigraphStore) else None


def rdf_format(path: Path) -> ox.RdfFormat | None:
    """Tell an RDF file's format by its name, ``.gz`` or not; None where it is none."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return FORMATS.get(suffixes[-1]) if suffixes else None


def source_of(path: Path) -> str:
    """Give the IRI of the source that a file holds, which is the name of its graph."""
    stem = path.name
    while (suffix := Path(stem).suffix).lower() in {".gz", *FORMATS}:
        stem = stem.removesuffix(suffix)
    return ONTOLOGY if stem == "ontology" else SOURCE_BASE + (slug(stem) or quote(stem))


def rdf_files(folder: Path) -> list[Path]:
    """List the RDF files below a folder, sorted, without SHACL shapes: they are about a graph."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and rdf_format(path) and not path.name.startswith(("shapes.", "."))
    )


def load_file(store: ox.Store, path: Path) -> None:
    """Read one RDF file into a store; what stands in no graph there goes to the file's own source.

    Raises:
        SourceError: the file cannot be read or parsed; the message names the line.
    """
    source, format_ = source_of(path), rdf_format(path)
    try:
        data = path.read_bytes()
        if path.suffix.lower() == ".gz":
            data = gzip.decompress(data)
        if format_ == ox.RdfFormat.RDF_XML:
            refuse_entities(data, path)
        store.bulk_load(
            data.removeprefix(b"\xef\xbb\xbf"),  # the mark that some editors put first
            format_,
            base_iri=f"{source}/",
            to_graph=ox.NamedNode(source),
        )
    except SyntaxError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        raise SourceError(f"{path.name}{line} is not valid RDF: {error.msg}.") from error
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise SourceError(f"{path} cannot be read: {error}.") from error


def refuse_entities(xml: bytes, path: Path) -> None:
    """Refuse XML whose entities point outside or grow from one another.

    Raises:
        SourceError: it declares such an entity.
    """
    if _ENTITY_THAT_REFERS.search(xml):
        raise SourceError(
            f"{path}: declares an XML entity that refers elsewhere, which is not followed; save "
            "it without, or as Turtle."
        )


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


def dataset(store: ox.Store, folder: Path | None = None) -> Dataset:
    """Make a dataset of a store, whose default graph is the union of the named ones."""
    union = Dataset(store=SourceStore(store, folder), default_union=True)
    for prefix, namespace in PREFIXES.items():
        union.bind(prefix, namespace)
    return union
