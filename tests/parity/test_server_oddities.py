"""Overrides as they should not be, and as they may be: called, taken and failing as with the official server."""

import asyncio

import pytest
from pydantic import BaseModel

from tests.parity.server_runs import same, text_input


class Unknown(BaseModel):
    """An event that the protocol does not have."""

    type: str = "unknown"
    none: int | None = None
    text: str = "é"


async def ask(world, **methods):
    world.saved_thread(title="Old")
    world.serve(**methods)
    await world.send("threads.add_user_message", thread_id="thr", input=text_input())


@same
async def test_overrides_are_given_the_same_arguments(world):
    def noting(name, result=None):
        async def override(self, *args, **kwargs):
            world.note(name, len(args), sorted(kwargs))
            return result

        return override

    def streaming(name):
        async def override(self, *args, **kwargs):
            world.note(name, len(args), sorted(kwargs))
            yield world.added(world.message())
            if name == "action":
                await world.wait_forever()

        return override

    def get_stream_options(self, *args, **kwargs):
        world.note("get_stream_options", len(args), sorted(kwargs))
        return world.types.StreamOptions(allow_cancel=True)

    world.saved_thread()
    world.saved_items(world.user_message("u"))
    world.serve(
        respond=streaming("respond"),
        action=streaming("action"),
        sync_action=noting("sync_action", world.types.SyncCustomActionResponse()),
        add_feedback=noting("add_feedback"),
        transcribe=noting("transcribe", world.types.TranscriptionResult(text="t")),
        get_stream_options=get_stream_options,
        handle_stream_cancelled=noting("handle_stream_cancelled"),
    )
    await world.send("threads.retry_after_item", thread_id="thr", item_id="u")
    await world.send_and_cancel("threads.custom_action", thread_id="thr", action={"type": "go"})
    await world.send("threads.sync_custom_action", thread_id="thr", action={"type": "go"})
    await world.send("items.feedback", thread_id="thr", item_ids=[], kind="positive")
    await world.send("input.transcribe", audio_base64="", mime_type="audio/webm")


RESULTS = {
    "nothing": lambda _world: None,
    "a list": lambda world: [world.done(world.message())],
    "a generator": lambda world: (world.done(world.message()) for _ in range(2)),
    "a text": lambda _world: "Hello",
}


@pytest.mark.parametrize("name", RESULTS)
async def test_a_response_that_is_no_stream(name):
    @same
    async def scenario(world):
        await ask(world, respond=lambda self, *_args: RESULTS[name](world))

    await scenario()


def without_text(world):
    update = world.types.AssistantMessageContentPartTextDelta.model_construct(
        type="assistant_message.content_part.text_delta", content_index="1", delta=None
    )
    return world.types.ThreadItemUpdatedEvent.model_construct(type="thread.item.updated", item_id=3, update=update)


def with_more(world):
    update = world.types.AssistantMessageContentPartTextDelta(content_index=0, delta="d")
    base = world.types.ThreadItemUpdatedEvent
    # pydantic looks for the names of the base's annotations in the module that a class says it is of.
    fields = {"__annotations__": {"more": int}, "more": 3, "__module__": base.__module__}
    event = type("More", (base,), fields)
    return event(item_id="msg", update=update)


EVENTS = {
    "nothing": lambda _world: None,
    "a text": lambda _world: "Hello",
    "bytes": lambda _world: b"data: {}\n\n",
    "a dict": lambda _world: {"type": "progress_update", "text": "x"},
    "an event of another protocol": lambda _world: Unknown(),
    "a page": lambda world: world.types.Page(data=[]),
    "a done event without an item": lambda world: world.types.ThreadItemDoneEvent.model_construct(
        type="thread.item.done", item=None
    ),
    "a delta without a text": without_text,
    "a delta with more than a text": with_more,
    "a delta of a part before the first": lambda world: world.delta("x", index=-1),
    "an effect that is no JSON": lambda world: world.types.ClientEffectEvent(name="e", data={"x": object()}),
    "an effect that is nearly JSON": lambda world: world.types.ClientEffectEvent(
        name="e", data={"nan": float("nan"), "tuple": (1, 2), "bytes": b"hi", "model": Unknown()}
    ),
}


@pytest.mark.parametrize("name", EVENTS)
async def test_an_event_that_is_none(name):
    @same
    async def scenario(world):
        async def respond(self, thread, message, context):
            yield world.done(world.message("before", "x"))
            yield EVENTS[name](world)
            yield world.done(world.message("after", "x"))

        await ask(world, respond=respond)

    await scenario()


ERRORS = {
    "a group": lambda _world: ExceptionGroup("several", [ValueError()]),
    "a timeout": lambda _world: TimeoutError(),
    "a failed assertion": lambda _world: AssertionError(),
    "the end of an iteration": lambda _world: StopIteration(),
    "the end of a stream": lambda _world: StopAsyncIteration(),
    "too much recursion": lambda _world: RecursionError(),
    "a missing item": lambda world: world.kit.store.NotFoundError("x"),
    "a kind of custom error": lambda world: type("Mine", (world.kit.errors.CustomStreamError,), {})("mine"),
    "a base error": lambda world: type("Mine", (world.kit.errors.BaseStreamError,), {"allow_retry": False})("mine"),
}


@pytest.mark.parametrize("name", ERRORS)
async def test_an_unusual_error(name):
    @same
    async def scenario(world):
        async def respond(self, thread, message, context):
            yield world.added(world.message())
            thread.title = "New"
            raise ERRORS[name](world)

        await ask(world, respond=respond)

    await scenario()


@pytest.mark.parametrize("kind", [SystemExit, KeyboardInterrupt, GeneratorExit])
async def test_what_ends_the_process_is_no_error_of_the_response(kind):
    @same
    async def scenario(world):
        async def respond(self, thread, message, context):
            yield world.added(world.message())
            world.answers.append("leaving")
            raise kind

        try:
            await ask(world, respond=respond)
        except kind:
            world.answers.append("left")

    await scenario()


async def cancel(world, **methods):
    world.saved_thread(title="Old")
    world.serve(**methods)
    await world.send_and_cancel("threads.add_user_message", thread_id="thr", input=text_input())


@same
async def test_a_response_that_ignores_its_cancellation(world):
    async def respond(self, thread, message, context):
        yield world.added(world.message("msg", "1"))
        try:
            await world.wait_forever()
        except asyncio.CancelledError:
            yield world.done(world.message("msg", "all the same"))
        thread.title = "New"

    await cancel(world, respond=respond)


@same
async def test_a_response_that_fails_when_it_is_cancelled(world):
    async def respond(self, thread, message, context):
        yield world.added(world.message("msg", "1"))
        try:
            await world.wait_forever()
        finally:
            raise ValueError

    await cancel(world, respond=respond)


@same
async def test_a_clean_up_that_fails(world):
    async def respond(self, thread, message, context):
        yield world.added(world.message("msg", "1"))
        await world.wait_forever()

    async def handle_stream_cancelled(self, thread, pending_items, context):
        raise ValueError

    await cancel(world, respond=respond, handle_stream_cancelled=handle_stream_cancelled)


@same
async def test_a_thread_that_changes_its_id_and_time(world):
    async def respond(self, thread, message, context):
        thread.id = "another"
        yield world.done(world.message("a", "1"))
        thread.created_at = thread.created_at.replace(year=2000)
        yield world.done(world.message("b", "1"))
        thread.title = 5
        yield world.done(world.message("c", "1"))

    await ask(world, respond=respond)


@same
async def test_stream_options_that_are_none(world):
    await ask(world, get_stream_options=lambda self, _thread, _context: None)


@same
async def test_a_synchronous_action_that_returns_nothing(world):
    async def sync_action(self, thread, action, sender, context):
        return None

    world.saved_thread()
    world.serve(sync_action=sync_action)
    await world.send("threads.sync_custom_action", thread_id="thr", action={"type": "go"})
