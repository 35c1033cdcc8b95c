"""Tool outputs, structured inputs, retries and actions: as with the official server."""

import pytest

from tests.parity.server_runs import same, text_input


def answering(world):
    async def respond(self, thread, message, context):
        world.note(thread, message, context)
        yield world.done(world.message("answer", "Hello"))

    return respond


# --- outputs of client tools


@pytest.mark.parametrize("result", [{"x": [1, None]}, None, "text\nwith \u2028 lines", 0, [], False])
async def test_an_output_completes_the_pending_call(result):
    @same
    async def scenario(world):
        world.saved_thread()
        world.saved_items(world.user_message("u"), world.tool_call("c"))
        world.serve(respond=answering(world))
        await world.send("threads.add_client_tool_output", thread_id="thr", result=result)
        await world.send("items.list", thread_id="thr")

    await scenario()


@same
async def test_older_pending_calls_are_deleted(world):
    old = [world.tool_call(f"old{n}") for n in range(3)]
    completed = world.tool_call("completed", status="completed", output=1)
    filler = [world.message(f"m{n}", "x") for n in range(17)]
    world.saved_thread()
    world.saved_items(old[0], *filler[:9], old[1], completed, *filler[9:], old[2], world.tool_call("c"))
    world.serve(respond=answering(world))
    await world.send("threads.add_client_tool_output", thread_id="thr", result={})


@same
async def test_an_output_that_nobody_waits_for_breaks_the_stream(world):
    world.saved_thread()
    world.serve(respond=answering(world))
    await world.send("threads.add_client_tool_output", thread_id="thr", result={})
    world.saved_items(world.tool_call("c", status="completed"))
    await world.send("threads.add_client_tool_output", thread_id="thr", result={})
    world.saved_items(world.tool_call("d"), world.message("m", "x"))
    await world.send("threads.add_client_tool_output", thread_id="thr", result={})
    await world.send("threads.add_client_tool_output", thread_id="nope", result={})


# --- structured inputs


def questions(world):
    types = world.types
    options = [types.StructuredInputMultipleChoiceOption(value=value) for value in ("low", "high")]
    return [
        types.StructuredInputMultipleChoice(id="one", question="One?", options=options),
        types.StructuredInputMultipleChoice(id="many", question="Many?", options=options, multiple=True),
        types.StructuredInputFreeform(id="free", question="Free?", description="Anything"),
    ]


@pytest.mark.parametrize(
    "submission",
    [
        {"answers": {name: {"values": ["low", "custom"]} for name in ("one", "many", "free")}},
        {"answers": {"one": {"values": ["low"], "skipped": True}, "many": {"values": []}}},
        {"answers": {"free": {"values": ["text"]}, "unknown": {"values": ["x"]}}},
        {"status": "skipped", "answers": {"one": {"values": ["low"]}}},
        {},
    ],
)
async def test_answers_are_written_into_the_questions(submission):
    @same
    async def scenario(world):
        world.saved_thread()
        world.saved_items(world.item("StructuredInputItem", "si", inputs=questions(world)))
        world.serve(respond=answering(world))
        await world.send("threads.add_structured_input", thread_id="thr", item_id="si", input=submission)

    await scenario()


@same
async def test_what_is_no_open_question_cannot_be_answered(world):
    world.saved_thread()
    for status in ("answered", "skipped"):
        world.saved_items(world.item("StructuredInputItem", status, status=status, inputs=questions(world)))
    world.saved_items(world.message("m", "x"))
    world.serve(respond=answering(world))
    for item_id in ("answered", "skipped", "m", "nope"):
        await world.send("threads.add_structured_input", thread_id="thr", item_id=item_id, input={})


@same
async def test_a_failure_after_an_answer_keeps_the_answer(world):
    def respond(self, thread, message, context):
        raise ValueError

    world.saved_thread()
    world.saved_items(world.item("StructuredInputItem", "si", inputs=questions(world)))
    world.serve(respond=respond)
    await world.send("threads.add_structured_input", thread_id="thr", item_id="si", input={})


# --- retries


@same
async def test_a_retry_deletes_what_came_after_the_message(world):
    hidden = [world.item("HiddenContextItem", f"h{n}", content=n) for n in range(3)]
    answers = [world.message(f"m{n}", "x") for n in range(45)]
    world.saved_thread()
    world.saved_items(world.message("kept", "x"), world.user_message("u"), *hidden, *answers)
    world.serve(respond=answering(world))
    await world.send("threads.retry_after_item", thread_id="thr", item_id="u")


@same
async def test_a_retry_of_the_newest_message_deletes_nothing(world):
    world.saved_thread()
    world.saved_items(world.message("kept", "x"), world.user_message("u"))
    world.serve(respond=answering(world))
    await world.send("threads.retry_after_item", thread_id="thr", item_id="u")


@same
async def test_a_retry_of_what_cannot_be_retried(world):
    world.saved_thread()
    world.saved_items(world.user_message("u"), *[world.message(f"m{n}", "x") for n in range(25)])
    world.serve(respond=answering(world))
    await world.send("threads.retry_after_item", thread_id="thr", item_id="m20")
    await world.send("threads.retry_after_item", thread_id="thr", item_id="unknown")
    await world.send("threads.retry_after_item", thread_id="nope", item_id="u")


# --- actions


def widget(world, item_id="w"):
    card = world.kit.widgets.Card(children=[world.kit.widgets.Text(value="a", id="t")])
    return world.item("WidgetItem", item_id, widget=card, copy_text="c")


@same
async def test_an_action_is_answered_with_a_stream(world):
    async def action(self, thread, action, sender, context):
        world.note(thread, action, sender, context)
        thread.title = "Acted"
        changed = widget(world)
        changed.widget = world.kit.widgets.DynamicWidgetRoot(type="Card", children=[], mood="fine")
        yield world.replaced(changed)
        yield world.types.ClientEffectEvent(name="beep")

    world.saved_thread()
    world.saved_items(widget(world))
    world.serve(action=action)
    full = {"type": "go", "payload": {"n": None}, "handler": "client", "loadingBehavior": "none"}
    await world.send("threads.custom_action", thread_id="thr", item_id="w", action=full)
    await world.send("threads.custom_action", thread_id="thr", item_id=None, action={"type": "go"})
    await world.send("threads.custom_action", thread_id="thr", action={"type": "go", "payload": [1]})
    await world.send("threads.custom_action", thread_id="thr", item_id="", action={"type": "go"})


@same
async def test_an_action_from_what_is_no_widget(world):
    world.saved_thread()
    world.saved_items(world.message("m", "x"))
    world.serve()
    for item_id in ("m", "nope"):
        await world.send("threads.custom_action", thread_id="thr", item_id=item_id, action={"type": "go"})
        await world.send("threads.sync_custom_action", thread_id="thr", item_id=item_id, action={"type": "go"})


@same
async def test_an_action_that_the_server_does_not_know(world):
    world.saved_thread()
    world.saved_items(widget(world))
    world.serve()
    await world.send("threads.custom_action", thread_id="thr", item_id="w", action={"type": "go"})
    await world.send("threads.sync_custom_action", thread_id="thr", item_id="w", action={"type": "go"})


@same
async def test_a_synchronous_action_returns_the_new_item_and_stores_nothing(world):
    async def sync_action(self, thread, action, sender, context):
        world.note(thread, action, sender, context)
        thread.title = "Not saved"
        item = widget(world) if action.payload else None
        return world.types.SyncCustomActionResponse(updated_item=item)

    world.saved_thread()
    world.saved_items(widget(world))
    world.serve(sync_action=sync_action)
    action = {"type": "go", "payload": {"n": 1}}
    await world.send("threads.sync_custom_action", thread_id="thr", item_id="w", action=action)
    await world.send("threads.sync_custom_action", thread_id="thr", action={"type": "go"})


# --- widgets


@same
async def test_a_widget_streams(world):
    widgets = world.kit.widgets

    async def states():
        for value, streaming in (("", True), ("Hel", True), ("Hello", True), ("Hello", False)):
            text = widgets.Text(id="t", value=value, streaming=streaming)
            yield widgets.Card(children=[widgets.Row(children=[text])])
        button = widgets.Button(label="Go", onClickAction=world.kit.actions.ActionConfig(type="go"))
        yield widgets.Card(children=[button], size="sm")

    async def respond(self, thread, message, context):
        async for event in world.kit.server.stream_widget(thread, states(), copy_text="Hello"):
            yield event
        static = widgets.Card(children=[widgets.Title(value="Static")])
        async for event in world.kit.server.stream_widget(
            thread, static, generate_id=lambda kind: self.store.generate_item_id(kind, thread, context)
        ):
            yield event

    world.saved_thread()
    world.serve(respond=respond)
    await world.send("threads.add_user_message", thread_id="thr", input=text_input())
