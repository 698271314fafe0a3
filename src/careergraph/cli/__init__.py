"""The command line."""

from careergraph.cli.main import main

__all__ = ["main"]
