"""A chart is read by pointer and keyboard, and a long DataFrame page by page, in a real browser."""

import json

from playwright.sync_api import expect

CELL = """
import numpy as np
import pandas as pd
from chatkit_notebook import ChatKit
from chatkit_notebook.widgets import BarSeries, Card, Chart, DataFrame, LineSeries, Title

ROWS = 1_204_113
trips = pd.DataFrame({
    "trip": np.arange(ROWS),
    "city": np.where(np.arange(ROWS) % 2 == 0, "Rome", "Oslo"),
    "price": np.arange(ROWS)[::-1] / 4,
})
sales = [
    {"month": f"2026-0{month}", "sales": 400 * month, **({} if month == 2 else {"costs": 150 * month})}
    for month in range(1, 7)
]

def reply(text):
    yield Card(size="full", children=[
        Title(value="Sales"),
        Chart(
            data=sales,
            xAxis="month",
            showYAxis=True,
            series=[BarSeries(label="Sales", dataKey="sales"), LineSeries(label="Costs", dataKey="costs")],
        ),
    ])
    yield Card(size="full", children=[DataFrame.of(trips, title="Trips")])

ChatKit(reply, height=1500)
"""


def test_a_chart_is_read_by_pointer_and_keyboard_and_a_frame_page_by_page(open_notebook):
    sizes = []

    def listen(page):
        page.on("websocket", lambda socket: socket.on("framereceived", lambda data: sizes.append(len(data))))

    notebook = open_notebook([CELL], height=1700, before=listen)
    notebook.run_all()
    view = notebook.chat()
    view.send("show")
    view.wait_text("of 1,204,113")

    chart = view.log.get_by_role("application")
    box = chart.bounding_box()
    tooltip = view.log.locator(".w-chart-tooltip")
    expect(tooltip).to_have_count(0)
    chart.hover(position={"x": box["width"] - 20, "y": 40})
    expect(tooltip).to_contain_text("June 2026")
    assert tooltip.locator("dt").all_inner_texts() == ["Sales", "Costs"]
    assert tooltip.locator("dd").all_inner_texts() == ["2,400", "900"]
    right_edges = tooltip.locator("dd").evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert max(right_edges) - min(right_edges) < 1
    notebook.page.mouse.move(2, 2)
    expect(tooltip).to_have_count(0)

    chart.focus()
    for key, month, costs in (
        ("ArrowRight", "January", "150"),
        ("ArrowRight", "February", "\N{EN DASH}"),
        ("End", "June", "900"),
    ):
        notebook.page.keyboard.press(key)
        expect(tooltip).to_contain_text(f"{month} 2026")
        expect(tooltip.locator("dd").nth(1)).to_have_text(costs)
    inside = "(tip) => { const a = tip.getBoundingClientRect(), b = tip.parentElement.getBoundingClientRect();"
    assert tooltip.evaluate(f"{inside} return a.left >= b.left - 1 && a.right <= b.right + 1; }}")
    notebook.page.keyboard.press("Escape")
    expect(tooltip).to_have_count(0)
    expect(chart).to_be_focused()

    frame = view.log.locator(".w-frame")
    first = frame.locator("tbody tr").first
    status = frame.get_by_role("status")
    expect(first).to_have_text("0Rome301,028.00")
    sizes.clear()
    frame.get_by_role("button", name="Next page").click()
    expect(status).to_have_text("21\N{EN DASH}40 of 1,204,113")
    expect(first).to_contain_text("20")
    frame.get_by_role("button", name="price").click()
    expect(first).to_contain_text("1,204,112")
    expect(frame.get_by_role("columnheader", name="price")).to_have_attribute("aria-sort", "ascending")
    frame.get_by_role("searchbox", name="Search").fill("oslo")
    expect(status).to_have_text("1\N{EN DASH}20 of 602,056 (1,204,113 in all)")
    # Three pages of twenty rows, and what the kernel says of itself meanwhile.
    assert max(sizes) < 10_000, json.dumps(sorted(sizes)[-5:])
    assert sum(sizes) < 200_000

    notebook.restart_kernel()
    frame.get_by_role("button", name="Next page").click()
    expect(frame).to_contain_text("This data is no longer in the kernel.")
    expect(first).to_contain_text("Oslo")
    expect(frame.get_by_role("button", name="Next page")).to_be_disabled()
    assert notebook.errors == []
