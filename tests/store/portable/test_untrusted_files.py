"""Threads of strangers: nothing in their file acts by itself, and no name in it leads out of its place."""

import pytest

from chatkit_notebook import ChatKit
from chatkit_notebook.store import MemoryStore, SQLStore, import_threads
from chatkit_notebook.types import ThreadMetadata
from tests.store.portable.thread_lines import attachment, item, line, message, thread, whole
from tests.store.portable.threads import CONTEXT, NOW

OUTSIDE = "https://evil.example/x.png?you=here"
UPLOAD = {"url": "https://evil.example/up", "method": "PUT", "headers": {"A": "b"}}
IMAGE = {
    "type": "image",
    "id": "a",
    "name": "n",
    "mime_type": "image/png",
    "preview_url": OUTSIDE,
    "upload_descriptor": UPLOAD,
}
STRANGE = whole(
    thread(allowed_image_domains=["evil.example"]),
    line("attachment", attachment=IMAGE, data=None),
    message(IMAGE),
    items=1,
)


@pytest.mark.parametrize("existing", ["error", "copy", "replace"])
async def test_what_acts_by_itself_is_left_out_of_the_thread_of_a_stranger(existing, tmp_path):
    (tmp_path / "file").write_text(STRANGE)
    store = MemoryStore()
    if existing != "error":
        await store.save_thread(ThreadMetadata(id="t", created_at=NOW), CONTEXT)

    (arrived,) = await import_threads(store, tmp_path / "file", CONTEXT, existing=existing)

    assert arrived.allowed_image_domains is None
    assert (await store.load_thread(arrived.id, CONTEXT)).allowed_image_domains is None
    (of_message,) = (await store.load_thread_items(arrived.id, None, 9, "asc", CONTEXT)).data[0].attachments
    for each in (of_message, await store.load_attachment(of_message.id, CONTEXT)):
        assert each.upload_descriptor is None
        assert str(each.preview_url) == f"chatkit-notebook:///attachments/{each.id}"


async def test_what_acts_by_itself_is_left_out_of_a_memory_store_and_a_chat(tmp_path):
    (tmp_path / "file").write_text(STRANGE)

    loaded = await MemoryStore.load(tmp_path / "file")
    chat = ChatKit(lambda text: text)
    (shown,) = await chat.import_threads(tmp_path / "file")

    assert (await loaded.load_thread("t", None)).allowed_image_domains is None
    assert shown.allowed_image_domains is None


async def test_a_file_of_ones_own_comes_as_it_is(tmp_path):
    (tmp_path / "file").write_text(STRANGE)

    loaded = await MemoryStore.load(tmp_path / "file", is_own=True)

    assert (await loaded.load_thread("t", None)).allowed_image_domains == ["evil.example"]
    assert str((await loaded.load_attachment("a", None)).preview_url) == OUTSIDE


async def test_a_thread_that_could_not_be_replaced_keeps_its_domains(tmp_path):
    class Failing(MemoryStore):
        async def add_thread_item(self, thread_id, item, context):
            raise RuntimeError("no")

    (tmp_path / "file").write_text(STRANGE)
    store = Failing()
    await store.save_thread(ThreadMetadata(id="t", created_at=NOW, allowed_image_domains=["mine.example"]), CONTEXT)

    with pytest.raises(Exception, match="put back"):
        await import_threads(store, tmp_path / "file", CONTEXT, existing="replace")

    assert (await store.load_thread("t", CONTEXT)).allowed_image_domains == ["mine.example"]


async def test_a_client_tool_that_waits_is_not_called_when_its_thread_is_opened(tmp_path):
    call = item("c", type="client_tool_call", call_id="c", name="wipe", arguments={}, status="pending")
    (tmp_path / "file").write_text(whole(thread(), call, items=1))

    async def echo(thread, input_user_message, context):
        yield input_user_message.content[0].text

    chat, called = ChatKit(echo), []
    chat.client_tool("wipe")(lambda: called.append(1))
    await chat.import_threads(tmp_path / "file")

    await chat.set_thread_id("t")
    turn = await chat.ask("hello")

    assert turn.text == "hello"
    assert called == []


NAMES = ["../../evil", "/etc/passwd", "..", "", "a/b", "a\\b", "nul\0", "x" * 5_000, "C:\\x", "'; DROP TABLE x; --"]


@pytest.mark.parametrize("name", NAMES)
async def test_no_name_of_an_attachment_leads_out_of_its_folder(name, tmp_path):
    (tmp_path / "in" / "deep").mkdir(parents=True)
    text = whole(thread(name), attachment(name, name=name), item(name, name), items=1)
    (tmp_path / "file").write_text(text)
    store = SQLStore(tmp_path / "in" / "deep" / "threads.db")

    (arrived,) = await import_threads(store, tmp_path / "file", CONTEXT)

    assert arrived.id == name
    assert await store.attachment_store().read(name, CONTEXT) == b"a"
    assert (await store.load_item(name, name, CONTEXT)).id == name
    store.close()
    assert {each.name for each in tmp_path.iterdir()} == {"in", "file"}
    assert {each.name for each in (tmp_path / "in" / "deep").iterdir()} == {"threads.db", "threads.db.files"}
    assert len(list((tmp_path / "in" / "deep" / "threads.db.files").iterdir())) == 1
