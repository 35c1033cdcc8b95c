"""What the tests of attachments announce and send: as a server and a view do it."""

import random
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import update

from chatkit_notebook.store import MemoryStore
from chatkit_notebook.store.sql.schema import ATTACHMENTS, microseconds
from chatkit_notebook.types import AttachmentCreateParams, ThreadMetadata

NOW = datetime(2026, 1, 2)  # noqa: DTZ001 - naive is the default
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
PIECE = 100


def noise(size, seed=1):
    """Bytes that are unlike each other, and the same each time."""
    return random.Random(seed).randbytes(size)  # noqa: S311 - nothing here is a secret


async def announce(store, files, data=b"", *, name="notes.txt", mime_type="text/plain", context=None):
    """Announce a file, as a server does."""
    params = AttachmentCreateParams(name=name, size=len(data), mime_type=mime_type)
    attachment = await files.create_attachment(params, context)
    await store.save_attachment(attachment, context)
    return attachment


async def send(files, attachment_id, data, context=None, piece=PIECE):
    """Send the bytes, as a view does."""
    answer = (0, False)
    for offset in range(0, max(len(data), 1), piece):
        answer = await files.receive(attachment_id, offset, data[offset : offset + piece], context)
    return answer


async def upload(store, files, data, *, context=None, thread_id=None, piece=PIECE, **fields):
    """Announce and send a file, and put it into a message."""
    attachment = await announce(store, files, data, context=context, **fields)
    assert await send(files, attachment.id, data, context, piece) == (len(data), True)
    if thread_id is not None:
        await store.save_thread(ThreadMetadata(id=thread_id, created_at=NOW), context)
        attachment = attachment.model_copy(update={"thread_id": thread_id})
        await store.save_attachment(attachment, context)
    return attachment.id


def age(store, attachment_id, days):
    """Let an attachment have been announced earlier; what deletes old ones by itself does so no more."""
    if isinstance(store, MemoryStore):
        began, attachment = store._attachments[attachment_id]
        store._attachments[attachment_id] = began - timedelta(days=days).total_seconds(), attachment
        return
    store._cleaning.stop()
    created = microseconds(datetime.now() - timedelta(days=days))  # noqa: DTZ005 - naive is the default
    with store._database.engine.connect() as connection:
        connection.execute(update(ATTACHMENTS).where(ATTACHMENTS.c.id == attachment_id).values(created=created))


def blobs_left(store):
    """How many blobs, whole or not, there are in a store."""
    blobs = store._blobs
    if hasattr(blobs, "_whole"):
        return len(blobs._whole) + len(blobs._parts)
    if hasattr(blobs, "_folder"):
        return len(list(blobs._folder.iterdir())) if blobs._folder.exists() else 0
    with store._database.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT count(DISTINCT id) FROM chat_blobs").scalar()


def open_files():
    """The paths that this process has open."""
    return {each.resolve() for each in Path("/proc/self/fd").iterdir()}
