"""What the arguments of a command stand for: the graph, the things named, what a person knows."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from careergraph.cli.output import tell
from careergraph.cli.standard_input import as_files
from careergraph.errors import AmbiguousError, NoAnswerError, UsageError

if TYPE_CHECKING:
    from rdflib import Dataset

    from careergraph.network.lookup import Match
    from careergraph.network.projection import Network


def graph_of(arguments: argparse.Namespace, files: Sequence[str] = ()) -> Dataset:
    """Open the graph that a command reads, or the files that it names instead."""
    from careergraph.loading.opening import CORE, open_graph

    location = files or arguments.graph
    if arguments.mapping and location in (None, CORE):
        raise UsageError("The bundled graph needs no --mapping; name another with --graph.")
    if location == "-":
        with as_files(["-"], "rdf") as location:
            return open_graph(location, arguments.mapping)
    return open_graph(location, arguments.mapping)


def network_of(arguments: argparse.Namespace, parts: Collection[str] | None = None) -> Network:
    """Open the graph and project it: all of it, or some parts."""
    from careergraph.network.projection import project

    return project(graph_of(arguments), parts=parts)


def find_named(
    arguments: argparse.Namespace, names: Sequence[str], kind: str | None = None
) -> tuple[Dataset, Network, list[str]]:
    """Open the graph, project what a question about the named things takes, and find them.

    A store on disk reads no more than a question touches. Of any other graph, the whole is needed
    only where a name does not fit as it stands, to find what it may mean.

    Returns:
        The graph, the network, and the IRI of each name.
    """
    from careergraph.network.lookup import candidates, find
    from careergraph.network.projection import project
    from careergraph.store.dataset import store_on_disk

    graph = graph_of(arguments)
    whole = store_on_disk(graph) is not None  # a store itself is asked for its length, in seconds
    fitting = [] if whole else [candidates(graph, name) for name in names]
    network, matches = None, []
    if fitting and all(fitting):
        network = project(graph, about={iri for iris in fitting for iri in iris})
        try:
            matches = [find(network, name, kind=kind) for name in names]
        except AmbiguousError:
            raise
        except NoAnswerError:
            network = None
    if network is None:
        network = project(graph)
        matches = [find(network, name, kind=kind) for name in names]
    by_iri: dict[str, str] = {}
    for name, match in zip(names, matches, strict=True):
        _tell_choice(network, name, match, kind)
        if match.iri in by_iri:
            raise UsageError(
                f"“{by_iri[match.iri]}” and “{name}” are one job here, {match.label}; name another "
                "role to compare with."
            )
        by_iri[match.iri] = name
    return graph, network, list(by_iri)


def role_named(network: Network, name: str) -> str:
    """Return the IRI of the role that a person named."""
    from careergraph.network.lookup import find

    match = find(network, name, kind="role")
    _tell_choice(network, name, match, "role")
    return match.iri


def _tell_choice(network: Network, name: str, match: Match, kind: str | None) -> None:
    """Print on stderr which of several things that go by a name was taken, and the others."""
    from careergraph.network.lookup import named

    others = [other.label for other in named(network, name, kind=kind) if other.iri != match.iri]
    if others:
        tell(
            f"“{name}” is taken for “{match.label}”; it may also mean "
            f"{' or '.join(f'“{label}”' for label in others[:3])}."
        )


def known_names(network: Network, arguments: argparse.Namespace) -> list[str]:
    """Return what a person knows, from --know and --profile."""
    from careergraph.reading.profile import parse_profile, read_profile, split_names

    names = [name for text in arguments.know for name in split_names(network, text)]
    if not arguments.profile:
        return names
    if arguments.profile == "-":
        return [*names, *parse_profile(network, sys.stdin.buffer.read()).names]
    return [*names, *read_profile(network, arguments.profile).names]
