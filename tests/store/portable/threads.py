"""Threads for the tests of exporting, importing and copying, and a look at everything that a store has of one."""

from datetime import datetime, timedelta

from chatkit_notebook.store import NotFoundError
from chatkit_notebook.store.attachments import address_of
from chatkit_notebook.types import (
    AssistantMessageContent,
    AssistantMessageItem,
    FileAttachment,
    ImageAttachment,
    InferenceOptions,
    LockedStatus,
    ThreadMetadata,
    UserMessageItem,
    UserMessageTextContent,
)
from tests.store.contract.samples import ITEMS

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901)  # noqa: DTZ001 - naive is the default
CONTEXT = {"user": "ada"}
FILES = {"at file": b"\0\xff bytes" * 3, "at image": b"\x89PNG\r\n\x1a\n"}


def said(item_id, text="Hi", minutes=0, thread_id="thr", attachments=()):
    return UserMessageItem(
        id=item_id,
        thread_id=thread_id,
        created_at=NOW + timedelta(minutes=minutes),
        content=[UserMessageTextContent(text=text)],
        attachments=list(attachments),
        inference_options=InferenceOptions(),
    )


def answered(item_id, text="Hello", minutes=0, thread_id="thr"):
    return AssistantMessageItem(
        id=item_id,
        thread_id=thread_id,
        created_at=NOW + timedelta(minutes=minutes),
        content=[AssistantMessageContent(text=text)],
    )


async def fill(store):
    """Two threads of equal times: one with every kind of item and two attachments, one that is empty."""
    metadata = {"any": ["thing", None, float("inf"), 2**70], "nul\0": "a\u2028b 👩‍🔬"}
    thread = ThreadMetadata(
        id="thr", created_at=NOW, title="Trip", metadata=metadata, status=LockedStatus(reason="Done")
    )
    await store.save_thread(thread, CONTEXT)
    await store.save_thread(ThreadMetadata(id="'; -- \0../", created_at=NOW), CONTEXT)
    attachments = [
        FileAttachment(id="at file", name="a.bin", mime_type="x/y", thread_id="thr", metadata={"size": 24}),
        ImageAttachment(
            id="at image", name="b.png", mime_type="image/png", thread_id="thr", preview_url=address_of("at image")
        ),
        FileAttachment(id="a", name="a.txt", mime_type="text/plain", thread_id="thr", metadata={"key": [1]}),
    ]
    for attachment in attachments:
        await store.save_attachment(attachment, CONTEXT)
    for attachment_id, data in FILES.items():
        await store.attachment_store().keep(attachment_id, data, CONTEXT)
    first = said("first", attachments=attachments[:2])
    again = said("again", attachments=attachments[:1])
    for item in [first, *ITEMS, again]:
        await store.add_thread_item("thr", item, CONTEXT)


async def content(store):
    """Every thread with its items, and every attachment of theirs with its bytes."""
    threads = (await store.load_threads(1000, None, "asc", CONTEXT)).data
    return {thread.id: [thread, *await thread_content(store, thread.id)] for thread in threads}


async def thread_content(store, thread_id):
    items = (await store.load_thread_items(thread_id, None, 100_000, "asc", CONTEXT)).data
    files = {each.id for item in items for each in getattr(item, "attachments", ())}
    return items, {file: await attachment_content(store, file) for file in files}


async def attachment_content(store, attachment_id):
    attachment = await store.load_attachment(attachment_id, CONTEXT)
    try:
        return attachment, await store.attachment_store().read(attachment_id, CONTEXT)
    except NotFoundError:
        return attachment, None
