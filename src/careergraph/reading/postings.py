"""The jobs that a text offers: cards among the blocks of an article, dates and pay."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from careergraph.reading.documents import Block
from careergraph.reading.sections import FACTUAL, section_of
from careergraph.reading.words import meaning, words

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATES = (
    re.compile(r"\b(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"\b(?P<n>[A-Z][a-z]{2,8})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})\b"),
    re.compile(r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?P<n>[A-Z][a-z]{2,8})\.?,?\s+"
               r"(?P<y>\d{4})\b"),
    re.compile(r"\b(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})\b"),
    re.compile(r"\b(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})T"),
)  # fmt: skip


def find_date(text: str) -> str | None:
    """Find the first date of a text, as ISO: "Oct. 30, 2024", "30 October 2024", "2024-10-30".

    Where day and month are both numbers, "30.10.2024" has the day first, and "12/05/2023" too
    unless its second number can only be a day.
    """
    for match in (match for pattern in _DATES for match in pattern.finditer(text)):
        parts = match.groupdict()
        day = int(parts["d"])
        if name := parts.get("n"):
            month = {name: n for n, name in enumerate(_MONTHS, 1)}.get(name[:3].lower(), 0)
        else:
            month = int(parts["m"])
            if month > 12 >= day:
                day, month = month, day
        try:
            return date(int(parts["y"]), month, day).isoformat()
        except ValueError:
            continue
    return None


@dataclass(frozen=True)
class Posting:
    """A job that is offered, for ``min`` to ``max`` of a ``currency`` each ``period``."""

    title: str
    employer: str | None
    place: str | None
    remote: bool
    contract: str | None
    level: str | None
    currency: str | None
    min: float | None
    max: float | None
    period: str | None

    def to_dict(self) -> dict[str, str | float | bool | None]:
        """Return the fields as a plain dictionary, whole amounts as integers."""
        return {
            key: int(value) if isinstance(value, float) and value.is_integer() else value
            for key, value in asdict(self).items()
        }


_SYMBOLS = {"€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY", "₽": "RUB", "zł": "PLN", "R$": "BRL",
            "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "S$": "SGD", "HK$": "HKD",
            "US$": "USD", "$": "USD", "Fr.": "CHF", "kr": "SEK",
            "₪": "ILS", "₩": "KRW"}  # fmt: skip
_CODES = ("USD|EUR|GBP|CHF|CAD|AUD|NZD|SGD|HKD|INR|JPY|CNY|SEK|NOK|DKK|PLN|CZK|HUF|RON|BRL|MXN|ZAR|"
          "ILS|AED|SAR|TRY|KRW|MYR|PHP|THB|IDR|VND|NGN|KES|EGP|ARS|CLP|COP|UAH|BGN")  # fmt: skip
_MONEY = rf"(?:{_CODES}|US\$|CA?\$|AU?\$|HK\$|S\$|R\$|[$€£₹¥₽₪₩]|zł)"
_AMOUNT = r"\d{1,3}(?:[,.'\s]\d{3})+(?:\.\d\d)?|\d+(?:[.,]\d+)?"
_SALARY = re.compile(
    rf"(?P<c1>{_MONEY})?\s?(?P<a>{_AMOUNT})\s?(?P<k1>[kKmM]\b)?\+?"
    rf"(?:\s?(?:-|–|—|to|up to|bis|"
    rf"and|und|et|y)\s?(?P<c2>{_MONEY})?\s?(?P<b>{_AMOUNT})\s?(?P<k2>[kKmM]\b)?)?\+?"
    rf"(?:\s?(?P<c3>{_MONEY})(?![a-z]))?"
)
_EACH = r"(?:/\s?|\b(?:per|an?|each|pro|par|por)\s)"
_PERIODS = {
    "HOUR": rf"{_EACH}(?:hour|hr|h|stunde|heure|hora)\b|hourly|\bp[./]?h\b",
    "DAY": rf"{_EACH}(?:day|d|tag|jour|día)\b|daily|day rate|\bp\.?d\b|per diem",
    "WEEK": rf"{_EACH}(?:week|wk)\b|weekly|\bp\.?w\b",
    "MONTH": rf"{_EACH}(?:month|mo|monat|mois|mes)\b|monthly|\bp\.?m\b|monatlich|brutto/monat",
    "YEAR": rf"{_EACH}(?:year|yr|annum|y|jahr|an|año)\b|annual|yearly|\bp\.?a\b",
}
_SCALES = {"k": 1_000, "m": 1_000_000}


_LEAST, _MOST = {"YEAR": 3_000, "MONTH": 200}, {"HOUR": 1_000, "DAY": 20_000, "YEAR": 3_000_000}
"""What is less or more is no pay of a job: a round of funding, a number of users."""


def find_salary(text: str) -> tuple[str | None, float | None, float | None, str | None]:
    """Find a salary range: (currency, minimum, maximum, period); a period not said is a year.

    >>> find_salary("USD 100K - 130K"), find_salary("£500/day")
    (('USD', 100000.0, 130000.0, 'YEAR'), ('GBP', 500.0, 500.0, 'DAY'))
    """
    for match in _SALARY.finditer(text):
        money = match["c1"] or match["c2"] or match["c3"]
        if not money:
            continue
        currency = _SYMBOLS.get(money, money.upper())
        k1, k2 = match["k1"] or match["k2"] or "", match["k2"] or match["k1"] or ""
        if re.match(r"\s?(?:million|billion|mio|m\b)", text[match.end() :], re.I):
            continue
        low = _number(match["a"]) * _SCALES.get(k1.lower(), 1)
        high = _number(match["b"]) * _SCALES.get(k2.lower(), 1) if match["b"] else None
        around = text[max(0, match.start() - 30) : match.end() + 40]
        period = next(
            (name for name, said in _PERIODS.items() if re.search(said, around, re.I)), "YEAR"
        )
        if high is None and re.search(r"up to\s*$|bis(?: zu)?\s*$", text[: match.start()], re.I):
            return currency, None, low, period
        if not _LEAST.get(period, 0) <= low <= _MOST.get(period, 100_000):
            continue
        open_ended = "+" in text[match.start() : match.end() + 2]
        return currency, low, high or (None if open_ended else low), period
    return None, None, None, None


def _number(text: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:[,.'\s]\d{3})+(?:\.\d\d)?", text):
        cents = re.search(r"\.\d\d$", text)
        return float(re.sub(r"\D", "", text[:-3] if cents else text))
    return float(text.replace(",", "."))


# ------------------------------------------------------------------------------ cards

_LEVEL = re.compile(
    r"\b((?:Entry|Junior|Mid|Senior|Executive|Lead|Principal|Staff|Director|Associate|Intermediate)"
    r"[- ]?(?:level)(?:\s*/\s*[A-Z]\w+)?|(?:Junior|Mid|Senior|Lead|Principal|Executive|Entry|"
    r"Expert)(?=\s*(?:$|[|·•,–-]|[A-Z]{3}\s?\d|[$€£])))",
    re.I,
)
_REMOTE = re.compile(words("remote"), re.I)
_MARK = re.compile(r"^\W*(?:featured job|sponsored job|hot job|job alert|now hiring)\b\W*", re.I)
_EMPLOYER = re.compile(r"^@\s*([^|@]+?)\s*(?:[|·•]\s*(.+))?$")
_LABELS = {
    "title": r"(?:job )?title|position|role|stelle|poste|puesto",
    "employer": r"company|employer|organi[sz]ation|firma|unternehmen|entreprise|empresa",
    "place": r"(?:job |work )?location|place|city|where|(?:arbeits)?ort|standort|lieu|ubicación",
    "salary": r"salary(?: range)?|pay|compensation|rate|gehalt|salaire|salario",
    "level": r"level|seniority|experience level",
    "contract": r"contract|type|employment(?: type)?|job type",
}
_ANY_LABEL = "|".join(f"(?P<{name}>{said})" for name, said in _LABELS.items())
_LABELLED = re.compile(rf"(?:{_ANY_LABEL})\s*:\s*(?P<value>\S.{{0,100}})$", re.I)


def labelled_fact(text: str) -> tuple[str, str]:
    """Return which fact of a job a line states and its value: "Location: Graz"; else two ""."""
    found = _LABELLED.match(text)
    return (next(name for name in _LABELS if found[name]), found["value"]) if found else ("", "")


def posting_of(title: str, employer: str | None, place: str | None, details: str) -> Posting:
    """Return a job of that title, with what its details say of contract, level and pay."""
    level = _LEVEL.search(details)
    currency, low, high, period = find_salary(details)
    return Posting(
        title=title.strip(" *#"),
        employer=(employer or "").strip() or None,
        place=(place or "").strip() or None,
        remote=bool(_REMOTE.search(f"{place or ''} {details}")),
        contract=meaning("contract", details),
        level=re.sub(r"\s*/\s*", " / ", level[1]).strip() if level else None,
        currency=currency, min=low, max=high, period=period,
    )  # fmt: skip


def find_postings(blocks: Sequence[Block]) -> tuple[list[Posting], set[int]]:
    """Find the job cards among an article's blocks, and the places of the blocks they take up."""
    found: list[Posting] = []
    taken: set[int] = set()
    head: list[str] = []  # the sections in the first row of the table at hand
    for at, block in enumerate(blocks):
        if block.kind == "row":
            head = head or [section_of(cell) for cell in block.text.split("\t")]
        else:
            head = []
        compares = sum(section in FACTUAL for section in head)  # a table of what jobs ask for
        if at in taken or len(block.text) > 250 or compares:
            continue
        card = _stacked(blocks, at) or _labelled(blocks, at) or _one_line(block.text, at)
        if card:
            found.append(card[0])
            taken |= card[1]
    return found, taken


def _is_detail(text: str) -> bool:
    says = meaning("contract", text) or _LEVEL.search(text) or find_salary(text)[0]
    return len(text) < 120 and not _MARK.match(text) and bool(says)


def _stacked(blocks: Sequence[Block], at: int) -> tuple[Posting, set[int]] | None:
    """Read a title, "@ employer | place" below it, and one or two lines of details."""
    employer = _EMPLOYER.match(blocks[at + 1].text) if at + 1 < len(blocks) else None
    if not employer or _EMPLOYER.match(blocks[at].text):
        return None
    used = {at, at + 1} | ({at - 1} if at and _MARK.match(blocks[at - 1].text) else set())
    details = ""
    for place in range(at + 2, min(at + 4, len(blocks))):
        if not _is_detail(blocks[place].text):
            break
        details += f" {blocks[place].text}"
        used.add(place)
    return posting_of(blocks[at].text, employer[1], employer[2], details), used


def _labelled(blocks: Sequence[Block], at: int) -> tuple[Posting, set[int]] | None:
    """Read lines such as "Company: …" and "Location: …", the title among or above them."""
    start, facts = at, {}
    if not labelled_fact(blocks[at].text)[0]:
        if len(blocks[at].text) > 90 or blocks[at].text.endswith((".", ":")):
            return None
        facts["title"] = blocks[at].text
        at += 1
    while at < len(blocks):
        name, value = labelled_fact(blocks[at].text)
        if not name or name in facts:
            break
        facts[name] = value
        at += 1
    if "title" not in facts or "employer" not in facts or len(facts) < 3:
        return None
    details = " | ".join(facts.get(key, "") for key in ("contract", "level", "salary"))
    posting = posting_of(facts["title"], facts["employer"], facts.get("place"), details)
    return posting, set(range(start, at))


def _one_line(text: str, at: int) -> tuple[Posting, set[int]] | None:
    """Read "Title at Employer (Place) – Full-time – €60,000–80,000" and the like."""
    if text.endswith((".", "?")) or not find_salary(text)[0]:
        return None
    split = re.split(
        r"\t|\s*[|•]\s*|\s+·\s+|(?<!\d)(?<!\d[kKmM])\s[–—-]\s|\s[–—-]\s(?!\D?\s?\d)", text
    )
    parts = [part.strip() for part in split if part.strip()]
    plain = [part for part in parts if not _is_detail(part) or re.search(r"\bat\b|@", part)]
    if not plain or (len(parts) < 3 and not re.search(r"\s(?:at|@)\s", text)):
        return None
    title, employer, place, *_ = [*plain, None, None, None]
    if head := re.match(
        r"(.+?)(?:\s+at\s+|\s*@\s*)([^(,]+?)(?:\s*\(([^)]*)\)|,\s*(.+))?$", plain[0]
    ):
        title, place = head[1], head[3] or head[4] or employer
        employer = head[2]
    if not employer:
        return None
    details = " | ".join(part for part in parts if part not in (title, employer, place))
    return posting_of(title, employer, place, details), {at}
