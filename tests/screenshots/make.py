"""Makes the pictures of the README from a real JupyterLab: ``make screenshots``."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.files import choose, pdf, png  # noqa: E402 - the repository is no package
from tests.browser.lab import CHROMIUM_ARGUMENTS, Lab, NotebookPage  # noqa: E402 - the repository is no package

HERE = Path(__file__).parent
QUICKSTART = ROOT / "notebooks" / "00_quickstart.ipynb"
SHOP = 1
FILES = "delivery.png", "invoice-2026-118.pdf", "reply.txt"

FAILING = """
from chatkit_notebook import ChatKit

def reply(text):
    prices = {"Dune": 9}
    return f"It costs {prices[text]} euros."

chat = ChatKit(reply, height=360)
chat
"""

READING = """
from agents import Agent
from chatkit_notebook import ChatKit, ScriptedModel

answer = '''Both belong to the same order:

| | Invoice | Photo |
|---|---|---|
| **Chairs** | 4 at 120 EUR | 3 |
| **Table** | 1 at 480 EUR | 1 |

One **chair is missing** in the photo. Shall I write to the shop?'''
agent = Agent(name="Clerk", model=ScriptedModel([answer], name="scripted"))
chat = ChatKit(agent, store="orders.db", height=800)
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


def reading(notebook):
    """Ask about a picture and a document, with one more file waiting to be sent."""
    notebook.run_all()
    view = notebook.chat()
    photo, invoice, reply = (notebook.lab.folder / name for name in FILES)
    photo.write_bytes(png(480, 320, scene))
    invoice.write_bytes(pdf("Invoice") * 400)
    reply.write_text("Dear shop,\n" * 300)
    choose(view, photo, invoice)
    view.button(f"Remove {invoice.name}").wait_for()
    view.send("Did everything on the invoice arrive?")
    view.wait_text("Shall I write to the shop?")
    view.wait_idle()
    choose(view, reply)
    view.button(f"Remove {reply.name}").wait_for()
    expect(view.button("Send")).to_be_enabled()
    view.composer.click()
    return view


def scene(x, y):
    """A room: a wall, a floor, a table and three chairs."""
    if 0.30 < x < 0.70 and 0.58 < y < 0.63:
        return 150, 96, 56
    if any(abs(x - leg) < 0.012 and 0.6 < y < 0.86 for leg in (0.33, 0.67)):
        return 120, 76, 44
    for seat in (0.14, 0.5, 0.86):
        if abs(x - seat) < 0.06 and 0.66 < y < 0.70:
            return 70, 104, 130
        if abs(x - seat + 0.055) < 0.008 and 0.46 < y < 0.88:
            return 52, 80, 104
    if y > 0.8:
        return tuple(round(part * (1.1 - 0.3 * y)) for part in (196, 170, 140))
    return tuple(round(part * (0.92 + 0.08 * (1 - y))) for part in (238, 232, 220))


def main():
    chromium = shutil.which("chromium") or sys.exit("Chromium is not installed.")
    with tempfile.TemporaryDirectory() as folder, Lab(folder, python=sys.executable) as lab, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        shoot(browser, lab, "light", QUICKSTART, conversation)
        shoot(browser, lab, "dark", QUICKSTART, conversation, theme="JupyterLab Dark")
        shoot(browser, lab, "narrow", QUICKSTART, conversation, width=480, height=820)
        shoot(browser, lab, "files", [READING], reading, height=1020)
        shoot(browser, lab, "error", [FAILING], failing, height=640)
        browser.close()


if __name__ == "__main__":
    main()
