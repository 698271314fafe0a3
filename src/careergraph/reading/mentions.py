"""The skills, tools and degrees that a running text, such as a CV, names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from careergraph.network.cache import kept_with
from careergraph.network.lookup import normal_form
from careergraph.network.projection import Network
from careergraph.vocabulary import ID_BASE


@dataclass(frozen=True)
class Found:
    """A thing that is recognised by a name.

    ``text`` is the name as it is written, ``snippet`` what stands around it in running text.
    ``sure`` is False for a name that is a single letter or an everyday word as well ("R", "Go").
    """

    iri: str
    label: str
    kind: str
    text: str
    snippet: str = ""
    sure: bool = True


def find_in_text(network: Network, text: str) -> tuple[Found, ...]:
    """Find the skills, tools and degrees that a running text names, for a person to confirm.

    Names and alternative names are found as whole words, whatever their case, the longest first. A
    name of one or two letters is taken only where it stands as in a list (between commas, bullets
    or line ends) and is spelt as in the graph; one that is an everyday word as well, also where its
    capital letter stands within a sentence. Initials ("DoE") are not taken for names ("Doe").

    Returns:
        Each thing once, in the order of the text, with the words around it.
    """
    names = _spoken_names(network)
    words = [match.span() for match in _WORD.finditer(text) if match["name"]]
    forms = [normal_form(text[begin:end]) for begin, end in words]
    found: dict[str, Found] = {}
    at = 0
    while at < len(words):
        for length in range(min(names.longest.get(forms[at], 0), len(words) - at), 0, -1):
            begin, end = words[at][0], words[at + length - 1][1]
            spelt = text[begin:end]
            things = names.things.get(" ".join(forms[at : at + length]), ())
            if not things or _is_torn(text, begin, end):
                continue
            iri = _best(network, things, spelt)
            doubtful = length == 1 and (len(spelt) <= 2 or spelt.casefold() in _EVERYDAY)
            named = _as_named(network, iri, spelt)
            if length == 1 and not _is_meant(text, begin, end, named=named, doubtful=doubtful):
                continue
            if iri not in found:
                data, snippet = network.nodes[iri], _snippet(text, begin, end)
                found[iri] = Found(iri, data["label"], data["kind"], spelt, snippet, not doubtful)
            at += length - 1
            break
        at += 1
    return tuple(found.values())


# The words of a name, as lookup.normal_form cuts them, so that both meet in one form; and a
# phrase whose first letter is not the language R.
_WORD = re.compile(r"\bR ?& ?D\b|(?P<name>[^\W_]+[+#]*|\.net\b)", re.I)
# What cannot stand inside a name: the end of a sentence or of an entry of a list.
_GAP = re.compile(r"[,;:|•()\[\]]|\.\s|\n\s*\n")
_WRAPPED = 40
# Names of tools that are also words of everyday English; the list holds what CVs trip over.
_EVERYDAY = frozenset({
    "access", "airflow", "ant", "apex", "assembly", "beam", "bash", "chef", "dash", "drill",
    "elixir", "excel", "express", "falcon", "flask", "flux", "gin", "go", "helm", "hive",
    "impala", "julia", "kibana", "less", "maven", "nest", "next", "node", "notion", "oracle",
    "phoenix", "pig", "presto", "puppet", "rails", "react", "ruby", "rust", "salt", "scratch",
    "sketch", "slack", "spark", "spring", "storm", "swift", "teams", "unity", "vault", "word",
    "zoom",
})  # fmt: skip


def _is_torn(text: str, begin: int, end: int) -> bool:
    """Tell whether words are no name because something stands between them.

    A line end does, save at the end of a long line: there the text is merely wrapped.
    """
    tear = text.find("\n", begin, end)
    wrapped = tear - text.rfind("\n", 0, begin) > _WRAPPED
    return bool(_GAP.search(text, begin, end)) or (tear >= 0 and not wrapped)


def _best(network: Network, things: Sequence[str], spelt: str) -> str:
    """Choose among things of one name: by its spelling, then our own, then by label."""
    return min(
        things,
        key=lambda iri: (
            not _as_named(network, iri, spelt),
            not iri.startswith(ID_BASE),
            network.nodes[iri]["label"].casefold(),
            iri,
        ),
    )


def _as_named(network: Network, iri: str, spelt: str) -> bool:
    """Tell whether a thing has a name spelt so, be it after its maker's."""
    data = network.nodes[iri]
    spellings = (spelt, f"Apache {spelt}", f"Microsoft {spelt}")
    return any(spelling in (data["label"], *data["aliases"]) for spelling in spellings)


def _is_meant(text: str, begin: int, end: int, *, named: bool, doubtful: bool) -> bool:
    """Tell whether a single word is meant as a name; ``named``: it is spelt as one."""
    spelt = text[begin:end]
    if not doubtful:
        return len(spelt) > 4 or named or spelt in {spelt.lower(), spelt.upper()}
    before = text[max(0, begin - 20) : begin].rstrip(" \t*")
    within = len(spelt) > 2 and spelt[0].isupper() and before[-1:].islower()
    return named and (within or _in_list(before, text[end : end + 20].lstrip(" \t*")))


def _in_list(before: str, after: str) -> bool:
    """Tell whether a word stands between commas, bullets, brackets or line ends."""
    opens = not before or before[-1] in ",;:|/•·(\n-–" or before.endswith((" and", " &", " or"))
    closes = not after or after[0] in ",;|/•·)\n" or after.startswith(("and ", "& ", "or ", ".\n"))
    return opens and (closes or after == ".")


def _snippet(text: str, begin: int, end: int) -> str:
    """Give the words around a name, from its own line."""
    left = text[max(0, begin - 40) : begin].rsplit("\n", maxsplit=1)[-1]
    right = text[end : end + 40].split("\n", maxsplit=1)[0]
    if len(left) == 40:
        left = "…" + left.partition(" ")[2]
    if len(right) == 40:
        right = right.rpartition(" ")[0] + "…"
    return f"{left}{text[begin:end]}{right}".strip()


@dataclass(frozen=True)
class _SpokenNames:
    """The things that go by a name, by its normal form; the longest name begun by each word."""

    things: dict[str, tuple[str, ...]]
    longest: dict[str, int]


@kept_with
def _spoken_names(network: Network) -> _SpokenNames:
    things: dict[str, set[str]] = defaultdict(set)
    longest: dict[str, int] = defaultdict(int)
    for iri, data in network.nodes(data=True):
        if data["kind"] in {"skill", "tool", "degree"}:
            for name in (data["label"], *data["aliases"]):
                if words := normal_form(name).split():
                    things[" ".join(words)].add(iri)
                    longest[words[0]] = max(longest[words[0]], len(words))
    return _SpokenNames({form: tuple(sorted(iris)) for form, iris in things.items()}, dict(longest))
