"""Files of other people: opened in one place, never waited for, never larger than a limit.

Whatever a person names may be a device, a pipe or a socket, may unpack to more than any memory
holds, or be no file at all. What is not read to its end is refused in a sentence.
"""

from __future__ import annotations

import errno
import gzip
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, cast

from careergraph.errors import SourceError

MAX_BYTES = 200_000_000
"""The largest file that is read, uncompressed; the largest of O*NET and ESCO stay below a third."""

MAX_RATIO = 200
"""How much a compressed file may grow: text grows tenfold or so, a bomb a thousandfold."""


@contextmanager
def opened_raw(path: Path, member: str = "", most: int = MAX_BYTES) -> Iterator[io.BufferedReader]:
    """Open a file, or a member of a zip, for reading as bytes, whatever it holds.

    A ``.gz`` file is decompressed on the way. What is read past the limits raises.

    Args:
        path: the file, or the zip.
        member: where in the zip it is; "" for the file itself.
        most: how many bytes are read at most.

    Raises:
        SourceError: it is missing, no regular file, too large or damaged.
    """
    where = f"{path}: {member}" if member else f"{path}"
    try:
        with ExitStack() as stack:
            file = stack.enter_context(_regular(path))
            if member:
                archive = stack.enter_context(zipfile.ZipFile(file))
                entry = archive.getinfo(member)
                stream = stack.enter_context(archive.open(entry))
                yield _limited(stream, where, entry.file_size, entry.compress_size, most)
            else:
                size = os.fstat(file.fileno()).st_size
                if path.suffix.lower() == ".gz":
                    unpacked = stack.enter_context(gzip.open(file))
                    yield _limited(cast(IO[bytes], unpacked), where, 0, size, most)
                else:
                    yield _limited(file, where, size, size, most)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
        # RuntimeError is what zipfile raises for a member under a password.
        raise SourceError(f"{where}: cannot be read ({error}); download it again.") from error


def read_file(path: Path, most: int = MAX_BYTES) -> bytes:
    """Return what a file holds; errors are those of ``opened_raw``."""
    with opened_raw(path, most=most) as stream:
        return stream.read()


def _regular(path: Path) -> IO[bytes]:
    """Open a file without waiting for whoever would write to a pipe.

    Raises:
        SourceError: there is none of that name, or it is of another kind.
    """
    try:
        # No other process can put something else in its place between looking and opening.
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise SourceError(f"{path}: there is no such file; check the spelling.") from error
    except ValueError as error:
        raise SourceError(f"{path}: no file can have this name; check the spelling.") from error
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise SourceError(_not_regular(path)) from error
        reason = (error.strerror or str(error)).lower()
        raise SourceError(f"{path}: cannot be read ({reason}); check the name.") from error
    kind = os.fstat(number).st_mode
    if stat.S_ISREG(kind):
        return os.fdopen(number, "rb")
    os.close(number)
    if stat.S_ISDIR(kind):
        raise SourceError(f"{path}: is a folder; name the file in it.")
    raise SourceError(_not_regular(path))


def refuse_devices(path: Path) -> None:
    """Refuse what is there and is neither a file nor a folder, before anything waits for it.

    Raises:
        SourceError: it is a device, a pipe or a socket.
    """
    with suppress(ValueError):  # a name that no file can have: there is nothing
        if path.exists() and not path.is_file() and not path.is_dir():
            raise SourceError(_not_regular(path))


def _not_regular(path: Path) -> str:
    return f"{path}: is a device, a pipe or a socket; save what it holds to a file and name that."


def _limited(stream: IO[bytes], where: str, size: int, packed: int, most: int) -> io.BufferedReader:
    """Return a buffered stream that refuses to read past the limits.

    Args:
        stream: what is to be read.
        where: its name, for messages.
        size: how many bytes the file is said to hold.
        packed: how many bytes it takes as it lies there.
        most: how many bytes are read at most, however large the file is.
    """
    limit = min(most, max(packed * MAX_RATIO, 1_000_000))
    if size >= limit:
        raise SourceError(_too_large(where, limit))
    return io.BufferedReader(_Limited(stream, limit, where), 1 << 16)


def _too_large(where: str, limit: int) -> str:
    return (
        f"{where}: is larger than {limit / 1e6:,.0f} MB once opened, more than any career "
        "source should be; split it or take out what is not needed."
    )


class _Limited(io.RawIOBase):
    """A stream of bytes that raises once more than ``limit`` of them were read."""

    def __init__(self, stream: IO[bytes], limit: int, where: str) -> None:
        self._stream, self._left, self._limit, self._where = stream, limit, limit, where

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise SourceError(_too_large(self._where, self._limit))
        buffer[: len(data)] = data
        return len(data)
