"""Ten tasks of people who never saw the explorer, told in their words and done as they would.

Each is done on a phone and on a laptop, in light and in dark; where a person comes back, in a new
tab or after a reload; where another opens what was sent, in a browser of their own.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from browsing import calm, expect, holds

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Download, Page

pytestmark = pytest.mark.browser

# Half of the tasks in each look would do; each task is done in two that differ in all.
LAPTOP, PHONE = (1280, "light"), (390, "dark")
CV = b"""Jane Doe, jane@example.org

Work experience
Registered nurse, then data analyst: SQL and Python every day, dashboards in Tableau
No experience with Kubernetes
"""
ADVERT = b"""Position: Lamp tuner

Your profile
- SQL and Python
- Lamp care by night

Your tasks
- Keep the lamps lit

We offer free oil. Apply now
"""
TABLE = b"""Role,Skill,Course
Lamp keeper,Lamp care,Lamps for all https://lamps.example/course
Lamp keeper,SQL,
Lamp keeper,Python,
"""


@pytest.fixture(params=[LAPTOP, PHONE], ids=["laptop-light", "phone-dark"])
def person(browser: Browser, home: str, request: Any) -> Iterator[Callable[[], BrowserContext]]:
    """Make browsers of one person's kind of device; each call is another person."""
    width, theme = request.param
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def person() -> BrowserContext:
        context = browser.new_context(
            base_url=home,
            viewport={"width": width, "height": 844 if width < 600 else 900},
            color_scheme=theme,
            has_touch=width < 600,
            is_mobile=width < 600,
            accept_downloads=True,
        )
        context.set_default_timeout(30_000)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        contexts.append(context)
        return context

    yield person
    for context in contexts:
        context.close()
    assert errors == []


def opened(context: BrowserContext, path: str = "/") -> Page:
    page = context.new_page()
    page.goto(path)
    calm(page)
    page.wait_for_timeout(1000)  # a page runs once more with what the browser keeps
    calm(page)
    return page


def ask(page: Page, text: str) -> None:
    box = page.get_by_role("combobox", name="Search")
    box.fill(text)
    box.press("Enter")
    calm(page)


def go(page: Page, name: str) -> None:
    """Go to a page by the navigation of this width."""
    narrow = (page.viewport_size or {"width": 0})["width"] < 600
    place = ".st-key-phone-pages" if narrow else "[data-testid=stTopNavLinkContainer], header"
    page.locator(place).get_by_role("link", name=name, exact=True).first.click()
    calm(page)


def drop(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": content}
    )


def taken(page: Page, button: str, file: str) -> Download:
    """Take a file of those below a button."""
    opener = page.get_by_role("button", name=button, exact=True).first
    opener.evaluate("button => button.scrollIntoView({block: 'start'})")  # the files open below it
    opener.click()
    with page.expect_download() as download:
        page.get_by_role("button", name=file, exact=True).click()
    page.keyboard.press("Escape")
    return download.value


def text_of(download: Download) -> str:
    return Path(download.path()).read_text("utf-8-sig")


# 1 ----------------------------------------------------------------------------------------------


def test_from_what_i_do_to_something_with_data(person: Callable[[], BrowserContext]) -> None:
    """I look after servers. I want something with data. What is it, and what would I lack?"""
    page = opened(person())
    ask(page, "How do I get from systems administrator to data engineer?")
    page.wait_for_url(re.compile("/path"))
    expect(
        page.get_by_role("heading", name=re.compile("^From Systems Administrator to Data"))
    ).to_be_visible()
    expect(page.get_by_role("heading", name="Step by step")).to_be_visible()
    expect(page.get_by_role("checkbox").nth(5)).to_be_attached()


# 2 ----------------------------------------------------------------------------------------------


def test_my_cv_tells_which_jobs_suit_me_and_it_is_still_there_tomorrow(
    person: Callable[[], BrowserContext],
) -> None:
    """I have my CV here. Which jobs suit me? I come back tomorrow."""
    me = person()
    page = opened(me)
    drop(page, "cv.txt", CV)
    expect(page.get_by_text("Which jobs suit what you know")).to_be_visible()
    expect(page.get_by_role("button", name="Remove Tableau")).to_be_visible()
    expect(page.get_by_role("button", name="Remove Kubernetes")).to_have_count(0)
    expect(page.get_by_text(re.compile(r"you know \d+ of \d+")).first).to_be_visible()
    page.get_by_role("button", name=re.compile("^Keep these")).click()
    expect(page.get_by_role("button", name=re.compile(r"What I know \(\d+\)"))).to_be_visible()
    calm(page)
    page.close()
    tomorrow = opened(me, "/mine")
    expect(
        tomorrow.get_by_role("heading", name=re.compile(r"What I know \([3-9]\)"))
    ).to_be_visible()
    assert opened(person(), "/mine").get_by_role("heading", name="What I know (0)").is_visible()


# 3 ----------------------------------------------------------------------------------------------


def test_an_advert_is_read_joined_and_planned(person: Callable[[], BrowserContext]) -> None:
    """I found this advert. What does it want that I lack? I reload the page by accident."""
    me = person()
    page = opened(me)
    drop(page, "lamps.txt", ADVERT)
    expect(page.get_by_role("heading", name=re.compile("^lamps.txt says"))).to_be_visible()
    page.get_by_role("button", name="Join it to my graph").click()
    expect(page.get_by_text("lamps.txt has joined your graph.")).to_be_visible()
    page.get_by_role("link", name="Plan it").first.click()
    page.wait_for_url(re.compile("/path"))
    expect(page.get_by_role("heading", name=re.compile("Lamp tuner"))).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name=re.compile("Lamp tuner"))).to_be_visible()
    link = page.url
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("The link leaves out what is yours alone")).to_be_visible()
    other = opened(person(), link.partition("127.0.0.1")[2].partition("/")[2].join(["/", ""]))
    expect(other.get_by_text(re.compile("is not in the graph"))).to_be_visible()


# 4 ----------------------------------------------------------------------------------------------


def test_two_jobs_side_by_side_and_who_says_so(person: Callable[[], BrowserContext]) -> None:
    """Data analyst or data scientist? What do both need, and whose word is it?"""
    page = opened(person())
    ask(page, "data analyst or data scientist")
    page.wait_for_url(re.compile("/compare"))
    expect(page.get_by_role("heading", name=re.compile(r"share \d+ of \d+ things"))).to_be_visible()
    table = text_of(taken(page, "Download", "Table (CSV)"))
    assert "needs the skill" in table
    assert "both" in table


# 5 ----------------------------------------------------------------------------------------------


def test_a_coach_prints_two_roles_for_a_client(
    person: Callable[[], BrowserContext], browser: Browser
) -> None:
    """I coach people. I want two jobs on paper for a client, on two sheets at the most."""
    page = opened(person(), "/compare?role=role:machine-learning-engineer&role=role:ai-architect")
    report = taken(page, "Download", "Report (HTML, opens without a network)")
    sheet = browser.new_page()
    sheet.set_content(text_of(report))
    paper = sheet.pdf(format="A4", prefer_css_page_size=True)
    sheet.close()
    pypdf = pytest.importorskip("pypdf")
    sheets = pypdf.PdfReader(io.BytesIO(paper)).pages
    assert len(sheets) <= 2
    assert "Both share" in sheets[0].extract_text()


# 6 ----------------------------------------------------------------------------------------------


def test_a_plan_is_kept_dated_and_sent_as_one_page(person: Callable[[], BrowserContext]) -> None:
    """I begin to learn, note where, want to know when I am done, and show it to my partner."""
    me = person()
    page = opened(me, "/path?from=role:data-analyst&to=role:ai-architect")
    page.get_by_role("button", name="Plan", exact=True).first.click()
    page.get_by_text("◐ doing").click()
    calm(page)
    page.get_by_role("textbox", name="Note").fill("evening course")
    page.get_by_role("textbox", name="Note").press("Enter")
    calm(page)
    page.get_by_role("button", name="Close").click()
    calm(page)
    page.close()
    weeks = "weeks-small=1&weeks-medium=3&weeks-large=8"
    page = opened(me, f"/path?from=role:data-analyst&to=role:ai-architect&{weeks}")
    expect(page.get_by_text("evening course")).to_be_visible()
    expect(page.get_by_text(re.compile(r"until \d\d \w+ 20\d\d")).first).to_be_visible()
    plan = text_of(taken(page, "Download", "My plan on one page (HTML, to print)"))
    for said in ("From Data Analyst to AI Architect", "evening course", "Done by", "[~]"):
        assert said in plan
    assert text_of(taken(page, "Download", "My plan as a picture (SVG)")).startswith("<svg")


# 7 ----------------------------------------------------------------------------------------------


def test_our_own_table_brings_its_courses(person: Callable[[], BrowserContext]) -> None:
    """Our firm keeps its jobs in a table, with courses. I want to see them at the steps."""
    me = person()
    page = opened(me)
    drop(page, "firm.csv", TABLE)
    page.get_by_role("button", name="Join it to my graph").click()
    expect(page.get_by_text("firm.csv has joined your graph.")).to_be_visible()
    page.get_by_role("link", name="Plan it").first.click()
    expect(page.get_by_role("link", name="Lamps for all")).to_have_attribute(
        "href", "https://lamps.example/course"
    )
    calm(page)
    page.close()
    again = opened(me, "/mine")
    expect(again.get_by_role("heading", name="My files (1)")).to_be_visible()
    again.get_by_role("button", name="Erase all").first.click()
    again.get_by_role("button", name="Erase all that is mine").click()
    expect(again.get_by_role("heading", name="My files (0)")).to_be_visible()
    calm(again)
    again.wait_for_timeout(500)  # the browser empties its store beside the page
    again.reload()
    calm(again)
    expect(again.get_by_role("heading", name="My files (0)")).to_be_visible()


# 8 ----------------------------------------------------------------------------------------------


def test_my_job_beside_ten_others_in_a_workbook(person: Callable[[], BrowserContext]) -> None:
    """Where could I go from here? All that is near, in one table for my spreadsheet."""
    page = opened(person(), "/compare?role=role:data-analyst")
    page.get_by_role("button", name=re.compile("ten roles most like it")).click()
    expect(page.get_by_role("heading", name=re.compile("^Of 11 roles, most like"))).to_be_visible()
    page.get_by_text("What is missing", exact=True).click()
    holds(page, show=["missing"])
    workbook = Path(taken(page, "Download", "Workbook (XLSX)").path()).read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    assert book["Alike"].max_row == 12


# 9 ----------------------------------------------------------------------------------------------


def test_all_that_is_mine_goes_to_another_browser(
    person: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    """I change to a new laptop and want to take everything along."""
    old = opened(person(), "/mine?know=tool:sql&know=tool:python")
    expect(old.get_by_role("heading", name="What I know (2)")).to_be_visible()
    with old.expect_download() as download:
        old.get_by_role("button", name="Save all").click()
    held = json.loads(text_of(download.value))
    assert len(held["knows"]) == 2
    new = opened(person(), "/mine")
    new.locator("input[type=file]").set_input_files(
        {"name": "mine.json", "mimeType": "application/json", "buffer": json.dumps(held).encode()}
    )
    expect(new.get_by_role("heading", name="What I know (2)")).to_be_visible()


# 10 ---------------------------------------------------------------------------------------------


def test_going_about_by_the_navigation_nothing_stays_in_the_way(
    person: Callable[[], BrowserContext],
) -> None:
    """I look around: every page once, and again after a reload, and nothing covers it."""
    page = opened(person())
    for name in ("Compare", "Path", "Explore", "Map", "Ask", "Sources", "Mine", "Home"):
        go(page, name)
        expect(page).to_have_title(f"{name} · careergraph")
        page.reload()
        calm(page)
        page.wait_for_timeout(1000)  # a page runs once more with what the browser keeps
        covered = page.evaluate(
            """() => document.elementFromPoint(innerWidth / 2, innerHeight / 2)
                ?.closest('[data-testid=stSidebar]') !== null"""
        )
        assert not covered
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, name
