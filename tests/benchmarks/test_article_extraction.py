"""How fast the article importer reads, and how well: ``make bench`` prints both."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from careergraph.reading.article import read_article

sys.path.insert(0, str(Path(__file__).parents[1]))
from article_scores import FOLDER, HELD_OUT, pairs, score


@pytest.mark.parametrize("folder", [FOLDER, HELD_OUT], ids=lambda folder: folder.name)
def test_article_extraction(
    folder: Path, benchmark: BenchmarkFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    articles = [article for article, _ in pairs(folder)]
    read = benchmark(lambda: [read_article(article) for article in articles])
    assert len(read) == len(articles) > 0
    with capsys.disabled():
        print(f"\n{folder.name}: {len(articles)} articles\n{score(folder).table()}")
