"""Many people in the explorer at once, each clicking every three seconds.

    python -m tests.soak.people [SECONDS] [PEOPLE] [GRAPH]

A click is what a browser sends: a run of a page with another address over the WebSocket. No run may
end in an error, p95 stays below 2 s, and memory is flat after the first minute.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections import Counter
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from tests.soak.measuring import children, memory, open_files, percentile, serving

PAUSE = 3.0
ROLES = ["data-analyst", "ai-architect", "machine-learning-engineer", "data-engineer"]
"""Of the core graph and of the whole."""


def click(pick: random.Random) -> tuple[str, str]:
    """Return a page and its address, as some person might open it."""
    one, two = (f"role:{role}" for role in pick.sample(ROLES, 2))
    return pick.choice(
        [
            ("", ""),
            ("compare", urlencode({"role": [one, two]}, doseq=True)),
            ("path", urlencode({"from": one, "to": two})),
            ("explore", urlencode({"thing": one})),
            ("sources", ""),
        ]
    )


async def run_page(socket: ClientConnection, page: str, query: str) -> str:
    """Ask for a run of a page and wait for its end; return what went wrong, "" where nothing."""
    message = BackMsg()
    message.rerun_script.page_name = page
    message.rerun_script.query_string = query
    await socket.send(message.SerializeToString())
    trouble = ""
    async with asyncio.timeout(60):
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await socket.recv())
            kind = answer.WhichOneof("type")
            if kind == "delta" and answer.delta.new_element.WhichOneof("type") == "exception":
                trouble = answer.delta.new_element.exception.message
            if kind == "script_finished":
                return trouble


async def person(
    port: int, number: int, until: float, times: list[float], ends: Counter[str]
) -> None:
    """Be one person until the end."""
    pick = random.Random(number)
    await asyncio.sleep(pick.random() * PAUSE)
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]
        first = True
        while time.monotonic() < until:
            start = time.monotonic()
            try:
                trouble = await run_page(socket, *click(pick))
            except TimeoutError:
                trouble = "no end after a minute"
            ends[trouble or "fine"] += 1
            if not first:  # the first opens the page, and is no click
                times.append(time.monotonic() - start)
            first = False
            await asyncio.sleep(PAUSE)


async def crowd(
    port: int, pid: int, seconds: float, people: int
) -> tuple[list[float], Counter[str]]:
    """Let people click, and print how memory goes."""
    times: list[float] = []
    ends = Counter[str]()
    until = time.monotonic() + seconds
    asked = [
        asyncio.create_task(person(port, number, until, times, ends)) for number in range(people)
    ]
    while not all(task.done() for task in asked):
        await asyncio.sleep(min(30, seconds / 4))
        print(f"  {memory(pid):.0f} MB, {open_files(pid)} files, {len(children(pid))} children")
    await asyncio.gather(*asked)
    return times, ends


def main(seconds: float = 600, people: int = 50, graph: str = "core") -> int:
    """Let people click, print what was measured, and return 1 where it did not hold."""
    with serving("app", "/_stcore/health", graph) as (server, port):
        _, warm = asyncio.run(crowd(port, server.pid, 10, 2))
        before = memory(server.pid)
        times, ends = asyncio.run(crowd(port, server.pid, seconds, people))
        after = memory(server.pid)
        print(
            f"{people} people for {seconds:.0f} s: {len(times)} clicks, p50 "
            f"{percentile(times, 0.5):.0f} ms, p95 {percentile(times, 0.95):.0f} ms, "
            f"{(after - before) / people:.1f} MB each; {dict(ends)}"
        )
        held = set(ends) | set(warm) == {"fine"} and percentile(times, 0.95) < 2000
    print("held" if held else "did NOT hold (no error, p95 below 2 s)")
    return 0 if held else 1


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(
        main(float(arguments[0]) if arguments else 600, *map(int, arguments[1:2]), *arguments[2:3])
    )
