"""What a cell of a table says of a thing: how much of it, whether it is a must, what sort it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from careergraph.importers.columns import REQUIREMENTS, field_of

_NOTHING = frozenset(
    ["-", "–", "—", "/", ".", "0", "0.0", "no", "n", "n/a", "na", "none", "null", "nil", "false",
     "nein", "non", "nichts", "aucun", "ninguno"]
)  # fmt: skip
_MUST = frozenset(
    ["x", "✓", "✔", "✔️", "☑", "●", "•", "yes", "y", "true", "ja", "j", "oui", "o", "si", "sí", "s",
     "must", "must have", "must-have", "essential", "required", "mandatory", "require", "needed",
     "requires", "erforderlich", "pflicht", "muss", "obligatoire", "requis", "obligatorio"]
)  # fmt: skip
_WELCOME = frozenset(
    ["(x)", "○", "optional", "nice to have", "nice-to-have", "preferred", "desirable", "desired",
     "welcome", "bonus", "plus", "kann", "wünschenswert", "von vorteil", "souhaité", "optionnel",
     "facultatif", "opcional", "deseable"]
)  # fmt: skip
_LEVELS = {
    "awareness": 0.2, "aware": 0.2, "beginner": 0.25, "basic": 0.25, "basics": 0.25, "novice": 0.25,
    "foundation": 0.25, "foundational": 0.25, "familiar": 0.25, "familiarity": 0.25, "entry": 0.25,
    "junior": 0.25, "low": 0.25, "grundkenntnisse": 0.25, "anfänger": 0.25, "débutant": 0.25,
    "básico": 0.25, "intermediate": 0.5, "medium": 0.5, "moderate": 0.5, "working": 0.5,
    "practitioner": 0.5, "competent": 0.5, "mittel": 0.5, "gut": 0.5, "intermédiaire": 0.5,
    "intermedio": 0.5, "moyen": 0.5, "advanced": 0.75, "proficient": 0.75, "senior": 0.75,
    "high": 0.75, "strong": 0.75, "fortgeschritten": 0.75, "sehr gut": 0.75, "avancé": 0.75,
    "avanzado": 0.75, "hoch": 0.75, "élevé": 0.75, "alto": 0.75, "expert": 1.0, "mastery": 1.0,
    "master": 1.0, "very high": 1.0, "experte": 1.0, "experto": 1.0, "lead": 1.0, "critical": 1.0,
    "a1": 1 / 6, "a2": 2 / 6, "b1": 3 / 6, "b2": 4 / 6, "c1": 5 / 6, "c2": 1.0,
}  # fmt: skip
"""Words for how well something is mastered, or how much it counts, as a share of the most."""


@dataclass(frozen=True)
class Rating:
    """What a cell says of one thing: how much, and whether it is a must or only welcome.

    ``number`` is None for a mere mark; ``is_share`` tells that it is from 0 to 1 whatever the
    scale of the table.
    """

    number: float | None = None
    is_share: bool = False
    need: str = "must"


def rating_of(text: str) -> Rating | None:
    """Read a cell that says how much of something a role takes; None where it says "none".

    >>> rating_of("80 %"), rating_of("-"), rating_of("optional").need
    (Rating(number=0.8, is_share=True, need='must'), None, 'welcome')

    Raises:
        ValueError: it says anything else.
    """
    word = text.strip().casefold()
    if not word or word in _NOTHING:
        return None
    if word in _MUST or word in _WELCOME:
        return Rating(need="must" if word in _MUST else "welcome")
    if word in _LEVELS:
        return Rating(_LEVELS[word], is_share=True)
    if part := re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(?:/|of|von|sur)\s*(\d+)", word):
        most = float(part[2])
        number = float(part[1].replace(",", "."))
        if 0 <= number <= most > 0:
            return Rating(number / most, is_share=True)
    if percent := re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*%", word):
        number = float(percent[1].replace(",", ".")) / 100
        if number <= 1:
            return Rating(number, is_share=True) if number else None
    if re.fullmatch(r"\d{1,4}(?:[.,]\d+)?", word):
        number = float(word.replace(",", "."))
        return Rating(number) if number else None
    if leading := re.fullmatch(r"(\d)\s*[-–:=.)]\s*\D+", word):  # "3 - advanced"
        return Rating(float(leading[1])) if leading[1] != "0" else None
    raise ValueError(text)


def is_rating(text: str) -> bool:
    """Whether ``rating_of`` can read a cell."""
    try:
        rating_of(text)
    except ValueError:
        return False
    return True


def share_of(rating: Rating, scale: float) -> float | None:
    """Return a rating as a share of the most; None for a mere mark."""
    if rating.number is None:
        return None
    return rating.number if rating.is_share else rating.number / scale


def sort_of(text: str) -> tuple[str, str] | None:
    """Read a cell that says what sort of thing a row names: its need, and its field."""
    word = text.strip().casefold()
    if word in _MUST:
        return "must", ""
    if word in _WELCOME or word in _NOTHING:
        return "welcome", ""
    field = next(iter(field_of(text).values()), "")
    if field == "preferred-skill":
        return "welcome", ""
    return ("", field) if field in REQUIREMENTS else None
