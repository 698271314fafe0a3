"""A saved web page as clean lines: what is not the article is left out.

A page is read as it comes, with tags left open, lists without ends and headings that are only bold.
"""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

from careergraph.reading.documents.text import (
    BULLET,
    INLINE_BULLET,
    MAX_LINES,
    MAX_TEXT,
    Line,
    Page,
    plain,
    text_lines,
    without,
)

_SKIPPED_WORDS = (
    "script style noscript nav aside footer iframe svg button template select head "
    "figcaption video audio canvas dialog"
)
_SKIPPED = frozenset(_SKIPPED_WORDS.split())
_VOID_WORDS = "area base br col embed hr img input link meta source track wbr"
_VOID = frozenset(_VOID_WORDS.split())
_BLOCKS_WORDS = (
    "p div section article main header li ul ol dl dt dd table tr h1 h2 h3 h4 h5 h6 br hr "
    "blockquote pre address time body html form figure figcaption"
)
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CLUTTER = re.compile(
    r"(?:^|\s)(?!(?:has|with|no|js|is)[_-])(?:\S*[_-])?(?:ads?|advert\w*|sponsor\w*|cookies?|consent|"
    r"newsletter|subscribe|share|sharing|social|sidebar|breadcrumbs?|comments?|menu|navbar|nav|"
    r"promo|popup|modal|related|toc)(?:$|[\s_-])",
    re.I,
)
MAX_TAGS = 50_000
"""The most tags that a page may have; a long one has some thousands."""

_DEEPEST = 300  # tags left open that are kept in mind; a page that closes its tags has dozens


def read_html(text: str) -> Page:
    """Read a page; what its markup calls clutter is left out, unless that is nearly all of it.

    Raises:
        TooLongError: the page is too long for an article.
    """
    text = without(text, "<!--", "-->")
    if text.count("<") > text.count(">") + 1_000:
        # The parser would go through the rest of the page for each tag that never ends.
        text = re.sub(r"<(?=[^<>]*(?:<|\Z))", " ", text)
    page, bare = _read(text, clutter=False), None
    if len(page.lines) < 20:
        bare = _read(text, clutter=True)
    return bare if bare and len(bare.lines) > 5 * len(page.lines) else page


def _read(text: str, *, clutter: bool) -> Page:
    reader = _Reader(clutter=clutter)
    reader.feed(text)
    reader.close()
    return Page(plain(reader.title), reader.issued, tuple(reader.lines))


class TooLongError(Exception):
    """A page holds more than an article may: how much, in a few words."""


class _Reader(HTMLParser):
    """Collect the text blocks of a page, leaving out what is not the article."""

    def __init__(self, *, clutter: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self.title = ""
        self.issued = ""
        self._clutter = clutter
        self._open: list[tuple[str, bool]] = []  # tag, and whether its content is skipped
        self._inside: Counter[str] = Counter()  # how many of each tag are open
        self._text: list[str] = []
        self._length = 0
        self._tags = 0
        self._plain_seen = False
        self._cells: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tags += 1
        if self._tags > MAX_TAGS:
            raise TooLongError(f"more than {MAX_TAGS:,} tags")
        if len(self.lines) > MAX_LINES:
            raise TooLongError(f"more than {MAX_LINES:,} lines")
        attributes = {name: value or "" for name, value in attrs}
        self._facts(tag, attributes)
        if tag in _BLOCKS:
            self._flush()
        if tag in _VOID:
            return
        if tag in ("li", "p", "tr", "td", "th", "dt", "dd"):
            self._close_implied(tag)
        skipped = (
            self._skipping()
            or tag in _SKIPPED
            or "hidden" in attributes
            or (not self._clutter and _is_clutter(tag, attributes))
        )
        self._open.append((tag, skipped))
        self._inside[tag] += 1
        if len(self._open) > _DEEPEST:
            self._inside[self._open.pop(0)[0]] -= 1
        if tag == "tr":
            self._cells = []

    def handle_endtag(self, tag: str) -> None:
        if not self._inside[tag]:
            return
        if tag in _BLOCKS:
            self._flush()
        while self._open:
            name, skipped = self._open.pop()
            self._inside[name] -= 1
            if name in ("td", "th") and self._cells is not None and not skipped:
                self._cells.append(plain("".join(self._text)).strip(" ,"))
                self._text, self._plain_seen = [], False
            if name == "tr" and self._cells is not None:
                if any(self._cells) and not skipped:
                    self.lines.append(Line("row", "\t".join(self._cells)))
                self._cells = None
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._inside["title"]:
            self.title = self.title or data.strip()
        if self._skipping():
            found = re.search(r'"datePublished"\s*:\s*"([^"]+)"', data)
            if found:
                self.issued = self.issued or found[1]
            return
        if data.strip() and not (self._inside["b"] or self._inside["strong"]):
            self._plain_seen = True
        self._text.append(data if self._inside["pre"] else re.sub(r"\s+", " ", data))
        self._length += len(data)
        if self._length > MAX_TEXT:
            raise TooLongError(f"more than {MAX_TEXT:,} characters")

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
        if self._cells is not None:
            self._text.append(", " if self._text and self._text[-1].strip(" ,") else " ")
            return
        text, bold_only = "".join(self._text), not self._plain_seen
        self._text, self._plain_seen = [], False
        if not text.strip() or self._skipping():
            return
        innermost = self._open[-1][0] if self._open else ""
        heading = next((name for name in _HEADINGS if self._inside[name]), "")
        if heading:
            self.lines.append(Line("heading", plain(text), int(heading[1])))
        elif self._inside["li"]:
            pieces = INLINE_BULLET.split(BULLET.sub("", text, count=1))
            bold = bold_only and len(pieces) == 1 and innermost != "li"
            kind = "heading" if bold and not text.rstrip().endswith(".") else "item"
            level = 1 if kind == "item" and self._inside["ol"] else 0
            self.lines.extend(Line(kind, plain(piece), level) for piece in pieces)
        elif innermost == "dt" or (
            bold_only and len(text) < 90 and not text.rstrip().endswith(".")
        ):
            self.lines.append(Line("heading", plain(text)))
        else:
            self.lines.extend(text_lines(text.strip()))


def _is_clutter(tag: str, attributes: dict[str, str]) -> bool:
    label = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    whole = tag in ("html", "body", "main", "article")
    return not whole and len(label) > 1 and bool(_CLUTTER.search(label))
