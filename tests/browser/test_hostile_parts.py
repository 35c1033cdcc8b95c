"""One bad part never takes the rest of the page with it, and its thread opens again."""

import re

from playwright.sync_api import expect

from tests.browser.hostile import done, feed, hostile, open_again, sound


def test_items_of_every_wrong_shape_leave_the_others_the_page_and_the_thread_alone(open_notebook, tmp_path):
    items = hostile("broken")
    assert len(items) >= 40
    events = [
        event for index, item in enumerate(items) for event in (done(item), sound(f"s{index}", f"neighbour {index}."))
    ]
    notebook, chat, health = feed(open_notebook, tmp_path, events)
    neighbours = chat.log.get_by_text(re.compile(r"^neighbour \d+\.$"))
    expect(neighbours).to_have_count(len(items))
    assert chat.log.get_by_text("can't be shown").count() > 20
    assert chat.log.get_by_text("[object Object]").count() == 0
    notebook.run_cell(2)
    assert int(notebook.output(2)[0]) > 10
    health.check(chat, cell=1)
    open_again(chat)
    expect(neighbours).to_have_count(len(items))
    health.check(chat, cell=1)
