"""What a local model takes for the question: what a person wrote, not what the kit adds to it."""

from datetime import datetime

import pytest
from agents import ModelSettings

from chatkit_notebook.agents import ThreadItemConverter
from chatkit_notebook.models.request import ModelRequest
from chatkit_notebook.types import (
    CustomTask,
    GeneratedImage,
    GeneratedImageItem,
    HiddenContextItem,
    InferenceOptions,
    StructuredInputFreeform,
    StructuredInputItem,
    TaskItem,
    UserMessageItem,
    UserMessageTagContent,
    UserMessageTextContent,
    WidgetItem,
)
from chatkit_notebook.widgets import Card, Text

BASE = {"id": "item", "thread_id": "thr_1", "created_at": datetime(2026, 1, 2, 3, 4, 5)}  # noqa: DTZ001 - as stored
ASKED = UserMessageTextContent(text="roll 2 dice")


class Converter(ThreadItemConverter):
    async def tag_to_message_content(self, tag):
        return {"type": "input_text", "text": f"about {tag.text}"}


def asked(*parts, **fields):
    return UserMessageItem(**BASE, content=[ASKED, *parts], inference_options=InferenceOptions(), **fields)


@pytest.mark.parametrize(
    "items",
    [
        [asked(quoted_text="weather in Oslo")],
        [asked(), HiddenContextItem(**BASE, content="weather in Oslo")],
        [asked(), TaskItem(**BASE, task=CustomTask(title="weather in Oslo"))],
        [asked(), WidgetItem(**BASE, widget=Card(children=[Text(value="weather in Oslo")]))],
        [asked(), GeneratedImageItem(**BASE, image=GeneratedImage(id="i", url="https://x.y/i.png"))],
        [
            asked(),
            StructuredInputItem(
                **BASE, status="answered", inputs=[StructuredInputFreeform(id="q", question="weather in Oslo")]
            ),
        ],
    ],
    ids=["quotation", "hidden context", "task", "widget", "image", "structured input"],
)
async def test_context_made_of_a_thread_s_items_is_not_the_question(items):
    assert (await request_for(items)).text == "roll 2 dice"


async def test_what_explains_a_mention_is_not_the_question():
    mention = UserMessageTagContent(id="1", text="Oslo", data={})
    assert (await request_for([asked(mention)])).text == "roll 2 dice@Oslo"


async def request_for(items):
    read = await Converter().to_agent_input(items)
    return ModelRequest(
        instructions=None, input=read, tools=[], handoffs=[], settings=ModelSettings(), output_schema=None
    )
