"""What all answers share: a reference to a thing, and plain values ready for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from careergraph.network.projection import Network


class Answer:
    """Base of the dataclasses that answers are made of."""

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values, ready for JSON, under the names of its fields."""
        return _fields(self)


@dataclass(frozen=True)
class Ref(Answer):
    """A thing of the graph in an answer."""

    iri: str
    label: str
    kind: str


def ref(network: Network, iri: str) -> Ref:
    """Return the reference to a node of a network.

    Raises:
        KeyError: the IRI is not in the network.
    """
    data = network.nodes[iri]
    return Ref(iri, data["label"], data["kind"])


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, Answer):
        return value.to_dict()
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return value
