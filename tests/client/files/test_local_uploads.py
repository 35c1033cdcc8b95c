"""Files from Python on their way into a message: whole and in order, or none of them."""

from types import SimpleNamespace

import pytest

from chatkit_notebook import MemoryStore
from chatkit_notebook.client.files import local_files, local_uploads
from chatkit_notebook.client.files.local_uploads import attach
from chatkit_notebook.errors import AttachmentRefusedError, NotFoundError
from chatkit_notebook.store.limits import AttachmentLimits
from chatkit_notebook.types import FileAttachment
from tests.client.files.test_attachments import server
from tests.client.files.test_remote_upload import AttachmentDictStore, Bucket
from tests.doubles import ByteServer
from tests.official_server import OfficialServer


@pytest.fixture
def notes(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_bytes(b"0123456789")
    return path


async def read(session, identifier):
    attachment, data = await session.read_attachment(identifier)
    return attachment.name, attachment.mime_type, data


async def kept_elsewhere(session, path, thread_id="another"):
    """Attach a file and let its attachment belong to another thread."""
    (identifier,) = await attach(session, [path])
    attachment = await session.server.store.load_attachment(identifier, session.context)
    await session.server.store.save_attachment(attachment.model_copy(update={"thread_id": thread_id}), session.context)
    return identifier


async def test_files_come_in_the_order_given(session_of, tmp_path):
    for name in "bac":
        (tmp_path / f"{name}.txt").write_text(name)
    async with session_of(server()) as session:
        identifiers = await attach(session, [tmp_path / "b.txt", str(tmp_path / "a.txt"), tmp_path / "c.txt"])
        assert [(await read(session, each))[2] for each in identifiers] == [b"b", b"a", b"c"]


@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 24])
async def test_a_file_is_sent_in_pieces(session_of, tmp_path, monkeypatch, size):
    monkeypatch.setattr(local_uploads, "_PIECE", 8)
    data = bytes(range(size))
    (tmp_path / "data.bin").write_bytes(data)
    async with session_of(server()) as session:
        (identifier,) = await attach(session, [tmp_path / "data.bin"])
        assert (await read(session, identifier))[2] == data


async def test_of_a_file_that_grows_what_was_announced_is_sent(session_of, notes, monkeypatch):
    look_up = local_uploads.look_up

    def and_then_it_grows(path):
        found = look_up(path)
        path.write_bytes(b"0123456789 and more")
        return found

    monkeypatch.setattr(local_uploads, "look_up", and_then_it_grows)
    async with session_of(server()) as session:
        (identifier,) = await attach(session, [notes])
        assert (await read(session, identifier))[2] == b"0123456789"


async def test_a_file_that_shrinks_is_refused_and_taken_back(session_of, notes, monkeypatch):
    opening = local_files.LocalFile.open

    def and_then_it_shrinks(file):
        opened = opening(file)
        notes.write_bytes(b"01")
        return opened

    monkeypatch.setattr(local_files.LocalFile, "open", and_then_it_shrinks)
    async with session_of(server()) as session:
        with pytest.raises(AttachmentRefusedError, match=r"'notes\.txt' became shorter while it was read"):
            await attach(session, [notes])
        made = session.log.where(type="chatkit.reply", op="attachments.create")[0].payload["body"]["id"]
        with pytest.raises(NotFoundError):
            await session.read_attachment(made)


async def test_why_files_are_taken_back_is_told_even_where_that_fails(session_of, notes):
    def answer(body):
        if body["type"] == "attachments.delete":
            raise OSError("no deleting")
        return {"id": "a", "name": "notes.txt", "mime_type": "text/plain", "type": "file"}

    async with session_of(ByteServer(answer)) as session:
        with pytest.raises(Exception, match="did not say where the bytes"):
            await attach(session, [notes])
        assert session.server.requests[-1][0] == {"type": "attachments.delete", "params": {"attachment_id": "a"}}


async def test_too_many_and_too_large_files_are_refused_before_any_is_sent(session_of, notes):
    async with session_of(server(), limits=AttachmentLimits(max_count=1)) as session:
        with pytest.raises(AttachmentRefusedError, match="at most 1"):
            await attach(session, [notes, notes])
        session.limits = AttachmentLimits(max_size=9)
        with pytest.raises(AttachmentRefusedError, match=r"notes\.txt"):
            await attach(session, [notes])
        assert len(session.log) == 0


async def test_an_attachment_of_no_thread_and_one_of_the_shown_thread_are_sent_as_they_are(session_of, notes):
    async with session_of(server()) as session:
        (fresh,) = await attach(session, [notes])
        session.current.state["thread"] = {"id": "t1"}
        mine = await kept_elsewhere(session, notes, "t1")
        assert await attach(session, [fresh, mine]) == [fresh, mine]


async def test_an_attachment_of_another_thread_is_copied_as_what_it_is(session_of, notes):
    async with session_of(server(), context={"user": 1}) as session:
        theirs = await kept_elsewhere(session, notes)
        attachment = await session.server.store.load_attachment(theirs, session.context)
        first, second = await attach(session, [theirs, attachment])
        assert len({theirs, first, second}) == 3
        assert await read(session, first) == await read(session, second) == ("notes.txt", "text/plain", b"0123456789")


async def test_an_attachment_whose_bytes_are_elsewhere_is_sent_as_it_is(session_of):
    store = AttachmentDictStore()
    store.attachments["a"] = SimpleNamespace(id="a", name="a", mime_type="text/plain", thread_id="another")
    async with session_of(OfficialServer(store, Bucket("http://127.0.0.1:9"))) as session:
        assert await attach(session, ["a"]) == ["a"]


async def test_an_attachment_that_no_store_knows_is_left_to_the_server(session_of):
    attachment = FileAttachment(id="a", name="a", mime_type="text/plain")
    for other in (server(), ByteServer(lambda _: {})):
        async with session_of(other) as session:
            assert await attach(session, [attachment]) == ["a"]


@pytest.mark.parametrize("error", [NotFoundError("a"), KeyError("a"), RuntimeError("offline")])
async def test_a_name_that_is_neither_file_nor_attachment_is_named_whatever_the_store_says(session_of, error):
    class Broken(MemoryStore):
        async def load_attachment(self, attachment_id, context):
            raise error

    async with session_of(SimpleNamespace(store=Broken())) as session:
        with pytest.raises(FileNotFoundError, match="neither a file nor an attachment 'a'"):
            await attach(session, ["a"])


async def test_the_store_is_asked_with_the_session_s_context(session_of):
    contexts = []

    class Asked(MemoryStore):
        async def load_attachment(self, attachment_id, context):
            contexts.append(context)
            return FileAttachment(id="a", name="a", mime_type="text/plain")

    async with session_of(SimpleNamespace(store=Asked()), context={"user": 1}) as session:
        assert await attach(session, ["a"]) == ["a"]
    assert contexts == [{"user": 1}]
