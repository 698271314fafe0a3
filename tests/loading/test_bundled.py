"""The graph that comes with careergraph: built once into the cache, and what may stop that."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tiny import write

from careergraph.analysis.learning.path import learning_path
from careergraph.errors import SourceError
from careergraph.loading import bundled
from careergraph.loading.bundled import bundled_files, bundled_store
from careergraph.loading.opening import open_graph
from careergraph.network.projection import project
from careergraph.store.dataset import rows
from careergraph.vocabulary import expand

LABELS = "SELECT ?label { ?thing skos:prefLabel ?label } ORDER BY ?label"


def silent(doing: str, share: float) -> None:
    """No bar."""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and two small files in place of the whole graph."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    files = write(
        tmp_path,
        one='role:cook a cg:Role ; skos:prefLabel "Cook"@en .',
        two='role:nurse a cg:Role ; skos:prefLabel "Nurse"@en .',
    )
    monkeypatch.setattr(bundled, "bundled_files", lambda part: files)
    return tmp_path / "cache" / "careergraph"


def test_the_core_and_the_whole_share_all_but_their_own_files() -> None:
    core, world = set(bundled_files("core")), set(bundled_files("world"))
    shared = core & world
    assert {"ontology.ttl", "alignments.ttl", "sources.ttl"} <= {file.name for file in shared}
    assert {file.parent.name for file in core - shared} == {"core"}
    assert {file.parent.name for file in world - shared} <= {"world"}


def test_the_whole_is_built_once_and_opened_from_then_on(cache: Path) -> None:
    told: list[float] = []
    folder = bundled_store(lambda _, share: told.append(share))
    assert told == sorted(told)
    assert told[-1] == 1
    told.clear()
    assert bundled_store(lambda _, share: told.append(share)) == folder
    assert told == []
    assert folder.parent == cache
    graph = open_graph()
    assert list(rows(graph, LABELS)) == [("Cook",), ("Nurse",)]
    assert len(project(graph)) == 2


def test_what_questions_need_is_worked_out_with_the_building(cache: Path) -> None:
    told: list[str] = []
    folder = bundled_store(lambda doing, _: told.append(doing))
    files = {file: file.stat().st_mtime_ns for file in folder.glob("*.arrays")}
    assert "indexing names" in told
    assert {"network.names.name_measures", "analysis.learning.routes.stepping_table"} <= {
        file.stem for file in files
    }
    learning_path(project(open_graph()), expand("role:nurse"), expand("role:cook"))
    assert files == {file: file.stat().st_mtime_ns for file in folder.glob("*.arrays")}


def test_a_change_of_a_file_is_built_anew(cache: Path) -> None:
    first = bundled_store(silent)
    bundled.bundled_files("world")[0].write_text("")
    second = bundled_store(silent)
    assert second != first
    assert list(rows(open_graph(), LABELS)) == [("Nurse",)]


def test_of_many_versions_the_last_are_kept(cache: Path) -> None:
    folders = []
    for number in range(5):
        bundled.bundled_files("world")[0].write_text(f"# {number}")
        folders.append(bundled_store(silent))
        os.utime(folders[-1], (number, number))
    assert [folder.is_dir() for folder in folders] == [False, False, True, True, True]


def test_what_a_stopped_build_left_is_in_nobodys_way(cache: Path) -> None:
    folder = bundled_store(silent)
    left = folder.with_name(f"{folder.name}.building")
    folder.rename(left)
    (left / "CURRENT").unlink()
    assert bundled_store(silent) == folder
    assert not left.exists()


BUILD = """
import sys
from pathlib import Path
from careergraph.loading import bundled
bundled.bundled_files = lambda part: [Path(name) for name in sys.argv[1:]]
told = []
bundled.bundled_store(lambda doing, share: told.append(share))
print("built" if told else "waited")
"""


def test_of_two_that_start_at_once_one_builds_and_both_open(cache: Path) -> None:
    files = [str(file) for file in bundled.bundled_files("world")]
    processes = [
        subprocess.Popen([sys.executable, "-c", BUILD, *files], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert sorted(process.communicate(timeout=120)[0] for process in processes) == [
        "built\n",
        "waited\n",
    ]
    assert list(rows(open_graph(), LABELS)) == [("Cook",), ("Nurse",)]


def test_where_nothing_can_be_written_the_core_is_opened(
    cache: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cache.parent.write_text("a file where the folder should be")
    with pytest.raises(SourceError, match=r"cannot be built in .*; make room there, or name"):
        bundled_store(silent)
    with caplog.at_level(logging.WARNING):
        graph = open_graph()
    assert len(list(rows(graph, "SELECT ?role { ?role a cg:Role }"))) > 40
    [record] = caplog.records
    assert record.getMessage().endswith("Until then the small core graph is open.")


def test_a_full_disk_is_told_and_leaves_no_half_store(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bundled, "load_file", full)
    with pytest.raises(SourceError, match="No space left on device"):
        bundled_store(silent)
    assert list(cache.glob("world-*/")) == []
