"""The job cards and dates of a career article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from careergraph.reading.documents.text import Line

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_DATES = (
    re.compile(r"\b(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"\b(?P<n>[A-Z][a-z]{2,8})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})\b"),
    re.compile(r"\b(?P<d>\d{1,2})(?:st|nd|rd|"
               r"th)?\.?\s+(?:of\s+)?(?P<n>[A-Z][a-z]{2,8})\.?,?\s+(?P<y>\d{4})\b"),
    re.compile(r"\b(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})\b"),
    re.compile(r"\b(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})T"),
)  # fmt: skip


def find_date(text: str) -> str | None:
    """Find the first date of a text, as ISO: "Oct. 30, 2024", "30 October 2024", "2024-10-30".

    Where day and month are both numbers, "30.10.2024" has the day first, and "12/05/2023" too
    unless its second number can only be a day.
    """
    for pattern in _DATES:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = _MONTHS.get(parts["n"][:3].lower(), 0) if parts.get("n") else int(parts["m"])
            day = int(parts["d"])
            if not parts.get("n") and month > 12 >= day:
                day, month = month, day
            try:
                return date(int(parts["y"]), month, day).isoformat()
            except ValueError:
                continue
    return None


@dataclass(frozen=True)
class Posting:
    """A job card; ``min`` and ``max`` are amounts of ``currency`` for each ``period``."""

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
    rf"(?:\s?(?:-|–|—|to|up to)\s?(?P<c2>{_MONEY})?\s?(?P<b>{_AMOUNT})\s?(?P<k2>[kKmM]\b)?)?\+?"
    rf"(?:\s?(?P<c3>{_MONEY})(?![a-z]))?"
)
_PERIODS = (
    ("HOUR", r"(?:/\s?|\b(?:per|an?|each)\s)(?:hour|hr|h)\b|hourly|\bp\.?h\b"),
    ("DAY", r"(?:/\s?|\b(?:per|a|each)\s)(?:day|d)\b|daily|day rate|\bp\.?d\b|per diem"),
    ("WEEK", r"(?:/\s?|\b(?:per|a|each)\s)(?:week|wk)\b|weekly|\bp\.?w\b"),
    ("MONTH", r"(?:/\s?|\b(?:per|a|each)\s)(?:month|mo)\b|monthly|\bp\.?m\b"),
    ("YEAR", r"(?:/\s?|\b(?:per|a|each)\s)(?:year|yr|annum|y)\b|annual|yearly|\bp\.?a\b"),
)
_CONTRACTS = (
    ("Full Time", r"full[- ]?time|permanent"),
    ("Part Time", r"part[- ]?time"),
    ("Contract", r"\bcontract(?:or)?\b|fixed[- ]term"),
    ("Freelance", r"freelance"),
    ("Internship", r"\binternship|\bintern\b"),
    ("Temporary", r"\btemporary\b|\btemp\b"),
)
_LEVEL = re.compile(
    r"\b((?:Entry|Junior|Mid|Senior|Executive|Lead|Principal|Staff|Director|Associate|Intermediate)"
    r"[- ]?(?:level)(?:\s*/\s*[A-Z]\w+)?|(?:Junior|Mid|Senior|Lead|Principal|Executive|Entry|"
    r"Expert)"
    r"(?=\s*(?:$|[|·•,–-]|[A-Z]{3}\s?\d|[$€£])))",
    re.I,
)
_REMOTE = re.compile(r"\bremote\b|work from (?:home|anywhere)|\banywhere\b|telecommut", re.I)


def find_salary(text: str) -> tuple[str | None, float | None, float | None, str | None]:
    """Find a salary range: (currency, minimum, maximum, period); a period not said is a year.

    >>> find_salary("USD 100K - 130K"), find_salary("£500/day")
    (('USD', 100000.0, 130000.0, 'YEAR'), ('GBP', 500.0, 500.0, 'DAY'))
    """
    for match in _SALARY.finditer(text):
        money = match["c1"] or match["c2"] or match["c3"]
        if not money:
            continue
        low, high = _number(match["a"]), _number(match["b"])
        k1, k2 = match["k1"], match["k2"]
        scale = {"k": 1_000, "m": 1_000_000}
        if k2 or k1:
            high = high and high * scale.get((k2 or k1 or "").lower(), 1)
            low = low and low * scale.get((k1 or k2 or "").lower(), 1)
        period = next((name for name, said in _PERIODS if re.search(said, text, re.I)), "YEAR")
        rest = text[match.end() : match.end() + 2]
        maximum = high if high is not None else (None if "+" in match[0] or "+" in rest else low)
        before = text[: match.start()].lower()
        if high is None and re.search(r"up to\s*$", before):
            return _SYMBOLS.get(money, money.upper()), None, low, period
        return _SYMBOLS.get(money, money.upper()), low, maximum, period
    return None, None, None, None


def _number(text: str | None) -> float | None:
    if not text:
        return None
    if re.fullmatch(r"\d{1,3}(?:[,.'\s]\d{3})+(?:\.\d\d)?", text):
        cents = re.search(r"\.(\d\d)$", text)
        whole = re.sub(r"\D", "", text[:-3] if cents else text)
        return float(whole)
    return float(text.replace(",", "."))


def _facts(text: str) -> tuple[str | None, str | None]:
    contract = next((name for name, said in _CONTRACTS if re.search(said, text, re.I)), None)
    level = _LEVEL.search(text)
    return contract, re.sub(r"\s*/\s*", " / ", level[1]).strip() if level else None


def find_postings(lines: Sequence[Line]) -> tuple[list[Posting], set[int]]:
    """Find the job cards among an article's lines, and the positions of the lines they take up."""
    found: list[Posting] = []
    taken: set[int] = set()
    position = 0
    while position < len(lines):
        card = _card(lines, position)
        if card:
            posting, used = card
            found.append(posting)
            taken |= used
            position = max(used) + 1
        else:
            position += 1
    return found, taken


_MARK = re.compile(r"^\W*(?:featured job|sponsored job|hot job|job alert|now hiring)\b\W*", re.I)
_AT = re.compile(r"^@\s*([^|@]+?)\s*(?:[|·•]\s*(.+))?$")


def _card(lines: Sequence[Line], at: int) -> tuple[Posting, set[int]] | None:
    """Read the card that begins at a line: a stacked one, a labelled one, or one on a line."""
    text = lines[at].text
    if len(text) > 250:
        return None
    following = at + 1
    employer = _AT.match(lines[following].text) if following < len(lines) else None
    if employer and not _AT.match(text):
        used = {at, following}
        if at and _MARK.match(lines[at - 1].text):
            used.add(at - 1)
        details = ""
        for index in (at + 2, at + 3):
            if index < len(lines) and _is_detail(lines[index].text):
                details += f" {lines[index].text}"
                used.add(index)
            else:
                break
        return posting_of(text, employer[1], employer[2], details), used
    labelled = _labelled_card(lines, at)
    if labelled:
        return labelled
    return _one_line(text, at)


def _is_detail(text: str) -> bool:
    contract, level = _facts(text)
    return (
        len(text) < 120
        and not _MARK.match(text)
        and bool(contract or level or find_salary(text)[0])
    )


def posting_of(title: str, employer: str | None, place: str | None, details: str) -> Posting:
    """Return a job of that title, with what its details say of contract, level and pay."""
    contract, level = _facts(details)
    currency, low, high, period = find_salary(details)
    remote = bool(_REMOTE.search(f"{place or ''} {details}"))
    return Posting(
        title=title.strip(" *#"),
        employer=(employer or "").strip() or None,
        place=(place or "").strip() or None,
        remote=remote, contract=contract, level=level,
        currency=currency, min=low, max=high, period=period,
    )  # fmt: skip


_LABELS = {
    "title": r"(?:job )?title|position|role", "employer": r"company|employer|organi[sz]ation",
    "place": r"location|place|city|where", "salary": r"salary|pay|compensation|rate|salary range",
    "level": r"level|seniority|experience level",
    "contract": r"contract|type|employment(?: type)?|job type",
}  # fmt: skip


_ANY_LABEL = "|".join(f"(?P<{name}>{said})" for name, said in _LABELS.items())
_LABELLED = re.compile(rf"(?:{_ANY_LABEL})\s*:\s*(?P<value>\S.*)", re.I)


def _label_of(text: str) -> tuple[str, str]:
    found = _LABELLED.match(text)
    if not found:
        return "", ""
    return next(name for name in _LABELS if found[name]), found["value"]


def _labelled_card(lines: Sequence[Line], at: int) -> tuple[Posting, set[int]] | None:
    start = at
    facts: dict[str, str] = {}
    name, value = _label_of(lines[at].text)
    if not name:
        after = _label_of(lines[at + 1].text)[0] if at + 1 < len(lines) else ""
        if not after or len(lines[at].text) > 90 or lines[at].text.endswith((".", ":")):
            return None
        facts["title"] = lines[at].text
        at += 1
    while at < len(lines):
        name, value = _label_of(lines[at].text)
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
    salary = find_salary(text)
    if not salary[0] or text.endswith((".", "?")):
        return None
    parts = [
        part.strip()
        for part in re.split(
            r"\t|\s*[|•]\s*|\s+·\s+|(?<!\d)(?<!\d[kKmM])\s[–—-]\s|\s[–—-]\s(?!\D?\s?\d)", text
        )
    ]
    parts = [part for part in parts if part]
    plain = [part for part in parts if (not find_salary(part)[0] and not any(_facts(part)))
             or re.search(r"\bat\b|@", part)]  # fmt: skip
    if not plain or (len(parts) < 3 and not re.search(r"\s(?:at|@)\s", text)):
        return None
    head = re.match(r"(.+?)(?:\s+at\s+|\s*@\s*)([^(,]+?)(?:\s*\(([^)]*)\)|,\s*(.+))?$", plain[0])
    if head:
        title, employer, place = head[1], head[2], head[3] or head[4]
        place = place or (plain[1] if len(plain) > 1 else None)
    elif len(plain) > 1:
        title, employer = plain[0], plain[1]
        place = plain[2] if len(plain) > 2 else None
    else:
        return None
    details = " | ".join(part for part in parts if part not in (title, employer, place))
    return posting_of(title, employer, place, details), {at}
