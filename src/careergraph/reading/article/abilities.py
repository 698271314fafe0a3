"""What it comes to when an article asks for the ability to do something."""

from __future__ import annotations

import re

from careergraph.reading.article.phrases import DEGREE_OF, label

ABLE = re.compile(
    rf"^(?:(?:{DEGREE_OF})\s+)*(?:ability|able|capacity|willingness|capability|capable|skill|"
    r"aptitude|know(?:ing)? how|knack|being able)\s+(?:to|of|for)\s+(?:be able to\s+)?(.+)",
    re.I,
)
# What an ability comes to, where it has a name of its own.
_ABILITIES = (
    (r"communicat|explain|convey|articulat|present\b", "Communication"),
    (r"collaborat", "Collaboration"),
    (r"work (?:\w+ )?(?:in|within|as part of|with)(?: \w+)*? teams?\b|work .*team", "Teamwork"),
    (r"(?:as part of|in) .*\bteams?\b", "Teamwork"),
    (r"(?:lead|guide|inspire|manage|mentor)\b.*\bteams?", "Leadership"),
    (r"manage (?:\w+ )*projects?", "Project management"),
    (r"(?:solve|tackle) .*problems?|troubleshoot", "Problem solving"),
    (r"think critically", "Critical thinking"),
    (r"think analytically", "Analytical thinking"),
    (r"think strategically", "Strategic thinking"),
    (r"learn$", "Willingness to learn"),
    (r"adapt\b|learn (?:new|quickly|continuously)", "Adaptability"),
    (r"manage (?:\w+ )*time|meet deadlines|prioriti[sz]e", "Time management"),
    (r"(?:manage|engage)(?: with)? (?:\w+ )*stakeholders", "Stakeholder management"),
)


def ability(text: str) -> list[str]:
    """Name what an ability comes to: "work in teams" is Teamwork, "draw maps" Drawing maps."""
    named = []
    for part in re.split(r",?\s+and\s+", text):
        named += next(([name] for pattern, name in _ABILITIES if re.match(pattern, part, re.I)), [])
    if named:
        return list(dict.fromkeys(named))
    text = re.sub(r"^(\w+)(?:,? (?:and|or) \w+(?= \w)|, \w+)+", r"\1", text)
    keep = "" if re.match(r"work(?:ing)? with\b", text) else "with|"
    text = re.split(
        rf"\s+(?:to|in|into|for|{keep}from|using|that|by|and|within|across|on)\s|[,;(\x00]", text
    )[0]
    verb, _, rest = text.partition(" ")
    if not rest or len(text.split()) > 5 or re.match(r"(?:them|it|this|these|those)\b", rest):
        return []
    return [label(f"{_gerund(verb)} {rest}")]


def _gerund(verb: str) -> str:
    if verb.endswith("ing"):
        return verb
    if re.search(r"[^e]e$", verb):
        return f"{verb[:-1]}ing"
    return (
        f"{verb}{verb[-1]}ing"
        if re.search(r"^[^aeiou]*[aeiou][^aeiouwxy]$", verb)
        else f"{verb}ing"
    )
