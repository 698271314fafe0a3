"""A saved article as clean lines: plain text, Markdown and HTML all end up the same.

A line is a heading, an item of a list, a row of a table or a run of text; nothing here knows what
the article is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_TEXT = 200_000
"""The most characters of text that an article may hold; a long one has a tenth."""

MAX_LINES = 5_000
"""The most lines that an article may have; a long one has some hundreds."""


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


# ------------------------------------------------------------------------------ text, Markdown

BULLET = re.compile(
    r"^\s*(?:[\uf000-\uf0ff•●○▪▫■◦‣⁃∙➤➢✓✔⦿]\s*|(?:[·►§–—*+-]|\(?\d{1,2}[.)]|[a-z][.)]|o(?=\s+[A-Z]))\s+)(?=\S)"
)
INLINE_BULLET = re.compile(r"\s+•\s+|(?<=[.;])\s+[-*–]\s+(?=[A-Z*])")
_NUMBER = re.compile(r"^\(?\d{1,2}[.)]\s+")


def from_text(text: str) -> Page:
    """Return plain text or Markdown as a page."""
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
    text = without(text, "<!--", "-->")
    for tag in ("style", "script"):
        text = without(text, f"<{tag}", f"</{tag}>")
    text = re.sub(r"```.*?```", "", text, flags=re.S)
    joined: list[str] = []
    for raw in text.split("\n"):
        raw = raw.expandtabs().rstrip().removeprefix("> ")
        previous = joined[-1] if joined else ""
        wrapped = (
            len(previous) >= 60
            and raw.strip()
            and not BULLET.match(raw)
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
    elif BULLET.match(raw):
        body = BULLET.sub("", raw, count=1)
        numbered = _NUMBER.match(stripped)
        for piece in INLINE_BULLET.split(body):
            yield Line("item", plain(piece), 1 if numbered else 0)
    else:
        pieces = [piece for piece in INLINE_BULLET.split(stripped) if piece.strip()]
        if len(pieces) > 2:
            yield Line("text", plain(pieces[0]))
            yield from (Line("item", plain(piece)) for piece in pieces[1:])
        else:
            yield Line("text", plain(stripped))


def without(text: str, opening: str, closing: str) -> str:
    """Return a text without what stands between two marks, also after one that never ends."""
    kept: list[str] = []
    start = 0
    while (begin := text.find(opening, start)) >= 0:
        kept.append(text[start:begin])
        end = text.find(closing, begin)
        start = end + len(closing) if end >= 0 else len(text)
    return "".join([*kept, text[start:]])


_TAG = re.compile(r"</?(?:a|abbr|b|code|del|em|i|ins|kbd|mark|p|q|s|small|span|strong|sub|sup|u)"
                  r"(?:\s[^<>]*)?>", re.I)  # fmt: skip


def plain(text: str) -> str:
    """Return a line without Markdown and HTML: emphasis, links, pictures, code, breaks."""
    text = re.sub(r"<br\s*/?>\s*$", "", text, flags=re.I)
    text = _TAG.sub("", re.sub(r"\s*<br\s*/?>\s*", ", ", text, flags=re.I))
    text = re.sub(r"!\[[^\[\]]*\]\([^()]*\)", "", text)
    text = re.sub(r"\[([^\[\]]+)\]\([^()]*\)", r"\1", text)
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
