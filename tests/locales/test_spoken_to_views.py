"""What the bridge answers, and what stores and files say of failures, is in no plain English either."""
# ruff: noqa: N818, PLC2401 - Greek is what people and models say: what is left in plain letters is the kernel's

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from chatkit_notebook import clock
from chatkit_notebook.bridge import requests, views
from chatkit_notebook.bridge.questions import MOST_BYTES
from chatkit_notebook.client import failures
from chatkit_notebook.client.files import attachments, remote_upload
from chatkit_notebook.errors import StoreError, UploadFailedError
from chatkit_notebook.store.failures import _REASONS as FOLDER_REASONS
from chatkit_notebook.store.failures import explained_files
from chatkit_notebook.store.limits import AttachmentLimits
from chatkit_notebook.store.sql import SQLStore
from chatkit_notebook.store.sql.failures import _REASONS as DATABASE_REASONS
from chatkit_notebook.store.sql.failures import explained
from chatkit_notebook.types import ThreadMetadata
from tests.bridge.test_floods import MALFORMED, event
from tests.bridge.test_uploading import FileBrowser
from tests.bridge.test_views import Browser, ask, hello, hello_world, request
from tests.client.files.byte_place import BytePlace
from tests.client.files.test_attachments import create
from tests.doubles import say
from tests.locales.pseudo import plain_texts

pytestmark = pytest.mark.usefixtures("pseudo")


def refusals(browser):
    """The answers that are errors, each with a text."""
    answers = [message["error"] for message in browser.messages if "error" in message]
    assert all(answer["message"] for answer in answers)
    return answers


@pytest.mark.parametrize("message", MALFORMED, ids=range(len(MALFORMED)))
async def test_malformed_messages(message):
    async with Browser(hello_world) as browser:
        browser.views.receive(message)
        assert plain_texts(*refusals(browser)) == []


@pytest.mark.parametrize("buffers", [[], [b"", b""], [bytes(MOST_BYTES + 1)]], ids=len)
async def test_uploads_without_their_bytes(buffers):
    async with FileBrowser() as browser:
        browser.views.receive(ask("upload", {"attachment_id": "a", "offset": 0}), buffers)
        assert len(refusals(browser)) == 1
        assert plain_texts(*refusals(browser)) == []


@pytest.mark.parametrize(
    ("name", "size", "mime_type"),
    [("ω.png", 1, "image/png"), ("ω.txt", 1_001, "text/plain"), ("ω.pdf", 1, "application/pdf")],
)
async def test_files_that_may_not_be_attached(name, size, mime_type):
    limits = AttachmentLimits(max_size=1_000, accept={"text/*": [], "application/pdf": [".doc", ".x-y"], "a/b": []})
    async with FileBrowser(limits=limits) as browser:
        await browser.reply(create(name, size, mime_type), "r")
        assert len(refusals(browser)) == 1
        assert plain_texts(*refusals(browser)) == []


async def test_too_many_attachments():
    body = say("γεια")
    body["params"]["input"]["attachments"] = ["1", "2"]
    async with FileBrowser(limits=AttachmentLimits(max_count=1)) as browser:
        await browser.reply(body, "r")
        assert plain_texts(*refusals(browser)) == []


@pytest.mark.parametrize(
    ("size", "mime_type", "data"),
    [(3, "text/plain", b"1234"), (4, "image/png", b"1234"), (3, "image/png", b"\xff\xd8\xff")],
)
async def test_bytes_that_are_not_what_was_announced(size, mime_type, data):
    async with FileBrowser() as browser:
        made = await browser.create("ω", size, mime_type)
        browser.send(made, 0, data)
        await browser.answers(1)
        assert len(refusals(browser)) == 1
        assert plain_texts(*refusals(browser)) == []


async def test_uploads_that_are_too_many_at_once(monkeypatch):
    monkeypatch.setattr(attachments, "REMEMBERED", 1)
    async with FileBrowser() as browser:
        browser.send(await browser.create("ω"), 0, b"1")
        await browser.answers(1)
        await browser.reply(create("ψ"), "r")
        assert plain_texts(*refusals(browser)) == []
        assert len(refusals(browser)) == 1


@pytest.mark.parametrize(
    "message",
    [
        request({"type": "threads.list", "params": {}}),
        request(say("γεια")),
        ask("search", {"query": "γεια"}),
        ask("fetch", {"attachment_id": "ω"}),
    ],
    ids=["request", "response", "search", "file"],
)
async def test_too_many_questions(monkeypatch, message):
    monkeypatch.setattr(requests, "MOST_AT_ONCE", 0)
    async with Browser(hello_world) as browser:
        for kind in browser.views._questions._kinds.values():
            kind.question = replace(kind.question, most=0)
        browser.views.receive(message)
        (refusal,) = refusals(browser)
        assert refusal["code"] == "too_much"
        assert plain_texts(refusal) == []


async def test_views_that_ask_too_much(monkeypatch):
    monkeypatch.setattr(views, "CATCH_UP_INTERVAL", 60)
    async with Browser(hello_world) as browser:
        for number in range(200):
            browser.views.receive(hello(f"ω{number}"))
        for _ in range(400):
            browser.views.receive(event("ω"))
        rows = browser.session.log.where(type="chatkit.failure")
        assert len(rows) == 2
        assert [text for row in rows for text in plain_texts(row.payload["error"]["message"])] == []


async def test_an_action_that_fails():
    async with Browser(hello_world) as browser:
        browser.views.receive(ask("client_action", {"action": {"type": "πράξη"}}))
        await browser.until(lambda: any(each["type"] == "notice" for each in browser.events()))
        assert plain_texts(*browser.events()) == []


@pytest.mark.parametrize("number", [*FOLDER_REASONS, 0])
def test_what_became_of_a_folder(number):
    with pytest.raises(StoreError) as caught, explained_files("ω"):
        raise OSError(number, "όχι")
    assert str(caught.value).count("⟦") == 2  # the sentence, and the reason in it
    assert plain_texts(str(caught.value)) == []


@pytest.mark.parametrize("name", [*DATABASE_REASONS, ""])
def test_what_became_of_a_database(name):
    problem = sqlite3.OperationalError("όχι")
    problem.sqlite_errorname = name
    with pytest.raises(StoreError) as caught, explained("ω"):
        raise problem
    assert str(caught.value).count("⟦") == (2 if name else 1)
    assert plain_texts(str(caught.value)) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE chat_threads SET data = '{}'",
        "UPDATE chat_threads SET data = x'00'",
        """UPDATE chat_threads SET data = replace(data, '"id":"', '"id":"x')""",
        "UPDATE chat_threads SET data = CAST(x'ff' AS TEXT)",
    ],
)
async def test_a_row_that_is_damaged_and_a_store_that_is_closed(tmp_path, change):
    path = tmp_path / "threads.db"
    store = SQLStore(path)
    await store.save_thread(ThreadMetadata(id="ω", created_at=clock.now()), {})
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(change)
    for _ in range(2):
        with pytest.raises(StoreError) as caught:
            await store.load_thread("ω", {})
        assert plain_texts(str(caught.value)) == []
        store.close()


@pytest.mark.parametrize(("status", "location"), [(500, None), (307, "/ω")])
async def test_a_place_that_does_not_take_the_bytes(status, location):
    with BytePlace() as place:
        place.status, place.location = status, location
        await not_taken(place.url)


async def test_a_place_that_is_too_slow(monkeypatch):
    monkeypatch.setattr(remote_upload, "LONGEST", 0.05)
    with BytePlace() as place:
        place.gate.clear()
        await not_taken(place.url)


async def test_a_place_that_is_not_there():
    with BytePlace() as gone:
        url = gone.url
    await not_taken(url)


async def not_taken(url):
    upload = remote_upload.RemoteUpload(create("ω", 1)["params"], {"url": url, "method": "PUT", "headers": {}})
    with pytest.raises(UploadFailedError) as caught:
        await upload.receive(0, b"1")
    assert plain_texts(str(caught.value)) == []


class Σφάλμα(Exception):
    def __str__(self):
        raise self


def test_exceptions_that_do_not_say_what_they_are():
    assert plain_texts(failures.message_of(Σφάλμα())) == []
    assert plain_texts(failures.message_of(ValueError("ω" * 200_000))) == []
    with pytest.raises(TypeError) as caught:
        raise TypeError
    assert failures.in_one_line(caught.value).startswith("⟦")
    assert plain_texts(failures.in_one_line(caught.value)) == []
