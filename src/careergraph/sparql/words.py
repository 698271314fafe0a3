"""A SPARQL query as its words, and the keywords among them, in time linear in its length."""

from __future__ import annotations

import re

WORD = re.compile(
    r"""
    (?P<blank> \s+ | \#[^\r\n]*)
  | (?P<string> (?: \"{3}(?:[^\\]|\\.)*?\"{3} | '{3}(?:[^\\]|\\.)*?'{3}
                  | "(?!"")(?:[^"\\\r\n]|\\.)*" | '(?!'')(?:[^'\\\r\n]|\\.)*' )
                (?: @[a-zA-Z-]+ | \^\^\s*(?:<[^<>\s]*>|[\w.-]*:[\w.-]*) )? )
  | (?P<iri> <[^<>"{}|^`\\\s]*>)
  | (?P<unclosed> ["'] | <(?=\w+:))
  | (?P<name> (?:\w[\w.-]{0,99})?:(?:[\w:%-]|\\.|\.(?=[\w:%\\.-]))*)
  | (?P<variable> [?$]\w+)
  | (?P<number> \d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<plain> \w+)
  | (?P<sign> <<\(|\)>>|<<|>>|\{\||\|\}|&&|\|\||[!<>]=|\^\^|.)
    """,
    re.VERBOSE | re.DOTALL,
)

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def keywords(query: str) -> set[str]:
    """Return, in capitals, the words of a query that stand outside its names, strings and comments.

    What cannot be read as words, such as what follows a quote that nothing closes, counts as a
    list of keywords: who looks for one that is forbidden does not miss it.

    >>> sorted(keywords('ASK { ?from <http://from.example/service> "service" } # FROM'))
    ['ASK']
    """
    found: set[str] = set()
    for word in WORD.finditer(query):
        if word.lastgroup == "plain":
            found.add(word[0].upper())
        elif word.lastgroup == "unclosed":
            return found | set(re.findall(r"\w+", query[word.start() :].upper()))
    return found


def unescaped(query: str) -> str:
    r"""Return a query as an endpoint sees it that reads escapes before all else (SPARQL 1.1, 19.2).

    >>> unescaped(r"ASK { ?s ?p '\u0027 }")
    "ASK { ?s ?p '' }"
    """
    return _ESCAPE.sub(_character, query)


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF else escape[0]
