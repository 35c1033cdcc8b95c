"""A widget as the value of a cell, with no chat around it."""

import re

from playwright.sync_api import expect

CARD = """
from chatkit_notebook.widgets import Button, Card, Checkbox, Input, Select, Text

Card(children=[
    Text(value="Where to?"),
    Input(name="city", placeholder="City"),
    Select(name="seat", placeholder="Seat", options=[{"value": seat, "label": seat} for seat in ("Window", "Aisle")]),
    Checkbox(name="return", label="And back"),
    Button(label="Book", onClickAction={"type": "book"}),
])
"""
TABLE = """
import pandas as pd
from chatkit_notebook.widgets import DataFrame

DataFrame.of(pd.DataFrame({"n": range(100)}), title="Numbers")
"""


def hosts(notebook):
    return notebook.page.locator("[data-lm-suppress-shortcuts=true]")


def test_it_is_drawn_and_filled_in_and_says_that_nobody_answers(open_notebook):
    notebook = open_notebook([CARD, TABLE])
    notebook.run_all()
    card, table = hosts(notebook).nth(0), hosts(notebook).nth(1)
    card.get_by_placeholder("City").fill("Rome")
    card.get_by_role("combobox").click()
    # The list is higher than what it belongs to.
    card.get_by_role("option", name="Aisle").click()
    expect(card.get_by_role("combobox")).to_have_text("Aisle")
    assert card.get_by_role("textbox", name="Message the AI").count() == 0
    card.get_by_role("button", name="Book").click()
    expect(card.get_by_role("alert")).to_contain_text(
        "The action 'book' was sent, but the widget is shown without a chat"
    )

    table.get_by_role("button", name="Next").click()
    expect(table.get_by_role("status")).to_contain_text(re.compile("21.40 of 100"))
    # What it holds sets its height.
    assert table.evaluate("host => host.scrollHeight - host.clientHeight") == 0
    assert notebook.errors == []

    assert notebook.save()
    notebook.reload()
    expect(hosts(notebook).nth(0).get_by_placeholder("City")).to_have_value("Rome")


def test_a_cell_that_runs_again_shows_one_and_a_saved_notebook_what_it_says(open_notebook):
    notebook = open_notebook([CARD])
    notebook.run_cell(0)
    expect(hosts(notebook).get_by_text("Where to?")).to_be_visible()
    notebook.run_cell(0)
    expect(hosts(notebook)).to_have_count(1)
    expect(hosts(notebook).get_by_text("Where to?")).to_be_visible()
    assert notebook.save()
    notebook.shut_down_kernel()
    notebook.page.goto(notebook.lab.url(notebook.notebook))
    expect(notebook.page.locator(".chatkit-transcript")).to_contain_text("Where to?")
