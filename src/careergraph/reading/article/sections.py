"""What a heading of a career article is about, whatever words it uses."""

from __future__ import annotations

import re

# What a heading is about; the first that fits counts.
_SECTIONS: tuple[tuple[str, str], ...] = (
    ("skip", r"contents|introduction|conclusion|summary|final thoughts|related (?:articles?|posts?|"
             r"reading)|further reading|references|about the author|faqs?|frequently|comments|"
             r"newsletter|wrap(?:ping)? up|closing|bottom line|which .*(?:choose|right)|"
             r"(?:key|main) differences|similarities|verdict|takeaways"),
    ("salary", r"salar(?:y|ies)|compensation|\bpay\b|earnings?|earn\b"),
    ("jobs", r"featured jobs?|jobs? (?:openings?|listings?|postings?|board)|"
             r"open (?:positions|roles)|"
             r"(?:latest|current|related|similar|now hiring|live) (?:jobs|openings|vacancies)|"
             r"^jobs$|vacanc(?:y|ies)|who is hiring|now hiring"),
    ("tip", r"\btips?\b|getting started|get started|how to (?:become|start|break|get|enter|begin)|"
            r"next steps|breaking in|advice|steps? (?:to|for|towards?)|first steps|roadmap"),
    ("outlook", r"outlooks?|prospects?|job market|demand|future|growth|trends|career path"),
    ("degree", r"educat\w*|degrees?|academic|qualifications?|backgrounds?|certifications?|"
               r"credentials|schooling|stud(?:y|ies)"),
    ("industry", r"industr(?:y|ies)|sectors?|where .*\bwork\b|employers|who (?:hires|employs)"),
    ("skill", r"skills?|skill ?sets?|competenc(?:y|ies|es)|expertise|requirements?|know-how|"
              r"abilities|must-haves?|proficienc(?:y|ies)|what you need|knowledge"),
    ("tool", r"tools?|software|technolog(?:y|ies)|tech stack|stack|platforms?|tooling|toolkits?|"
             r"toolbox|programs|languages"),
    ("responsibility", r"responsibilit(?:y|ies)|responsible|dut(?:y|ies)|tasks?|what .*\bdo\b|"
                       r"what they do|day[- ]to[- ]day|day in the life|typical (?:work|day)|"
                       r"job description|activities|accountabilit(?:y|ies)|daily work"),
    ("definition", r"definitions?|defin(?:ed|ing)|overview|what (?:(?:it|they) )?(?:is|are)|"
                   r"who (?:is|are)|understanding|meet|description|nutshell|glance|about|"
                   r"role summary|explained|primary role|focus|basics|what.s the difference"),
)  # fmt: skip
SECTIONS = {name: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.I) for name, pattern in _SECTIONS}
# Words that a heading may hold besides those of its section.
_FILLER_WORDS = (
    "a an the of for to in and or by with on as at vs key main core required require needed "
    "necessary common commonly typical top most popular practical essential important used "
    "use using job jobs career careers role roles overview and/or & necessary technical "
    "preferred what which do does you they their your need needed needs is are hire work "
    "insights global educational background backgrounds software tools skills "
    "responsibilities comparison technologies qualifications requirements day preferred "
    "minimum professional primary daily them us me best people will sets set soft hard both "
    "these this each it who where how people profile employment target relevant comparing "
    "compared between must should have has get started getting tech industry industries "
    "outlook market outlooks duties tasks required additional general focus"
)
_FILLER = frozenset(_FILLER_WORDS.split())


def section_of(heading: str) -> str:
    """Name the section that a heading opens, "" for none."""
    for name, pattern in SECTIONS.items():
        if pattern.search(heading):
            return name
    return ""


def is_bare_heading(text: str, section: str) -> bool:
    """Whether a line is a heading without markup: it says nothing beyond its section."""
    pattern = SECTIONS[section]
    if re.match(r"\W*(?:proficiency|expertise|knowledge|competence) (?:in|of|with) \w", text, re.I):
        return False
    rest = re.findall(r"[A-Za-z&/-]+", pattern.sub(" ", text))
    extra = [word for word in rest if word.lower() not in _FILLER and len(word) > 1]
    title_case = all(word[0].isupper() for word in rest if len(word) > 3)
    return not extra or (len(extra) <= 2 and title_case and text.strip()[:1].isupper())
