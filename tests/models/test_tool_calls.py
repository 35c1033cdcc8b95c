"""The pieces of tool calls, put together."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_notebook.models.answers.tool_calls import CallIds, ToolCalls


def put_together(*groups, taken=()):
    calls = ToolCalls(CallIds(set(taken)))
    whole = {}
    deltas = [delta for group in groups for delta in calls.take(group)]
    for delta in [*deltas, *calls.end()]:
        call = whole.setdefault(delta["index"], {"arguments": ""})
        call["arguments"] += delta["function"]["arguments"]
        call |= {key: value for key, value in delta.items() if key not in ("index", "function", "type")}
        call |= {"name": delta["function"]["name"]} if "name" in delta["function"] else {}
    return list(whole.values())


def piece(name=None, arguments=None, **fields):
    function = {"name": name, "arguments": arguments}
    return fields | {"function": {key: value for key, value in function.items() if value is not None}}


@pytest.mark.parametrize(
    "groups",
    [
        ([piece("a", '{"n": 1}', id="x", index=0)], [piece("b", "{}", id="y", index=0)]),
        ([piece("a", '{"n": 1}')], [piece("b", "{}")]),
        ([piece("a", '{"n": 1}'), piece("b", "{}")],),
        ([piece("a", {"n": 1}, index=0), piece("b", {}, index=0)],),
        ([piece("a", "", id="x")], [piece(None, '{"n"')], [piece(None, ": 1}")], [piece("b", "", id="y")]),
        ([piece("a", '{"n"')], [piece("a", ": 1}")], [piece("b")]),
        ([piece("a", None, index=0), piece("b", None, index=1)], [piece(None, '{"n": 1}', index=0)]),
        ([piece("a", '{"n": 1}', index="3")], [piece("b", None, index="7")]),
        ([{"name": "a", "arguments": {"n": 1}}, {"name": "b", "parameters": {}}],),
        ([piece("a", '"{\\"n\\": 1}"', index=0)], [piece("b", '"{}"', index=1)]),
        ([piece(None, '{"n": 1}', index=0)], [piece("a", index=0)], [piece("b", index=1)]),
        ([piece("a", '{"n": 1}', id="x", index=0)], [piece("a", "", id="x", index=0)], [piece("b", index=1)]),
        ([None, piece("a", '{"n": 1}', index=None)], [], [piece("b", " ", index=None), 3]),
        ([piece("a", '{"n": 1}', id=None)], [piece("", '{"n": 1}', id="")], [piece("b", id=None)]),
    ],
)
def test_two_calls_are_two_with_their_own_arguments(groups):
    calls = put_together(*groups)
    assert [(call["name"], json.loads(call["arguments"])) for call in calls] == [("a", {"n": 1}), ("b", {})]
    assert len({call["id"] for call in calls}) == 2


def test_calls_of_one_function_without_arguments_are_as_many_as_were_sent():
    assert len(put_together([piece("a", "", id="x", index=0)], [piece("a", "", id="y", index=0)])) == 2
    assert len(put_together([piece("a", "{}"), piece("a", "{}")])) == 2
    assert len(put_together([piece("a", "{}")], [piece("a", "{}")])) == 2


def test_ids_of_earlier_calls_are_not_given_again():
    (call,) = put_together([piece("a", "{}", id="call_0")], taken={"call_0"})
    assert call["id"] not in ("", "call_0")


def test_what_belongs_to_a_call_besides_stays_with_it():
    extra = {"google": {"thought_signature": "s"}}
    (call,) = put_together([piece("a", "{}", id="x", extra_content=extra)])
    assert call["extra_content"] == extra


def test_a_text_that_looks_like_json_in_json_is_left_alone_in_the_middle():
    pieces = ['{"code": ', '"{}"', "}"]
    (call,) = put_together([piece("a", "", index=0)], *([piece(None, each, index=0)] for each in pieces))
    assert json.loads(call["arguments"]) == {"code": "{}"}


@given(st.data())
def test_calls_in_any_pieces_are_the_calls(data):
    names = data.draw(st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=4))
    wanted = [
        (name, {"at": at, "more": data.draw(st.dictionaries(st.text(max_size=3), st.text(max_size=5), max_size=2))})
        for at, name in enumerate(names)
    ]
    has_index, has_id, is_named = (data.draw(st.booleans()) for _ in range(3))
    groups = []
    for at, (name, arguments) in enumerate(wanted):
        rest = json.dumps(arguments)
        is_first = True
        while rest:
            size = data.draw(st.integers(1, len(rest)))
            fields = ({"index": at} if has_index else {}) | ({"id": f"id{at}"} if has_id else {})
            groups.append([piece(name if is_first or is_named else None, rest[:size], **fields)])
            rest, is_first = rest[size:], False
    calls = put_together(*groups)
    assert [(call["name"], json.loads(call["arguments"])) for call in calls] == wanted
