"""What a model reads of a thread, where ours differs from the official SDK."""

from datetime import datetime

from chatkit_notebook.agents import ThreadItemConverter, simple_to_agent_input
from chatkit_notebook.types import AssistantMessageContent, AssistantMessageItem, ClientToolCallItem, EndOfTurnItem

BASE = {"thread_id": "thr_1", "created_at": datetime(2026, 1, 2, 3, 4, 5)}  # noqa: DTZ001 - as stored


def said(item_id, *texts):
    content = [AssistantMessageContent(text=text) for text in texts]
    return AssistantMessageItem(id=item_id, content=content, **BASE)


async def test_an_assistant_s_message_has_what_both_apis_need():
    assert await simple_to_agent_input(said("msg_1", "hi")) == [
        {
            "type": "message",
            "role": "assistant",
            "id": "msg_1",
            "status": "completed",
            "content": [{"type": "output_text", "text": "hi", "annotations": []}],
        }
    ]


async def test_an_id_that_the_api_refuses_is_left_out():
    (item,) = await simple_to_agent_input(said("7f3a", "hi"))
    assert "id" not in item
    assert "status" not in item


async def test_a_message_without_words_is_left_out():
    assert await simple_to_agent_input([said("msg_1", ""), said("msg_2")]) == []


async def test_a_converter_may_leave_out_or_multiply():
    class Mine(ThreadItemConverter):
        async def assistant_message_to_input(self, item):
            return None

        async def end_of_turn_to_input(self, item):
            return [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]

    items = [said("msg_1", "hi"), EndOfTurnItem(id="e", **BASE)]
    assert [item["content"] for item in await Mine().to_agent_input(items)] == ["a", "b"]


async def test_half_a_character_does_not_end_the_conversation():
    arguments = {"what": "\ud83d", "who": "Zoë"}
    call = ClientToolCallItem(id="c", call_id="c", name="pick", arguments=arguments, status="completed", **BASE)
    message, called, _ = await simple_to_agent_input([said("msg_1", "\ud83d\ude00 \ud83d"), call])
    assert message["content"][0]["text"] == "😀 \ufffd"
    assert called["arguments"] == '{"what": "\ufffd", "who": "Zoë"}'
