"""What belongs to a person: kept in their own browser, over reloads and tabs, never on the server.

The session holds it while a page is open; small scripts write it to the browser's storage and
read it back when a new session begins. What came with a link that somebody sent is looked at and
not kept, until the person takes it over.
"""

from __future__ import annotations

import json
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from app import address, resources
from app.components import evidence
from careergraph.errors import CareerGraphError, UsageError
from careergraph.vocabulary import expand

KEPT = ("know", "without", "kept queries", "asked queries", "plan")
"""The keys of the session that belong to the person, beside their files."""

MAX_KEPT = 2_000_000
"""The most letters that are kept; a browser gives a site about five million."""

MAX_FILES = 5_000_000
"""The most bytes of files that are kept; a larger one counts until the page is closed."""

_READ, _BORROWED, _SEEN = "mine read", "mine borrowed", "mine seen"
_FILES_READ, _HELD, _ERASED, _REFUSED = "files read", "files held", "files erased", "files refused"
_TYPES: dict[str, type] = {
    "know": list,
    "without": list,
    "asked queries": list,
    "kept queries": dict,
    "plan": dict,
}


@st.cache_resource(show_spinner=False)
def _component(name: str) -> Callable[..., Any]:
    script = Path(__file__).parent / "components" / f"{name}.js"
    return st.components.v2.component(f"careergraph_{name}", js=script.read_text("utf-8"))


def remember() -> None:
    """Read what the browser keeps, once a session, and write what has changed since.

    To be called on every page before it reads what a person knows.
    """
    text = "" if st.session_state.get(_BORROWED) else _written()
    stored = _component("browser_storage")(
        key="mine-storage",
        data={"text": text, "ready": bool(st.session_state.get(_READ))},
        on_stored_change=lambda: None,
        height=1,
    ).stored
    _remember_files()
    if stored is None or stored == st.session_state.get(_SEEN):
        return
    first = not st.session_state.get(_READ)
    st.session_state[_READ], st.session_state[_SEEN] = True, stored
    _adopt(_parsed(stored), first)


def _remember_files() -> None:
    """Join the files that the browser keeps, once a session, and tell it what came and went."""
    held: set[str] = set(st.session_state.get(_HELD, ()))
    uploads = resources.uploads()
    kept = _kept_files(uploads)
    new = {name: b64encode(content).decode() for name, content in kept.items() if name not in held}
    shown = _component("browser_files")(
        key="mine-files",
        data={
            "read": bool(st.session_state.get(_FILES_READ)),
            "put": new,
            "remove": sorted(held - kept.keys()),
            "erase": st.session_state.get(_ERASED, 0),
        },
        on_files_change=lambda: None,
        on_held_change=lambda: None,
        on_refused_change=lambda: None,
        height=1,
    )
    st.session_state[_REFUSED] = bool(shown.refused)
    if shown.held is not None:
        st.session_state[_HELD] = [name for name in shown.held if name in kept]
    if shown.files and not st.session_state.get(_FILES_READ):
        st.session_state[_FILES_READ] = True
        found = _decoded(shown.files)
        st.session_state[_HELD] = list(found)
        try:
            resources.join_uploads({**found, **uploads})
        except CareerGraphError as error:
            st.warning(
                f"Your files are left out: {evidence.plain(str(error))}", icon=":material/error:"
            )
            st.session_state[_HELD] = []


def add_file(name: str, content: bytes) -> None:
    """Join a file to the person's graph and keep it, in place of one of the same name.

    Raises:
        SourceError: it cannot be read.
    """
    resources.join_uploads({**resources.uploads(), name: content})
    st.session_state[_HELD] = [held for held in st.session_state.get(_HELD, ()) if held != name]


def remove_file(name: str) -> None:
    """Take a file out of the person's graph and forget it; for use in a callback."""
    resources.join_uploads({k: v for k, v in resources.uploads().items() if k != name})


def _kept_files(uploads: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that there is room for, the smallest first."""
    kept: dict[str, bytes] = {}
    room = MAX_FILES
    for name, content in sorted(uploads.items(), key=lambda one: len(one[1])):
        room -= len(content)
        if room < 0:
            break
        kept[name] = content
    return kept


def not_kept() -> list[str]:
    """Return the names of joined files that are gone once the page is closed."""
    uploads = resources.uploads()
    if st.session_state.get(_REFUSED):
        return list(uploads)
    return [name for name in uploads if name not in _kept_files(uploads)]


def _decoded(files: Mapping[str, Any]) -> dict[str, bytes]:
    """Return files by name, out of base64; what is not of our making is passed over."""
    decoded: dict[str, bytes] = {}
    for name, text in files.items():
        try:
            content = b64decode(text, validate=True)
        except (TypeError, ValueError):
            continue
        if content and sum(map(len, decoded.values())) + len(content) <= MAX_FILES:
            decoded[Path(str(name)).name] = content
    return decoded


def everything() -> str:
    """Return all that belongs to the person as JSON, which ``take_over`` and any profile reads."""
    held = {name: st.session_state[name] for name in KEPT if st.session_state.get(name)}
    files = {name: b64encode(data).decode() for name, data in resources.uploads().items()}
    whole = {"knows": address.carried("know"), **held, "files": files}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)


def take_over(data: bytes) -> str:
    """Add what ``everything`` wrote to what is here, and return in words what came.

    Raises:
        UsageError: it is no such file.
        SourceError: one of its files cannot be read.
    """
    try:
        whole = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        whole = None
    if not isinstance(whole, dict) or not {"know", "knows", *KEPT, "files"} & whole.keys():
        raise UsageError(
            "This is no file that “Save all” wrote; open a CV or a list of skills on Home."
        )
    parsed = _parsed(data.decode("utf-8"))
    knows = parsed.pop("know", None) or whole.get("knows")
    files = whole.get("files")
    found = _decoded(files) if isinstance(files, dict) else {}
    if found:
        resources.join_uploads({**resources.uploads(), **found})
    for name, value in parsed.items():
        now = st.session_state.get(name)
        if isinstance(value, dict):
            st.session_state[name] = {**(now or {}), **value}
        else:
            st.session_state[name] = list(dict.fromkeys([*(now or []), *value]))
    known = [iri for iri in knows if isinstance(iri, str)] if isinstance(knows, list) else []
    address.carry("know", [*address.carried("know"), *known])
    parts = [f"{len(known)} things that you know", f"{len(found)} files"]
    parts += [f"{len(parsed.get(name, ()))} {words}" for name, words in
              (("plan", "plans"), ("kept queries", "questions"))]  # fmt: skip
    return ", ".join(part for part in parts if not part.startswith("0 ")) or "nothing"


def erase() -> None:
    """Forget all that belongs to the person, in the session and in the browser."""
    for name in KEPT:
        st.session_state.pop(name, None)
    address.put(know=None, without=None)
    resources.join_uploads({})
    st.session_state[_HELD] = []
    st.session_state[_ERASED] = time.time()
    st.session_state[_BORROWED] = False


def notice() -> None:
    """Show that a link brought another list of known things, and offer both."""
    mine = st.session_state.get(_BORROWED)
    if not mine:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"This link brings a list of what somebody knows ({len(address.carried('know'))} "
            f"things). Yours ({len(mine.get('know', []))}) is kept as it was."
        )
        st.button("Use mine", key="mine-use", on_click=_use_mine)
        st.button("Add this to mine", key="mine-add", on_click=_add_to_mine)


def _use_mine() -> None:
    mine = st.session_state.pop(_BORROWED)
    address.carry("know", mine.get("know", []))


def _add_to_mine() -> None:
    mine = st.session_state.pop(_BORROWED)
    address.carry("know", [*mine.get("know", []), *address.carried("know")])


def _written() -> str:
    """Return what is to be kept, as JSON."""
    held = {name: st.session_state[name] for name in KEPT if st.session_state.get(name)}
    text = json.dumps(held, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= MAX_KEPT else ""


def _parsed(text: str) -> dict[str, Any]:
    """Return what a browser kept; what is not of our making is passed over."""
    try:
        held = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(held, dict):
        return {}
    return {name: value for name, value in held.items() if isinstance(value, _TYPES.get(name, ()))}


def _adopt(held: dict[str, Any], first: bool) -> None:
    """Take over what the browser keeps, unless a link brought something else to know."""
    from_link = {expand(text) for text in address.given("know")}
    if first and from_link - set(held.get("know", [])):
        if held.get("know"):
            st.session_state[_BORROWED] = held
        held = {name: value for name, value in held.items() if name != "know"}
    elif st.session_state.get(_BORROWED):
        st.session_state[_BORROWED] = held
        return
    for name, value in held.items():
        st.session_state[name] = value
    if "know" in held and from_link != set(held["know"]):
        address.put(know=held["know"] if address.given("know") else None)
