"""What a plain function returns as a person sees it: a table, a figure, a widget, and what can't be shown."""

from playwright.sync_api import expect

CELL = """
import matplotlib.pyplot as plt
import pandas as pd
from chatkit_notebook import ChatKit
from chatkit_notebook.widgets import Button, Card, Title

orders = pd.DataFrame({
    "city": ["Oslo", None] * 600,
    "total": [1204.5, 3.25] * 600,
    "note": ["<img src=x onerror=alert(1)> **b** | \\\\[x\\\\] $y$", "[a](https://x.org) www.x.org"] * 600,
})

class Broken:
    def _repr_html_(self):
        raise KeyError("city")

def reply(text):
    figure, axes = plt.subplots()
    axes.bar(["Oslo", "Rome"], [3, 4])
    axes.set_title("Orders by city")
    yield "Here "
    yield "they are:"
    yield orders
    yield figure
    yield Card(size="sm", children=[Title(value="Oslo leads"), Button(label="Open")])
    yield Broken()
    yield len

ChatKit(reply, store="values.db", height=2400)
"""


def test_a_table_a_figure_and_a_widget_of_a_plain_function_are_drawn_and_stay(open_notebook):
    notebook = open_notebook([CELL, "1"], height=2600)
    notebook.run_all()
    view = notebook.chat()
    view.send("orders")
    view.wait_text("TypeError: reply() yielded <built-in function len>: call it.")

    def look():
        view.wait_text("Here they are:")
        rows = view.log.get_by_role("table").get_by_role("row")
        assert rows.count() == 11
        assert rows.nth(0).get_by_role("columnheader").all_inner_texts() == ["city", "total", "note"]
        first, second = (rows.nth(at).get_by_role("cell").all_inner_texts() for at in (1, 2))
        assert first == ["Oslo", "1204.50", "<img src=x onerror=alert(1)> **b** | \\[x\\] $y$"]
        assert second == ["\N{EN DASH}", "3.25", "[a](https://x.org) www.x.org"]
        assert view.log.get_by_role("table").locator("a, img, strong, math").count() == 0
        view.wait_text("First 10 of 1,200 rows, 3 columns")
        picture = view.log.get_by_role("img", name="Orders by city")
        expect(picture).to_be_visible()
        picture.scroll_into_view_if_needed()  # it loads when it comes into view
        expect(picture).to_have_js_property("complete", value=True)
        natural, shown = picture.evaluate("image => [image.naturalWidth, image.getBoundingClientRect().width]")
        assert natural > 1.5 * shown > 400
        view.wait_text("Oslo leads")
        expect(view.button("Open")).to_be_visible()
        view.wait_text("Broken can't be shown: KeyError: 'city'.")

    look()
    # The figure is not shown a second time under the next cell.
    notebook.run_cell(1)
    assert notebook.page.locator(".jp-Cell").nth(1).locator("img").count() == 0
    assert notebook.save()
    notebook.reload()
    look()
    assert notebook.errors == []
