"""Names that JavaScript objects inherit are names like any others, wherever a text from outside may stand."""

from tests.browser.hostile import done, feed, hostile, open_again


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
    _, chat, health = feed(open_notebook, tmp_path, [*events, *updates])
    for name in names:
        assert chat.log.get_by_text(name).count() > 3, name
    health.check(chat, cell=1)
    open_again(chat)
    for name in names:
        assert chat.log.get_by_text(name).count() > 3, name
    health.check(chat, cell=1)
