"""The command line: runs a command, and turns its errors into one sentence and an exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from careergraph.cli.arguments import parser, without_help
from careergraph.cli.output import tell
from careergraph.errors import CareerGraphError, QueryLimitError, SourceError


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    0 done, 1 no answer, 2 wrong usage, 3 a source cannot be read, 4 a limit cut the answer off.
    """
    if sys.stdout is None:  # closed by whoever started this
        print("careergraph: standard output is closed; leave it open.", file=sys.stderr)
        return SourceError.exit_code
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # JSON has to be in UTF-8
    try:
        if "_ARGCOMPLETE" in os.environ:  # a shell asks what may come next
            import argcomplete

            argcomplete.autocomplete(parser())
        arguments = parser().parse_args(without_help(sys.argv[1:] if argv is None else argv))
        code = int(arguments.run(arguments) or 0)
        sys.stdout.flush()
    except CareerGraphError as error:
        tell(f"careergraph: {' '.join(str(error).split())}")
        return error.exit_code
    except OSError as error:
        if error.filename is not None:  # what was named, and not what is written to
            reason = (error.strerror or str(error)).lower()
            tell(f"careergraph: {error.filename} cannot be read ({reason}); check the name.")
            return SourceError.exit_code
        if error.errno is None:  # what RocksDB says of a store
            tell(
                f"careergraph: the store cannot be read ({error}); `careergraph check` tells "
                "whether it is damaged, and loading its sources again mends it."
            )
            return SourceError.exit_code
        # Python would try once more, at its end, to write what could not be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # the reader, `head` for one, has seen enough
            return 0
        tell(f"careergraph: {error}; nothing more was written.")
        return SourceError.exit_code
    except MemoryError:
        tell("careergraph: this takes more memory than there is; ask for less, or give less.")
        return QueryLimitError.exit_code
    except KeyboardInterrupt:
        print("careergraph: stopped.", file=sys.stderr)
        return 130
    return code
