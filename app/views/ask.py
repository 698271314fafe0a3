"""Ask the graph anything in SPARQL, from ready questions to one's own."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import quote

import networkx as nx
import pandas as pd
import streamlit as st
from rdflib.term import Identifier, Literal, URIRef

import address
import knowledge
import resources
from careergraph.errors import CareerGraphError, QueryError
from careergraph.query import TABLE_FORMATS, QueryResult, run_query
from careergraph.rendering import draw_network
from careergraph.sparql_results import GRAPH_FORMATS
from careergraph.store import bundled_folder
from careergraph.vocabulary import KINDS, PREFIXES, RELATIONS
from components import evidence
from components.editor import editor
from components.graph import graph as drawing

LINKS = "/explore?thing="
OPENING = "shared-skills"


@st.cache_data(show_spinner=False)
def _examples() -> dict[str, tuple[str, str]]:
    """Read the ready questions: each one's title, what it answers, and its query."""
    found = {}
    files = sorted((bundled_folder() / "queries").glob("*.rq"))
    for file in sorted(files, key=lambda file: file.stem != OPENING):
        text = file.read_text("utf-8")
        said = [line[1:].strip() for line in text.splitlines() if line.startswith("#")]
        found[said[0]] = (" ".join(said[1:]), text)
    return found


@st.cache_data(show_spinner=False)
def _words() -> list[tuple[str, str]]:
    """List what completion offers: prefixes, classes and properties."""
    words = [(_curie(kind.iri), f"class of {kind.plural}") for kind in KINDS.values()]
    words += [(_curie(each.iri), f"… {each.label} …") for each in RELATIONS.values()]
    words += [("skos:prefLabel", "the name"), ("skos:altLabel", "another name")]
    words += [("skos:definition", "what it means"), ("skos:exactMatch", "is the same as")]
    return words + [(f"{prefix}:", namespace) for prefix, namespace in PREFIXES.items()]


def _curie(iri: str) -> str:
    """Shorten an IRI by the longest prefix that fits it."""
    fitting = [(len(each), prefix) for prefix, each in PREFIXES.items() if iri.startswith(each)]
    if not fitting:
        return iri
    length, prefix = max(fitting)
    return f"{prefix}:{iri[length:]}"


def _run() -> None:
    text = (st.session_state["editor"] or {}).get("run")
    if text is not None:
        _open(text)


def _open(text: str) -> None:
    history = st.session_state.setdefault("queries", [])
    if text in history:
        history.remove(text)
    history.insert(0, text)
    del history[30:]
    st.session_state.pop("cancelled", None)
    st.query_params.from_dict({"q": text})


def _ask(query: str) -> QueryResult:
    """Run a query beside the page, so that a click on Cancel or on anything else stops it."""
    stop = threading.Event()
    with ThreadPoolExecutor(1) as worker, st.empty().container() as waiting:
        try:
            job = worker.submit(run_query, resources.graph(), query, cancelled=stop)
            started = time.monotonic()
            place, told = st.empty(), None
            while not job.done():
                time.sleep(0.02)
                if time.monotonic() - started < 0.5:
                    continue
                if told is None:
                    with place.container(horizontal=True, vertical_alignment="center"):
                        told = st.empty()
                        st.button(
                            "Cancel",
                            on_click=lambda: st.session_state.update(cancelled=query),
                        )
                told.markdown(f"Asking … {time.monotonic() - started:.0f} s")
                time.sleep(0.5)
            place.empty()
            del waiting
            return job.result()
        finally:
            stop.set()


def _label(term: Identifier | None) -> str:
    """Name a term: a link into Explore where the graph knows it."""
    if isinstance(term, URIRef) and str(term) in network:
        name = network.nodes[str(term)]["label"]
        return f"{LINKS}{quote(address.short(str(term)))}#{name}"
    return "" if term is None else _curie(str(term))


def _table(result: QueryResult) -> None:
    frame: dict[str, list[object]] = {}
    config = {}
    for place, name in enumerate(result.variables):
        terms = [row[place] for row in result.rows]
        if any(isinstance(term, URIRef) and str(term) in network for term in terms):
            frame[name] = [_label(term) for term in terms]
            config[name] = st.column_config.LinkColumn(display_text=r"#(.+)$")
        else:
            frame[name] = [_value(term) for term in terms]
    st.dataframe(pd.DataFrame(frame), hide_index=True, column_config=config)


def _value(term: Identifier | None) -> object:
    if isinstance(term, Literal):
        value = term.toPython()
        return value if _is_number(value) else str(term)
    return "" if term is None else _curie(str(term))


def _chart(result: QueryResult) -> None:
    """Draw bars where the answer is a name and a number a row."""
    columns = list(zip(*([_value(term) for term in row] for row in result.rows), strict=True))
    numbers = [at for at, column in enumerate(columns) if all(_is_number(each) for each in column)]
    names = [at for at in range(len(columns)) if at not in numbers]
    if not numbers or not names or not 2 <= len(result.rows) <= 200:
        return
    name, number = result.variables[names[-1]], result.variables[numbers[0]]
    labels = [_label(row[names[-1]]).rpartition("#")[2] for row in result.rows]
    frame = pd.DataFrame({name: labels, number: columns[numbers[0]]})
    with st.expander("As a chart", icon=":material/bar_chart:"):
        st.bar_chart(frame, x=name, y=number, horizontal=True, sort=False)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _draw(result: QueryResult) -> None:
    picture: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    relation_of = {relation.iri: relation for relation in RELATIONS.values()}
    for subject, predicate, target in result.rows:
        if str(subject) in network and str(target) in network and str(predicate) in relation_of:
            for iri in (str(subject), str(target)):
                data = network.nodes[iri]
                picture.add_node(iri, label=data["label"], kind=data["kind"])
            relation = relation_of[str(predicate)]
            picture.add_edge(str(subject), str(target), key=relation.name, label=relation.label)
    if picture:
        event = drawing(draw_network(picture), key="ask-drawing")
        if event.focus:
            st.switch_page("views/explore.py", query_params={"thing": address.short(event.focus)})


def _keep(query: str) -> None:
    if name := st.session_state["keep-as"].strip():
        knowledge.kept_queries()[name] = query


def _take_along(query: str, result: QueryResult) -> None:
    formats = GRAPH_FORMATS if result.kind == "construct" else TABLE_FORMATS
    with st.container(horizontal=True):
        with st.popover("Keep", icon=":material/bookmark:"):
            st.text_input("Keep this question as", key="keep-as", max_chars=80)
            st.button("Keep it", on_click=_keep, args=(query,), type="primary")
            st.caption("It goes into the file of what you know, where it says Save as JSON.")
        with st.popover("Download", icon=":material/download:"):
            for name in formats:
                st.download_button(
                    name,
                    partial(result.serialize, name),
                    f"answer.{name}",
                    on_click="ignore",
                    width="stretch",
                )
        with st.popover("As code", icon=":material/terminal:"):
            st.caption("On the command line")
            st.code(f"careergraph query - --json <<'END'\n{query}\nEND", language="bash")
            st.caption("Over HTTP, where `careergraph serve` runs")
            st.code(
                "curl http://127.0.0.1:8000/sparql -H 'Accept: application/sparql-results+json' "
                f"--data-urlencode 'query@-' <<'END'\n{query}\nEND",
                language="bash",
            )
            st.caption("In Python")
            st.code(
                "from careergraph import open_graph, run_query\n\n"
                f'answer = run_query(open_graph(), """\n{query}\n""")\n'
                "for row in answer.rows:\n    print(*row)",
                language="python",
            )
        with st.popover("Copy link", icon=":material/link:"):
            st.code(address.link(), language=None, wrap_lines=True)


network = resources.network()
examples = _examples()
st.markdown("##### Ask anything: choose a question, or write your own in SPARQL.")
query = st.query_params.get("q") or next(iter(examples.values()))[1]
left, right = st.columns([1, 2], gap="large")
error: QueryError | None = None
result = None
with right:
    space = st.container()
    answer = st.container()
    try:
        if st.session_state.get("cancelled") == query:
            answer.info("Cancelled: change the query, or run it again.", icon=":material/stop:")
        else:
            with answer:
                result = _ask(query)
    except QueryError as problem:
        error = problem
        answer.error(evidence.plain(str(problem)), icon=":material/error:")
    except CareerGraphError as problem:
        answer.error(evidence.plain(str(problem)), icon=":material/error:")
    with space:
        editor(
            query,
            key="editor",
            words=_words(),
            error=(error.line, error.column) if error and error.line else None,
            on_run=_run,
        )
with left.container(height=560, border=False):
    wanted = st.text_input(
        "Find a question", placeholder="Find a question", label_visibility="collapsed"
    )
    kept = knowledge.kept_queries()
    if kept:
        with st.expander(f"What I keep ({len(kept)})", icon=":material/bookmark:"):
            for title, text in kept.items():
                st.button(
                    evidence.plain(title),
                    key=f"kept-{title}",
                    on_click=_open,
                    args=(text,),
                    width="stretch",
                    type="tertiary",
                )
    mine = st.session_state.get("queries", [])
    if mine:
        with st.expander(f"What I asked ({len(mine)})", icon=":material/history:"):
            for place, text in enumerate(mine):
                first = next((line for line in text.splitlines() if line.strip()), "…")
                st.button(
                    evidence.plain(first.lstrip("# ")[:70]),
                    key=f"asked-{place}",
                    on_click=_open,
                    args=(text,),
                    width="stretch",
                    type="tertiary",
                )
    for title, (about, text) in examples.items():
        if wanted.lower() in f"{title} {about}".lower():
            st.button(title, help=about, on_click=_open, args=(text,), width="stretch")
if result:
    with answer:
        if result.kind == "ask":
            st.markdown(f"#### {'Yes' if result.boolean else 'No'}")
        elif not result.rows:
            st.info("Nothing in the graph fits this question.", icon=":material/search_off:")
        else:
            if result.kind == "construct":
                _draw(result)
            _table(result)
            _chart(result)
        cut = ", cut off at the limit" if result.truncated else ""
        st.caption(f"{len(result.rows):,} rows{cut} in {result.seconds:.3f} s")
        _take_along(query, result)
