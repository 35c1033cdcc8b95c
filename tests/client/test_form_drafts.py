"""What is typed into forms is kept for pages to come, within bounds, and is no event of the conversation."""

import pytest

from chatkit_notebook.client import form_drafts
from chatkit_notebook.client.form_drafts import FormDrafts
from tests.doubles import ByteServer


class Onlooker:
    def __init__(self):
        self.events = []

    def frame(self, request_id, event):
        assert request_id is None
        self.events.append(event)


def field(key, value="x", base=""):
    return {"key": key, "name": key.lower(), "value": value, "base": base}


@pytest.fixture
def onlooker():
    return Onlooker()


@pytest.fixture
def drafts(onlooker):
    return FormDrafts([onlooker])


@pytest.mark.parametrize("value", ["text", "", True, False, None])
def test_the_last_word_in_a_field_is_kept_and_told(drafts, onlooker, value):
    drafts.fill("w", "page", [field("A", "first"), field("B")])
    drafts.fill("w", "page", [field("A", value)])
    assert drafts.of([{"id": "w"}, {"id": "other"}, {}]) == {"w": [field("A", value), field("B")]}
    assert onlooker.events[1] == {
        "type": "chatkit.form.draft",
        "item_id": "w",
        "origin": "page",
        "fields": [field("A", value)],
    }


def test_widgets_filled_in_long_ago_are_forgotten_first(drafts):
    for number in range(form_drafts.MOST_ITEMS):
        drafts.fill(str(number), "page", [field("A")])
    drafts.fill("0", "page", [field("A", "again")])
    drafts.fill("new", "page", [field("A")])
    assert drafts.of([{"id": "1"}]) == {}
    assert sorted(drafts.of([{"id": "0"}, {"id": "2"}, {"id": "new"}])) == ["0", "2", "new"]


def test_a_widget_has_only_so_many_fields(drafts):
    many = [field(str(number)) for number in range(form_drafts.MOST_FIELDS)]
    drafts.fill("w", "page", many)
    drafts.fill("w", "page", [field("one more"), field("0", "changed")])
    kept = drafts.of([{"id": "w"}])["w"]
    assert (len(kept), kept[0]["value"]) == (form_drafts.MOST_FIELDS, "changed")


async def test_drafts_are_neither_logged_nor_folded(session_of):
    async with session_of(ByteServer({})) as session:
        before = len(session.log)
        session.drafts.fill("w", "page", [field("A", "secret")])
        assert [event["type"] for _, event in session.recorder.frames] == ["chatkit.form.draft"]
        assert (len(session.log), session.current.state["items"]) == (before, [])
