"""What large widgets cost: cards of 1,000 nodes, charts of 5,000 points, and DataFrames of 10,000,000 rows.

Run it with ``python tests/benchmarks/widgets.py``. The view runs in a real Chromium on a kernel within the page. Its
times are CPU times of the main thread, layout and paint included, so that other work on the machine shows little; each
is the best of several. The budget: no frame takes longer than 16.7 ms, a text delta into the largest card costs at most
1.5 times what it costs in the smallest, and of the longest DataFrame no more bytes are sent than of the shortest, but
for the digits of its numbers.
"""

# ruff: noqa: T201 - a command prints
import asyncio
import json
import os
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import pandas as pd
import polars as pl
from playwright.sync_api import sync_playwright

from chatkit_notebook import widgets
from chatkit_notebook.server import stream_widget
from chatkit_notebook.types import ThreadMetadata
from tests.benchmarks.hostile_markdown import Page, bundle
from tests.bridge.test_frame_pages import page as ask_for_page
from tests.bridge.test_views import Browser, hello_world

IS_QUICK = bool(os.environ.get("QUICK"))
ROUNDS = 2 if IS_QUICK else 9
DELTAS = 20 if IS_QUICK else 60
NODES = (10, 100, 1_000)
POINTS = (50, 500, 5_000)
ROWS = (1_000, 1_000_000 if IS_QUICK else 10_000_000)
FRAME = 16.7
"""Milliseconds that a screen shows a picture for."""
MOST_GROWTH = 1.5


def cards(open_page, best):
    page = open_page()
    page.measure(step="open")
    page.measure(step="card", nodes=8)
    page.measure(step="deltas", count=5)
    for nodes in NODES:
        mounted = page.measure(step="card", nodes=nodes)
        best(f"card of {nodes:,} nodes", "longest frame", mounted["task"])
        best(f"card of {nodes:,} nodes", "all frames", mounted["sum"])
        streamed = page.measure(step="deltas", count=DELTAS)
        best(f"card of {nodes:,} nodes", "a text delta", streamed["sum"] / DELTAS)
    page.close()


def charts(open_page, best):
    page = open_page()
    page.measure(step="open")
    page.measure(step="chart", points=20, shift=0)
    page.measure(step="point", count=2)
    for points in POINTS:
        name = f"chart of {points:,} points"
        best(name, "drawn", page.measure(step="chart", points=points, shift=1)["task"])
        best(name, "pointed at", page.measure(step="point", count=DELTAS)["task"])
        best(name, "updated", page.measure(step="chart", points=points, shift=2)["task"])
    page.close()


def view():
    """What the page does for a widget."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("Chromium is not installed; `make test` installs it.")
    times = defaultdict(lambda: defaultdict(lambda: float("inf")))

    def best(name, what, milliseconds):
        times[name][what] = min(times[name][what], milliseconds)

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        html = bundle(Path(folder), "measure-widgets")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(ROUNDS):
            cards(lambda: Page(browser, html), best)
            charts(lambda: Page(browser, html), best)
        browser.close()
    for kind, frames in (("card", ("longest frame",)), ("chart", ("drawn", "pointed at", "updated"))):
        rows = {name: row for name, row in times.items() if name.startswith(kind)}
        first = next(iter(rows.values()))
        print(f"{'':24}" + "".join(f"{what:>16}" for what in first))
        for name, row in rows.items():
            told = "".join(f"{cost:7.2f} ms {cost / first[what]:5.1f}x" for what, cost in row.items())
            mark = "  over" if max(row[what] for what in frames) > FRAME else ""
            print(f"{name:24}{told}{mark}")
    growth = (
        times[f"card of {NODES[-1]:,} nodes"]["a text delta"] / times[f"card of {NODES[0]:,} nodes"]["a text delta"]
    )
    print(
        f"A frame may take {FRAME} ms; a delta into {NODES[-1]:,} nodes costs {growth:.2f}x (at most {MOST_GROWTH}x)\n"
    )


def card(nodes, text):
    row = [
        widgets.Icon(name="cube"),
        widgets.Text(value="Order"),
        widgets.Caption(value="Two to three days"),
        widgets.Badge(label="sent"),
    ]
    growing = widgets.Text(id="growing", value=text, streaming=True)
    rows = [widgets.Row(children=[each.model_copy() for each in row]) for _ in range((nodes - 2) // 5)]
    return widgets.Card(children=[growing, *rows])


async def kernel():
    """What the kernel does to find out what one state of a widget adds to the last, beside making that state."""
    thread = ThreadMetadata(id="thr", created_at=datetime(2026, 1, 2))  # noqa: DTZ001 - naive is the default
    print(f"{'':24}{'a state made':>16}{'its delta found':>18}")
    for nodes in NODES:
        made, found = float("inf"), float("inf")
        for _ in range(ROUNDS):
            began = time.process_time()
            states = [card(nodes, "word " * count) for count in range(1, DELTAS + 1)]
            made = min(made, (time.process_time() - began) / DELTAS)

            async def grow(states=states):
                for state in states:
                    yield state

            began = time.process_time()
            updates = [event.type async for event in stream_widget(thread, grow())].count("thread.item.updated")
            found = min(found, (time.process_time() - began) / DELTAS)
            assert updates == DELTAS - 1
        print(f"{f'card of {nodes:,} nodes':24}{made * 1e6:13.0f} µs{found * 1e6:15.0f} µs")
    print()


def orders(library, rows):
    numbers = np.arange(rows)
    cities = np.where(numbers % 2 == 0, "Oslo", "Bergen")
    return library({"order": numbers, "city": cities, "paid": np.random.default_rng(1).random(rows)})


async def frames():
    """How soon a DataFrame shows, and what goes over the comm for it."""
    columns = ("first page", "its bytes", "last page", "its bytes", "sorted", "searched")
    print(f"{'':28}" + "".join(f"{column:>12}" for column in columns))
    for library in (pd.DataFrame, pl.DataFrame):
        widgets.DataFrame.of(orders(library, 3))  # what a library loads at its first use
        for rows in ROWS:
            frame = orders(library, rows)
            began = time.perf_counter()
            shown = widgets.DataFrame.of(frame)
            content = widgets.Card(children=[shown]).model_dump_json(exclude_none=True)
            cells = [f"{(time.perf_counter() - began) * 1000:9.1f} ms", f"{len(content):10,} B"]
            async with Browser(hello_world) as browser:
                for query in (
                    {"start": rows - 20},
                    {"sort": {"column": 2, "descending": True}},
                    {"search": "oslo"},
                ):
                    began = time.perf_counter()
                    reply = await ask_for_page(browser, frame=shown.frame, **query)
                    cells.append(f"{(time.perf_counter() - began) * 1000:9.1f} ms")
                    if "start" in query:
                        cells.append(f"{len(json.dumps(reply)):10,} B")
            name = f"{library.__module__.partition('.')[0]}, {rows:,} rows"
            print(f"{name:28}{''.join(cells)}", flush=True)


def main():
    view()
    asyncio.run(kernel())
    asyncio.run(frames())


if __name__ == "__main__":
    main()
