"""Servers as people write them, each a whole conversation through both SDKs: equal answers, equal rows in the store."""

import json

import pytest

from tests.parity.server_runs import play, text_input

SERVERS = {}


def written(server):
    """Add a server to the table: what it serves and is asked for."""
    SERVERS[server.__name__] = server
    return server


async def say(world, text="Hi", thread_id="thr", **fields):
    await world.send("threads.add_user_message", thread_id=thread_id, input=text_input(text, **fields))


async def click(world, kind, payload=None, item_id="card"):
    action = {"type": kind, "payload": payload}
    await world.send("threads.custom_action", thread_id="thr", item_id=item_id, action=action)


def card(world, *lines, item_id="card", **fields):
    widgets = world.kit.widgets
    children = [widgets.Text(id=f"t{index}", value=line) for index, line in enumerate(lines)]
    return world.item("WidgetItem", item_id, widget=widgets.Card(children=children, **fields))


# --- plain servers


@written
async def an_echo(world):
    async def respond(self, thread, message, context):
        yield world.done(world.message("msg", f"You said {message.content[0].text}"))

    world.saved_thread()
    world.serve(respond=respond)
    await say(world, "é\u2028")


@written
async def a_streamed_answer(world):
    async def respond(self, thread, message, context):
        yield world.added(world.message("msg", ""))
        for word in ("One ", "two ", "three"):
            yield world.delta(word)
        yield world.done(world.message("msg", "One two three"))

    world.saved_thread()
    world.serve(respond=respond)
    await say(world)


@written
async def titles_from_the_first_message(world):
    async def respond(self, thread, message, context):
        if thread.title is None:
            thread.title = message.content[0].text[:10]
        yield world.done(world.message("msg", "Noted"))

    world.saved_thread()
    world.serve(respond=respond)
    await say(world, "A long first message")
    await say(world, "Another")
    await world.send("threads.get_by_id", thread_id="thr")


@written
async def progress_and_notices(world):
    async def respond(self, thread, message, context):
        yield world.types.ProgressUpdateEvent(icon="search", text="Looking")
        yield world.types.NoticeEvent(level="warning", message="Slow", title="Hm")
        yield world.done(world.message("msg", "Found"))

    world.saved_thread()
    world.serve(respond=respond)
    await say(world)


@written
async def errors_in_the_author_s_words(world):
    async def respond(self, thread, message, context):
        yield world.done(world.message("msg", "Before"))
        raise world.kit.errors.CustomStreamError("Out of credit", allow_retry=True)

    world.saved_thread()
    world.serve(respond=respond)
    await say(world)


@written
async def a_history_that_is_summed_up(world):
    async def respond(self, thread, message, context):
        page = await self.store.load_thread_items(thread.id, None, 3, "desc", context)
        yield world.done(world.message(f"m{len(page.data)}", ",".join(item.type for item in page.data)))

    world.saved_thread()
    world.serve(respond=respond)
    for text in ("one", "two", "three"):
        await say(world, text)
    await world.send("items.list", thread_id="thr", limit=2, order="desc")


@written
async def a_thread_that_locks_itself(world):
    async def respond(self, thread, message, context):
        yield world.done(world.message("msg", "Bye"))
        thread.status = world.types.LockedStatus(reason="Done")

    world.saved_thread()
    world.serve(respond=respond)
    await say(world)
    await say(world, "More")


@written
async def feedback_that_is_kept(world):
    async def add_feedback(self, thread_id, item_ids, feedback, context):
        world.note(thread_id, item_ids, feedback)

    world.saved_thread()
    world.saved_items(world.message("msg", "Hi"))
    world.serve(add_feedback=add_feedback)
    await world.send("items.feedback", thread_id="thr", item_ids=["msg"], kind="negative")


@written
async def a_retry(world):
    async def respond(self, thread, message, context):
        yield world.done(world.message("again", f"Again: {message.content[0].text}"))

    world.saved_thread()
    world.saved_items(world.user_message("user", "What?"), world.message("old", "Old"))
    world.serve(respond=respond)
    await world.send("threads.retry_after_item", thread_id="thr", item_id="user")


@written
async def a_stop(world):
    async def respond(self, thread, message, context):
        yield world.added(world.message("msg", ""))
        yield world.delta("Half an ans")
        await world.wait_forever()

    world.saved_thread()
    world.serve(respond=respond)
    await world.send_and_cancel("threads.add_user_message", thread_id="thr", input=text_input())


@written
async def tags_quotes_and_options(world):
    async def respond(self, thread, message, context):
        options = message.inference_options
        told = [message.content[1].data, message.quoted_text, options.model, options.tool_choice.id]
        yield world.done(world.message("msg", json.dumps(told)))

    world.saved_thread()
    world.serve(respond=respond)
    tag = {"type": "input_tag", "id": "doc", "text": "Doc", "data": {"n": 1}}
    text = {"type": "input_text", "text": "About"}
    options = {"model": "m", "tool_choice": {"id": "search"}}
    await say(world, content=[text, tag], quoted_text="so", inference_options=options)


# --- widgets and actions


@written
async def a_widget_that_changes_at_a_click(world):
    async def respond(self, thread, message, context):
        yield world.done(card(world, "Pick one"))

    async def action(self, thread, action, sender, context):
        yield world.replaced(card(world, f"Picked {action.payload['id']}"))

    world.saved_thread()
    world.serve(respond=respond, action=action)
    await say(world)
    await click(world, "pick", {"id": 3})


@written
async def a_client_handled_action_that_is_forwarded(world):
    async def action(self, thread, action, sender, context):
        world.note(action.type, action.payload, sender.id)
        yield world.types.ClientEffectEvent(name="flash", data={"of": action.type})
        yield world.done(world.item("HiddenContextItem", "hid", content="The user picked"))

    widgets, config = world.kit.widgets, world.kit.actions.ActionConfig
    button = widgets.Button(label="Go", onClickAction=config(type="pick", handler="client"))
    world.saved_thread()
    world.saved_items(world.item("WidgetItem", "card", widget=widgets.Card(children=[button])))
    world.serve(action=action)
    await world.send("items.list", thread_id="thr")
    await click(world, "pick", {"id": 1})


@written
async def an_action_that_does_not_stream(world):
    async def sync_action(self, thread, action, sender, context):
        updated = card(world, "Saved")
        await self.store.save_item(thread.id, updated, context)
        return world.types.SyncCustomActionResponse(updated_item=updated)

    world.saved_thread()
    world.saved_items(card(world, "Save?"))
    world.serve(sync_action=sync_action)
    action = {"type": "save", "payload": None}
    await world.send("threads.sync_custom_action", thread_id="thr", item_id="card", action=action)


@written
async def a_widget_that_is_streamed(world):
    async def respond(self, thread, message, context):
        async def growing():
            widgets = world.kit.widgets
            for text in ("", "Once", "Once upon", "Once upon a time"):
                streaming = text != "Once upon a time"
                yield widgets.Card(children=[widgets.Text(id="t", value=text, streaming=streaming)])

        async for event in world.kit.server.stream_widget(thread, growing(), generate_id=lambda _: "card"):
            yield event

    world.saved_thread()
    world.serve(respond=respond)
    await say(world)


@written
async def a_widget_from_a_template(world):
    definition = {"version": "1.0", "name": "w", "jsonSchema": {}, "template": (
        '{"type":"ListView","children":[{% for i in items %}{"type":"ListViewItem","children":[{"type":"Text","value":'
        '{{ i | tojson }}}]}{{ "," if not loop.last }}{% endfor %}]}'
    )}  # fmt: skip

    async def respond(self, thread, message, context):
        widget = world.kit.widgets.WidgetTemplate(definition).build({"items": ["a", "<b>"]})
        yield world.done(world.item("WidgetItem", "card", widget=widget))

    world.saved_thread()
    world.serve(respond=respond)
    await say(world)


@written
async def a_form(world):
    async def action(self, thread, action, sender, context):
        yield world.done(world.message("msg", json.dumps(action.payload, sort_keys=True)))

    widgets, config = world.kit.widgets, world.kit.actions.ActionConfig
    form = widgets.Form(onSubmitAction=config(type="send"), children=[widgets.Input(name="who", required=True)])
    world.saved_thread()
    world.saved_items(world.item("WidgetItem", "card", widget=widgets.Card(children=[form])))
    world.serve(action=action)
    await click(world, "send", {"who": "Ada", "deep": {"er": [1]}})


@written
async def a_workflow_by_hand(world):
    async def respond(self, thread, message, context):
        types = world.types
        flow = types.Workflow(type="custom", tasks=[])
        yield world.added(world.item("WorkflowItem", "wf", workflow=flow))
        for index, title in enumerate(("Read", "Think")):
            yield world.updated("wf", "WorkflowTaskAdded", task_index=index, task=types.CustomTask(title=title))
        tasks = [types.CustomTask(title="Read"), types.SearchTask(queries=["q"])]
        done = types.Workflow(type="custom", tasks=tasks, summary=types.CustomSummary(title="Done"))
        yield world.done(world.item("WorkflowItem", "wf", workflow=done))

    world.saved_thread()
    world.serve(respond=respond)
    await say(world)


@written
async def a_question_with_choices(world):
    async def respond(self, thread, message, context):
        question = world.types.StructuredInputFreeform(id="q", question="Which?")
        if message is not None:
            yield world.done(world.item("StructuredInputItem", "ask", status="pending", inputs=[question]))
        else:
            yield world.done(world.message("msg", "Thanks"))

    world.saved_thread()
    world.serve(respond=respond)
    await say(world)
    answers = {"status": "answered", "answers": {"q": {"values": ["this"]}}}
    await world.send("threads.add_structured_input", thread_id="thr", item_id="ask", input=answers)


# --- attachments


@written
async def uploads_in_two_phases(world):
    types = world.types

    class Bucket(world.kit.store.AttachmentStore):
        async def create_attachment(self, input, context):  # noqa: A002 - the contract's name
            where = types.AttachmentUploadDescriptor(url=f"https://bucket.example/{input.name}", method="PUT")
            return types.FileAttachment(id="att", name=input.name, mime_type=input.mime_type, upload_descriptor=where)

        async def delete_attachment(self, attachment_id, context):
            world.note(attachment_id)

    world.saved_thread()
    world.serve(attachment_store=Bucket())
    await world.send("attachments.create", name="a.txt", size=3, mime_type="text/plain")
    await say(world, attachments=["att"])
    await world.send("attachments.delete", attachment_id="att")


@written
async def a_direct_upload(world):
    world.saved_thread()
    world.rows.attachments["att"] = world.types.FileAttachment(id="att", name="a.txt", mime_type="text/plain")
    world.serve()
    await say(world, attachments=["att"])
    await world.send("attachments.create", name="a.txt", size=3, mime_type="text/plain")


@written
async def an_image_with_a_preview(world):
    preview = "https://bucket.example/a.png"
    attachment = world.types.ImageAttachment(id="img", name="a.png", mime_type="image/png", preview_url=preview)
    world.saved_thread()
    world.rows.attachments["img"] = attachment
    world.serve()
    await say(world, attachments=["img"])
    await world.send("items.list", thread_id="thr")


@pytest.mark.parametrize("name", SERVERS)
async def test_a_server_does_the_same_through_both(name):
    official, ours = [await play(package, SERVERS[name]) for package in ("chatkit", "chatkit_notebook")]

    assert ours["answers"] == official["answers"]
    assert ours == official
    assert official["answers"], "nothing was asked"
