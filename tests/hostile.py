"""Labels that try to be more than text, and a graph in which everything is named by them."""

from __future__ import annotations

import json
from pathlib import Path

from careergraph.vocabulary import ID_BASE, PREFIXES

MARK = "evil.example"
"""In every address that a label names: nothing may lead there, or ask for anything there."""

MARKDOWN = [
    "[a link](https://evil.example)", "[a link][1] [1]: https://evil.example",
    "<https://evil.example>", "www.evil.example", "https://evil.example/x?y=z",
    "http://evil.example", "me@evil.example", "mailto:me@evil.example", "ftp://evil.example",
    "![picture](https://evil.example/x.png)", "![][1]", "[^1] a note", "# heading",
    "###### heading", "Heading =====", "- item", "* item", "+ item", "1. item", "99) item",
    "> quote", ">>> quote", "- [ ] task", "- [x] task", "---", "***", "___", "**bold**",
    "__bold__", "*slanted*", "_slanted_", "***both***", "~~struck~~", "`code`", "``code``",
    "```js", "~~~", "    four spaces", "| a | b |", "a|b", "$x^2$", "$$\\int$$", "\\(x\\)",
    "a -> b", "a <- b", "a <-> b", "a -- b", "a >= b", "a <= b", "a ~= b", ":smile:", ":+1:",
    ":streamlit:", ":material/bolt:", ":red[red]", ":blue-background[x]", ":small[x]",
    ":orange-badge[x]", ":color[x]{foreground='red'}", "&lt;b&gt;", "&copy; &#65;", "back\\slash",
    "a\\", "C# and C++", "R&D (50%)", "5 * 3 * 2", "snake_case_name", "CI/CD @ work",
    "A/B: x, y; z!",
]  # fmt: skip
HTML = [
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<!-- comment -->",
    "<img src=https://evil.example/x onerror=alert(1)>", "<svg onload=alert(1)>",
    "</style><style>*{}", "' onmouseover='alert(1)", '" autofocus onfocus="alert(1)',
    "<a href='javascript:alert(1)'>x</a>", '"><iframe src="https://evil.example">',
    "<base href=https://evil.example>", "<b>bold</b>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>",
    "<form action=//evil.example>", "{{ 7*7 }} {% raw %}", "${7*7} #{7*7}", "]]><x/>",
    "javascript:alert(1)", "%3Cscript%3E",
]  # fmt: skip
TERMINAL = [
    "\x1b[31mred", "\x1b[2J\x1b[H", "\x1b]0;a title\x07",
    "\x1b]8;;https://evil.example\x1b\\x\x1b]8;;\x1b\\", "\x1b]52;c;ZXZpbA==\x07", "\x9b31mred",
    "\x90q\x9c", "\x9d0;a title\x9c", "bell\x07", "back\x08\x08\x08up", "over\rwritten",
    "del\x7f\x7f", "nul\x01\x02", "shift\x0eout\x0f", "form\x0cfeed\x0b", "[/red] 2024",
    "[bold]bold[/]", "[link=https://evil.example]x[/link]", "[@click=app.bell]x[/]",
]  # fmt: skip
DIRECTION = [
    "invoice\u202efdp.exe", "\u202dleft", "\u2066open", "close\u2069\u2069", "\u200fmark",
    "\u061cmark", "שלום 123 (abc)", "مرحبا [x] 5", "\u202bembedded", "a\u200bb\u2060c\ufeffd",
]  # fmt: skip
TABLE = [
    "=1+1", '=HYPERLINK("https://evil.example")', "+1", "-1", "@SUM(A1)", "\t=1", "a,b;c\"d'",
]  # fmt: skip
UNDERLINED = "https://evil.example/a__b/'c'/\u00e9#__d"
"""The IRI of a skill of ``role/0`` that is not ours."""

LABELS = [*MARKDOWN, *HTML, *TERMINAL, *DIRECTION, *TABLE]


def write(folder: Path) -> Path:
    """Write a graph in which each label names a role or skill, describes one and is another name.

    Four roles share some things, and each takes a part of the others; ``role/0`` to ``role/3``.
    """
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items()]

    def text(number: int) -> str:
        return json.dumps(LABELS[number % len(LABELS)], ensure_ascii=True)

    for number, _ in enumerate(LABELS):
        kind, class_ = ("tool", "Tool") if number % 3 else ("skill", "Skill")
        lines.append(
            f"{kind}:{number} a cg:{class_} ; skos:prefLabel {text(number)}@en ; "
            f"skos:altLabel {text(number + 1)}@en ; skos:definition {text(number + 2)}@en ."
        )
        relation = "usesTool" if number % 3 else "requiresSkill"
        roles = sorted({number % 4, number % 7 % 4})
        lines += [f"role:{role} cg:{relation} {kind}:{number} ." for role in roles]
        if number % 5 == 0 and number >= 15:
            before = number - 15
            lines.append(
                f"{kind}:{number} cg:prerequisite {'tool' if before % 3 else 'skill'}:{before} ."
            )
    for role in range(4):
        number = 70 + role
        lines.append(
            f"role:{role} a cg:Role ; skos:prefLabel {text(number)}@en ; skos:definition "
            f"{text(number + 20)}@en ; skos:altLabel {text(number + 30)}@en ; cg:requiresDegree "
            f"degree:{role} ; cg:leadsTo role:{(role + 1) % 4} ; cg:worksInIndustry industry:1 ."
        )
        lines.append(f"degree:{role} a cg:Degree ; skos:prefLabel {text(role)}@en .")
    lines.append(f"<{UNDERLINED}> a cg:Skill ; skos:prefLabel {text(5)}@en .")
    lines.append(f"role:0 cg:requiresSkill <{UNDERLINED}> ; cg:leadsTo <{UNDERLINED}/role> .")
    lines.append(
        f"<{UNDERLINED}/role> a cg:Role ; skos:prefLabel {text(6)}@en ; "
        f"cg:requiresSkill skill:0, skill:3, <{UNDERLINED}> ; cg:usesTool tool:1, tool:4 ."
    )
    lines.append(f"industry:1 a cg:Industry ; skos:prefLabel {text(8)}@en .")
    lines.append(
        f"<{ID_BASE}posting/1> a schema:JobPosting ; skos:prefLabel {text(69)}@en ; "
        f"schema:relevantOccupation role:0 ; schema:jobLocation {text(5)} ."
    )
    about = " ; ".join(
        f"dct:{name} {text(number)}" for name, number in (("title", 0), ("publisher", 3),
        ("rights", 7), ("issued", LABELS.index("[/red] 2024")))
    )  # fmt: skip
    lines.append(f"source:hostile a cg:Source ; {about} .")
    file = folder / "hostile.ttl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file
