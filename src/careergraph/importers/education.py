"""O*NET's answers on education, and the degrees that follow from them.

The lowest level of education that at least half of those asked say the job requires, or more
than that (the median answer), as cg:requiresDegree; each higher level that at least a quarter
ask for, or more, as cg:prefersDegree. Nothing is said where suppressed answers could decide
otherwise. Some college without a degree counts as secondary school, a certificate after a degree
as that degree.
"""

from __future__ import annotations

from decimal import Decimal

REQUIRED_SHARE, PREFERRED_SHARE = Decimal(50), Decimal(25)
"""Per cent of those asked who must ask for a degree, or a higher one, to make it count."""

DEGREES = {
    "secondary": ("High school diploma", {"2", "4"}),
    "certificate": ("Post-secondary certificate", {"3"}),
    "associate": ("Associate degree", {"5"}),
    "bachelor": ("Bachelor's degree", {"6", "7"}),
    "master": ("Master's degree", {"8", "9"}),
    "professional": ("Professional degree", {"10"}),
    "doctorate": ("Doctorate", {"11", "12"}),
}
"""Level → its label and the categories of O*NET's scale RL that count as it, lowest level first."""


def degrees_asked(answers: dict[str, Decimal]) -> tuple[list[str], list[str]]:
    """Turn answers on the required level of education into degrees required and preferred.

    Args:
        answers: category of O*NET's scale RL ("1" to "12") → per cent of those asked; what is
            missing to the hundred is not known.

    Returns:
        The levels required (one or none) and preferred, lowest first; none where what is not known
        could raise the level required.

    >>> degrees_asked({"2": Decimal(10), "6": Decimal(60), "8": Decimal(30)})
    (['bachelor'], ['master'])
    >>> degrees_asked({"2": Decimal(20), "8": Decimal(30)})
    ([], [])
    """
    unknown = 100 - sum(answers.values())
    preferred: list[str] = []
    share = Decimal(0)
    for level, (_, categories) in reversed(DEGREES.items()):
        own = sum((answers.get(category, Decimal(0)) for category in categories), Decimal(0))
        share += own
        if own and share >= REQUIRED_SHARE:
            if share - own + unknown >= REQUIRED_SHARE:
                break
            return [level], preferred[::-1]
        if own and share >= PREFERRED_SHARE:
            preferred.append(level)
    return [], preferred[::-1] if share + unknown < REQUIRED_SHARE else []
