"""A few warm worker processes for each graph that is queried; one that fails is replaced."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from multiprocessing import Pipe
from typing import IO, Any

import pyoxigraph as ox
from rdflib import Dataset

from careergraph.errors import QueryLimitError, SourceError
from careergraph.store.dataset import native_store
from careergraph.vocabulary import ID_BASE, PREFIXES

WORKERS = 4
"""Queries of one graph that run at once; workers start as they are needed."""


def stop_workers(graph: Dataset) -> None:
    """End a graph's workers; the next query starts new ones, with the graph as it is then."""
    with _POOLS_LOCK:
        pool = _POOLS.pop(id(graph.store), None)
    if pool:
        pool.close()


def end_queries_on_signals() -> None:
    """Make SIGINT and SIGTERM cancel running queries, for which a server would wait before it ends.

    To be called once the server has set up its own handling, which goes on as before.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        before = signal.getsignal(number)

        def handle(got: int, frame: Any, before: Any = before) -> None:
            _ENDING.set()
            if callable(before):
                before(got, frame)
            else:
                signal.signal(got, before)
                signal.raise_signal(got)

        signal.signal(number, handle)


_ENDING = threading.Event()


class Worker:
    """One process that holds the graph and answers one query at a time."""

    def __init__(self, source: dict[str, Any], file: IO[bytes] | None) -> None:
        self.connection, theirs = Pipe()
        self.ready = False
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "careergraph.sparql.worker", str(theirs.fileno())],
                pass_fds=[each.fileno() for each in (theirs, file) if each],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        self.connection.send_bytes(
            json.dumps(source | {"prefixes": PREFIXES, "base": ID_BASE}).encode()
        )

    def work(
        self, job: dict[str, Any], timeout: float, cancelled: threading.Event
    ) -> Iterator[tuple[dict[str, Any], bytes]]:
        """Send a job and yield the frames of the answer; only waiting counts as time."""
        if not self.ready:
            about, _ = self._receive(60, cancelled)
            if "error" in about:
                raise SourceError(f"The graph cannot be opened for queries: {about['error']}.")
            self.ready = True
        with _explained():
            self.connection.send_bytes(json.dumps(job).encode())
        left = timeout
        more = True
        while more:
            start = time.monotonic()
            about, piece = self._receive(left, cancelled)
            left -= time.monotonic() - start
            yield about, piece
            more = about.get("more", False)

    def _receive(self, seconds: float, cancelled: threading.Event) -> tuple[dict[str, Any], bytes]:
        deadline = time.monotonic() + seconds
        with _explained():
            while True:
                if cancelled.is_set() or _ENDING.is_set():
                    raise QueryLimitError("The query was cancelled.", "cancelled")
                if self.connection.poll(min(0.05, max(0, deadline - time.monotonic()))):
                    break
                if time.monotonic() >= deadline:
                    raise QueryLimitError(
                        "The query took too long and was stopped; ask for less at once, or narrow "
                        "it with more conditions.",
                        "time",
                    )
            head, _, piece = self.connection.recv_bytes().partition(b"\n")
        return json.loads(head), piece

    def stop(self) -> None:
        """Kill the process, whatever it is doing."""
        self.process.kill()
        self.process.wait()
        self.connection.close()


@contextmanager
def _explained() -> Iterator[None]:
    """Return the error that a worker's sudden end stands for."""
    try:
        yield
    except (EOFError, OSError) as error:
        raise QueryLimitError(
            "The query needed more memory than is allowed, or is nested too deeply, and was "
            "stopped; make it smaller, or sort and group less at once.",
            "memory",
        ) from error


class Pool:
    """The workers of one graph, lent in the order of the requests."""

    def __init__(self, graph: Dataset) -> None:
        self.source, self.file = _source(graph)
        self.changes = _changes(graph)
        self.idle: deque[Worker] = deque()
        self.busy: set[Worker] = set()
        self.waiting: deque[Future[Worker]] = deque()
        self.lock = threading.Lock()
        self.closed = False

    def take(self, patience: float) -> Worker:
        """Return an idle worker, a new one if there are fewer than WORKERS, or wait for one.

        Raises:
            QueryLimitError: none became free in time.
        """
        with self.lock:
            if self.idle or len(self.busy) < WORKERS:
                return self._lend()
            turn: Future[Worker] = Future()
            self.waiting.append(turn)
        try:
            return turn.result(patience)
        except TimeoutError:
            with self.lock:
                if turn.done():  # it came at the last moment
                    return turn.result()
                self.waiting.remove(turn)
            raise QueryLimitError(
                "Too many queries are running; try again in a few seconds.", "workers"
            ) from None

    def give_back(self, worker: Worker, fit_for_more: bool) -> None:
        """Take a worker back; one in the middle of a query is killed and replaced."""
        if not fit_for_more:
            worker.stop()
        with self.lock:
            self.busy.discard(worker)
            if self.closed:
                worker.stop()
            elif fit_for_more:
                self.idle.appendleft(worker)
            elif not self.idle:
                self.idle.append(Worker(self.source, self.file))  # it loads while others are asked
            if self.waiting and not self.closed:
                self.waiting.popleft().set_result(self._lend())

    def _lend(self) -> Worker:
        while self.idle:
            worker = self.idle.popleft()
            if worker.process.poll() is None:
                break
            worker.stop()  # something else ended it
        else:
            worker = Worker(self.source, self.file)
        self.busy.add(worker)
        return worker

    def close(self) -> None:
        """End the workers that are idle; busy ones end when their query does."""
        with self.lock:
            self.closed = True
            while self.idle:
                self.idle.pop().stop()
        if self.file:
            self.file.close()


_POOLS: dict[int, Pool] = {}
_POOLS_LOCK = threading.Lock()


def pool_of(graph: Dataset) -> Pool:
    """Return the pool of a graph's store, which lives until the store is changed or goes."""
    store = graph.store
    with _POOLS_LOCK:
        if (old := _POOLS.get(id(store))) and old.changes != _changes(graph):
            old.close()
            del _POOLS[id(store)]
        if id(store) not in _POOLS:
            _POOLS[id(store)] = pool = Pool(graph)
            weakref.finalize(store, _forget, id(store), pool)
        return _POOLS[id(store)]


def _changes(graph: Dataset) -> int:
    return int(getattr(graph.store, "changes", 0))


def _forget(key: int, pool: Pool) -> None:
    if _POOLS.get(key) is pool:
        del _POOLS[key]
    pool.close()


def _source(graph: Dataset) -> tuple[dict[str, Any], IO[bytes] | None]:
    """Return where a worker finds the graph; one in memory is written to a file first.

    The file has no name where a file can be opened anew by its number, so that nothing of it is
    left behind however this process ends.
    """
    if address := getattr(graph.store, "address", None):
        return {"endpoint": address}, None
    if place := getattr(graph.store, "folder", None):
        return {"folder": str(place)}, None
    if sys.platform == "linux":
        file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (it stays open)
        name = f"/dev/fd/{file.fileno()}"
    else:
        file = tempfile.NamedTemporaryFile(prefix="careergraph-", suffix=".nq")  # noqa: SIM115
        name = file.name
    store = native_store(graph)
    if store is not None:
        store.dump(name, ox.RdfFormat.N_QUADS)
    else:
        graph.serialize(name, format="nquads")
    return {"file": name}, file
