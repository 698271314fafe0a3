"""Foreign text in the explorer: whatever a graph says, each page shows it as it stands."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import hostile
import pytest
from google.protobuf.json_format import MessageToDict
from pages import APP, forget_graph, opened
from streamlit.testing.v1 import AppTest

from app import resources
from app.components.evidence import plain

PAGES = [
    ("home", {"pick": "skill:0", "know": ["tool:1", "skill:3"]}),
    ("home", {"q": "Which roles need www.evil.example?"}),
    *(("compare", {"role": [f"role:{a}", f"role:{b}"], "pick": f"degree:{a}"})
      for a, b in ((0, 1), (2, 3))),
    ("compare", {"role": ["role:0", "role:1", "role:2", "role:3"]}),
    ("compare", {"role": "role:0", "unknown": hostile.LABELS[:40]}),
    *(("path", {"from": f"role:{n}", "to": f"role:{(n + 1) % 4}", "pick": "skill:3", "all":
                ["Stage 1", "Stage 2", "Stage 3"]}) for n in range(4)),
    ("path", {"to": "role:2", "unknown": hostile.LABELS[40:80], "know": ["tool:1", "skill:6"]}),
    *(("explore", {"thing": f"role:{n}", "pick": f"tool:{n + 1}", "trail": ["role:3", "skill:12"]})
      for n in range(4)),
    *(("explore", {"thing": f"skill:{n}"}) for n in range(0, len(hostile.LABELS), 3)),
    ("explore", {"thing": "posting:1"}), ("compare", {"unknown": hostile.LABELS[80:]}),
    ("explore", {"thing": hostile.UNDERLINED, "pick": "skill:0"}),
    ("map", {"from": "role:0", "to": "role:2"}), ("map", {"skill": "skill:0"}),
    *(("ask", {"q": query}) for query in (
        "SELECT ?thing ?name { ?thing skos:prefLabel ?name }", hostile.LABELS[0],
        "CONSTRUCT WHERE { ?thing skos:prefLabel ?name }", "SELECT * { BIND(1/0 AS ?__x) }")),
    ("sources", {}), ("sources", {"without": "https://w3id.org/careergraph/source/hostile"}),
]  # fmt: skip
ACTIVE = [
    label for label in hostile.LABELS if len(label) > 2 and plain(f"x {label}") != f"x {label}"
]
SHOWN = sorted(map(plain, ACTIVE), key=len, reverse=True)
NO_MARKDOWN = {"id", "key", "formId", "url", "pageScriptHash", "icon", "queryString", "element"}
TAGS = {"b", "div", "i", "li", "ol", "p", "span", "strong", "style", "ul", "small", "br", "bdi"}


@pytest.fixture(scope="module", autouse=True)
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(APP))
        folder = tmp_path_factory.mktemp("hostile")
        hostile.write(folder)
        patch.setenv("CAREERGRAPH_GRAPH", str(folder))
        forget_graph()
        yield
    forget_graph()


def texts(at: AppTest) -> Iterator[tuple[str, str]]:
    """Each text of a page with the type of its element, but for what a component is given."""
    todo: list[Any] = [at._tree.root]
    while todo:
        node = todo.pop()
        todo.extend(getattr(node, "children", {}).values())
        proto = getattr(node, "proto", None)
        if proto is not None and node.type not in {"bidi_component", "dataframe", "code"}:
            yield from ((node.type, text) for text in strings(MessageToDict(proto)))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in NO_MARKDOWN:
                yield from strings(one)


class Tags(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        assert {name for name, _ in attrs} <= {"class", "style", "title", "role", "aria-label"}


@pytest.mark.parametrize(("page", "address"), PAGES, ids=lambda part: str(part)[:60])
def test_a_page_shows_labels_as_they_stand(page: str, address: dict[str, Any]) -> None:
    seen = 0
    for kind, text in texts(opened(page, **address)):
        if kind == "html":
            Tags().feed(text)
            continue
        for shown in SHOWN:
            seen += shown in text
            text = text.replace(shown, "name")
        assert not [label for label in ACTIVE if label in text], (kind, text)
    assert seen or page in {"ask", "home"}


def test_a_text_is_one_line_without_anything_that_acts() -> None:
    for label in hostile.LABELS:
        told = plain(label)
        assert "\n" not in told
        assert re.search(r"(?<!\\)(?:\\\\)*[`*_{}\[\]<>#|~$:]", re.sub(r"\\.", "", told)) is None
        assert not re.search(r"www\\?\.|https?\\?:\\?/|[\w+.-]\\?@", told), told


def test_what_components_are_given_is_data(tmp_path: Path) -> None:
    at = opened("compare", role=["role:0", "role:1"])
    given = [json.loads(one.proto.json) for one in at.get("bidi_component")]
    assert any(hostile.LABELS[70] in json.dumps(one, ensure_ascii=False) for one in given)


@pytest.mark.parametrize(
    "name", ["x" * 300 + ".csv", "\0.csv", "é" * 200 + ".csv", "a/../b", ".", ""]
)
def test_an_upload_of_any_name_is_read(name: str) -> None:
    with resources.on_disk({name: b"role,skill\nCook,Broth\n"}) as [path]:
        assert path.read_bytes().startswith(b"role")
        assert path.parent.parent == Path(tempfile.gettempdir())
