"""One process for both: the explorer's pages, and SPARQL over the same graph at /sparql."""

from __future__ import annotations

import asyncio
import os
import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from streamlit import config

# The explorer is a package of its own, whatever folder it is started from.
sys.path.insert(0, str(Path(__file__).parents[1]))

from app import resources
from app.origin import OwnOrigin
from careergraph.export.serving import api
from careergraph.sparql.access_log import AccessLog, log_to_stderr
from careergraph.sparql.http import routes
from careergraph.sparql.pool import allow_many_connections, end_queries_on_signals

# A page elsewhere must not reach a server at home by a name of its own (DNS rebinding).
_AT_HOME = ["127.0.0.1", "localhost", "[::1]"]
_hosts = _AT_HOME if config.get_option("server.address") in {*_AT_HOME, "::1"} else ["*"]


@asynccontextmanager
async def _opened(_: st.App) -> AsyncIterator[None]:
    """Open the browser, where `careergraph app` found one, once the server listens."""
    if address := os.environ.get("CAREERGRAPH_OPEN"):
        asyncio.get_running_loop().call_later(1, webbrowser.open, address)
    yield


log_to_stderr()
allow_many_connections()
end_queries_on_signals()
app = st.App(
    Path(__file__).with_name("main.py"),
    routes=[
        *routes(resources.shared_graph(), explore="/explore?thing="),
        *api.routes(resources.shared_graph()),
    ],
    lifespan=_opened,
    middleware=[
        Middleware(AccessLog, paths=("/sparql", "/id/", "/source/", "/ontology", "/api")),
        Middleware(TrustedHostMiddleware, allowed_hosts=_hosts, www_redirect=False),
        Middleware(OwnOrigin),
    ],
)
