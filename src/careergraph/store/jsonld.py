"""JSON-LD read without a network: schema.org's context comes with us, no other is fetched."""

from __future__ import annotations

import json
import re
from typing import Any

from careergraph.vocabulary import SCHEMA

_SCHEMA_ORG = re.compile(r"(?:https?:)?//(?:www\.)?schema\.org\b.*", re.I | re.S)
_LINKS = ("url", "sameAs", "image", "logo", "mainEntityOfPage")

SCHEMA_ORG: dict[str, Any] = {
    "@vocab": str(SCHEMA),
    "schema": str(SCHEMA),
    "id": "@id",
    "type": "@type",
    **{name: {"@id": f"{SCHEMA}{name}", "@type": "@id"} for name in _LINKS},
}
"""What schema.org's published context comes to for what we read of it."""


def with_local_contexts(document: Any) -> Any:
    """Return a JSON-LD document with schema.org's context written out wherever it is named.

    Raises:
        ValueError: it names the address of another context; the message tells which.
    """
    if isinstance(document, list):
        return [with_local_contexts(part) for part in document]
    if not isinstance(document, dict):
        return document
    return {
        key: _local(part) if key == "@context" else with_local_contexts(part)
        for key, part in document.items()
    }


def _local(context: Any) -> Any:
    if isinstance(context, str):
        if _SCHEMA_ORG.fullmatch(context.strip()):
            return SCHEMA_ORG
        raise ValueError(
            f"it names the context {context}, and remote contexts are not fetched; save it with "
            "the context inside, or as Turtle"
        )
    return [_local(part) for part in context] if isinstance(context, list) else context


def local_bytes(data: bytes) -> bytes:
    """Return the JSON-LD of a file, ready to be parsed without a network.

    Raises:
        ValueError: it is no JSON, nested too deep, or names a remote context.
    """
    if b"@context" not in data:
        return data
    try:
        return json.dumps(with_local_contexts(json.loads(data))).encode()
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
