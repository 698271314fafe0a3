"""How good related roles are, measured over all of O*NET, beside three simple methods.

Run ``python -m tests.evaluation.related_roles [FOLDER]`` from the root of a clone. FOLDER is
O*NET's text download (https://www.onetcenter.org/database.html), ``../shared/data/onet-29.2``
unless told otherwise. Higher is better in every column:

family    Of the ten nearest roles, what share lies in the same SOC major group ("15"), and in the
          same minor group ("15-1")? careergraph takes the major group as evidence, so judge by the
          row "without families", which does not.
hidden    Hide a fifth of each role's things and names, find its ten nearest roles without them, and
          guess from these what was hidden, as many guesses as things (or words of names) hidden:
          what share is right?
stable    Drop a tenth of all edges between roles and things: what share of the ten nearest stays?
related   Where the folder holds ``Related Occupations.txt``: recall@10 and nDCG@10 of the primary
          ones (O*NET names ten) of each role that it lists. A primary one without enough data is
          missed. No part of careergraph reads that list or was fitted to it.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray
from oxrdflib import OxigraphStore
from rdflib import Dataset
from scipy import sparse

from careergraph.analysis.similarity.scores import similarities
from careergraph.analysis.similarity.vectors import role_vectors
from careergraph.importers.download import Download
from careergraph.importers.onet import import_onet
from careergraph.network.lookup import normal_form
from careergraph.network.projection import Network, project
from careergraph.vocabulary import REQUIREMENTS

Floats = NDArray[np.float64]
Method = Callable[[Network, Sequence[str]], Floats]
FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "onet-29.2"
TOP = 10
SEED = 29


def onet_network(folder: Path) -> Network:
    """Read O*NET into a network."""
    store = ox.Store()
    graph = ox.NamedNode("urn:onet")
    store.bulk_extend(
        ox.Quad(triple.subject, triple.predicate, triple.object, graph)
        for triple in import_onet(folder)
    )
    return project(Dataset(store=OxigraphStore(store=store), default_union=True))


# ---- the methods: a network and its roles in, likeness of all pairs out ----


def careergraph(network: Network, roles: Sequence[str]) -> Floats:
    """Take related roles as they ship."""
    return _rows_of(network, roles, ())


def without_families(network: Network, roles: Sequence[str]) -> Floats:
    """Take related roles without the groups that roles belong to."""
    return _rows_of(network, roles, ("group",))


def _rows_of(network: Network, roles: Sequence[str], without: Iterable[str]) -> Floats:
    vectors = role_vectors(network, without=without)
    rows = [vectors.number[role] for role in roles]
    return similarities(vectors)[np.ix_(rows, rows)]


def jaccard_of_tools(network: Network, roles: Sequence[str]) -> Floats:
    """Take the shared part of all tools."""
    has = _counts([_things(network, role, ("usesTool",)) for role in roles])
    shared = (has @ has.T).toarray()
    sizes = shared.diagonal()
    union = sizes[:, None] + sizes[None, :] - shared
    return np.asarray(shared / np.maximum(union, 1))


def tfidf_of_things(network: Network, roles: Sequence[str]) -> Floats:
    """Take the cosine of all things alike, weighed by inverse document frequency."""
    return _tfidf([_things(network, role, REQUIREMENTS) for role in roles])


def names_only(network: Network, roles: Sequence[str]) -> Floats:
    """Take the cosine of the words of names, weighed by inverse document frequency."""
    nodes = network.nodes
    return _tfidf(
        [
            [word for name in (nodes[r]["label"], *nodes[r]["aliases"]) for word in _words(name)]
            for r in roles
        ]
    )


METHODS: dict[str, Method] = {
    "careergraph": careergraph,
    "  without families": without_families,
    "Jaccard of tools": jaccard_of_tools,
    "TF-IDF of all things": tfidf_of_things,
    "names only": names_only,
}


def _things(network: Network, role: str, relations: Iterable[str]) -> list[str]:
    return [thing for _, thing, name in network.out_edges(role, keys=True) if name in relations]


def _words(name: str) -> list[str]:
    return normal_form(name).split()


def _counts(rows: Sequence[Sequence[str]]) -> Any:
    columns = {each: place for place, each in enumerate(sorted({e for row in rows for e in row}))}
    at = [(row, columns[e], n) for row, es in enumerate(rows) for e, n in Counter(es).items()]
    row, column, count = zip(*at, strict=True)
    return sparse.csr_array((np.array(count, float), (row, column)), (len(rows), len(columns)))


def _tfidf(rows: Sequence[Sequence[str]]) -> Floats:
    matrix = _counts(rows)
    frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
    matrix.data = (1 + np.log(matrix.data)) * np.log(len(rows) / frequency)[matrix.indices]
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    unit = sparse.diags_array(1 / np.maximum(length, 1e-12)) @ matrix
    return np.asarray((unit @ unit.T).toarray())


# ---- the measures ----


def nearest(scores: Floats) -> NDArray[np.int64]:
    """Return the ten best columns of each row, itself left out."""
    scores = scores.copy()
    np.fill_diagonal(scores, -1)
    return np.argsort(-scores.round(9), axis=1, kind="stable")[:, :TOP]


def family_agreement(top: NDArray[np.int64], codes: Sequence[str], letters: int) -> float:
    """Return the share of the nearest whose SOC code begins alike."""
    group = np.array([code[:letters] for code in codes])
    return float((group[top] == group[:, None]).mean())


def found_again(network: Network, roles: Sequence[str], method: Method) -> tuple[float, float]:
    """Return the share of hidden things, and of words of hidden names, that are guessed right."""
    kept, hidden = _drop(network, roles, 0.2)
    words: dict[str, set[str]] = {}
    rng = random.Random(SEED)
    for role in roles:
        names = kept.nodes[role]["aliases"]
        gone = set(rng.sample(names, len(names) // 5))
        kept.nodes[role]["aliases"] = tuple(name for name in names if name not in gone)
        words[role] = {word for name in gone for word in _words(name)}
    scores = method(kept, roles)
    top = nearest(scores)
    things = [set(_things(kept, role, REQUIREMENTS)) for role in roles]
    # A responsibility that one role alone has cannot be guessed by any method.
    wanted = [
        {iri for iri in hidden[role] if network.nodes[iri]["kind"] != "responsibility"}
        for role in roles
    ]
    known = [
        {w for name in (kept.nodes[r]["label"], *kept.nodes[r]["aliases"]) for w in _words(name)}
        for r in roles
    ]
    told = [words[role] - known[row] for row, role in enumerate(roles)]
    return _guessed(scores, top, things, wanted), _guessed(scores, top, known, told)


def _guessed(
    scores: Floats,
    top: NDArray[np.int64],
    has: Sequence[set[str]],
    wanted: Sequence[set[str]],
) -> float:
    right = []
    for row, others in enumerate(top):
        votes: dict[str, float] = defaultdict(float)
        for other in others:
            for each in has[other] - has[row]:
                votes[each] += scores[row, other]
        guesses = sorted(votes, key=lambda each: (-votes[each], each))[: len(wanted[row])]
        if wanted[row]:
            right.append(len(wanted[row].intersection(guesses)) / len(wanted[row]))
    return float(np.mean(right))


def _drop(
    network: Network, roles: Sequence[str], part: float
) -> tuple[Network, dict[str, set[str]]]:
    """Return the network less a part of each role's edges to things, and what went."""
    rng = random.Random(SEED)
    kept, gone = network.copy(), {}
    for role in roles:
        edges = sorted(e for e in network.out_edges(role, keys=True) if e[2] in REQUIREMENTS)
        dropped = rng.sample(edges, int(len(edges) * part))
        kept.remove_edges_from(dropped)
        gone[role] = {thing for _, thing, _ in dropped}
    return kept, gone


def stability(
    network: Network, roles: Sequence[str], method: Method, top: NDArray[np.int64]
) -> float:
    """Return the share of the nearest that stay when a tenth of the edges is dropped."""
    kept, _ = _drop(network, roles, 0.1)
    again = nearest(method(kept, roles))
    return float(np.mean([len(set(a) & set(b)) / TOP for a, b in zip(top, again, strict=True)]))


def related_list(folder: Path) -> dict[str, set[str]]:
    """Read O*NET's own list of related occupations, by code; of each the primary ones."""
    download = Download(folder)
    columns = ("O*NET-SOC Code", "Related O*NET-SOC Code", "Relatedness Tier")
    found: dict[str, set[str]] = defaultdict(set)
    for table in download.find("Related Occupations"):
        for code, other, tier in download.rows(table, columns):
            if tier.startswith("Primary"):  # Primary-Short and Primary-Long
                found[code].add(other)
    return dict(found)


def agreement_with_list(
    top: NDArray[np.int64], codes: Sequence[str], related: dict[str, set[str]]
) -> tuple[Floats, Floats]:
    """Return, for each role that is listed, recall@10 and nDCG@10.

    An occupation is relevant or not (Järvelin and Kekäläinen, 2002, with gains of 1 and 0); where
    more than ten are, ten found are all.
    """
    recall, gain = [], []
    worth = 1 / np.log2(np.arange(TOP) + 2)
    for row, code in enumerate(codes):
        if wanted := related.get(code):
            hits = np.array([codes[other] in wanted for other in top[row]])
            recall.append(hits.sum() / min(len(wanted), TOP))
            gain.append((hits * worth[: len(hits)]).sum() / worth[: len(wanted)].sum())
    return np.array(recall), np.array(gain)


def _mean(values: Floats) -> str:
    return f"{values.mean():.3f} ± {values.std() / len(values) ** 0.5:.3f}"


def main(folder: Path) -> int:
    """Print the table."""
    if not folder.is_dir():
        print(f"There is no folder {folder}; name the one of O*NET's text download.")
        return 3
    network = onet_network(folder)
    roles = list(role_vectors(network).roles)
    codes = [role.rpartition("/")[2] for role in roles]
    related = related_list(folder)
    listed = [code for code in codes if code in related]
    print(f"{len(roles)} roles with enough data, of O*NET in {folder.name}\n")
    print(f"{'':22}family       hidden       stable  related")
    print(f"{'':22}major minor  things names          recall@10     nDCG@10")
    for name, method in METHODS.items():
        top = nearest(method(network, roles))
        row = [family_agreement(top, codes, 2), family_agreement(top, codes, 4)]
        row += [*found_again(network, roles, method)]
        row += [stability(network, roles, method, top)]
        told = "{:.3f} {:.3f}  {:.3f}  {:.3f}  {:.3f}   ".format(*row)
        recall, gain = agreement_with_list(top, codes, related)
        told += f"{_mean(recall)}  {_mean(gain)}" if listed else "–             –"
        print(f"{name:22}{told}", flush=True)
    print(
        f"\n± one standard error, over the {len(listed)} roles listed."
        if listed
        else "\n– the folder holds no “Related Occupations.txt” that lists these roles; put it "
        "there to fill the columns."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
