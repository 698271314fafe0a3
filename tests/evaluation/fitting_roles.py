"""How sensible the roles are that suit what one knows, for people who know two or three things.

Run ``python -m tests.evaluation.fitting_roles [GRAPH]`` from the root of a clone; GRAPH is the
bundled graph unless told otherwise.

``fit_profiles.tsv`` holds profiles as people would put them, and for each, words of the names of
roles that an adviser would think of. The words were written before any answer was seen, so a role
that bears none of them may still be sensible: ``fit_judged.tsv`` says of each of these that was
answered since whether it is, and whoever disagrees changes the row. Among the first five roles are
counted those that bear such a word, and those that are sensible by either.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from careergraph.analysis.learning.fit import fit_roles
from careergraph.loading.opening import open_graph
from careergraph.network.projection import Network, project

FOLDER = Path(__file__).parent
FIRST = 5


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table beside this module."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def is_expected(label: str, words: str) -> bool:
    """Whether a role's name bears one of the words, which are separated by semicolons."""
    return any(word.strip() in label.casefold() for word in words.split(";"))


def measure(network: Network) -> None:
    """Print how many of the first roles are expected, sensible, and not judged."""
    judged = {
        (row["known"], row["role"]): row["sensible"] == "yes" for row in rows("fit_judged.tsv")
    }
    profiles = rows("fit_profiles.tsv")
    expected = sensible = shown = first = 0
    for profile in profiles:
        known = profile["known"].split("; ")
        roles = fit_roles(network, known, k=FIRST).roles
        verdicts = []
        for role in roles:
            is_listed = is_expected(role.label, profile["sensible"])
            expected += is_listed
            verdicts.append(is_listed or judged.get((profile["known"], role.label)))
            if verdicts[-1] is None:
                print(f"  not judged: {profile['known']}: {role.label}")
        shown += len(roles)
        sensible += sum(verdict is True for verdict in verdicts)
        first += bool(verdicts) and verdicts[0] is True
    print(f"\n{len(profiles)} profiles, {shown} of their first {FIRST} roles:")
    print(f"  named before any answer was seen  {expected / shown:.1%}")
    print(f"  sensible by either judgement      {sensible / shown:.1%}")
    print(f"  profiles whose first is sensible  {first / len(profiles):.1%}")


def main(location: str | None) -> int:
    """Print the measures."""
    measure(project(open_graph(location)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else None))
