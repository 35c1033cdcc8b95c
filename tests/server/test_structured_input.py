import pytest

from chatkit_notebook.types import (
    StructuredInputFreeform,
    StructuredInputItem,
    StructuredInputMultipleChoice,
    StructuredInputMultipleChoiceOption,
    ThreadItemDoneEvent,
)
from tests.server.client import Client, base, kinds, message

SKIPPED = {"values": [], "skipped": True}


def questions(status="pending", item_id="si"):
    options = [StructuredInputMultipleChoiceOption(value="low")]
    return StructuredInputItem(
        **base(item_id),
        status=status,
        inputs=[
            StructuredInputMultipleChoice(id="one", question="?", options=options),
            StructuredInputMultipleChoice(id="many", question="?", options=options, multiple=True),
            StructuredInputFreeform(id="free", question="?"),
        ],
    )


async def answer(submission, item_id="si", *items):
    async def respond(self, thread, message_, context):
        assert message_ is None
        yield ThreadItemDoneEvent(item=message("answer", "Thanks"))

    client = await Client(respond=respond).with_thread(questions(), *items)
    events = await client.stream("threads.add_structured_input", thread_id="thr", item_id=item_id, input=submission)
    return client, events


@pytest.mark.conformance(52, 53, 55)
@pytest.mark.parametrize(
    ("submission", "status", "answers"),
    [
        (
            {"answers": {name: {"values": ["low", "my own"]} for name in ("one", "many", "free")}},
            "answered",
            [
                {"values": ["low"], "skipped": False},
                {"values": ["low", "my own"], "skipped": False},
                {"values": ["low", "my own"], "skipped": False},
            ],
        ),
        ({}, "answered", [SKIPPED] * 3),
        ({"answers": {"one": {"values": ["low"], "skipped": True}, "many": {}}}, "answered", [SKIPPED] * 3),
        ({"status": "skipped", "answers": {"one": {"values": ["low"]}}}, "skipped", [SKIPPED] * 3),
    ],
)
async def test_the_answers_replace_the_questions_before_the_server_goes_on(submission, status, answers):
    client, events = await answer(submission)

    assert kinds(events) == ["stream_options", "thread.item.replaced", "thread.item.done"]
    assert events[1]["item"]["status"] == status
    assert [question["answer"] for question in events[1]["item"]["inputs"]] == answers
    assert (await client.items())[0].model_dump(mode="json")["inputs"] == [
        {"description": None, **question} if question["type"] == "freeform" else question
        for question in events[1]["item"]["inputs"]
    ]


@pytest.mark.conformance(54)
async def test_answers_to_questions_that_were_not_asked_are_ignored(caplog):
    _, events = await answer({"answers": {"unknown": {"values": ["x"]}, "free": {"values": ["y"]}}})

    assert "unknown" in caplog.text
    assert [question["answer"]["values"] for question in events[1]["item"]["inputs"]] == [[], [], ["y"]]


@pytest.mark.conformance(56)
@pytest.mark.parametrize("item", [questions("answered", "x"), questions("skipped", "x"), message("x", "text")])
async def test_what_is_no_open_question_cannot_be_answered(item):
    with pytest.raises(ValueError, match="'x'"):
        await answer({}, "x", item)
