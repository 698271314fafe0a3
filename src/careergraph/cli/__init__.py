"""The command line."""

from careergraph.cli.arguments import main

__all__ = ["main"]
