"""Messages: the same events, bytes and store calls as the official server."""

import json

import pytest

from tests.parity.server_runs import same, text_input


@same
async def test_a_first_message_makes_a_thread(world):
    async def respond(self, thread, message, context):
        world.note(thread, message, context)
        yield world.types.ProgressUpdateEvent(text="Thinking", icon="sparkle")
        yield world.added(world.message())
        content = world.types.AssistantMessageContent(text="")
        kind = "AssistantMessageContentPartAdded"
        yield world.updated("msg", kind, content_index=0, content=content)
        yield world.delta("Hel")
        yield world.delta("lo")
        thread.title = "Greeting"
        yield world.done(world.message("msg", "Hello"))

    world.serve(respond=respond)
    await world.send("threads.create", input=text_input(quoted_text="q"))


@same
async def test_a_message_to_an_existing_thread(world):
    async def respond(self, thread, message, context):
        world.note(thread, message, context)
        yield world.done(world.message("msg", "Hello"))

    world.saved_thread(title="Old", metadata={"secret": 1}, allowed_image_domains=[])
    world.serve(respond=respond)
    options = {"tool_choice": {"id": "search"}, "model": "m1"}
    await world.send("threads.add_user_message", thread_id="thr", input=text_input(inference_options=options))


@same
async def test_every_kind_of_content_comes_back(world):
    tag = {"type": "input_tag", "id": "t", "text": "@ada", "data": {"a": None, "b": [1]}, "group": "people"}
    world.saved_thread()
    world.serve()
    content = [{"type": "input_text", "text": 'a\n"b" \u2028 👩‍🔬 \\ \u0000'}, tag]
    await world.send("threads.add_user_message", thread_id="thr", input=text_input(content=content))


@same
async def test_awkward_text_streams_as_the_same_bytes(world):
    async def respond(self, thread, message, context):
        yield world.added(world.message('m"s\n'))
        for text in ("", "\n\r\t\b\f\v", '"\\/', "\u2028\u2029\u0085\u007f\u0000\u001f", "é👩‍🔬", "</script>"):
            yield world.delta(text, index=3, item_id='m"s\n')
        yield world.done(world.message('m"s\n', "".join(map(chr, range(300)))))

    world.saved_thread()
    world.serve(respond=respond)
    await world.send("threads.add_user_message", thread_id="thr", input=text_input())


@same
async def test_every_kind_of_item_is_stored_when_it_is_done(world):
    types = world.types

    async def respond(self, thread, message, context):
        yield world.done(world.item("WidgetItem", "w", widget=world.kit.widgets.Card(children=[]), copy_text="c"))
        yield world.done(world.item("GeneratedImageItem", "i", image=types.GeneratedImage(id="i", url="data:,")))
        yield world.done(world.item("TaskItem", "t", task=types.CustomTask(title="T", content="c")))
        workflow = types.Workflow(
            type="custom", tasks=[types.ThoughtTask(content="x")], summary=types.DurationSummary(duration=3)
        )
        yield world.done(world.item("WorkflowItem", "wf", workflow=workflow))
        yield world.done(world.item("EndOfTurnItem", "eot"))
        yield world.done(world.tool_call("tc"))
        question = types.StructuredInputFreeform(id="q", question="Why?")
        yield world.done(world.item("StructuredInputItem", "si", inputs=[question]))

    world.saved_thread()
    world.serve(respond=respond)
    await world.send("threads.add_user_message", thread_id="thr", input=text_input())


@same
async def test_items_are_replaced_and_removed(world):
    async def respond(self, thread, message, context):
        yield world.added(world.message("a"))
        yield world.replaced(world.message("a", "new"))
        yield world.added(world.message("b"))
        yield world.types.ThreadItemRemovedEvent(item_id="b")
        yield world.types.ThreadItemRemovedEvent(item_id="never there")
        yield world.replaced(world.message("old", "changed"))

    world.saved_thread()
    world.saved_items(world.message("old", "text"), world.message("kept", "text"))
    world.serve(respond=respond)
    await world.send("threads.add_user_message", thread_id="thr", input=text_input())


@same
async def test_events_that_are_not_items_store_nothing(world):
    types = world.types

    async def respond(self, thread, message, context):
        yield types.ProgressUpdateEvent(text="Busy")
        yield types.ClientEffectEvent(name="beep", data={"v": None, "n": 1.5})
        yield types.NoticeEvent(level="warning", message="**Careful**", title="T")
        yield types.ErrorEvent(message="Not so bad", allow_retry=True)
        yield types.StreamOptionsEvent(stream_options=types.StreamOptions(allow_cancel=False))

    world.saved_thread()
    world.serve(respond=respond)
    await world.send("threads.add_user_message", thread_id="thr", input=text_input())


@same
async def test_hidden_items_are_stored_and_not_sent_when_done(world):
    async def respond(self, thread, message, context):
        yield world.done(world.item("HiddenContextItem", "h", content={"a": [1, None]}))
        yield world.done(world.item("SDKHiddenContextItem", "s", content="x"))
        yield world.done(world.message("msg", "Hello"))

    world.saved_thread()
    world.serve(respond=respond)
    await world.send("threads.add_user_message", thread_id="thr", input=text_input())


@same
async def test_an_answer_may_be_empty(world):
    world.serve()
    await world.send("threads.create", input=text_input())


@same
async def test_a_server_may_forbid_to_stop(world):
    def get_stream_options(self, thread, context):
        world.note(thread, context)
        return world.types.StreamOptions(allow_cancel=False)

    world.saved_thread()
    world.serve(get_stream_options=get_stream_options)
    await world.send("threads.add_user_message", thread_id="thr", input=text_input())


@same
async def test_a_message_to_a_locked_thread_is_answered(world):
    world.saved_thread(status=world.types.LockedStatus(reason="Done"))
    world.serve()
    await world.send("threads.add_user_message", thread_id="thr", input=text_input())


@same
async def test_a_message_to_an_unknown_thread_fails(world):
    world.serve()
    await world.send("threads.add_user_message", thread_id="nope", input=text_input())


@pytest.mark.parametrize(
    "body",
    [
        "",
        "not json",
        "[]",
        '{"type": "threads.explode", "params": {}}',
        '{"params": {}}',
        '{"type": "threads.list"}',
        '{"type": "threads.create", "params": {}}',
        '{"type": "threads.create", "params": {"input": {"content": [], "attachments": []}}}',
        '{"type": "threads.create", "params": {"input": {"content": [], "inference_options": {}}}}',
        '{"type": "items.feedback", "params": {"thread_id": "t", "item_ids": [], "kind": "meh"}}',
        '{"type": "attachments.get_preview", "params": {"attachment_id": "a"}}',
    ],
)
async def test_a_request_that_makes_no_sense_fails_before_the_store_is_touched(body):
    @same
    async def scenario(world):
        world.serve()
        await world.send_raw(body)

    await scenario()


@same
async def test_unknown_keys_are_ignored_and_bytes_are_taken(world):
    world.saved_thread()
    world.serve()
    params = {"thread_id": "thr", "input": text_input(mood="fine"), "speed": 3}
    body = {"type": "threads.add_user_message", "params": params, "metadata": {"locale": "de"}, "id": 7}
    await world.send_raw(json.dumps(body).encode())
    await world.send_raw(bytearray(json.dumps(body).encode()))
