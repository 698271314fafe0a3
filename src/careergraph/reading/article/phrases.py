"""The grammar of the phrases in career articles: lead-ins, lists, shared nouns and labels."""

from __future__ import annotations

import re

from careergraph.reading.article.names import WHOLE, known

DEGREE_OF = (
    "strong|solid|deep(?! learning)|good|great|excellent|exceptional|outstanding|"
    "advanced(?! analytics)|extensive|proven|"
    "demonstrated|demonstrable|hands-on|practical|working(?= knowledge)|in-depth|thorough|"
    "comprehensive|high(?! performance|-performance)|expert(?! systems)|sound|prior|previous|"
    "significant|broad|clear|firm|robust|keen|effective|superior|"
    "fundamental|foundational|highly|very|relevant|basic|some|sufficient|intermediate|adequate|"
    "high-level|proficient|top-notch|well-developed|thorough|a|an|the|their|your|key|core|general|"
    "overall|both|also|additional|more|substantial|considerable|well-rounded|expert-level|"
    "specific|particular|detailed|real-world|theoretical|essential|sharp|profound|rigorous|specialized"
)
HAVING = (
    "understanding|knowledge|proficiency|proficient|experience|experienced|expertise|expert|"
    "familiarity|familiar|skills?|skilled|competence|competency|competent|mastery|fluency|fluent|"
    "background|backgrounds|grasp|command|grounding|foundations?|aptitude|awareness|comfortable|"
    "comfort|adept|well-versed|versed|exposure|capability|capabilities|knowledgeable|know-how|"
    "track record|willingness|passion|interest|talent|ability|abilities|confidence|capable|knack"
)
LEAD = re.compile(
    rf"^(?:(?:{DEGREE_OF}|technical|mathematical(?= (?:and|background|foundation))|and)[\s,]+)*"
    rf"(?:{HAVING})(?:\s*(?:and|or|/|,)\s*(?:(?:{DEGREE_OF})\s+)*(?:{HAVING}))*"
    r"\s+(?:(?:of|in|with|using|on|for|about|at|working (?:with|in|on)|working|building|designing|"
    r"developing|managing|handling)\s+|"
    r"(?=(?:deploy|train|writ|implement|optimi[sz]|creat|lead|maintain|integrat|scal|test)ing\s))",
    re.I,
)
_USING = re.compile(
    r"^(?:how to (?:use|work with)|using|working (?:with|in|on)|the use of|use of|utilizing|"
    r"leveraging|another|one or more(?: of)?|at least one(?: of)?|"
    r"(?:an? )?(?:\w+ )?(?:variety|range|number|array|mix|selection|suite|host) of|tools like|"
    r"areas? (?:such as|like)|concepts? (?:of|in)|various|different|multiple|several|modern|"
    r"common|popular|major|key|relevant|other|related|principles of|the|an?|their|some|basic|"
    r"knowing|"
    r"familiar with|proficient in|skilled in|such as|including|like|e\.g\.,?|i\.e\.,?|especially|"
    r"particularly|and|or|both|software (?:such as|like)|technologies (?:such as|like))\s+",
    re.I,
)
_ADJECTIVE = re.compile(rf"^(?:{DEGREE_OF})\s+(?!analytics\b|thinking\b)", re.I)
HAVE = re.compile(rf"\s+(?:{HAVING}|skill ?sets?)(?:\s+(?:required|needed))?$", re.I)
EXAMPLES = re.compile(
    r"(?:,\s*|\s+|^)(?:such as|including|includes?|like|e\.g\.,?|eg\.|for example,?|for instance,?|"
    r"namely|skills in(?=\s+(?-i:[A-Z]))|"
    r"(?:especially|particularly|notably|preferably|ideally)(?: in)?|i\.e\.,?)\s+",
    re.I,
)
TAIL = re.compile(
    r"\s+(?:to|in order|used|when|while|that|which|who|so that|within|across|through|by|from|into|"
    r"at(?! least)|because|where|is|are|would|will|can|as|"
    r"between|among|via|under|over|toward|towards|"
    r"tailored|suited|geared|"
    r"without|during|after|before|on (?:large|a|the)|over time|required|needed|necessary)\s.*$",
    re.I,
)
# Heads of noun phrases that two adjectives or modifiers can share.
_HEADS = (
    "languages|skills|thinking|tools|frameworks|algorithms|systems|databases|techniques|methods|"
    "models|platforms|libraries|analysis|modell?ing|management|engineering|processing|learning|"
    "testing|principles|technologies|software|services|communication|networks|data|concepts|"
    "design|practices|reasoning|analytics|solving|mathematics|statistics|abilities|architectures?|"
    "pipelines|methodologies|research|development|integration|computing|warehousing|knowledge|"
    "solutions|structures|programming|vision|optimization|security|visualization|governance"
)
CLASSES_WORDS = (
    "languages tools frameworks algorithms systems databases techniques methods models "
    "platforms libraries principles technologies software services concepts practices "
    "methodologies packages applications environments solutions products programs editors "
    "suites engines warehouses lakes stores protocols standards ides spreadsheets notebooks "
    "utilities architectures pipelines processes infrastructure simulators sensors hardware "
    "gpus apis language tool framework database platform library system technology service "
    "package"
)
CLASSES = frozenset(CLASSES_WORDS.split())
_DATA_NOUNS_WORDS = (
    "governance quality management analysis modeling modelling warehousing integration "
    "cleaning processing security privacy engineering storage mining architecture cleansing "
    "preprocessing transformation manipulation wrangling integrity validation lineage "
    "migration collection profiling stewardship ingestion pipelines lakes"
)
_DATA_NOUNS = frozenset(_DATA_NOUNS_WORDS.split())
_BUSINESS_NOUNS = frozenset(("strategy", "processes", "operations", "goals", "needs", "objectives"))
_MODEL_NOUNS = frozenset(
    ("evaluation", "training", "deployment", "validation", "selection", "tuning", "monitoring")
)
SHARED = re.compile(
    r"^[a-z-]+(?:al|ive|ed|ary|ical|ic|ous|ational|tional|ar|ory)$|subject-matter|domain-specific|industry-specific|^(?:verbal|oral|written|sql|nosql|"
    r"programming|scripting|stream|batch|time-series|multi-?variate|web|agile|supply|front-end|"
    r"back-end|deep|soft|technical|non-technical|big|cloud-based|open-source|query|real-time|"
    r"large-scale|convolutional|people|low-level|high-level|parallel)$",
    re.I,
)
# Nouns that stand before others: "image and video processing".
_ATTRIBUTE_WORDS = (
    "image video text audio speech business data cloud network system software hardware web mobile "
    "risk cost market customer product sales graph object user database process people team "
    "information model feature"
)
ATTRIBUTES = frozenset(_ATTRIBUTE_WORDS.split())
PERSONAL = re.compile(
    r"analytical|interpersonal|technical|quantitative|organi[sz]ational|soft|managerial|"
    r"interpretive|creative|investigative|computational",
    re.I,
)
_NOT_SHARED = frozenset(
    ["statistical-learning", "retrieval", "signal", "logic", "arithmetic", "traffic", "music"]
)
GENERIC = re.compile(
    r"^(?:(?:technical|soft|hard|key|core|main|required|other|additional|essential|common|"
    r"preferred|non-technical|general|primary|important)\s+)*(?:skills?|tools?|software|"
    r"technolog(?:y|ies)|competenc(?:y|ies)|requirements|abilities|knowledge|expertise|"
    r"technical|platforms|services|applications|programs|frameworks|languages?|systems|libraries|etc|"
    r"more|others?|many more|so on|beyond|similar|concepts?|areas?|proficiency|experience|"
    r"ability|understanding|background|familiarity|qualifications|"
    r"various tools|industr(?:y|ies)|sectors?|fields|domains|techniques|methods)\.?$",
    re.I,
)
FILL = re.compile(
    r"^(?:etc\.?|more|others?|many (?:more|others)|(?:and )?so on|"
    r"(?:and |many |various |several )*other\s.*|"
    r"among others|and more|similar(?: \w+)?|beyond|virtually any.*|any (?:other )?.*|"
    r"wherever .*)$",
    re.I,
)
_CONJUNCTION = re.compile(
    r"\s*;\s*|\s*,\s*(?:and/or|and|or|as well as|along with|plus)\s+|\s*,\s*|"
    r"\s+(?:and/or|and|or|as well as|along with|plus|&|\+)\s+|\s+/\s+",
    re.I,
)


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
    if word.isupper() and len(word) <= 8:
        return word
    found = known(word)
    if found and found[1] != "skill" and len(word) > 2 and found[0].lower() == word.lower():
        return found[0]
    if re.fullmatch(r"(?:Bayesian|Agile|Scrum|Kanban|Lean|English|Six|Sigma|Monte|Carlo|GDPR|"
                    r"Gaussian|"
                    r"Markov|Kimball|Inmon|Restful|European|American|Unix|Google|Microsoft|Amazon|"
                    r"Oracle|Apache|Adobe|NVIDIA|OpenAI|Cisco|IBM)", word):  # fmt: skip
        return word
    return word.lower()


def cut(text: str) -> tuple[str, list[str]]:
    """Put brackets aside: the text with a mark where the n-th stood, and what each held."""
    held: list[str] = []

    def keep(match: re.Match[str]) -> str:
        held.append(match[1].strip())
        return f" \x00{len(held) - 1} "

    return re.sub(r"\s*\(([^()]*)\)\s*", keep, text), held


_SET_PHRASES = "|".join(re.escape(name) for name in sorted(WHOLE, key=len, reverse=True))
_SET_PHRASE = re.compile(rf"(?<!\w)(?:{_SET_PHRASES})(?!\w)", re.I)


def masked(text: str) -> str:
    """Hide the spaces and commas of set phrases, so that nothing splits them."""
    return _SET_PHRASE.sub(lambda match: match[0].replace(" ", "\x01").replace(",", "\x02"), text)


def unmasked(text: str) -> str:
    """Undo ``masked``."""
    return text.replace("\x01", " ").replace("\x02", ",")


def split(text: str, *, names: bool = False) -> list[str]:
    """Split a list in words at its commas and conjunctions; set phrases stay whole.

    ``names`` says that products are listed, so that a slash parts unknown names too.

    >>> split("research and development, CI/CD, or Python/R")
    ['research and development', 'CI/CD', 'Python', 'R']
    """
    parts: list[str] = []
    for part in _CONJUNCTION.split(masked(text)):
        part = re.sub(r",?\s+etc$", "", unmasked(part).strip(" ."))
        if part and not known(part):
            of_class = re.fullmatch(r"(\S+/\S+) (\w+)", part)
            classed = of_class and of_class[2].lower() in CLASSES and not known(of_class[1])
            slashed = (of_class[1] if of_class and classed else part).split("/")
            named = all(
                known(piece) or (names and re.fullmatch(r"(?=.*[A-Z+])\S{4,}", piece))
                for piece in slashed
            )
            parts.extend(slashed if named else names_side_by_side(part))
        elif part:
            parts.append(part)
    return parts


def names_side_by_side(text: str) -> list[str]:
    """Return the names of a list without commas apart: "Spark Kafka dbt"; other text is whole.

    >>> names_side_by_side("Python Apache Spark SQL"), names_side_by_side("Spark SQL")
    (['Python', 'Apache Spark', 'SQL'], ['Spark SQL'])
    """
    words = text.replace("/", " ").split()
    found: list[str] = []
    while words and len(words) < 12:
        for size in (3, 2, 1):
            name = " ".join(words[:size])
            kept = known(name)
            if kept and kept[1] != "skill":
                found.append(name)
                del words[:size]
                break
        else:
            return [text]
    return found if len(found) > 2 else [text]


def stripped(text: str) -> str:
    """Take lead-ins and adjectives of degree off the front of an atom."""
    previous = ""
    while text != previous:
        previous = text
        text = LEAD.sub("", text)
        if not known(text):
            text = _USING.sub("", text)
            text = _ADJECTIVE.sub("", text)
    return text.strip()


def distributed(atoms: list[str]) -> list[str]:
    """Complete each atom by the noun it shares: "verbal and written communication" are two."""
    marks = [re.findall(r"\s*\x00\d+", atom) for atom in atoms]
    result = [re.sub(r"\s*\x00\d+\s*", " ", atom).strip() for atom in atoms]
    for position in range(len(result) - 2, -1, -1):
        atom, follower = result[position], result[position + 1]
        head = re.search(rf"\s((?:{_HEADS})(?:\s+(?:skills|abilities))?)$", follower, re.I)
        first, _, others = follower.partition(" ")
        attributes = atom.lower() in ATTRIBUTES and first.lower() in ATTRIBUTES
        if others and not known(atom) and attributes:
            result[position] = f"{atom} {others}"
            continue
        if others and SHARED.match(first) and SHARED.match(atom) and not known(atom):
            result[position] = f"{atom} {others}"
            continue
        if head and PERSONAL.fullmatch(atom) and re.match("management|solving", head[1], re.I):
            result[position] = f"{atom} skills"
            continue
        if (
            re.search(r"\s(?:administration|development)$", follower)
            and known(atom)
            and known(follower.rsplit(" ", 1)[0])
        ):
            result[position] = f"{atom} {follower.rsplit(' ', 1)[1]}"
            continue
        single = SHARED.match(atom) and atom.lower() not in _NOT_SHARED and not known(atom)
        if head and (single or (re.fullmatch(r"programming|scripting", atom, re.I)
                                and head[1].lower() == "languages")):  # fmt: skip
            result[position] = f"{atom} {head[1]}"
    for position in range(1, len(result)):
        atom, leader = result[position], result[position - 1]
        words = leader.split()
        classes = atom.lower() in CLASSES or atom.lower() == "best practices"
        if classes and len(words) > 1 and not known(leader):
            last = words[-1].lower()
            one_of = last in CLASSES or last.endswith("s") or re.fullmatch(rf"(?:{_HEADS})", last)
            stem = words[:-1] if one_of else words
            result[position] = " ".join([*stem, atom])
        elif atom.lower() in _DATA_NOUNS and words[:1] and words[0].lower() == "data":
            result[position] = f"data {atom}"
        elif atom.lower() in _BUSINESS_NOUNS and words[:1] and words[0].lower() == "business":
            result[position] = f"business {atom}"
        elif atom.lower() in _MODEL_NOUNS and words[:1] and words[0].lower() == "model":
            result[position] = f"model {atom}"
    return [atom + "".join(mark) for atom, mark in zip(result, marks, strict=True)]


_DOING = re.compile(
    r"(?:design|develop|build|implement|manag|lead|analy[sz]|collect|creat|maintain|writ|train|"
    r"clean|organi[sz]|transform|prepar|gather|defin|lead|deploy|optimiz|test|debug|monitor|evaluat|interpret|conduct|integrat|scal)ing$",
    re.I,
)


def doings(atoms: list[str]) -> list[str]:
    """Complete a first verb by the object it shares: "designing and building models"."""
    result = list(atoms)
    for position in range(len(result) - 2, -1, -1):
        verb, _, thing = result[position + 1].partition(" ")
        if _DOING.match(result[position]) and _DOING.match(verb) and thing:
            result[position] = f"{result[position]} {thing}"
            result[position + 1] = ""
    return result


def abbreviates(inside: str, outside: str) -> bool:
    """Whether brackets only abbreviate, or spell out, what stands before them."""

    def initials(text: str) -> str:
        return "".join(word[0] for word in re.findall(r"[A-Za-z]+", text)).upper()

    letters = re.sub(r"s$", "", inside)
    found = known(inside)
    if found and found[1] == "skill" and re.fullmatch(r"[A-Z]{2,4}", inside):
        return True
    if re.fullmatch(r"[A-Z][A-Za-z/&-]{0,6}", letters) and not known(inside):
        return True
    if letters.upper() == initials(outside) or (known(inside) and known(inside) == known(outside)):
        return True
    last = (re.findall(r"[A-Za-z]+", outside) or [""])[0]
    return len(last) > 1 and initials(inside) == last.upper()


LABELLED = re.compile(
    r"^([^:(]{2,60}?)(?:\s*:\s+|\s+[–—-]\s+)(\S.*)$|^([^:]{2,70}?\))\s*:\s+(\S.*)$"
)
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
    r"^(?:(?:also|often|usually|typically|absolutely|generally|just as|equally|"
    r"both)\s+)*(?:essential|"
    r"crucial|important|key|required|necessary|vital|a must|must-haves?|valuable|beneficial|"
    r"critical|indispensable|helpful|desirable|a plus|needed|expected|common|popular|standard|"
    r"widely used|typical|the most|among the|useful|highly valued|commonly used|frequently used|"
    r"paramount|assets?|an asset)\b",
    re.I,
)


OPENER = re.compile(
    r"^(?:(?:To|In order to|In addition to|In terms of|Besides|Beyond|As for|"
    r"As well as)\s[^,]{3,60}"
    r"|Additionally|In addition|Furthermore|Moreover|Also|However|Finally|Similarly|Lastly|"
    r"Likewise|"
    r"On the other hand|In contrast|Conversely|Meanwhile|Typically|Generally|Usually|Ideally|"
    r"Overall|"
    r"Besides),\s*"
)


def predicate(sentence: str) -> str:
    """Return what a sentence says of its subject: "Analysts need SQL" says "SQL"."""
    sentence = OPENER.sub("", sentence)
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
