"""What questions need of a store, worked out once and left beside its statements."""

from __future__ import annotations

from rdflib import Dataset

from careergraph.network.projection import project


def index(graph: Dataset) -> None:
    """Work out what the first question would wait for, and leave it in the store.

    Whatever takes long and depends on the network alone is marked ``kept_on_disk``, and named here.

    Args:
        graph: of a store on disk.
    """
    project(graph)
