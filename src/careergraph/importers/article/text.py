"""A saved article as clean lines: plain text, Markdown and HTML all end up the same.

A line is a heading, an item of a list, a row of a table or a run of text; nothing here knows what
the article is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from careergraph.errors import SourceError

MAX_BYTES = 20_000_000
"""The largest file read as an article; a saved page with pictures inside stays well below."""


MAX_TEXT = 200_000
"""The most characters of text that an article may hold; a long one has a tenth."""


@dataclass(frozen=True)
class Line:
    """One line; ``kind`` is heading, item, row or text, ``level`` a heading's 1–6 where known."""

    kind: str
    text: str
    level: int = 0


@dataclass(frozen=True)
class Page:
    """An article's lines in reading order, with the title and date that its markup states."""

    title: str
    issued: str
    lines: tuple[Line, ...]


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
    if not html and len(text) > MAX_TEXT:
        raise SourceError(_too_long(where, len(text)))
    page = _from_html(text) if html else _from_text(text)
    length = sum(len(line.text) for line in page.lines)
    if length > MAX_TEXT:
        raise SourceError(_too_long(where, length))
    return page


def _too_long(where: str, length: int) -> str:
    return (
        f"{where}: holds {length:,} characters of text, far more than an article; "
        "give one article at a time."
    )


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


_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "\xa0": " ", "\u202f": " ", "\u2009": " ",
     "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "", "\xad": "", "‑": "-", "‐": "-",
     "\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\v": "\n", "\f": "\n", "\r": "\n"}
)  # fmt: skip


def _mend(text: str) -> str:
    """Undo UTF-8 read as another encoding ("Â·", "â€™"), and make quotes and spaces plain."""

    def undo(run: re.Match[str]) -> str:
        for encoding in ("cp1252", "latin-1", "cp1253", "cp874"):
            try:
                return run[0].encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
        return run[0]

    text = re.sub(r"[^\x00-\x7f]{2,}", undo, text.replace("\r\n", "\n")).translate(_PLAIN)
    return re.sub(r"(?<=\S)[ \t]{2,}", " ", text)


# ------------------------------------------------------------------------------ text, Markdown

_BULLET = re.compile(r"^\s*(?:[•●○▪▫◦‣⁃∙·►➤➢✓✔⦿§–—*+-]|\(?\d{1,2}[.)]|[a-z][.)])\s+(?=\S)")
_INLINE_BULLET = re.compile(r"\s+•\s+|(?<=[.;])\s+[-*–]\s+(?=[A-Z*])")
_NUMBER = re.compile(r"^\(?\d{1,2}[.)]\s+")


def _from_text(text: str) -> Page:
    front = re.match(r"\s*---\n(.*?)\n---\n", text, re.S)
    facts: dict[str, str] = {}
    if front:
        facts = dict(re.findall(r"^(\w+):\s*[\"']?(.+?)[\"']?\s*$", front[1].lower(), re.M))
        titled = re.search(r"^title:\s*[\"']?(.+?)[\"']?\s*$", front[1], re.M | re.I)
        facts["title"] = titled[1] if titled else ""
        text = text[front.end() :]
    lines = tuple(text_lines(text))
    return Page(facts.get("title", ""), facts.get("date", facts.get("published", "")), lines)


def text_lines(text: str) -> Iterator[Line]:
    """Split plain text or Markdown into lines, joining those that were only wrapped."""
    text = re.sub(r"^(.+)\n(={3,}|-{3,})[ \t]*$", _underlined, text, flags=re.M)
    text = re.sub(r"```.*?```|<!--.*?-->", "", text, flags=re.S)
    joined: list[str] = []
    for raw in text.split("\n"):
        raw = raw.expandtabs().rstrip().removeprefix("> ")
        previous = joined[-1] if joined else ""
        wrapped = (
            len(previous) >= 60
            and raw.strip()
            and not _BULLET.match(raw)
            and not raw.lstrip().startswith(("#", "|", "**"))
            and (previous[-1] in ",;" or (previous[-1] not in ".!?:|" and raw.strip()[0].islower()))
        )
        if wrapped:
            joined[-1] = f"{previous} {raw.strip()}"
        else:
            joined.append(raw)
    for raw in joined:
        yield from _text_line(raw)


def _underlined(match: re.Match[str]) -> str:
    if match[1].lstrip().startswith(("-", "*", "|", "#")):
        return match[0]
    return f"{'#' if match[2][0] == '=' else '##'} {match[1]}"


def _text_line(raw: str) -> Iterator[Line]:
    stripped = raw.strip()
    if not stripped or re.fullmatch(r"[-*_=~|: ]{3,}", stripped):
        return
    if heading := re.match(r"(#{1,6})\s*(.+?)\s*#*$", stripped):
        yield Line("heading", plain(heading[2]), len(heading[1]))
    elif stripped.count("|") >= 2 and not re.match(r"^@", stripped):
        cells = [plain(cell) for cell in stripped.strip("|").split("|")]
        yield Line("row", "\t".join(cells))
    elif bold := re.fullmatch(r"(?:\d+[.)]\s*)?(\*\*|__)(?!\s)([^*]+?):?\1:?", stripped):
        yield Line("heading", plain(bold[2]))
    elif _BULLET.match(raw):
        body = _BULLET.sub("", raw, count=1)
        numbered = _NUMBER.match(stripped)
        for piece in _INLINE_BULLET.split(body):
            yield Line("item", plain(piece), 1 if numbered else 0)
    else:
        pieces = [piece for piece in _INLINE_BULLET.split(stripped) if piece.strip()]
        if len(pieces) > 2:
            yield Line("text", plain(pieces[0]))
            yield from (Line("item", plain(piece)) for piece in pieces[1:])
        else:
            yield Line("text", plain(stripped))


def plain(text: str) -> str:
    """Take the Markdown out of a line: emphasis, links, pictures, code."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\*\*(.+?)\*\*|__(.+?)__", lambda m: m[1] or m[2], text)
    text = re.sub(r"(?<![\w*])[*_]([^*_\s][^*_]*?)[*_](?![\w*])", r"\1", text)
    return re.sub(r"\s+", " ", text.replace("`", "").replace("**", "").replace("\\", "")).strip()


_SENTENCE = re.compile(
    r"(?<!e\.g\.)(?<!i\.e\.)(?<!etc\.)(?<!vs\.)(?<!Ph\.)(?<!Ph\.D\.)(?<!B\.S\.)(?<!M\.S\.)(?<!U\.S\.)"
    r"(?<=[.!?])[\"')]?\s+(?=[A-Z\"'(•])"
)


def sentences(text: str) -> list[str]:
    """Split a text into sentences; "e.g." and "Ph.D." do not end one."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


# ---------------------------------------------------------------------------------------- HTML

_SKIPPED_WORDS = (
    "script style noscript nav aside footer form iframe svg button template select head "
    "figure video audio canvas dialog"
)
_SKIPPED = frozenset(_SKIPPED_WORDS.split())
_VOID_WORDS = "area base br col embed hr img input link meta source track wbr"
_VOID = frozenset(_VOID_WORDS.split())
_BLOCKS_WORDS = (
    "p div section article main header li ul ol dl dt dd table tr h1 h2 h3 h4 h5 h6 br hr "
    "blockquote pre address time body html figcaption"
)
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_CLUTTER = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|sponsor\w*|cookies?|consent|newsletter|subscribe|share|sharing|"
    r"social|sidebar|breadcrumbs?|comments?|menu|navbar|nav|promo|popup|modal|related|toc)"
    r"(?:$|[\s_-])",
    re.I,
)


_DEEPEST = 300  # tags left open that are kept in mind; a page that closes its tags has dozens


class _Reader(HTMLParser):
    """Collect the text blocks of a page, leaving out what is not the article."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self.title = ""
        self.issued = ""
        self._open: list[tuple[str, bool]] = []  # tag, and whether its content is skipped
        self._text = ""
        self._bold = 0
        self._plain_seen = False
        self._cells: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self._facts(tag, attributes)
        if tag in _BLOCKS:
            self._flush()
        if tag in _VOID:
            return
        if tag in ("li", "p", "tr", "td", "th", "dt", "dd"):
            self._close_implied(tag)
        label = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        clutter = tag not in ("html", "body", "main", "article") and bool(_CLUTTER.search(label))
        skipped = self._skipping() or tag in _SKIPPED or clutter or "hidden" in attributes
        self._open.append((tag, skipped))
        del self._open[:-_DEEPEST]
        if tag == "tr":
            self._cells = []
        if tag in ("b", "strong"):
            self._bold += 1

    def handle_endtag(self, tag: str) -> None:
        if tag not in (name for name, _ in self._open):
            return
        if tag in _BLOCKS:
            self._flush()
        while self._open:
            name, skipped = self._open.pop()
            if name in ("td", "th") and self._cells is not None and not skipped:
                self._cells.append(plain(self._text))
                self._text, self._plain_seen = "", False
            if name in ("b", "strong"):
                self._bold = max(0, self._bold - 1)
            if name == "tr" and self._cells is not None:
                if any(self._cells) and not skipped:
                    self.lines.append(Line("row", "\t".join(self._cells)))
                self._cells = None
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if any(name == "title" for name, _ in self._open):
            self.title = self.title or data.strip()
        if self._skipping():
            found = re.search(r'"datePublished"\s*:\s*"([^"]+)"', data)
            if found:
                self.issued = self.issued or found[1]
            return
        if data.strip() and not self._bold:
            self._plain_seen = True
        inside_pre = any(name == "pre" for name, _ in self._open)
        self._text += data if inside_pre else re.sub(r"\s+", " ", data)

    def close(self) -> None:
        super().close()
        self._flush()

    def _skipping(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def _close_implied(self, tag: str) -> None:
        """End an item, cell or paragraph whose end tag was left out."""
        siblings = {"li": ("ul", "ol"), "tr": ("table",), "td": ("tr",), "th": ("tr",)}
        fences = siblings.get(tag, ("div", "section", "article", "body", "li", "td", "dl"))
        alike = {"td": ("td", "th"), "th": ("td", "th"), "dt": ("dt", "dd"), "dd": ("dt", "dd")}
        for name, _ in reversed(self._open):
            if name in alike.get(tag, (tag,)):
                self.handle_endtag(name)
                return
            if name in fences:
                return

    def _facts(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "meta":
            name = attributes.get("property") or attributes.get("name", "")
            if name in ("article:published_time", "date", "datePublished"):
                self.issued = self.issued or attributes.get("content", "")
        elif tag == "time" and attributes.get("datetime"):
            self.issued = self.issued or attributes["datetime"]

    def _flush(self) -> None:
        text, bold_only = self._text, not self._plain_seen
        if self._cells is not None:
            self._text = f"{text} " if text.strip() else ""
            return
        self._text, self._plain_seen = "", False
        if not text.strip() or self._skipping():
            return
        tags = [name for name, _ in self._open]
        heading = next((name for name in tags if re.fullmatch(r"h[1-6]", name)), "")
        if heading:
            self.lines.append(Line("heading", plain(text), int(heading[1])))
        elif "li" in tags:
            pieces = _INLINE_BULLET.split(_BULLET.sub("", text, count=1))
            bold = bold_only and len(pieces) == 1 and tags[-1] != "li"
            kind = "heading" if bold and not text.rstrip().endswith(".") else "item"
            level = 1 if kind == "item" and "ol" in tags else 0
            self.lines.extend(Line(kind, plain(piece), level) for piece in pieces)
        elif (tags and tags[-1] == "dt") or (
            bold_only and len(text) < 90 and not text.rstrip().endswith(".")
        ):
            self.lines.append(Line("heading", plain(text)))
        else:
            self.lines.extend(text_lines(text.strip()))


def _from_html(text: str) -> Page:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return Page(plain(reader.title), reader.issued, tuple(reader.lines))
