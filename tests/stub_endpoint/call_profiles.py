"""Endpoints that send tool calls in pieces of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.stub_endpoint import dialects
from tests.stub_endpoint.profile import chunks, events, frames
from tests.stub_endpoint.script import Raw

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stub_endpoint.profile import Json
    from tests.stub_endpoint.script import Reply


def _calls(reshape: Callable[[list[Json]], list[list[Json]]], *, finish: str | None = None) -> Any:
    """An endpoint that streams its calls so: a list of what each chunk has of them."""

    def answer(body: Json, reply: Reply) -> Raw:
        regular = chunks(body, reply)
        calls = [call for one in regular for choice in one["choices"] for call in choice["delta"].get("tool_calls", [])]
        is_call = ["tool_calls" in choice["delta"] for one in regular for choice in one["choices"]]
        at = is_call.index(True) if calls else 0
        rest = [one for one, is_one in zip(regular, [*is_call, False], strict=False) if not is_one]
        base = {key: value for key, value in regular[0].items() if key != "choices"}
        reshaped = [
            base | {"choices": [{"index": 0, "delta": {"tool_calls": deltas}, "finish_reason": None}]}
            for deltas in (reshape(json.loads(json.dumps(calls))) if calls else [])
        ]
        payloads = [*rest[:at], *reshaped, *rest[at:]]
        if finish and calls:
            for one in payloads:
                for choice in one["choices"]:
                    choice["finish_reason"] = choice["finish_reason"] and finish
        return frames(payloads)

    return answer


def _pieces(call: Json, size: int = 4) -> list[str]:
    arguments = call["function"]["arguments"]
    return [arguments[at : at + size] for at in range(0, len(arguments), size)]


def _one_by_one(change: Callable[[Json], Any]) -> Callable[[list[Json]], list[list[Json]]]:
    def reshape(calls: list[Json]) -> list[list[Json]]:
        for call in calls:
            change(call)
        return [[call] for call in calls]

    return reshape


def _same_index(calls: list[Json]) -> list[list[Json]]:
    return [[call | {"index": 0}] for call in calls]


def _same_index_at_once(calls: list[Json]) -> list[list[Json]]:
    return [[call | {"index": 0} for call in calls]]


def _nothing_but_functions_at_once(calls: list[Json]) -> list[list[Json]]:
    return [[{"function": call["function"]} for call in calls]]


def _same_index_in_pieces(calls: list[Json]) -> list[list[Json]]:
    deltas: list[Json] = []
    for call in calls:
        deltas.append(call | {"index": 0, "function": call["function"] | {"arguments": ""}})
        deltas += [{"index": 0, "function": {"arguments": piece}} for piece in _pieces(call)]
    return [[delta] for delta in deltas]


def _no_index_in_pieces(calls: list[Json]) -> list[list[Json]]:
    return [
        [{key: value for key, value in delta.items() if key != "index"}] for [delta] in _same_index_in_pieces(calls)
    ]


def _name_in_every_piece(calls: list[Json]) -> list[list[Json]]:
    return [
        [call | {"function": {"name": call["function"]["name"], "arguments": piece}}]
        for call in calls
        for piece in _pieces(call)
    ]


def _name_in_every_piece_without_index(calls: list[Json]) -> list[list[Json]]:
    return [[delta | {"index": None, "id": ""}] for [delta] in _name_in_every_piece(calls)]


def _new_id_for_every_piece(calls: list[Json]) -> list[list[Json]]:
    return [[delta | {"id": f"id{at}"}] for at, [delta] in enumerate(_name_in_every_piece(calls))]


def _an_index_for_every_piece(calls: list[Json]) -> list[list[Json]]:
    return [[delta | {"index": at}] for at, [delta] in enumerate(_same_index_in_pieces(calls))]


def _interleaved(calls: list[Json]) -> list[list[Json]]:
    heads = [[call | {"function": call["function"] | {"arguments": ""}} for call in calls]]
    longest = max(len(_pieces(call)) for call in calls)
    rounds = [
        [
            {"index": call["index"], "function": {"arguments": _pieces(call)[at]}}
            for call in calls
            if at < len(_pieces(call))
        ]
        for at in range(longest)
    ]
    return [*heads, *rounds]


def _sent_again_at_the_end(calls: list[Json]) -> list[list[Json]]:
    return [*([call] for call in calls), *([call] for call in calls)]


def _name_after_the_arguments(calls: list[Json]) -> list[list[Json]]:
    return [
        [delta]
        for call in calls
        for delta in (
            {"index": call["index"], "function": {"arguments": call["function"]["arguments"]}},
            {"index": call["index"], "id": call["id"], "function": {"name": call["function"]["name"]}},
        )
    ]


def _older_form(body: Json, reply: Reply) -> Raw:
    payloads = chunks(body, reply)
    for one in payloads:
        for choice in one["choices"]:
            calls = choice["delta"].pop("tool_calls", None)
            if calls:
                choice["delta"]["tool_calls"] = [calls[0]["function"] | {"id": calls[0]["id"]}]
    return frames(payloads)


def _set(**fields: Any) -> Callable[[list[Json]], list[list[Json]]]:
    return _one_by_one(lambda call: call.update(fields))


def _object(call: Json) -> None:
    call["function"]["arguments"] = json.loads(call["function"]["arguments"])


def _json_in_json(call: Json) -> None:
    call["function"]["arguments"] = json.dumps(call["function"]["arguments"])


def _no_arguments_where_none_are_needed(call: Json) -> None:
    if call["function"]["arguments"] == "{}":
        call["function"]["arguments"] = ""


def _name_as_id(call: Json) -> None:
    call["id"] = call["function"]["name"]


def _whole_with_objects(body: Json, reply: Reply) -> Raw:
    whole = dialects.whole_completion(body, reply)
    for call in whole["choices"][0]["message"].get("tool_calls", []):
        del call["index"], call["id"]
        _object(call)
    whole["choices"][0]["finish_reason"] = "stop"
    return Raw((json.dumps(whole).encode(),), content_type="application/json")


def _response_calls(change: Callable[[Json], Any]) -> Any:
    def answer(body: Json, reply: Reply) -> Raw:
        payloads = json.loads(json.dumps(events(body, reply)))
        for one in payloads:
            for item in [one.get("item"), *one.get("response", {}).get("output", [])]:
                if item and item["type"] == "function_call":
                    change(item)
        return frames(payloads)

    return answer


def _response_object(item: Json) -> None:
    item["arguments"] = json.loads(item["arguments"] or "{}")


CALLS = {
    "every call has the index 0": _calls(_same_index),
    "every call has the index 0, at once": _calls(_same_index_at_once),
    "every call has the index 0, in pieces": _calls(_same_index_in_pieces),
    "no index": _calls(_set(index=None)),
    "no index, in pieces": _calls(_no_index_in_pieces),
    "an index as a string": _calls(_one_by_one(lambda call: call.update(index=str(call["index"])))),
    "an index from 1": _calls(_one_by_one(lambda call: call.update(index=call["index"] + 1))),
    "nothing but functions, at once": _calls(_nothing_but_functions_at_once),
    "no ids": _calls(_one_by_one(lambda call: call.pop("id"))),
    "empty ids": _calls(_set(id="")),
    "no ids, and the index 0": _calls(_one_by_one(lambda call: (call.pop("id"), call.update(index=0)))),
    "the same id each time": _calls(_set(id="call_0")),
    "the same id and the same index": _calls(_set(id="call_0", index=0)),
    "the name as id, no index": _calls(_one_by_one(lambda call: (_name_as_id(call), call.pop("index")))),
    "a number as id": _calls(_one_by_one(lambda call: call.update(id=call["index"]))),
    "the name in every piece": _calls(_name_in_every_piece),
    "the name in every piece, no index and no id": _calls(_name_in_every_piece_without_index),
    "a new id for every piece": _calls(_new_id_for_every_piece),
    "an index for every piece": _calls(_an_index_for_every_piece),
    "interleaved": _calls(_interleaved),
    "the calls once more at the end": _calls(_sent_again_at_the_end),
    "the name after the arguments": _calls(_name_after_the_arguments),
    "arguments as an object": _calls(_one_by_one(_object)),
    "arguments as JSON in JSON": _calls(_one_by_one(_json_in_json)),
    "no arguments where none are needed": _calls(_one_by_one(_no_arguments_where_none_are_needed)),
    "finish_reason stop": _calls(lambda calls: [calls], finish="stop"),
    "a finish_reason of its own": _calls(_same_index, finish="eos"),
    "the function in place of the call": _older_form,
    "whole, with objects and without ids": _whole_with_objects,
}
RESPONSE_CALLS = {
    "a response without call ids": _response_calls(lambda item: item.pop("call_id")),
    "a response with empty call ids": _response_calls(lambda item: item.update(call_id="")),
    "a response with the same call id each time": _response_calls(lambda item: item.update(call_id="call_0")),
    "a response with arguments as an object": _response_calls(_response_object),
    "a response without ids of calls": _response_calls(lambda item: item.pop("id")),
}
