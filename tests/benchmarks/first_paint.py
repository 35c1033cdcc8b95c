"""How long a fresh kernel takes from running the cell to a composer that can be typed into, beside a bare widget.

Run it with ``python tests/benchmarks/first_paint.py [runs]`` from the root: it opens JupyterLab and Chromium. Each time
is taken in a new page with a new kernel. The budget: 0.5 s for a chat and 0.1 s more than a bare widget takes, on a
quiet machine. The cell of the agent imports the Agents SDK by itself, so it is shown beside a cell that does just that.
At the end it prints how large a notebook is that holds ten chats.
"""

# ruff: noqa: T201 - a command prints
import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.browser.lab import CHROMIUM_ARGUMENTS, Lab, NotebookPage

IS_QUICK = bool(os.environ.get("QUICK"))
RUNS = 1 if IS_QUICK else 3
BARE = """
import anywidget

class Bare(anywidget.AnyWidget):
    _esm = '''
    export default { render({ el }) {
        const host = document.createElement("div");
        host.dataset.lmSuppressShortcuts = "true";
        host.attachShadow({ mode: "open" }).append(document.createElement("textarea"));
        el.append(host);
    } };
    '''

Bare()
"""
AGENT = """
from agents import Agent
from chatkit_notebook import ChatKit
ChatKit(Agent(name="A", instructions="Be brief."))
"""
CELLS = {
    "bare anywidget": BARE,
    "ChatKit()": "from chatkit_notebook import ChatKit\nChatKit()",
    "ChatKit(function)": "from chatkit_notebook import ChatKit\nChatKit(lambda text: text)",
    "import agents, bare anywidget": "import agents\n" + BARE,
    "ChatKit(agent)": AGENT,
}
# The composer is in an open shadow root, below the one of the page's own elements.
USABLE = """() => new Promise((found) => {
    const began = performance.now();
    const panel = window.jupyterapp.shell.currentWidget;
    panel.content.activeCellIndex = 0;
    window.jupyterapp.commands.execute("notebook:run-cell");
    const look = () => {
        const host = document.querySelector("[data-lm-suppress-shortcuts=true]");
        const field = host?.shadowRoot?.querySelector("textarea");
        if (field && !field.disabled && !field.readOnly && field.getClientRects().length > 0) {
            found(performance.now() - began);
        } else {
            requestAnimationFrame(look);
        }
    };
    look();
})"""
TEN = ["from chatkit_notebook import ChatKit\nchats = [ChatKit(lambda text: text) for _ in range(10)]"]
TEN += [f"chats[{number}].ask_sync('hello')\nchats[{number}]" for number in range(10)]


def opened(context, lab, cells):
    page = NotebookPage(context.new_page(), lab, lab.write_notebook("benchmark", cells, "python3"))
    return page.open()


def first_paint(context, lab, cell):
    notebook = opened(context, lab, [cell])
    milliseconds = notebook.page.evaluate(USABLE)
    notebook.page.close()
    lab.stop_kernels()
    return milliseconds


def saved_size(context, lab):
    notebook = opened(context, lab, TEN)
    notebook.run_all()
    notebook.chat(9).composer.wait_for()
    notebook.save()
    notebook.page.close()
    return (lab.root / notebook.notebook).stat().st_size


def main(runs):
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's modules are compiled once, and not in each kernel
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            Path(folder) / "profile", executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS
        )
        with Lab(Path(folder) / "lab", python=sys.executable) as lab:
            first_paint(context, lab, BARE)  # the browser compiles JupyterLab's scripts once
            cells = dict(list(CELLS.items())[:2]) if IS_QUICK else CELLS
            times = {name: [first_paint(context, lab, cell) for _ in range(runs)] for name, cell in cells.items()}
            bare = median(times["bare anywidget"])
            print(f"From running the cell to a usable composer, the median of {runs}")
            for name, each in times.items():
                print(f"{name:32} {median(each):7.0f} ms  {median(each) - bare:+7.0f} ms  (fastest {min(each):.0f})")
            if not IS_QUICK:
                print(f"A saved notebook with ten chats: {saved_size(context, lab) / 1000:.0f} kB")
        context.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else RUNS)
