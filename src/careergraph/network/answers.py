"""What all answers share: a reference to a thing, plain values for JSON, a look in notebooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field, dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from careergraph.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from careergraph.network.projection import Network


class Shown:
    """Base of what a notebook shows as a picture or a table.

    ``picture`` makes it. It needs packages above this one, so the package itself sets it.
    """

    picture: ClassVar[Callable[[Any], str] | None] = None

    def _repr_html_(self) -> str | None:
        picture = Shown.picture
        return None if picture is None else picture(self)


class Answer(Shown):
    """Base of the dataclasses that answers are made of."""

    def __init_subclass__(cls) -> None:
        if "__repr__" not in vars(cls):
            cls.__repr__ = Answer.__repr__  # type: ignore[method-assign]

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values, ready for JSON, under the names of its fields."""
        return _fields(self)

    def __repr__(self) -> str:
        """Return the answer in a line: plain values as they are, things by label, lists counted."""
        own = [name for name, about in _fields_of(self).items() if about.repr]
        parts = [f"{name}={_brief(getattr(self, name))}" for name in own]
        return f"{type(self).__name__}({', '.join(parts)})"


class ListAnswer(Answer):
    """Base of the answers that are a list: ``ROWS`` names the field that holds it."""

    ROWS: ClassVar[str]

    def __iter__(self) -> Iterator[Any]:
        return iter(getattr(self, self.ROWS))

    def to_pandas(self) -> pd.DataFrame:
        """Return the list as a table: a row for each, a column for each field, things by label.

        Raises:
            UsageError: pandas is not installed.
        """
        table: pd.DataFrame = pandas().DataFrame([self._row(row) for row in self])
        return table

    def _row(self, row: Any) -> dict[str, Any]:
        return {each.name: _cell(getattr(row, each.name)) for each in fields(row)}


def pandas() -> Any:
    """Return the module pandas, which is installed only where somebody wants tables.

    Raises:
        UsageError: it is not.
    """
    try:
        import pandas as module
    except ImportError:
        raise UsageError(
            "A table needs pandas; `pip install 'careergraph[pandas]'` brings it."
        ) from None
    return module


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


def _fields_of(answer: Any) -> dict[str, Field[Any]]:
    return {each.name: each for each in fields(answer)}


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, Answer):
        return value.to_dict()
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return value


def _cell(value: Any) -> Any:
    """Return a value as a cell of a table."""
    if is_dataclass(value):
        return getattr(value, "label", None) or _plain(value)
    if isinstance(value, (list, tuple)):
        return [_cell(part) for part in value]
    return _plain(value)


_LONGEST = 60  # letters of a text in a line about an answer


def _brief(value: Any) -> str:
    if isinstance(value, str):
        return repr(value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…")
    if isinstance(value, (list, tuple, Mapping)):
        return f"<{len(value)}>"
    if isinstance(value, Answer) or is_dataclass(value):
        label = getattr(value, "label", None)
        return repr(label) if label else f"<{type(value).__name__}>"
    return f"<array {value.shape}>" if hasattr(value, "shape") else repr(value)
