import asyncio
import threading
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Literal

import pytest
from pydantic import BaseModel

from chatkit_notebook.client.callbacks import (
    Callback,
    Callbacks,
    ClientTool,
    call_listener,
    effect_calls,
    stream_action,
)

where = ContextVar("where", default="nowhere")


async def collect(iterator):
    return [value async for value in iterator]


async def test_a_function_runs_in_the_context_it_was_registered_in():
    where.set("cell 1")
    sync = Callback(where.get)

    async def from_coroutine():
        await asyncio.sleep(0)
        return where.get()

    def generator():
        yield where.get()

    async def async_generator():
        yield where.get()
        yield where.get()

    callbacks = [Callback(from_coroutine), Callback(generator), Callback(async_generator)]
    where.set("another cell")
    assert await sync() == "cell 1"
    assert await callbacks[0]() == "cell 1"
    assert await collect(callbacks[1].stream()) == ["cell 1"]
    assert await collect(callbacks[2].stream()) == ["cell 1", "cell 1"]


async def test_a_sync_function_leaves_the_loop_free():
    started, release = threading.Event(), threading.Event()

    def blocking():
        started.set()
        return release.wait(15)

    task = asyncio.create_task(Callback(blocking)())
    while not started.is_set():  # noqa: ASYNC110 - a thread's event
        await asyncio.sleep(0)
    release.set()
    assert await task


class Point(BaseModel):
    x: int


async def test_a_client_tools_arguments_are_validated_into_what_it_declares():
    def tool(point: Point, mode: Literal["a", "b"] = "a", *, times: int = 1) -> str:
        """Do it."""
        return f"{point!r} {mode} {times}"

    described = ClientTool.of(tool)
    assert described.name == "tool"
    assert described.description == "Do it."
    assert described.parameters["required"] == ["point"]
    assert described.parameters["properties"]["times"]["type"] == "integer"
    assert await described.run({"point": {"x": "3"}, "times": 2}) == "Point(x=3) a 2"


async def test_an_async_client_tool_is_validated_and_awaited():
    async def tool(n: int) -> int:
        await asyncio.sleep(0)
        return n + 1

    assert await ClientTool.of(tool).run({"n": 1}) == 2


@pytest.mark.parametrize("arguments", [{}, {"n": "x"}, {"n": 1, "m": 2}])
async def test_wrong_arguments_are_named(arguments):
    def tool(n: int) -> int:
        return n

    with pytest.raises(TypeError, match=r"tool\(\) does not accept the arguments"):
        await ClientTool.of(tool).run(arguments)


async def test_a_validation_error_from_inside_the_function_stays_itself():
    def tool() -> None:
        Point.model_validate({"x": "no"})

    with pytest.raises(ValueError, match="Point"):
        await ClientTool.of(tool).run({})


@pytest.mark.parametrize("function", [lambda x, /: x, lambda *x: x])
def test_a_client_tool_needs_named_parameters(function):
    with pytest.raises(TypeError, match="by name"):
        ClientTool.of(function, "tool")


def test_what_is_no_function_is_named():
    with pytest.raises(TypeError, match="got 42"):
        ClientTool.of(42)


async def test_effects_reach_the_named_function_with_keywords_and_the_star_with_all():
    seen = []
    callbacks = Callbacks()
    callbacks.effects["beep"] = Callback(lambda times: seen.append(times))  # noqa: PLW0108 - the keyword's name counts
    callbacks.effects["*"] = Callback(lambda name, data: seen.append((name, data)))
    for name, data in [("beep", {"times": 2}), ("other", {}), ("*", {"self": 1})]:
        for call in effect_calls(callbacks, name, data):
            await call
    assert seen == [2, ("beep", {"times": 2}), ("other", {}), ("*", {"self": 1})]


async def test_what_is_called_in_turn_waits_for_what_was_called_before():
    first_may_end = threading.Event()
    seen = []

    def effect(n):
        if n == 1:
            first_may_end.wait(15)
        seen.append(n)

    callback = Callback(effect)
    calls = [asyncio.create_task(callback.in_turn(n)) for n in (1, 2, 3)]
    await asyncio.sleep(0)
    first_may_end.set()
    await asyncio.gather(*calls)
    assert seen == [1, 2, 3]


@pytest.mark.parametrize("exit_", [StopIteration, SystemExit, KeyboardInterrupt])
async def test_a_function_that_raises_what_would_end_the_loop_fails_like_any_other(exit_):
    def sync():
        raise exit_(3)

    async def coroutine():
        raise exit_(3)

    def generator():
        raise exit_(3)
        yield

    async def async_generator():
        raise exit_(3)
        yield

    for function in (sync, coroutine):
        with pytest.raises(RuntimeError, match=f"{exit_.__name__}|StopIteration"):
            await Callback(function)()
    for function in (generator, async_generator):
        with pytest.raises(RuntimeError, match=f"{exit_.__name__}|StopIteration"):
            await collect(Callback(function).stream())


def action(payload):
    return {
        "action": SimpleNamespace(type="buy", payload=payload),
        "payload": payload,
        "sender": "item",
        "thread": "thread",
        "context": "context",
    }


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (lambda: "none", "none"),
        (lambda sku: sku, 1),
        (lambda payload: payload, {"sku": 1, "n": 2}),
        (lambda sender, sku, x="default": (sender, sku, x), ("item", 1, "default")),
        (lambda **rest: rest, {"sku": 1, "n": 2}),
        (
            lambda thread, action, sender, context: (thread, action.type, sender, context),
            ("thread", "buy", "item", "context"),
        ),
    ],
)
async def test_an_actions_function_gets_what_it_asks_for_by_name(function, expected):
    assert await collect(stream_action(Callback(function), action({"sku": 1, "n": 2}))) == [expected]


def test_an_actions_function_that_asks_for_what_is_not_there_is_told_what_is():
    with pytest.raises(TypeError, match=r"asks for 'price'.*'buy'.*'sku': 1"):
        stream_action(Callback(lambda price: price), action({"sku": 1}))


async def test_a_listener_takes_the_data_or_nothing():
    seen = []
    await call_listener(Callback(lambda: seen.append("called")), {})
    await call_listener(Callback(seen.append), {"thread_id": "t"})
    assert seen == ["called", {"thread_id": "t"}]


def test_a_listener_of_the_same_name_is_replaced():
    callbacks = Callbacks()

    def listener():
        return 1

    first = Callback(listener)
    second = Callback(listener)
    callbacks.add_listener("ready", first)
    callbacks.add_listener("ready", second)
    assert callbacks.listeners["ready"] == [second]
