"""Files from Python, and what a chat tells its views about them."""

import asyncio
from pathlib import Path

import pytest
from agents import Agent

from chatkit_notebook import AgentServer, ChatKit, MemoryStore, ScriptedModel
from chatkit_notebook.errors import AttachmentRefusedError, NotFoundError
from chatkit_notebook.serve import RespondServer
from chatkit_notebook.types import AssistantMessageContent, AssistantMessageItem, ThreadItemDoneEvent
from tests.official_server import DictStore, OfficialServer

PNG = b"\x89PNG\r\n\x1a\nthe rest"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "notes.txt").write_text("first words of the notes")
    (tmp_path / "photo.png").write_bytes(PNG)
    return tmp_path


async def respond(thread, input_user_message, context):
    """Name the attachments."""
    names = ", ".join(attachment.name for attachment in input_user_message.attachments)
    fields = {"id": f"m{input_user_message.id}", "thread_id": thread.id, "created_at": thread.created_at}
    yield ThreadItemDoneEvent(item=AssistantMessageItem(**fields, content=[AssistantMessageContent(text=names)]))


def seen_by(*turns):
    return ScriptedModel([lambda request: str(request.input[-1]["content"]) for _ in range(9)])


async def test_a_file_reaches_the_model(chat_of, folder):
    chat = chat_of(Agent(name="a", model=seen_by()))
    turn = await chat.ask("Read this.", attachments=[folder / "notes.txt", str(folder / "photo.png")])
    assert "first words of the notes" in turn.text
    assert "data:image/png;base64,iVBOR" in turn.text
    notes, photo = chat.items[0].attachments
    assert (notes.name, notes.mime_type, notes.thread_id) == ("notes.txt", "text/plain", turn.thread_id)
    assert (photo.type, str(photo.preview_url)) == ("image", f"chatkit-notebook:///attachments/{photo.id}")
    assert await chat.read_attachment(photo) == PNG
    assert await chat.read_attachment(notes.id) == b"first words of the notes"


async def test_the_offline_agent_tells_what_has_arrived(chat_of, folder):
    turn = await chat_of().ask("", attachments=folder / "notes.txt")
    assert "`notes.txt`, a text file of 24 bytes, which begins with `first words of the notes`" in turn.text
    assert (await chat_of().ask("", attachments=[folder / "notes.txt"])).error is None


def test_ask_sync_takes_files_too(chat_of, folder):
    turn = chat_of(respond).ask_sync("x", [folder / "notes.txt"])
    assert turn.text == "notes.txt"


async def test_an_attachment_that_is_there_can_be_sent_again(chat_of, folder):
    chat = chat_of(respond)
    await chat.ask("x", attachments=[folder / "notes.txt"])
    attachment = chat.items[0].attachments[0]
    assert (await chat.ask("y", attachments=[attachment])).text == "notes.txt"
    assert (await chat.ask("z", attachments=attachment.id)).text == "notes.txt"
    assert chat.items[-2].attachments[0].id == attachment.id


async def test_a_file_of_another_thread_is_copied_and_outlives_it(chat_of, folder):
    chat = chat_of(respond)
    first = await chat.ask("x", attachments=[folder / "notes.txt"])
    attachment = chat.items[0].attachments[0]
    await chat.set_thread_id(None)
    await chat.ask("y", attachments=[attachment.id])
    copy = chat.items[0].attachments[0]
    assert (copy.name, copy.id == attachment.id) == ("notes.txt", False)
    await chat.store.delete_thread(first.thread_id, {})
    assert await chat.read_attachment(copy) == b"first words of the notes"
    with pytest.raises(NotFoundError):
        await chat.read_attachment(attachment)


async def test_what_can_t_be_attached_is_named_before_anything_is_sent(chat_of, folder):
    chat = chat_of(respond, composer={"attachments": {"max_size": 24, "max_count": 2, "accept": {"text/*": []}}})
    (folder / "large.txt").write_bytes(b"x" * 25)
    (folder / "closed.txt").write_text("x")
    good = folder / "notes.txt"
    for bad, kind, says in [
        (folder / "missing.txt", FileNotFoundError, "missing.txt"),
        ("missing.txt", FileNotFoundError, "neither a file nor an attachment 'missing.txt'"),
        (folder, IsADirectoryError, "is a folder"),
        (str(folder), IsADirectoryError, "is a folder"),
        (folder / "large.txt", AttachmentRefusedError, "large.txt"),
        (folder / "photo.png", AttachmentRefusedError, "photo.png"),
        ("/dev/null", AttachmentRefusedError, "is not a file but a device"),
        ("nu\0ll", FileNotFoundError, "neither a file nor"),
        ("half \ud83d", FileNotFoundError, "neither a file nor"),
        (3, TypeError, "3 can't be attached"),
    ]:
        with pytest.raises(kind, match=says):
            await chat.ask("x", attachments=[good, bad])
    with pytest.raises(AttachmentRefusedError, match="at most 2"):
        await chat.ask("x", attachments=[good] * 3)
    assert len(chat.events) == 0
    assert (await chat.ask("x", attachments=[good])).error is None


async def test_a_file_that_fails_half_way_takes_the_ones_before_it_along(chat_of, folder):
    chat = chat_of(respond)
    (folder / "false.png").write_bytes(b"no picture")
    with pytest.raises(AttachmentRefusedError, match=r"false\.png"):
        await chat.ask("x", attachments=[folder / "notes.txt", folder / "false.png"])
    made = [row.payload["body"]["id"] for row in chat.events.where(type="chatkit.reply", op="attachments.create")]
    assert len(made) == 2
    for identifier in made:
        with pytest.raises(NotFoundError):
            await chat.read_attachment(identifier)
    assert chat.items == []


@pytest.mark.parametrize("text", ["", " ", None])
async def test_a_message_of_nothing_is_refused(chat_of, text):
    with pytest.raises(ValueError, match=r"not blank\) or attachments"):
        await chat_of(respond).ask(text, attachments=[])


async def test_a_thread_without_words_is_titled_by_its_files(chat_of, folder):
    chat = chat_of(respond)
    await chat.ask(attachments=[folder / "notes.txt"])
    assert (await chat.threads())[0].title == "notes.txt"


async def test_asking_within_a_response_uploads_nothing(chat_of, folder):
    async def ask_again(thread, message, context):
        await chat.ask("inner", attachments=[folder / "notes.txt"])
        yield

    chat = chat_of(ask_again)
    assert "would wait for itself" in (await chat.ask("outer")).error
    assert len(chat.events.where(op="attachments.create")) == 0


# --- the options


def wire(chat):
    return chat._options["composer"]["attachments"]


OFF = {"enabled": False, "maxSize": 100 * 2**20, "maxCount": 10}


class Foreign(MemoryStore):
    attachment_store = None


@pytest.mark.parametrize(
    ("make", "is_on"),
    [
        (lambda: ((), {}), True),
        (lambda: ((Agent(name="a"),), {}), True),
        (lambda: ((Agent(name="a"),), {"store": Foreign()}), False),
        (
            lambda: ((Agent(name="a"),), {"store": Foreign(), "attachment_store": MemoryStore().attachment_store()}),
            True,
        ),
        (lambda: ((AgentServer(Agent(name="a"), MemoryStore()),), {}), True),
        (lambda: ((respond,), {}), False),
        (lambda: ((str.upper,), {}), False),
        (lambda: ((OfficialServer(DictStore()),), {}), False),
    ],
)
def test_attachments_are_on_where_somebody_reads_them(chat_of, make, is_on):
    args, options = make()
    assert wire(chat_of(*args, **options)) == {**OFF, "enabled": is_on}


def test_attachments_can_be_asked_for_limited_and_turned_off(chat_of):
    assert wire(chat_of(respond, composer={"attachments": True}))["enabled"] is True
    assert wire(chat_of(composer={"attachments": False})) == OFF
    given = {"max_size": {"image/*": 5}, "max_count": 1, "accept": {"image/png": ["png"]}}
    chat = chat_of(composer={"attachments": given})
    told = {"enabled": True, "maxSize": {"image/*": 5}, "maxCount": 1, "accept": {"image/png": [".png"]}}
    assert wire(chat) == told
    assert chat._session.limits.max_count == 1
    chat.set_options()
    assert wire(chat) == {**OFF, "enabled": True}
    assert chat._session.limits.max_count == 10


@pytest.mark.parametrize(
    ("target", "says"),
    [
        (str.upper, "a function of text can't read files"),
        (
            OfficialServer(DictStore()),
            "its OfficialServer has no attachment store. Give it one where it is made, with attachment_store=",
        ),
    ],
)
async def test_a_chat_that_can_t_take_files_says_why(chat_of, folder, target, says):
    with pytest.raises(ValueError, match=r"composer\.attachments") as caught:
        ChatKit(target, composer={"attachments": True})
    assert says in str(caught.value)
    with pytest.raises(ValueError, match="This chat takes no attachments") as caught:
        await chat_of(target).ask("x", attachments=[folder / "notes.txt"])
    assert says in str(caught.value)


def test_an_attachment_store_goes_with_targets_that_have_none(chat_of):
    store = MemoryStore().attachment_store()
    assert chat_of(respond, attachment_store=store).server.attachment_store is store
    with pytest.raises(TypeError, match="keeps attachments by itself"):
        ChatKit(RespondServer(respond, MemoryStore()), attachment_store=store)
    with pytest.raises(TypeError, match="gets nothing but text"):
        ChatKit(str.upper, attachment_store=store)
    with pytest.raises(TypeError, match="attachment_store=3 is not an attachment store"):
        ChatKit(attachment_store=3)


async def test_bytes_of_a_message_that_a_view_sent_are_taken_as_bytes(chat_of):
    chat = chat_of()
    heard, arrived = [], asyncio.Event()
    loop = asyncio.get_running_loop()

    def receive(content, buffers):
        heard.extend(buffers)
        loop.call_soon_threadsafe(arrived.set)

    chat._views.receive = receive
    memory = bytearray(b"abc")
    chat._handle_custom_msg({"type": "ask"}, [memoryview(memory)])
    memory[:] = b"xyz"
    await asyncio.wait_for(arrived.wait(), 15)
    assert heard == [b"abc"]


@pytest.mark.parametrize("wrong", [None, 3, b"bytes", [b"bytes"], [None]])
async def test_what_is_no_file_is_named(chat_of, wrong):
    with pytest.raises(TypeError, match="can't be attached: pass the path of a file, an attachment, or an attachment"):
        await chat_of(respond).ask("x", attachments=wrong)


@pytest.mark.parametrize("wrong", [None, Path("notes.txt"), 3])
async def test_only_an_attachment_can_be_read(chat_of, wrong):
    with pytest.raises(TypeError, match=r"is not an attachment: pass one, such as chat\.items"):
        await chat_of(respond).read_attachment(wrong)
