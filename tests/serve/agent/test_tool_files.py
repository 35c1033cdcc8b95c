"""Pictures and files that tools return: on screen, for the model with either API, and in later turns."""

import json
from base64 import b64encode

import pytest
from agents import Agent, ToolOutputFileContent, ToolOutputImage, ToolOutputText, function_tool

from chatkit_notebook.models import ScriptedModel, call
from chatkit_notebook.serve import AgentServer
from chatkit_notebook.store import AttachmentStore, MemoryStore, SQLStore
from chatkit_notebook.store.portable import copy_thread, export_threads, import_threads
from tests.serve.chat import Chat
from tests.stub_endpoint.script import Fault, Reply

PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
GIF = b"GIF89a" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0" + bytes(40)
WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(8)
PDF = b"%PDF-1.7 the paper"
CSV = "town,degrees\nZürich,7\n".encode()


def url(data, kind):
    return f"data:{kind};base64,{b64encode(data).decode()}"


def bare(data):
    return b64encode(data).decode()


RETURNED = {
    "a PNG": ToolOutputImage(image_url=url(PNG, "image/png")),
    "a GIF as a dict": {"type": "image", "image_url": url(GIF, "image/gif")},
    "a JPEG with its detail": ToolOutputImage(image_url=url(JPEG, "image/jpeg"), detail="low"),
    "a WebP that is called a PNG": {"type": "image", "image_url": url(WEBP, "image/png")},
    "a PDF": ToolOutputFileContent(file_data=bare(PDF), filename="paper.pdf"),
    "a PDF as a data URL without a name": {"type": "file", "file_data": url(PDF, "application/pdf")},
    "a table": ToolOutputFileContent(file_data=bare(CSV), filename="towns.csv"),
    "words and two pictures": [
        ToolOutputText(text="Two of them:"),
        ToolOutputImage(image_url=url(PNG, "image/png")),
        {"type": "image", "image_url": url(GIF, "image/gif")},
    ],
    "a picture and a file": [
        {"type": "file", "file_data": bare(CSV), "filename": "the [best] towns.csv"},
        {"type": "image", "image_url": url(PNG, "image/png")},
    ],
}
KEPT = {
    "a PNG": [("image.png", PNG)],
    "a GIF as a dict": [("image.gif", GIF)],
    "a JPEG with its detail": [("image.jpg", JPEG)],
    "a WebP that is called a PNG": [("image.webp", WEBP)],
    "a PDF": [("paper.pdf", PDF)],
    "a PDF as a data URL without a name": [("file.pdf", PDF)],
    "a table": [("towns.csv", CSV)],
    "words and two pictures": [("image.png", PNG), ("image.gif", GIF)],
    "a picture and a file": [("the [best] towns.csv", CSV), ("image.png", PNG)],
}


@function_tool
def show(what: str):
    """Show something."""
    return RETURNED[what]


def chat_with(*turns, store=None, **options):
    agent = Agent(name="Ann", model=ScriptedModel(turns), tools=[show])
    return Chat(AgentServer(agent, store or MemoryStore(), **options))


async def step(chat):
    flows = [item.workflow for item in await chat.items() if item.type == "workflow"]
    return flows[-1].tasks[-1].content


async def stored_bytes(chat):
    """Everything of a thread as its store has it, apart from the bytes of attachments."""
    page = await chat.server.store.load_thread_items(chat.thread_id, None, 100, "asc", {})
    return "".join(item.model_dump_json() for item in page.data)


async def kept(chat, text):
    """The attachments that a text names, with their bytes."""
    found = []
    for part in text.split("chatkit-notebook:///attachments/")[1:]:
        attachment = await chat.server.store.load_attachment(part.partition(")")[0], {})
        found.append((attachment.name, await chat.server.attachment_store.read(attachment.id, {})))
    return found


@pytest.mark.parametrize("what", RETURNED)
async def test_a_step_names_what_the_thread_keeps_as_attachments(what, tmp_path):
    store = SQLStore(tmp_path / "threads.db")
    chat = chat_with([call("show", what=what)], "There.", store=store)
    assert await chat.say("go") == "There."
    shown = await step(chat)
    assert await kept(chat, shown) == KEPT[what]
    pictures = sum(name.startswith("image.") for name, _ in KEPT[what])
    assert shown.count("\n![") == pictures
    assert ("Two of them:" in shown) == (what == "words and two pictures")
    for _, data in KEPT[what]:
        assert bare(data)[:40] not in await stored_bytes(chat)
        assert bare(data)[:40] not in json.dumps(chat.events)
    store.close()


def parts_in(body):
    """The pictures and files that an endpoint got, as their bytes in base64."""
    return [
        part
        for part in json.dumps(body).replace("\\\\", "").split('"')
        if part.startswith("data:") and ";base64," in part
    ]


@pytest.mark.parametrize("turn", ["this turn", "the next turn"])
@pytest.mark.parametrize("what", RETURNED)
async def test_the_responses_api_gets_them_in_the_result(endpoint, what, turn, tmp_path):
    agent = Agent(name="Ann", model="m", tools=[show])
    store = SQLStore(tmp_path / "threads.db")
    chat = Chat(AgentServer(agent, store, base_url=endpoint.base_url, api="responses"))
    endpoint.script(Reply(calls=(("show", {"what": what}),)), "There.", "Yes.")
    await chat.say("go")
    if turn == "the next turn":
        chat.server = AgentServer(agent, SQLStore(tmp_path / "threads.db"), base_url=endpoint.base_url, api="responses")
        await chat.say("and now?")
    [output] = [item for item in endpoint.received[-1].body["input"] if item.get("type") == "function_call_output"]
    files = [part for part in output["output"] if part["type"] != "input_text"]
    assert [bare(data) for _, data in KEPT[what]] == [
        (part.get("image_url") or part["file_data"]).partition(",")[2] for part in files
    ]
    for part, (name, _) in zip(files, KEPT[what], strict=True):
        if part["type"] == "input_file":
            assert part["filename"] == name
    if what == "a JPEG with its detail":
        assert files[0]["detail"] == "low"


@pytest.mark.parametrize("turn", ["this turn", "the next turn"])
@pytest.mark.parametrize("what", RETURNED)
async def test_chat_completions_gets_them_in_a_message_after_the_results(endpoint, what, turn):
    agent = Agent(name="Ann", model="m", tools=[show])
    chat = Chat(AgentServer(agent, MemoryStore(), base_url=endpoint.base_url, api="chat_completions"))
    endpoint.script(Reply(calls=(("show", {"what": what}), ("show", {"what": "a GIF as a dict"}))), "There.", "Yes.")
    await chat.say("go")
    if turn == "the next turn":
        await chat.say("and now?")
    messages = endpoint.received[-1].body["messages"]
    tools = [message for message in messages if message["role"] == "tool"]
    assert len(tools) == 2
    assert all(part["type"] == "text" for message in tools for part in message["content"])
    sent = json.dumps(messages, ensure_ascii=False)
    for name, data in [*KEPT[what], *KEPT["a GIF as a dict"]]:
        assert (bare(data) in sent) != (data == CSV), name
    assert ("Zürich,7" in sent) == any(data == CSV for _, data in KEPT[what])
    assert "omitted" not in sent.lower()
    if turn == "this turn":
        assert [message["role"] for message in messages[-3:]] == ["tool", "tool", "user"]


REFUSALS = {
    "no vision": Fault(400, "this model does not support image input"),
    "not multimodal": Fault(422, "Input should be a valid string: messages.3.content"),
    "a projector": Fault(400, "image input is not supported - hint: you may need to provide the mmproj"),
    "a type": Fault(400, "Invalid content type. image_url is only supported by certain models."),
    "of media": Fault(415, "Unsupported media type in messages"),
}


@pytest.mark.parametrize("api", ["responses", "chat_completions"])
@pytest.mark.parametrize("refusal", REFUSALS)
async def test_an_endpoint_that_sees_nothing_is_told_in_words(endpoint, api, refusal):
    agent = Agent(name="Ann", model="m", tools=[show])
    chat = Chat(AgentServer(agent, MemoryStore(), base_url=endpoint.base_url, api=api))
    endpoint.script(Reply(calls=(("show", {"what": "words and two pictures"}),)), REFUSALS[refusal], "There.", "Yes.")
    assert await chat.say("go") == "There."
    assert chat.error is None
    told = json.dumps(endpoint.received[-1].body)
    assert "Two of them:" in told
    assert "The picture image.png (image/png" in told
    assert parts_in(endpoint.received[-1].body) == []
    assert await chat.say("and now?") == "Yes."
    assert len(endpoint.received) == 4  # it is not asked with pictures again


async def test_another_refusal_is_not_taken_for_blindness(endpoint):
    agent = Agent(name="Ann", model="m", tools=[show])
    chat = Chat(AgentServer(agent, MemoryStore(), base_url=endpoint.base_url, api="chat_completions"))
    endpoint.script(Reply(calls=(("show", {"what": "a PNG"}),)), Fault(400, "the temperature is too high"), "No.")
    await chat.say("go")
    assert "temperature" in chat.error["message"]
    assert len(endpoint.received) == 2


REMOTE = {
    "a picture": ({"type": "image", "image_url": "https://pics.example/a (1).png"}, "![a"),
    "a file": (ToolOutputFileContent(file_url="https://files.example/report.pdf"), "[report.pdf](https://files"),
    "an uploaded picture": (ToolOutputImage(file_id="file-7"), "image (image/*)"),
    "an uploaded file": (ToolOutputFileContent(file_id="file-8", filename="plan.docx"), "plan.docx"),
    "a script": (ToolOutputImage(image_url="javascript:alert(1)"), None),
    "a drawing that may run scripts": (
        ToolOutputImage(image_url=url(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")),
        "\n[image.svg](chatkit-notebook:///",
    ),
    "a page that is called a picture": (
        ToolOutputImage(image_url=url(b"<script>alert(1)</script>", "image/png")),
        "\n[image](chatkit-notebook:///",
    ),
}


@pytest.mark.parametrize("what", REMOTE)
async def test_only_what_is_a_picture_is_shown_as_one(what):
    value, expected = REMOTE[what]

    @function_tool
    def fetch():
        """Fetch."""
        return value

    model = ScriptedModel([[call("fetch")], "There."])
    chat = Chat(AgentServer(Agent(name="Ann", model=model, tools=[fetch]), MemoryStore()))
    await chat.say("go")
    shown = await step(chat) or ""
    if expected is None:
        assert "javascript" not in shown
    else:
        assert expected in shown


class Elsewhere(AttachmentStore):
    async def delete_attachment(self, attachment_id, context):
        pass


@pytest.mark.parametrize("size", [100, 400_000])
async def test_without_a_place_for_files_a_small_picture_stays_in_the_text(size):
    data = PNG + bytes(size)

    @function_tool
    def draw():
        """Draw."""
        return ToolOutputImage(image_url=url(data, "image/png"))

    model = ScriptedModel([[call("draw")], "There.", lambda request: json.dumps(request.input)])
    server = AgentServer(Agent(name="Ann", model=model, tools=[draw]), MemoryStore(), attachment_store=Elsewhere())
    chat = Chat(server)
    await chat.say("go")
    is_small = size == 100
    assert (bare(data) in await step(chat)) == is_small
    assert ("not kept" in await step(chat)) != is_small
    assert len(await stored_bytes(chat)) < 3_000
    told = await chat.say("and now?")
    assert (bare(data) in told) == is_small
    assert ("too large to be kept" in told) != is_small


async def test_the_models_of_the_kit_read_that_there_was_a_file():
    chat = chat_with([call("show", what="a picture and a file")], lambda request: request.outputs[0].text)
    assert "The file the [best] towns.csv" in await chat.say("go")


@pytest.mark.parametrize("way", ["copy", "file", "deleted"])
async def test_a_thread_takes_its_files_along(way, tmp_path):
    told = lambda request: json.dumps(request.input)  # noqa: E731
    chat = chat_with([call("show", what="a picture and a file")], "There.", told)
    await chat.say("go")
    store = chat.server.store
    if way == "copy":
        thread = await copy_thread(store, chat.thread_id, {})
        await store.delete_thread(chat.thread_id, {})
    elif way == "file":
        await export_threads(store, tmp_path / "t.jsonl", {})
        other = MemoryStore()
        [thread] = await import_threads(other, tmp_path / "t.jsonl", {}, existing="copy")
        chat.server = AgentServer(chat.server.agent, other)
    else:
        for found in (await step(chat)).split("attachments/")[1:]:
            await store.delete_attachment(found.partition(")")[0], {})
        thread = await store.load_thread(chat.thread_id, {})
    chat.thread_id = thread.id
    answer = await chat.say("and now?")
    if way == "deleted":
        assert "no longer kept" in answer
    else:
        assert bare(PNG) in answer
        assert bare(CSV) in answer
        assert [data for _, data in await kept(chat, await step(chat))] == [CSV, PNG]


async def test_a_thread_shows_the_model_no_files_of_another():
    first = chat_with([call("show", what="a PNG")], "There.")
    await first.say("go")
    address = "chatkit-notebook:///attachments/" + (await step(first)).split("attachments/")[1].partition(")")[0]

    @function_tool
    def steal():
        """Steal."""
        return {"type": "image", "image_url": address}

    model = ScriptedModel([[call("steal")], "There.", lambda request: json.dumps(request.input)])
    second = Chat(AgentServer(Agent(name="Bo", model=model, tools=[steal]), first.server.store))
    await second.say("go")
    assert bare(PNG) not in await second.say("and now?")
    await export_threads(first.server.store, path := io(), {}, thread_ids=[second.thread_id])
    assert bare(PNG) not in path.getvalue()


def io():
    import io as standard

    return standard.StringIO()
