"""Files of a message on their way from a server's stores to a model behind either API."""

import json

import pytest
from agents import Agent

from chatkit_notebook.agents import ThreadItemConverter
from chatkit_notebook.client.peer import Peer
from chatkit_notebook.models import ScriptedModel
from chatkit_notebook.serve import AgentServer, RespondServer
from chatkit_notebook.serve.agent.file_parts import content_of
from chatkit_notebook.store import AttachmentStore, MemoryStore, SQLStore
from tests.serve.chat import Chat

FILES = {
    "photo.png": ("image/png", b"\x89PNG\r\n\x1a\nrest"),
    "paper.pdf": ("application/pdf", b"%PDF-1.7"),
    "notes.txt": ("text/plain", b"the words"),
    "data.zip": ("application/zip", b"PK\x00"),
}


async def attached(server, *names):
    """Upload files as a client does, and return their ids."""
    made = []
    for name in names:
        mime_type, data = FILES[name]
        params = {"name": name, "size": len(data), "mime_type": mime_type}
        reply = await server.process(json.dumps({"type": "attachments.create", "params": params}), {})
        made.append(json.loads(reply.json)["id"])
        await server.attachment_store.receive(made[-1], 0, data, {})
    return made


async def say(chat, text, *names):
    files = await attached(chat.server, *names)
    content = [{"type": "input_text", "text": text}] if text else []
    message = {"content": content, "attachments": files, "inference_options": {}}
    return await chat.stream("threads.create" if chat.thread_id is None else "threads.add_user_message", input=message)


@pytest.fixture(params=["memory", "sqlite"])
def store(request, tmp_path):
    if request.param == "memory":
        yield MemoryStore()
    else:
        store = SQLStore(tmp_path / "threads.db")
        yield store
        store.close()


async def test_the_responses_api_gets_the_bytes_and_keeps_getting_them(endpoint, store):
    chat = Chat(AgentServer(Agent(name="a", model="m"), store, base_url=endpoint.base_url, api="responses"))
    await say(chat, "Look.", *FILES)
    await say(chat, "And now?")
    assert chat.error is None
    for received in endpoint.received:
        assert received.body["input"][0]["content"] == [
            {"type": "input_text", "text": "Look."},
            {"type": "input_text", "text": 'The user attached the file "photo.png" (image/png):'},
            {"type": "input_image", "detail": "auto", "image_url": "data:image/png;base64,iVBORw0KGgpyZXN0"},
            {"type": "input_text", "text": 'The user attached the file "paper.pdf" (application/pdf):'},
            {
                "type": "input_file",
                "filename": "paper.pdf",
                "file_data": "data:application/pdf;base64,JVBERi0xLjc=",
            },
            {
                "type": "input_text",
                "text": 'The user attached the file "notes.txt" (text/plain, 9 bytes). It says:\nthe words',
            },
            {
                "type": "input_text",
                "text": 'The user attached the file "data.zip" (application/zip, 3 bytes). You cannot read it: models '
                "take images (PNG, JPEG, GIF, WebP), PDF and text. Say so if you need what is in it.",
            },
        ]


async def test_chat_completions_get_the_bytes_in_their_own_form(endpoint, store):
    chat = Chat(AgentServer(Agent(name="a", model="m"), store, base_url=endpoint.base_url, api="chat_completions"))
    await say(chat, "", "photo.png", "paper.pdf", "notes.txt")
    assert chat.error is None
    message = next(one for one in endpoint.received[0].body["messages"] if one["role"] == "user")
    kinds = [part["type"] for part in message["content"]]
    assert kinds == ["text", "image_url", "text", "file", "text"]
    image, document = message["content"][1], message["content"][3]
    assert image["image_url"]["url"] == "data:image/png;base64,iVBORw0KGgpyZXN0"
    assert document["file"] == {
        "filename": "paper.pdf",
        "file_data": "data:application/pdf;base64,JVBERi0xLjc=",
    }
    assert message["content"][4]["text"].endswith("It says:\nthe words")


def echo(request):
    return json.dumps(request.input[-1]["content"])


async def test_a_file_that_has_gone_does_not_end_the_thread(store):
    chat = Chat(AgentServer(Agent(name="a", model=ScriptedModel([echo, echo])), store))
    await say(chat, "Look.", "notes.txt")
    (message,) = [item for item in await chat.items() if item.type == "user_message"]
    await chat.server.attachment_store.delete_attachment(message.attachments[0].id, {})
    await say(chat, "Again.")
    assert chat.error is None


async def test_a_converter_of_the_author_s_own_is_used_as_it_is():
    class Mine(ThreadItemConverter):
        async def attachment_to_message_content(self, attachment):
            return {"type": "input_text", "text": f"mine: {attachment.name}"}

    agent = Agent(name="a", model=ScriptedModel([echo]))
    chat = Chat(AgentServer(agent, MemoryStore(), converter=Mine()))
    assert "mine: notes.txt" in await say(chat, "Look.", "notes.txt")


class Elsewhere(AttachmentStore):
    async def create_attachment(self, input, context):  # noqa: A002 - the contract's name
        raise NotImplementedError

    async def delete_attachment(self, attachment_id, context):
        pass


def test_who_takes_attachments():
    def agent_server(store=None, **options):
        return AgentServer(Agent(name="a"), store or MemoryStore(), **options)

    class Bare(MemoryStore):
        attachment_store = None

    assert Peer(agent_server()).takes_attachments
    assert Peer(agent_server(Bare(), attachment_store=Elsewhere())).takes_attachments
    assert not Peer(agent_server(Bare())).takes_attachments
    assert "no attachment store" in Peer(agent_server(Bare())).why_no_attachments()
    mute = agent_server(converter=ThreadItemConverter())
    assert (Peer(mute).takes_attachments, Peer(mute).why_no_attachments()) == (False, None)
    respond = RespondServer(lambda thread, message, context: None, MemoryStore())
    assert (Peer(respond).takes_attachments, Peer(respond).why_no_attachments()) == (False, None)
    assert (Peer(object()).takes_attachments, Peer(object()).why_no_attachments()) == (False, None)


def test_a_given_attachment_store_comes_first():
    own = Elsewhere()
    assert AgentServer(Agent(name="a"), MemoryStore(), attachment_store=own).attachment_store is own
    assert RespondServer(print, MemoryStore(), attachment_store=own).attachment_store is own


ILL_FORMED = {
    "a wrong byte among others": ("naïve café über".encode() + b"\xff", "naïve café über\ufffd"),
    "halves written one by one": (b"hi \xed\xa0\xbd\xed\xb8\x80!", "hi 😀!"),
    "half a character": (b"hi \xed\xa0\xbd!", "hi \ufffd!"),
    "half a character in UTF-16": (b"\xff\xfea\x00\x3d\xd8b\x00", "a\ufffdb"),
    "what Windows writes": ("Grüße, 5 €".encode("cp1252"), "Grüße, 5 €"),
    "a stray NUL": (b"one line\x00 of a log that goes on and on\n", "one line\ufffd of a log that goes on and on\n"),
    "nothing but text": ("日本語 😀".encode(), "日本語 😀"),
}


@pytest.mark.parametrize(("data", "text"), ILL_FORMED.values(), ids=ILL_FORMED)
def test_text_that_is_ill_formed_is_read_all_the_same(data, text):
    part = content_of("notes.txt", "text/plain", data)
    assert part["text"].endswith(f"{text}")
    part["text"].encode()


@pytest.mark.parametrize("data", [b"\x00" * 100, bytes(range(256)), b"PK\x03\x04\x00\x00\x08\x00", b"a\x00b\x00c\x00"])
def test_bytes_that_are_not_text_are_not_guessed_at(data):
    assert "You cannot read it" in content_of("notes.txt", "text/plain", data)["text"]
    assert "You cannot read it" in content_of("a.bin", "application/octet-stream", data)["text"]
