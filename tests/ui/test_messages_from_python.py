"""What a message from Python carries, and what else a person can do from there."""

import asyncio

import pytest

from chatkit_notebook import Chat, ChatKitServer, MemoryStore
from chatkit_notebook.types import (
    AssistantMessageContent,
    AssistantMessageItem,
    ThreadItemDoneEvent,
    ToolChoice,
    UserMessageTagContent,
)


class Server(ChatKitServer):
    """Answers each message with a number, and keeps what it was told."""

    def __init__(self):
        super().__init__(MemoryStore())
        self.messages, self.told = [], []

    async def respond(self, thread, input_user_message, context):
        self.messages.append(input_user_message)
        yield ThreadItemDoneEvent(
            item=AssistantMessageItem(
                id=f"a{len(self.messages)}",
                thread_id=thread.id,
                created_at=thread.created_at,
                content=[AssistantMessageContent(text=str(len(self.messages)))],
            )
        )

    async def add_feedback(self, thread_id, item_ids, feedback, context):
        self.told.append((thread_id, item_ids, feedback))


@pytest.fixture
def chat():
    chat = Chat(Server())
    yield chat
    chat.close()


def ids(chat, kind):
    return [item.id for item in chat.items if item.type == kind]


@pytest.mark.parametrize("choice", ["search", ToolChoice(id="search")])
@pytest.mark.parametrize("model", ["gpt-x", None])
async def test_the_tool_and_the_model_reach_the_server(chat, choice, model):
    await chat.ask("hi", tool_choice=choice, model=model)
    options = chat.server.messages[0].inference_options
    assert (options.tool_choice.id, options.model) == ("search", model)


async def test_without_options_none_are_sent(chat):
    await chat.ask("hi")
    message = chat.server.messages[0]
    assert (message.inference_options.tool_choice, message.inference_options.model) == (None, None)
    assert (message.quoted_text, len(message.content)) == (None, 1)


@pytest.mark.parametrize("quote", ["what was said", "  \n", "x" * 10_000, "「引用」"])
async def test_the_quote_reaches_the_server(chat, quote):
    await chat.ask("hi", quote=quote)
    assert chat.server.messages[0].quoted_text == quote


ENTITY = {"id": "doc_1", "title": "Report", "group": "Files", "data": {"pages": "3"}, "icon": "document"}


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (ENTITY, [("doc_1", "Report", "Files", {"pages": "3"})]),
        ([ENTITY, {"id": "b", "text": "B"}], [("doc_1", "Report", "Files", {"pages": "3"}), ("b", "B", None, {})]),
        (UserMessageTagContent(id="t", text="T", data={"x": [1]}), [("t", "T", None, {"x": [1]})]),
        ((each for each in [{"id": "c", "title": "C"}]), [("c", "C", None, {})]),
        ([], []),
    ],
    ids=["one", "two", "a model", "an iterator", "none"],
)
async def test_the_tags_follow_the_text(chat, tags, expected):
    await chat.ask("about this", tags=tags)
    text, *found = chat.server.messages[0].content
    assert text.text == "about this"
    assert [(tag.id, tag.text, tag.group, tag.data) for tag in found] == expected


async def test_a_message_may_begin_a_thread(chat):
    first = (await chat.ask("one")).thread_id
    second = (await chat.ask("two", new_thread=True)).thread_id
    assert first != second == chat.thread_id
    assert (await chat.ask("three", new_thread=False)).thread_id == second


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"toolChoice": "x"}, r"no option 'toolChoice': did you mean tool_choice\?"),
        ({"tool_choice": 3}, "tool_choice=3 must be a str"),
        ({"model": ["m"]}, r"model=\['m'\] must be a str"),
        ({"quote": b"q"}, "quote=b'q' must be a str"),
        ({"new_thread": "yes"}, "new_thread='yes' must be True or False"),
        ({"tags": [{"id": "x"}]}, "can't be a tag: text is missing"),
        ({"tags": ["x"]}, "can't be a tag: id is missing"),
        ({"tags": 3}, r"3 can't be a tag"),
    ],
)
async def test_what_does_not_fit_is_named_and_nothing_is_sent(chat, options, says):
    for send in (chat.ask, chat.send_user_message):
        with pytest.raises((TypeError, ValueError), match=says):
            await send("hi", **options)
    assert chat.items == []


async def test_a_message_can_be_sent_without_waiting(chat):
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    chat.on("response.end")(lambda: loop.call_soon_threadsafe(ended.set))
    await chat.send_user_message("hi", model="m", quote="q", tags=[ENTITY])
    await asyncio.wait_for(ended.wait(), 15)
    message = chat.server.messages[0]
    assert (message.inference_options.model, message.quoted_text, message.content[1].id) == ("m", "q", "doc_1")


async def test_ask_sync_takes_the_same(chat):
    await asyncio.to_thread(chat.ask_sync, "hi", model="m")
    assert chat.server.messages[0].inference_options.model == "m"


# --- answers


async def test_the_newest_message_is_answered_again(chat):
    await chat.ask("one")
    await chat.ask("two")
    turn = await chat.retry()
    assert (turn.text, ids(chat, "assistant_message")) == ("3", ["a1", "a3"])
    assert [message.content[0].text for message in chat.server.messages] == ["one", "two", "two"]


@pytest.mark.parametrize("kind", ["user_message", "assistant_message"])
async def test_a_message_is_answered_again_from_itself_or_its_answer(chat, kind):
    await chat.ask("one")
    await chat.ask("two")
    assert (await chat.retry(ids(chat, kind)[0])).text == "3"
    assert ids(chat, "assistant_message") == ["a3"]


@pytest.mark.parametrize("item_id", [None, "nope"])
async def test_what_can_not_be_answered_again_is_told(chat, item_id):
    with pytest.raises(LookupError):
        await chat.retry(item_id)


@pytest.mark.parametrize("kind", ["positive", "negative"])
@pytest.mark.parametrize("which", [None, "a1", ["a1"], ["a1", "a2"], ("a2",)])
async def test_feedback_reaches_the_server(chat, kind, which):
    await chat.ask("one")
    await chat.ask("two")
    await chat.feedback(which, kind)
    expected = ["a2"] if which is None else [which] if isinstance(which, str) else [*which]
    assert chat.server.told == [(chat.thread_id, expected, kind)]


@pytest.mark.parametrize(
    ("which", "kind", "error"),
    [("nope", "positive", LookupError), (["a1", "nope"], "positive", LookupError), ([], "negative", LookupError)]
    + [("a1", kind, ValueError) for kind in ("good", None, 1)],
)
async def test_feedback_that_fits_nothing_is_told(chat, which, kind, error):
    await chat.ask("one")
    with pytest.raises(error):
        await chat.feedback(which, kind)
    assert chat.server.told == []


async def test_updates_of_the_store_are_fetched(chat):
    await chat.ask("one")
    store, thread_id = chat.store, chat.thread_id
    answer = chat.items[-1]
    await store.add_thread_item(thread_id, answer.model_copy(update={"id": "later"}), {})
    thread = await store.load_thread(thread_id, {})
    await store.save_thread(thread.model_copy(update={"title": "Renamed"}), {})
    assert ids(chat, "assistant_message") == ["a1"]

    await chat.fetch_updates()
    assert ids(chat, "assistant_message") == ["a1", "later"]
    assert (await chat.ask("two")).thread_id == thread_id


async def test_without_a_thread_there_is_nothing_to_fetch(chat):
    await chat.fetch_updates()
    assert chat.items == []
