"""A server of the published package that has its uploads sent to an address: the kernel sends them for the view."""

import asyncio
import gc

import pytest
from chatkit.store import AttachmentStore
from chatkit.types import AttachmentUploadDescriptor, FileAttachment, ImageAttachment

from chatkit_notebook.client.files import attachments, remote_upload
from chatkit_notebook.client.requests import user_message
from chatkit_notebook.errors import AttachmentRefusedError, NotFoundError, UploadFailedError
from tests.client.files.byte_place import BytePlace
from tests.client.files.test_attachments import create, delete, uploads
from tests.doubles import ByteServer
from tests.official_server import DictStore, OfficialServer


class Bucket(AttachmentStore[dict]):
    """An attachment store as its authors write them: it says where the bytes go, and never sees them."""

    def __init__(self, url, method="PUT", headers=None):
        self.url, self.method, self.headers = url, method, headers or {}
        self.deleted = []

    async def create_attachment(self, input, context):  # noqa: A002 - the contract's name
        fields = {
            "id": f"{input.name}-1",
            "name": input.name,
            "mime_type": input.mime_type,
            "upload_descriptor": AttachmentUploadDescriptor(
                url=f"{self.url}/{len(input.name)}?sig=abc", method=self.method, headers=self.headers
            ),
        }
        if input.mime_type.startswith("image/"):
            return ImageAttachment(**fields, preview_url=f"{self.url}/preview.png")
        return FileAttachment(**fields)

    async def delete_attachment(self, attachment_id, context):
        self.deleted.append(attachment_id)


class AttachmentDictStore(DictStore):
    def __init__(self):
        super().__init__()
        self.attachments = {}

    async def save_attachment(self, attachment, context):
        self.attachments[attachment.id] = attachment

    async def load_attachment(self, attachment_id, context):
        return self.attachments[attachment_id]

    async def delete_attachment(self, attachment_id, context):
        self.attachments.pop(attachment_id, None)


@pytest.fixture
def place():
    with BytePlace() as running:
        yield running


@pytest.fixture
def session_at(session_of):
    def make(url, *args, **options):
        return session_of(OfficialServer(AttachmentDictStore(), Bucket(url, *args)), **options)

    return make


async def upload(session, data, name="ünï.txt", mime_type="text/plain", piece=2**16):
    made = (await session.call(create(name, len(data), mime_type)))["id"]
    received, is_done = 0, False
    for offset in range(0, max(len(data), 1), piece):
        assert not is_done
        received, is_done = await session.receive(made, offset, data[offset : offset + piece])
    assert (received, is_done) == (len(data), True)
    return made


async def test_put_sends_the_bytes_as_they_are_with_the_headers_of_the_descriptor(place, session_at):
    data = bytes(range(256)) * 2_000
    async with session_at(place.url, "PUT", {"X-Key": "k1"}) as session:
        made = await upload(session, data)
        (request,) = place.requests
        assert (request["method"], request["path"], request["body"]) == ("PUT", "/7?sig=abc", data)
        assert (request["headers"]["X-Key"], request["headers"]["Content-Type"]) == ("k1", "text/plain")
        assert "Transfer-Encoding" not in request["headers"]
        assert await session.receive(made, 0, b"again") == (len(data), True)
        (row,) = uploads(session)
        assert (row["name"], row["size"], row["error"]) == ("ünï.txt", len(data), None)
        assert "k1" not in str([record.payload for record in session.log])


async def test_post_sends_a_form_with_the_field_file(place, session_at):
    data = bytes(range(256)) * 2_000
    async with session_at(place.url, "POST") as session:
        await upload(session, data, "photo.png", "image/png")
        assert place.requests[0]["method"] == "POST"
        assert place.form() == {"file": ("photo.png", "image/png", data)}


@pytest.mark.parametrize("method", ["PUT", "POST"])
async def test_an_empty_file_is_sent_too(place, session_at, method):
    async with session_at(place.url, method) as session:
        await upload(session, b"")
        assert len(place.requests) == 1


async def test_pieces_out_of_order_change_nothing_and_too_many_bytes_are_refused(place, session_at):
    async with session_at(place.url) as session:
        made = (await session.call(create("a", 4)))["id"]
        assert await session.receive(made, 2, b"xx") == (0, False)
        assert await session.receive(made, 0, b"ab") == (2, False)
        assert await session.receive(made, 0, b"ab") == (2, False)
        with pytest.raises(AttachmentRefusedError, match="more than the 4 bytes"):
            await session.receive(made, 2, b"cde")
        assert place.requests == []


async def test_the_attached_file_can_be_sent_in_a_message_of_the_official_server(place, session_at):
    async with session_at(place.url) as session:
        made = await upload(session, b"x", "a.png", "image/png")
        body = {"type": "threads.create", "params": {"input": user_message("hi", [made])}}
        await session.finished(session.submit("threads.create", body))
        (attachment,) = session.current.items()[0].attachments
        assert (attachment.id, str(attachment.preview_url)) == (made, f"{place.url}/preview.png")
        with pytest.raises(NotImplementedError, match=r"'a\.png' elsewhere"):
            await session.read_attachment(made)


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (403, b"<Error>Signature\n expired, sk-secret123</Error>", "status 403, <Error>Signature expired, sk-***"),
        (500, b"", "status 500."),
        (413, b"x" * 10_000, "status 413, xxx"),
    ],
)
async def test_a_place_that_does_not_take_the_bytes_is_named_with_its_reason(place, session_at, status, body, says):
    place.status, place.body = status, body
    async with session_at(place.url) as session:
        made = (await session.call(create("a.txt", 1)))["id"]
        for _ in range(2):
            with pytest.raises(UploadFailedError) as caught:
                await session.receive(made, 0, b"x")
            assert f"{place.url} did not take 'a.txt'" in str(caught.value)
            assert says in str(caught.value)
            assert len(str(caught.value)) < 400
            assert "sig=" not in str(caught.value)
        assert len(place.requests) == 1
        (row,) = uploads(session)
        assert row["error"]["type"] == "UploadFailedError"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed(place, session_at, status):
    place.status, place.location = status, f"{place.url}/other"
    async with session_at(place.url) as session:
        made = (await session.call(create("a.txt", 1)))["id"]
        with pytest.raises(UploadFailedError, match=f"status {status}.*final address"):
            await session.receive(made, 0, b"x")
        assert len(place.requests) == 1


async def test_a_place_that_is_not_there_is_named(session_at):
    with BytePlace() as gone:
        url = gone.url
    async with session_at(url) as session:
        made = (await session.call(create("a.txt", 1)))["id"]
        with pytest.raises(UploadFailedError, match=r"'a\.txt' could not be sent to http://127"):
            await session.receive(made, 0, b"x")


async def test_a_place_that_says_nothing_fails_after_a_while(place, session_at, monkeypatch):
    monkeypatch.setattr(remote_upload, "SILENCE", 0.05)
    place.gate.clear()
    async with session_at(place.url) as session:
        made = (await session.call(create("a.txt", 1)))["id"]
        with pytest.raises(UploadFailedError, match="in time"):
            await session.receive(made, 0, b"x")


async def test_removing_the_file_ends_the_request_that_sends_it(place, session_at):
    place.gate.clear()
    async with session_at(place.url) as session:
        made = (await session.call(create("a.txt", 1)))["id"]
        sending = session.spawn(session.receive(made, 0, b"x"))
        await asyncio.to_thread(place.arrived.wait, 15)
        await session.call(delete(made))
        with pytest.raises(NotFoundError):
            await sending
        assert session.server.attachment_store.deleted == [made]
        assert uploads(session) == []


@pytest.mark.filterwarnings("error::ResourceWarning")
async def test_closing_the_session_ends_what_is_under_way_and_leaves_no_file(place, session_at):
    place.gate.clear()
    async with session_at(place.url) as session:
        half = (await session.call(create("half.txt", 4)))["id"]
        await session.receive(half, 0, b"x")
        made = (await session.call(create("a.txt", 1)))["id"]
        sending = session.spawn(session.receive(made, 0, b"x"))
        await asyncio.to_thread(place.arrived.wait, 15)
    assert sending.done()
    del session, sending
    gc.collect()


@pytest.mark.filterwarnings("error::ResourceWarning")
async def test_what_is_refused_or_forgotten_leaves_no_file(place, session_at, monkeypatch):
    async with session_at(place.url) as session:
        refused, forgotten = [(await session.call(create(name, 2)))["id"] for name in ("a", "bb")]
        for each in (refused, forgotten):
            await session.receive(each, 0, b"x")
        with pytest.raises(AttachmentRefusedError):
            await session.receive(refused, 1, b"yz")
        monkeypatch.setattr(attachments, "IDLE", -1)
        await session.call(create("ccc", 2))
        assert forgotten not in session._attachments._uploads
        gc.collect()


@pytest.mark.parametrize(("name", "value"), [("content-type", "application/x-own"), ("CONTENT-LENGTH", "1")])
async def test_the_descriptor_s_own_headers_are_sent_once(place, session_at, name, value):
    async with session_at(place.url, "PUT", {name: value}) as session:
        await upload(session, b"x")
        sent = [given for key, given in place.requests[0]["headers"].items() if key.lower() == name.lower()]
        assert sent == [value]


async def test_a_place_that_answers_too_slowly_fails_whatever_it_says(place, session_at, monkeypatch):
    monkeypatch.setattr(remote_upload, "LONGEST", 0.05)
    place.gate.clear()
    async with session_at(place.url) as session:
        made = (await session.call(create("a.txt", 1)))["id"]
        with pytest.raises(UploadFailedError, match="in time"):
            await session.receive(made, 0, b"x")


async def test_half_a_secret_at_the_end_of_a_reason_is_none(place, session_at):
    place.status, place.body = 403, b"x" * 195 + b" sig=abc"
    async with session_at(place.url) as session:
        made = (await session.call(create("a.txt", 1)))["id"]
        with pytest.raises(UploadFailedError) as caught:
            await session.receive(made, 0, b"x")
        assert "sig" not in str(caught.value)


async def test_an_address_that_is_none_is_an_upload_that_failed(session_of):
    descriptor = {"url": "http://127.0.0.1/\x00", "method": "PUT", "headers": {}}
    attachment = {"id": "a", "name": "a.txt", "mime_type": "text/plain", "type": "file"}
    async with session_of(ByteServer(lambda _: {**attachment, "upload_descriptor": descriptor})) as session:
        await session.call(create("a.txt", 1))
        with pytest.raises(UploadFailedError, match=r"could not be sent to http://127\.0\.0\.1:"):
            await session.receive("a", 0, b"x")
