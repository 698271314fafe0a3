"""The skills, tools and industries that a phrase of a career article names.

"Strong understanding of stream processing (e.g., Kafka, Flink)" is the skill Stream processing and
two tools that belong to it. A phrase loses its lead-in and its purpose, falls into atoms at commas
and conjunctions, and each atom is spelt as a label: names as their owners spell them, all else in
sentence case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from careergraph.importers.article_names import INDUSTRIES, WHOLE, known, normal
from careergraph.importers.article_outline import sentences


@dataclass(frozen=True)
class Term:
    """A concept as a phrase names it; ``kind`` is language, tool or skill, ``family`` a label."""

    label: str
    kind: str
    family: str = ""


_DEGREE_OF = (
    "strong|solid|deep(?! learning)|good|great|excellent|exceptional|outstanding|advanced(?! analytics)|extensive|proven|"
    "demonstrated|demonstrable|hands-on|practical|working(?= knowledge)|in-depth|thorough|"
    "comprehensive|high(?! performance|-performance)|expert(?! systems)|sound|prior|previous|significant|broad|clear|firm|robust|keen|effective|superior|"
    "fundamental|foundational|highly|very|relevant|basic|some|sufficient|intermediate|adequate|"
    "high-level|proficient|top-notch|well-developed|thorough|a|an|the|their|your|key|core|general|"
    "overall|both|also|additional|more|substantial|considerable|well-rounded|expert-level|"
    "essential|detailed|real-world|theoretical|essential|sharp|profound|rigorous|specialized"
)
_HAVING = (
    "understanding|knowledge|proficiency|proficient|experience|experienced|expertise|expert|"
    "familiarity|familiar|skills?|skilled|competence|competency|competent|mastery|fluency|fluent|"
    "background|backgrounds|grasp|command|grounding|foundations?|aptitude|awareness|comfortable|"
    "comfort|adept|well-versed|versed|exposure|capability|capabilities|knowledgeable|know-how|"
    "track record|passion|interest|talent|ability|abilities|confidence|capable|knack"
)
_LEAD = re.compile(
    rf"^(?:(?:{_DEGREE_OF}|technical|mathematical(?= (?:and|background|foundation))|and)[\s,]+)*"
    rf"(?:{_HAVING})(?:\s*(?:and|or|/|,)\s*(?:(?:{_DEGREE_OF})\s+)*(?:{_HAVING}))*"
    r"\s+(?:of|in|with|using|on|for|about|at|working (?:with|in|on)|working|building|designing|developing|managing|"
    r"handling)\s+",
    re.I,
)
_USING = re.compile(
    r"^(?:how to (?:use|work with)|using|working (?:with|in|on)|the use of|use of|utilizing|"
    r"leveraging|one or more(?: of)?|at least one|(?:a )?(?:variety|range|number) of|tools like|"
    r"areas? (?:such as|like)|concepts? (?:of|in)|various|different|multiple|several|modern|"
    r"common|popular|major|key|relevant|other|related|principles of|the|an?|their|some|basic|knowing|"
    r"familiar with|proficient in|skilled in|such as|including|like|e\.g\.,?|i\.e\.,?|especially|"
    r"particularly|and|or|both|software (?:such as|like)|technologies (?:such as|like))\s+",
    re.I,
)
_ADJECTIVE = re.compile(rf"^(?:{_DEGREE_OF})\s+(?!analytics\b|thinking\b)", re.I)
_HAVE = re.compile(
    rf"\s+(?:{_HAVING}|skill ?sets?)(?:\s+(?:required|needed))?$", re.I
)
_ABLE = re.compile(
    rf"^(?:(?:{_DEGREE_OF})\s+)*(?:ability|able|capacity|willingness|capability|capable|skill|"
    r"aptitude|know(?:ing)? how|knack|being able)\s+(?:to|of|for)\s+(?:be able to\s+)?(.+)",
    re.I,
)
# What an ability comes to, where it has a name of its own.
_ABILITIES = (
    (r"communicat|explain|convey|articulat|present\b", "Communication"),
    (r"collaborat", "Collaboration"),
    (r"work (?:\w+ )?(?:in|within|as part of|with)(?: \w+)*? teams?\b|work .*team", "Teamwork"),
    (r"(?:lead|guide|inspire|manage|mentor)\b.*\bteams?", "Leadership"),
    (r"manage (?:\w+ )*projects?", "Project management"),
    (r"(?:solve|tackle) .*problems?|troubleshoot", "Problem solving"),
    (r"think critically", "Critical thinking"),
    (r"think (?:analytically|strategically)", ""),
    (r"adapt\b|learn (?:new|quickly|continuously)", "Adaptability"),
    (r"manage (?:\w+ )*time|meet deadlines|prioriti[sz]e", "Time management"),
    (r"(?:manage|engage)(?: with)? (?:\w+ )*stakeholders", "Stakeholder management"),
)
_EXAMPLES = re.compile(
    r"(?:,\s*|\s+|^)(?:such as|including|includes?|like|e\.g\.,?|eg\.|for example,?|for instance,?|"
    r"namely|(?:especially|particularly|notably)(?: in)?|i\.e\.,?)\s+",
    re.I,
)
_TAIL = re.compile(
    r"\s+(?:to|in order|used|when|while|that|which|who|so that|within|across|through|by|from|into|"
    r"at|because|where|is|are|would|will|can|as|between|among|via|under|over|toward|towards|"
    r"without|during|after|before|on (?:large|a|the)|over time|required|needed|necessary)\s.*$",
    re.I,
)
_PURPOSE = re.compile(r"\s+for\s+(?:the\s+)?(.*)$", re.I)
_WITH = re.compile(r"\s+(?:in|with|using|on|via|from)\s+(.*)$", re.I)
# Heads of noun phrases that two adjectives or modifiers can share.
_HEADS = (
    "languages|skills|thinking|tools|frameworks|algorithms|systems|databases|techniques|methods|"
    "models|platforms|libraries|analysis|modell?ing|management|engineering|processing|learning|"
    "testing|principles|technologies|software|services|communication|networks|data|concepts|"
    "design|practices|reasoning|analytics|solving|mathematics|statistics|abilities|architectures?|"
    "pipelines|methodologies|research|development|integration|computing|warehousing|knowledge|"
    "solutions|structures|programming|vision|optimization|security|visualization|governance"
)
_CLASSES = frozenset(
    "languages tools frameworks algorithms systems databases techniques methods models platforms "
    "libraries principles technologies software services concepts practices methodologies "
    "packages applications environments solutions products programs editors suites engines "
    "warehouses lakes stores protocols standards ides spreadsheets notebooks utilities "
    "architectures pipelines processes infrastructure simulators sensors hardware gpus apis "
    "language tool framework database platform library system technology service package".split()
)
_DATA_NOUNS = frozenset(
    "governance quality management analysis modeling modelling warehousing integration cleaning "
    "processing security privacy engineering storage mining "
    "architecture cleansing preprocessing transformation manipulation wrangling integrity "
    "validation lineage migration collection profiling stewardship ingestion pipelines lakes".split()
)
_SHARED = re.compile(
    r"^[a-z-]+(?:al|ive|ed|ary|ical|ic|ous|ational|tional|ar)$|^(?:verbal|oral|written|sql|nosql|"
    r"programming|scripting|stream|batch|time-series|multi-?variate|web|agile|supply|front-end|"
    r"back-end|deep|soft|technical|non-technical|big|cloud-based|open-source|query|real-time|"
    r"large-scale|convolutional|people|low-level|high-level|parallel)$",
    re.I,
)
_PERSONAL = re.compile(
    r"analytical|interpersonal|technical|quantitative|organi[sz]ational|soft|managerial|"
    r"interpretive|creative|investigative|computational",
    re.I,
)
_NOT_SHARED = frozenset("statistical-learning retrieval signal logic arithmetic traffic music".split())
_GENERIC = re.compile(
    r"^(?:(?:technical|soft|hard|key|core|main|required|other|additional|essential|common|"
    r"preferred|non-technical|general|primary|important)\s+)*(?:skills?|tools?|software|"
    r"technolog(?:y|ies)|competenc(?:y|ies)|requirements|abilities|knowledge|expertise|"
    r"technical|platforms|applications|programs|frameworks|languages|systems|libraries|etc|"
    r"more|others?|many more|so on|beyond|similar|concepts?|areas?|proficiency|experience|"
    r"ability|understanding|background|familiarity|qualifications|"
    r"various tools|industr(?:y|ies)|sectors?|fields|domains|techniques|methods)\.?$",
    re.I,
)
_FILL = re.compile(
    r"^(?:etc\.?|more|others?|many (?:more|others)|(?:and )?so on|many other\b.*|various other.*|"
    r"other (?:tools|technologies|industries|sectors|fields|platforms|languages|frameworks)|"
    r"among others|and more|similar(?: tools)?|beyond|virtually any.*|any (?:other )?.*|"
    r"other relevant.*|wherever .*)$",
    re.I,
)
_CONJUNCTION = re.compile(
    r"\s*;\s*|\s*,\s*(?:and/or|and|or|as well as|along with|plus)\s+|\s*,\s*|"
    r"\s+(?:and/or|and|or|as well as|along with|plus|&|\+)\s+|\s+/\s+",
    re.I,
)


# --------------------------------------------------------------------------------------- labels


def label(text: str, *, name: bool = False) -> str:
    """Spell a concept: known names as they are kept, else in sentence case.

    ``name`` says that the text is a proper name, whose capitals are its own.

    >>> label("Data Visualization"), label("sklearn"), label("ETL Processes"), label("MLOps tools")
    ('Data visualization', 'scikit-learn', 'ETL processes', 'MLOps tools')
    """
    text = text.strip(" .,;:*\"'")
    found = known(text)
    if found:
        return found[0]
    if name:
        return text
    words = [_word(word) for word in text.split()]
    text = " ".join(words)
    for short, long in (("ML", "Machine learning"), ("DL", "Deep learning")):
        text = re.sub(rf"^{short}(?= [a-z])", long, text)
    text = re.sub(r"\bmodelling\b", "modeling", text)
    text = re.sub(r"\bvisualisation\b", "visualization", text)
    text = re.sub(r"\b(ai|ml|sql|etl|nlp|api|bi)\b", lambda match: match[1].upper(), text)
    return text if re.match(r"[a-z]+[A-Z]", text) else text[:1].upper() + text[1:]


def _word(word: str) -> str:
    if re.search(r"[A-Z].*[A-Z]|\d", word) and not word.isupper():
        return word if not re.match(r"[A-Z][a-z]+-[A-Z][a-z]+$", word) else word.lower()
    if word.isupper() and len(word) <= 6:
        return word
    found = known(word)
    if found and found[1] != "skill" and len(word) > 2 and found[0].lower() == word.lower():
        return found[0]
    if re.fullmatch(r"(?:Bayesian|Agile|Scrum|Kanban|Lean|English|Six|Sigma|Monte|Carlo|GDPR|Gaussian|"
                    r"Markov|Kimball|Inmon|Restful|European|American|Unix|Google|Microsoft|Amazon|"
                    r"Oracle|Apache|Adobe|NVIDIA|OpenAI|Cisco|IBM)", word):  # fmt: skip
        return word
    return word.lower()


# ------------------------------------------------------------------------------------- phrases


def _cut(text: str) -> tuple[str, list[str]]:
    """Put brackets aside: the text with ``\\x00n`` where the n-th stood, and what they held."""
    held: list[str] = []

    def keep(match: re.Match[str]) -> str:
        held.append(match[1].strip())
        return f" \x00{len(held) - 1} "

    return re.sub(r"\s*\(([^()]*)\)\s*", keep, text), held


def _masked(text: str) -> str:
    for phrase in WHOLE:
        pattern = re.escape(phrase)
        text = re.sub(
            rf"(?<!\w){pattern}(?!\w)",
            lambda match: match[0].replace(" ", "\x01").replace(",", "\x02"),
            text,
            flags=re.I,
        )
    return text


def _unmasked(text: str) -> str:
    return text.replace("\x01", " ").replace("\x02", ",")


def split(text: str) -> list[str]:
    """Split a list in words at its commas and conjunctions; set phrases stay whole.

    >>> split("research and development, CI/CD, or Python/R")
    ['research and development', 'CI/CD', 'Python', 'R']
    """
    parts: list[str] = []
    for part in _CONJUNCTION.split(_masked(text)):
        part = _unmasked(part).strip(" .")
        pieces = part.split("/")
        if len(pieces) > 1 and not known(part) and all(known(piece) for piece in pieces):
            parts.extend(pieces)
        elif part:
            parts.append(part)
    return parts


def _stripped(text: str) -> str:
    """Take lead-ins and adjectives of degree off the front of an atom."""
    previous = ""
    while text != previous:
        previous = text
        text = _LEAD.sub("", text)
        if not known(text):
            text = _USING.sub("", text)
            text = _ADJECTIVE.sub("", text)
    return text.strip()


def _distributed(atoms: list[str]) -> list[str]:
    """Give each atom the noun it shares: "verbal and written communication" are two of a kind."""
    marks = [re.findall(r"\s*\x00\d+", atom) for atom in atoms]
    result = [re.sub(r"\s*\x00\d+\s*", " ", atom).strip() for atom in atoms]
    for position in range(len(result) - 2, -1, -1):
        atom, follower = result[position], result[position + 1]
        head = re.search(rf"\s((?:{_HEADS})(?:\s+(?:skills|abilities))?)$", follower, re.I)
        first, _, others = follower.partition(" ")
        if others and _SHARED.match(first) and _SHARED.match(atom) and not known(atom):
            result[position] = f"{atom} {others}"
            continue
        if head and _PERSONAL.fullmatch(atom) and re.match("management|solving", head[1], re.I):
            result[position] = f"{atom} skills"
            continue
        if re.search(r"\s(?:administration|development)$", follower) and known(atom) and known(
            follower.rsplit(" ", 1)[0]
        ):
            result[position] = f"{atom} {follower.rsplit(' ', 1)[1]}"
            continue
        single = _SHARED.match(atom) and atom.lower() not in _NOT_SHARED and not known(atom)
        if head and atom.lower() in ("sql", "nosql") and head[1].lower().startswith("database"):
            single = True
        if head and (single or (re.fullmatch(r"programming|scripting", atom, re.I)
                                and head[1].lower() == "languages")):  # fmt: skip
            result[position] = f"{atom} {head[1]}"
    for position in range(1, len(result)):
        atom, leader = result[position], result[position - 1]
        words = leader.split()
        if atom.lower() in _CLASSES and len(words) > 1 and not known(leader):
            last = words[-1].lower()
            stem = words[:-1] if last in _CLASSES or re.fullmatch(rf"(?:{_HEADS})", last) else words
            result[position] = " ".join([*stem, atom])
        elif atom.lower() in _DATA_NOUNS and words[:1] and words[0].lower() == "data":
            result[position] = f"data {atom}"
    return [atom + "".join(mark) for atom, mark in zip(result, marks, strict=True)]


_DOING = re.compile(
    r"(?:design|develop|build|implement|manag|lead|analy[sz]|collect|creat|maintain|writ|train|"
    r"deploy|optimiz|test|debug|monitor|evaluat|interpret|conduct|integrat|scal)ing$",
    re.I,
)


def _doings(atoms: list[str]) -> list[str]:
    """Give a first doing the object it shares: "designing and building models"."""
    result = list(atoms)
    for position in range(len(result) - 2, -1, -1):
        verb, _, thing = result[position + 1].partition(" ")
        if _DOING.match(result[position]) and _DOING.match(verb) and thing:
            result[position] = f"{result[position]} {thing}"
            result[position + 1] = ""
    return result


def _ability(text: str) -> str:
    """Name an ability: "to work in teams" is Teamwork, "to read X-rays" is Reading x-rays."""
    for pattern, name in _ABILITIES:
        if re.match(pattern, text, re.I) and name:
            return name
    if re.match(r"think (analytically|strategically)", text, re.I):
        return "Analytical thinking" if "analytic" in text.lower() else "Strategic thinking"
    text = re.sub(r"^(\w+)(?:,? (?:and|or) \w+(?= \w)|, \w+)+", r"\1", text)
    keep = "" if re.match(r"work(?:ing)? with\b", text) else "with|"
    text = re.split(rf"\s+(?:to|in|into|for|{keep}from|using|that|by|and|within|across|on)\s|[,;(\x00]",
                    text)[0]  # fmt: skip
    verb, _, rest = text.partition(" ")
    if not rest or len(text.split()) > 5:
        return ""
    return label(f"{_gerund(verb)} {rest}")


def _gerund(verb: str) -> str:
    if verb.endswith("ing"):
        return verb
    if re.search(r"[^e]e$", verb):
        return f"{verb[:-1]}ing"
    return f"{verb}{verb[-1]}ing" if re.search(r"^[^aeiou]*[aeiou][^aeiouwxy]$", verb) else f"{verb}ing"


def _brackets(atom: str, held: list[str]) -> tuple[str, list[str], bool]:
    """Read an atom's brackets: its bare text, the examples in them, and whether they say "e.g."."""
    examples: list[str] = []
    said = False
    for index in re.findall(r"\x00(\d+)", atom):
        inside = held[int(index)]
        bare = re.sub(r"\x00\d+", "", atom).strip()
        opening = re.match(r"(?:e\.?g\.?,?|such as|like|including|i\.e\.,?|for example,?)\s*", inside, re.I)
        if opening:
            examples += split(inside[opening.end() :])
            said = True
        elif _abbreviates(inside, bare):
            continue
        else:
            parts = split(inside)
            if all(known(part) or re.match(r"[A-Z][\w.+#-]*$", part) for part in parts):
                examples += parts
            elif len(parts) > 1:
                examples += parts
    return re.sub(r"\s*\x00\d+\s*", " ", atom).strip(), examples, said


def _abbreviates(inside: str, outside: str) -> bool:
    def initials(text: str) -> str:
        return "".join(word[0] for word in re.findall(r"[A-Za-z]+", text)).upper()

    letters = re.sub(r"s$", "", inside)
    if re.fullmatch(r"[A-Z][A-Za-z/&-]{0,6}", letters) and not known(inside):
        return True
    if letters.upper() == initials(outside) or (known(inside) and known(inside) == known(outside)):
        return True
    last = (re.findall(r"[A-Za-z]+", outside) or [""])[0]
    return len(last) > 1 and initials(inside) == last.upper()


def phrase(text: str, *, tools: bool = False) -> Iterator[Term]:
    """Take a phrase without a verb apart into its terms, families before what belongs to them.

    ``tools`` says that the phrase lists products, so that an unknown word may be one.
    """
    text, held = _cut(text.strip(" .;"))
    able = _ABLE.match(text)
    if able and not _LEAD.match(text):
        named = _ability(able[1])
        if named:
            yield Term(named, "skill")
        # A further requirement may follow: "…, and knowledge of SQL".
        further = re.search(rf",\s+(?:and\s+)?((?:(?:{_DEGREE_OF})\s+)*(?:{_HAVING})\s.*)", able[1])
        if further:
            yield from _phrase(further[1], held, tools)
        return
    yield from _phrase(text, held, tools)


def _phrase(text: str, held: list[str], tools: bool) -> Iterator[Term]:
    purposes: list[str] = []
    family = ""
    pending: list[tuple[str, str]] = []  # atom, family
    for segment in _SEGMENT.split(_masked(text)):
        segment = re.sub(r"^(?:and|or|as well as|along with|plus)\s+", "", segment)
        if _LEAD.match(segment) or _ABLE.match(segment):
            family = ""
        able = _ABLE.match(segment)
        if able and not _LEAD.match(segment):
            named = _ability(able[1])
            if named:
                pending.append((named, ""))
                continue
        segment = _stripped_keep(segment)
        head, connector, rest = _at_examples(segment)
        if connector:
            head, purpose = _without_purpose(head)
            purposes += purpose
            heads = [atom for atom in split(head) if not _FILL.match(atom)] if head else []
            pending += [(atom, family) for atom in heads]
            anchor = heads[-1] if heads else (pending[-1][0] if pending else "")
            family = _family(anchor) if connector == "such as" else ""
            segment = rest
        segment, purpose = _without_purpose(segment)
        purposes += purpose
        pending += [(atom, family) for atom in split(segment)]
    atoms = _distributed(_doings([_stripped(atom) for atom, _ in pending]))
    for (_, owner), atom in zip(pending, atoms, strict=True):
        yield from _atom(atom, owner, held, tools)
    if not tools:
        for purpose in purposes:
            yield from _purpose_terms(purpose)


_SEGMENT = re.compile(
    r"\s*;\s*|,\s+(?!\x00)"
    rf"|\s+(?:and|or)\s+(?=(?:(?:{_DEGREE_OF})\s+)*(?:{_HAVING})\s+(?:of|in|with|to|using)\b)"
    r"|\s+with\s+(?=(?:an?\s+)?(?:strong|excellent|solid|good|deep(?! learning))\b)",
    re.I,
)


def _stripped_keep(segment: str) -> str:
    """Take the lead-in off a segment, but leave a connector such as "including" in place."""
    previous = ""
    while previous != segment:
        previous = segment
        segment = _LEAD.sub("", segment)
    return segment


def _at_examples(segment: str) -> tuple[str, str, str]:
    found = _EXAMPLES.search(segment)
    if not found:
        means = re.search(r"\s+(?:using|with|via)\s+", segment)
        named = segment[means.end() :] if means else ""
        if means and all(known(_bare(part)) for part in split(named)):
            return segment[: means.start()].strip(), "by means of", named
        return segment, "", ""
    return segment[: found.start()].strip(), "such as", segment[found.end() :].strip()


def _family(text: str) -> str:
    text = re.sub(r"\s*\x00\d+\s*", " ", _stripped(text)).strip()
    text = _HAVE.sub("", text)
    found = known(text)
    named = bool(found and found[1] != "skill")
    return "" if not text or _GENERIC.match(text) or named else label(text)


def _without_purpose(segment: str) -> tuple[str, list[str]]:
    """Cut what a thing is for off a segment, and give it apart."""
    managed = re.search(r"\s+to (?:effectively )?manage ([\w\s,-]+)$", segment)
    if managed:
        things = [re.sub(r"s$", "", thing) for thing in split(managed[1])]
        return segment[: managed.start()], [f"{thing} management" for thing in things]
    segment = _TAIL.sub("", segment)
    found = _PURPOSE.search(segment)
    if not found:
        return segment, []
    kept = segment[: found.start()]
    brackets = "".join(f" {mark}" for mark in re.findall(r"\x00\d+", found[1]))
    return kept + brackets, [re.sub(r"\x00\d+", "", found[1])]


_DEEDS = re.compile(
    r"(?:deployment|analysis|visualization|management|modell?ing|processing|engineering|mining|"
    r"manipulation|preprocessing|learning|testing|automation|integration|warehousing|analytics|"
    r"reporting|querying|optimization|control|cleaning|transformation|evaluation)$",
    re.I,
)


def _purpose_terms(purpose: str) -> Iterator[Term]:
    """A purpose that is itself a skill: "cloud platforms for model deployment"."""
    for atom in _distributed([_stripped(part) for part in split(_TAIL.sub("", purpose))]):
        atom = re.split(r"\s+(?:of|in|with|on|at)\s", atom)[0]
        bare = re.fullmatch(
            r"analysis|management|engineering|control|learning|processing|integration|evaluation|"
            r"testing|optimization|deployment|mining|modell?ing", atom, re.I)  # fmt: skip
        if len(atom.split()) <= 3 and _DEEDS.search(atom) and not bare:
            yield Term(label(atom), "skill")


def _atom(atom: str, owner: str, held: list[str], tools: bool) -> Iterator[Term]:
    atom, examples, _ = _brackets(atom, held)
    atom = _stripped(atom.strip(" .,:"))
    if not atom or _FILL.match(atom):
        return
    inside = _WITH.search(atom)
    if inside and not known(atom):
        parts = split(inside[1])
        if all(known(_bare(part)) for part in parts):
            examples = [_bare(part) for part in parts] + examples
            atom = atom[: inside.start()]
        elif not re.match(r"(?:software|business|machine|data) ", inside[1]) or tools:
            atom = atom[: inside.start()] or atom
    term = _term(atom, tools)
    of_language = examples and re.search(r"\s(?:libraries|packages|frameworks)$", atom, re.I)
    if term and not _GENERIC.match(atom) and not (of_language and term.kind == "language"):
        yield replace(term, family=owner)
    family = _family(atom)
    for example in examples:
        yield from (
            replace(found, family=found.family or family)
            for found in _atom(example, family, [], tools)
        )


def _bare(text: str) -> str:
    """Take the class off a name: "Hadoop ecosystem", "Python libraries", "SQL queries"."""
    text = _stripped(text)
    if known(text):
        return text
    bare = re.sub(
        r"\s+(?:ecosystems?|frameworks?|librar(?:y|ies)|tools?|platforms?|software|suite|languages?|"
        r"scripting|programming|scripts?|skills?|coding|queries|query|development environment|"
        r"packages?|reports?|dashboards?|spreadsheets?|services?|cloud|knowledge|proficiency|"
        r"expertise|experience|stack|products?|applications?|environments?)$",
        "",
        text,
        flags=re.I,
    )
    return bare if bare and known(bare) and known(bare)[1] != "skill" else text  # type: ignore[index]


def _term(atom: str, tools: bool) -> Term | None:
    found = known(_bare(_HAVE.sub("", atom) if not known(atom) else atom))
    if found and not (found[1] != "skill" and atom.islower() and len(atom) < 6 and not tools
                      and found[0].lower() in ("go", "c", "r", "m", "shell", "dash", "stitch",
                                               "mode", "ray", "chef", "segment", "linear", "word")):  # fmt: skip
        return Term(*found)
    adjective = re.fullmatch(rf"({_PERSONAL.pattern})\s+(?:skills?|abilit(?:y|ies))", atom, re.I)
    text = f"{adjective[1]} skills" if adjective else _HAVE.sub("", atom)
    if " " not in text and _SHARED.match(text) and not known(text):
        text = atom  # "financial knowledge" is more than "financial"
    text = text if normal(text) in WHOLE else _TAIL.sub("", text).strip()
    if not text or len(text.split()) > 6 or len(text) < 2 or _GENERIC.match(text):
        return None
    if re.search(r"\b(?:you|they|we|it|is|are|was|has|have|who|what|their|this|these|not)\b", text, re.I):
        return None
    if len(text.split()) > 1:
        text = re.sub(r"(language|tool|framework|database|platform|system)$", r"\1s", text)
    if known(text):
        return Term(*known(text))  # type: ignore[misc]
    return Term(label(text, name=tools and _is_name(text)), "tool" if tools and _is_name(text) else "skill")


def _is_name(text: str) -> bool:
    """Tell a product's name from a class of products, by its capitals and its last word."""
    words = text.split()
    if words[-1].lower() in _CLASSES and not all(word[:1].isupper() for word in words):
        return False
    if len(words) == 1:
        return not text.islower() and words[0].lower() not in _CLASSES
    return all(word[:1].isupper() or word[:1].isdigit() or word in ("for", "of", "and")
               for word in words) and words[-1].lower() not in _CLASSES  # fmt: skip


# ------------------------------------------------------------------- skills, tools, industries

_LABELLED = re.compile(r"^([^:(]{2,60}?)(?:\s*:\s+|\s+[–—-]\s+)(\S.*)$|^([^:]{2,70}?\))\s*:\s+(\S.*)$")
_SAYS = re.compile(
    r"^(?:.*?\b)?(?:have|has|possess(?:es)?|needs?|requires?|includes?|are|is|be|demands?|uses?|"
    r"utili[sz]es?|rely|relies|works? with|leverages?|employs?|masters?|knows?|expects?|"
    r"involves?|calls? for|benefits? from|brings?|favou?rs?|turns? to|lean on|leans on|spans?|"
    r"encompass(?:es)?|found|employed|hired|comprises?|covers?)\b\s*",
    re.I,
)
_AFTER = re.compile(
    r"^(?:also|typically|usually|often|generally|required|expected|needed|necessary|to|have|has|be|"
    r"possess|need|know|demonstrate|show|use|using|on|upon|both|commonly|frequently|mainly|"
    r"primarily|likely|heavily|used by \w+|able|well|from|by|well-versed in|regularly|"
    r"the following(?: skills| tools)?|a (?:wide )?(?:variety|range|mix|combination|set|blend) of|"
    r"an array of|things|with|skills?(?= (?:such|like))|in|across|not only|equally|found|employed|"
    r"hired|in demand|working|sought after|a|an)\s*:?\s+",
    re.I,
)
_ESSENTIAL = re.compile(
    r"^(?:(?:also|often|usually|typically|absolutely|generally|just as|equally|both)\s+)*(?:essential|"
    r"crucial|important|key|required|necessary|vital|a must|must-haves?|valuable|beneficial|"
    r"critical|indispensable|helpful|desirable|a plus|needed|expected|common|popular|standard|"
    r"widely used|typical|the most|among the|useful|highly valued|commonly used|frequently used|"
    r"paramount|assets?|an asset)\b",
    re.I,
)


def predicate(sentence: str) -> str:
    """Give what a sentence says of its subject: "Analysts need SQL" says "SQL"."""
    said = _SAYS.match(sentence)
    if not said:
        return sentence
    rest = sentence[said.end() :]
    if _ESSENTIAL.match(rest):
        return re.sub(r"\s*\b(?:is|are|be)\s*$", "", sentence[: said.end()])
    previous = ""
    while previous != rest:
        previous = rest
        rest = _AFTER.sub("", rest)
    return rest


def skills(text: str, *, prose: bool) -> tuple[list[Term], list[str]]:
    """Find the skills that a text asks for, and what of it could not be placed.

    Named products among them are terms of kind tool; languages are told apart as ``language``.
    """
    return _terms(text, prose=prose, tools=False)


def tools(text: str, *, prose: bool) -> tuple[list[Term], list[str]]:
    """Find the tools that a text names; a term of kind skill is a class of tools left unnamed."""
    return _terms(text, prose=prose, tools=True)


def _terms(text: str, *, prose: bool, tools: bool) -> tuple[list[Term], list[str]]:
    found: list[Term] = []
    unmatched: list[str] = []
    for sentence in sentences(text):
        said = list(_sentence(sentence, prose, tools))
        if not said:
            unmatched.append(sentence)
        found += said
    return unique(found), unmatched


def _sentence(sentence: str, prose: bool, tools: bool) -> Iterator[Term]:
    labelled = _LABELLED.match(sentence)
    if labelled and not prose or (labelled and len((labelled[1] or labelled[3]).split()) <= 4):
        head = labelled[1] or labelled[3]
        rest = labelled[2] or labelled[4]
        yield from _labelled(head, rest, tools)
        return
    if prose:
        told = predicate(sentence)
        if tools and told == sentence and not _EXAMPLES.search(sentence):
            yield from names(sentence)
            return
        sentence = told
    yield from phrase(sentence, tools=tools)


def _labelled(head: str, rest: str, tools: bool) -> Iterator[Term]:
    """Read "Category: A, B", "Name: what it is for" and "Skill: what it takes"."""
    heads = list(phrase(head, tools=tools))
    explained = re.match(
        r"(?:for|used|an?|to|the|popular|widely|commonly|essential|ideal|useful|helps?|provides?|"
        r"enables?|allows?|ability|capable|being|understanding how|\w+ing)\s", rest, re.I
    )  # fmt: skip
    if tools:
        named = [term for term in heads if term.kind != "skill"]
        if heads and len(named) == len(heads) and (explained or all(known(_bare(part)) for part in split(_cut(head)[0]))):
            yield from heads
            yield from (term for term in names(rest) if not explained)
            return
        family = _family(_cut(head)[0])
        for term in phrase(rest, tools=True):
            if term.kind == "skill" and _is_listed_name(term, rest):
                term = replace(term, kind="tool")
            yield replace(term, family=term.family or family)
        return
    if not _GENERIC.match(head):
        yield from heads
    family = _family(head)
    led = _LEAD.match(rest)
    parts = split(_cut(rest)[0])
    listed = all(len(part.split()) <= 3 for part in parts)
    if led or (listed and not explained):
        for term in phrase(rest, tools=False):
            yield replace(term, family=term.family or (family if term.kind != "skill" else ""))
    elif _GENERIC.match(head):
        yield from phrase(rest, tools=False)
    else:
        yield from (replace(term, family=family) for term in names(rest))


def _is_listed_name(term: Term, text: str) -> bool:
    """Tell whether a word of a list after "Category:" is a product, though spelt like any word."""
    words = term.label.split()
    return len(words) == 1 and words[0].lower() not in _CLASSES and term.label in text


def names(text: str) -> Iterator[Term]:
    """Find the names that are known in running text, by their capitals."""
    text, held = _cut(text)
    for part in [text, *held]:
        words = re.findall(r"[A-Za-z][\w.+#/&-]*", part)
        position = 0
        while position < len(words):
            for size in (4, 3, 2, 1):
                window = " ".join(words[position : position + size]).strip(".")
                found = known(window) if not window[:1].islower() else None
                if found and found[1] != "skill" and (size > 1 or len(window) > 1 or window in "RC"):
                    yield Term(*found)
                    position += size - 1
                    break
            position += 1


_INDUSTRY_NOUN = re.compile(
    r"\s+(?:compan(?:y|ies)|firms?|organi[sz]ations?|agenc(?:y|ies)|industr(?:y|ies)|sectors?|"
    r"business(?:es)?|providers?|fields?|domains?|corporations?|enterprises?|departments|brands|"
    r"applications?|markets?|bodies)$",
    re.I,
)
_PLACES = re.compile(
    r"^(?:the\s+)?(?:.*\b)?(?:industries|sectors|fields|areas|domains|organizations|companies|"
    r"settings|environments|businesses)\s*$",
    re.I,
)


def industries(text: str, *, prose: bool) -> tuple[list[str], list[str]]:
    """Find the industries that a text names, and what of it could not be placed."""
    found: list[str] = []
    unmatched: list[str] = []
    for sentence in sentences(text):
        labelled = _LABELLED.match(sentence)
        if labelled and not _GENERIC.match(labelled[1] or labelled[3]) and not _PLACES.match(
            labelled[1] or labelled[3]
        ):  # fmt: skip
            said = [*_industries(labelled[1] or labelled[3])]
            unmatched.append(labelled[2] or labelled[4])
        else:
            told = (labelled[2] or labelled[4]) if labelled else sentence
            if prose and not labelled:
                told = _places(told)
            said = [*_industries(told)]
            unmatched += [inside for inside in _cut(told)[1] if not _abbreviates(inside, told)]
        if not said:
            unmatched.append(sentence)
        found += said
    return list(dict.fromkeys(found)), unmatched


def _places(sentence: str) -> str:
    listed = _EXAMPLES.search(sentence)
    if listed:
        return sentence[listed.end() :]
    inside = re.search(
        r"(?:\bin|\bacross|\bby|\bfor|\bwithin|\bfrom|\bare|\binto)\s+(?:the\s+)?(?=[\w-]+(?:,| and| or| \w+,))",
        sentence, re.I)  # fmt: skip
    if inside:
        return sentence[inside.end() :]
    single = re.search(r"\b(?:in|across|within|from)\s+(?:the\s+)?([\w-]+(?:\s[\w-]+){0,2})\W*$", sentence)
    if single:
        return single[1]
    told = predicate(sentence)
    # A remark that happens to stand here names no industry.
    return told if any(normal(part) in INDUSTRIES for part in split(told)) else ""


def _industries(text: str) -> Iterator[str]:
    text, _ = _cut(re.sub(r"(?<=\w)/(?=[A-Z])", " / ", text))
    listed = _EXAMPLES.search(text)
    if listed:
        head = text[: listed.start()]
        told = text[listed.end() :]
        generic = _PLACES.match(head) or not head
        text = told if generic else f"{head}, {told}" if told[:1].islower() else head
    atoms = split(re.sub(r"\x00\d+", "", text))
    for atom, follower in zip(atoms, [*atoms[1:], ""], strict=False):
        if _SHARED.match(atom) and " " in follower and normal(atom) not in INDUSTRIES:
            atom = f"{atom} {follower.split()[-1]}"
        atom = re.sub(r"\s+(?:for|to|that|which|where|as|in|due|because|with|who|have)\s.*$", "", atom)
        atom = re.sub(r"^(?:the|a|an|any|various|other|large|many|both|in|even|of|also|within)\s+", "",
                      _stripped(atom), flags=re.I)  # fmt: skip
        kept = INDUSTRIES.get(normal(atom))
        if not kept and (_FILL.match(atom) or _GENERIC.match(atom)):
            continue
        bare = _INDUSTRY_NOUN.sub("", atom)
        kept = kept or INDUSTRIES.get(normal(bare))
        if kept:
            yield kept
        elif bare and len(bare.split()) <= 5:
            adjective = re.fullmatch(r"[a-z-]+(?:al|ic)", bare, re.I)
            yield label(atom if adjective else bare)


def unique(terms: list[Term]) -> list[Term]:
    """Leave out repeats, keeping the family that any of them gave."""
    kept: dict[tuple[str, str], Term] = {}
    for term in terms:
        key = (term.label.casefold(), "skill" if term.kind == "skill" else "tool")
        if key not in kept or (term.family and not kept[key].family):
            kept[key] = term if key not in kept else replace(kept[key], family=term.family)
    return [replace(term, family="" if term.family == term.label else term.family) for term in kept.values()]
