"""Understand a question asked in plain words, in English, German, French or Spanish.

What is asked for is told by cue words, whom it is about by the names of the graph that stand in it.
What is not understood is said to be so: a question is never answered on a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Literal

from careergraph.network.answers import Answer
from careergraph.network.lookup import Match, named, normal_form, search
from careergraph.network.projection import Network

_LONGEST = 2000  # letters; what comes after is not read
_MOST_ROLES = 4
_MOST_NAMES = 12
_MOST_WORDS = 8  # of a name
_MOST_READ = 80  # words of a question in which names are looked for
_SLIPS = 82  # how like a name must be, of 100, to be one with slips
_ORDINARY = frozenset({"doe", "fast", "first", "lead", "less"})
"""Normal forms of words that questions are made of and some tool, as an acronym, is called."""

_ARTICLE = r"(?:an?\s+|the\s+|eine?[mnr]?\s+|une?\s+|una\s+|d[eu]\s+|d['’])?"
_END = (  # where one thing said ends and the next begins
    r"(?=\s*(?:[.?!](?:\s|$)|[;(]|$)|\s*,?\s+(?:who|that|which|if|when|given|knowing|with|without|"
    r"and\s+(?:i\b|want)|but|so|because|how|what|can|do\s+i|i\s+(?:know|want|am|have)|become)\b|,\s)"
)


def _phrase(lead: str, name: str) -> str:
    return rf"(?:{lead})\s+{_ARTICLE}(?P<{name}>\S.*?){_END}"


_START = re.compile(
    _phrase(
        r"\b(?:i\s+am|i['’]m|i\s+work\s+as|ich\s+bin|je\s+suis|soy|(?:as|can|could|does|should)(?=\s+an?\s))"
        r"(?:\s+currently)?"
        r"(?!\s+(?:good|skilled|experienced|able|interested|trying|looking)\b)",
        "start",
    ),
    re.I,
)
_TARGET = re.compile(
    _phrase(
        r"\b(?:becom\w*|be|turn\s+into|path\s+to|(?:get|move|switch|change|go)\s+(?:in)?to(?:\s+be)?|"
        r"werde\s+ich|devenir|deveni[rs]|convertirme\s+en|me\s+convierto\s+en|llegar\s+a\s+ser|hacerme|ser)",
        "target",
    ),
    re.I,
)
_FROM_TO = re.compile(
    rf"\bfrom\s+{_ARTICLE}(?P<start>\S.*?)\s+(?:in)?to\s+{_ARTICLE}(?P<target>\S.*?){_END}", re.I
)
_KNOWN = re.compile(
    r"\b(?:know|knows|knowing|ich\s+kann|kenne|connais|conozco|good\s+at|skilled\s+in|experienced\s+in|with)\s+(?P<known>\S.*?)"
    r"(?=\s*(?:[.?!](?:\s|$)|$)|\s*,?\s+(?:how|what|can|do\s+i|(?:and\s+)?i\s|and\s+want|(?:to\s+)?become)\b)",
    re.I,
)
_COMPARE = re.compile(
    r"^(?:please\s+)?(?:compar(?:e|er|a|ar)|vergleiche?|"
    r"(?:was\s+ist\s+)?(?:der\s+)?unterschied\s+zwischen|"
    r"(?:quelle\s+est\s+)?(?:la\s+)?différence\s+entre|"
    r"(?:cuál\s+es\s+)?(?:la\s+)?diferencia\s+entre|(?:what(?:['’]s|\s+(?:is|are))\s+)?(?:the\s+)?differences?\s+between|"
    r"(?:what|how)\s+do(?:es)?(?=.*\s(?:share|common|differ)\b))\s+(?P<roles>.+)$",
    re.I,
)
_SHARED = re.compile(r"\s+(?:share|have\s+in\s+common|differ)$", re.I)
_VERSUS = re.compile(r"\s+(?:vs\.?|versus)\s+", re.I)
_BETWEEN = re.compile(r"\s+(?:differ(?:s|ent)?\s+from|with)\s+|\s*[,;]\s*(?:(?:and|or)\s+)?", re.I)
_AND = re.compile(r"\s+(?:and|to|or|&|und|et|y)\s+", re.I)
_LISTED = re.compile(r"\s*(?:[,;&]|\b(?:and|und|et|y)\b|\bas\s+well\s+as\b)\s*", re.I)


About = Literal["comparison", "path", "fit", "thing", "list", "nothing"]
Intent = Literal[
    "compare", "path", "fit", "thing", "next", "before", "needed", "needing", "similar",
    "without degree", "remote", "pay", "nothing",
]  # fmt: skip

_CUES: dict[Intent, str] = {
    "next": r"\b(?:learn|study|do) next\b|\bnext (?:skill|thing|to learn)\b|\bals n[äa]chstes\b"
    r"|\bapprendre ensuite\b|\baprender (?:despu[eé]s|ahora|a continuaci[oó]n)\b",
    "before": r"\bbefore\b|\bprerequisites?\b|\bbevor\b|\bvor\b|\bavant\b|\bantes de\b",
    "without degree": r"\b(?:without|no|don['’]?t need|do not need|need no) (?:an? |any )?"
    r"(?:(?:university|college) )?(?:degree|diploma|university|college)\b"
    r"|\bohne (?:ein )?(?:studium|abschluss)\b|\bsans (?:diplôme|études)\b"
    r"|\bsin (?:t[ií]tulo|estudios|carrera)\b",
    "remote": r"\bremote(?:ly)?\b|\bfrom home\b|\bhome ?office\b|\btélétravail\b|\bremoto\b"
    r"|\bteletrabajo\b",
    "fit": r"\b(?:what|which) (?:jobs?|roles?|careers?)\b.*\b(?:fits?|suits?|for me|i|my)\b"
    r"|\b(?:jobs?|roles?|careers?) (?:for me|that (?:fit|suit)|i (?:can|could) (?:do|get))\b"
    r"|\bwhat (?:can|could) i (?:do|be|become|work as)\b"
    r"|\bwelche[rs]? (?:beruf|job|stelle)\w*.*\b(?:pass(?:t|en)|mir|mich|ich)\b"
    r"|\bwas kann ich (?:werden|machen|arbeiten)\b"
    r"|\bquels? (?:métier|emploi|poste|job)s?\b.*\b(?:me|moi|je|puis)\b"
    r"|\bqué (?:trabajo|empleo|puesto|profesi[oó]n)\w*.*\b(?:me|mí|yo|puedo)\b",
    "pay": r"\b(?:pays?|paid|salar(?:y|ies)|earns?|wages?)\b|\bverdien\w*|\bgehalt\b|\bsalaires?\b"
    r"|\bgagne\w*|\bsueldos?\b|\bsalarios?\b|\bgana\w*|\bhow much (?:does|do|can|money)\b",
    "similar": r"\b(?:similar|related|comparable) (?:jobs?|roles?|careers?|occupations?|to)\b"
    r"|\b(?:jobs?|roles?|careers?) (?:like|similar to|close to|related to)\b"
    r"|\balternatives? (?:to|for)\b|\bähnlich\w*|\bsimilaires?\b|\bproches? d|\bparecid\w*"
    r"|\bsimilares\b",
    "needing": r"\b(?:which|what) (?:jobs?|roles?|careers?|professions?|people)\b.*"
    r"\b(?:needs?|uses?|requires?|asks? for|works? with)\b|\bwho (?:needs|uses|works with)\b"
    r"|\b(?:jobs?|roles?|careers?) (?:with|using|that (?:need|use|require))\b"
    r"|\bwelche (?:berufe|jobs|rollen)\b.*\b(?:brauch|nutz|verwend)\w*"
    r"|\bquels (?:métiers|postes)\b.*\b(?:utilis|demand|exig)\w*"
    r"|\bqu[eé] (?:trabajos|puestos|profesiones)\b.*\b(?:usa|necesita|pide|requiere)\w*",
    "needed": r"^(?:is|are|does|do|must|should|will)\b.*\b(?:need(?:ed)?|required?|necessary|"
    r"important|useful|know|have to|use)\b|\bbraucht?\b|\bbrauche\b|\bmuss\b|\bfaut-il\b"
    r"|\ba besoin\b|\bse necesita\b|\bnecesita\b|\bhace falta\b",
}
"""What is asked for, by the words that tell so; the first that is met counts, in this order."""

_CUE = {intent: re.compile(pattern, re.I) for intent, pattern in _CUES.items()}

EXAMPLES = (
    "Compare a nurse with a paramedic",
    "How do I become a data analyst?",
    "I know SQL and Excel, what job fits me?",
    "Which roles need Python?",
    "Is Python needed for a data analyst?",
    "Jobs like software developer",
)
"""Questions that show what can be asked."""


@dataclass(frozen=True)
class Question(Answer):
    """What was asked.

    Attributes:
        about: the kind of answer that fits.
        intent: what is asked for, more closely.
        roles: what is compared, looked at or asked about; for a path its target alone.
        start: the role that one has.
        target: the role that one wants.
        known: the skills, tools and degrees that one has, or that are asked about.
        unknown: names that nothing in the graph goes by.
    """

    about: About
    intent: Intent
    roles: tuple[Match, ...] = ()
    start: Match | None = None
    target: Match | None = None
    known: tuple[Match, ...] = ()
    unknown: tuple[str, ...] = ()


def understand(network: Network, text: str) -> Question:
    """Read a question, or a plain name.

    Understands comparisons ("ML engineer vs data scientist"), paths ("I am a nurse. How do I become
    a data analyst?"), what suits a person, what to learn next or before something, whether a thing
    is needed, which roles need it, what is similar, which roles ask for no degree or are remote,
    what a job pays, and names alone.

    Returns:
        The question; one about "nothing" where it is not understood.
    """
    text = " ".join(text[:_LONGEST].replace("\0", " ").split())
    if itself := _exact(network, text):
        return Question("thing", "thing", (itself,))
    return (
        _with_cue(network, text)
        or _path_between(network, text)
        or _comparison(network, text)
        or _path(network, text)
        or _several(network, text)
        or _thing(network, text)
        or Question("nothing", "nothing", unknown=_unknown(network, text))
    )


def _several(network: Network, text: str) -> Question | None:
    """Read a text that names several roles as a wish to compare them."""
    roles = [match for match in _mentions(network, text) if match.kind == "role"]
    if len(roles) < 2:
        return None
    return Question("comparison", "compare", tuple(roles[:_MOST_ROLES]))


def _with_cue(network: Network, text: str) -> Question | None:
    """Read a question whose cue words tell what is asked for."""
    intent = next((intent for intent, cue in _CUE.items() if cue.search(text)), None)
    if intent is None:
        return None
    mentions = _mentions(network, _CUE[intent].sub(" , ", text) if intent == "fit" else text)
    roles = tuple(match for match in mentions if match.kind == "role")
    things = tuple(match for match in mentions if match.kind != "role")
    match intent:
        case "fit" | "next":
            listed, unknown = _said_to_know(network, text)
            known = tuple(dict.fromkeys((*listed, *things)))
            if not known and not roles and not unknown:
                return None if intent == "fit" and not _ALONE.search(text) else Question(
                    "fit", intent
                )  # fmt: skip
            start = roles[0] if roles else None
            about: About = "fit" if intent == "fit" else "list"
            return Question(about, intent, start=start, known=known, unknown=unknown)
        case "before" | "needing" if things:
            return Question("list", intent, known=things[-1:] if intent == "before" else things)
        case "needed" if things and roles:
            return Question("list", intent, roles[-1:], known=things)
        case "similar" if roles:
            return Question("list", intent, roles[-1:])
        case "pay" if roles:
            return Question("thing", intent, roles[-1:])
        case "without degree" | "remote":
            return Question("list", intent, roles)
    return None


_ALONE = re.compile(r"\b(?:me|mir|moi|mí)\b\W*$", re.I)
_SPOKEN_KINDS = ("role", "skill", "tool", "degree")


def _mentions(network: Network, text: str) -> list[Match]:
    """Return the things that a question names, in its order, each once."""
    return list({match.iri: match for _, _, match in _spans(network, text)}.values())


def _spans(network: Network, text: str) -> list[tuple[int, int, Match]]:
    """Return the names in a question, the longest at each place, with where each stands."""
    words = [(word.start(), word.end()) for word in re.finditer(r"\S+", text)][:_MOST_READ]
    spans, at = [], 0
    while at < len(words):
        for end in range(min(at + _MOST_WORDS, len(words)), at, -1):
            begin, stop = words[at][0], words[end - 1][1]
            name = _bare(text[begin:stop])
            if end - at == 1 and _is_ordinary(name):
                continue
            if (match := _exact(network, name)) and match.kind in _SPOKEN_KINDS:
                spans.append((begin, begin + len(name), match))
                at = end - 1
                break
        at += 1
    return spans


def _is_ordinary(name: str) -> bool:
    """Whether a single word is one that questions are made of, unless it is written as a name."""
    form = normal_form(name)
    if len(form) < 3:
        return not (name.isupper() or form[-1:] in "+#")
    return form in _ORDINARY or (name.islower() and form in _question_words())


@cache
def _question_words() -> frozenset[str]:
    """Return the words of the cues, none of which is a name where a question is asked."""
    return frozenset(
        normal_form(word)
        for cue in _CUES.values()
        for word in re.findall(r"[^\W\d_]{3,}", re.sub(r"\\[a-zA-Z]", " ", cue))
    )


def _said_to_know(network: Network, text: str) -> tuple[tuple[Match, ...], tuple[str, ...]]:
    """Return what somebody says to know, and the names among it that the graph does not have."""
    known, unknown = [], []
    if listed := _KNOWN.search(text):
        for name in _LISTED.split(listed["known"]):
            if match := _exact(network, name):
                known.append(match)
            elif bare := _bare(name):
                unknown.append(bare)
    return tuple(known), tuple(unknown)


def _unknown(network: Network, text: str) -> tuple[str, ...]:
    """Return the name that a short text seems to be, where the graph has nothing so called."""
    name = _bare(text)
    return (name,) if name and len(name.split()) <= _MOST_WORDS else ()


def _path_between(network: Network, text: str) -> Question | None:
    if asked := _FROM_TO.search(text):
        return _path_to(network, text, asked["target"], asked["start"])
    start, _, target = text.rstrip("?.! ").partition(" to ")
    if _slip(network, start) and _slip(network, target):
        return _path_to(network, text, target, start)
    return None


def _path(network: Network, text: str) -> Question | None:
    for asked in islice(_TARGET.finditer(text), _MOST_ROLES):
        start = _START.search(text)
        choice = _names(network, asked["target"])
        if len(choice) > 1 and (question := _comparison_of(network, choice)):
            return question
        if question := _path_to(network, text, asked["target"], start["start"] if start else ""):
            return question
    return None


def _path_to(network: Network, text: str, target: str, start: str) -> Question | None:
    role = _role(network, target)
    if role is None:
        return None
    known, unknown = _said_to_know(network, text)
    origin = _role(network, start) if start else None
    if start and not origin:
        unknown = (start, *unknown)
    return Question("path", "path", (role,), origin, role, known, unknown)


def _comparison(network: Network, text: str) -> Question | None:
    text = text.rstrip("?.! ")
    if asked := _COMPARE.match(text):
        return _comparison_of(network, _names(network, _SHARED.sub("", asked["roles"])))
    names = _names(network, text)
    if _VERSUS.search(text) or (
        1 < len(names) <= _MOST_ROLES and all(_exact(network, name, "role") for name in names)
    ):
        return _comparison_of(network, names)
    return None


def _names(network: Network, text: str) -> list[str]:
    """Take a list of roles apart, but no role whose own name has an "and" in it."""
    whole: list[str] = []
    for begin, end, match in reversed(_spans(network, text)):
        if match.kind == "role":
            whole.append(text[begin:end])
            text = f"{text[:begin]}\0{len(whole) - 1}\0{text[end:]}"
    names = [text]
    for separator in (_VERSUS, _BETWEEN, _AND):
        names = [part for name in names[:_MOST_NAMES] for part in separator.split(name)]
    return [
        re.sub(r"\0(\d+)\0", lambda place: whole[int(place[1])], name)
        for name in names[:_MOST_NAMES]
    ]


def _comparison_of(network: Network, names: list[str]) -> Question | None:
    found = [(name, _role(network, name)) for name in names]
    roles = tuple({match.iri: match for _, match in found if match}.values())[:_MOST_ROLES]
    unknown = tuple(bare for name, match in found if not match and (bare := _bare(name)))
    if not roles:
        return None
    several = len(roles) > 1
    return Question(
        "comparison" if several else "thing",
        "compare" if several else "thing",
        roles,
        unknown=unknown,
    )


def _thing(network: Network, text: str) -> Question | None:
    """Read a text as the name of a thing, spelt badly perhaps, or find the longest name in it."""
    words = text.split()
    if len(words) <= _MOST_WORDS and (near := _alike(network, text, None)):
        return Question("thing", "thing", (near,))
    within = [
        (len(form), match)
        for start in range(len(words))
        for end in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1)
        if len(form := normal_form(" ".join(words[start:end]))) > 2
        and form not in _ORDINARY
        and (match := _exact(network, form))
    ]
    if within:
        return Question("thing", "thing", (max(within, key=lambda found: found[0])[1],))
    return None


def _role(network: Network, name: str) -> Match | None:
    name = re.sub(rf"^{_ARTICLE}", "", _bare(name), flags=re.I)
    return _exact(network, name, "role") or _alike(network, name, "role")


def _exact(network: Network, name: str, kind: str | None = None) -> Match | None:
    return next(iter(named(network, _bare(name) or name, kind=kind)), None)


def _bare(name: str) -> str:
    """Take punctuation off a name, but leave ".NET" its dot."""
    return name.strip(" ,;?!").rstrip(" .,;?!")


def _slip(network: Network, name: str) -> bool:
    """Whether a role goes by this name but for slips of the keyboard."""
    from rapidfuzz import fuzz

    if not name or len(name.split()) > _MOST_WORDS:
        return False
    form = normal_form(name)
    near = search(network, name, kind="role", limit=5)
    return any(fuzz.ratio(form, normal_form(match.matched)) >= 88 for match in near)


def _alike(network: Network, name: str, kind: str | None) -> Match | None:
    """Return the thing whose name this is but for slips of the keyboard or the order of words."""
    from rapidfuzz import fuzz

    form = normal_form(name)
    for match in search(network, name, kind=kind, limit=5):
        if fuzz.token_sort_ratio(form, normal_form(match.matched)) >= _SLIPS:
            return match
    return None
