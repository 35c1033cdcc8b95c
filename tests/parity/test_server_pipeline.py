"""Changes to the thread, errors and cancellation: as with the official server."""

from tests.parity.server_runs import same, text_input


async def ask(world, **methods):
    world.saved_thread(title="Old", metadata={"tags": ["a"]})
    world.serve(**methods)
    await world.send("threads.add_user_message", thread_id="thr", input=text_input())


@same
async def test_each_change_to_the_thread_is_saved_and_sent(world):
    types = world.types

    async def respond(self, thread, message, context):
        thread.title = "New"
        yield world.done(world.message("a", "1"))
        thread.metadata["tags"].append("b")
        yield types.ProgressUpdateEvent(text="metadata changed in place")
        thread.status = types.LockedStatus(reason="Later")
        yield types.ProgressUpdateEvent(text="status changed")
        thread.status.reason = "Never"
        yield types.ProgressUpdateEvent(text="status changed in place")
        thread.allowed_image_domains = []
        yield types.ProgressUpdateEvent(text="domains changed")
        thread.allowed_image_domains.append("example.org")
        yield types.ProgressUpdateEvent(text="domains changed in place")
        yield types.ProgressUpdateEvent(text="nothing changed")
        thread.title = None
        yield types.ProgressUpdateEvent(text="title dropped")
        thread.metadata = {"tags": ["a", "b"]}
        yield types.ProgressUpdateEvent(text="equal metadata")
        thread.status = types.LockedStatus(reason="Never")
        yield types.ProgressUpdateEvent(text="equal status")

    await ask(world, respond=respond)


@same
async def test_a_change_after_the_last_event_is_saved_and_sent(world):
    async def respond(self, thread, message, context):
        yield world.done(world.message("a", "1"))
        thread.title = "New"

    await ask(world, respond=respond)


@same
async def test_a_change_without_any_event_is_saved_and_sent(world):
    async def respond(self, thread, message, context):
        thread.metadata["deep"] = {"er": [1]}
        return
        yield

    await ask(world, respond=respond)


@same
async def test_a_change_to_a_new_thread_is_saved_and_sent(world):
    async def respond(self, thread, message, context):
        thread.metadata["a"] = {"b": 1}
        yield world.done(world.message("m", "1"))
        thread.metadata["a"]["b"] = 2
        yield world.done(world.message("n", "1"))

    world.serve(respond=respond)
    await world.send("threads.create", input=text_input())


@same
async def test_a_thread_saved_by_the_server_itself_is_saved_again(world):
    async def respond(self, thread, message, context):
        thread.title = "New"
        await self.store.save_thread(thread, context)
        yield world.done(world.message("m", "1"))

    await ask(world, respond=respond)


@same
async def test_a_store_that_returns_whole_threads_shows_their_items(world):
    async def respond(self, thread, message, context):
        thread.title = "New"
        yield world.done(world.message("m", "1"))

    world.serve(respond=respond)
    page = world.types.Page(data=[world.message("old", "text")], has_more=True, after="old")
    world.rows.threads["thr"] = world.types.Thread(
        id="thr", created_at=world.message().created_at, items=page.model_dump()
    )
    await world.send("threads.add_user_message", thread_id="thr", input=text_input())


@same
async def test_a_custom_error_shows_its_message(world):
    async def respond(self, thread, message, context):
        yield world.added(world.message())
        thread.title = "New"
        raise world.kit.errors.CustomStreamError("Quota used up", allow_retry=True)

    await ask(world, respond=respond)


@same
async def test_errors_say_whether_to_retry(world):
    errors = world.kit.errors
    code = errors.ErrorCode.STREAM_ERROR
    for error in (
        errors.CustomStreamError("No"),
        errors.StreamError(code),
        errors.StreamError(code, allow_retry=False),
        ValueError("secret"),
        NotImplementedError(),
        errors.CustomStreamError('Ünïcode \n"quoted"', allow_retry=False),
    ):

        async def respond(self, thread, message, context, error=error):
            yield world.done(world.message("m", "1"))
            raise error

        await ask(world, respond=respond)


@same
async def test_a_server_that_fails_before_its_first_event(world):
    def respond(self, thread, message, context):
        raise ZeroDivisionError

    await ask(world, respond=respond)


@same
async def test_a_server_that_yields_no_event_fails(world):
    async def respond(self, thread, message, context):
        return 7

    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the coroutine is never awaited
        await ask(world, respond=respond)


@same
async def test_a_store_that_fails_in_the_pipeline_ends_the_response(world):
    async def respond(self, thread, message, context):
        yield world.added(world.message("m"))
        world.failing["add_thread_item"] = OSError("disk full")
        yield world.done(world.message("m", "1"))

    await ask(world, respond=respond)


@same
async def test_a_store_that_cannot_save_the_thread_ends_the_response(world):
    async def respond(self, thread, message, context):
        world.failing["save_thread"] = OSError("disk full")
        thread.title = "New"
        yield world.done(world.message("m", "1"))
        yield world.done(world.message("n", "1"))

    await ask(world, respond=respond)


@same
async def test_a_store_that_cannot_save_the_thread_after_the_last_event(world):
    async def respond(self, thread, message, context):
        yield world.done(world.message("m", "1"))
        world.failing["save_thread"] = OSError("disk full")
        thread.title = "New"

    await ask(world, respond=respond)


@same
async def test_a_store_that_cannot_save_the_thread_after_an_error(world):
    async def respond(self, thread, message, context):
        yield world.done(world.message("m", "1"))
        world.failing["save_thread"] = OSError("disk full")
        thread.title = "New"
        raise ValueError

    await ask(world, respond=respond)


@same
async def test_a_store_that_fails_before_the_pipeline_breaks_the_stream(world):
    for method in ("load_thread", "add_thread_item"):
        world.failing = {method: OSError("disk full")}
        await ask(world)
    world.failing = {"save_thread": OSError("disk full")}
    await world.send("threads.create", input=text_input())


@same
async def test_stream_options_that_fail_break_the_stream(world):
    def get_stream_options(self, thread, context):
        raise ValueError

    await ask(world, get_stream_options=get_stream_options)


async def cancel(world, **methods):
    world.saved_thread(title="Old")
    world.serve(**methods)
    await world.send_and_cancel("threads.add_user_message", thread_id="thr", input=text_input())


@same
async def test_a_cancelled_message_keeps_its_text(world):
    types = world.types

    async def respond(self, thread, message, context):
        yield world.added(world.message())
        yield world.delta("Hel")
        yield world.delta("lo")
        yield world.delta("third part", index=2)
        kind = "AssistantMessageContentPartAnnotationAdded"
        source = types.URLSource(url="https://example.org", title="T", timestamp="2026")
        for index, place in ((0, 0), (9, 1), (0, 2)):
            annotation = types.Annotation(source=source, index=place)
            yield world.updated("msg", kind, content_index=0, annotation_index=index, annotation=annotation)
        content = types.AssistantMessageContent(text="replaced", annotations=[annotation])
        yield world.updated("msg", "AssistantMessageContentPartDone", content_index=2, content=content)
        yield world.delta(" and on", index=2)
        yield world.updated(
            "msg",
            "AssistantMessageContentPartAdded",
            content_index=1,
            content=types.AssistantMessageContent(text="added"),
        )
        yield world.delta(" unknown", item_id="nope")
        await world.wait_forever()

    await cancel(world, respond=respond)


@same
async def test_cancelling_drops_what_has_no_text(world):
    types = world.types

    async def respond(self, thread, message, context):
        yield world.added(world.message("empty"))
        yield world.added(world.message("blank", "", " \n\t "))
        yield world.added(world.item("WidgetItem", "w", widget=world.kit.widgets.Card(children=[])))
        workflow = types.Workflow(type="custom", tasks=[])
        yield world.added(world.item("WorkflowItem", "wf", workflow=workflow))
        yield world.added(world.item("GeneratedImageItem", "i"))
        yield world.added(world.tool_call("tc"))
        yield world.added(world.message("a", "kept"))
        yield world.added(world.message("b", "kept, too"))
        await world.wait_forever()

    await cancel(world, respond=respond)


@same
async def test_cancelling_keeps_nothing_that_is_over(world):
    async def respond(self, thread, message, context):
        for item_id in ("done", "removed", "replaced"):
            yield world.added(world.message(item_id, item_id))
        yield world.done(world.message("done", "final"))
        yield world.replaced(world.message("replaced", "final"))
        yield world.types.ThreadItemRemovedEvent(item_id="removed")
        thread.title = "Too late"
        await world.wait_forever()

    await cancel(world, respond=respond)


@same
async def test_a_server_may_handle_cancellation_itself(world):
    types = world.types

    async def respond(self, thread, message, context):
        workflow = types.Workflow(type="custom", tasks=[types.CustomTask(title="a")])
        yield world.added(world.item("WorkflowItem", "wf", workflow=workflow))
        workflow.tasks.append(types.CustomTask(title="b"))
        yield world.updated("wf", "WorkflowTaskAdded", task_index=1, task=types.CustomTask(title="b"))
        task = types.CustomTask(title="c", status_indicator="complete")
        yield world.updated("wf", "WorkflowTaskUpdated", task_index=0, task=task)
        yield world.updated("wf", "WorkflowTaskAdded", task_index=0, task=types.ThoughtTask(content="d"))
        for content in ("d", "de", "def"):
            thought = types.ThoughtTask(content=content)
            yield world.updated("wf", "WorkflowTaskUpdated", task_index=2, task=thought)
        yield world.added(world.item("GeneratedImageItem", "i"))
        image = types.GeneratedImage(id="x", url="data:,")
        yield world.updated("i", "GeneratedImageUpdated", image=image, progress=0.5)
        yield world.added(world.message("m", "a"))
        yield world.delta("b", item_id="m")
        await world.wait_forever()

    async def handle_stream_cancelled(self, thread, pending_items, context):
        world.note(thread, context, *pending_items)

    await cancel(world, respond=respond, handle_stream_cancelled=handle_stream_cancelled)


@same
async def test_cancelling_before_the_first_event(world):
    async def respond(self, thread, message, context):
        await world.wait_forever()
        yield

    await cancel(world, respond=respond)


@same
async def test_cancelling_before_the_pipeline_keeps_nothing(world):
    async def wait(*_args, **_kwargs):
        await world.wait_forever()

    world.serve()
    world.store.load_attachment = wait
    body = text_input(attachments=["a"])
    await world.send_and_cancel("threads.create", input=body)


@same
async def test_a_server_that_cancels_itself(world):
    import asyncio

    async def respond(self, thread, message, context):
        yield world.added(world.message("m", "kept"))
        world.answers.append("cancelled itself")
        raise asyncio.CancelledError

    world.saved_thread()
    world.serve(respond=respond)
    try:
        await world.send("threads.add_user_message", thread_id="thr", input=text_input())
    except asyncio.CancelledError:
        world.answers.append("as a cancellation")
