"""Foreign text on its way to a reader: it does not reorder what stands around it, nor act."""

from __future__ import annotations

import re

_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that set the direction of what follows (Unicode Bidirectional Algorithm, UAX 9)."""

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u2060\ufeff\ud800-\udfff]")


def isolated(text: str) -> str:
    """Return a text that is read in its own direction and leaves that of its surroundings alone.

    >>> isolated("invoice\u202efdp.exe")
    'invoicefdp.exe'
    """
    text = _DIRECTION.sub("", text)
    return f"\u2068{text}\u2069" if _RIGHT_TO_LEFT.search(text) else text


def shown(text: str) -> str:
    r"""Return a text for a terminal, in which what would act on it or hide is shown instead.

    >>> shown("\x1b[2J\a")
    '␛[2J␇'
    >>> shown("\x9b31m\u202e")
    '<U+009B>31m<U+202E>'
    """
    text = controls_shown(_DIRECTION.sub(_picture, text))
    return f"\u2068{text}\u2069" if _RIGHT_TO_LEFT.search(text) else text


def controls_shown(text: str) -> str:
    """Return a text in which control characters are shown; tabs and line ends stay."""
    return _CONTROL.sub(_picture, text)


def _picture(control: re.Match[str]) -> str:
    code = ord(control[0])
    if code < 0x20:
        return chr(0x2400 + code)  # the block Control Pictures
    return "␡" if code == 0x7F else f"<U+{code:04X}>"
