"""What a store held when it was written: its version and checksums, to tell damage from content."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from importlib.metadata import version as version_of
from pathlib import Path

from careergraph.errors import SourceError

NAME = "careergraph.json"
LAYOUT = 1
"""To be raised when stores are laid out in another way."""


@dataclass(frozen=True)
class StoreCheck:
    """What became of a store since it was written.

    Attributes:
        version: of careergraph that wrote it; "" in a store without a seal.
        damaged: names of files that are gone or hold something else.
    """

    version: str
    damaged: tuple[str, ...]


def seal(folder: Path) -> None:
    """Write down what a store holds, once it is written."""
    files = {path.name: _checksum(path) for path in _written_once(folder)}
    text = json.dumps(
        {"layout": LAYOUT, "version": version_of("careergraph"), "files": files}, indent=1
    )
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def check_store(folder: Path) -> StoreCheck:
    """Compare a store with what it held when it was written.

    Raises:
        SourceError: it is no store, or of a layout that this version does not know.
    """
    if not (folder / "CURRENT").is_file():
        raise SourceError(f"{folder} is no store; name a folder that `careergraph load` wrote.")
    try:
        held = json.loads((folder / NAME).read_text("utf-8"))
        layout, version, files = int(held["layout"]), str(held["version"]), dict(held["files"])
    except FileNotFoundError:
        return StoreCheck("", ())
    except (OSError, ValueError, KeyError, TypeError):
        return StoreCheck("", (NAME,))
    if layout > LAYOUT:
        raise SourceError(
            f"{folder} was written by careergraph {version}, which lays stores out in another way; "
            "use that version, or load the sources again."
        )
    there = {path.name: path for path in _written_once(folder)}
    damaged = [
        name for name, sum_ in files.items() if name not in there or _checksum(there[name]) != sum_
    ]
    return StoreCheck(version, tuple(damaged))


def _written_once(folder: Path) -> Iterator[Path]:
    """Yield the files of RocksDB that nothing changes once a store is written."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".sst" or path.name.startswith(("CURRENT", "IDENTITY", "MANIFEST")):
            yield path


def _checksum(path: Path) -> str:
    checksum = blake2b(digest_size=16)
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            checksum.update(piece)
    return checksum.hexdigest()
