"""Cards that ask for approval, in threads that were copied or imported: the run that asked is not there."""

import pytest

from chatkit_notebook.ids import APPROVAL_MARK
from chatkit_notebook.store import MemoryStore, copy_thread, export_threads, import_threads
from chatkit_notebook.types import ThreadMetadata, WidgetItem
from chatkit_notebook.types.approvals import key_of, state_of
from chatkit_notebook.widgets import Card
from tests.store.portable.threads import CONTEXT, NOW, thread_content


def card(item_id, key):
    widget = Card(key=key, children=[])
    return WidgetItem(id=f"{item_id}{APPROVAL_MARK}", thread_id="thr", created_at=NOW, widget=widget)


async def copied(store, _path):
    return store, (await copy_thread(store, "thr", CONTEXT)).id


async def imported(store, path):
    other = MemoryStore()
    await export_threads(store, path, CONTEXT)
    await import_threads(other, path, CONTEXT)
    return other, "thr"


async def imported_beside(store, path):
    await export_threads(store, path, CONTEXT)
    (thread,) = await import_threads(store, path, CONTEXT, existing="copy")
    return store, thread.id


@pytest.mark.parametrize("move", [copied, imported, imported_beside])
async def test_an_open_approval_arrives_unanswered_and_a_forged_one_as_no_approval(move, tmp_path):
    store = MemoryStore()
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), CONTEXT)
    for item in (card("a", key_of("open")), card("b", key_of("approved")), card("c", "forged")):
        await store.add_thread_item("thr", item, CONTEXT)

    where, thread_id = await move(store, tmp_path / "file")

    items, _ = await thread_content(where, thread_id)
    assert [state_of(item) for item in items] == ["unanswered", "approved", None]
    assert [item.id.endswith(APPROVAL_MARK) for item in items] == [True, True, False]
