"""Ask the graph anything in SPARQL, from ready questions to one's own."""

from __future__ import annotations

import os
import re
import shlex
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from app import address, knowledge, resources
from app.components import evidence
from app.components.editor import editor
from app.components.query_answer import answer as show_answer
from app.components.query_answer import curie
from app.components.search import search_box
from careergraph.errors import CareerGraphError, QueryError, QueryLimitError
from careergraph.export.tables import answer_csv
from careergraph.loading.bundled import bundled_folder
from careergraph.loading.opening import CORE
from careergraph.loading.terms import misspelt
from careergraph.sparql.query import Limits, QueryResult, run_query
from careergraph.sparql.worker import RefusedError, names_its_dataset
from careergraph.store.formats import GRAPH_FORMATS, RESULT_FORMATS
from careergraph.vocabulary import CG, KINDS, ONTOLOGY, PREFIXES, RELATIONS, SOURCE_BASE

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from careergraph.network.projection import Network

OPENING = "shared-skills"
HISTORY = 30
MOST = 20_000_000  # bytes of an answer, which goes to the browser
TITLES = {
    "json": "JSON",
    "xml": "XML",
    "csv": "CSV",
    "tsv": "TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF/XML",
    "jsonld": "JSON-LD",
}


@st.cache_data(show_spinner=False)
def _examples() -> dict[str, tuple[str, str]]:
    """Read the ready questions: each one's title, what it answers, and its query."""
    found = {}
    files = sorted((bundled_folder() / "queries").glob("*.rq"))
    for file in sorted(files, key=lambda file: file.stem != OPENING):
        text = file.read_text("utf-8").strip()
        said = [line[1:].strip() for line in text.splitlines() if line.startswith("#")]
        found[said[0]] = (" ".join(said[1:]), text)
    return found


@st.cache_data(show_spinner=False)
def _words() -> list[tuple[str, str]]:
    """List what completion offers: prefixes, classes and properties."""
    words = [(curie(kind.iri), f"class of {kind.plural}") for kind in KINDS.values()]
    words += [(curie(each.iri), f"… {each.label} …") for each in RELATIONS.values()]
    words += [("skos:prefLabel", "the name"), ("skos:altLabel", "another name")]
    words += [("skos:definition", "what it means"), ("skos:exactMatch", "is the same as")]
    return words + [(f"{prefix}:", namespace) for prefix, namespace in PREFIXES.items()]


def _run() -> None:
    text = (st.session_state["editor"] or {}).get("run")
    if text is not None:
        _open(text)


def _open(text: str) -> None:
    history = knowledge.asked_queries()
    if text in history:
        history.remove(text)
    history.insert(0, text)
    del history[HISTORY:]
    st.session_state.pop("answer", None)
    st.query_params.from_dict({"q": text})


def _answer(query: str, waiting: DeltaGenerator) -> QueryResult | CareerGraphError:
    """Return what was answered last if the same was asked of the same graph, else ask.

    ``waiting`` is where a slow query can be cancelled.
    """
    graph, without = resources.graph(), frozenset(_without(query))
    asked = query, id(graph), without
    kept = st.session_state.get("answer")
    if not kept or kept[0] != asked:
        # The graph is kept as well, so that no other can have its number.
        cancelled = QueryLimitError("Cancelled: change the query, or run it again.", "cancelled")
        found: QueryResult | CareerGraphError
        try:
            found = _ask(query, without, {"answer": (asked, graph, cancelled)}, waiting)
        except CareerGraphError as error:
            found = error
        kept = st.session_state["answer"] = asked, graph, found
    result: QueryResult | CareerGraphError = kept[2]
    return result


def _without(query: str) -> set[str]:
    """Return the sources that are not asked: those switched off, unless the query names its own."""
    off = resources.sources_off()
    try:
        return set() if off and names_its_dataset(query) else off
    except RefusedError:
        return off


def _ask(
    query: str,
    without: frozenset[str],
    when_cancelled: Mapping[str, object],
    waiting: DeltaGenerator,
) -> QueryResult:
    """Run a query beside the page, so that a click on Cancel or on anything else stops it."""
    stop = threading.Event()
    graphs: list[str] = []
    if without:
        sources = {source.iri for source in resources.sources()} - without
        graphs = sorted(sources | {ONTOLOGY, f"{SOURCE_BASE}sources"})
    ask = partial(
        run_query,
        max_bytes=MOST,
        default_graphs=graphs,
        named_graphs=graphs,
        cancelled=stop,
    )
    with ThreadPoolExecutor(1) as worker:
        try:
            job = worker.submit(ask, resources.graph(), query)
            started = time.monotonic()
            told = None
            while not job.done():
                time.sleep(0.02)
                if time.monotonic() - started < 0.5:
                    continue
                if told is None:
                    with waiting.container(horizontal=True, vertical_alignment="center"):
                        told = st.empty()
                        st.button(
                            "Cancel",
                            icon=":material/stop:",
                            on_click=lambda: st.session_state.update(when_cancelled),
                        )
                told.markdown(f"Asking … {time.monotonic() - started:.0f} s")
                time.sleep(0.2)
            waiting.empty()
            return job.result()
        finally:
            stop.set()


def _keep(query: str) -> None:
    if name := st.session_state["keep-as"].strip():
        knowledge.kept_queries()[name] = query


def _forget(name: str) -> None:
    knowledge.kept_queries().pop(name, None)


def _take_along(query: str, result: QueryResult) -> None:
    formats = GRAPH_FORMATS if result.kind == "construct" else RESULT_FORMATS
    with st.container(horizontal=True):
        with (
            st.popover("Keep", icon=":material/bookmark:"),
            st.form("keep", border=False, clear_on_submit=True),
        ):
            st.text_input("Keep this question as", key="keep-as", max_chars=80)
            st.form_submit_button("Keep it", on_click=_keep, args=(query,), type="primary")
            st.caption("It stays in this browser; “Mine” saves it in a file.")
        with st.popover("Download", icon=":material/download:"):
            for name in formats:
                st.download_button(
                    TITLES[name],
                    # A person opens it in a spreadsheet, where a cell must not be a formula.
                    partial(answer_csv, result)
                    if name == "csv" and result.kind == "select"
                    else partial(result.serialize, name),
                    f"answer.{formats[name].ending}",
                    on_click="ignore",
                    width="stretch",
                )
        with st.popover("As code", icon=":material/terminal:"):
            for title, (text, language) in _code(query, result.kind).items():
                st.caption(title)
                st.code(text, language=language)
        evidence.share("ask-link")


def _code(query: str, kind: str) -> dict[str, tuple[str, str]]:
    """Write what asks the same elsewhere, whatever quotes a query holds."""
    page = (st.context.url or "http://127.0.0.1:8501/ask").partition("?")[0]
    endpoint = page.rpartition("/")[0] + "/sparql"
    location = os.environ.get("CAREERGRAPH_GRAPH", "")
    if location not in {"", CORE}:
        location = endpoint  # a path on this machine would mean nothing elsewhere
    graph = f" --graph {location}" if location else ""
    form, formats = ("turtle", GRAPH_FORMATS) if kind == "construct" else ("json", RESULT_FORMATS)
    media = formats[form].media_type
    text = f'"""\n{query}\n"""'
    if '"""' in query or "\\" in query or "\r" in query:
        text = repr(query)
    return {
        "As curl, while this explorer runs": (
            f"curl {endpoint} -H 'Accept: {media}' \\\n"
            f"  --data-urlencode query={shlex.quote(query)}",
            "bash",
        ),
        "On the command line": (
            f"printf %s {shlex.quote(query)} |\n  careergraph{graph} query - --format {form}",
            "bash",
        ),
        "In Python": (
            "from careergraph import open_graph, run_query\n\n"
            f"graph = open_graph({repr(location) if location else ''})\n"
            f"answer = run_query(graph, {text})\n"
            "for row in answer.rows:\n    print(*row)",
            "python",
        ),
    }


def _mine(title: str, icon: str, queries: Sequence[tuple[str, str]], forget: bool = False) -> None:
    """List a person's own queries behind a line that counts them."""
    if not queries:
        return
    with st.expander(f"{title} ({len(queries)})", icon=icon):
        for place, (name, text) in enumerate(queries):
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.button(
                    evidence.plain(name),
                    key=f"{title}-{place}",
                    on_click=_open,
                    args=(text,),
                    width="stretch",
                    type="tertiary",
                )
                if forget:
                    st.button(
                        "",
                        icon=":material/delete:",
                        key=f"forget-{place}",
                        help="Forget it",
                        on_click=_forget,
                        args=(name,),
                        type="tertiary",
                    )


def _first_line(query: str) -> str:
    return next((line for line in query.splitlines() if line.strip()), "…").lstrip("# ")[:70]


def _questions(examples: dict[str, tuple[str, str]]) -> None:
    """List what this person keeps and asked, and the ready questions."""
    wanted = st.text_input(
        "Find a question", placeholder="Find a question", label_visibility="collapsed"
    ).lower()
    _mine("What I keep", ":material/bookmark:", list(knowledge.kept_queries().items()), forget=True)
    asked = [(_first_line(text), text) for text in knowledge.asked_queries()]
    _mine("What I asked", ":material/history:", asked)
    fitting = {
        question: ready
        for question, ready in examples.items()
        if wanted in f"{question} {ready[0]}".lower()
    }
    for question, (about, text) in fitting.items():
        st.button(question, help=about, on_click=_open, args=(text,), width="stretch")
    if not fitting:
        st.caption("No ready question has these words. Try one word, or ask above.")


def _show(network: Network, query: str, answer: QueryResult | CareerGraphError) -> None:
    """Show the answer of a query, or why there is none."""
    if isinstance(answer, QueryResult):
        show_answer(network, answer)
        most = f"{Limits.max_rows:,} rows or {MOST // 1_000_000} MB"
        rows = "1 row" if len(answer.rows) == 1 else f"{len(answer.rows):,} rows"
        cut = f", cut off at the limit of {most}," if answer.truncated else ""
        st.caption(f"{'' if answer.kind == 'ask' else f'{rows}{cut} '}in {answer.seconds:.3f} s")
        _take_along(query, answer)
    elif isinstance(answer, QueryLimitError) and answer.limit == "cancelled":
        st.info(str(answer), icon=":material/stop:")
    else:
        st.error(evidence.plain(str(answer)), icon=":material/error:")
    for name in dict.fromkeys(re.findall(r"\bcg:(\w+)", query)):
        if wrong := misspelt(f"{CG._NS}{name}"):
            st.warning(evidence.plain(wrong), icon=":material/spellcheck:")
    if off := _without(query):
        titles = [source.title for source in resources.sources() if source.iri in off]
        st.caption(f"Asked without {evidence.plain(', '.join(titles))}, switched off on Sources.")


def _page() -> None:
    network = resources.network(resources.NAMES)
    examples = _examples()
    st.markdown("## Or choose a question below, or write your own in SPARQL.")
    query = next(iter(address.given("q")), "") or next(iter(examples.values()))[1]
    left, right = st.columns([1, 2], gap="large")
    with right:
        # Something stands between the two in every run, or the answer would move and lose how it
        # is sorted and what has the focus in it.
        above, waiting, below = st.container(), st.empty(), st.container()
        answer = _answer(query, waiting)
        with above:
            place = (answer.line, answer.column) if isinstance(answer, QueryError) else (0, 0)
            error = place if place[0] else None
            editor(query, key="editor", words=_words(), error=error, on_run=_run)
    with left.container(height=560, border=False, key="ask-questions", gap="xsmall"):
        _questions(examples)
    with below:
        _show(network, query, answer)


search_box("Ask in plain words: “Which roles need Python?”")
_page()
