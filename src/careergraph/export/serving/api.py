"""JSON beside SPARQL: the answers of the commands at ``/api/``, described by OpenAPI 3.1.

A question is a GET with its parameters, or a POST of them as a JSON object. An answer that takes
too long, or while too many are asked for, is an error (RFC 9457) and never a part.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Literal, Union, get_args, get_origin

from rdflib import Dataset
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from careergraph import __version__
from careergraph.errors import AmbiguousError, CareerGraphError, NotFoundError, UsageError
from careergraph.export.serving.requests import QUESTIONS, Reply
from careergraph.network.projection import Network, project
from careergraph.sparql.http import RETRY_AFTER, SERVED
from careergraph.sparql.pool import PLACES
from careergraph.sparql.query import Limits

MOST_BYTES = 200_000
"""The longest body of a question."""

_NAMES = {"start": "from"}  # which Python keeps for itself


class Service:
    """The network of one graph, made when it is first asked, and the threads that answer."""

    def __init__(self, graph: Dataset, limits: Limits) -> None:
        self.graph, self.limits = graph, limits
        self.threads = ThreadPoolExecutor(PLACES["quick"], thread_name_prefix="api")
        self.places = asyncio.Semaphore(PLACES["quick"])
        self._network: Network | None = None
        self._lock = threading.Lock()

    def answer(self, question: Callable[..., Reply], values: dict[str, Any]) -> bytes:
        """Return the JSON of an answer."""
        with self._lock:
            if self._network is None:
                self._network = project(self.graph)
        reply = question(self._network, **values)
        return json.dumps(reply.answer, ensure_ascii=False, allow_nan=False).encode()


def routes(graph: Dataset, *, limits: Limits = SERVED) -> list[Route]:
    """Return the routes of the JSON answers, to be mounted beside those of SPARQL."""
    service = Service(graph, limits)
    return [
        Route("/api", lambda _: RedirectResponse("/api/openapi.json")),
        Route("/api/", lambda _: RedirectResponse("/api/openapi.json")),
        Route("/api/openapi.json", lambda _: JSONResponse(description())),
        *(
            Route(f"/api/{name}", partial(_answered, service, question), methods=["GET", "POST"])
            for name, question in QUESTIONS.items()
        ),
    ]


async def _answered(service: Service, question: Callable[..., Reply], request: Request) -> Response:
    try:
        values = await _values(question, request)
        await asyncio.wait_for(service.places.acquire(), service.limits.patience)
    except UsageError as error:
        return _problem(400, str(error))
    except TimeoutError:
        return _problem(503, "Too many questions are being answered; try again in a few seconds.")
    answering = asyncio.get_running_loop().run_in_executor(
        service.threads, service.answer, question, values
    )
    # A thread cannot be stopped: its place is free again only when it has come to its end.
    answering.add_done_callback(lambda _: service.places.release())
    try:
        body = await asyncio.wait_for(asyncio.shield(answering), service.limits.timeout)
    except TimeoutError:
        return _problem(408, "The answer took too long; ask for less at once.")
    except NotFoundError as error:
        return _problem(404, str(error), suggestions=list(error.suggestions))
    except AmbiguousError as error:
        candidates = [{"iri": iri, "label": label} for iri, label in error.candidates]
        return _problem(409, str(error), candidates=candidates)
    except CareerGraphError as error:
        return _problem({1: 404, 2: 400, 4: 503}.get(error.exit_code, 502), str(error))
    return Response(body, media_type="application/json")


async def _values(question: Callable[..., Reply], request: Request) -> dict[str, Any]:
    """Read the arguments of a question from a request.

    Raises:
        UsageError: one is missing, unknown, or of another type than is wanted.
    """
    given: dict[str, Any] = {}
    for name in request.query_params:
        given[name] = request.query_params.getlist(name)
    if request.method == "POST":
        given |= _object(await _body(request))
    wanted = _parameters(question)
    names = {_NAMES.get(own, own): own for own in wanted}
    if unknown := given.keys() - names.keys():
        raise UsageError(f"There is no parameter {min(unknown)}; give {', '.join(names)}.")
    values = {
        own: _value(name, given[name], wanted[own].annotation)
        for name, own in names.items()
        if name in given
    }
    for name, own in names.items():
        if own not in values and wanted[own].default is inspect.Parameter.empty:
            raise UsageError(f"The parameter {name} is missing.")
    return values


async def _body(request: Request) -> bytes:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise UsageError(f"The question is too long; keep it below {MOST_BYTES:,} bytes.")
    return body


def _object(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body or b"{}")
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise UsageError("The body of a question is a JSON object of its parameters.")
    return given


def _value(name: str, given: Any, wanted: Any) -> Any:
    """Return a value in the type of its parameter, from JSON or from the address."""
    wanted = _without_none(wanted)
    if get_origin(wanted) is list:
        several = given if isinstance(given, list) else [given]
        return [_value(name, one, get_args(wanted)[0]) for one in several]
    if isinstance(given, list):
        if len(given) != 1:
            raise UsageError(f"The parameter {name} is given once.")
        (given,) = given
    if get_origin(wanted) is Literal:
        if given not in get_args(wanted):
            raise UsageError(f"{name} is one of {', '.join(get_args(wanted))}, not {given!r}.")
        return given
    if wanted is int and re.fullmatch(r"\d{1,6}", str(given)):
        return int(given)
    if wanted is bool and str(given).lower() in {"true", "false", "1", "0"}:
        return str(given).lower() in {"true", "1"}
    if wanted is str and isinstance(given, str):
        return given
    raise UsageError(f"{name} is a {_SCHEMA[wanted]['type']}, not {given!r}.")


def _parameters(question: Callable[..., Reply]) -> dict[str, inspect.Parameter]:
    own = inspect.signature(question, eval_str=True).parameters
    return {name: about for name, about in own.items() if name != "network"}


def _without_none(wanted: Any) -> Any:
    if get_origin(wanted) in {Union, type(int | None)}:
        (wanted,) = (part for part in get_args(wanted) if part is not type(None))
    return wanted


_SCHEMA: dict[Any, dict[str, Any]] = {
    str: {"type": "string"}, int: {"type": "integer"}, bool: {"type": "boolean"},
}  # fmt: skip


def _schema(wanted: Any) -> dict[str, Any]:
    wanted = _without_none(wanted)
    if get_origin(wanted) is Literal:
        return {"type": "string", "enum": list(get_args(wanted))}
    if get_origin(wanted) is list:
        return {"type": "array", "items": _schema(get_args(wanted)[0])}
    return dict(_SCHEMA[wanted])


def description() -> dict[str, Any]:
    """Return the OpenAPI description of the questions."""
    problem = {
        "description": "What is wrong and what to do, as problem details (RFC 9457).",
        "content": {"application/problem+json": {"schema": {"type": "object"}}},
    }
    answer = {
        "description": "The JSON of the command of this name.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
    responses = {"200": answer, **dict.fromkeys(("400", "404", "408", "409", "503"), problem)}
    paths = {}
    for name, question in QUESTIONS.items():
        parameters = [_parameter(about) for about in _parameters(question).values()]
        summary = inspect.cleandoc(question.__doc__ or "").partition("\n\n")[0]
        whole = {
            "type": "object",
            "properties": {each["name"]: each["schema"] for each in parameters},
            "required": [each["name"] for each in parameters if each["required"]],
        }
        paths[f"/api/{name}"] = {
            "get": {
                "operationId": name,
                "summary": summary,
                "parameters": parameters,
                "responses": responses,
            },
            "post": {
                "operationId": f"{name}Posted",
                "summary": summary,
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": whole}},
                },
                "responses": responses,
            },
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "careergraph", "version": __version__, "license": {"name": "Apache-2.0"}},
        "paths": paths,
    }


def _parameter(about: inspect.Parameter) -> dict[str, Any]:
    schema, required = _schema(about.annotation), about.default is inspect.Parameter.empty
    if not required and about.default is not None:
        schema["default"] = about.default
    name = _NAMES.get(about.name, about.name)
    return {"name": name, "in": "query", "required": required, "schema": schema}


def _problem(status: int, detail: str, **more: Any) -> Response:
    headers = {"Retry-After": RETRY_AFTER} if status in {408, 503} else {}
    about = {"status": status, "detail": detail, **more}
    return JSONResponse(about, status, headers, "application/problem+json")
