"""Threads of very many items fold to the same state as small ones, and no event looks at all of them."""

import json
import random

import pytest

from chatkit_notebook.fold import fold, new_state
from chatkit_notebook.fold.ordered import Items, Open

MANY = 20_000


def item(item_id, kind="user_message", **rest):
    return {"id": item_id, "type": kind, **rest}


def event(name, item_id, **rest):
    is_removed = name == "removed"
    about = {"item_id": item_id} if is_removed else {"item": item(item_id, **rest)}
    return {"type": f"thread.item.{name}", **about}


class Naive:
    """The rules of the list, said as simply as they can be."""

    def __init__(self, ids):
        self.ids = list(ids)

    def place(self, item_id):
        if item_id not in self.ids:
            self.ids.append(item_id)

    def remove(self, item_id):
        if item_id in self.ids:
            del self.ids[len(self.ids) - 1 - self.ids[::-1].index(item_id)]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("loaded", [(), ("a", "b", "c"), ("a", "b", "a", "c", "b", "a")])
def test_items_are_found_placed_and_removed_as_in_a_plain_list(seed, loaded):
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    state, naive = new_state(), Naive(loaded)
    state["items"] = [item(each) for each in loaded]
    for _ in range(1_500):
        chosen = chance.choice([*"abc", str(chance.randrange(600))])
        if chance.random() < 0.6:
            fold(state, event(chance.choice(["added", "done", "replaced"]), chosen))
            naive.place(chosen)
        else:
            fold(state, event("removed", chosen))
            naive.remove(chosen)
        if chance.random() < 0.01:
            state["items"] = list(state["items"])
        if chance.random() < 0.01 and state["items"]:
            state["items"].pop()
            naive.ids.pop()
    assert [each["id"] for each in state["items"]] == naive.ids


@pytest.mark.parametrize("order", [range(MANY), reversed(range(MANY))], ids=["first to last", "last to first"])
def test_a_thread_of_many_items_comes_and_goes(order):
    state = new_state()
    for number in range(MANY):
        fold(state, event("added", f"i{number}", kind="assistant_message", content=[]))
    assert len(state["items"]) == len(state["open"]) == MANY
    for number in range(MANY):
        fold(state, event("done", f"i{number}", kind="assistant_message", content=[]))
        fold(state, {"type": "thread.item.updated", "item_id": f"unknown {number}", "update": {}})
    assert state["open"] == []
    for number in order:
        fold(state, event("removed", f"i{number}"))
    assert state["items"] == []


def test_blank_messages_that_never_ended_go_at_the_end_of_a_response():
    state = new_state()
    for number in range(5_000):
        content = [{"type": "output_text", "text": "x" * (number % 2), "annotations": []}]
        fold(state, event("added", f"i{number}", kind="assistant_message", content=content))
    fold(state, {"type": "chatkit.response.end"})
    assert [each["id"] for each in state["items"]] == [f"i{number}" for number in range(1, 5_000, 2)]


def test_the_lists_are_json_and_equal_to_plain_ones():
    state = new_state()
    fold(state, event("added", "a"))
    assert json.loads(json.dumps(state)) == state
    assert (Items([item("a")]), Open(["a"])) == ([item("a")], ["a"])


@pytest.mark.parametrize("odd", [None, 7, [], {}, {"id": "x"}, "", "__proto__", "\ud800", float("nan")])
def test_an_odd_id_finds_nothing(odd):
    items = Items([item("a"), {"type": "no id"}, item("b")])
    assert items.position(odd) is None
    Open(["a"]).close(odd)
