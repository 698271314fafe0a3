"""The evaluation of related roles: how it reads and counts O*NET's list, on a list made up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from evaluation.related_roles import agreement_with_list, related_list
from evaluation.related_roles_by_hand import count, judgements
from networks import network

CODES = [f"99-{number:04}.00" for number in range(1, 15)]


def written(folder: Path, *rows: tuple[str, str, str, str]) -> Path:
    """Write a list as O*NET does: tabs, titles, no quoting."""
    header = "O*NET-SOC Code\tTitle\tRelated O*NET-SOC Code\tRelated Title\tRelatedness Tier\tIndex"
    lines = [f'{one}\tBakers\t{other}\t"A" cooks\t{tier}\t{n}' for one, other, tier, n in rows]
    (folder / "Related Occupations.txt").write_text("\n".join([header, *lines, ""]))
    return folder


def test_both_primary_tiers_are_wanted_and_the_supplemental_is_not(tmp_path: Path) -> None:
    tiers = ["Primary-Short"] * 5 + ["Primary-Long"] * 5 + ["Supplemental"] * 3
    rows = [(CODES[0], CODES[n], tier, str(n)) for n, tier in enumerate(tiers, 1)]
    assert related_list(written(tmp_path, *rows)) == {CODES[0]: set(CODES[1:11])}


def test_without_a_list_nothing_is_wanted(tmp_path: Path) -> None:
    assert related_list(tmp_path) == {}


def test_agreement_by_hand() -> None:
    """One role is listed, and finds two of its three in second and third place."""
    top = np.array([[13, 1, 2, *range(3, 10)]] * len(CODES))
    wanted = {CODES[0]: {CODES[1], CODES[2], "99-9999.00"}, "98-0000.00": {CODES[1]}}
    recall, gain = agreement_with_list(top, CODES, wanted)
    worth = 1 / np.log2([2, 3, 4])
    assert recall.tolist() == [pytest.approx(2 / 3)]
    assert gain.tolist() == [pytest.approx(worth[1:].sum() / worth.sum())]


def test_ten_found_are_all_where_more_are_wanted() -> None:
    top = np.array([range(1, 11)] * len(CODES))
    recall, gain = agreement_with_list(top, CODES, {CODES[0]: set(CODES[1:])})
    assert (recall.tolist(), gain.tolist()) == ([1.0], [pytest.approx(1.0)])


def test_judgements_are_counted_and_what_is_not_judged_is_said(tmp_path: Path) -> None:
    made = network({role: list("abcde") for role in ("A", "B", "C", "D")})
    header = "role\trelated\tsensible\trole IRI\trelated IRI"
    lines = [header, "A\tB\tyes\tA\tB", "A\tC\tno\tA\tC", "Gone\tB\tyes\tGone\tB"]
    (tmp_path / "judged.tsv").write_text("\n".join(lines) + "\n")
    judged = judgements(tmp_path / "judged.tsv")
    assert judged == {"A": {"B": True, "C": False}, "Gone": {"B": True}}
    assert count(made, judged) == (1, 1, 1)


def test_five_related_roles_of_a_hundred_are_judged() -> None:
    judged = judgements()
    assert len(judged) == 100
    assert min(map(len, judged.values())) >= 5
