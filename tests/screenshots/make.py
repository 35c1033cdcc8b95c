"""Makes the pictures of the README from a real JupyterLab: ``make screenshots``."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.lab import CHROMIUM_ARGUMENTS, Lab, NotebookPage  # noqa: E402 - the repository is no package

HERE = Path(__file__).parent
QUICKSTART = ROOT / "notebooks" / "00_quickstart.ipynb"
SHOP = 1

FAILING = """
from chatkit_notebook import ChatKit

def reply(text):
    prices = {"Dune": 9}
    return f"It costs {prices[text]} euros."

chat = ChatKit(reply, height=360)
chat
"""


def scroll_to(notebook, view):
    view.host.evaluate("host => host.scrollIntoView({block: 'end'})")
    notebook.page.wait_for_timeout(600)


def conversation(notebook):
    """Lead the conversation that the pictures show, in the quickstart's second chat."""
    notebook.run_all()
    shop = notebook.chat(SHOP)
    shop.wait_text("2 copies of Emma")
    shop.button("New chat").click()
    for text, answer in [("What is the stock of Dune?", "4 copies"), ("Offer Dune", "card")]:
        shop.send(text)
        shop.wait_text(answer)
        shop.wait_idle()
    return shop


def shoot(browser, lab, name, cells, lead, *, theme="JupyterLab Light", width=1180, height=900):
    """Open a notebook, lead it somewhere, and keep the picture of the page."""
    scheme = "dark" if "Dark" in theme else "light"
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=1.5, color_scheme=scheme
    )
    notebook = NotebookPage(context.new_page(), lab, lab.write_notebook(name, cells, "python3")).open()
    notebook.page.evaluate(
        """async (theme) => {
            const { commands } = window.jupyterapp;
            await commands.execute('apputils:change-theme', { theme });
            if (window.jupyterapp.shell.leftCollapsed === false) await commands.execute('application:toggle-left-area');
        }""",
        theme,
    )
    view = lead(notebook)
    scroll_to(notebook, view)
    notebook.page.screenshot(path=HERE / f"{name}.png")
    context.close()
    lab.stop_kernels()


def failing(notebook):
    notebook.run_all()
    view = notebook.chat()
    view.send("Emma")
    view.button("Retry").wait_for()
    return view


def main():
    chromium = shutil.which("chromium") or sys.exit("Chromium is not installed.")
    with tempfile.TemporaryDirectory() as folder, Lab(folder, python=sys.executable) as lab, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        shoot(browser, lab, "light", QUICKSTART, conversation)
        shoot(browser, lab, "dark", QUICKSTART, conversation, theme="JupyterLab Dark")
        shoot(browser, lab, "narrow", QUICKSTART, conversation, width=480, height=820)
        shoot(browser, lab, "error", [FAILING], failing, height=640)
        browser.close()


if __name__ == "__main__":
    main()
