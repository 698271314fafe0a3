"""A saved article as clean lines: plain text, Markdown and HTML all end up the same.

A line is a heading, an item of a list, a row of a table or a run of text; nothing here knows what
the article is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from careergraph.errors import SourceError

MAX_BYTES = 20_000_000
"""The largest file read as an article; a saved page with pictures inside stays well below."""


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
        from careergraph.importers.article.html import TooLongError, read_html

        try:
            return read_html(text)
        except TooLongError as error:
            raise SourceError(_too_long(where, str(error))) from error
    if len(text) > MAX_TEXT:
        raise SourceError(_too_long(where, f"more than {MAX_TEXT:,} characters"))
    page = _from_text(text)
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


_PLAIN = str.maketrans(
    # Of the control characters, by some of which ``phrases`` marks what it puts aside, none stays.
    {chr(code): " " for code in range(32) if chr(code) not in "\t\n"}
    | {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "\xa0": " ", "\u202f": " ", "\u2009": " ",
     "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "", "\xad": "", "‑": "-", "‐": "-",
     "\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\v": "\n", "\f": "\n", "\r": "\n"}
)  # fmt: skip


_PIECE = re.compile("[ÂÃÄÅÎÏÐÑ].|[âï]..|ð...", re.S)  # how UTF-8 looks when read as cp1252


def _byte(char: str, encoding: str) -> bytes:
    """Give the byte that a character was, one that its code page leaves open by its number."""
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


# ------------------------------------------------------------------------------ text, Markdown

BULLET = re.compile(
    r"^\s*(?:[•●○▪▫■◦‣⁃∙➤➢✓✔⦿]\s*|(?:[·►§–—*+-]|\(?\d{1,2}[.)]|[a-z][.)])\s+)(?=\S)"
)
INLINE_BULLET = re.compile(r"\s+•\s+|(?<=[.;])\s+[-*–]\s+(?=[A-Z*])")
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
