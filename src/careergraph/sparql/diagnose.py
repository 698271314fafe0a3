"""Find where a SPARQL query goes wrong, and explain it as a person would.

A parser that backtracks reports the furthest place at which it looked for anything, which is often
beside the mistake. Here the query is read word by word: the mistake is at the first word with which
what stands before can no longer become a query. What would have helped there is tried out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from difflib import get_close_matches

from careergraph.sparql.words import WORD

KEYWORDS = """
SELECT ASK CONSTRUCT DESCRIBE WHERE PREFIX BASE FROM NAMED DISTINCT REDUCED GROUP ORDER BY HAVING
LIMIT OFFSET ASC DESC OPTIONAL UNION MINUS FILTER BIND VALUES UNDEF GRAPH EXISTS NOT IN AS COUNT SUM
MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES DATATYPE BOUND IRI BNODE RAND ABS
CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE
STRAFTER YEAR MONTH DAY NOW COALESCE IF STRDT SAMETERM ISIRI ISBLANK ISLITERAL ISNUMERIC REGEX
SUBSTR REPLACE TRUE FALSE
""".split()  # noqa: SIM905 (ninety lines of one word each are harder to read)

_BOUND = re.compile(r"\bAS\s+([?$]\w+)\s*\)", re.I)
_CLOSING = {"{": "}", "(": ")", "[": "]"}
_MISSING = (".", ")", "}", "(", "{", "BY", "AS", "AS ?name", "*")
"""What may be missing before a word, in the order in which it is tried."""

Read = Callable[[str], tuple[bool, list[str]]]
"""Reads a text: whether it is the beginning of a query, and what the parser makes of its end."""


def find_mistake(query: str, read: Read) -> tuple[int, str]:
    """Return the offset of the mistake in an invalid query, and a sentence about it."""
    words: list[re.Match[str]] = []
    for word in WORD.finditer(query):
        if word.lastgroup == "unclosed":
            what = "IRI" if word[0] == "<" else "string"
            return word.start(), f"the {what} that begins here is not closed"
        if word.lastgroup != "blank":
            words.append(word)

    def broken(count: int) -> bool:
        return count > 0 and not read(query[: words[count - 1].end()])[0]

    count = bisect_left(range(len(words) + 1), True, key=broken)
    if count > len(words):
        return _at_the_end(query, words, read)
    word = words[count - 1]
    for bound in list(_BOUND.finditer(query, 0, word.start()))[-20:]:
        if read(f"{query[: bound.start(1)]}?_{query[bound.end(1) : word.end()]}")[0]:
            return bound.start(1), f"{bound[1]} has a value before this, and cannot get another"
    return word.start(), _at_a_word(query, words, count - 1, read)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of an offset, both counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _at_the_end(query: str, words: list[re.Match[str]], read: Read) -> tuple[int, str]:
    end = words[-1].end() if words else 0
    if open_ones := _still_open(words):
        return end, _not_closed(query, open_ones[-1])
    errors = read(query)[1]
    if any("variable that is unbound" in error for error in errors):
        for word in _neither_grouped_nor_counted(words):
            return word.start(), f"{word[0]} is neither in GROUP BY nor counted, summed or the like"
    return end, errors[0] if errors else "something is missing after this"


def _at_a_word(query: str, words: list[re.Match[str]], place: int, read: Read) -> str:
    word, before = words[place], query[: words[place].start()]
    previous = words[place - 1][0] if place else ""
    this = f"“{word[0]}”" if len(word[0]) < 40 else f"“{word[0][:30]}…”"
    following = words[place + 1][0] if place + 1 < len(words) else ""

    def would_do(text: str) -> bool:
        return read(f"{before} {text}")[0]

    errors = read(query[: word.end()])[1]
    if word.lastgroup == "name" and "Prefix not found" in errors:
        return f"the prefix {word[0].partition(':')[0]}: is not declared"
    if errors:
        return errors[0]
    open_for = [_CLOSING[bracket[0]] for bracket in _still_open(words[:place])]
    if word[0] in _CLOSING.values() and word[0] not in open_for:
        return f"{this} closes nothing"
    if word.lastgroup == "plain":
        for keyword in get_close_matches(word[0].upper(), KEYWORDS, cutoff=0.7):
            if would_do(keyword):
                return f"{this} is no keyword; did you mean {keyword}?"
        if would_do(f"{word[0]}:"):
            return f"“:” is missing after {this}"
    if word[0].startswith("http"):
        return "an IRI stands between “<” and “>”"
    if (word[0] in {",", "="} or word[0] == previous) and would_do(following):
        return f"{this} does not belong here"
    for missing in _MISSING:
        if would_do(f"{missing} {word[0]}"):
            what = "“.” or “;”" if missing == "." else f"“{missing}”"
            return f"{what} is missing before {this}"
    if word[0] in _CLOSING.values():
        if _CLOSING[(innermost := _still_open(words[:place])[-1])[0]] != word[0]:
            return _not_closed(query, innermost)
        return f"something is missing before {this}"
    if word.lastgroup == "plain":
        return f"{this} is neither a keyword that fits here nor a name with a prefix"
    return f"it cannot be read on from “{' '.join(query[word.start() :].split())[:30]}”"


def _still_open(words: list[re.Match[str]]) -> list[re.Match[str]]:
    open_ones: list[re.Match[str]] = []
    for word in words:
        if word[0] in _CLOSING:
            open_ones.append(word)
        elif open_ones and word[0] == _CLOSING[open_ones[-1][0]]:
            open_ones.pop()
    return open_ones


def _not_closed(query: str, word: re.Match[str]) -> str:
    line, column = line_and_column(query, word.start())
    return (
        f"“{_CLOSING[word[0]]}” is missing, for the “{word[0]}” in line {line}, column {column}, "
        "is not closed"
    )


def _neither_grouped_nor_counted(words: list[re.Match[str]]) -> list[re.Match[str]]:
    """List the variables that a query with one SELECT names in it and not in GROUP BY."""
    keywords = [word[0].upper() for word in words]
    if keywords.count("SELECT") != 1 or "GROUP" not in keywords:
        return []
    grouped = keywords[keywords.index("GROUP") :]
    variables, depth = [], 0
    for word in words[keywords.index("SELECT") : keywords.index("{")]:
        depth += (word[0] == "(") - (word[0] == ")")
        if not depth and word.lastgroup == "variable" and word[0].upper() not in grouped:
            variables.append(word)
    return variables
