"""The text of a file, whatever it was saved as: plain text, HTML, PDF or DOCX."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from careergraph.errors import SourceError

MAX_PAGES = 100
"""The most pages of a PDF that are read; a CV has some five."""

MAX_UNPACKED = 50_000_000
"""The most bytes that a zip, which a DOCX is, may unpack to."""

_BLOCK_TAGS = (
    "p div section article main header li ul ol dl dt dd table tr td th h1 h2 h3 h4 h5 h6 br hr "
    "blockquote pre address body"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_LEFT_OUT = ["script", "style", "noscript", "template", "nav", "iframe", "svg", "head"]
_HTML = re.compile(r"\s*(?:<!--|<!doctype html|<html|<head|<body|<div|<p\b|<h[1-6]\b|<ul)", re.I)


def text_of(data: bytes | str, name: str) -> str:
    """Return the text of a file, one line a block.

    Args:
        data: what the file holds.
        name: what to call it in an error.

    Raises:
        SourceError: it holds no text that can be read.
    """
    if isinstance(data, str):
        text = data
    elif data.startswith(b"%PDF"):
        return _pdf(data, name)
    elif data.startswith(b"PK\x03\x04"):
        return _docx(data, name)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise SourceError(f"{name} is an old Office file; save it as DOCX, PDF or plain text.")
    else:
        text = decoded(data)
    return html_text(text) if _HTML.match(text[:2000]) else text


def decoded(data: bytes) -> str:
    """Return bytes as text: UTF-8, UTF-16 by its mark, else Windows; mis-decoded text is mended."""
    import ftfy

    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
    return text if text.isascii() else ftfy.fix_encoding(text)


def html_text(text: str) -> str:
    """Return the text of a page, a line for each block; scripts and navigation are left out."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(text)
    tree.strip_tags(_LEFT_OUT)
    parts: list[str] = []
    for node in tree.root.traverse(include_text=True) if tree.root else ():
        if node.tag == "-text":
            parts.append(re.sub(r"\s+", " ", node.text_content or ""))
        elif node.tag in _BLOCKS:
            parts.append("\n- " if node.tag == "li" else "\n")
    return "\n".join(filter(None, (line.strip() for line in "".join(parts).split("\n"))))


def _pdf(data: bytes, name: str) -> str:
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        sheets = () if locked else reader.pages
        pages = [page.extract_text() for _, page in zip(range(MAX_PAGES), sheets)]  # noqa: B905
    except Exception as error:  # pypdf raises many kinds, its own and Python's
        raise SourceError(
            f"{name} cannot be read as a PDF; save it anew, or as plain text."
        ) from error
    if locked:
        raise SourceError(f"{name} is locked with a password; save it without.")
    text = "\n".join(pages)
    if not text.strip():
        raise SourceError(f"{name} is a PDF without text, perhaps a scan; save it as plain text.")
    return text


def unzipped(data: bytes, name: str) -> zipfile.ZipFile:
    """Open a zip that is safe to read.

    Raises:
        SourceError: it is broken, locked, or unpacks to too much.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise SourceError(f"{name} is a broken zip or Office file; save it anew.") from error
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise SourceError(f"{name} unpacks to more than {MAX_UNPACKED // 1_000_000} MB.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise SourceError(f"{name} is locked with a password; save it without.")
    return archive


def _docx(data: bytes, name: str) -> str:
    from docx import Document

    if "word/document.xml" not in unzipped(data, name).namelist():
        raise SourceError(f"{name} is a zip or Office file without text; save it as DOCX or text.")
    try:
        return "\n".join(_docx_lines(Document(io.BytesIO(data))))
    except Exception as error:  # python-docx and lxml raise many kinds
        raise SourceError(f"{name} cannot be read as DOCX; save it anew, or as text.") from error


def _docx_lines(document: object) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(block, Table):
            for row in block.rows:
                yield " | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells))
        else:
            bullet = "- " if block.style.name.startswith("List") else ""
            yield bullet + block.text
