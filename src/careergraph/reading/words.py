"""The names and the words that the reader knows, from the files beside it."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Name(NamedTuple):
    """A name as it is kept; ``kind`` is language, tool, skill or industry."""

    label: str
    kind: str


_MAKERS = frozenset(
    ("microsoft", "ms", "apache", "ibm", "google", "amazon", "aws", "sap", "adobe", "autodesk")
)


def normal(name: str) -> str:
    """Return the form in which two spellings of one name are equal.

    >>> normal("Scikit-Learn") == normal("scikit learn"), normal("C++") == normal("C")
    (True, False)
    """
    return re.sub(r"[\s_-]+", " ", name.casefold().replace("’", "'")).strip(" .")


def known(name: str) -> Name | None:
    """Return the kept spelling and kind of a language, tool or skill.

    >>> known("kafka"), known("Apache  Kafka")[0], known("a cup of tea")
    (Name(label='Apache Kafka', kind='tool'), 'Apache Kafka', None)
    """
    form = normal(name)
    if kept := _names().get(form):
        return kept
    maker, _, product = form.partition(" ")
    return _names().get(product) if maker in _MAKERS else None


def is_product(name: str) -> bool:
    """Whether a name is known as that of a tool or a language."""
    kept = known(name)
    return bool(kept and kept.kind != "skill")


def industry(name: str) -> str:
    """Return the kept spelling of an industry, "" for what is not known as one."""
    return _industries().get(normal(name), "")


@cache
def set_phrases() -> tuple[str, ...]:
    """Return names that have commas or conjunctions inside, the longest first."""
    return tuple(sorted(_sections("names.txt")["whole"], key=len, reverse=True))


@cache
def words(*sections: str) -> str:
    """Return the words of some lists as the alternatives of one regular expression."""
    return "|".join(word for name in sections for word in _sections("words.txt")[name])


@cache
def meanings(section: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the pairs of a list: what a text holds, and what it comes to."""
    pairs = (line.split(" = ") for line in _sections("words.txt")[section])
    return tuple((re.compile(said, re.I), meant) for said, meant in pairs)


def meaning(section: str, text: str) -> str | None:
    """Return what the first entry of a list that a text holds comes to."""
    return next((meant for said, meant in meanings(section) if said.search(text)), None)


@cache
def job_words() -> frozenset[str]:
    """Return the last words of the titles of occupations."""
    return frozenset(_lines("job_words.txt"))


def _lines(file: str) -> list[str]:
    text = (files("careergraph.reading") / file).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _sections(file: str) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in _lines(file):
        if headed := re.fullmatch(r"\[([^:\]]+).*\]", line):
            entries = sections.setdefault(headed[1], [])
        elif file == "names.txt":
            entries.append(line)
        else:
            parts = re.split(r"(?<!\\),\s*", line)
            entries += [part.replace("\\,", ",") for part in parts if part]
    return sections


@cache
def _names() -> dict[str, Name]:
    names: dict[str, Name] = {}
    for kind in ("skill", "tool", "language"):
        for line in _sections("names.txt")[kind]:
            label, *others = line.split(" | ")
            maker, _, product = label.partition(" ")
            if kind == "tool" and maker.lower() in _MAKERS and re.search("[a-z][A-Z]", product):
                names.setdefault(normal(product), Name(label, kind))  # "PeopleSoft", "AutoCAD"
            names.update(dict.fromkeys(map(normal, (label, *others)), Name(label, kind)))
    return names


@cache
def _industries() -> dict[str, str]:
    lines = (line.split(" | ") for line in _sections("names.txt")["industry"])
    return {normal(name): names[0] for names in lines for name in names}
