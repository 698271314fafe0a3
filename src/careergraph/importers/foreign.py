"""Files of other makers that are known by sight and not read, so that a refusal can name them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_LOOKED_AT = 65_536

_LOOKS: dict[str, tuple[str, str]] = {
    "a file of Lightcast's Open Skills": (
        r"skills\.emsidata\.com|lightcast\.(?:io|dev)|\b(?:KS|ES)[0-9A-Z]{16,20}\b",
        "a table with a role and a skill in each row",
    ),
    "a framework in 1EdTech's CASE format": (
        r"\"CF(?:Document|Items|Associations|Package|Definitions)\"\s*:",
        "a table with a role and a competence in each row",
    ),
    "a file of Rich Skill Descriptors": (
        r"RichSkillDescriptor|\"skillStatement\"\s*:|\bRSD Name\b|\bSkill Statement\b",
        "a table with a role and a skill in each row",
    ),
    "a file of the French ROME": (
        r"\bcode_rome\b|\bcode_ogr\b|\blibelle_appellation\b|referentiel_(?:code_rome|appellation)|"
        r"<fiche_emploi_metier|\"codeRome\"",
        "ESCO's download, which has French labels, or a table with a role and a skill in each row",
    ),
    "a Europass CV": (
        r"<(?:\w+:)?SkillsPassport\b|europass\.(?:eu|cedefop)|\"SkillsPassport\"\s*:",
        "a source about roles; a CV says what one person knows, so give it with --profile",
    ),
}
"""What a file is → a pattern of its beginning, and what would be read instead."""


def looks_like(path: Path) -> tuple[str, str] | None:
    """Return what a file of another maker is and what would be read instead; None for any other."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                head = "\n".join(archive.namelist()[:200])
        elif path.is_file():
            with path.open("rb") as file:
                head = file.read(_LOOKED_AT).replace(b"\0", b"").decode("utf-8", errors="replace")
        else:
            return None
    except (OSError, zipfile.BadZipFile):
        return None
    for name, (pattern, instead) in _LOOKS.items():
        if re.search(pattern, head, re.M | re.I):
            return name, instead
    return None
