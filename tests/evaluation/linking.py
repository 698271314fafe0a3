"""How well words are linked to things: one table, with simpler methods beside it.

Run ``python -m tests.evaluation.linking [FOLDER]`` from the root of a clone; FOLDER holds
``esco-1.1.0`` and ``benchmarks``, ``../shared/data`` unless told otherwise. Higher is better:

sentences
    R-precision at 5 over sentences of real adverts and the ESCO skills that people saw in them
    (the validation parts of two public sets): of the first five links, how many are right, of five
    or of as many as there are, if fewer. A network of ESCO's skills and occupations.
titles
    Mean reciprocal rank of the occupation when one of its other names, hidden before, is searched
    for: one name of each of 800 occupations of ESCO, drawn at random.
same job
    Mean average precision of ``search`` over 2,619 job titles, for 105 titles and those that
    people say mean the same job; nothing is known of a title but its words.
"""

from __future__ import annotations

import csv
import io
import random
import sys
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import networkx as nx
import numpy as np

from careergraph.network.lookup import name_index, search
from careergraph.network.projection import Network
from careergraph.reading.linking import link_text

FOLDER = Path(__file__).parents[2].parent / "shared" / "data"
SEED = 14

Thing = tuple[str, str, str, list[str]]  # IRI, label, kind, other names


def network_of(things: Iterable[Thing]) -> Network:
    """Return a network of things without relations."""
    made: Network = nx.MultiDiGraph()
    for iri, label, kind, aliases in things:
        made.add_node(iri, label=label, kind=kind, aliases=tuple(aliases), iris=(iri,))
    return made


def esco(folder: Path) -> list[Thing]:
    """Return ESCO's skills and occupations."""
    [file] = (folder / "esco-1.1.0").glob("*- en - csv.zip")
    things: list[Thing] = []
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            kind = "role" if "occupations_en" in name else "skill"
            if kind == "skill" and not name.endswith("skills_en.csv"):
                continue
            for row in csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8-sig")):
                aliases = [alias for alias in row["altLabels"].split("\n") if alias.strip()]
                things.append((row["conceptUri"], row["preferredLabel"], kind, aliases))
    return things


def sentences(folder: Path, name: str) -> dict[str, set[str]]:
    """Return the sentences of a set, each with the labels of the skills seen in it."""
    seen: dict[str, set[str]] = defaultdict(set)
    file = folder / "benchmarks" / "skills-in-sentences" / f"{name}_validation.csv"
    for row in csv.DictReader(file.open(encoding="utf-8")):
        if row["label"] not in {"LABEL NOT PRESENT", "UNDERSPECIFIED", ""}:
            seen[row["sentence"]].add(row["label"])
    return seen


def r_precision(ranked: Sequence[str], right: set[str]) -> float:
    """Return R-precision at 5."""
    return len(set(ranked[:5]) & right) / min(5, len(right))


def reciprocal_rank(ranked: Sequence[str], right: set[str]) -> float:
    """Return one divided by the rank of the first that is right."""
    return next((1 / rank for rank, one in enumerate(ranked, 1) if one in right), 0.0)


def average_precision(ranked: Sequence[str], right: set[str]) -> float:
    """Return the mean of the precision at each that is right."""
    hits, total = 0, 0.0
    for rank, one in enumerate(ranked, 1):
        if one in right:
            hits += 1
            total += hits / rank
    return total / len(right)


def by_letters(network: Network, text: str, k: int, kind: str) -> list[str]:
    """Rank the things of a kind by letters alone."""
    index = name_index(network)
    scores = index.best(index.letters(text))
    order = [int(thing) for thing in np.argsort(-scores, kind="stable")]
    return [index.iris[thing] for thing in order if index.kinds[thing] == kind][:k]


def row(
    name: str,
    cases: dict[str, set[str]],
    measure: Callable[[Sequence[str], set[str]], float],
    *methods: Callable[[str], list[str]],
) -> None:
    """Print the mean of a measure for each method."""
    means = [np.mean([measure(method(text), right) for text, right in cases.items()])
             for method in methods]  # fmt: skip
    print(f"{name:<28}{len(cases):>7}" + "".join(f"{mean:>10.3f}" for mean in means))


def main(folder: Path) -> None:
    """Print the table."""
    things = esco(folder)
    network = network_of(things)
    labels = {iri: label for iri, label, _, _ in things}
    print(f"{'':<28}{'cases':>7}{'letters':>10}{'here':>10}")
    for name in ("house", "tech"):
        row(
            f"sentences, {name} (RP@5)", sentences(folder, name), r_precision,
            lambda text: [labels[iri] for iri in by_letters(network, text, 5, "skill")],
            lambda text: [link.label for link in link_text(network, text, 5)],
        )  # fmt: skip
    chance = random.Random(SEED)
    hidden: dict[str, set[str]] = {}
    kept: list[Thing] = []
    roles = [thing for thing in things if thing[2] == "role"]
    drawn = {thing[0] for thing in chance.sample(roles, 800)}
    for iri, label, kind, aliases in roles:
        others = [alias for alias in aliases if alias.casefold() != label.casefold()]
        if iri in drawn and len(others) > 1:
            hidden.setdefault(chosen := chance.choice(others), set()).add(iri)
            aliases = [alias for alias in aliases if alias != chosen]
        kept.append((iri, label, kind, aliases))
    occupations = network_of(kept)
    row(
        "titles (MRR)", hidden, reciprocal_rank,
        lambda text: by_letters(occupations, text, 100, "role"),
        lambda text: [match.iri for match in search(occupations, text, kind="role", limit=100)],
    )  # fmt: skip
    table = folder / "benchmarks" / "job-titles"
    lines = (table / "en_corpus_documents.tsv").read_text("utf-8").splitlines()
    titles = network_of((f"urn:{line.split(chr(9))[0]}", line.split("\t")[1], "role", [])
                        for line in lines)  # fmt: skip
    asked = dict(line.split("\t") for line in
                 (table / "en_queries.tsv").read_text("utf-8").splitlines())  # fmt: skip
    same: dict[str, set[str]] = defaultdict(set)
    for line in (table / "en_annotations.tsv").read_text("utf-8").splitlines():
        query, _, title, right = line.split("\t")
        if right != "0":
            same[asked[query]].add(f"urn:{title}")
    row(
        "same job (MAP)", same, average_precision,
        lambda text: by_letters(titles, text, len(lines), "role"),
        lambda text: [match.iri for match in search(titles, text, kind="role", limit=len(lines))],
    )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
