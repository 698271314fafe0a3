"""What can go wrong, as a small tree; every message is one sentence that says what to do next.

CareerGraphError            anything careergraph knows how to explain
├── NoAnswerError           the question is fine, the graph holds no answer       (exit code 1)
│   ├── NotFoundError       no such role, skill or tool; carries the nearest names
│   └── AmbiguousError      several fit equally well; carries them
├── UsageError              the question itself is wrong                          (exit code 2)
│   └── QueryError          SPARQL that is not valid or not read-only; carries the place
│       ├── FormatError     an answer that cannot be written in the format asked for
│       └── QueryLimitError past a limit in time or memory, or too many at once
│                                                                                 (exit code 4)
└── SourceError             a file, folder, store or endpoint cannot be read      (exit code 3)
"""

from __future__ import annotations

from collections.abc import Sequence


class CareerGraphError(Exception):
    """Base of all errors that careergraph raises on purpose."""

    exit_code = 1


class NoAnswerError(CareerGraphError):
    """The question is well put, and the graph holds no answer to it."""


class NotFoundError(NoAnswerError):
    """Nothing in the graph goes by that name.

    Attributes:
        text: what was asked for.
        suggestions: labels of the nearest things, best first.
    """

    def __init__(self, message: str, text: str = "", suggestions: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.text = text
        self.suggestions = tuple(suggestions)


class AmbiguousError(NoAnswerError):
    """Several things go by that name equally well.

    Attributes:
        candidates: (IRI, label) of each.
    """

    def __init__(self, message: str, candidates: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.candidates = tuple(candidates)


class UsageError(CareerGraphError):
    """The question itself cannot be answered as it is put."""

    exit_code = 2


class QueryError(UsageError):
    """A SPARQL query that is not valid, not read-only, or past a limit.

    Attributes:
        line: where a syntax error is, counted from 1; 0 where the error has no place.
        column: likewise.
    """

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class FormatError(QueryError):
    """An answer that cannot be written in the format asked for, such as a table in Turtle."""


class QueryLimitError(QueryError):
    """A query that was stopped, or not begun, to leave room for others.

    Attributes:
        limit: "time", "memory", "workers" (all are busy) or "cancelled".
    """

    exit_code = 4

    def __init__(self, message: str, limit: str) -> None:
        super().__init__(message)
        self.limit = limit


class SourceError(CareerGraphError):
    """A file, folder, store or endpoint cannot be read."""

    exit_code = 3
