"""Results as files: what is written is read again as it was, and what is damaged is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from careergraph.network.arrays import Numbers, Texts, read, write


@dataclass(frozen=True, eq=False)
class Result:
    counts: Any
    table: Any
    names: Any
    rows: Any
    by_row: Any
    by_column: Any
    plain: Any


RESULT = Result(
    counts=np.arange(5),
    table=np.linspace(0, 1, 6).reshape(2, 3),
    names=Texts.of(["", "Åse", "b"]),
    rows=Numbers.of({"b": 7, "a": 3}),
    by_row=sparse.csr_array(np.eye(3)),
    by_column=sparse.csc_array((0, 4)),
    plain={"of": [1, 2.5, None, "ß"]},
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "result.arrays"
    write(path, RESULT, {"made of": 1})
    return path


def test_what_is_written_is_read_again(file: Path) -> None:
    found = read(file, Result, {"made of": 1})
    assert found.counts.tolist() == [0, 1, 2, 3, 4]
    assert np.array_equal(found.table, RESULT.table)
    assert list(found.names) == ["", "Åse", "b"]
    assert dict(found.rows) == {"a": 3, "b": 7}
    assert np.array_equal(found.by_row.toarray(), np.eye(3))
    assert found.by_column.shape == (0, 4)
    assert found.plain == RESULT.plain


def test_arrays_are_mapped_where_they_lie_and_cannot_be_changed(file: Path) -> None:
    table = read(file, Result, {"made of": 1}).table
    assert not table.flags.owndata
    assert table.ctypes.data % 64 == 0
    with pytest.raises(ValueError, match="read-only"):
        table[0, 0] = 5


def test_a_sparse_array_is_mapped_whatever_its_size(tmp_path: Path) -> None:
    wide = sparse.random_array((50, 400), density=0.5, format="csr", rng=np.random.default_rng(1))
    long = sparse.csr_array(
        (wide.data, wide.indices.astype(np.int64), wide.indptr.astype(np.int64)), shape=wide.shape
    )
    write(tmp_path / "wide.arrays", replace(RESULT, by_row=long), 1)
    found = read(tmp_path / "wide.arrays", Result, 1).by_row
    assert (found != wide).nnz == 0
    for part in (found.data, found.indices, found.indptr):
        assert not part.flags.owndata


def test_what_was_made_of_something_else_is_refused(file: Path) -> None:
    with pytest.raises(ValueError, match="something else"):
        read(file, Result, {"made of": 2})


@pytest.mark.parametrize("size", [0, 1, 8, 60, 500, -1])
def test_what_is_cut_off_is_refused(file: Path, size: int) -> None:
    file.write_bytes(file.read_bytes()[:size])
    with pytest.raises((ValueError, KeyError, TypeError)):
        read(file, Result, {"made of": 1})


def test_what_is_no_plain_value_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        write(tmp_path / "x", Result(*[{1}] * 7), 0)


@given(st.lists(st.text()))
def test_texts_are_a_tuple_of_them(texts: list[str]) -> None:
    kept = Texts.of(texts)
    assert kept == tuple(texts)
    assert [kept[at] for at in range(-len(texts), len(texts))] == texts + texts
    assert kept[1:3] == tuple(texts[1:3])
    for outside in (len(texts), -len(texts) - 1):
        with pytest.raises(IndexError):
            kept[outside]


@given(st.dictionaries(st.text(), st.integers(0, 2**40)), st.text())
def test_numbers_are_a_mapping(numbers: dict[str, int], other: str) -> None:
    kept = Numbers.of(numbers)
    assert dict(kept) == numbers
    assert kept.get(other) == numbers.get(other)
    assert (other in kept) == (other in numbers)
