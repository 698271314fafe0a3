"""What the text of a CV says that somebody knows, by the section in which it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from careergraph.network.lookup import Match, equals, name_index, normal_form, normal_words
from careergraph.network.projection import Network
from careergraph.reading.cues import is_denied, is_wished
from careergraph.reading.documents import Block
from careergraph.reading.mentions import SPOKEN, Found, find_in_text, words_around
from careergraph.reading.words import is_product, meanings, words

SKILL, OTHER = "skill", "other"


def find_in_resume(
    network: Network, blocks: Sequence[Block]
) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """Find what a CV names that its writer may know.

    Sure are the entries of a section or a labelled line of skills; elsewhere tools, and skills
    named by several words or with a capital letter. Not sure is what sections of interests, wishes,
    studies and people name, nor is a single everyday word. Links and addresses are not read.

    Returns:
        Each thing once, in the order of the text, and the entries of skills that name no thing.
    """
    found: dict[str, Found] = {}
    unknown: list[str] = []
    start = 0
    for section, text in _passages(blocks):
        mentions = [
            replace(mention, sure=mention.sure and _is_sure(network, mention, text, section))
            for mention in find_in_text(network, text)
            if _is_worth_asking(network, mention)
        ]
        for entry, begin in _listed(network, text, section):
            end = begin + len(entry)
            lead = _BRACKETED.sub("", text[:begin]) + entry
            place = len(lead) - len(entry)
            if is_denied(lead, place) or is_wished(lead, place) or _LEARNING.match(text, end):
                continue
            named = _named(network, entry)
            inside = [mention for mention in mentions if begin <= mention.start < end]
            if named:
                mentions += [
                    Found(
                        match.iri,
                        match.label,
                        match.kind,
                        entry,
                        words_around(text, begin, end),
                        len(named) == 1,
                        begin,
                    )
                    for match in named
                ]
            elif not any(mention.sure for mention in inside):
                mentions = [mention for mention in mentions if mention not in inside]
                unknown.append(entry)
        for mention in mentions:
            before = found.get(mention.iri)
            if before is None or (mention.sure and not before.sure):
                found[mention.iri] = replace(mention, start=start + mention.start)
        start += len(text) + 1
    ordered = sorted(found.values(), key=lambda mention: mention.start)
    return tuple(ordered), tuple(dict.fromkeys(unknown))


def opens_section(line: str) -> bool:
    """Whether a line is the heading of a section of a CV, or begins with one and a colon.

    >>> opens_section("Skills"), opens_section("Interests: chess"), opens_section("SQL skills")
    (True, True, False)
    """
    label = line.partition(":")[0]
    return _section(label) is not None


def _section(heading: str) -> str | None:
    """Return what a heading of a CV opens: skill, other or text; None where it is no heading."""
    bare = heading.strip(" :#*_-–—|\t")
    if not bare or len(bare.split()) > _LONGEST_HEADING:
        return None
    for said, meant in _SECTIONS:
        rest = said.sub(" ", bare)
        if rest != bare and not _FILLER.sub(" ", rest).strip(" &/,'’"):
            return meant
    return None


def _passages(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Yield the section and the text of the blocks of a CV that are no headings."""
    section, level = "", 0
    for block in blocks:
        text = _LINK.sub(" ", block.text.replace("\t", " | "))
        opened = None if block.kind == "item" else _section(text)
        capitals = text.isupper() and len(text.split()) <= _LONGEST_HEADING and "," not in text
        if opened is None and section and block.kind == "text" and capitals:
            opened = next((meant for said, meant in _SECTIONS if said.search(text)), "")
        if block.kind == "heading" and opened is None:
            deeper = section in (SKILL, OTHER) and level and block.level > level
            opened = section if deeper else ""
            if not deeper:
                opened = next((meant for said, meant in _SECTIONS if said.search(text)), "")
        if opened is not None:
            deeper = block.kind == "heading" and level and block.level > level
            section, level = opened, level if deeper and opened == section else block.level
            continue
        label, colon, rest = text.partition(":")
        labelled = _section(label) if colon and rest.strip() else None
        if labelled is not None:
            yield labelled, rest.strip()
        elif section == SKILL and rest.strip() and len(label.split()) <= _LONGEST_HEADING:
            yield section, rest.strip()
        elif text.strip():
            yield section, text


def _listed(network: Network, text: str, section: str) -> Iterator[tuple[str, int]]:
    """Yield the entries of what a text lists as skills, each with its place.

    In a section of skills that is all of it; elsewhere what a sentence enumerates, as in "skilled
    in A, B and C", if its entries are as short as names.
    """
    if section == SKILL:
        yield from (
            (entry, start)
            for entry, start in _entries(network, text, 0)
            if len(entry.split()) <= _LONGEST_ENTRY
        )
    elif section != OTHER:
        for listed in _ENUMERATED.finditer(text):
            entries = list(_entries(network, listed[1], listed.start(1)))
            short = all(len(entry.split()) <= _LONGEST_ENUMERATED for entry, _ in entries)
            if short and listed[1].count(",") > 1:
                yield from entries


def _entries(network: Network, text: str, offset: int) -> Iterator[tuple[str, int]]:
    """Yield the parts of an enumeration that begins at a place, each with its own."""
    for part in _PART.finditer(_remarks_blanked(text)):
        name = re.sub(r"^\s*(?:and|or)\s+", "", part[0]).strip(" .*\t")
        if not name or _GENERIC.fullmatch(name) or _HOW_WELL.fullmatch(name):
            continue
        start = offset + text.index(name, part.start())
        if _named(network, name):
            yield name, start
            continue
        at = 0
        for piece in map(str.strip, _JOIN.split(name)):
            at = name.index(piece, at)
            if piece and not _HOW_WELL.fullmatch(piece):
                yield piece, start + at
            at += len(piece)


def _remarks_blanked(text: str) -> str:
    """Return a text with spaces for brackets that hold a single remark, as "(CSS)" does."""
    return _BRACKETED.sub(lambda remark: " " * len(remark[0]), text)


def _is_worth_asking(network: Network, mention: Found) -> bool:
    """Whether a word may be meant as a name: "skills" is none, nor is "did" the initials DID."""
    if _GENERIC.fullmatch(mention.text):
        return False
    name = equals(name_index(network), mention.text, SPOKEN)[0].matched
    return not (mention.text.islower() and name.isupper() and name != mention.label)


def _named(network: Network, entry: str) -> list[Match]:
    """Return the things that an entry means, if need be without how well it is known."""
    index = name_index(network)
    bare = _LEVEL.sub("", entry).strip()
    return equals(index, entry, SPOKEN) or (equals(index, bare, SPOKEN) if bare else [])


def _is_sure(network: Network, mention: Found, text: str, section: str) -> bool:
    """Whether a thing that a text names is known for certain, by where and how it is named."""
    begin, end = mention.start, mention.start + len(mention.text)
    if mention.kind == "degree":
        return True
    if section == OTHER or _LEARNING.match(text, end):
        return False
    if _SITE.fullmatch(mention.text):
        return section == SKILL
    if _OWNER.match(text, end) or _AT.search(text, 0, begin):
        return False  # an employer: "at Tableau", "Tableau's"
    name = equals(name_index(network), mention.text, SPOKEN)[0].matched
    capital = any(letter.isupper() for letter in mention.text)
    bare = _LEVEL.sub("", mention.text)
    is_label = normal_words(bare) == normal_words(mention.label)
    if mention.kind == "tool" and " " not in mention.text:
        # Things of every day go by a plural ("Ranges"), products by one name however it is spelt.
        makerless = name.removeprefix("Apache ").removeprefix("Microsoft ")
        same = makerless.casefold() == mention.text.casefold() and name == mention.label
        everyday = normal_form(mention.text) != mention.text.casefold()
        product = is_product(mention.text) or not everyday
        distinct = capital or not mention.text.isalpha()  # as "k8s" is
        return (distinct and makerless == mention.text) or (same and product)
    if not (is_label or (capital and name == mention.text)):
        return False
    if mention.kind == "tool":
        return True
    if capital and _GOES_ON.match(text, end):  # "Community Health Nurse" is no skill
        return False
    several = len(mention.text.split()) > 1 or "-" in mention.text
    within = capital and bool(_WITHIN.search(text[max(0, begin - 40) : begin]))
    return several or within or bool(_SKILLS_AFTER.match(text, end))


_LONGEST_ENTRY = 6  # words of an entry in a list of skills
_LONGEST_ENUMERATED = 3  # words of one that a sentence enumerates
_LONGEST_HEADING = 5  # words
_SECTIONS = [
    (re.compile(rf"\b(?:{said.pattern})(?!\w)", re.I), meant)
    for said, meant in meanings("part of a CV")
]
_FILLER = re.compile(rf"\b(?:{words('beside the part of a CV')})(?!\w)", re.I)
_GENERIC = re.compile(rf"(?:{words('generic')}|history|environments?|projects?)", re.I)
_SITE = re.compile(words("site of a person"), re.I)
# A link or an address, with the name of the site before it.
_LINK = re.compile(
    r"(?:\b\w+:\s*)?(?:\b(?:https?://|www\.|mailto:)\S+|\S+@\S+\.\w+|"
    r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|edu|gov|me|info|eu|de|fr|es|uk|ch|at|nl|in)"
    r"(?:/\S*)?(?![\w.]))",
    re.I,
)
_ENUMERATED = re.compile(
    r"\b(?:(?:skilled|proficient|experienced?|expert(?:ise)?|fluent|versed|strengths?|knowledge|"
    r"competent|specializ\w+)\s+(?:in|with|of)|(?:stack|toolbox|tools|skills)\s+(?:is|are|includes?|"
    r"including|such as)|(?:areas?|fields?|technologies)\b[\w\s]{0,30}?(?:such as|like|including))"
    r":?\s+([^.!?;]+(?:\.\w[^.!?;]*)*)",
    re.I,
)
_OWNER = re.compile(r"['’]s\b")
_AT = re.compile(r"(?<!good )(?<!expert )(?<!adept )(?<!skilled )\bat\s\Z", re.I)

_BRACKETED = re.compile(r"\([^(),;]*\)")
_HOW_WELL = re.compile(
    r"(?:basics?|beginner|intermediate|advanced|expert|fluent|native|proficient|learning|"
    r"\d+\+?(?: years?)?|etc)\W*",
    re.I,
)
_PART = re.compile(r"[^,;|•·()\t]+")
_JOIN = re.compile(r"\s+(?:and|&|or|[-–—])\s+|/")
_LEVEL = re.compile(r"\s*(?:\bskills?|\([^()]*\))$|^(?:basic|advanced|intermediate)\s+", re.I)
_LEARNING = re.compile(r"\s*[(–—:-]+\s*(?:\w+\s+)?(?:learning|beginner|studying)\b", re.I)
_WITHIN = re.compile(r"(?:,|(?<!\w)[a-z]+)\s\Z")  # what stands before a word in a sentence
_GOES_ON = re.compile(r"[ -][A-Z][a-z]")
_SKILLS_AFTER = re.compile(r"\s+(?:skills?|expertise)\b", re.I)
