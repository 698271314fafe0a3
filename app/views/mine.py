"""All that belongs to a person, in one place: to see, to save, to open again, to erase."""

from __future__ import annotations

import streamlit as st

from app import knowledge, mine, plan, resources
from app.components import bring, evidence
from careergraph.errors import CareerGraphError
from careergraph.vocabulary import counted, shorten


def _known() -> None:
    st.markdown(f"## What I know ({len(knowledge.known())})")
    knowledge.pick("mine-known", show_label=False)


def _files() -> None:
    uploads = resources.uploads()
    st.markdown(f"## My files ({len(uploads)})")
    if not uploads:
        st.caption("None yet. Drop one on Home or on Sources.")
    fleeting = mine.not_kept()
    for name, content in uploads.items():
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            gone = " · too large to be kept, gone when you close the page"
            st.markdown(
                f"**{evidence.plain(name)}** :gray[{_size(len(content))}"
                f"{gone if name in fleeting else ''}]"
            )
            st.download_button("Save", content, name, key=f"save-{name}", on_click="ignore")
            st.button("Take it out", key=f"leave-{name}", on_click=mine.remove_file, args=(name,))
    bring.joined()
    st.caption(f"Up to {_size(mine.MAX_FILES)} of files are kept.")


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{max(1, round(count / 1000))} kB"


def _plans() -> None:
    plans = plan.targets()
    st.markdown(f"## My plans ({len(plans)})")
    if not plans:
        st.caption("None yet. On Path, begin a step or write a note.")
    for target, states in plans.items():
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.page_link(
                "views/path.py",
                label=f"To {evidence.plain(resources.name(target))}",
                icon=":material/route:",
                query_params={"to": shorten(target)},
            )
            st.caption(", ".join(f"{number} {state}" for state, number in states.items()))
            st.button("Forget it", key=f"plan-{target}", on_click=plan.forget, args=(target,))


def _others() -> None:
    queries, off = knowledge.kept_queries(), resources.sources_off()
    asked = knowledge.asked_queries()
    st.markdown(f"## My questions ({len(queries)})")
    for name, query in queries.items():
        st.page_link(
            "views/ask.py",
            label=evidence.plain(name),
            icon=":material/bookmark:",
            query_params={"q": query},
        )
    st.caption(
        f"{counted(len(queries), 'question')} kept, {len(asked)} asked lately, "
        f"{counted(len(off), 'source')} switched off."
    )


def _open() -> None:
    """Take over a file that was saved here, once."""
    file = st.file_uploader("Open what was saved", type=["json"], key="mine-open")
    if file is None or st.session_state.get("mine-opened") == file.file_id:
        return
    st.session_state["mine-opened"] = file.file_id
    try:
        came = mine.take_over(file.getvalue())
    except CareerGraphError as error:
        st.error(evidence.plain(str(error)), icon=":material/error:")
        return
    st.session_state["mine-came"] = came
    st.rerun()


st.title("Mine", anchor=False)
st.markdown(
    "All of this stays in this browser, over reloads, in a new tab and tomorrow. Nothing of it is "
    "kept on the server; who else uses this browser sees it too."
)
if came := st.session_state.pop("mine-came", None):
    st.success(f"Opened: {evidence.plain(came)}.", icon=":material/check:")
left, right = st.columns(2, gap="large")
with left:
    _known()
    _files()
with right:
    _plans()
    _others()
st.divider()
with st.container(horizontal=True, vertical_alignment="bottom"):
    st.download_button(
        "Save all",
        mine.everything(),
        "what-is-mine.json",
        icon=":material/download:",
        on_click="ignore",
        type="primary",
    )
    with st.popover("Erase all", icon=":material/delete:"):
        st.markdown("What you know, your files, plans and questions are gone then, for good.")
        st.button("Erase all that is mine", key="mine-erase", on_click=mine.erase)
_open()
