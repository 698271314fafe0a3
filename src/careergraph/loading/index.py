"""What questions need of a store, worked out once and left beside its statements."""

from __future__ import annotations

from rdflib import Dataset

from careergraph.analysis.cooccurrence import asked_by_several
from careergraph.analysis.learning.routes import stepping_table
from careergraph.network.lookup import name_index
from careergraph.network.projection import project


def index(graph: Dataset) -> None:
    """Work out what the first question would wait for, and leave it in the store.

    Whatever takes long and depends on the network alone is marked ``kept_on_disk``, and named here
    unless something named here needs it.

    Args:
        graph: of a store on disk.
    """
    network = project(graph)
    name_index(network)
    asked_by_several(network)
    stepping_table(network)  # which stands on role vectors and on the requirements of all roles
