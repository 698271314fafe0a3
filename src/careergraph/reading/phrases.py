"""The skills and tools that a phrase names: its lead-in and purpose go, its parts become labels.

A phrase falls into atoms at commas and conjunctions, and each atom is spelt as a label: names as
their owners spell them, all else in sentence case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from careergraph.reading.cues import level_word
from careergraph.reading.mentions import everyday_words
from careergraph.reading.words import (
    is_product,
    job_words,
    known,
    meaning,
    normal,
    set_phrases,
    words,
)


@dataclass(frozen=True)
class Term:
    """A concept as a phrase names it; ``kind`` is language, tool or skill, ``family`` a label.

    ``level`` is how well the text asks for it (``cues.level_word``); terms of one ``choice`` are
    alternatives, of which one is enough.
    """

    label: str
    kind: str
    family: str = ""
    level: str = ""
    choice: str = ""


QUALITY = words("quality")
_HAVING = words("having")
HEAD = words("head")
CLASS = re.compile(words("class"), re.I)
_GENERIC = re.compile(rf"(?:(?:{words('sort')})\s+)*(?:{words('generic')})\.?", re.I)
LEAD = re.compile(
    rf"^(?:(?:{QUALITY}|technical|mathematical(?= (?:and|background|foundation))|and)[\s,]+)*"
    rf"(?:{_HAVING})(?:\s*(?:and|or|/|,)\s*(?:(?:{QUALITY})\s+)*(?:{_HAVING}))*"
    r"\s+(?:(?:of|in|with|using|on|for|about|at|working (?:with|in|on)|working|building|designing|"
    r"developing|managing|handling)\s+|"
    r"(?=(?:deploy|train|writ|implement|optimi[sz]|creat|lead|maintain|integrat|scal|test)ing\s))",
    re.I,
)
_USING = re.compile(rf"^(?:{words('lead-in')})\s+", re.I)
_ADJECTIVE = re.compile(rf"^(?:{QUALITY})\s+(?!analytics\b|thinking\b)", re.I)
_HAVE = re.compile(rf"\s+(?:{_HAVING}|skill ?sets?)(?:\s+(?:required|needed))?$", re.I)
EXAMPLES = re.compile(rf"(?:,\s*|\s+|^)(?:{words('examples')})\s+", re.I)
TAIL = re.compile(rf"\s+(?:{words('tail')})(?:\s.*)?$", re.I)
_SEGMENT = re.compile(
    r"\s*;\s*|,\s+(?!\x00)"
    r"|\s+and\s+(?=(?:(?:also|often|sometimes|may|can|might)\s+)*"
    r"(?:have|possess|be|should|must|use|rely|work with)\s)"
    r"|\s+and\s+(?=[A-Z][\w+#.]*(?:\s[A-Z][\w+#.]*)?\s+for\s)"
    rf"|\s+(?:and|or)\s+(?=(?:(?:{QUALITY})\s+)*(?:{_HAVING})\s+(?:of|in|with|to|using)\b)"
    r"|\s+with\s+(?=(?:an?\s+)?(?:strong|excellent|solid|good|deep(?! learning))\b)",
    re.I,
)
_JOINED = re.compile(rf"^(?:(?:{words('joined')})\s+)+", re.I)
_ASIDE = re.compile(rf"(?:{words('aside')})\s", re.I)
_YEARS = re.compile(
    r"^(?:(?:at least|a minimum of|minimum|over|some)\s+)?(?:\d+\s*(?:-|–|to)\s*)?[\w-]+(?:\+| "
    r"or more)?"
    r"\s*(?:years?|yrs?)'?(?: (?:of|in|with))?\s+"
    r"(?:professional |relevant |hands-on |proven )?(?=\w)",
    re.I,
)
_EXCELS = re.compile(r"^excel(?:s|ling)?\s+(?:at|in)\s+", re.I)  # not the product
ABLE = re.compile(
    rf"^(?:(?:{QUALITY})\s+)*(?:ability|able|capacity|willingness|capability|capable|skill|"
    r"aptitude|know(?:ing)? how|knack|being able)\s+(?:to|of|for)\s+(?:be able to\s+)?(.+)",
    re.I,
)


def phrase(text: str, *, tools: bool = False) -> Iterator[Term]:
    """Take a phrase without a verb apart into its terms, families before what belongs to them.

    ``tools`` says that the phrase lists products, so that an unknown word may be one.
    """
    text = re.sub(r"\b(e\.g|i\.e)\.?,", r"\1.", text.strip(" .;"))
    text = re.sub(r"\b((?:No)?SQL)(?: and | or |/)((?:No)?SQL) (databases?)", r"\1 \3, \2 \3", text)
    text, held = cut(_EXCELS.sub("", _YEARS.sub("", text)))
    yield from _segments(text, held, tools)


def _segments(text: str, held: list[str], tools: bool) -> Iterator[Term]:
    purposes: list[str] = []
    abilities: list[Term] = []
    pending: list[tuple[str, str]] = []  # atom, family
    family, level, aims = "", "", False  # aims: whether what is said of a purpose goes on
    levels: list[str] = []  # of each of pending
    for segment in _SEGMENT.split(_masked(text)):
        segment = _JOINED.sub("", segment)
        if _ASIDE.match(segment):
            continue
        if (able := ABLE.match(segment)) and not LEAD.match(segment):
            abilities += _ability(_unmasked(able[1]))
            continue
        if LEAD.match(segment) or EXAMPLES.search(segment):
            family, aims = "", False
        whole = segment
        while (shorter := LEAD.sub("", segment)) != segment:
            segment = shorter
        level = level_word(whole[: len(whole) - len(segment)]) or level
        *heads, segment = (part.strip() for part in EXAMPLES.split(segment))
        for head in heads:
            head, by_means = _MEANS.subn("", head)
            head, purpose = _without_purpose(head)
            purposes += purpose
            atoms = (
                [atom for atom in split(head, products=tools) if not is_fill(atom)] if head else []
            )
            # "tools like Docker and other tools like Helm": the last has examples of its own.
            owners = [family] * (len(atoms) - 1) + ["" if pending else family]
            pending += [
                (atom, owner)
                for atom, owner in zip(atoms, owners, strict=False)
                if not (tools and _of_language(atom))
            ]
            anchor = atoms[-1] if atoms else (pending[-1][0] if pending else "")
            family = "" if by_means else family_of(anchor)
        aims = aims and not heads and not any(map(known, split(segment)))
        if aims:
            continue
        aims = bool(re.search(r"\sto\s+[a-z]+\s+\w", segment))
        segment, purpose = _without_purpose(segment)
        purposes += purpose
        atoms = split(segment, products=tools)
        pending += [(atom, family) for atom in atoms if not (tools and is_fill(atom))]
        levels += [level] * (len(pending) - len(levels))
    atoms = [
        atom
        for _, owned in groupby(pending, key=itemgetter(1))
        for atom in _distributed([stripped(atom) for atom, _ in owned])
    ]
    for (_, owner), asked, atom in zip(pending, levels, atoms, strict=True):
        for term in _atom(atom, owner, held, tools or _lists_names(owner)):
            choice = term.family if not tools else ""  # examples of a family are alternatives
            yield replace(term, level=asked, choice=choice)
    if not tools:
        for deed in purposes:
            yield from _purpose_terms(deed)
    yield from abilities


# "data analysis using libraries like …": the libraries are of no family that is named.
_MEANS = re.compile(rf"\s+(?:using|with|via|through)\s+(?:{words('means')})$", re.I)


_TO_MANAGE = re.compile(r"\s+to\s+manage\s+(?:the\s+)?([^\x00]*)$", re.I)


def _without_purpose(segment: str) -> tuple[str, list[str]]:
    """Return a segment without what a thing is for, and that apart."""
    if managed := _TO_MANAGE.search(segment):
        parts = (re.sub(r"(?<=[a-z]{2})s$", "", part) for part in split(managed[1]))
        return segment[: managed.start()], [f"{part} management" for part in parts]
    segment = TAIL.sub("", segment)
    found = re.search(r"\s+for\s+(?:the\s+)?(.*)$", segment, re.I)
    if not found:
        return segment, []
    brackets = "".join(f" {mark}" for mark in re.findall(r"\x00\d+", found[1]))
    return segment[: found.start()] + brackets, [re.sub(r"\x00\d+", "", found[1])]


_DEED = re.compile(rf"(?:{words('deed')})$", re.I)


def _purpose_terms(purpose: str) -> Iterator[Term]:
    """A purpose that is itself a skill: "cloud platforms for model deployment"."""
    for atom in _distributed([stripped(part) for part in split(TAIL.sub("", purpose))]):
        atom = re.split(r"\s+(?:of|in|with|on|at)\s", atom)[0]
        bare = re.fullmatch(HEAD, atom, re.I)
        if len(atom.split()) <= 3 and _DEED.search(atom) and not bare:
            yield Term(label(atom), "skill")


# ------------------------------------------------------------------------------ atoms

_CONJUNCTION = re.compile(
    r"\s*;\s*|\s*,\s*(?:and/or|and|or|as well as|along with|plus)\s+|\s*,\s*|"
    r"\s+(?:and/or|and|or|as well as|along with|plus|&|\+)\s+|\s+/\s+",
    re.I,
)
_FILL = re.compile(rf"^(?:{words('fill')})$", re.I)
_SHARED = re.compile(
    rf"^[a-z-]+(?:al|ive|ed|ary|ic|ous|ar|ory)$|^(?:{words('modifier')})$",
    re.I,
)
_NOT_SHARED = frozenset(
    ["statistical-learning", "retrieval", "signal", "logic", "arithmetic", "traffic", "music"]
)


def is_fill(atom: str) -> bool:
    """Whether an atom only says that there is more: "etc.", "and other tools"."""
    return bool(_FILL.match(atom))


def is_generic(text: str) -> bool:
    """Whether a text names no skill of its own: "technical skills", "other tools"."""
    return bool(_GENERIC.fullmatch(text))


def is_modifier(text: str) -> bool:
    """Whether a word goes with the noun that a later one stands before: "digital" or "verbal"."""
    return bool(_SHARED.match(text))


def split(text: str, *, products: bool = False) -> list[str]:
    """Split a list in words at its commas and conjunctions; set phrases stay whole.

    ``products`` says that products are listed, so that a slash parts unknown names too.

    >>> split("research and development, CI/CD, or Python/R")
    ['research and development', 'CI/CD', 'Python', 'R']
    """
    parts: list[str] = []
    for part in _CONJUNCTION.split(_masked(text)):
        part = re.sub(r",?\s+etc$", "", _unmasked(part).strip(" ."))
        if not part or known(part):
            parts += [part] if part else []
            continue
        of_class = re.fullmatch(r"(\S+/\S+) (\w+)", part)
        classed = of_class and CLASS.fullmatch(of_class[2]) and not known(of_class[1])
        slashed = (of_class[1] if of_class and classed else part).split("/")
        named = all(
            known(piece) or (products and re.fullmatch(r"(?=.*[A-Z+])\S{4,}", piece))
            for piece in slashed
        )
        parts += slashed if named else [part]
    return parts


def cut(text: str) -> tuple[str, list[str]]:
    """Put brackets aside: the text with a mark where the n-th stood, and what each held."""
    held: list[str] = []

    def keep(match: re.Match[str]) -> str:
        held.append(match[1].strip())
        return f" \x00{len(held) - 1} "

    return re.sub(r"\s?\(([^()]*)\)\s*", keep, text), held


_SET_PHRASE = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, set_phrases()))})(?!\w)", re.I)


def _masked(text: str) -> str:
    """Hide the spaces and commas of set phrases, so that nothing splits them."""
    return _SET_PHRASE.sub(lambda match: match[0].replace(" ", "\x01").replace(",", "\x02"), text)


def _unmasked(text: str) -> str:
    return text.replace("\x01", " ").replace("\x02", ",")


def stripped(text: str) -> str:
    """Take lead-ins and adjectives of degree off the front of an atom."""
    before = ""
    while text != before:
        before = text
        text = LEAD.sub("", text)
        if not known(text):
            text = _ADJECTIVE.sub("", _USING.sub("", text))
    return text.strip()


def _distributed(atoms: list[str]) -> list[str]:
    """Complete each atom by the noun it shares: "verbal and written communication" are two."""
    marks = [re.findall(r"\s*\x00\d+", atom) for atom in atoms]
    result = [re.sub(r"\s*\x00\d+\s*", " ", atom).strip() for atom in atoms]
    for place in range(len(result) - 2, -1, -1):
        result[place] = _with_head_of(result[place], result[place + 1])
    for place in range(1, len(result)):
        result[place] = _with_stem_of(result[place], result[place - 1])
    return [atom + "".join(mark) for atom, mark in zip(result, marks, strict=True)]


def _with_head_of(atom: str, follower: str) -> str:
    """Complete an atom by the noun that the next one ends in."""
    first, _, rest = follower.partition(" ")
    if not rest:
        return atom
    if is_product(atom):  # "AWS and Azure administration"
        product, _, work = follower.rpartition(" ")
        shared = work in ("administration", "development") and is_product(product)
        return f"{atom} {work}" if shared else atom
    attributes = re.fullmatch(words("attribute"), atom, re.I) and re.fullmatch(
        words("attribute"), first, re.I
    )
    if attributes or (_SHARED.match(first) and _SHARED.match(atom)):
        return f"{atom} {rest}"
    head = re.search(rf"\s((?:{HEAD})(?:\s+(?:skills|abilities))?)$", follower, re.I)
    if not head:
        return atom
    personal = re.fullmatch(words("personal"), atom, re.I)
    if personal and re.match("management|solving", head[1], re.I):
        return f"{atom} skills"
    shares = _SHARED.match(atom) and atom.lower() not in _NOT_SHARED
    return f"{atom} {head[1]}" if shares else atom


def _with_stem_of(atom: str, leader: str) -> str:
    """Complete an atom by the noun that the one before begins with: "data quality and lineage"."""
    first, *rest = leader.split() or [""]
    if (CLASS.fullmatch(atom) or atom.lower() == "best practices") and rest and not known(leader):
        last = rest[-1].lower()
        ends = CLASS.fullmatch(last) or last.endswith("s") or re.fullmatch(HEAD, last, re.I)
        return " ".join([first, *(rest[:-1] if ends else rest), atom])
    shares = first.lower() in ("data", "business", "model")
    if shares and re.fullmatch(words(f"after {first.lower()}"), atom, re.I):
        return f"{first.lower()} {atom}"
    return atom


_WITH = re.compile(r"\s+(?:in|with|using|on|via|from)\s+(.*)$", re.I)
_ADVERB = re.compile(rf"\s+(?:{words('adverb')})$", re.I)


def _atom(atom: str, owner: str, held: list[str], tools: bool) -> Iterator[Term]:
    atom, examples = _brackets(atom, held)
    atom = _ADVERB.sub("", stripped(atom.strip(" .,:")))
    if not atom or is_fill(atom):
        return
    inside = _WITH.search(atom)
    if inside and not known(atom):
        parts = split(inside[1])
        if all(known(bare_name(part)) and not _is_word(part) for part in parts):
            examples = [bare_name(part) for part in parts] + examples
            atom = atom[: inside.start()]
        elif tools or not re.match(r"(?:software|business|machine|data) ", inside[1]):
            atom = atom[: inside.start()] or atom
    term = _term(atom, tools)
    if term and not (examples and _of_language(atom)):
        yield replace(term, family=owner)
    family = family_of(atom)
    for example in examples:
        for found in _atom(example, family, [], tools or _lists_names(family)):
            yield replace(found, family=found.family or family)


_INTRO = re.compile(rf"(?:(?:with|using)\s+)?(?:[\w-]+\s+){{0,2}}?(?:{words('intro')})\s*", re.I)


def _brackets(atom: str, held: list[str]) -> tuple[str, list[str]]:
    """Read an atom's brackets: its bare text, and the examples in them."""
    bare = re.sub(r"\s*\x00\d+\s*", " ", atom).strip()
    examples: list[str] = []
    for number in re.findall(r"\x00(\d+)", atom):
        inside = held[int(number)]
        if opening := _INTRO.match(inside):
            examples += split(inside[opening.end() :])
        elif not _abbreviates(inside, bare):
            parts = split(inside)
            names = all(known(part) or re.match(r"[A-Z][\w.+#-]*$", part) for part in parts)
            examples += parts if names or len(parts) > 1 else []
    return bare, examples


def _abbreviates(inside: str, outside: str) -> bool:
    """Whether brackets only abbreviate, or spell out, what stands before them."""

    def initials(text: str) -> str:
        return "".join(word[0] for word in re.findall(r"[A-Za-z]+", text)).upper()

    kept, letters = known(inside), re.sub(r"s$", "", inside)
    if kept:
        short = kept.kind == "skill" and re.fullmatch(r"[A-Z]{2,4}", inside)
        return bool(short) or kept == known(outside)
    last = (re.findall(r"[A-Za-z]+", outside) or [""])[0]
    spelt_out = len(last) > 1 and initials(inside) == last.upper()
    return bool(re.fullmatch(r"[A-Z][A-Za-z/&-]{0,6}", letters)) or spelt_out


def _of_language(atom: str) -> bool:
    """Whether a phrase is a family ("Python libraries"), no language ("Python programming")."""
    kept = known(bare_name(atom))
    language = bool(kept and kept.kind == "language")
    return language and bool(re.search(r"\s(?:libraries|packages|frameworks)$", atom, re.I))


def _lists_names(family: str) -> bool:
    """Whether what belongs to a family goes by proper names: "workflow managers"."""
    if re.search(
        r"regulat|complian|govern|legal|security|privacy|manage|agile|ethic", family, re.I
    ):
        return False  # "regulatory frameworks (GDPR, HIPAA)"
    return bool(
        re.search(
            r"\b(?:tools|librar(?:y|ies)|platforms?|packages?|databases|software|managers|ides|"
            r"suites|engines|frameworks)$",
            family,
            re.I,
        )
    )


_NAMED_CLASS = re.compile(rf"\s+(?:{words('named class')})$", re.I)


def bare_name(text: str) -> str:
    """Take the class off a name: "Hadoop ecosystem", "Python libraries", "SQL queries"."""
    text = stripped(text)
    bare = _NAMED_CLASS.sub("", text)
    return bare if not known(text) and is_product(bare) else text


def _is_word(text: str) -> bool:
    """Whether a name is spelt as an everyday word of its letters."""
    return text.islower() and (text in everyday_words() or len(text) == 1)


def _term(atom: str, tools: bool) -> Term | None:
    kept = known(bare_name(atom if known(atom) else _HAVE.sub("", atom)))
    if kept and (tools or not _is_word(atom)):
        return Term(*kept)
    if is_generic(atom):
        return None
    adjective = re.fullmatch(rf"({words('personal')})\s+(?:skills?|abilit(?:y|ies))", atom, re.I)
    text = f"{adjective[1]} skills" if adjective else _HAVE.sub("", atom)
    single = " " not in text and not known(text)
    if single and (_SHARED.match(text) or re.fullmatch(words("attribute"), text, re.I)):
        text = atom  # "financial knowledge" is more than "financial"
    text = text if normal(text) in set_phrases() else TAIL.sub("", text).strip()
    if not len(text) > 1 or len(text.split()) > 6 or is_generic(text):
        return None
    if re.search(r"\b(?:you|they|we|its?|how|is|are|was|has|have|who|what|their|this|these|not)\b",
                 text, re.I):  # fmt: skip
        return None
    if post := re.fullmatch(r"(\S+ \S.*) (?:roles?|positions?)", text, re.I):
        text = post[1]  # experience in "a customer service role"
        if text.lower().split()[-1] in job_words():
            return None
    text = _plural(text)
    if kept := known(text):
        return Term(*kept)
    if _NO_NAME.match(text):
        return None
    product = tools and _is_name(text)
    return Term(label(text, name=product), "tool" if product else "skill")


_NO_NAME = re.compile(
    rf"(?:{words('imperative')}|no|not|{_HAVING})\s|(?:.*\s)?\d[\d+–-]*(?:\s|$)|"
    rf"(?:\S*(?:ed|ly|ful|less|ous|[ai]ble)|{QUALITY})$|"
    rf"(?:.*\s)?(?:{words('no skill', 'function word')})$",
    re.I,
)
"""What begins with a verb, a number or a denial, or is a single adjective, names nothing."""


def _plural(text: str) -> str:
    """Write a class of things in the plural: "at least one cloud platform"."""
    return re.sub(
        r"(?<=\s)(language|tool|framework|database|platform|system|provider)$", r"\1s", text
    )


def _is_name(text: str) -> bool:
    """Whether a phrase is a product's name and not a class, by its capitals and its last word."""
    parts = text.split()
    capitals = all(part[:1].isupper() or part[:1].isdigit() or part in ("for", "of", "and")
                   for part in parts)  # fmt: skip
    if re.search(r"(?:ing|ment|tion|ity|ics|ysis|boards?)$", parts[-1]):
        return len(parts) > 1 and capitals
    if CLASS.fullmatch(parts[-1]):
        return False
    return capitals if len(parts) > 1 else not text.islower()


def family_of(text: str) -> str:
    """Return the label of a phrase as a family, "" where it names a product or nothing much."""
    text = re.sub(r"\s*\x00\d+\s*", " ", stripped(text)).strip()
    text = re.sub(r"^(\w+) skills in (?=\w+$)", r"\1 ", text)
    text = re.sub(r"^(tools|software|libraries|platforms|frameworks) for (.+)$", r"\2 \1", text,
                  flags=re.I)  # fmt: skip
    text = TAIL.sub("", _HAVE.sub("", text))
    unfit = not text or is_generic(text) or is_product(text) or len(text.split()) > 5
    return "" if unfit else label(_plural(text))


# ------------------------------------------------------------------------------ labels, abilities

_PROPER = re.compile(words("proper"))


def label(text: str, *, name: bool = False) -> str:
    """Spell a concept: known names as they are kept, else in sentence case.

    ``name`` says that the text is a proper name, whose capitals are its own.

    >>> label("Data Visualization"), label("sklearn"), label("ETL Processes"), label("MLOps tools")
    ('Data visualization', 'scikit-learn', 'ETL processes', 'MLOps tools')
    """
    text = text.strip(" .,;:*\"'")
    if kept := known(text):
        return kept.label
    if name:
        return text
    text = " ".join(map(_word, text.split()))
    for short, long in (("ML", "Machine learning"), ("DL", "Deep learning")):
        text = re.sub(rf"^{short}(?= [a-z])", long, text)
    text = text.replace("modelling", "modeling").replace("visualisation", "visualization")
    text = re.sub(r"\b(ai|ml|sql|etl|nlp|api|bi)\b", lambda match: match[1].upper(), text)
    return text if re.match(r"[a-z]+[A-Z]", text) else text[:1].upper() + text[1:]


def _word(word: str) -> str:
    if re.search(r"[A-Z].*[A-Z]|\d", word) and not word.isupper():
        return word.lower() if re.match(r"[A-Z][a-z]+-[A-Z][a-z]+$", word) else word
    kept = known(word) if len(word) > 2 else None
    product = kept and kept.kind != "skill" and kept.label.lower() == word.lower()
    if kept and product and (word not in everyday_words()) and word.lower() not in everyday_words():
        return kept.label
    own = (word.isupper() and len(word) <= 8) or _PROPER.fullmatch(word)
    return word if own else word.lower()


def _ability(text: str) -> list[Term]:
    """Name what an ability comes to: "work in teams" is Teamwork, "draw maps" Drawing maps."""
    named = [meaning("ability", f"{part}") for part in re.split(r",?\s+and\s+", text)]
    if any(named):
        return [Term(name, "skill") for name in dict.fromkeys(filter(None, named))]
    text = re.sub(r"^(\w+)(?:,? (?:and|or) \w+(?= \w)|, \w+)+", r"\1", text)
    keep = "" if re.match(r"work(?:ing)? with\b", text) else "with|"
    text = re.split(
        rf"\s+(?:to|in|into|for|{keep}from|using|that|by|and|within|across|on)\s|[,;(\x00]", text
    )[0]
    verb, _, rest = text.partition(" ")
    if not rest or len(text.split()) > 5 or re.match(r"(?:them|it|this|these|those)\b", rest):
        return []
    return [Term(label(f"{_gerund(verb)} {rest}"), "skill")]


def _gerund(verb: str) -> str:
    if verb.endswith("ing"):
        return verb
    if re.search(r"[^e]e$", verb):
        return f"{verb[:-1]}ing"
    doubled = re.search(r"^[^aeiou]*[aeiou][^aeiouwxy]$", verb)
    return f"{verb}{verb[-1]}ing" if doubled else f"{verb}ing"
