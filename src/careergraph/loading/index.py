"""What questions need of a store, worked out once and left beside its statements."""

from __future__ import annotations

from collections.abc import Callable

from rdflib import Dataset

from careergraph.analysis.cooccurrence import asked_by_several
from careergraph.analysis.learning.fit import requirement_table
from careergraph.analysis.learning.routes import stepping_table
from careergraph.analysis.role_map.communities import role_map
from careergraph.analysis.similarity.direction import places
from careergraph.analysis.similarity.vectors import role_vectors
from careergraph.network.lookup import name_index
from careergraph.network.names import name_measures
from careergraph.network.projection import project


def index(graph: Dataset, progress: Callable[[str, float], None]) -> None:
    """Work out what the first question would wait for, and leave it in the store.

    Whatever takes long and depends on the network alone is marked ``kept_on_disk``, and named here
    unless something named here needs it.

    Args:
        graph: of a store on disk.
        progress: is told what is being done, in a few words, and how much of the whole is done (0
            to 1).
    """
    progress("joining what is said of one thing", 0)
    network = project(graph)
    progress("indexing names", 0.4)
    name_measures(name_index(network))
    progress("comparing roles", 0.55)
    asked_by_several(network)
    role_vectors(network)
    places(network)
    progress("drawing the map of roles", 0.75)
    role_map(network)
    progress("listing what roles ask for", 0.88)
    requirement_table(network)
    progress("looking for stepping stones", 0.95)
    stepping_table(network)
