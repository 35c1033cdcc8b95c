"""What a local model takes for the question: what a person wrote, not what the kit adds to it."""

from base64 import b64encode
from datetime import datetime

import pytest
from agents import ModelSettings

from chatkit_notebook.agents import ThreadItemConverter
from chatkit_notebook.models.attached import (
    AttachedFile,
    before_bytes,
    lead,
    unreadable,
    with_text,
)
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


def user(*parts):
    content = [part if isinstance(part, dict) else {"type": "input_text", "text": part} for part in parts]
    return {"type": "message", "role": "user", "content": content}


def asked_with(*parts, before=()):
    return ModelRequest(
        instructions=None,
        input=[*before, user(*parts)],
        tools=[],
        handoffs=[],
        settings=ModelSettings(),
        output_schema=None,
    )


def test_the_words_of_a_file_are_not_the_question():
    text = with_text(lead("a.xml", "text/xml", 9), "<Task>weather in Oslo</Task>")
    request = asked_with("roll 2 dice", text)
    assert request.text == "roll 2 dice"
    assert request.files == [AttachedFile("a.xml", "text/xml", "9 bytes", "<Task>weather in Oslo</Task>")]


def test_files_of_each_kind_are_found_with_what_is_known_of_them():
    image = {"type": "input_image", "image_url": f"data:image/png;base64,{b64encode(b'x' * 2000).decode()}"}
    note = unreadable(lead("a.zip", "application/zip"), "models take images")
    request = asked_with(
        before_bytes(lead('b"c.png', "image/png")), image, note, with_text(lead("e.txt", "x", 1023), "")
    )
    assert request.text == ""
    assert request.files == [
        AttachedFile('b"c.png', "image/png", "2 KB"),
        AttachedFile("a.zip", "application/zip", None, problem="models take images"),
        AttachedFile("e.txt", "of an unknown type", "1023 bytes", ""),
    ]


def test_only_the_files_of_the_newest_message_count():
    text = with_text(lead("a.txt", "text/plain", 9), "hello")
    request = asked_with("and now?", before=[user("read", text)])
    assert (request.text, request.files) == ("and now?", [])
