"""How good learning paths and next skills are: counts with known answers, and what readers said.

Run ``python -m tests.evaluation.learning_paths [GRAPH]`` from the root of a clone; GRAPH is the
bundled graph unless told otherwise.

counts    Over all pairs of the roles that careergraph's editors wrote: what share of the steps is
          required (the rest is used, or comes first)? How many steps does the start role require
          itself, how many stand before what they build on or are best learnt after? None should.
read      ``judged_paths.json`` holds paths of all trades, read step by step as a coach would, with
          a score of 1 to 5 and why. ``judged_next_skills.json`` holds profiles of three things and
          whether the first three things to learn next make sense. Who disagrees changes the score
          and the remark; whatever is answered differently today is listed, to be read again.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from careergraph.analysis.learning.needs import needs_of
from careergraph.analysis.learning.next_skill import next_skills
from careergraph.analysis.learning.path import LearningPath, learning_path
from careergraph.errors import AmbiguousError
from careergraph.loading.opening import open_graph
from careergraph.network.lookup import find
from careergraph.network.projection import Network, project
from careergraph.vocabulary import ID_BASE

FOLDER = Path(__file__).parent


def counts(network: Network) -> None:
    """Print the counts over all pairs of editorial roles."""
    needs = needs_of(network)
    roles = [role for role in needs.ranked_roles if role.startswith(ID_BASE)]
    why: Counter[str] = Counter()
    known = disordered = wide = 0
    for start in roles:
        for target in roles:
            if start == target:
                continue
            path = learning_path(network, target, start, k=0)
            stage_of = {
                step.iri: number
                for number, stage in enumerate(path.stages)
                for step in stage.all_steps
            }
            why.update(step.why for step in path.steps)
            known += sum(iri in needs.of_role[start] for iri in stage_of)
            disordered += sum(
                stage_of[earlier] >= stage_of[later]
                for later in stage_of
                for earlier in (needs.order.pred[later] if later in needs.order else ())
                if earlier in stage_of
            )
            wide += any(len(stage.steps) > 5 for stage in path.stages)
    required = why["required"] + why["one of"]
    print(f"{len(roles) * (len(roles) - 1)} paths between {len(roles)} roles")
    print(f"  required steps           {required / why.total():.1%} of {why.total()}")
    print(f"  required by the start    {known}")
    print(f"  out of order             {disordered}")
    print(f"  stages of more than five {wide}")


def read_paths(network: Network) -> None:
    """Print the mean score of the paths that were read, and those that differ today."""
    judged = json.loads((FOLDER / "judged_paths.json").read_text("utf-8"))
    scores = [case["score"] for case in judged]
    print(f"\n{len(judged)} paths read: mean {sum(scores) / len(scores):.2f} of 5")
    for score, number in sorted(Counter(scores).items(), reverse=True):
        print(f"  {score}: {number}")
    _differing(judged, lambda case: _steps(network, case))


def read_next_skills(network: Network) -> None:
    """Print the share of profiles whose next skills make sense, and those that differ today."""
    judged = json.loads((FOLDER / "judged_next_skills.json").read_text("utf-8"))
    sensible = sum(case["sensible"] for case in judged)
    print(f"\n{len(judged)} profiles read: {sensible / len(judged):.1%} get sensible next skills")
    _differing(
        judged,
        lambda case: [skill.label for skill in next_skills(network, case["known"], k=3).skills],
    )


def _steps(network: Network, case: dict[str, Any]) -> list[str]:
    path: LearningPath = learning_path(
        network, _role(network, case["to"]), _role(network, case["from"]), k=0
    )
    return [step.label for stage in path.stages for step in stage.steps]


def _role(network: Network, name: str) -> str:
    try:
        return find(network, name, kind="role").iri
    except AmbiguousError as error:
        return error.candidates[0][0]


def _differing(judged: list[dict[str, Any]], answer: Any) -> None:
    """List the cases that are answered differently from when they were read."""
    field = "steps" if "steps" in judged[0] else "skills"
    changed = [case for case in judged if answer(case) != case[field]]
    print(f"  answered differently today, to be read again: {len(changed)}")
    for case in changed:
        name = f"{case['from']} to {case['to']}" if field == "steps" else ", ".join(case["known"])
        print(f"    {name}")


def main(location: str | None) -> int:
    """Print all measures."""
    network = project(open_graph(location))
    counts(network)
    read_paths(network)
    read_next_skills(network)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else None))
