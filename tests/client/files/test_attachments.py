"""Files in a session: announced, uploaded in pieces, read back and deleted, over the real store of a server."""

import asyncio
import json

import pytest

from chatkit_notebook import MemoryStore
from chatkit_notebook.client.files import attachments
from chatkit_notebook.client.requests import user_message
from chatkit_notebook.errors import AttachmentRefusedError, NotFoundError, UploadFailedError
from chatkit_notebook.serve import RespondServer
from chatkit_notebook.store import AttachmentStore
from chatkit_notebook.store.limits import AttachmentLimits
from chatkit_notebook.types import FileAttachment
from tests.doubles import ByteServer


async def respond(thread, input_user_message, context):
    return
    yield


def server(**options):
    return RespondServer(respond, MemoryStore(), **options)


def create(name="a.txt", size=10, mime_type="text/plain"):
    return {"type": "attachments.create", "params": {"name": name, "size": size, "mime_type": mime_type}}


def delete(attachment_id):
    return {"type": "attachments.delete", "params": {"attachment_id": attachment_id}}


def uploads(session):
    return [row.payload for row in session.log.where(type="chatkit.upload")]


async def test_the_server_learns_who_attaches_and_deletes(session_of):
    class Seen(ByteServer):
        async def process(self, request, context):
            seen.append((json.loads(request)["type"], context))
            return await super().process(request, context)

    def answer(body):
        return {} if body["type"] == "attachments.delete" else {"id": "a", "name": "a.txt", "mime_type": "text/plain"}

    seen = []
    async with session_of(Seen(answer), context={"user": 1}) as session:
        await session.call(create())
        await session.call(delete("a"))
    assert seen == [("attachments.create", {"user": 1}), ("attachments.delete", {"user": 1})]


async def test_pieces_are_taken_in_order_and_any_other_changes_nothing(session_of):
    async with session_of(server()) as session:
        made = (await session.call(create()))["id"]
        assert await session.receive(made, 5, b"56789") == (0, False)
        assert await session.receive(made, 0, b"01234") == (5, False)
        assert await session.receive(made, 0, b"xxxxx") == (5, False)
        assert await session.receive(made, 5, b"56789") == (10, True)
        assert await session.receive(made, 0, b"xxxxx") == (10, True)
        attachment, data = await session.read_attachment(made)
        assert (attachment.id, attachment.name, data) == (made, "a.txt", b"0123456789")


async def test_an_upload_is_one_row_of_the_log_without_its_bytes(session_of):
    async with session_of(server()) as session:
        made = (await session.call(create(size=9)))["id"]
        await session.receive(made, 0, b"plaintext")
        await session.receive(made, 0, b"plaintext")
        (row,) = uploads(session)
        told = {"attachment_id": made, "name": "a.txt", "size": 9, "mime_type": "text/plain", "error": None}
        assert row == {"type": "chatkit.upload", **told}
        assert session.log.where(type="chatkit.upload")[0].name == "a.txt"
        assert "plaintext" not in json.dumps([record.payload for record in session.log])


async def test_an_empty_file_is_one_empty_piece(session_of):
    async with session_of(server()) as session:
        made = (await session.call(create(size=0)))["id"]
        assert await session.receive(made, 0, b"") == (0, True)
        assert (await session.read_attachment(made))[1] == b""


async def test_what_may_not_be_attached_never_reaches_the_server(session_of):
    double = ByteServer(lambda body: pytest.fail("asked"))
    limits = AttachmentLimits(max_size={"image/*": 5, "*": 100}, accept={"image/*": [], "text/plain": []})
    async with session_of(double, limits=limits) as session:
        with pytest.raises(AttachmentRefusedError, match=r"a\.png"):
            await session.call(create("a.png", 6, "image/png"))
        with pytest.raises(AttachmentRefusedError, match=r"a\.zip"):
            await session.call(create("a.zip", 1, "application/zip"))
        with pytest.raises(AttachmentRefusedError):
            await session.call(create(size=-1))
    assert double.requests == []


async def test_a_message_with_too_many_attachments_does_not_begin(session_of):
    async with session_of(server(), limits=AttachmentLimits(max_count=2)) as session:
        body = {"type": "threads.create", "params": {"input": user_message("hi", ["a", "b", "c"])}}
        with pytest.raises(AttachmentRefusedError, match="2"):
            session.submit("threads.create", body)
        assert session.recorder.frames == []
        assert session.current.id is None


async def test_the_server_learns_the_type_that_the_browser_did_not_know(session_of):
    async with session_of(server()) as session:
        assert (await session.call(create("a.png", mime_type="")))["mime_type"] == "image/png"
        assert (await session.call(create("a.txt", mime_type="Text/Plain; charset=x")))["mime_type"] == "text/plain"


async def test_a_refusal_stays_the_answer_to_the_pieces_that_are_under_way(session_of):
    async with session_of(server()) as session:
        made = (await session.call(create(size=4)))["id"]
        for offset in (0, 5, 0):
            with pytest.raises(AttachmentRefusedError, match=r"a\.txt"):
                await session.receive(made, offset, b"12345")
        (row,) = uploads(session)
        assert row["error"]["type"] == "AttachmentRefusedError"


async def test_a_picture_that_is_none_is_refused(session_of):
    async with session_of(server()) as session:
        made = (await session.call(create("a.png", 5, "image/png")))["id"]
        with pytest.raises(AttachmentRefusedError, match=r"a\.png"):
            await session.receive(made, 0, b"<svg>")


async def test_a_deleted_attachment_takes_no_pieces_and_that_is_no_failure(session_of):
    async with session_of(server()) as session:
        made = (await session.call(create()))["id"]
        await session.receive(made, 0, b"01234")
        await session.call(delete(made))
        with pytest.raises(NotFoundError, match=made):
            await session.receive(made, 5, b"56789")
        with pytest.raises(NotFoundError):
            await session.read_attachment(made)
        assert uploads(session) == []


class Gated(AttachmentStore):
    """Keeps bytes in a dict; each piece waits until the test lets it through."""

    def __init__(self):
        self.began, self.deleted, self.sizes, self.pieces = [], [], {}, {}
        self.gates = {}
        self.problem = None

    async def create_attachment(self, input, context):  # noqa: A002 - the contract's name
        self.sizes[input.name] = input.size
        return FileAttachment(id=input.name, name=input.name, mime_type=input.mime_type)

    async def receive(self, attachment_id, offset, data, context):
        self.began.append(attachment_id)
        await self.gates.setdefault(attachment_id, asyncio.Event()).wait()
        if self.problem is not None:
            raise self.problem
        if offset == len(self.pieces.setdefault(attachment_id, b"")):
            self.pieces[attachment_id] += data
        received = len(self.pieces[attachment_id])
        return received, received == self.sizes[attachment_id]

    async def delete_attachment(self, attachment_id, context):
        self.deleted.append(attachment_id)


async def test_a_deletion_waits_for_the_piece_that_is_being_stored(session_of, wait_until):
    store = Gated()
    async with session_of(server(attachment_store=store)) as session:
        await session.call(create("a"))
        pieces = [session.spawn(session.receive("a", offset, b"01234")) for offset in (0, 5)]
        await wait_until(lambda: store.began)
        deletion = session.spawn(session.call(delete("a")))
        await wait_until(lambda: session.log.where(op="attachments.delete"))
        assert store.deleted == []
        store.gates["a"].set()
        await deletion
        assert store.deleted == ["a"]
        assert await pieces[0] == (5, False)
        with pytest.raises(NotFoundError):
            await pieces[1]
        assert store.began == ["a"]


async def test_files_come_side_by_side_and_the_pieces_of_each_one_after_the_other(session_of, wait_until):
    store = Gated()
    async with session_of(server(attachment_store=store)) as session:
        for name in "ab":
            await session.call(create(name))
        tasks = [session.spawn(session.receive(name, at, b"01234")) for name in "ab" for at in (0, 5)]
        await wait_until(lambda: len(store.began) == 2)
        assert sorted(store.began) == ["a", "b"]
        for gate in store.gates.values():
            gate.set()
        assert await asyncio.gather(*tasks) == [(5, False), (10, True)] * 2


async def test_a_piece_that_could_not_be_kept_may_come_again(session_of):
    store = Gated()
    async with session_of(server(attachment_store=store)) as session:
        await session.call(create("a"))
        store.gates["a"] = asyncio.Event()
        store.gates["a"].set()
        store.problem = OSError("disk full")
        with pytest.raises(OSError, match="disk full"):
            await session.receive("a", 0, b"0123456789")
        store.problem = None
        assert await session.receive("a", 0, b"0123456789") == (10, True)
        assert [row["error"] and row["error"]["message"] for row in uploads(session)] == ["disk full", None]


async def test_old_uploads_are_forgotten(session_of, monkeypatch):
    monkeypatch.setattr(attachments, "REMEMBERED", 1)
    async with session_of(server()) as session:
        first = (await session.call(create()))["id"]
        await session.call(create())
        with pytest.raises(NotFoundError, match=first):
            await session.receive(first, 0, b"0")


async def test_a_server_that_does_not_say_where_the_bytes_go_is_told_so(session_of):
    attachment = {"id": "a", "name": "a.txt", "mime_type": "text/plain", "type": "file"}
    async with session_of(ByteServer(lambda body: dict(attachment))) as session:
        await session.call(create())
        with pytest.raises(UploadFailedError, match="upload_descriptor"):
            await session.receive("a", 0, b"x")
        with pytest.raises(NotImplementedError, match="ByteServer has no store"):
            await session.read_attachment("a")


async def test_another_upload_address_and_its_keys_are_neither_shown_nor_logged(session_of):
    secret = {"url": "https://b.example/k?sig=SECRET", "method": "PUT", "headers": {"Authorization": "SECRET"}}

    def attached():
        return {"id": "a/b", "name": "a", "mime_type": "x/y", "type": "file", "upload_descriptor": dict(secret)}

    def item():
        fields = {"thread_id": "t1", "created_at": "2026-01-02T03:04:05", "content": [], "inference_options": {}}
        return {"id": "m", "type": "user_message", **fields, "attachments": [attached()]}

    async def stream():
        yield {"type": "thread.item.done", "item": item()}

    def answer(body):
        match body["type"]:
            case "attachments.create":
                return attached()
            case "threads.get_by_id":
                return {"id": "t1", "created_at": "2026-01-02T03:04:05", "items": {"data": [item()]}}
            case "items.list":
                return {"data": [item()], "has_more": False}
        return stream()

    async with session_of(ByteServer(answer)) as session:
        replies = [await session.call(create())]
        replies.append(await session.call({"type": "items.list", "params": {"thread_id": "t1"}}))
        await session.open_thread("t1")
        body = {"type": "threads.add_user_message", "params": {"thread_id": "t1", "input": user_message("hi", ["a"])}}
        await session.finished(session.submit("threads.add_user_message", body))
        seen = json.dumps([replies, session.current.snapshot(), [row.payload for row in session.log]])
    assert "SECRET" not in seen
    assert "b.example" not in seen
    # It is the kernel that a view sends the bytes to.
    address = {"url": "chatkit-notebook:///attachments/a%2Fb", "method": "PUT", "headers": {}}
    assert replies[0]["upload_descriptor"] == address
