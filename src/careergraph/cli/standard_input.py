"""Standard input in the place of a file, which a dash names."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_ENDINGS = (
    (rb"%PDF-", ".pdf"),
    (rb"PK\x03\x04", ".zip"),
    (rb"\s*[{\[]", ".jsonld"),
    (rb"\s*<(\?xml|rdf:)", ".rdf"),
    (rb"\s*<(!doctype|html|head|body|article)\b", ".html"),
    (rb"(?s)(.*\n)?\s*@?(prefix|base)\s", ".ttl"),
    (rb"\s*(<|_:)\S+ <", ".nt"),
)
_ENDING_OF_KIND = {"rdf": ".ttl", "table": ".csv"}


@contextmanager
def as_files(names: Sequence[str], kind: str | None = None) -> Iterator[list[str]]:
    """Return the names with standard input, where a dash stands for it, in a file of its own.

    Args:
        names: files, folders or "-".
        kind: what kind of source standard input is; without, its format is told by how it begins.
    """
    if "-" not in names:
        yield list(names)
        return
    with TemporaryDirectory() as folder:
        data = sys.stdin.buffer.read()
        file = Path(folder) / f"stdin{_ENDING_OF_KIND.get(kind or '') or _ending(data)}"
        file.write_bytes(data)
        yield [str(file) if name == "-" else name for name in names]


def _ending(data: bytes) -> str:
    start = data.removeprefix(b"\xef\xbb\xbf")[:4000]
    for pattern, ending in _ENDINGS:
        if re.match(pattern, start, re.IGNORECASE):
            return ending
    return ".txt"
