"""What is left when the cell of a chat runs again and again with its view open, and what 50 chats in one notebook take.

Run it with ``python tests/benchmarks/reruns.py [times]`` from the root: it opens JupyterLab and Chromium. Everything
but the memory is a count and must not grow; the memory must come to rest. IPython itself keeps what each cell has
displayed, so a chat that is closed leaves its object there until that is dropped.
"""

# ruff: noqa: T201 - a command prints
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.lab import CHROMIUM_ARGUMENTS, Lab, NotebookPage

IS_QUICK = bool(os.environ.get("QUICK"))
TIMES = 6 if IS_QUICK else 100
CHAT = """
from chatkit_notebook import ChatKit
chat = ChatKit(lambda text: f"You said {text}", store="threads.db")
chat
"""
PROBE = """
import asyncio, gc, json, threading
from pathlib import Path
from comm import get_comm_manager
from ipywidgets.widgets import widget
from chatkit_notebook.client import Session

async def tasks():
    return len(asyncio.all_tasks()) - 1

gc.collect()
print(json.dumps({
    "memory, MB": round(int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6, 1),
    "threads": threading.active_count(),
    "tasks": await chat._loop.run(tasks()),
    "comms": len(get_comm_manager().comms),
    "widgets": len(widget._instances),
    "open chats": sum(not one.is_closed for one in gc.get_objects() if isinstance(one, Session)),
}))
"""
MANY = """
from chatkit_notebook import ChatKit
chats = [ChatKit(lambda text: f"You said {text}", height=200) for _ in range(50)]
for chat in chats:
    chat.ask_sync("hello")
    display(chat)
"""


def probed(notebook, index):
    notebook.run_cell(index)
    kernel = json.loads(notebook.output(index)[0])
    session = notebook.page.context.new_cdp_session(notebook.page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return kernel | {"page, MB": round(metrics["JSHeapUsedSize"] / 1e6, 1), "elements": int(metrics["Nodes"])}


def show(title, figures):
    print(f"{title:28}" + "  ".join(f"{name} {value:g}" for name, value in figures.items()))


def opened(context, lab, cells):
    return NotebookPage(context.new_page(), lab, lab.write_notebook("benchmark", cells, "python3")).open()


def reruns(context, lab, times):
    notebook = opened(context, lab, [CHAT, PROBE])
    notebook.run_cell(0)
    notebook.chat().send("hello")
    notebook.chat().wait_text("You said hello")
    for number in range(1, times + 1):
        notebook.run_cell(0)
        notebook.chat().wait_text("You said hello")
        if number in (3, times // 2, times):
            show(f"the cell ran {number} times", probed(notebook, 1))
    notebook.page.close()
    lab.stop_kernels()


def many(context, lab):
    notebook = opened(context, lab, [MANY, PROBE])
    for title in ("50 chats", "the same, run again", "and again", "and again"):
        notebook.run_cell(0)
        notebook.chat(49).composer.wait_for()
        show(title, probed(notebook, 1))
    notebook.page.close()
    lab.stop_kernels()


def main(times):
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            Path(folder) / "profile", executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS
        )
        with Lab(Path(folder) / "lab", python=sys.executable) as lab:
            reruns(context, lab, times)
            if not IS_QUICK:
                many(context, lab)
        context.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else TIMES)
