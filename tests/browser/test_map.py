"""The map of a thousand roles in a real browser: what is written there never overlaps."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from networks import network

from careergraph.analysis.role_map.communities import role_map
from careergraph.analysis.role_map.sizes import role_sizes
from careergraph.drawing.rendering import to_html
from careergraph.drawing.role_map import draw_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from careergraph.drawing.elements import Drawing

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Keeps what was written in the last picture: text, and its box in pixels of the canvas.
WATCH = """() => {
  const paint = CanvasRenderingContext2D.prototype.fillText;
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  window.written = [];
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    if (this.canvas.isConnected) window.written = [];
    return clear.apply(this, box);
  };
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, most = Infinity) {
    const { a, d, e, f } = this.getTransform();
    const size = parseFloat(/([\\d.]+)px/.exec(this.font)[1]);
    const wide = Math.min(this.measureText(text).width, most);
    window.written.push({ text, x: a * x + e, y: d * y + f, wide: wide * a, high: 0.8 * size * d });
    return paint.call(this, text, x, y, most);
  };
}"""
WORDS = [
    "data", "cloud", "network", "security", "test", "web", "mobile", "field", "chief", "senior",
    "night", "marine", "forest", "metal", "paper", "glass", "stone", "water", "power", "rail",
]  # fmt: skip
JOBS = [
    "engineer", "analyst", "designer", "technician", "manager", "operator", "inspector", "teacher",
]  # fmt: skip


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    needs: dict[str, list[str]] = {}
    chance = random.Random(3)
    while len(needs) < 1000:
        group = chance.randrange(14)
        name = " ".join([*chance.sample(WORDS, chance.randint(1, 3)), JOBS[group % len(JOBS)]])
        needs[name.capitalize()] = [f"skill {group}-{chance.randrange(9)}" for _ in range(12)] + [
            f"own {len(needs)}-{n}" for n in range(5)
        ]
    made = network(needs)
    found = role_map(made)
    drawing = draw_map(found, role_sizes(made, found, "central").size)
    file: Path = tmp_path_factory.mktemp("map") / "map.html"
    file.write_text(to_html(drawing, "Map"), encoding="utf-8")
    shown = browser.new_page(viewport={"width": 1280, "height": 1000})
    shown.add_init_script(f"({WATCH})()")
    shown.goto(file.as_uri())
    shown.wait_for_selector(".cg-stage canvas")
    shown.wait_for_timeout(600)
    yield shown
    shown.close()


def overlaps(written: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (one["text"], other["text"])
        for one, other in combinations(written, 2)
        if abs(one["x"] - other["x"]) < (one["wide"] + other["wide"]) / 2 - 1
        and abs(one["y"] - other["y"]) < (one["high"] + other["high"]) / 2 - 1
    ]


def test_no_label_is_drawn_over_another_at_any_zoom(page: Page) -> None:
    seen = set()
    for _ in range(11):
        written = page.evaluate("window.written")
        assert written
        assert overlaps(written) == []
        seen.add(len(written))
        page.get_by_role("button", name="Zoom in").click()
        page.wait_for_timeout(450)
    assert len(seen) > 3, "zooming in makes room for other labels"
    page.get_by_role("button", name="Fit the drawing").click()
    page.wait_for_timeout(450)


def test_a_role_chosen_shows_itself_and_its_neighbours(page: Page) -> None:
    page.locator(".cg-stage").focus()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
        page.wait_for_timeout(200)
    chosen = page.locator(".cg-line").inner_text().split(" – ")[0]
    written = page.evaluate("window.written")
    assert overlaps(written) == []
    assert " ".join(w["text"] for w in written).count(chosen.split()[0]) >= 1
    page.keyboard.press("Escape")


def test_the_legend_is_the_filter(page: Page) -> None:
    buttons = page.locator(".cg-kind")
    assert buttons.count() > 3
    before = len(page.evaluate("window.written"))
    for number in range(1, buttons.count()):
        buttons.nth(number).click()
    page.wait_for_timeout(400)
    assert 0 < len(page.evaluate("window.written")) < before
    for number in range(1, buttons.count()):
        buttons.nth(number).click()


def test_narrow_pages_get_the_map_with_its_names_below(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_timeout(500)
    stage, legend = (page.locator(each).bounding_box() for each in (".cg-stage", ".cg-legend"))
    assert stage and legend
    assert stage["width"] > 300
    assert stage["y"] + stage["height"] <= legend["y"]
    assert overlaps(page.evaluate("window.written")) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.fixture
def narrow(browser: Browser, tmp_path: Path) -> Iterator[Callable[[Drawing], Page]]:
    """Open a drawing in a window as narrow as a telephone."""
    shown = browser.new_page(viewport={"width": 390, "height": 800})
    shown.add_init_script(f"({WATCH})()")

    def show(drawing: Drawing) -> Page:
        file = tmp_path / "map.html"
        file.write_text(to_html(drawing, "Map"), encoding="utf-8")
        shown.goto(file.as_uri())
        shown.wait_for_selector(".cg-stage canvas")
        shown.wait_for_timeout(600)
        return shown

    yield show
    shown.close()


def kitchen(chosen: Sequence[str] = ()) -> Drawing:
    needs = {f"Cook {n}": ["Knives", "Heat", "Dough", "Salt", "Pans"] for n in range(4)}
    needs |= {f"Coder {n}": ["Python", "Git", "Linux", "SQL", "Tests"] for n in range(4)}
    return draw_map(role_map(network(needs)), {}, chosen=chosen)


def test_on_a_narrow_page_the_name_of_an_area_steps_aside_for_another(
    narrow: Callable[[Drawing], Page],
) -> None:
    drawing = kitchen()
    marks = tuple(
        mark | {"x": drawing.width / 2, "y": 300 + 30 * int(mark["kind"])}
        for mark in drawing.marks
        if mark["mark"] == "name"
    )
    written = narrow(replace(drawing, marks=marks)).evaluate("window.written")
    names = {line for mark in marks for line in mark["lines"]}
    assert len(marks) == 2
    assert names <= {each["text"] for each in written}
    assert overlaps(written) == []


def test_an_area_with_little_room_is_named_at_rest_as_well(
    browser: Browser, tmp_path: Path
) -> None:
    drawing = kitchen()
    small = [mark | {"zoom": 4.0} if mark["mark"] == "name" else mark for mark in drawing.marks]
    file = tmp_path / "map.html"
    file.write_text(to_html(replace(drawing, marks=tuple(small)), "Map"), encoding="utf-8")
    shown = browser.new_page(viewport={"width": 1280, "height": 1000})
    shown.add_init_script(f"({WATCH})()")
    shown.goto(file.as_uri())
    shown.wait_for_selector(".cg-stage canvas")
    shown.wait_for_timeout(600)
    written = shown.evaluate("window.written")
    names = {line for mark in small if mark["mark"] == "name" for line in mark["lines"]}
    assert len(names) >= 2
    assert names <= {label["text"] for label in written}
    assert overlaps(written) == []
    shown.close()


def test_on_a_narrow_page_what_was_asked_for_is_named(narrow: Callable[[Drawing], Page]) -> None:
    assert "Cook 1" not in {w["text"] for w in narrow(kitchen()).evaluate("window.written")}
    written = narrow(kitchen(chosen=["Cook 1", "Coder 2"])).evaluate("window.written")
    assert {"Cook 1", "Coder 2"} <= {each["text"] for each in written}
    assert overlaps(written) == []


def test_what_was_asked_for_first_is_named_where_there_is_no_room_for_both(
    narrow: Callable[[Drawing], Page],
) -> None:
    for chosen in (["Cook 1", "Cook 2"], ["Cook 2", "Cook 1"]):
        drawing = kitchen(chosen)
        nodes = tuple(
            node | {"x": 300 + 2 * int(node["id"][-1]), "y": 300} if node["strong"] else node
            for node in drawing.nodes
        )
        zoom = {chosen[0]: 0.6, chosen[1]: 4.0}
        nodes = tuple(node | {"zoom": zoom.get(node["id"], node["zoom"])} for node in nodes)
        written = {
            w["text"] for w in narrow(replace(drawing, nodes=nodes)).evaluate("window.written")
        }
        assert {*chosen} & written == {chosen[0]}


def test_a_role_found_comes_to_the_middle(narrow: Callable[[Drawing], Page]) -> None:
    page = narrow(kitchen())
    page.evaluate("""() => {
      const given = JSON.parse(document.getElementById("data").textContent);
      const host = document.getElementById("drawing");
      host.replaceChildren();
      const shown = careergraphDrawing(host, vis, () => {});
      shown.show(given);
      shown.show({ ...given, selected: "Cook 3" });
    }""")
    page.wait_for_timeout(600)
    stage = page.locator(".cg-stage").bounding_box()
    assert stage
    x, y = spot(page, "Cook 3")
    assert x == pytest.approx(stage["width"] / 2, abs=4)
    assert y == pytest.approx(stage["height"] / 2 + 14, abs=8)  # below its point


def test_zoom_keeps_what_is_looked_at_where_it_is(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.wait_for_timeout(500)
    page.locator(".cg-stage").focus()
    for key in ("Escape", "ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
        page.wait_for_timeout(200)
    chosen = page.locator(".cg-line").inner_text().split(" – ")[0]
    seen = []
    for key in ("+", "+", "+"):
        seen.append(spot(page, chosen))
        page.keyboard.press(key)
        page.wait_for_timeout(450)
    seen.append(spot(page, chosen))
    for x, y in seen:
        assert abs(x - seen[0][0]) < 3
        assert abs(y - seen[0][1]) < 12  # a label keeps its distance from its point on the screen
    page.keyboard.press("Escape")


def spot(page: Page, label: str) -> tuple[float, float]:
    """Return where the first line of a label is written, in pixels of the canvas."""
    lines = [w for w in page.evaluate("window.written") if label.startswith(w["text"])]
    assert lines, f"{label} is not written"
    return lines[-1]["x"], lines[-1]["y"]


def test_a_skill_shows_its_card_and_a_role_found_comes_into_view(
    visit: Callable[..., Page],
) -> None:
    page = visit("/map?skill=tool:python")
    card = page.locator(".st-key-why")
    card.get_by_text("need or welcome it").wait_for()
    page.wait_for_function(  # it floats once its style has come
        """() => {
          const box = document.querySelector(".st-key-why").getBoundingClientRect();
          return box.top >= 0 && box.bottom <= innerHeight;
        }"""
    )
    assert "cg-zoomed" not in (page.locator(".cg").get_attribute("class") or "")
    find = page.get_by_role("combobox", name="Find")
    find.click()
    find.fill("Data Engineer")
    page.get_by_role("option", name="Data Engineer").first.click()
    card.get_by_text("Most like it").wait_for()
    page.locator(".cg.cg-zoomed").wait_for()
    card.get_by_role("button", name="Close").click()
    card.get_by_text("need or welcome it").wait_for()


def test_a_finger_leaves_nothing_lit_and_what_it_looks_for_comes_into_view(
    browser: Browser, home: str
) -> None:
    from playwright.sync_api import expect

    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    shown = context.new_page()
    shown.goto(f"{home}/map?pick=role:data-engineer")
    stage = shown.locator(".cg-stage")
    expect(stage).to_be_in_viewport(ratio=0.5)
    expect(shown.locator(".cg-line")).to_contain_text("Data Engineer")
    shown.get_by_role("button", name="Close").tap()
    shown.locator(".st-key-why").wait_for(state="detached")
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    assert box
    shown.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    shown.wait_for_timeout(800)
    assert shown.locator(".vis-tooltip:visible").count() == 0
    context.close()
