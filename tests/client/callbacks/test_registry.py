import asyncio
import threading
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Literal

import pytest
from pydantic import BaseModel

from chatkit_notebook.client.callbacks.registry import (
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
        for _, call in effect_calls(callbacks, name, data):
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
    calls = [asyncio.create_task(callback.in_order(n)) for n in (1, 2, 3)]
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


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (lambda sender, **rest: (sender, rest), ("item", {"sku": 1})),
        (lambda sku, **rest: (sku, rest), (1, {"sender": "the payload's"})),
        (lambda sender, /, sku: (sender, sku), ("item", 1)),
        (lambda *rest, sku: (rest, sku), ((), 1)),
    ],
)
async def test_an_action_s_function_may_be_declared_in_any_way(function, expected):
    payload = {"sku": 1, "sender": "the payload's"}
    got = await collect(stream_action(Callback(function), action(payload)))
    assert got == [expected]


async def test_a_payload_that_is_no_object_has_no_names():
    assert await collect(stream_action(Callback(lambda payload, n=2: (payload, n)), action("text"))) == [("text", 2)]


async def test_listeners_of_any_shape_are_called():
    seen = []

    def with_rest(*data):
        seen.append(data)

    def by_name(*, n=1):
        seen.append(n)

    await call_listener(Callback(with_rest), {"a": 1})
    await call_listener(Callback(by_name), {"a": 1})
    assert seen == [({"a": 1},), 1]


def test_listeners_of_other_names_are_kept_in_their_order():
    callbacks = Callbacks()
    first, second = Callback(collect), Callback(action)
    for callback in (first, second):
        callbacks.add_listener("ready", callback)
    callbacks.add_listener("log", Callback(collect))
    assert callbacks.listeners["ready"] == [first, second]


@pytest.mark.parametrize("kind", ["named", "star", "listener"])
async def test_effects_and_events_come_one_after_the_other(kind):
    seen = []

    async def takes_a_while(*args, **kwargs):
        seen.append("begins")
        for _ in range(50):
            await asyncio.sleep(0)
        seen.append("ends")

    callback = Callback(takes_a_while)
    calls = {
        "named": lambda n: next(effect_calls(Callbacks(effects={"e": callback}), "e", {"n": n}))[1],
        "star": lambda n: next(effect_calls(Callbacks(effects={"*": callback}), "e", {"n": n}))[1],
        "listener": lambda n: call_listener(callback, {"n": n}),
    }
    await asyncio.gather(*(calls[kind](n) for n in (1, 2)))
    assert seen == ["begins", "ends"] * 2


async def test_a_generator_runs_beside_the_loop_and_an_abandoned_one_is_closed():
    threads, closed = [], []

    def generator():
        threads.append(threading.get_ident())
        yield 1

    async def async_generator():
        try:
            yield 1
            yield 2
        finally:
            closed.append(True)

    assert await collect(Callback(generator).stream()) == [1]
    assert threads != [threading.get_ident()]
    stream = Callback(async_generator).stream()
    assert await anext(stream) == 1
    await stream.aclose()
    assert closed == [True]


async def test_a_function_keeps_the_variables_of_the_task_that_calls_it():
    response = ContextVar("response", default=None)
    callback = Callback(response.get)
    registered_later = ContextVar("registered_later", default=None)
    response.set("r1")
    registered_later.set("r1")
    assert await callback() == "r1"
    assert await Callback(registered_later.get)() == "r1"


def test_what_is_no_function_is_no_callback():
    with pytest.raises(TypeError, match="Expected a function, got 'text'"):
        Callback("text")


def test_a_callable_object_is_named_by_its_class():
    class Beep:
        def __call__(self):
            pass

    assert Callback(Beep()).name == "Beep"


def test_a_client_tool_is_described_by_its_name_where_it_has_no_text():
    def draw_a_plot():
        pass

    assert ClientTool.of(draw_a_plot).description == "draw a plot"
    named = ClientTool.of(draw_a_plot, "other_name")
    assert (named.name, named.description) == ("other_name", "other name")


@pytest.mark.parametrize("parameter", [threading.Lock, object()])
def test_a_client_tool_whose_parameters_are_no_json_is_named(parameter):
    def tool(x):
        return x

    tool.__annotations__["x"] = parameter
    with pytest.raises(TypeError, match="'tool' can't be described as JSON"):
        ClientTool.of(tool)
