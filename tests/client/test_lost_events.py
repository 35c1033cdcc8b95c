"""What is told of an event that can't be shown, whatever it holds in the place of a type."""

import pytest

from chatkit_notebook.client.lost_events import why_lost

TYPES = [{}, {"a": 1}, [], ["thread.item.done"], None, 0, 1.5, True, {"type": "Card"}, [[]]]


@pytest.mark.parametrize("kind", TYPES, ids=repr)
def test_a_type_that_is_not_a_str_is_told(kind):
    assert "type" in why_lost({"type": kind})


@pytest.mark.parametrize("kind", TYPES, ids=repr)
@pytest.mark.parametrize("place", ["item", "update", "item_id"])
@pytest.mark.parametrize(
    "name", ["thread.item.added", "thread.item.done", "thread.item.replaced", "thread.item.updated"]
)
def test_an_event_of_an_item_with_anything_in_its_place_is_told(name, place, kind):
    assert why_lost({"type": name, place: kind}).startswith(f"{name}: ")


@pytest.mark.parametrize("name", ["notice", "made.up", "error", ""])
def test_what_a_newer_client_may_know_is_not_lost(name):
    assert why_lost({"type": name}) is None
