"""What a model reads of a thread."""

import json

import pytest

from chatkit_notebook.agents import ThreadItemConverter, simple_to_agent_input
from chatkit_notebook.types import (
    EndOfTurnItem,
    FileAttachment,
    HiddenContextItem,
    InferenceOptions,
    UserMessageItem,
    UserMessageTagContent,
    UserMessageTextContent,
)
from tests.server.client import base, tool_call, user_message


def asked(*content, **fields):
    content = [*content, UserMessageTextContent(text="Why?")]
    return UserMessageItem(**base("user"), content=content, inference_options=InferenceOptions(), **fields)


NEED_AN_OVERRIDE = {
    "attachment": asked(attachments=[FileAttachment(id="a", name="a.txt", mime_type="text/plain")]),
    "mention": asked(UserMessageTagContent(id="t", text="Ada", data={})),
    "hidden context": HiddenContextItem(**base("hidden"), content={"a": 1}),
}


class Explained(ThreadItemConverter):
    async def attachment_to_message_content(self, attachment):
        return {"type": "input_text", "text": f"explained {attachment.name}"}

    async def tag_to_message_content(self, tag):
        return {"type": "input_text", "text": f"explained {tag.id}"}

    async def hidden_context_to_input(self, item):
        return {"role": "user", "content": f"explained {item.content['a']}"}


@pytest.mark.conformance(88)
@pytest.mark.parametrize("item", NEED_AN_OVERRIDE.values(), ids=NEED_AN_OVERRIDE)
async def test_what_only_the_author_knows_needs_an_override(item):
    with pytest.raises(NotImplementedError, match="override"):
        await simple_to_agent_input([item])

    assert json.dumps(await Explained().to_agent_input([item])).count("explained") == 1


@pytest.mark.conformance(89)
async def test_a_quotation_is_told_with_the_newest_message_only():
    quoting = asked(quoted_text="a passage")

    assert "a passage" in json.dumps(await simple_to_agent_input([user_message(), quoting]))
    assert "a passage" in json.dumps(await simple_to_agent_input(quoting))
    assert "a passage" not in json.dumps(await simple_to_agent_input([quoting, user_message()]))


@pytest.mark.conformance(90)
@pytest.mark.parametrize("item", [tool_call(), EndOfTurnItem(**base("end"))], ids=lambda item: item.type)
async def test_what_is_nothing_to_a_model_is_left_out(item):
    assert await simple_to_agent_input([item]) == []
    assert len(await simple_to_agent_input([user_message(), item])) == 1
