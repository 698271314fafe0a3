"""The command line by its contract: JSON keys, exit codes, and one sentence where it cannot."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from tiny import HEAD, write

from careergraph.cli import commands, console
from careergraph.cli.arguments import COMMANDS, parser
from careergraph.cli.main import main
from careergraph.store.formats import EXPORT_FORMATS
from careergraph.vocabulary import ID_BASE, SOURCE_BASE

TEXT = """
role:analyst a cg:Role ; skos:prefLabel "Data analyst"@en ; skos:altLabel "DA"@en ;
  cg:requiresSkill skill:sums ; cg:usesTool tool:sql ; cg:leadsTo role:scientist .
role:scientist a cg:Role ; skos:prefLabel "Data scientist"@en ; cg:requiresSkill skill:sums ;
  cg:usesTool tool:python .
role:cook a cg:Role ; skos:prefLabel "Cook"@en ; cg:requiresSkill skill:broth .
skill:sums a cg:Skill ; skos:prefLabel "Sums"@en ; skos:definition "Adding up."@en .
skill:broth a cg:Skill ; skos:prefLabel "[bold]Broth[/] :smile: \\u001B[31m"@en .
tool:sql a cg:Tool ; skos:prefLabel "SQL"@en .
tool:python a cg:Tool ; skos:prefLabel "Python"@en .
o:1 a cg:Role ; skos:prefLabel "Clerk"@en . o:2 a cg:Role ; skos:prefLabel "clerk"@en .
source:tiny a cg:Source ; dct:title "Tiny"@en .
"""
ANALYST, SCIENTIST = ID_BASE + "role/analyst", ID_BASE + "role/scientist"
SENTENCE = re.compile(r"careergraph[^\n]*: [^\n]+[.?…]\n\Z")


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    """A small graph in a file."""
    return str(write(tmp_path, tiny=TEXT)[0])


class Run:
    """Run the command line in this process and keep what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as leave:  # argparse
            code = int(leave.code or 0)
        out, err = self.capsys.readouterr()
        return code, out, err

    def json(self, *arguments: str) -> dict:
        code, out, _ = self(*arguments, "--json")
        assert code == 0
        return json.loads(out)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


def keys(text: str) -> set[str]:
    return set(text.split())


NODE = keys("iri label kind relations sources agreement")
NAMED = keys("iri label kind")


def test_search(run: Run, tiny: str) -> None:
    answer = run.json("--graph", tiny, "search", "data")
    assert set(answer) == {"results"}
    assert [set(match) for match in answer["results"]] == [keys("iri label kind matched score")] * 2
    assert run.json("--graph", tiny, "search", "DATA", "analyst")["results"][0]["iri"] == ANALYST
    assert (
        run.json("--graph", tiny, "search", "s", "--kind", "tool")["results"][0]["kind"] == "tool"
    )


def test_search_without_a_result_is_still_one_document(run: Run, tiny: str) -> None:
    code, out, err = run("--graph", tiny, "search", "xyzzy", "--json")
    assert (code, json.loads(out)) == (1, {"results": []})
    assert SENTENCE.match(err)


def test_show(run: Run, tiny: str) -> None:
    answer = run.json("--graph", tiny, "show", "data", "analyst")
    assert set(answer) == keys("iri label kind definition aliases sources facts iris relations")
    assert answer["aliases"] == ["DA"]
    assert answer["sources"] == [SOURCE_BASE + "tiny"]
    for relation in answer["relations"]:
        assert set(relation) == keys("relation direction node weight sources agreement")
        assert set(relation["node"]) == NAMED
    assert run.json("--graph", tiny, "show", ANALYST) == answer


def test_compare(run: Run, tiny: str) -> None:
    answer = run.json("--graph", tiny, "compare", "DA", "data scientist")
    assert set(answer) == keys("roles shared distinct partial near similarity")
    assert answer["roles"] == [
        {"iri": ANALYST, "label": "Data analyst", "kind": "role"},
        {"iri": SCIENTIST, "label": "Data scientist", "kind": "role"},
    ]
    assert [set(node) for node in answer["shared"]] == [NODE]
    assert answer["shared"][0]["relations"] == {
        ANALYST: ["requiresSkill"],
        SCIENTIST: ["requiresSkill"],
    }
    assert list(answer["distinct"]) == [ANALYST, SCIENTIST]
    assert answer["partial"] == []
    assert set(answer["similarity"]) == keys("overall shared union by_kind")
    assert answer["similarity"]["by_kind"]["skill"] == {"score": 1.0, "shared": 1, "union": 1}
    three = run.json("--graph", tiny, "compare", "DA", "data scientist", "cook")
    assert [node["label"] for node in three["partial"]] == ["Sums"]


def test_compare_tells_what_is_near_and_why(run: Run) -> None:
    answer = run.json("compare", "ML engineer", "AI architect")
    assert answer["near"]
    assert set(answer["near"][0]) == {"a", "b", "why"}
    assert set(answer["near"][0]["a"]) == NODE


def test_related(run: Run) -> None:
    answer = run.json("related", "ML", "engineer", "-k", "2")
    assert keys("role related") <= set(answer)
    assert len(answer["related"]) == 2
    for role in answer["related"]:
        assert keys("iri label score shared union because") <= set(role)
        assert keys("iri label kind share") <= set(role["because"][0])


@pytest.mark.parametrize(
    "how", ["cosine", "jaccard", "coverage", "coverage --direction to", "coverage --direction from"]
)
def test_related_by_any_measure(run: Run, how: str) -> None:
    asked = ["related", "ML engineer", "-k", "3", "--measure", *how.split()]
    answer = run.json(*asked)
    measure, _, direction = how.partition(" --direction ")
    wanted = direction or ("to" if measure == "coverage" else None)
    assert (answer["measure"], answer["direction"]) == (measure, wanted)
    for place, role in enumerate(answer["related"], 1):
        assert role["score"] == role["measures"][measure]["score"]
        assert role["measures"][measure]["rank"] <= place
    _, shown, _ = run(*asked)
    assert f"Machine Learning Engineer, by {measure} {wanted or ''}".strip() in shown


def test_related_tells_what_is_not_named_and_where_measures_disagree(
    run: Run, tmp_path: Path
) -> None:
    """Two bear a name and share nothing; the others share one thing each with the first."""
    needs = {"one": list("abcde"), "two": list("fghij"), "three": list("abcdez")}
    needs |= {f"x{n}": ["a", *(f"{n}{letter}" for letter in "vwxy")] for n in range(9)}
    names = {"one": "Master baker", "two": "Master baker of stones", "three": "Baker of five"}
    text = "".join(
        f'role:{role} a cg:Role ; skos:prefLabel "{names.get(role, role)}"@en .\n'
        + "".join(
            f"role:{role} cg:requiresSkill skill:{thing} . skill:{thing} a cg:Skill ; "
            f'skos:prefLabel "{thing}"@en .\n'
            for thing in things
        )
        for role, things in needs.items()
    )
    _, out, _ = run("--graph", str(write(tmp_path, own=text)[0]), "related", "Master baker")
    shown = " ".join(out.split())
    assert re.search(r"Baker of five .* 5 of 6 .*, 2 more \d+%", shown)
    assert "by jaccard only in place 11 of 11" in shown


def test_path(run: Run, tiny: str) -> None:
    answer = run.json("--graph", tiny, "path", "--from", "DA", "--to", "data scientist",
                      "--know", "Sums", "juggling")  # fmt: skip
    assert keys("target start known unknown gap stages via met needed weeks") <= set(answer)
    assert answer["target"]["iri"] == SCIENTIST
    assert [step["label"] for stage in answer["stages"] for step in stage["steps"]] == ["Python"]
    assert keys("iri label kind why needed_for covers size sources agreement details") <= set(
        answer["stages"][0]["steps"][0]
    )
    assert [set(node) for node in answer["gap"]] == [{*NODE, "one_of", "details"}]
    assert [each["text"] for each in answer["unknown"]] == ["juggling"]


def test_path_in_other_formats(run: Run, tiny: str) -> None:
    for name, start in {"markdown": "# ", "turtle": "@prefix", "html": "<!DOCTYPE html>"}.items():
        code, out, _ = run("--graph", tiny, "path", "--to", "data scientist", "--format", name)
        assert (code, out[: len(start)]) == (0, start)


def test_path_with_time_and_without_what_is_merely_used(run: Run, tiny: str) -> None:
    ends = ("--graph", tiny, "path", "--from", "DA", "--to", "data scientist")
    assert run.json(*ends)["weeks"] is None
    assert run.json(*ends, "--weeks", "1", "4", "12")["weeks"] in {1, 4, 12}
    assert run(*ends, "--weeks", "1", "4", "never")[0] == 2
    assert run.json(*ends, "--required-only")["stages"] == []


def test_fit(run: Run) -> None:
    answer = run.json("fit", "--know", "HTML", "CSS", "JavaScript", "-k", "3")
    assert set(answer) == keys("known unknown roles")
    of_role = keys("iri label met needed missing described_with")
    assert [set(role) for role in answer["roles"]] == [of_role] * 3
    assert answer["roles"][0]["label"] == "Frontend Developer"
    assert answer["roles"][0]["met"] >= 3
    assert set(answer["roles"][0]["missing"][0]) == NODE
    code, out, _ = run("fit", "--know", "HTML", "CSS", "JavaScript")
    assert (code, "3 of " in out) == (0, True)


def test_fit_of_nothing_known_asks_what_is_known(run: Run) -> None:
    code, _, told = run("fit", "--know", "juggling with chainsaws")
    assert code == 2
    assert "Say what you know" in told


def test_next(run: Run) -> None:
    answer = run.json("next", "--from", "data analyst", "-k", "1")
    assert keys("start known within_reach skills") <= set(answer)
    assert {"iri", "label", "kind", "opens", "nearer", "size"} <= set(answer["skills"][0])


@pytest.mark.parametrize("question", [("next",), ("path", "--to", "cook")])
def test_a_name_that_nothing_fits_is_told(run: Run, tiny: str, question: tuple[str, ...]) -> None:
    code, _, told = run("--graph", tiny, *question, "--know", "Pyhton", "j" * 1000)
    assert code == 0
    first, second = told.splitlines()
    assert first.startswith("careergraph: going on without “Pyhton”; did you mean Python")
    assert second.startswith("careergraph: going on without “jjj")
    assert len(second) < 200


def test_sources(run: Run, tiny: str) -> None:
    [source] = run.json("--graph", tiny, "sources")["sources"]
    assert set(source) == keys(
        "iri title publisher licence rights issued description triples roles"
    )
    assert (source["title"], source["roles"]) == ("Tiny", 5)


def test_import_tells_what_a_file_names_and_does_not_describe(run: Run, tmp_path: Path) -> None:
    [own] = write(
        tmp_path,
        own="""role:a a cg:Role ; skos:prefLabel "A"@en ;
      cg:usesTool tool:git , tool:own . tool:own a cg:Tool ; skos:prefLabel "Own"@en .""",
    )
    answer = run.json("import", str(own))
    assert answer["roles"][0]["tool"] == ["Own"]
    assert answer["unmatched"] == [f"A uses {ID_BASE}tool/git, which the source does not describe"]


def test_validate(run: Run, tiny: str) -> None:
    answer = json.loads(run("validate", tiny, "--json")[1])
    assert set(answer) == {"conforms", "results"}


def test_validate_says_what_is_wrong_and_that_it_is_no_good(run: Run, tmp_path: Path) -> None:
    [bad] = write(tmp_path, bad='role:a a cg:Role ; skos:prefLabel "A"@en, "B"@en .')
    code, out, err = run("validate", str(bad), "--json")
    answer = json.loads(out)
    assert (code, answer["conforms"], err) == (1, False, "")
    assert keys("focus path message severity") <= set(answer["results"][0])
    code, out, _ = run("validate", str(bad))
    assert code == 1
    assert "role:a " in out


def test_load_and_open_what_was_loaded(run: Run, tiny: str, tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    code, out, _ = run("load", tiny, "--store", store, "--dry-run", "--json")
    assert code == 0
    assert not Path(store).exists()
    assert keys("sources seconds") <= set(json.loads(out))
    assert run("load", tiny, "--store", store)[0] == 0
    assert run.json("--graph", store, "show", "DA")["iri"] == ANALYST


def test_import(run: Run, tiny: str) -> None:
    answer = run.json("import", tiny)
    assert keys("roles postings issued unmatched") <= set(answer)
    assert keys("label definition skill tool industry degree responsibility") <= set(
        answer["roles"][0]
    )
    code, out, _ = run("import", tiny, "--format", "turtle")
    assert code == 0
    assert "@prefix" in out


def test_query(run: Run, tiny: str, tmp_path: Path) -> None:
    file = tmp_path / "roles.rq"
    file.write_text("SELECT ?label { ?r a cg:Role ; skos:prefLabel ?label } ORDER BY ?label")
    answer = run.json("--graph", tiny, "query", str(file))
    assert answer["head"]["vars"] == ["label"]
    assert len(answer["results"]["bindings"]) == 5
    code, out, err = run("--graph", tiny, "query", str(file))
    assert code == 0
    assert "Data analyst" in out
    assert "5 rows" in err
    assert run("--graph", tiny, "query", str(file), "--format", "csv")[1].startswith("label")


def test_a_long_answer_is_cut_off_and_said_so(run: Run, tiny: str, tmp_path: Path) -> None:
    query = tmp_path / "all.rq"
    query.write_text("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    code, out, err = run("--graph", tiny, "query", str(query), "--format", "csv")
    assert code == 4
    assert out.count("\n") == 10_001
    less = "ask for less, or raise --limit.\n"
    assert err == f"careergraph: cut off at 10,000 rows or 100 MB; {less}"


def test_query_from_stdin(run: Run, tiny: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"ASK { ?r a cg:Role }")))
    assert run("--graph", tiny, "query", "-")[:2] == (0, "yes\n")


@pytest.mark.parametrize("name", EXPORT_FORMATS)
def test_export(run: Run, tiny: str, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    code, printed, err = run("--graph", tiny, "export", "DA", "data scientist", "--format", name,
                             "--out", str(out))  # fmt: skip
    assert (code, printed) == (0, "")
    assert err == f"careergraph: wrote {len(out.read_bytes()):,} bytes of {name} to {out}\n"
    says = {"tables": b"nodes.csv", "sssom": b"subject_id"}.get(name, b"Sums")
    assert says in out.read_bytes()


def test_export_of_the_map(run: Run) -> None:
    code, out, err = run("export", "--map", "--format", "json", "--out", "-")
    assert (code, err) == (0, "")
    made = json.loads(out)
    assert {"places", "communities", "roles_between", "things_between", "measures"} <= made.keys()
    code, out, _ = run("export", "--map", "--format", "csv", "--out", "-")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert code == 0
    assert [row["iri"] for row in rows] == [place["iri"] for place in made["places"]]
    names = {area["number"]: area["name"] for area in made["communities"]}
    for row, place in zip(rows, made["places"], strict=True):
        assert row["area"] == names[place["community"]]
        assert 0 <= float(row["x"]) <= 1
        assert int(row["central"]) == made["measures"]["central"][row["iri"]]
        assert len(row["nearest"].split("; ")) == len(place["nearest"])
    assert any(int(row["leads"]) for row in rows)


def test_export_of_all_to_stdout(run: Run, tiny: str) -> None:
    code, out, err = run("--graph", tiny, "export", "--format", "nquads", "--out", "-")
    assert (code, err) == (0, "")
    assert f"<{SOURCE_BASE}tiny> .\n" in out


SHOWN = [
    ("search", "data"),
    ("show", "DA"),
    ("show", "cook"),
    ("compare", "DA", "data scientist"),
    ("compare", "DA", "data scientist", "cook"),
    ("related", "DA"),
    ("path", "--to", "data scientist"),
    ("next", "--know", "Sums"),
    ("sources",),
]


@pytest.mark.parametrize("command", SHOWN, ids=" ".join)
def test_answers_for_people_are_plain_text_in_a_pipe(
    run: Run, tiny: str, command: tuple[str, ...]
) -> None:
    code, out, err = run("--graph", tiny, *command)
    assert (code, err) == (0, "")
    assert out.strip()
    assert "\x1b" not in out
    if "cook" in command:
        assert "[bold]Broth[/] :smile: ␛[31m" in out, "a label is shown as it is written"


def test_every_command_has_a_function_that_shows_its_answer() -> None:
    for name in ("search", "show", "compare", "related", "path", "next_skill", "load", "preview",
                 "validate", "sources"):  # fmt: skip
        assert callable(getattr(console, name))
        assert callable(getattr(commands, name))


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


WRONG: dict[str, tuple[int, str, list[str]]] = {
    "no command": (2, "COMMAND", []),
    "no such command": (2, "there is no “", ["fly"]),
    "no text": (2, "TEXT", ["search"]),
    "unknown kind": (2, "there is no “planet”", ["search", "x", "--kind", "planet"]),
    "unknown format": (2, "there is no “", ["export", "--format", "pdf", "--out", "x"]),
    "unknown option": (2, "--fly", ["sources", "--fly"]),
    "port that is no number": (2, "abc is not a port", ["app", "--port", "abc"]),
    "port out of range": (2, "99999 is not a port", ["serve", "--port", "99999"]),
    "no answers": (2, "0 is not a number of answers", ["related", "DA", "-k", "0"]),
    "no such measure": (2, "there is no “angle”", ["related", "DA", "--measure", "angle"]),
    "a measure that has no direction": (2, "choose coverage",
                                        ["related", "DA", "--direction", "to"]),
    "no time": (2, "-1 is not a time", ["query", "x.rq", "--timeout=-1"]),
    "unknown role": (1, "did you mean “Data analyst”", ["compare", "data analist", "cook"]),
    "unknown thing": (1, "There is no thing called “xyzzy”", ["show", "xyzzy"]),
    "very long name": (1, "…”", ["show", "x" * 10_000]),
    "very long search": (1, "…”", ["search", "x" * 10_000]),
    "not a role": (1, "There is no role called “SQL”", ["compare", "SQL", "cook"]),
    "ambiguous role": (1, "https://other.example/2", ["compare", "CLERK", "cook"]),
    "one role": (2, "two different roles", ["compare", "cook"]),
    "a role with itself": (2, "are one job here, Cook", ["compare", "cook", "Cook"]),
    "a role with its other name": (2, "“DA” are one job here", ["compare", "data analyst", "DA"]),
    "unknown role of a path": (1, "no role called", ["path", "--to", "xyzzy"]),
    "a map of some roles": (2, "leave out --map",
                            ["export", "DA", "--map", "--format", "csv", "--out", "-"]),
    "a map as RDF": (2, "csv, json or html",
                     ["export", "--map", "--format", "turtle", "--out", "-"]),
    "json of a graph": (2, "add --map", ["export", "--format", "json", "--out", "-"]),
    "a map of too little": (1, "name two roles", ["export", "--format", "html", "--out", "-"]),
    "nowhere to write": (3, "choose another --out",
                         ["export", "--format", "csv", "--out", "/nowhere/at/all.csv"]),
    "no such query": (3, "there is no such file", ["query", "/nowhere.rq"]),
    "nowhere to load from": (3, "nowhere", ["load", "/nowhere.ttl", "--store", "/tmp/never"]),
    "nothing to import": (3, "nowhere", ["import", "/nowhere.txt"]),
    "no such profile": (3, "nowhere", ["path", "--to", "cook", "--profile", "/nowhere.txt"]),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_goes_wrong_is_one_sentence_and_an_exit_code(run: Run, tiny: str, name: str) -> None:
    code, says, arguments = WRONG[name]
    found, out, err = run("--graph", tiny, *arguments)
    assert (found, out) == (code, "")
    assert says in err
    assert SENTENCE.match(err), err
    assert len(err) < 700


def test_a_line_break_in_a_name_does_not_break_the_sentence(run: Run, tiny: str) -> None:
    assert SENTENCE.match(run("--graph", tiny, "show", "x\ny")[2])


BAD_GRAPHS: dict[str, tuple[bytes | None, str]] = {
    "broken.ttl": ((HEAD + "role:a a cg:Role\nrole:b a cg:Role .").encode(), "broken.ttl: line "),
    "binary.ttl": (bytes(range(256)), "not valid Turtle"),
    "words.txt": (b"hello", "not an RDF file by its name"),
    "missing.ttl": (None, "There is no file or folder"),
    "folder/": (None, "holds no RDF file"),
    "corrupt/CURRENT": (b"rubbish", "cannot be opened"),
}


@pytest.mark.parametrize("name", BAD_GRAPHS)
@pytest.mark.parametrize("command", ["sources", "compare", "query", "validate", "serve", "app"])
def test_a_graph_that_cannot_be_read(
    run: Run, tmp_path: Path, name: str, command: str, taken: int
) -> None:
    content, says = BAD_GRAPHS[name]
    place = tmp_path / name
    (place if name.endswith("/") else place.parent).mkdir(exist_ok=True)
    if content is not None:
        place.write_bytes(content)
    (tmp_path / "ask.rq").write_text("ASK {}")
    location = str(place.parent if place.name == "CURRENT" else place)
    rest = {"compare": ["a", "b"], "query": [str(tmp_path / "ask.rq")],
            "serve": ["--port", str(free_port())], "app": ["--port", str(free_port())]}  # fmt: skip
    code, out, err = run("--graph", location, command, *rest.get(command, []))
    assert (code, out) == (3, "")
    assert says in err
    assert SENTENCE.match(err), err


def test_a_load_in_other_terms_takes_a_mapping(run: Run, tmp_path: Path) -> None:
    esco = tmp_path / "esco.ttl"
    esco.write_text("""
        @prefix esco: <http://data.europa.eu/esco/model#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <urn:baker> a esco:Occupation ; skos:prefLabel "baker"@en ;
          esco:relatedEssentialSkill <urn:baking> .
        <urn:baking> a esco:Skill ; skos:prefLabel "baking"@en .
    """)
    store = str(tmp_path / "store")
    code, out, _ = run("load", str(esco), "--store", store)
    assert code == 0
    assert "No role was found" in out
    assert "--mapping esco" in out
    assert "--mapping" in run("--graph", store, "show", "baker")[2]
    assert "baking" in run("--graph", store, "--mapping", "esco", "show", "baker")[1]
    assert run("load", str(esco), "--mapping", "esco", "--store", store)[0] == 0
    assert "baking" in run("--graph", store, "show", "baker")[1]
    assert "baking" in run("preview", str(esco), "--mapping", "esco")[1]
    table = tmp_path / "roles.csv"
    table.write_text("role,skill\nBaker,Kneading\n")
    for command in (["preview"], ["load", "--store", store]):
        code, _, err = run(*command, str(table), "--mapping", "esco")
        assert (code, "leave out --mapping" in err) == (2, True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_an_empty_graph_has_no_answers_but_is_no_error(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.ttl"
    empty.touch()
    code, out, err = run("--graph", str(empty), "compare", "a", "b")
    assert (code, out) == (1, "")
    assert "The graph holds no roles" in err
    assert run.json("--graph", str(empty), "sources") == {"sources": []}
    assert run("--graph", str(empty), "show", "a")[0] == 1
    assert run("--graph", str(empty), "search", "a")[0] == 1
    assert run("--graph", str(empty), "next")[2].count("Traceback") == 0


@pytest.mark.parametrize("command", ["app", "serve"])
def test_a_port_in_use(run: Run, tiny: str, taken: int, command: str) -> None:
    code, out, err = run("--graph", tiny, command, "--port", str(taken))
    assert (code, out) == (2, "")
    assert f"127.0.0.1:{taken} cannot be used" in err
    assert SENTENCE.match(err)


def test_a_host_that_is_none(run: Run, tiny: str) -> None:
    code, _, err = run("--graph", tiny, "serve", "--host", "no.such.host.invalid", "--port", "9")
    assert code == 2
    assert SENTENCE.match(err)


def test_the_app_gets_graph_and_mapping_by_their_full_names(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    monkeypatch.setattr("os.execve", lambda *what: started.append((*what, Path.cwd())))
    (tmp_path / "jobs.ttl").write_text(JOBS)
    (tmp_path / "terms.ttl").write_text(TERMS)
    monkeypatch.chdir(tmp_path)
    port = str(free_port())
    code, _, err = run("--graph=jobs.ttl", "--mapping=terms.ttl", "app", "--port", port)
    [(_, command, environment, folder)] = started
    assert code == 0
    assert f"http://127.0.0.1:{port}" in err
    assert Path(command[4]).is_file()
    assert environment["CAREERGRAPH_GRAPH"] == str(tmp_path / "jobs.ttl")
    assert environment["CAREERGRAPH_MAPPING"] == str(tmp_path / "terms.ttl")
    assert (folder / ".streamlit" / "config.toml").is_file()


JOBS = """@prefix o: <https://other.example/> .
o:baker a o:Job ; o:called "Baker" ; o:asks o:dough . o:dough o:called "Dough" ."""
TERMS = """@prefix o: <https://other.example/> .
@prefix cg: <https://w3id.org/careergraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
o:Job rdfs:subClassOf cg:Role . o:asks rdfs:subPropertyOf cg:requiresSkill .
o:called rdfs:subPropertyOf <http://www.w3.org/2004/02/skos/core#prefLabel> ."""


def test_a_graph_in_other_terms(run: Run, tmp_path: Path) -> None:
    jobs, terms = tmp_path / "jobs.ttl", tmp_path / "terms.ttl"
    jobs.write_text(JOBS)
    terms.write_text(TERMS)
    here = ("--graph", str(jobs), "--mapping", str(terms))
    assert [each["node"]["label"] for each in run.json(*here, "show", "baker")["relations"]] == [
        "Dough"
    ]
    query = tmp_path / "ask.rq"
    query.write_text("SELECT ?role { ?role a cg:Role }")
    assert run(*here, "query", str(query), "--format", "csv")[1].split() == [
        "role", "https://other.example/baker",
    ]  # fmt: skip
    assert run("--graph", str(jobs), "--mapping", "esco", "sources")[0] == 3
    code, _, err = run("--mapping", "esco", "sources")
    assert code == 2
    assert "name another with --graph" in err


@pytest.mark.parametrize(
    ("text", "code"),
    [(b"SELECT ?x { ?x", 2), (b"", 2), (b"DELETE WHERE { ?s ?p ?o }", 2), (b"\xff\xfe", 3)],
)
def test_queries_that_cannot_be_asked(
    run: Run, tiny: str, tmp_path: Path, text: bytes, code: int
) -> None:
    file = tmp_path / "bad.rq"
    file.write_bytes(text)
    found, out, err = run("--graph", tiny, "query", str(file))
    assert (found, out) == (code, "")
    assert SENTENCE.match(err), err


def test_a_query_on_stdin_that_is_no_text(
    run: Run, tiny: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe")))
    code, _, err = run("--graph", tiny, "query", "-")
    assert code == 3
    assert SENTENCE.match(err)


def test_help_and_version(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    for command in ("search", "show", "compare", "related", "path", "next", "query", "load",
                    "preview", "validate", "sources", "export", "serve", "app"):  # fmt: skip
        assert re.search(rf"^    {command}( \(import\))? +\w", out, re.M)
        assert run(command, "--help")[0] == 0
    assert re.fullmatch(r"careergraph \d+\.\d+.*\n", run("--version")[1])


def test_the_explorer_without_its_libraries_says_what_brings_them(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    code, _, err = run("app")
    assert code == 2
    assert SENTENCE.match(err)
    assert "pip install 'careergraph[app]'" in err


def test_the_graph_may_be_named_after_the_command(run: Run, tiny: str) -> None:
    before = run("--graph", tiny, "search", "data", "--json")
    assert run("search", "data", "--json", "--graph", tiny) == before
    assert run("--graph", "nowhere.ttl", "search", "data", "--graph", tiny, "--json") == before


def test_help_may_be_asked_for_by_a_word(run: Run) -> None:
    assert run("help") == run("--help")
    assert run("help", "search") == run("search", "--help")


def test_a_command_spelt_nearly_right_is_suggested(run: Run) -> None:
    code, _, err = run("serch", "python")
    assert code == 2
    assert "did you mean “search”?" in err


def test_an_old_name_of_a_command_still_works(run: Run, tmp_path: Path) -> None:
    [file] = write(tmp_path, tiny=TEXT)
    assert run("import", str(file)) == run("preview", str(file))


@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_with_examples_that_are_understood(run: Run, name: str) -> None:
    examples = run("help", name)[1].partition("Examples:\n")[2].splitlines()
    assert examples
    for example in examples:
        assert callable(parser().parse_args(shlex.split(example.rpartition("careergraph ")[2])).run)


def test_search_keeps_to_its_limit(run: Run, tiny: str) -> None:
    whole = run.json("--graph", tiny, "search", "data")["results"]
    assert run.json("--graph", tiny, "search", "data", "--limit", "1")["results"] == whole[:1]


def test_an_answer_cut_off_at_the_limit_asked_for_says_so(
    run: Run, tiny: str, tmp_path: Path
) -> None:
    query = tmp_path / "roles.rq"
    query.write_text("SELECT ?role { ?role a cg:Role } ORDER BY ?role")
    asked = ("--graph", tiny, "query", str(query), "--format", "csv", "--limit")
    code, out, err = run(*asked, "2")
    assert (code, len(out.splitlines())) == (4, 3)
    assert "cut off at 2 rows" in err
    assert run(*asked, "5")[0] == 0


def test_names_may_be_prefixed(run: Run, tiny: str) -> None:
    assert run.json("--graph", tiny, "show", "role:analyst")["iri"] == ANALYST
    answer = run.json("--graph", tiny, "compare", "role:analyst", "role:scientist")
    assert [role["iri"] for role in answer["roles"]] == [ANALYST, SCIENTIST]


def test_what_is_known_may_stand_between_commas(run: Run, tmp_path: Path) -> None:
    tiny = str(write(tmp_path, tiny=TEXT + """
      tool:both a cg:Tool ; skos:prefLabel "Pens, paper and glue"@en .""")[0])  # fmt: skip
    asked = ("--graph", tiny, "path", "--to", "Data scientist", "--know")
    apart = run.json(*asked, "Sums", "SQL")["known"]
    assert len(apart) == 2
    assert run.json(*asked, "Sums,SQL")["known"] == apart
    whole = run.json(*asked, "Pens, paper and glue")
    assert [thing["label"] for thing in whole["known"]] == ["Pens, paper and glue"]


def from_stdin(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_a_profile_on_standard_input(run: Run, tiny: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from_stdin(monkeypatch, "Sums\nSQL\n")
    answer = run.json("--graph", tiny, "path", "--to", "Data scientist", "--profile", "-")
    assert [thing["label"] for thing in answer["known"]] == ["Sums", "SQL"]


@pytest.mark.parametrize(
    ("text", "options", "roles"),
    [
        (HEAD + TEXT, (), {"Data analyst", "Data scientist", "Cook", "Clerk", "clerk"}),
        ("role,skill\nBaker,Kneading\n", ("--as", "table"), {"Baker"}),
    ],
    ids=["Turtle", "table"],
)
def test_a_source_on_standard_input(
    run: Run, monkeypatch: pytest.MonkeyPatch, text: str, options: tuple[str, ...], roles: set[str]
) -> None:
    from_stdin(monkeypatch, text)
    answer = run.json("preview", "-", *options)
    assert {role["label"] for role in answer["roles"]} == roles


def test_a_graph_on_standard_input_is_loaded_and_checked(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from_stdin(monkeypatch, HEAD + TEXT)
    store = tmp_path / "store"
    assert run.json("load", "-", "--store", str(store))["sources"][0]["roles"] == 5
    from_stdin(monkeypatch, HEAD + "role:x a cg:Role .")
    assert run("validate", "-")[0] == 1


def test_the_graph_of_the_environment(run: Run, tiny: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREERGRAPH_GRAPH", tiny)
    assert run.json("sources")["sources"][0]["title"] == "Tiny"
    monkeypatch.setenv("CAREERGRAPH_GRAPH", "core")
    assert len(run.json("sources")["sources"]) > 1


MAIN = "from careergraph.cli import main; raise SystemExit(main())"


def command_line(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", MAIN, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **environment},
    )  # fmt: skip


@pytest.mark.parametrize(
    "command", [("show", "DA"), ("show", "DA", "--json"), ("export", "--format=csv", "--out=-")],
    ids=" ".join,
)  # fmt: skip
def test_a_reader_that_leaves_early_is_no_error(tiny: str, command: tuple[str, ...]) -> None:
    with command_line("--graph", tiny, *command) as process:
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 0)


def family(pid: int) -> set[int]:
    """A process and all that come from it, by number."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    children = " ".join(thread.read_text() for thread in threads).split()
    return {pid}.union(*(family(int(child)) for child in children))


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


SLOW = {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="there is no list of processes")
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
@pytest.mark.parametrize("command", ["serve", "app"])
def test_a_server_that_is_told_to_end_leaves_nothing_behind(
    tmp_path: Path, command: str, ending: signal.Signals
) -> None:
    port = str(free_port())
    address = f"http://127.0.0.1:{port}/sparql"
    process = command_line(command, "--port", port, TMPDIR=str(tmp_path))
    try:
        for _ in range(300):
            try:
                answer = requests.get(address, {"query": "ASK {}"}, timeout=5)
                assert answer.json()["boolean"] is True  # a worker has started
                break
            except (requests.ConnectionError, requests.Timeout):
                assert process.poll() is None
                time.sleep(0.1)
        asking = threading.Thread(target=requests.get, args=(address,), kwargs={"params": SLOW})
        asking.start()
        time.sleep(1)
        members = family(process.pid)
        assert len(members) >= 2
        process.send_signal(ending)
        out, err = process.communicate(timeout=20)
        asking.join(5)
        assert not asking.is_alive()
    finally:
        process.kill()
        process.communicate()
    assert "Traceback" not in (out + err).decode()
    until = time.monotonic() + 10  # workers end when they see that nobody is there to ask
    while (left := [*filter(running, members)]) and time.monotonic() < until:
        time.sleep(0.05)
    assert not left
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk here")
@pytest.mark.parametrize("question", ["sources", "--version"])
def test_a_full_disk_is_one_sentence(tiny: str, question: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", MAIN, "--graph", tiny, question],
            stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert done.returncode == 3
    assert SENTENCE.match(done.stderr.decode())


def test_any_terminal_and_any_hash_seed_gives_the_same_answer(tiny: str) -> None:
    answers = set()
    for seed, encoding in (("1", "ascii"), ("2", "utf-8")):
        with command_line("compare", "DA", "Data scientist", "--json", CAREERGRAPH_GRAPH=tiny,
                          PYTHONHASHSEED=seed, PYTHONIOENCODING=encoding) as process:  # fmt: skip
            out, err = process.communicate()
            assert (err, process.returncode) == (b"", 0)
            answers.add(out)
    assert len(answers) == 1
    json.loads(answers.pop().decode("utf-8"))


MAIN = "import sys; from careergraph.cli import main; sys.exit(main())"


def test_without_a_standard_output_it_says_so() -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$0" -c "$1" search python 1>&-', sys.executable, MAIN],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (
        3,
        "careergraph: standard output is closed; leave it open.\n",
    )
