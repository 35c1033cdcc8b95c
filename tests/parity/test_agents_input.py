"""What a model reads of a thread: the same items in the same words as with the official SDK."""

from __future__ import annotations

import inspect
import json
import re
from typing import Any

import pytest

from tests.parity.agent_runs import STARTED, Kit

OFFICIAL, OURS = Kit("chatkit"), Kit("chatkit_notebook")
_ADDED = re.compile(r"\n<Widget>|</Widget>")  # ours marks where a widget's JSON begins and ends
_BASE: dict[str, Any] = {"id": "msg_1", "thread_id": "thr_1", "created_at": STARTED}


def _converter(kit: Kit) -> Any:
    class Converter(kit.agents.ThreadItemConverter):
        async def attachment_to_message_content(self, attachment):
            return {"type": "input_file", "filename": attachment.name}

        async def tag_to_message_content(self, tag):
            return {"type": "input_text", "text": f"about {tag.text}"}

    return Converter()


def _user(kit: Kit, *content: Any, **fields: Any) -> Any:
    return kit.types.UserMessageItem(
        **_BASE, content=list(content), inference_options=kit.types.InferenceOptions(), **fields
    )


def _text(kit: Kit, text: str) -> Any:
    return kit.types.UserMessageTextContent(text=text)


def _tag(kit: Kit, tag_id: str, text: str) -> Any:
    return kit.types.UserMessageTagContent(id=tag_id, text=text, data={})


def _question(kit: Kit, question_id: str, **answer: Any) -> Any:
    return kit.types.StructuredInputFreeform(
        id=question_id,
        question=f"{question_id}?",
        answer=kit.types.StructuredInputAnswer(**answer) if answer else None,
    )


ITEMS = {
    "a user's message": lambda k: [_user(k, _text(k, "Hello "), _text(k, "there"))],
    "an attachment": lambda k: [
        _user(k, _text(k, "x"), attachments=[k.types.FileAttachment(id="a", name="a.txt", mime_type="m")])
    ],
    "mentions, one of them twice": lambda k: [
        _user(k, _text(k, "ask "), _tag(k, "1", "Ann"), _text(k, " and "), _tag(k, "2", "Ann"), _tag(k, "3", "Bo"))
    ],
    "a quotation": lambda k: [_user(k, _text(k, "x"), quoted_text="passage")],
    "an old quotation": lambda k: [_user(k, _text(k, "x"), quoted_text="passage"), _user(k, _text(k, "y"))],
    "an assistant's message": lambda k: [
        k.types.AssistantMessageItem(
            **_BASE,
            content=[
                k.types.AssistantMessageContent(
                    text="one",
                    annotations=[k.types.Annotation(source=k.types.URLSource(url="https://x.y", title="X"))],
                ),
                k.types.AssistantMessageContent(text="two"),
            ],
        )
    ],
    "a pending tool call": lambda k: [k.types.ClientToolCallItem(**_BASE, call_id="c", name="f", arguments={"a": 1})],
    "a tool call": lambda k: [
        k.types.ClientToolCallItem(
            **_BASE, call_id="c", name="f", arguments={"a": None}, status="completed", output={"b": [1, "é"]}
        )
    ],
    "a tool call without output": lambda k: [
        k.types.ClientToolCallItem(**_BASE, call_id="c", name="f", arguments={}, status="completed")
    ],
    "a widget": lambda k: [k.types.WidgetItem(**_BASE, widget=k.widgets.Card(children=[k.widgets.Text(value="hi")]))],
    "a workflow": lambda k: [
        k.types.WorkflowItem(
            **_BASE,
            workflow=k.types.Workflow(
                type="custom",
                tasks=[
                    k.types.CustomTask(title="T", content="C"),
                    k.types.CustomTask(title="only title"),
                    k.types.CustomTask(content="only content"),
                    k.types.CustomTask(),
                    k.types.ThoughtTask(content="hm"),
                ],
            ),
        )
    ],
    "a task": lambda k: [k.types.TaskItem(**_BASE, task=k.types.CustomTask(title="T", content="C"))],
    "a task that tells nothing": lambda k: [k.types.TaskItem(**_BASE, task=k.types.SearchTask(title="T"))],
    "questions": lambda k: [
        k.types.StructuredInputItem(
            **_BASE,
            status="answered",
            inputs=[
                _question(k, "open"),
                _question(k, "skipped", skipped=True),
                _question(k, "answered", values=["a", "b"]),
            ],
        )
    ],
    "hidden context": lambda k: [
        k.types.HiddenContextItem(**_BASE, content="one"),
        k.types.SDKHiddenContextItem(**_BASE, content="two"),
    ],
    "an image": lambda k: [
        k.types.GeneratedImageItem(**_BASE, image=k.types.GeneratedImage(id="i", url="https://x.y/i.png"))
    ],
    "no image yet": lambda k: [k.types.GeneratedImageItem(**_BASE)],
    "the end of a turn": lambda k: [k.types.EndOfTurnItem(**_BASE)],
}


def _form(item: dict[str, Any]) -> Any:
    """An input item without what ours adds."""
    if item.get("role") == "assistant":  # ours adds what Chat Completions needs
        parts = [{key: part[key] for key in ("type", "text", "annotations")} for part in item["content"]]
        return {"type": item["type"], "role": "assistant", "content": parts}
    if "output" in item:  # ours leaves letters as they are
        return {**item, "output": json.loads(item["output"])}
    if item.get("role") != "user":
        return item
    parts = item["content"]
    return ["user", [{**part, "text": _ADDED.sub("", part.get("text", ""))} for part in parts]]


@pytest.mark.parametrize("name", ITEMS)
async def test_a_model_reads_items_as_with_the_official_sdk(name):
    official, ours = [await _converter(kit).to_agent_input(ITEMS[name](kit)) for kit in (OFFICIAL, OURS)]
    assert json.loads(json.dumps([_form(item) for item in ours])) == [_form(item) for item in official]


async def test_an_assistant_s_message_with_an_id_of_the_author_s_own_is_as_with_the_official_sdk():
    official, ours = [
        await kit.agents.simple_to_agent_input(
            kit.types.AssistantMessageItem(
                **{**_BASE, "id": "7f3a"}, content=[kit.types.AssistantMessageContent(text="hi")]
            )
        )
        for kit in (OFFICIAL, OURS)
    ]
    assert ours == official


@pytest.mark.parametrize("name", ["a user's message", "an assistant's message", "a tool call"])
async def test_a_single_item_is_as_good_as_a_list(name):
    for kit in (OFFICIAL, OURS):
        (item,) = ITEMS[name](kit)
        assert await kit.agents.simple_to_agent_input(item) == await kit.agents.simple_to_agent_input([item])


@pytest.mark.parametrize(
    "item",
    [
        lambda k: _user(k, _tag(k, "1", "Ann")),
        lambda k: _user(k, attachments=[k.types.FileAttachment(id="a", name="a.txt", mime_type="m")]),
        lambda k: k.types.HiddenContextItem(**_BASE, content={"a": 1}),
    ],
)
async def test_what_only_the_author_knows_raises_in_both(item):
    for kit in (OFFICIAL, OURS):
        with pytest.raises(NotImplementedError):
            await kit.agents.simple_to_agent_input(item(kit))


def _parameters(function: Any) -> list[tuple[str, Any, Any]]:
    return [(p.name, p.kind, p.default is p.empty) for p in inspect.signature(function).parameters.values()]


@pytest.mark.parametrize("name", ["AgentContext", "ClientToolCall", "ResponseStreamConverter", "ThreadItemConverter"])
def test_methods_take_the_same_arguments(name):
    official, ours = getattr(OFFICIAL.agents, name), getattr(OURS.agents, name)
    assert set(getattr(official, "model_fields", {})) == set(getattr(ours, "model_fields", {}))
    for method, function in vars(official).items():
        if callable(function) and not method.startswith("_") and not method.startswith("model_"):
            assert _parameters(getattr(ours, method)) == _parameters(function), method
