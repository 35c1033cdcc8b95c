"""A thread copied, whole or up to an item, over every kind of store."""

import asyncio
from datetime import timedelta

import pytest

from chatkit_notebook.store import AttachmentStore, MemoryStore, NotFoundError, StoreError, copy_thread
from chatkit_notebook.store.portable.copying import numbered
from chatkit_notebook.types import (
    ClientToolCallItem,
    EndOfTurnItem,
    FileAttachment,
    StructuredInputFreeform,
    StructuredInputItem,
    ThreadMetadata,
    Workflow,
    WorkflowItem,
)
from tests.store.portable.threads import CONTEXT, FILES, NOW, answered, content, fill, said, thread_content


async def thread_of(store, *items):
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW, title="Trip"), CONTEXT)
    for item in items:
        await store.add_thread_item("thr", item, CONTEXT)


def texts(items):
    return [item.content[0].text for item in items]


def without_ids(item):
    plain = item.model_dump(exclude={"id", "thread_id"})
    for attachment in plain.get("attachments", ()):
        for name in ("id", "thread_id", "preview_url"):
            attachment.pop(name, None)
    return plain


async def test_a_copy_has_all_of_a_thread_under_new_ids(store):
    await fill(store)
    before = await content(store)

    copy = await copy_thread(store, "thr", CONTEXT)

    after = await content(store)
    thread, items, files = after.pop(copy.id)
    assert after == before
    original, its_items, its_files = before["thr"]
    expected = [without_ids(item) for item in its_items if item.id != "call"]  # it waits for an output
    assert [without_ids(item) for item in items] == expected
    assert {item.thread_id for item in items} == {copy.id}
    assert not {item.id for item in items} & {item.id for item in its_items}
    assert thread == copy
    assert copy.model_copy(update={"id": "thr", "created_at": NOW, "title": "Trip"}) == original
    assert copy.created_at > NOW
    assert copy.title == "Trip (2)"
    assert not set(files) & set(its_files)


async def test_the_attachments_of_a_copy_are_its_own(store):
    await fill(store)
    copy = await copy_thread(store, "thr", CONTEXT)

    await store.delete_thread("thr", CONTEXT)

    items, files = await thread_content(store, copy.id)
    assert {attachment.name: data for attachment, data in files.values()} == {
        "a.bin": FILES["at file"],
        "b.png": FILES["at image"],
        "a.txt": None,
    }
    file, image = items[0].attachments
    assert items[-1].attachments == [file]
    assert (file.thread_id, file.metadata) == (copy.id, {"size": 24})
    assert str(image.preview_url).endswith(image.id)


async def test_a_copy_does_not_say_where_its_files_were_uploaded():
    store = MemoryStore()
    upload = {"url": "https://example.org/up?signature=SECRET", "method": "PUT", "headers": {"A": "SECRET"}}
    attachment = FileAttachment(id="f", name="f", mime_type="x/y", thread_id="thr", upload_descriptor=upload)
    await store.save_attachment(attachment, CONTEXT)
    await thread_of(store, said("a", attachments=[attachment]))

    copy = await copy_thread(store, "thr", CONTEXT)

    items, _ = await thread_content(store, copy.id)
    (of_message,) = items[0].attachments
    assert of_message.upload_descriptor is None
    assert (await store.load_attachment(of_message.id, CONTEXT)).upload_descriptor is None


async def test_a_fork_ends_with_its_item(store):
    await thread_of(store, said("a", "one"), answered("b", "two"), said("c", "three"), answered("d", "four"))

    fork = await copy_thread(store, "thr", CONTEXT, up_to="b", title="Another way")

    items, _ = await thread_content(store, fork.id)
    assert (fork.title, texts(items)) == ("Another way", ["one", "two"])
    assert [item.created_at for item in items] == [NOW, NOW]
    assert (await copy_thread(store, "thr", CONTEXT, title="")).title == ""


async def test_the_order_of_equal_times_is_copied(store):
    names = [f"m{n * 7919 % 250}" for n in range(250)]
    await thread_of(store, *[answered(name, name) for name in names])

    fork = await copy_thread(store, "thr", CONTEXT, up_to=names[-2])

    items, _ = await thread_content(store, fork.id)
    assert texts(items) == names[:-1]


async def test_what_is_said_in_a_copy_comes_last(store):
    await thread_of(store, said("a", "one"), said("b", "two"))
    copy = await copy_thread(store, "thr", CONTEXT)

    later = answered("c", "three").model_copy(update={"created_at": copy.created_at + timedelta(seconds=1)})
    await store.add_thread_item(copy.id, later, CONTEXT)

    items, _ = await thread_content(store, copy.id)
    assert texts(items) == ["one", "two", "three"]


async def test_an_unknown_thread_or_item_is_named_and_nothing_is_written(store):
    await thread_of(store, said("a"))
    before = await content(store)

    with pytest.raises(NotFoundError, match="nope"):
        await copy_thread(store, "nope", CONTEXT)
    with pytest.raises(NotFoundError, match="gone"):
        await copy_thread(store, "thr", CONTEXT, up_to="gone")

    assert await content(store) == before


@pytest.mark.parametrize("up_to", [None, "call"])
async def test_a_client_tool_call_that_waits_is_left_out(up_to):
    store = MemoryStore()
    base = {"thread_id": "thr", "created_at": NOW, "name": "pick", "arguments": {}}
    done = ClientToolCallItem(id="done", call_id="1", status="completed", output=7, **base)
    await thread_of(store, said("a"), done, ClientToolCallItem(id="call", call_id="2", **base))

    items, _ = await thread_content(store, (await copy_thread(store, "thr", CONTEXT, up_to=up_to)).id)

    assert [item.type for item in items] == ["user_message", "client_tool_call"]
    assert items[1].output == 7


async def test_open_questions_to_the_user_stay_open():
    store = MemoryStore()
    question = StructuredInputFreeform(id="q", question="Where to?")
    await thread_of(store, StructuredInputItem(id="a", thread_id="thr", created_at=NOW, inputs=[question]))

    items, _ = await thread_content(store, (await copy_thread(store, "thr", CONTEXT)).id)

    assert (items[0].status, items[0].inputs) == ("pending", [question])


async def test_the_steps_of_tools_are_still_known_as_such():
    from chatkit_notebook.agents.tool_steps import is_tool_step, step_of, workflow_id

    store = MemoryStore()
    step = step_of({"type": "function_call", "call_id": "1", "name": "f", "arguments": "{}"}, status="complete")
    workflow = Workflow(type="custom", tasks=[step])
    for item_id in (workflow_id("wf_1"), "wf_2"):
        item = WorkflowItem(id=item_id, thread_id="thr", created_at=NOW, workflow=workflow)
        await thread_of(store, item)

    items, _ = await thread_content(store, (await copy_thread(store, "thr", CONTEXT)).id)

    assert [is_tool_step(item, item.workflow.tasks[0]) for item in items] == [True, False]


async def test_new_ids_are_those_of_the_store():
    class Numbering(MemoryStore):
        count = 0

        def generate_item_id(self, item_type, thread, context):
            self.count += 1
            return f"{item_type} {self.count} of {thread.id}"

        def generate_thread_id(self, context):
            return f"thread of {context['user']}"

    store = Numbering()
    await thread_of(store, said("a"), EndOfTurnItem(id="b", thread_id="thr", created_at=NOW))

    copy = await copy_thread(store, "thr", CONTEXT)

    items, _ = await thread_content(store, copy.id)
    assert [item.id for item in items] == ["message 1 of thread of ada", "message 2 of thread of ada"]


async def test_a_store_hears_with_each_call_for_whom_a_thread_is_copied():
    class Listening(MemoryStore):
        def __getattribute__(self, name):
            found = super().__getattribute__(name)
            if not name.startswith(("load_", "add_", "save_")):
                return found

            async def call(*args):
                heard.append((name, args[-1]))
                return await found(*args)

            return call

    heard: list = []
    store = Listening()
    await thread_of(store, said("a"), said("b"))
    heard.clear()

    await copy_thread(store, "thr", CONTEXT)

    assert {"load_thread", "load_thread_items", "save_thread", "add_thread_item"} <= {name for name, _ in heard}
    assert [name for name, context in heard if context is not CONTEXT] == []


async def test_new_ids_of_attachments_are_those_of_the_place_for_their_bytes():
    store = MemoryStore()
    files = store.attachment_store()
    files.generate_attachment_id = lambda mime_type, context: f"{mime_type} of {context['user']}"
    attachment = FileAttachment(id="f", name="f", mime_type="x/y", thread_id="thr")
    await store.save_attachment(attachment, CONTEXT)
    await thread_of(store, said("a", attachments=[attachment]))

    copy = await copy_thread(store, "thr", CONTEXT, attachments=files)

    items, _ = await thread_content(store, copy.id)
    assert [each.id for each in items[0].attachments] == ["x/y of ada"]


class Elsewhere(AttachmentStore):
    async def delete_attachment(self, attachment_id, context):
        raise AssertionError(attachment_id)


class ToBeRead(Elsewhere):
    async def read(self, attachment_id, context):
        return b"abc"


@pytest.mark.parametrize("elsewhere", [Elsewhere, ToBeRead])
async def test_attachments_whose_bytes_are_elsewhere_are_shared(elsewhere):
    store = MemoryStore()
    attachment = FileAttachment(id="f", name="f", mime_type="x/y", thread_id="thr")
    await store.save_attachment(attachment, CONTEXT)
    await thread_of(store, said("a", attachments=[attachment]))

    copy = await copy_thread(store, "thr", CONTEXT, attachments=elsewhere())

    items, _ = await thread_content(store, copy.id)
    assert items[0].attachments == [attachment]
    assert await store.load_attachment("f", CONTEXT) == attachment


class Failing(MemoryStore):
    """Fails at the second item of a copy, or stops there."""

    reached = None

    async def add_thread_item(self, thread_id, item, context):
        if thread_id != "thr" and item.content[0].text == "two":
            if self.reached is None:
                raise StoreError("The disk is full.")
            self.reached.set()
            await asyncio.Event().wait()
        await super().add_thread_item(thread_id, item, context)


async def failing():
    store = Failing()
    attachment = FileAttachment(id="f", name="f", mime_type="x/y", thread_id="thr")
    await store.save_attachment(attachment, CONTEXT)
    await thread_of(store, said("a", "one", attachments=[attachment]), said("b", "two"))
    return store


async def test_nothing_is_left_of_a_copy_that_failed():
    store = await failing()
    before = await content(store)

    with pytest.raises(StoreError, match="full"):
        await copy_thread(store, "thr", CONTEXT)

    assert await content(store) == before
    assert list(store._attachments) == ["f"]


async def test_nothing_is_left_of_a_copy_that_was_cancelled():
    store = await failing()
    before, store.reached = await content(store), asyncio.Event()
    copying = asyncio.create_task(copy_thread(store, "thr", CONTEXT))
    await asyncio.wait_for(store.reached.wait(), 15)

    copying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await copying

    assert await content(store) == before


@pytest.mark.parametrize(
    ("title", "copy"),
    [
        (None, None),
        ("", ""),
        ("Trip", "Trip (2)"),
        ("Trip (2)", "Trip (3)"),
        ("Trip (99)", "Trip (100)"),
        ("Olympics (2024)", "Olympics (2024) (2)"),
        ("(2)", "(2) (2)"),
        ("Two\nlines", "Two\nlines (2)"),
        ("x" * 120, "x" * 120 + " (2)"),
        ("x" * 500, "x" * 119 + "… (2)"),
        ("x" * 119 + "… (2)", "x" * 119 + "… (3)"),
    ],
)
def test_copies_are_numbered(title, copy):
    assert numbered(title) == copy
