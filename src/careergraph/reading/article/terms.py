"""The skills and tools that a phrase of a career article names.

"Strong understanding of stream processing (e.g., Kafka, Flink)" is the skill Stream processing and
two tools that belong to it. A phrase loses its lead-in and its purpose, falls into atoms at commas
and conjunctions, and each atom is spelt as a label: names as their owners spell them, all else in
sentence case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from careergraph.reading.article.abilities import ABLE, ability
from careergraph.reading.article.names import WHOLE, known, normal
from careergraph.reading.article.phrases import (
    ATTRIBUTES,
    CLASSES,
    DEGREE_OF,
    EXAMPLES,
    FILL,
    GENERIC,
    HAVE,
    HAVING,
    LEAD,
    PERSONAL,
    SHARED,
    TAIL,
    abbreviates,
    cut,
    distributed,
    doings,
    label,
    masked,
    split,
    stripped,
    unmasked,
)


@dataclass(frozen=True)
class Term:
    """A concept as a phrase names it; ``kind`` is language, tool or skill, ``family`` a label."""

    label: str
    kind: str
    family: str = ""


_PURPOSE = re.compile(r"\s+for\s+(?:the\s+)?(.*)$", re.I)
_WITH = re.compile(r"\s+(?:in|with|using|on|via|from)\s+(.*)$", re.I)


def _brackets(atom: str, held: list[str]) -> tuple[str, list[str], bool]:
    """Read an atom's brackets: its bare text, the examples in them, and whether they say "e.g."."""
    examples: list[str] = []
    said = False
    for index in re.findall(r"\x00(\d+)", atom):
        inside = held[int(index)]
        bare = re.sub(r"\x00\d+", "", atom).strip()
        opening = re.match(
            r"(?:(?:with|using)\s+)?(?:[\w-]+\s+){0,2}?"
            r"(?:e\.?g\.?,?|such as|like|including|i\.e\.,?|for example,?)\s*",
            inside,
            re.I,
        )
        if opening:
            examples += split(inside[opening.end() :])
            said = True
        elif abbreviates(inside, bare):
            continue
        else:
            parts = split(inside)
            if (
                all(known(part) or re.match(r"[A-Z][\w.+#-]*$", part) for part in parts)
                or len(parts) > 1
            ):
                examples += parts
    return re.sub(r"\s*\x00\d+\s*", " ", atom).strip(), examples, said


_YEARS = re.compile(
    r"^(?:(?:at least|a minimum of|over|some)\s+)?[\w-]+(?:\+| or more)? years?'?(?: of)?\s+(?=\w)",
    re.I,
)


_EXCELS = re.compile(r"^excel(?:s|ling)?\s+(?:at|in)\s+", re.I)  # not the product


def phrase(text: str, *, tools: bool = False) -> Iterator[Term]:
    """Take a phrase without a verb apart into its terms, families before what belongs to them.

    ``tools`` says that the phrase lists products, so that an unknown word may be one.
    """
    text = re.sub(r"\b(e\.g|i\.e)\.?,", r"\1.", text.strip(" .;"))
    text = re.sub(r"\b((?:No)?SQL)(?: and | or |/)((?:No)?SQL) (databases?)", r"\1 \3, \2 \3", text)
    text = _EXCELS.sub("", _YEARS.sub("", text))
    text, held = cut(text)
    able = ABLE.match(text)
    if able and not LEAD.match(text):
        yield from (Term(name, "skill") for name in ability(able[1]))
        # A further requirement may follow: "…, and knowledge of SQL".
        further = re.search(rf",\s+(?:and\s+)?((?:(?:{DEGREE_OF})\s+)*(?:{HAVING})\s.*)", able[1])
        if further:
            yield from _phrase(further[1], held, tools)
        return
    yield from _phrase(text, held, tools)


def _phrase(text: str, held: list[str], tools: bool) -> Iterator[Term]:
    purposes: list[str] = []
    abilities: list[Term] = []
    family = ""
    pending: list[tuple[str, str]] = []  # atom, family
    for segment in _SEGMENT.split(masked(text)):
        segment = _JOINED.sub("", segment)
        if _ASIDE.match(segment):
            continue
        able = ABLE.match(segment)
        if able and not LEAD.match(segment):
            abilities += [Term(name, "skill") for name in ability(unmasked(able[1]))]
            continue
        if LEAD.match(segment) or EXAMPLES.search(segment):
            family = ""
        segment = _stripped_keep(segment)
        head, connector, rest = _at_examples(segment)
        while connector:
            head, by_means = _MEANS.subn("", head)
            head, purpose = _without_purpose(head)
            purposes += purpose
            heads = (
                [atom for atom in split(head, names=tools) if not FILL.match(atom)] if head else []
            )
            # "tools like Docker and other tools like Helm": the last has examples of its own.
            owners = [family] * (len(heads) - 1) + ["" if pending else family]
            pending += [
                (atom, owner)
                for atom, owner in zip(heads, owners, strict=False)
                if not (tools and _of_language(atom))
            ]
            anchor = heads[-1] if heads else (pending[-1][0] if pending else "")
            family = family_of(anchor) if connector == "such as" and not by_means else ""
            segment = rest
            head, connector, rest = _at_examples(segment)
        segment, purpose = _without_purpose(segment)
        purposes += purpose
        atoms = split(segment, names=tools)
        pending += [(atom, family) for atom in atoms if not (tools and FILL.match(atom))]
    atoms = [
        atom
        for _, owned in groupby(pending, key=itemgetter(1))
        for atom in distributed(doings([stripped(atom) for atom, _ in owned]))
    ]
    for (_, owner), atom in zip(pending, atoms, strict=True):
        yield from _atom(atom, owner, held, tools or _lists_names(owner))
    if not tools:
        for deed in purposes:
            yield from _purpose_terms(deed)
    yield from abilities


_JOINED = re.compile(
    r"^(?:(?:and|or|as well as|along with|with|plus|also|have|has|possess|having|be|being|should|"
    r"must|often|sometimes|may|can|might|use|rely on|work with|"
    r"needs?|they|you|to have)\s+)+",
    re.I,
)
_ASIDE = re.compile(
    r"(?:but|while|though|although|whereas|which|where|making|ensuring|if|when)\s", re.I
)
_SEGMENT = re.compile(
    r"\s*;\s*|,\s+(?!\x00)"
    r"|\s+and\s+(?=(?:(?:also|often|sometimes|may|can|might)\s+)*"
    r"(?:have|possess|be|should|must|use|rely|work with)\s)"
    r"|\s+and\s+(?=[A-Z][\w+#.]*(?:\s[A-Z][\w+#.]*)?\s+for\s)"
    rf"|\s+(?:and|or)\s+(?=(?:(?:{DEGREE_OF})\s+)*(?:{HAVING})\s+(?:of|in|with|to|using)\b)"
    r"|\s+with\s+(?=(?:an?\s+)?(?:strong|excellent|solid|good|deep(?! learning))\b)",
    re.I,
)


# "data analysis using libraries like …": the libraries are of no family that is named.
_MEANS = re.compile(
    r"\s+(?:using|with|via|through)\s+(?:libraries|tools|frameworks|software|packages|languages|"
    r"platforms)$",
    re.I,
)


def _stripped_keep(segment: str) -> str:
    """Take the lead-in off a segment, but leave a connector such as "including" in place."""
    previous = ""
    while previous != segment:
        previous = segment
        segment = LEAD.sub("", segment)
    return segment


def _at_examples(segment: str) -> tuple[str, str, str]:
    found = EXAMPLES.search(segment)
    if not found:
        means = re.search(r"\s+(?:using|with|via)\s+", segment)
        named = segment[means.end() :] if means else ""
        if means and all(known(bare_name(part)) and part not in _WORDS for part in split(named)):
            return segment[: means.start()].strip(), "by means of", named
        return segment, "", ""
    return segment[: found.start()].strip(), "such as", segment[found.end() :].strip()


def family_of(text: str) -> str:
    """Return the label of a phrase as a family, "" where it names a product or nothing much."""
    text = re.sub(r"\s*\x00\d+\s*", " ", stripped(text)).strip()
    text = re.sub(r"^(\w+) skills in (?=\w+$)", r"\1 ", text)
    text = re.sub(
        r"^(tools|software|libraries|platforms|frameworks) for (.+)$", r"\2 \1", text, flags=re.I
    )
    text = TAIL.sub("", HAVE.sub("", text))
    found = known(text)
    named = bool(found and found[1] != "skill")
    unfit = not text or GENERIC.match(text) or named or len(text.split()) > 5
    return "" if unfit else label(_plural(text))


def _without_purpose(segment: str) -> tuple[str, list[str]]:
    """Cut what a thing is for off a segment, and give it apart."""
    managed = re.search(r"\s+to (?:effectively )?manage ([\w\s,-]+)$", segment)
    if managed:
        things = [re.sub(r"s$", "", thing) for thing in split(managed[1])]
        return segment[: managed.start()], [f"{thing} management" for thing in things]
    segment = TAIL.sub("", segment)
    found = _PURPOSE.search(segment)
    if not found:
        return segment, []
    kept = segment[: found.start()]
    brackets = "".join(f" {mark}" for mark in re.findall(r"\x00\d+", found[1]))
    return kept + brackets, [re.sub(r"\x00\d+", "", found[1])]


_DEEDS = re.compile(
    r"(?:deployment|analysis|visualization|management|modell?ing|processing|engineering|mining|"
    r"manipulation|preprocessing|learning|testing|automation|integration|warehousing|analytics|"
    r"reporting|querying|extraction|optimization|control|cleaning|transformation|evaluation)$",
    re.I,
)


def _purpose_terms(purpose: str) -> Iterator[Term]:
    """A purpose that is itself a skill: "cloud platforms for model deployment"."""
    for atom in distributed([stripped(part) for part in split(TAIL.sub("", purpose))]):
        atom = re.split(r"\s+(?:of|in|with|on|at)\s", atom)[0]
        bare = re.fullmatch(
            r"analysis|management|engineering|control|learning|processing|integration|evaluation|"
            r"testing|optimization|deployment|mining|modell?ing", atom, re.I)  # fmt: skip
        if len(atom.split()) <= 3 and _DEEDS.search(atom) and not bare:
            yield Term(label(atom), "skill")


_ADVERB = re.compile(
    r"\s+(?:extensively|heavily|daily|regularly|widely|frequently|commonly|respectively|effectively|"
    r"efficiently|well|too|in general|as well|every day|among others|on a daily basis)$",
    re.I,
)


def _atom(atom: str, owner: str, held: list[str], tools: bool) -> Iterator[Term]:
    atom, examples, _ = _brackets(atom, held)
    atom = _ADVERB.sub("", stripped(atom.strip(" .,:")))
    if not atom or FILL.match(atom):
        return
    inside = _WITH.search(atom)
    if inside and not known(atom):
        parts = split(inside[1])
        if all(known(bare_name(part)) and part not in _WORDS for part in parts):
            examples = [bare_name(part) for part in parts] + examples
            atom = atom[: inside.start()]
        elif not re.match(r"(?:software|business|machine|data) ", inside[1]) or tools:
            atom = atom[: inside.start()] or atom
    term = _term(atom, tools)
    if term and not GENERIC.match(atom) and not (examples and _of_language(atom)):
        yield replace(term, family=owner)
    family = family_of(atom)
    for example in examples:
        yield from (
            replace(found, family=found.family or family)
            for found in _atom(example, family, [], tools or _lists_names(family))
        )


def _of_language(atom: str) -> bool:
    """Whether a phrase is a family ("Python libraries"), no language ("Python programming")."""
    found = known(bare_name(atom))
    named = bool(found and found[1] == "language")
    return named and bool(re.search(r"\s(?:libraries|packages|frameworks)$", atom, re.I))


def _lists_names(family: str) -> bool:
    """Whether what belongs to a family goes by proper names: "workflow managers"."""
    if re.search(
        r"regulat|complian|govern|legal|security|privacy|manage|agile|ethic", family, re.I
    ):
        return False  # "regulatory frameworks (GDPR, HIPAA)"
    return bool(
        re.search(
            r"\b(?:tools|librar(?:y|ies)|platforms?|packages?|databases|software|managers|ides|suites|"
            r"engines|frameworks)$",
            family,
            re.I,
        )
    )


def bare_name(text: str) -> str:
    """Take the class off a name: "Hadoop ecosystem", "Python libraries", "SQL queries"."""
    text = stripped(text)
    if known(text):
        return text
    bare = re.sub(
        r"\s+(?:ecosystems?|frameworks?|librar(?:y|ies)|tools?|platforms?|software|suite|"
        r"languages?|"
        r"scripting|programming|scripts?|skills?|coding|queries|query|development environment|"
        r"packages?|reports?|dashboards?|spreadsheets?|services?|cloud|knowledge|proficiency|"
        r"expertise|experience|equipment|devices|stack|products?|applications?|environments?)$",
        "",
        text,
        flags=re.I,
    )
    return bare if bare and known(bare) and known(bare)[1] != "skill" else text  # type: ignore[index]


# Names that are also everyday words; small letters in running text make them words.
_WORDS = frozenset(
    ("go", "c", "r", "m", "shell", "dash", "stitch", "mode", "ray", "chef", "segment", "linear")
) | {
    "word",
    "express",
    "node",
    "unity",
    "orange",
    "teams",
    "comet",
    "beam",
    "storm",
    "segment",
    "zoom",
}


def _term(atom: str, tools: bool) -> Term | None:
    found = known(bare_name(HAVE.sub("", atom) if not known(atom) else atom))
    if found and (tools or atom not in _WORDS):
        return Term(*found)
    adjective = re.fullmatch(rf"({PERSONAL.pattern})\s+(?:skills?|abilit(?:y|ies))", atom, re.I)
    text = f"{adjective[1]} skills" if adjective else HAVE.sub("", atom)
    alone = " " not in text and not known(text)
    if alone and (SHARED.match(text) or text.lower() in ATTRIBUTES):
        text = atom  # "financial knowledge" is more than "financial"
    text = text if normal(text) in WHOLE else TAIL.sub("", text).strip()
    if not text or len(text.split()) > 6 or len(text) < 2 or GENERIC.match(text):
        return None
    if re.search(
        r"\b(?:you|they|we|its?|how|is|are|was|has|have|who|what|their|this|these|not)\b",
        text,
        re.I,
    ):
        return None
    text = _plural(text)
    if known(text):
        return Term(*known(text))  # type: ignore[misc]
    return Term(
        label(text, name=tools and _is_name(text)), "tool" if tools and _is_name(text) else "skill"
    )


def _plural(text: str) -> str:
    """Write a class of things in the plural: "at least one cloud platform"."""
    return re.sub(
        r"(?<=\s)(language|tool|framework|database|platform|system|provider)$", r"\1s", text
    )


def _is_name(text: str) -> bool:
    """Whether a phrase is a product's name and not a class, by its capitals and its last word."""
    words = text.split()
    if re.search(r"(?:ing|ment|tion|ity|ics|ysis|boards?)$", words[-1]):
        return len(words) > 1 and all(word[:1].isupper() for word in words)
    if words[-1].lower() in CLASSES and not all(word[:1].isupper() for word in words):
        return False
    if len(words) == 1:
        return not text.islower() and words[0].lower() not in CLASSES
    return all(word[:1].isupper() or word[:1].isdigit() or word in ("for", "of", "and")
               for word in words) and words[-1].lower() not in CLASSES  # fmt: skip
