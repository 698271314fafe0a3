"""Read a file or a text as a page: lines in reading order, whatever it was saved as."""

from __future__ import annotations

import re
from pathlib import Path

from careergraph.errors import SourceError
from careergraph.reading.documents.html import TooLongError, read_html
from careergraph.reading.documents.text import MAX_LINES, MAX_TEXT, Page, from_text

MAX_BYTES = 20_000_000
"""The largest file read as an article; a saved page with pictures inside stays well below."""

_PLAIN = str.maketrans(
    # Of the control characters, by some of which ``phrases`` marks what it puts aside, none stays.
    {chr(code): " " for code in range(32) if chr(code) not in "\t\n"}
    | {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "\xa0": " ", "\u202f": " ", "\u2009": " ",
     "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "", "\xad": "", "‑": "-", "‐": "-",
     "\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\v": "\n", "\f": "\n", "\r": "\n"}
)  # fmt: skip
_PIECE = re.compile("[ÂÃÄÅÎÏÐÑ].|[âï]..|ð...", re.S)  # how UTF-8 looks when read as cp1252


def read_page(source: Path | str) -> Page:
    """Read an article from a file, or from a string that holds its text.

    Raises:
        SourceError: the file is missing, empty, too large, binary or not UTF-8.
    """
    if isinstance(source, str) and "\n" in source:
        where, text = "the text", source
    else:
        where, text = str(source), _read(Path(source))
    if not text.strip():
        raise SourceError(f"{where}: is empty; give an article that compares two roles or more.")
    text = _mend(text)
    html = re.search(r"<(?:html|body|article|head|p|h[1-6]|li|div)\b[^>]*>", text[:50_000], re.I)
    if html:
        try:
            return read_html(text)
        except TooLongError as error:
            raise SourceError(_too_long(where, str(error))) from error
    if len(text) > MAX_TEXT:
        raise SourceError(_too_long(where, f"more than {MAX_TEXT:,} characters"))
    page = from_text(text)
    if len(page.lines) > MAX_LINES:
        raise SourceError(_too_long(where, f"more than {MAX_LINES:,} lines"))
    return page


def _too_long(where: str, amount: str) -> str:
    return f"{where}: holds {amount}, too long for an article; give one at a time."


def _read(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SourceError(
                f"{path}: is {size / 1e6:,.0f} MB, far more than an article; "
                "save the page as text or HTML and give that."
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(f"{path}: there is no such file; check the spelling.") from error
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror or error}).") from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in data[:100_000]:
        raise SourceError(f"{path}: is binary; save the article as plain text, Markdown or HTML.")
    else:
        declared = re.search(rb"<meta[^>]+charset=[\"']?([\w-]+)", data[:5_000], re.I)
        encoding = declared.group(1).decode("ascii") if declared else "utf-8-sig"
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise SourceError(f"{path}: is not UTF-8 text; save it as UTF-8 and try again.") from error


def _byte(char: str, encoding: str) -> bytes:
    """Return the byte that a character was, one that its code page leaves open by its number."""
    return char.encode("latin-1" if "\x80" <= char <= "\x9f" else encoding)


def _decoded(run: str, *encodings: str) -> str:
    for encoding in encodings:
        try:
            return b"".join(_byte(char, encoding) for char in run).decode("utf-8")
        except UnicodeError:
            continue
    return run


def _mend(text: str) -> str:
    """Undo UTF-8 read as another encoding ("Â·", "â€™"), and make quotes and spaces plain."""

    def undo(run: re.Match[str]) -> str:
        pieces = _PIECE.sub(lambda piece: _decoded(piece[0], "cp1252"), run[0])
        return _decoded(pieces, "cp1253", "cp874", "cp1251")

    text = text.replace("\r\n", "\n")
    for _ in range(2):  # some pages were read wrongly twice
        text = re.sub(r"[^\x00-\x7f]{2,}", undo, text)
    text = re.sub(r"Â(?=\s)", "", text).translate(_PLAIN)
    return re.sub(r"(?<=\S)[ \t]{2,}", " ", text)
