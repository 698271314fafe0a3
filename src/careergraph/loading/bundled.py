"""The graph that comes with careergraph: the whole of it, and the small core.

Both hold what lies in ``graph/`` and ``graph/data/``. The core, quick to read into memory, adds
``graph/data/core/``; the whole, every occupation of ESCO and O*NET, adds ``graph/data/world/`` and
is built once into a store in the folder that the system keeps for caches.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from careergraph.errors import SourceError
from careergraph.store.dataset import dataset
from careergraph.store.rdf_files import load_file, rdf_files
from careergraph.store.union import in_the_union

BuildProgress = Callable[[str, float], None]
"""Told what is being done, in a few words, and how much of the whole is done (0 to 1)."""

_LAYOUT = "1"  # to be raised when a store built by older code no longer serves
_STORES_KEPT = 3  # of different versions, which share the folder for caches
_SHARE_OF_READING, _SHARE_OF_JOINING = 0.2, 0.15  # of the time that building takes
_LONGEST_BUILD = 600  # seconds


def bundled_folder() -> Path:
    """Return the folder of the graph that comes with careergraph, installed or in a clone."""
    package = Path(__file__).parents[1]
    installed = package / "graph"
    return installed if installed.is_dir() else package.parents[1] / "graph"


def bundled_files(part: Literal["core", "world"]) -> list[Path]:
    """List the RDF files of the core, or of the whole graph."""
    of_the_other = bundled_folder() / "data" / ("core" if part == "world" else "world")
    return [file for file in rdf_files(bundled_folder()) if of_the_other not in file.parents]


def bundled_store(progress: BuildProgress | None = None) -> Path:
    """Return the folder of the store that holds the whole graph, built first if it is not there.

    Its name tells what it was made from, so a change of any file leads to a new store; of those of
    other versions the ones used last stay. Of several processes that start together one builds and
    the others wait for it. A process that is stopped while it builds leaves nothing behind that
    could be taken for a store.

    Args:
        progress: is told how far the building is; without one a bar is drawn on stderr.

    Raises:
        SourceError: the store cannot be written, for want of room or of permission.
    """
    from platformdirs import user_cache_path

    stores = user_cache_path("careergraph", appauthor=False)
    target = stores / f"world-{_version()}"
    if not _is_built(target):
        try:
            _build_once(target, progress)
        except (OSError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise SourceError(
                f"The graph of all occupations cannot be built in {stores} ({reason}); make room "
                "there, or name another folder in the environment as XDG_CACHE_HOME."
            ) from error
    with suppress(OSError):
        os.utime(target)  # by which the stores used last are known
    return target


def _is_built(folder: Path) -> bool:
    return (folder / "CURRENT").is_file()


def _version() -> str:
    """Return a checksum of all that the store is made from."""
    checksum = blake2b(_LAYOUT.encode(), digest_size=8)
    for file in bundled_files("world"):
        checksum.update(file.name.encode())
        checksum.update(file.read_bytes())
    return checksum.hexdigest()


def _build_once(target: Path, progress: BuildProgress | None) -> None:
    from filelock import FileLock, Timeout

    target.parent.mkdir(parents=True, exist_ok=True)
    site = target.with_name(f"{target.name}.building")
    try:
        with FileLock(target.with_suffix(".lock"), timeout=_LONGEST_BUILD):
            if _is_built(target):
                return
            shutil.rmtree(site, ignore_errors=True)  # of a process that was stopped
            try:
                if progress is None:
                    with _bar() as progress:
                        _build(site, progress)
                else:
                    _build(site, progress)
                site.rename(target)
            finally:
                shutil.rmtree(site, ignore_errors=True)
            _remove_old(target)
    except Timeout as error:
        raise OSError(f"another process has been building it for {_LONGEST_BUILD} s") from error


def _build(folder: Path, progress: BuildProgress) -> None:
    """Write the whole graph to a store, with what questions need of it."""
    _write(folder, progress)
    written = _SHARE_OF_READING + _SHARE_OF_JOINING
    from careergraph.loading.index import index  # slow to import, and seldom needed

    store = ox.Store.read_only(str(folder))
    index(
        dataset(store, folder), lambda doing, part: progress(doing, written + (1 - written) * part)
    )
    progress("done", 1)


def _write(folder: Path, progress: BuildProgress) -> None:
    """Write each source to a named graph of a store, and their union to the default graph."""
    files = bundled_files("world")
    size, read = sum(file.stat().st_size for file in files), 0
    store = ox.Store(str(folder))
    for file in files:
        progress(f"reading {file.name}", _SHARE_OF_READING * read / size)
        load_file(store, file)
        read += file.stat().st_size
    progress("joining the sources", _SHARE_OF_READING)
    store.bulk_extend(in_the_union(_with_progress(store, progress)))
    store.flush()


def _with_progress(store: ox.Store, progress: BuildProgress) -> Iterator[ox.Quad]:
    every, number = 20_000, len(store)
    for count, quad in enumerate(store):
        if count % every == 0:
            share = _SHARE_OF_READING + _SHARE_OF_JOINING * count / number
            progress("joining the sources", share)
        yield quad


@contextmanager
def _bar() -> Iterator[BuildProgress]:
    """Show a progress bar on stderr that disappears when the work is done."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    console.print("Building the graph of all occupations, once:", highlight=False)
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("", total=1)
        yield lambda doing, share: bar.update(task, description=doing, completed=share)


def _remove_old(target: Path) -> None:
    """Remove the stores of other versions, except those used last."""
    stores = [path for path in target.parent.glob("world-*") if _is_built(path)]
    stores.sort(key=lambda path: (path == target, path.stat().st_mtime), reverse=True)
    for store in stores[_STORES_KEPT:]:
        shutil.rmtree(store, ignore_errors=True)
        store.with_suffix(".lock").unlink(missing_ok=True)
