"""A few warm worker processes for each graph that is queried; one that fails is replaced.

A query begins in a quick place. One that is not done in its first moment needs a slow one: there it
runs at a lower priority of the system, and while none is free it gives way and begins anew later.
So short questions are answered at once, however many long ones are asked. Of places of either
sort, nobody has all.
"""

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
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from typing import IO, Any

import pyoxigraph as ox
from rdflib import Dataset

from careergraph.errors import QueryLimitError, SourceError
from careergraph.store.dataset import native_store
from careergraph.vocabulary import ID_BASE, PREFIXES

PLACES = {"quick": 4, "slow": 3}
"""Queries of one graph that run at once; workers start as they are needed."""

SPARE = 2
"""Workers that wait, started, for the next query while long ones run."""

LONG_AGO = 20.0
"""Seconds after which it does not count any more that a client asked a long question."""

_REMEMBERED = 10_000

FIRST_MOMENT = 0.5
"""Seconds that a query may take in a quick place."""


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


def allow_many_connections() -> None:
    """Raise how many files and connections this process may hold open, as far as it may."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _CONNECTIONS if hard == resource.RLIM_INFINITY else min(hard, _CONNECTIONS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


_CONNECTIONS = 65_536
_ENDING = threading.Event()


Frame = tuple[dict[str, Any], bytes]
"""What is known of an answer, and some of its bytes."""

_UNREADY: Frame = ({"error": "it takes more than a minute"}, b"")


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
    ) -> Iterator[Frame | None]:
        """Send a job and yield the frames of the answer; only waiting counts as time.

        Yields:
            Frames, and None once, when the first moment is over before the answer is whole.
        """
        if not self.ready:
            about, _ = self._receive(60, cancelled) or _UNREADY
            if "error" in about:
                raise SourceError(f"The graph cannot be opened for queries: {about['error']}.")
            self.ready = True
        with _explained():
            self.connection.send_bytes(json.dumps(job).encode())
        begun = time.monotonic()
        left, first = timeout, True
        more = True
        while more:
            start = time.monotonic()
            patience = min(left, max(0, begun + FIRST_MOMENT - start)) if first else left
            frame = self._receive(patience, cancelled)
            left -= time.monotonic() - start
            if frame is not None:
                yield frame
                more = frame[0].get("more", False)
            elif left <= 0:
                raise QueryLimitError(
                    "The query took too long and was stopped; ask for less at once, or narrow "
                    "it with more conditions.",
                    "time",
                )
            if more and first and time.monotonic() - begun >= FIRST_MOMENT:
                first = False
                yield None

    def _receive(self, seconds: float, cancelled: threading.Event) -> Frame | None:
        """Return what the process sends, None where it sends nothing for so many seconds."""
        deadline = time.monotonic() + seconds
        with _explained():
            while True:
                if cancelled.is_set() or _ENDING.is_set():
                    raise QueryLimitError("The query was cancelled.", "cancelled")
                if self.connection.poll(min(0.05, max(0, deadline - time.monotonic()))):
                    break
                if time.monotonic() >= deadline:
                    return None
            head, _, piece = self.connection.recv_bytes().partition(b"\n")
        return json.loads(head), piece

    def give_way(self) -> None:
        """Let the system prefer other processes to this one, for good."""
        with suppress(OSError):  # it has ended
            pid = self.process.pid
            os.setpriority(os.PRIO_PROCESS, pid, min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10))

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


@dataclass(eq=False)
class Turn:
    """A client's wait for a place, and the worker it then has."""

    client: str | None
    lane: str = "quick"
    worker: Future[Worker] = field(default_factory=Future)


class Pool:
    """The workers of one graph, lent in the order of the requests, to each client in turn."""

    def __init__(self, graph: Dataset) -> None:
        self.source, self.file = _source(graph)
        self.changes = _changes(graph)
        self.idle: deque[Worker] = deque()
        self.busy: dict[Worker, Turn] = {}
        self.waiting: list[Turn] = []
        self.lock = threading.Lock()
        self.closed = False
        self.asked_long: dict[str | None, float] = {}  # when a client asked a long question last

    def take(self, patience: float, client: str | None = None, lane: str = "quick") -> Worker:
        """Return a worker, an idle one if there is one, as soon as there is a place.

        Args:
            patience: seconds to wait for a place.
            client: who asks; None for somebody who may have all places.
            lane: "quick" or "slow".

        Raises:
            QueryLimitError: there was no place in time.
        """
        turn = Turn(client, lane)
        with self.lock:
            self.waiting.append(turn)
            self._lend()
        try:
            return turn.worker.result(patience)
        except TimeoutError:
            with self.lock:
                if turn.worker.done():  # it came at the last moment
                    return turn.worker.result()
                self.waiting.remove(turn)
            raise QueryLimitError(
                "Too many queries are running; try again in a few seconds.", "workers"
            ) from None

    def slow_down(self, worker: Worker) -> bool:
        """Move a worker to a slow place, and return whether there was one."""
        with self.lock:
            turn = self.busy[worker]
            if len(self.asked_long) > _REMEMBERED:
                self.asked_long.clear()
            self.asked_long[turn.client] = time.monotonic()
            if not self._has_place("slow", turn.client):
                return False
            turn.lane = "slow"
            worker.give_way()
            self._warm()
            self._lend()
            return True

    def give_back(self, worker: Worker, fit_for_more: bool) -> None:
        """Take a worker back; one in the middle of a query is killed and replaced."""
        if not fit_for_more:
            worker.stop()
        with self.lock:
            slowed = self.busy.pop(worker).lane == "slow"
            if self.closed:
                worker.stop()
            elif fit_for_more and not slowed:
                self.idle.appendleft(worker)
            else:
                worker.stop()  # no process gets back the priority that it gave up
                self._warm()
            self._lend()

    def _warm(self) -> None:
        """Start workers until some are idle, which open the graph while others are asked."""
        while len(self.idle) < SPARE:
            self.idle.append(Worker(self.source, self.file))

    def _lend(self) -> None:
        """Lend workers to those who wait, first to those who have the fewest."""
        while not self.closed:
            having = Counter(turn.client for turn in self.busy.values())
            free = [turn for turn in self.waiting if self._has_place(turn.lane, turn.client)]
            if not free:
                return
            turn = min(free, key=lambda turn: having[turn.client])
            self.waiting.remove(turn)
            worker = self._idle()
            self.busy[worker] = turn
            if turn.lane == "slow":
                worker.give_way()
            turn.worker.set_result(worker)

    def _has_place(self, lane: str, client: str | None) -> bool:
        taken = [turn.client for turn in self.busy.values() if turn.lane == lane]
        own = 0 if client is None else taken.count(client)
        # Of the quick places, some stay free of those who have just asked long questions.
        closed = SPARE if lane == "quick" and self._asks_long(client) else 0
        return len(taken) < PLACES[lane] - closed and own < PLACES[lane] - 1

    def _asks_long(self, client: str | None) -> bool:
        last = self.asked_long.get(client)
        return client is not None and last is not None and time.monotonic() - last < LONG_AGO

    def _idle(self) -> Worker:
        while self.idle:
            worker = self.idle.popleft()
            if worker.process.poll() is None:
                return worker
            worker.stop()  # something else ended it
        return Worker(self.source, self.file)

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
