"""Run the command line: ``python -m careergraph``."""

import sys

from careergraph.cli import main

if __name__ == "__main__":
    sys.exit(main())
