"""Stores on disk: what they hold is recorded, damage is told, a link stays a link."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tiny import write

from careergraph.cli import main
from careergraph.errors import SourceError
from careergraph.loading.load import load
from careergraph.store.seal import NAME, check_store

TEXT = 'role:cook a cg:Role ; skos:prefLabel "Cook"@en ; cg:requiresSkill skill:s1 .\n'
TEXT += "".join(f'skill:s{n} a cg:Skill ; skos:prefLabel "Skill {n}"@en .\n' for n in range(200))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stores")
    load(write(folder, tiny=TEXT), folder / "tiny.store")
    return folder / "tiny.store"


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "tiny.store"))


def flip(file: Path, at: int) -> None:
    data = bytearray(file.read_bytes())
    data[at % len(data)] ^= 1 << at % 8
    file.write_bytes(data)


def test_what_was_written_is_found_again(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_store(store).damaged == ()
    assert check_store(store).version
    assert main(["check", str(store)]) == 0
    assert "is as careergraph" in capsys.readouterr().err


def test_every_damage_is_named(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables = sorted(store.glob("*.sst"))
    for number, file in enumerate(tables):
        before = file.read_bytes()
        flip(file, 997 * number + 13)
        assert check_store(store).damaged == (file.name,)
        file.write_bytes(before)
    tables[0].unlink()
    assert check_store(store).damaged == (tables[0].name,)
    assert main(["check", str(store)]) == 3
    assert "is damaged" in capsys.readouterr().err


def test_older_and_newer_stores_are_told(store: Path) -> None:
    (store / NAME).write_text(json.dumps({"layout": 99, "version": "9.0", "files": {}}))
    with pytest.raises(SourceError, match=r"9\.0"):
        check_store(store)
    (store / NAME).write_text("{")
    assert check_store(store).damaged == (NAME,)
    (store / NAME).unlink()
    assert check_store(store).version == ""
    with pytest.raises(SourceError, match="is no store"):
        check_store(store.parent)


def test_a_flipped_bit_ends_in_a_sentence(store: Path) -> None:
    limited = (
        "import resource as r, sys; r.setrlimit(r.RLIMIT_DATA, (2 * 10**9, 2 * 10**9));"
        "from careergraph.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    pick = random.Random(7)
    for _ in range(3):
        file = pick.choice(sorted(store.glob("*.sst")))
        before = file.read_bytes()
        flip(file, pick.randrange(len(before)))
        done = subprocess.run(
            [sys.executable, "-c", limited, "--graph", str(store), "show", "Cook"],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        file.write_bytes(before)
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode in {0, 1, 3, 4}


def test_a_link_to_a_store_stays_a_link(tmp_path: Path) -> None:
    files = write(tmp_path, tiny=TEXT)
    (tmp_path / "there").mkdir()
    link = tmp_path / "link.store"
    link.symlink_to(tmp_path / "there" / "real.store")
    load(files, link)
    load(files, link)
    assert link.is_symlink()
    assert check_store(tmp_path / "there" / "real.store").version
    assert not list(tmp_path.rglob("*.loading"))
