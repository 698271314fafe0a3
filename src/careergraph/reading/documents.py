"""Files that hold words as blocks: headings, paragraphs, items of lists, rows of tables.

Plain text, Markdown, HTML, PDF and DOCX all end up the same; markup, front matter, the furniture of
a page and mis-decoded letters are gone before anyone looks for a name.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from careergraph.errors import SourceError
from careergraph.store.foreign_files import read_file

MAX_BYTES = 20_000_000
"""The largest file read; a saved page with pictures inside stays well below."""

MAX_TEXT = 200_000
"""The most characters of text that an article or advert may hold; a long one has a tenth."""

MAX_TAGS = 50_000
"""The most tags that a page may have; a long one has some thousands."""

MAX_PAGES = 100
"""The most pages of a PDF that are read; a CV has some five."""

MAX_UNPACKED = 50_000_000
"""The most bytes that a zip, which a DOCX is, may unpack to."""


@dataclass(frozen=True)
class Block:
    """One block; ``kind`` is heading, item, row or text.

    ``level`` is 1–6 of a heading where its markup tells, and how deep an item of a list lies. The
    cells of a row have tabs between them.
    """

    kind: str
    text: str
    level: int = 0


@dataclass(frozen=True)
class Document:
    """The blocks of a document in reading order, with the title and date that its markup states.

    ``facts`` are the lines "name: value" of its front matter.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    issued: str = ""
    facts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All words, a line for each block."""
        return "\n".join(
            f"- {block.text}" if block.kind == "item" else block.text.replace("\t", " | ")
            for block in self.blocks
        )


def read_document(source: Path | str, wanted: str) -> Document:
    """Read a document from a file, or from a string of several lines that is its text.

    Args:
        source: the file or the text.
        wanted: what is looked for, "an article that …", to say in an error.

    Raises:
        SourceError: the file is missing, empty, too large or holds no text.
    """
    if isinstance(source, str) and "\n" in source:
        where, data = "the text", source.encode()
    else:
        where, path = str(source), Path(source)
        if path.is_file() and (size := path.stat().st_size) > MAX_BYTES:
            raise SourceError(
                f"{where}: is {size / 1e6:,.0f} MB, far more than {wanted}; save it as text."
            )
        data = read_file(path, MAX_BYTES)
        for suffix, sign in ((".pdf", b"%PDF"), (".docx", b"PK\x03\x04")):
            if path.suffix.lower() == suffix and not data.startswith((sign, _OLD_OFFICE)):
                name = suffix[1:].upper()
                raise SourceError(f"{where}: is no {name}, whatever its name says; save it anew.")
        packed = data.startswith((b"%PDF", b"PK\x03\x04", _OLD_OFFICE, b"\xff\xfe", b"\xfe\xff"))
        if b"\0" in data[:100_000] and not packed:
            raise SourceError(f"{where}: is binary; save it as plain text, Markdown or HTML.")
    document = blocks_of(data, where)
    if not document.blocks:
        raise SourceError(f"{where}: is empty, or holds no text; give {wanted}.")
    if (length := sum(len(block.text) for block in document.blocks)) > MAX_TEXT:
        raise SourceError(
            f"{where}: holds {length:,} characters, too long for an article or an advert; give one "
            "at a time."
        )
    return document


def blocks_of(data: bytes | str, name: str) -> Document:
    """Return what a file holds as blocks.

    Args:
        data: what the file holds.
        name: what to call it in an error.

    Raises:
        SourceError: it holds no text that can be read.
    """
    if isinstance(data, bytes) and data.startswith(b"PK\x03\x04"):
        return Document(tuple(_docx(data, name)))
    text = raw_text(data, name)
    if not _HTML.search(text[:50_000]):
        return _from_text(text)
    if text.count("<") > MAX_TAGS:
        raise SourceError(f"{name}: holds more than {MAX_TAGS:,} tags, too long to be read.")
    return _from_html(text)


def text_of(data: bytes | str, name: str) -> str:
    """Return the text of a file, plain text as it is; arguments and errors as of ``blocks_of``."""
    if not isinstance(data, str) and data.startswith(b"PK\x03\x04"):
        return blocks_of(data, name).text
    text = raw_text(data, name)
    return blocks_of(text, name).text if _PAGE.match(text[:2000]) else text


def raw_text(data: bytes | str, name: str) -> str:
    """Return the text of a file but for its markup; errors as of ``blocks_of``."""
    if isinstance(data, str):
        return data
    if data.startswith(b"%PDF"):
        return _pdf(data, name)
    if data.startswith(_OLD_OFFICE):
        raise SourceError(f"{name} is an old Office file; save it as DOCX, PDF or plain text.")
    return decoded(data)


_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_PAGE = re.compile(r"\s*(?:<!--|<!doctype html|<html|<head|<body|<div|<p\b|<h[1-6]\b|<ul)", re.I)
_HTML = re.compile(r"<(?:html|body|article|head|p|h[1-6]|li|div)\b[^<>]*>", re.I)


def decoded(data: bytes) -> str:
    """Return bytes as text: UTF-8, UTF-16, what a page declares, else Windows; errors mended."""
    import ftfy

    declared = re.search(rb"<meta[^<>]+charset=[\"']?([\w-]+)", data[:5_000], re.I)
    codings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig"]
    for coding in [*codings, *([declared[1].decode()] if declared else [])]:
        try:
            text = data.decode(coding)
            break
        except (UnicodeError, LookupError):  # of which "undefined" is one of Python's own
            continue
    else:
        text = data.decode("cp1252", errors="replace")
    return text if text.isascii() else ftfy.fix_encoding(text)


# ------------------------------------------------------------------------------ text, Markdown

_SPACES = str.maketrans(
    {chr(code): " " for code in range(32) if chr(code) not in "\t\n"}
    | dict.fromkeys("\u2028\u2029\u0085\v\f\r", "\n") | dict.fromkeys("\xa0\u202f\u2009", " ")
    | dict.fromkeys("\u200b\u200c\u200d\ufeff\xad") | dict.fromkeys("’‘ʼ´", "'")
    | dict.fromkeys("“”„", '"') | dict.fromkeys("‑‐", "-")
)  # fmt: skip
BULLET = re.compile(
    r"^\s*(?:[\uf000-\uf0ff•●○▪▫■◦‣⁃∙➤➢✓✔✅⦿❖]\s*|(?:[·►§–—*+-]|\(?\d{1,2}[.)]|[a-z][.)]|o(?=\s+[A-Z]))\s+)"
    r"(?=\S)"
)
_INSIDE = re.compile(r"\s+•\s+|(?<=[.;])\s+[-*–]\s+(?=[A-Z*])")
_ABOUT_PAGE = frozenset({"tags", "categories", "keywords", "authors", "aliases", "images"})
"""Lists of a page's front matter that say nothing of what it is about in its own words."""
_WRAPPED = 60  # letters of a line that is long enough to be wrapped


def _from_text(text: str) -> Document:
    """Return plain text or Markdown as blocks."""
    text = re.sub(r"(?<=\S)[ ]{2,}", " ", text.replace("\r\n", "\n").translate(_SPACES))
    front = re.match(r"\s*(---|\+\+\+)\n(.{0,5000}?)\n\1\n", text, re.S)
    facts: dict[str, str] = {}
    if front:
        lists = re.findall(r"^(\w+):[ \t]*\n((?:[ \t]*- .+(?:\n|$))+)", front[2], re.M)
        named = [f"## {name}\n{items}" for name, items in lists if name not in _ABOUT_PAGE]
        text = "\n".join([text[front.end() :], *named])
        lines = re.findall(r"^\s*(\w+)(?::| =)[ \t]*[\"']?(.+?)[\"']?[ \t]*$", front[2], re.M)
        facts = {name.lower(): value for name, value in reversed(lines)}
    for opening, closing in (("<!--", "-->"), ("<style", "</style>"), ("<script", "</script>"),
                             ("```", "```")):  # fmt: skip
        text = _without(text, opening, closing)
    text = re.sub(r"\{\{[^{}\n]*\}\}", "", text)  # what a site's maker fills in
    text = re.sub(r"^([^\n|*#-][^\n]*)\n(?:(={3,})|-{3,})[ \t]*$", _underlined, text, flags=re.M)
    blocks = tuple(block for line in _with_rows(_unwrapped(text)) for block in _line(line))
    stated = tuple(f"{name}: {value}" for name, value in facts.items())
    issued = facts.get("date", facts.get("published", facts.get("dateposted", "")))
    return Document(blocks, facts.get("title", ""), issued, stated)


def _without(text: str, opening: str, closing: str) -> str:
    """Return a text without what stands between two marks, also after one that never ends."""
    kept: list[str] = []
    start = 0
    while (begin := text.find(opening, start)) >= 0:
        kept.append(text[start:begin])
        end = text.find(closing, begin + len(opening))
        start = end + len(closing) if end >= 0 else len(text)
    return "".join([*kept, text[start:]])


def _underlined(match: re.Match[str]) -> str:
    return f"{'#' if match[2] else '##'} {match[1]}"


def _unwrapped(text: str) -> list[str]:
    joined: list[str] = []
    for raw in text.split("\n"):
        line = raw.rstrip().removeprefix("> ")
        before = joined[-1] if joined else ""
        if before.strip() in ("-", "*", "•") and line.strip() and not BULLET.match(line):
            joined[-1] = f"{before} {line.strip()}"  # a bullet on a line of its own
            continue
        goes_on = line.strip() and not BULLET.match(line) and line.lstrip()[0] not in "#|*"
        if goes_on and len(before) >= _WRAPPED and (
            before[-1] in ",;" or (before[-1] not in ".!?:|" and line.strip()[0].islower())
        ):  # fmt: skip
            joined[-1] = f"{before} {line.strip()}"
        else:
            joined.append(line)
    return joined


def _with_rows(lines: Sequence[str]) -> Iterator[str]:
    """Put the cells of a table back on rows where each stands on a line of its own: "Skills |".

    How many make a row is not said: what the rows begin with is shorter than what they hold.
    """
    for is_cell, run in groupby(lines, lambda line: bool(re.fullmatch(r"[^|]+\|", line))):
        cells = list(run)
        widths = [width for width in range(2, 9) if len(cells) % width == 0]
        if not is_cell or len(cells) < 6 or not widths:
            yield from cells
            continue
        width = min(widths, key=lambda width: sum(map(len, cells[::width])) * width)
        yield from ("".join(cells[at : at + width]) for at in range(0, len(cells), width))


def _line(line: str) -> Iterator[Block]:
    text = re.sub(r"^(?:\*\*)?[QA]: +", "", line.strip())
    cells = text.strip("|").split("|") if text.count("|") > 1 else text.split("\t")
    if not text or re.fullmatch(r"[-*_=~|: ]{3,}", text):
        return
    if heading := re.match(r"(#{1,6})\s*(.+?)\s*#*$", text):
        yield Block("heading", plain(heading[2]), len(heading[1]))
    elif len(cells) > 1 and not text.startswith("@"):
        yield Block("row", "\t".join(map(plain, cells)))
    elif bold := re.fullmatch(r"(?:\d+[.)]\s*)?(\*\*|__)(?!\s)([^*]+?):?\1:?", text):
        yield Block("heading", plain(bold[2]))
    else:
        bullet = BULLET.match(line)
        pieces = [piece for piece in _INSIDE.split(line[bullet.end() if bullet else 0 :]) if piece]
        items = bool(bullet) or len(pieces) > 2
        depth = 1 + (len(line.expandtabs()) - len(line.expandtabs().lstrip())) // 2
        for place, piece in enumerate(pieces):
            item = items and (bullet or place)
            yield Block("item", plain(piece), depth) if item else Block("text", plain(piece))


_INLINE = re.compile(r"</?(?:a|abbr|b|code|del|em|i|ins|kbd|mark|p|q|s|small|span|strong|sub|sup|u|"
                     r"font|div|li|ul)(?:\s[^<>]*)?>", re.I)  # fmt: skip


def plain(text: str) -> str:
    """Return a line without Markdown and HTML: emphasis, links, pictures, code, breaks."""
    if "<" in text:
        text = re.sub(r"<br\s*/?>\s*$", "", text, flags=re.I)
        text = _INLINE.sub("", re.sub(r"\s*<br\s*/?>\s*", ", ", text, flags=re.I))
    if "[" in text:
        text = re.sub(r"!\[[^\[\]]*\]\([^()]*\)", "", text)
        text = re.sub(r"\[([^\[\]]+)\]\([^()]*\)", r"\1", text)
    text = re.sub(r"\*\*(.+?)\*\*|__(.+?)__", lambda match: match[1] or match[2], text)
    text = re.sub(r"(?<![\w*])[*_]([^*_\s][^*_]*?)[*_](?![\w*])", r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"`|\*\*|\\", "", text)).strip()


_SENTENCE = re.compile(
    r"(?<!e\.g\.)(?<!i\.e\.)(?<!etc\.)(?<!vs\.)(?<!Ph\.)(?<!Ph\.D\.)(?<!B\.S\.)(?<!M\.S\.)(?<!U\.S\.)"
    r"(?<=[.!?])[\"')]?\s+(?=[A-Z\"'(•])"
)


def sentences(text: str) -> list[str]:
    """Split a text into sentences; "e.g." and "Ph.D." do not end one."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


# ------------------------------------------------------------------------------ HTML

_LEFT_OUT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "nav",
        "aside",
        "footer",
        "iframe",
        "svg",
        "button",
        "template",
        "select",
        "head",
        "figcaption",
        "video",
        "audio",
        "canvas",
        "dialog",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "table",
        "tbody",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "hr",
        "form",
        "blockquote",
        "pre",
        "address",
        "time",
        "body",
        "html",
        "figure",
        "td",
        "th",
        "tr",
    ]
)
_FURNITURE = re.compile(
    r"(?:^|\s)(?!(?:has|with|no|js|is)[_-])(?:\S*[_-])?(?:ads?|advert\w*|sponsor\w*|cookies?|consent|"
    r"newsletter|subscribe|share|sharing|social|sidebar|breadcrumbs?|comments?|menu|navbar|nav|"
    r"promo|popup|modal|related|toc)(?:$|[\s_-])",
    re.I,
)
_MOSTLY = 0.6  # the share of a page's words that is never furniture


def _from_html(text: str) -> Document:
    """Return a page as blocks, without what its markup calls furniture."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(text)
    titled = tree.css_first("title")
    issued = re.search(r'"datePublished"\s*:\s*"([^"]+)"', text)
    for node in tree.css("meta[content], time[datetime]"):
        name = node.attributes.get("property") or node.attributes.get("name") or node.tag
        if not issued and name in ("article:published_time", "date", "datePublished", "time"):
            stated = node.attributes.get("content") or node.attributes.get("datetime") or ""
            issued = re.search("(.+)", stated)
    page = _Page(len(tree.body.text()) if tree.body else 0)
    if tree.body:
        page.walk(tree.body)
    title = plain(titled.text().translate(_SPACES)) if titled else ""
    return Document(tuple(page.blocks), title, issued[1] if issued else "")


class _Page:
    """The blocks of a page, collected while its nodes open and close."""

    def __init__(self, length: int) -> None:
        self.blocks: list[Block] = []
        self._length = length
        self._inside: Counter[str] = Counter()  # how many of each tag are open
        self._text: list[str] = []
        self._bold = True  # whether all of the text at hand is bold

    def walk(self, root: Any) -> None:
        """Go through the nodes below one, without recursion: pages nest deeply."""
        nodes = [(root, False)]
        while nodes:
            node, closes = nodes.pop()
            tag = node.tag or "-"  # a name that is no text has none
            if closes:
                if tag in _BLOCKS:
                    self._flush(tag)
                self._inside[tag] -= 1
            elif tag == "-text":
                words = node.text_content or ""
                self._bold = self._bold and not (
                    words.strip() and not self._inside["b"] and not self._inside["strong"]
                )
                self._text.append(words if self._inside["pre"] else re.sub(r"\s+", " ", words))
            elif not self._is_left_out(node, tag):
                if tag in _BLOCKS:
                    self._flush(tag)
                if tag == "tr" and (cells := _cells(node)):
                    self.blocks.append(Block("row", "\t".join(cells)))
                    continue
                self._inside[tag] += 1
                nodes.append((node, True))
                nodes.extend((child, False) for child in reversed([*node.iter(include_text=True)]))

    def _is_left_out(self, node: Any, tag: str) -> bool:
        if tag in _LEFT_OUT or tag.startswith(("-", "!")):
            return True
        attributes = node.attributes
        if tag == "a" and (href := attributes.get("href")):  # a link that only names where it leads
            name = re.sub(r"\W", "", node.text().lower())
            return len(name) > 2 and name in (re.match(r"https?://([^/?#]+)", href) or "_")[0]
        if "hidden" in attributes or tag in ("body", "main", "article") or not attributes:
            return "hidden" in attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        furniture = len(names) > 1 and _FURNITURE.search(names)
        return bool(furniture) and len(node.text()) < _MOSTLY * self._length

    def _flush(self, tag: str) -> None:
        text, bold = "".join(self._text).translate(_SPACES), self._bold
        self._text, self._bold = [], True
        if not text.strip():
            return
        short = bold and len(text) < 90 and not text.rstrip().endswith(".")
        level = next((level for level in range(1, 7) if self._inside[f"h{level}"]), 0)
        if level:
            self.blocks.append(Block("heading", plain(text), level))
        elif self._inside["li"]:
            depth = self._inside["ul"] + self._inside["ol"]
            pieces = _INSIDE.split(BULLET.sub("", text, count=1))
            headed = short and len(pieces) == 1 and tag != "li"
            kind = "heading" if headed else "item"
            self.blocks.extend(Block(kind, plain(piece), 0 if headed else depth)
                               for piece in pieces)  # fmt: skip
        elif self._inside["dt"] or short:
            self.blocks.append(Block("heading", plain(text)))
        else:
            self.blocks.extend(block for line in _unwrapped(text.strip()) for block in _line(line))


def _cells(row: Any) -> list[str]:
    """Return the cells of a row, none where the table only lays out a page."""
    nodes = [node for node in row.iter() if node.tag in ("td", "th")]
    if len(nodes) < 2 or row.css_first("h1, h2, h3, table"):
        return []
    cells = []
    for node in nodes:
        for inner in node.css("br, li, p, div"):
            inner.insert_before("\n")
        parts = (plain(part) for part in node.text().translate(_SPACES).split("\n"))
        cells.append(", ".join(part.strip(" ,") for part in parts if part.strip(" ,•")))
    return cells if any(cells) else []


# ------------------------------------------------------------------------------ PDF, DOCX


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


def _docx(data: bytes, name: str) -> list[Block]:
    from docx import Document as Docx

    if "word/document.xml" not in unzipped(data, name).namelist():
        raise SourceError(f"{name} is a zip or Office file without text; save it as DOCX or text.")
    try:
        return [*_docx_blocks(Docx(io.BytesIO(data)))]
    except Exception as error:  # python-docx and lxml raise many kinds
        raise SourceError(f"{name} cannot be read as DOCX; save it anew, or as text.") from error


def _docx_blocks(document: Any) -> Iterator[Block]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = dict.fromkeys(plain(cell.text.translate(_SPACES)) for cell in row.cells)
                yield Block("row" if len(cells) > 1 else "text", "\t".join(cells))
            continue
        style, text = block.style.name, block.text.translate(_SPACES)
        level = re.match(r"(?:Heading|Title)\s*(\d?)", style)
        runs = [run for run in block.runs if run.text.strip()]
        if text.strip() and level:
            yield Block("heading", plain(text), int(level[1] or 1))
        elif style.startswith("List") or not runs or not all(run.bold for run in runs):
            for line in text.split("\n"):
                yield from _line(f"- {line}" if style.startswith("List") and line else line)
        else:
            yield Block("heading", plain(text))
