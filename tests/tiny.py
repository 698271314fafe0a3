"""Small graphs for tests, written as Turtle."""

from __future__ import annotations

from pathlib import Path

from rdflib import Dataset

from careergraph.loading.opening import open_graph
from careergraph.vocabulary import PREFIXES

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
HEAD += "@prefix o: <https://other.example/> .\n@prefix p: <https://third.example/> .\n"


def write(folder: Path, **sources: str) -> list[Path]:
    """Write each source's Turtle to a file of its name."""
    files = []
    for name, text in sources.items():
        file = folder / f"{name}.ttl"
        file.write_text(HEAD + text, encoding="utf-8")
        files.append(file)
    return files


def opened(folder: Path, **sources: str) -> Dataset:
    """Open a graph of a few sources."""
    return open_graph(write(folder, **sources))
