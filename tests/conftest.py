"""What many tests share: the bundled graph, its network, and data that lies beside the project."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:  # a test that needs no graph should not wait for these
    import networkx as nx
    from rdflib import Dataset

# How long one example takes says more of a busy machine than of the code.
settings.register_profile("careergraph", deadline=None)
settings.load_profile("careergraph")

# Commands and pages that are not told otherwise take the small graph, which is there at once.
os.environ["CAREERGRAPH_GRAPH"] = "core"


@pytest.fixture(scope="session")
def graph() -> Dataset:
    """The small part of the bundled graph; only for reading."""
    from careergraph.loading.opening import open_graph

    return open_graph("core")


@pytest.fixture(scope="session")
def network(graph: Dataset) -> nx.MultiDiGraph:
    """The network of that graph; only for reading."""
    from careergraph.network.projection import project

    return project(graph)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of large data that lies beside a clone."""
    folder = Path(__file__).parents[1].parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared data does not lie beside the project")
    return folder


def pytest_configure(config: pytest.Config) -> None:
    # Ended from outside, tests stop as at Ctrl-C, and with them the servers that they started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # rdflib warns of its own old names, whatever we call.
    config.addinivalue_line("filterwarnings", r"ignore:(Dataset\.|Conj):DeprecationWarning:rdflib")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if missed := sum("browser" in report.keywords for report in skipped):
        playwright = Path(sys.executable).with_name("playwright")
        terminalreporter.write_line(
            f"{missed} tests were skipped because this machine has no Chromium; "
            f"`{playwright} install --with-deps chromium` brings it."
        )
