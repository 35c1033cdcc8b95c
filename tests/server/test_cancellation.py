import tracemalloc

import pytest

from chatkit_notebook.server.pending import PendingItems
from chatkit_notebook.types import (
    Annotation,
    AssistantMessageContent,
    AssistantMessageContentPartAdded,
    AssistantMessageContentPartAnnotationAdded,
    AssistantMessageContentPartDone,
    CustomTask,
    GeneratedImage,
    GeneratedImageItem,
    GeneratedImageUpdated,
    ThoughtTask,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemRemovedEvent,
    ThreadItemReplacedEvent,
    ThreadItemUpdatedEvent,
    URLSource,
    WidgetItem,
    WidgetRootUpdated,
    Workflow,
    WorkflowItem,
    WorkflowTaskAdded,
    WorkflowTaskUpdated,
)
from chatkit_notebook.widgets import Card
from tests.server.client import Client, base, delta, kinds, message, tool_call

CANCELLED = "The user cancelled the stream. Stop responding to the prior request."


def update(item_id, change):
    return ThreadItemUpdatedEvent(item_id=item_id, update=change)


def workflow(*tasks):
    return WorkflowItem(**base("wf"), workflow=Workflow(type="custom", tasks=list(tasks)))


async def cancelled(*events, **methods):
    """Cancel a response after these events, and return the client and what it had heard."""

    async def respond(self, thread, message_, context):
        for event in events:
            yield event
        thread.title = "Too late"
        await client.gate()

    client = await Client(respond=respond, **methods).with_thread(title="Old")
    return client, await client.send_and_cancel()


@pytest.mark.conformance(44, 47)
async def test_a_cancelled_message_keeps_its_text():
    client, events = await cancelled(
        ThreadItemAddedEvent(item=message()), delta("Hel"), delta("lo"), delta("!", index=1), delta(" you")
    )

    assert kinds(events) == ["thread.item.done", "stream_options", "thread.item.added", *["thread.item.updated"] * 4]
    kept, asked, note = await client.items()  # by their times: the answer was made before it was asked for
    assert [part.text for part in kept.content] == ["Hello you", "!"]
    assert (asked.type, note.type, note.content) == ("user_message", "sdk_hidden_context", CANCELLED)
    assert note.id.startswith("shcx_")
    assert (await client.thread()).title == "Old"


@pytest.mark.conformance(45, 47)
@pytest.mark.parametrize("item", [message(), message("msg", " \n", ""), tool_call("msg"), workflow(CustomTask())])
async def test_what_has_no_text_is_dropped(item):
    client, _ = await cancelled(ThreadItemAddedEvent(item=item))

    assert [each.type for each in await client.items()] == ["user_message", "sdk_hidden_context"]


async def test_what_is_over_is_not_kept_again():
    client, _ = await cancelled(
        *[ThreadItemAddedEvent(item=message(name, "partial")) for name in ("done", "replaced", "removed")],
        ThreadItemDoneEvent(item=message("done", "whole")),
        ThreadItemReplacedEvent(item=message("replaced", "whole")),
        ThreadItemRemovedEvent(item_id="removed"),
    )

    items = {item.id: item for item in await client.items() if item.type == "assistant_message"}
    assert {item_id: item.content[0].text for item_id, item in items.items()} == {"done": "whole", "replaced": "whole"}


@pytest.mark.conformance(43)
async def test_a_server_may_decide_what_to_keep():
    got = []

    async def handle_stream_cancelled(self, thread, pending_items, context):
        got.append((thread.id, [item.id for item in pending_items], context))

    client, _ = await cancelled(
        ThreadItemAddedEvent(item=message()),
        ThreadItemAddedEvent(item=workflow()),
        handle_stream_cancelled=handle_stream_cancelled,
    )

    assert got == [("thr", ["msg", "wf"], "context")]
    assert [each.type for each in await client.items()] == ["user_message"]


async def test_a_finished_response_is_not_cancelled():
    client = await Client().with_thread()

    await client.send()

    assert [each.type for each in await client.items()] == ["user_message"]


# --- the copies on their own


def followed(item, *changes):
    pending = PendingItems()
    pending.add(item)
    for change in changes:
        pending.update(update(item.id, change))
    (current,) = pending.current()
    return current


@pytest.mark.conformance(48)
def test_a_copy_is_taken_when_the_item_is_added():
    item = workflow(CustomTask(title="a"))
    pending = PendingItems()
    pending.add(item)

    item.workflow.tasks.append(CustomTask(title="b"))
    pending.update(update("wf", WorkflowTaskAdded(task_index=1, task=CustomTask(title="b"))))

    (current,) = pending.current()
    assert [task.title for task in current.workflow.tasks] == ["a", "b"]
    assert len(item.workflow.tasks) == 2


def test_an_update_counts_as_it_was_when_it_came():
    part = AssistantMessageContent(text="a")
    pending = PendingItems()
    pending.add(message())
    pending.update(update("msg", AssistantMessageContentPartAdded(content_index=0, content=part)))
    part.text = "changed"
    pending.update(delta("b"))

    assert pending.current()[0].content[0].text == "ab"


def test_all_updates_of_a_message_apply_in_their_order():
    annotation = Annotation(source=URLSource(url="https://example.org", title="T"))
    done = AssistantMessageContent(text="done")
    current = followed(
        message(),
        delta("a").update,
        AssistantMessageContentPartAnnotationAdded(content_index=0, annotation_index=0, annotation=annotation),
        delta("b").update,
        AssistantMessageContentPartDone(content_index=0, content=done),
        delta("!").update,
        AssistantMessageContentPartAdded(content_index=2, content=AssistantMessageContent(text="third")),
    )

    assert [part.text for part in current.content] == ["done!", "", "third"]
    assert current.content[0].annotations == [annotation]


def test_a_thought_that_grows_is_kept_in_its_last_state():
    thoughts = [WorkflowTaskUpdated(task_index=1, task=ThoughtTask(content="x" * n)) for n in range(1, 4)]
    first = WorkflowTaskUpdated(task_index=0, task=CustomTask(title="changed"))

    current = followed(
        workflow(CustomTask(title="a")),
        WorkflowTaskAdded(task_index=1, task=ThoughtTask(content="")),
        *thoughts,
        first,
        WorkflowTaskUpdated(task_index=7, task=CustomTask(title="nowhere")),
    )

    assert [task.model_dump(exclude_none=True) for task in current.workflow.tasks] == [
        {"type": "custom", "status_indicator": "none", "title": "changed"},
        {"type": "thought", "status_indicator": "none", "content": "xxx"},
    ]


def test_widgets_and_images_stay_as_they_were_added():
    widget = WidgetItem(**base("w"), widget=Card(children=[]))
    image = GeneratedImageItem(**base("i"))

    assert followed(widget, WidgetRootUpdated(widget=Card(children=[], size="sm"))) == widget
    assert followed(image, GeneratedImageUpdated(image=GeneratedImage(id="x", url="data:,"))) == image


def test_updates_of_unknown_items_are_ignored():
    pending = PendingItems()

    pending.update(delta("a"))
    pending.drop("msg")

    assert pending.current() == []


def test_asking_twice_gives_the_same():
    pending = PendingItems()
    pending.add(message())
    pending.update(delta("a"))

    assert pending.current() == pending.current()
    pending.update(delta("b"))
    assert pending.current()[0].content[0].text == "ab"


def test_a_thought_that_grows_takes_the_memory_of_its_last_state():
    pending = PendingItems()
    pending.add(workflow(ThoughtTask(content=""), ThoughtTask(content="")))
    tracemalloc.start()
    for size in range(0, 20_000, 20):
        pending.update(update("wf", WorkflowTaskUpdated(task_index=1, task=ThoughtTask(content="x" * size))))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 1_000_000
    assert len(pending.current()[0].workflow.tasks[1].content) == 19_980
