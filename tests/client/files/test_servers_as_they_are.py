"""Attachments of servers that keep them in their own ways: saved by other means, or uploaded directly."""

import json

import pytest
from chatkit.store import AttachmentStore
from chatkit.types import FileAttachment, ImageAttachment

import chatkit_notebook.store
from chatkit_notebook import Chat, ChatKit, ChatKitServer, MemoryStore
from chatkit_notebook.errors import AttachmentRefusedError, UploadFailedError
from tests.client.files.byte_place import BytePlace
from tests.client.files.test_remote_upload import AttachmentDictStore
from tests.doubles import ByteServer, created, say
from tests.official_server import OfficialServer

NO_UPLOADS = "This chat takes no attachments but those that its server has"


class Deleting(AttachmentStore[dict]):
    """What an author writes whose files come by a direct upload."""

    async def delete_attachment(self, attachment_id, context):
        pass


class OurDeleting(chatkit_notebook.store.AttachmentStore):
    async def delete_attachment(self, attachment_id, context):
        pass


class DuckStore:
    """An attachment store of no known class."""

    async def delete_attachment(self, attachment_id, context):
        pass


class Reading(Deleting):
    """The bytes can be read, and no new ones come."""

    async def read(self, attachment_id, context):
        return b"bytes"


class OurServer(ChatKitServer):
    async def respond(self, thread, input_user_message, context):
        return
        yield


def official(*stores):
    return OfficialServer(AttachmentDictStore(), *stores)


SERVERS = {
    "official without a store of bytes": official,
    "official for direct uploads": lambda: official(Deleting()),
    "official with a store of no known class": lambda: official(DuckStore()),
    "official whose bytes can be read": lambda: official(Reading()),
    "ours without a store of bytes": lambda: OurServer(MemoryStore()),
    "ours for direct uploads": lambda: OurServer(MemoryStore(), OurDeleting()),
}
ATTACHMENTS = [
    FileAttachment(id="att_1", name="a.txt", mime_type="text/plain"),
    FileAttachment(id="a b/ä", name="b", mime_type="application/x-own"),
    FileAttachment(id="other", name="c.txt", mime_type="text/plain", thread_id="another"),
    FileAttachment(id="noted", name="d.txt", mime_type="text/plain", metadata={"bucket": "x"}),
    ImageAttachment(id="img", name="e.png", mime_type="image/png", preview_url="https://example.com/e.png"),
]


@pytest.fixture
def chat_of():
    chats = []

    def make(*args, kind=Chat, **options):
        chats.append(kind(*args, **options))
        return chats[-1]

    yield make
    for chat in chats:
        chat.close()


@pytest.fixture
def place():
    with BytePlace() as running:
        yield running


@pytest.fixture
def notes(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_bytes(b"0123456789")
    return path


def direct(place):
    return {"type": "direct", "upload_url": f"{place.url}/files"}


def answers(place, server, identifier="att_9"):
    """Let the place answer with an attachment that the server's store has."""
    attachment = FileAttachment(id=identifier, name="notes.txt", mime_type="text/plain")
    server.store.attachments[identifier] = attachment
    place.body = attachment.model_dump_json().encode()


def attached(chat):
    return [each.id for item in chat.items if item.type == "user_message" for each in item.attachments]


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("attachment", ATTACHMENTS, ids=lambda each: each.id)
async def test_what_was_saved_by_other_means_can_be_attached(chat_of, server, attachment):
    chat = chat_of(SERVERS[server]())
    own = chat.server.store
    if isinstance(own, MemoryStore):
        attachment = chatkit_notebook.types.FileAttachment.model_validate(
            {**attachment.model_dump(include={"id", "name", "mime_type", "thread_id", "metadata"}), "type": "file"}
        )
    await own.save_attachment(attachment, {})

    assert (await chat.ask("read it", [attachment.id])).error is None
    assert (await chat.ask("and again", attachment.id)).error is None
    assert (await chat.ask("as an object", [attachment])).error is None
    assert attached(chat) == [attachment.id] * 3


async def test_a_server_that_shows_no_store_gets_the_id_as_it_is(chat_of):
    async def answer(body):
        yield created()

    chat = chat_of(server := ByteServer(answer))
    await chat.ask("read it", ["att_1"])
    assert server.requests[0][0]["params"]["input"]["attachments"] == ["att_1"]


@pytest.mark.parametrize("server", SERVERS)
async def test_a_new_file_is_refused_with_what_to_do(chat_of, server, notes):
    chat = chat_of(SERVERS[server]())
    with pytest.raises(ValueError, match=rf"{NO_UPLOADS}: .*upload_strategy="):
        await chat.ask("read it", [notes])
    assert chat.items == []


@pytest.mark.parametrize("server", SERVERS)
def test_a_view_offers_no_files_where_none_can_be_uploaded(chat_of, server):
    chat = chat_of(SERVERS[server](), kind=ChatKit)
    assert chat._options["composer"]["attachments"]["enabled"] is False
    with pytest.raises(ValueError, match="upload_strategy="):
        chat.set_options(composer={"attachments": True})


async def test_what_is_not_there_is_told(chat_of):
    chat = chat_of(official())
    with pytest.raises(FileNotFoundError, match="neither a file nor an attachment 'att_2'"):
        await chat.ask("read it", ["att_2"])


# --- direct uploads


@pytest.mark.parametrize("server", [name for name in SERVERS if name.startswith("official")])
async def test_a_file_is_posted_as_a_form_and_its_answer_is_the_attachment(chat_of, place, notes, server):
    chat = chat_of(SERVERS[server](), upload_strategy=direct(place))
    answers(place, chat.server)

    assert (await chat.ask("read it", [notes])).error is None
    assert (place.requests[0]["method"], place.requests[0]["path"]) == ("POST", "/files")
    assert place.form() == {"file": ("notes.txt", "text/plain", b"0123456789")}
    assert attached(chat) == ["att_9"]


async def test_a_view_s_file_is_known_by_the_id_it_was_announced_with(session_of, place):
    async with session_of(official(), upload_url=f"{place.url}/files") as session:
        answers(place, session.server)
        params = {"name": "notes.txt", "size": 4, "mime_type": "text/plain"}
        announced = await session.call({"type": "attachments.create", "params": params})
        assert await session.receive(announced["id"], 0, b"no") == (2, False)
        assert await session.receive(announced["id"], 2, b"te") == (4, True)
        body = say("read it")
        body["params"]["input"]["attachments"] = [announced["id"], "att_9"]
        turn = await session.finished(session.submit("threads.create", body, source="view"))

        assert turn.error is None
        (message,) = [item for item in session.current.items() if item.type == "user_message"]
        assert [each.id for each in message.attachments] == ["att_9", "att_9"]


async def test_a_file_that_is_taken_back_is_deleted_by_the_server_s_id(session_of, place):
    deleted = []

    class Noting(Deleting):
        async def delete_attachment(self, attachment_id, context):
            deleted.append(attachment_id)

    async with session_of(official(Noting()), upload_url=place.url) as session:
        answers(place, session.server)
        params = {"name": "notes.txt", "size": 1, "mime_type": "text/plain"}
        for is_whole in (True, False):
            announced = await session.call({"type": "attachments.create", "params": params})
            if is_whole:
                await session.receive(announced["id"], 0, b"a")
            params = {"attachment_id": announced["id"]}
            await session.call({"type": "attachments.delete", "params": params})
            params = {"name": "notes.txt", "size": 1, "mime_type": "text/plain"}
    assert deleted == ["att_9"]


@pytest.mark.parametrize("body", [b"", b"ok", b"[]", b'{"id": 3}', b'{"id": ""}', b"<html>", b'{"attachment": {}}'])
async def test_an_answer_that_is_not_an_attachment_is_shown(chat_of, place, notes, body):
    chat = chat_of(official(), upload_strategy=direct(place))
    place.body = body
    with pytest.raises(UploadFailedError, match=r"took 'notes\.txt' and answered with .*which is not an attachment"):
        await chat.ask("read it", [notes])


@pytest.mark.parametrize("status", [400, 401, 403, 413, 500])
async def test_an_address_that_refuses_is_named(chat_of, place, notes, status):
    chat = chat_of(official(), upload_strategy=direct(place))
    place.status, place.body = status, b"too big"
    with pytest.raises(UploadFailedError, match=f"status {status}, too big"):
        await chat.ask("read it", [notes])


async def test_limits_hold_for_direct_uploads(chat_of, place, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"12345")
    chat = chat_of(official(), kind=ChatKit, upload_strategy=direct(place), composer={"attachments": {"max_size": 4}})
    with pytest.raises(AttachmentRefusedError):
        await chat.ask("read it", [tmp_path / "a.txt"])
    assert place.requests == []


def test_a_view_offers_files_where_they_are_uploaded_directly(chat_of, place):
    chat = chat_of(official(), kind=ChatKit, upload_strategy=direct(place))
    assert chat._options["composer"]["attachments"]["enabled"] is True


async def test_two_phases_are_the_default(chat_of, notes):
    for strategy in (None, {"type": "two_phase"}):
        chat = chat_of(OurServer(store := MemoryStore(), store.attachment_store()), upload_strategy=strategy)
        assert (await chat.ask("read it", [notes])).error is None
        assert await chat.read_attachment(attached(chat)[0]) == b"0123456789"


@pytest.mark.parametrize(
    "strategy",
    [
        "direct",
        {},
        {"type": "other"},
        {"type": "direct"},
        {"type": "direct", "upload_url": ""},
        {"type": "direct", "upload_url": 3},
        {"type": "direct", "upload_url": "ftp://example.com"},
        {"type": "direct", "uploadUrl": "https://example.com"},
        {"type": "two_phase", "upload_url": "https://example.com"},
        {"type": ["direct"], "upload_url": "https://example.com"},
    ],
    ids=json.dumps,
)
def test_a_strategy_that_does_not_fit_is_named(strategy):
    with pytest.raises(ValueError, match=r"upload_(strategy|url)="):
        Chat(lambda text: text, upload_strategy=strategy)
