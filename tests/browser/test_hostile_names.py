"""Names that JavaScript objects inherit are names like any others, wherever a text from outside may stand."""

from playwright.sync_api import expect

from tests.browser.health import Health
from tests.browser.hostile import cells, done, hostile, open_again, sound


def test_no_name_that_objects_inherit_breaks_the_page_or_the_thread(open_notebook, tmp_path):
    items = hostile("names")
    assert len(items) >= 40
    names = sorted({item["id"].rsplit("_", 1)[0] for item in items if item["id"].endswith("_0")})
    events = [done(item) for item in items]
    updates = [
        event
        for name in names
        for event in (
            {"type": name, "item_id": name},
            {"type": "thread.item.updated", "item_id": name, "update": {"type": name}},
            {"type": "notice", "level": name, "message": f"Notice of {name}", "title": name},
            {"type": "progress_update", "text": name, "icon": name},
            {"type": "client_effect", "name": name, "data": {name: name}},
        )
    ]
    notebook = open_notebook(cells(tmp_path, names=[*events, *updates, sound("last", "the last one")]))
    notebook.run_cell(0)
    chat = notebook.chat()
    expect(chat.composer).to_be_visible()
    health = Health(notebook)
    chat.send("names")
    chat.wait_text("the last one")
    chat.wait_idle()
    for name in names:
        assert chat.log.get_by_text(name).count() > 3, name
    health.check(chat, cell=1)
    open_again(chat, "the last one")
    for name in names:
        assert chat.log.get_by_text(name).count() > 3, name
    health.check(chat, cell=1)
