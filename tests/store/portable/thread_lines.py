"""Lines of a file of threads as a test wants them, for files that no export would write."""

import json

from chatkit_notebook.store import MemoryStore, import_threads
from tests.store.portable.threads import CONTEXT

NOON = "2026-01-02T03:04:05"
HEADER = '{"type":"chatkit.threads","version":1}\n'


def line(kind, **fields):
    return json.dumps({"type": kind, **fields}) + "\n"


def thread(thread_id="t", **fields):
    return line("thread", thread={"id": thread_id, "created_at": NOON, **fields})


def item(item_id="i", thread_id="t", **fields):
    text = {"type": "end_of_turn", "id": item_id, "thread_id": thread_id, "created_at": NOON, **fields}
    return line("item", item=text)


def attachment(attachment_id="a", data="YQ==", **fields):
    described = {"type": "file", "id": attachment_id, "name": "n", "mime_type": "x/y", **fields}
    return line("attachment", attachment=described, data=data)


def message(*attachments, item_id="m"):
    fields = {"type": "user_message", "content": [], "attachments": list(attachments), "inference_options": {}}
    return item(item_id, **fields)


def whole(*lines, threads=1, items=0):
    return HEADER + "".join(lines) + line("end", threads=threads, items=items)


async def imported(text, tmp_path, **options):
    (tmp_path / "file").write_text(text, "utf-8")
    store = MemoryStore()
    await import_threads(store, tmp_path / "file", CONTEXT, **options)
    return store
