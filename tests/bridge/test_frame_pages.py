"""A view looks through a DataFrame page by page: each question brings one page, and nothing else is sent."""

import json

import numpy as np
import pandas as pd
import pytest

from chatkit_notebook.frames import kept
from chatkit_notebook.widgets import Card, DataFrame
from tests.bridge.test_views import Browser, ask, hello_world

MANY = 1_000_000


def big():
    return pd.DataFrame({"id": np.arange(MANY), "city": np.where(np.arange(MANY) % 2 == 0, "Rome", "Oslo")})


async def page(browser, **args):
    count = len(browser.of("reply"))
    browser.views.receive(ask("frame_page", {"start": 0, "size": 20, **args}, f"a{count}"))
    await browser.until(lambda: len(browser.of("reply")) > count)
    return browser.of("reply")[-1]


async def test_pages_come_one_at_a_time_however_long_the_frame_is():
    shown = DataFrame.of(big())
    async with Browser(hello_world) as browser:
        last = await page(browser, frame=shown.frame, start=MANY - 3)
        assert last["body"] == {
            "rows": [[MANY - 3, "Oslo"], [MANY - 2, "Rome"], [MANY - 1, "Oslo"]],
            "count": MANY,
            "total": MANY,
        }
        found = await page(browser, frame=shown.frame, search="rome", sort={"column": 0, "descending": True}, size=2)
        assert found["body"]["rows"] == [[MANY - 2, "Rome"], [MANY - 4, "Rome"]]
        assert found["body"]["count"] == MANY // 2
        assert max(len(json.dumps(message)) for message in browser.messages) < 2_000


def test_the_widget_carries_its_first_page_and_no_more():
    shown = DataFrame.of(big(), title="Trips")
    node = json.loads(Card(children=[shown]).model_dump_json())["children"][0]
    assert (node["type"], node["title"], node["count"], len(node["rows"])) == ("DataFrame", "Trips", MANY, 20)
    assert [column["name"] for column in node["columns"]] == ["id", "city"]
    assert len(json.dumps(node)) < 1_000


async def test_data_that_is_no_longer_kept_is_told_by_its_own_code():
    async with Browser(hello_world) as browser:
        reply = await page(browser, frame="frm_of_a_kernel_that_was_restarted")
        assert reply["error"]["code"] == "frame_gone"
        assert "Run its cell again" in reply["error"]["message"]


@pytest.mark.parametrize(
    "args",
    [
        {"start": -1},
        {"size": 0},
        {"size": 101},
        {"size": "20"},
        {"search": "x" * 1_001},
        {"sort": {"column": -1, "descending": False}},
        {"sort": {"column": 2, "descending": False}},
        {"sort": "city"},
        {"frame": None},
        {"frame": ["frm"]},
    ],
)
async def test_questions_that_no_view_asks_are_refused(args):
    shown = DataFrame.of(pd.DataFrame({"a": [1], "b": [2]}))
    async with Browser(hello_world) as browser:
        reply = await page(browser, **{"frame": shown.frame, **args})
        assert reply["error"]["code"] == "invalid_request"


def test_frames_are_kept_by_ids_that_nobody_guesses():
    ids = {kept.keep(pd.DataFrame({"a": [1]}))[0] for _ in range(3)}
    assert len(ids) == 3
    assert all(len(each) == 36 for each in ids)
