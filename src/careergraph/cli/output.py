"""What commands print: bytes as they are to a file or pipe, with controls shown to a terminal."""

from __future__ import annotations

import sys

from careergraph.export.text import shown


def write(written: str | bytes) -> None:
    """Write an answer to standard output."""
    if sys.stdout.isatty():
        text = written if isinstance(written, str) else written.decode("utf-8", "replace")
        # A line break of CSV (RFC 4180) is two characters, of which a terminal needs one.
        sys.stdout.write("\n".join(map(shown, text.replace("\r\n", "\n").split("\n"))))
    elif isinstance(written, str):
        sys.stdout.write(written)
    else:
        sys.stdout.buffer.write(written)
    sys.stdout.flush()


def tell(message: str) -> None:
    """Write a message to standard error, whatever names of files or things it quotes."""
    print(shown(message), file=sys.stderr, flush=True)
