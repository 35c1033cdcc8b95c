"""The quickstart as a new user meets it: every cell, real key presses, no key and no network."""

from pathlib import Path
from urllib.parse import urlparse

import pytest

QUICKSTART = Path(__file__).parents[2] / "notebooks" / "00_quickstart.ipynb"
DEMO, SHOP, PLAIN = 0, 1, 2


@pytest.fixture
def quickstart(open_notebook):
    notebook = open_notebook(QUICKSTART)
    notebook.run_all()
    return notebook


def test_the_quickstart_runs_and_everything_in_it_works(quickstart):
    page = quickstart.page
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0

    demo = quickstart.chat(DEMO)
    demo.composer.wait_for()
    demo.send("hello")
    demo.wait_text("offline model")
    demo.wait_idle()

    shop = quickstart.chat(SHOP)
    shop.wait_text("2 copies of Emma")  # what the notebook itself asked
    shop.send("What is the stock of Dune?")
    shop.wait_text("4 copies of Dune")
    shop.wait_idle()

    shop.send("Read my basket")
    shop.wait_text("read_basket")
    shop.wait_idle()

    shop.send("Highlight Solaris")
    page.locator(".jp-OutputArea-output").get_by_text("★ Solaris").wait_for()
    shop.wait_idle()

    shop.send("Offer Dune")
    buy = shop.button("Buy")
    buy.wait_for()
    shop.wait_idle()
    buy.click()
    shop.wait_text("Dune is in your basket.")
    assert buy.count() == 0
    page.locator(".jp-OutputArea-output").get_by_text("Bought Dune").wait_for()

    plain = quickstart.chat(PLAIN)
    plain.send("one two")
    plain.wait_text("You said: one two")

    assert quickstart.errors == []
    assert {urlparse(url).hostname for url in quickstart.requests if url.startswith("http")} == {"127.0.0.1"}


def test_stop_ends_a_long_reply_keeps_its_text_and_leaves_the_chat_usable(quickstart):
    demo = quickstart.chat(DEMO)
    demo.send("Tell me a long story")
    demo.button("Stop").wait_for()
    demo.log.get_by_text("offline model").wait_for()
    demo.button("Stop").click()
    demo.wait_idle()
    kept = demo.log.inner_text()
    demo.send("hello")
    demo.wait_text("Hello!")
    demo.wait_idle()
    after = demo.log.inner_text()
    assert len(after) > len(kept)
    assert "offline model" in kept
    # The stopped answer is still there, and it did not grow behind the reader's back.
    # (An emphasis that was open when it stopped shows its asterisk from then on.)
    assert after.replace("*", "").startswith(kept.replace("*", "").rstrip())


def test_shift_enter_makes_a_line_and_runs_no_cell(quickstart):
    page = quickstart.page
    cells = page.locator(".jp-Cell").count()
    demo = quickstart.chat(DEMO)
    demo.composer.click()
    demo.composer.press_sequentially("first")
    demo.composer.press("Shift+Enter")
    demo.composer.press_sequentially("second a b c d j k")
    assert demo.composer.input_value() == "first\nsecond a b c d j k"
    for keys in ("Control+b", "Control+Enter", "Alt+Enter"):
        demo.composer.press(keys)
    assert page.locator(".jp-Cell").count() == cells
    assert demo.composer.count() == 1
