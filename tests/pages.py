"""Streamlit's own test of the explorer's pages: open one, and read what it shows."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[1] / "app"


def opened(page: str = "home", /, **address: str | list[str]) -> AppTest:
    """A page as a person sees it who opens that address."""
    at = AppTest.from_file(APP / "main.py", default_timeout=60)
    for name, value in address.items():
        at.query_params[name] = value
    if page != "home":
        at.switch_page(f"views/{page}.py")
    at.run()
    assert not at.exception, at.exception
    return at


def drawing(at: AppTest) -> dict[str, Any]:
    """What the page's drawing was given, {} where it shows none."""
    given = [json.loads(each.proto.json) for each in at.get("bidi_component")]
    return next((each for each in given if "drawing" in each), {})


def view(at: AppTest) -> dict[str, Any]:
    """What one sees, to compare with what another sees."""
    return {
        "said": [text.value for text in at.markdown],
        "drawing": drawing(at),
        "answer": answered(at),
        "tables": [table.value.to_dict("list") for table in at.dataframe],
        "ticked": {box.key: box.value for box in at.checkbox},
        "chosen": {box["label"]: box["chosen"] for box in pickers(at)},
    }


def pickers(at: AppTest) -> list[dict[str, Any]]:
    """What each box that looks names up was given."""
    given = [json.loads(each.proto.json) for each in at.get("bidi_component")]
    return [each for each in given if "chosen" in each]


def chosen(at: AppTest, label: str) -> list[str]:
    """The things chosen in the box of that label."""
    box = next(box for box in pickers(at) if box["label"] == label)
    return [one["iri"] for one in box["chosen"]]


def answered(at: AppTest) -> dict[str, Any]:
    """The columns and rows of the Ask page's table, {} where it shows none."""
    given = [json.loads(each.proto.json) for each in at.get("bidi_component")]
    return next((each for each in given if "rows" in each), {})


def said(at: AppTest) -> str:
    """All that a page says in running text."""
    texts = [each.value for each in (*at.markdown, *at.title, *at.info, *at.warning, *at.error)]
    return "\n".join(texts).replace("\\", "")


def forget_graph() -> Any:
    """Make the explorer open its graph anew; give its module of resources, APP on the path."""
    resources = importlib.import_module("app.resources")
    for kept in (resources._shared_network, resources._shared_part, resources._joined):
        kept.clear()
    resources._shared_sources.cache_clear()
    if hasattr(resources.shared_graph, "cache_clear"):  # where no test stands in for it
        resources.shared_graph.cache_clear()
    return resources


def thing(kind: str, slug: str) -> str:
    return f"https://w3id.org/careergraph/id/{kind}/{slug}"
