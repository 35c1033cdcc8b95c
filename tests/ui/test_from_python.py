"""What Python does to a chat, as the server and the views get to know of it."""

import pytest

from chatkit_notebook import MemoryStore
from tests.doubles import ByteServer, created, done, item


async def conversation(body):
    if body["type"] == "threads.create":
        yield created()
    yield done(item("hidden_context_item", "h", content=None))


@pytest.fixture
def chat(chat_of):
    chat = chat_of(ByteServer(conversation), context={"user": "ann"})
    chat.sent = []
    chat.comm.publish_msg = lambda _, data=None, **__: chat.sent.append(data)
    return chat


async def test_an_action_goes_to_the_server_with_its_payload_and_its_item(chat):
    await chat.ask("hello")
    await chat.act("buy", {"sku": 1}, item_id="w1")
    await chat.act("leave")
    params = [body["params"] for body, _ in chat.server.requests if body["type"] == "threads.custom_action"]
    assert params == [
        {"thread_id": "t1", "item_id": "w1", "action": {"type": "buy", "payload": {"sku": 1}}},
        {"thread_id": "t1", "action": {"type": "leave", "payload": None}},
    ]


async def test_an_action_without_a_thread_is_named(chat):
    with pytest.raises(RuntimeError, match="The action 'buy' needs a thread"):
        await chat.act("buy")
    assert chat.server.requests == []


async def test_the_context_goes_with_each_request(chat):
    await chat.ask("hello")
    await chat.ask("again")
    assert [context for _, context in chat.server.requests] == [{"user": "ann"}] * 2
    assert [body["type"] for body, _ in chat.server.requests] == ["threads.create", "threads.add_user_message"]


async def test_the_composer_is_focused_in_the_views(chat):
    chat.focus_composer()
    await chat.ask("hello")
    asked = [data["content"] for data in chat.sent if data.get("content", {}).get("type") == "ui"]
    assert asked == [{"type": "ui", "method": "focus_composer", "args": {}}]


async def test_another_thread_is_shown_when_the_wait_for_it_is_over(chat_of):
    chat = chat_of(str.upper)
    first = (await chat.ask("first")).thread_id
    await chat.set_thread_id(None)
    assert (chat.thread_id, chat.items) == (None, [])
    await chat.set_thread_id(first)
    assert chat.thread_id == first
    assert [each.type for each in chat.items] == ["user_message", "assistant_message"]


async def test_a_thread_that_is_not_there_is_an_error_and_changes_nothing(chat_of):
    chat = chat_of(str.upper)
    first = (await chat.ask("first")).thread_id
    with pytest.raises(Exception, match="gone"):
        await chat.set_thread_id("gone")
    assert chat.thread_id == first


def test_an_option_that_is_left_out_returns_to_its_default(chat_of):
    chat = chat_of(str.upper, theme="dark", height=300)
    chat.set_options(theme="light")
    assert (chat._options["theme"]["colorScheme"], chat._options["height"]) == ("light", 560)
    with pytest.raises(TypeError, match="Did you mean 'height'"):
        chat.set_options(hieght=3)
    assert chat._options["theme"]["colorScheme"] == "light"


def test_options_that_are_not_set_are_left_out_of_what_the_views_get(chat_of):
    options = chat_of(str.upper)._options
    assert "disclaimer" not in options
    assert "text" not in options["header"]["title"]


def test_the_name_of_the_model_is_told_where_the_server_knows_it(chat_of):
    class Named(ByteServer):
        model_name = "gpt-x"

    assert chat_of(Named(conversation))._options["modelName"] == "gpt-x"
    assert "modelName" not in chat_of(ByteServer(conversation))._options


def test_a_chat_knows_its_server_and_store(chat_of):
    store = MemoryStore()
    assert chat_of(str.upper, store=store).store is store
    server = ByteServer(conversation)
    assert (chat_of(server).server, chat_of(server).store) == (server, None)


@pytest.mark.parametrize("text", ["hello", "", "two\nlines", "「」", "x" * 5_000])
async def test_the_composer_s_text_is_set_in_the_views(chat, text):
    chat.set_composer_value(text)
    await chat.ask("hello")
    asked = [data["content"] for data in chat.sent if data.get("content", {}).get("type") == "ui"]
    assert asked == [{"type": "ui", "method": "set_composer_value", "args": {"text": text}}]


@pytest.mark.parametrize("text", [None, 3, b"x", ["x"], {"text": "x"}])
def test_the_composer_s_text_is_a_str(chat, text):
    with pytest.raises(TypeError, match="must be a str"):
        chat.set_composer_value(text)
