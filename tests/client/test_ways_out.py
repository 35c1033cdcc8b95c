"""Secrets in what fails, and in what tools return, are found in no way out: errors, frames, replies, log, logging."""

import asyncio
import gc
import io
import json
import logging
import re

import pytest
from agents import Agent, function_tool

from chatkit_notebook import MemoryStore, clock, secrets
from chatkit_notebook.client import Callbacks
from chatkit_notebook.client.callbacks import Callback, ClientTool
from chatkit_notebook.client.requests import request_error
from chatkit_notebook.errors import CustomStreamError
from chatkit_notebook.models import ScriptedModel, call
from chatkit_notebook.serve import AgentServer, RespondServer, server_for
from chatkit_notebook.store import SQLStore, StoreError
from chatkit_notebook.types import (
    ClientToolCallItem,
    CustomTask,
    NoticeEvent,
    ProgressUpdateEvent,
    ThreadItemDoneEvent,
    Workflow,
    WorkflowItem,
)
from tests.client.files.byte_place import BytePlace
from tests.client.files.test_attachments import create
from tests.client.files.test_remote_upload import AttachmentDictStore, Bucket
from tests.doubles import ByteServer, created, done, item, say
from tests.official_server import DictStore, OfficialServer
from tests.planted import SECRETS

TEXT = "\n".join(text for text, _ in SECRETS.values())


@pytest.fixture
def logged():
    """What a handler of the host writes, with tracebacks, at the most talkative level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)


def leaks(text):
    text = re.sub(r"\bTask-\d+", "", text)  # asyncio names its tasks so, and "sk-1" is no key there
    return [name for name, (_, secret) in SECRETS.items() if secret in text or json.dumps(secret)[1:-1] in text]


async def ways_out(session, turn, logged):
    """All that people can read of a turn but the assistant's words and the user's."""
    page = {"type": "items.list", "params": {"thread_id": turn.thread_id}} if turn.thread_id else None
    reply = await session.call(page) if page and not isinstance(session.server, ByteServer) else {}
    frames = [event for _, event in session.recorder.frames]
    shown = [
        repr(turn),
        str(turn.error),
        [each.model_dump(mode="json") for each in turn.items if each.type != "assistant_message"],
        [each for each in frames if each.get("item", {}).get("type") != "assistant_message"],
        [each for each in reply.get("data", []) if each["type"] != "assistant_message"],
        session.log.to_pandas().to_string(max_colwidth=None),
        repr(session.server),
        logged.getvalue(),
    ]
    return "\n".join(each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in shown)


async def asked(session):
    return await session.finished(session.submit("threads.create", say("hi")))


def failure():
    """An exception with secrets in its message, its note, its cause and the members of a group."""
    error = RuntimeError(f"It failed: {TEXT}")
    error.__cause__ = ConnectionError(TEXT)
    error.add_note(TEXT)
    return ExceptionGroup(TEXT, [error, KeyError(TEXT)])


async def raises(thread, input_user_message, context):
    raise failure()
    yield


async def raises_for_the_user(thread, input_user_message, context):
    raise CustomStreamError(TEXT)
    yield


async def tells(thread, input_user_message, context):
    yield ProgressUpdateEvent(text=TEXT)
    yield NoticeEvent(level="info", title=TEXT, message=TEXT)


async def shows_steps(thread, input_user_message, context):
    task = CustomTask(title="A step", content=TEXT)
    stamp = {"thread_id": thread.id, "created_at": clock.now()}
    yield ThreadItemDoneEvent(item=WorkflowItem(id="i1", workflow=Workflow(type="custom", tasks=[task]), **stamp))
    call = {"call_id": "c", "name": "tool", "arguments": {}, "output": {"text": TEXT, "password": "swordfish"}}
    yield ThreadItemDoneEvent(item=ClientToolCallItem(id="i2", status="completed", **call, **stamp))


async def yields_what_is_no_event(thread, input_user_message, context):
    yield {"password": TEXT}


def raises_as_a_reply(text):
    raise failure()


def raises_a_title(text, thread):
    raise failure()


class OfficialRaises(OfficialServer):
    async def respond(self, thread, input_user_message, context):
        raise failure()
        yield


@pytest.mark.parametrize(
    "server",
    [
        lambda: RespondServer(raises, MemoryStore()),
        lambda: RespondServer(raises_for_the_user, MemoryStore()),
        lambda: RespondServer(tells, MemoryStore()),
        lambda: RespondServer(shows_steps, MemoryStore()),
        lambda: server_for(raises_as_a_reply),
        lambda: server_for(yields_what_is_no_event),
        lambda: server_for(lambda text: "an answer", titles=raises_a_title),
        lambda: OfficialRaises(DictStore()),
    ],
    ids=["respond", "its error", "its notices", "its steps", "reply", "a wrong event", "title", "official server"],
)
async def test_what_a_server_raises_or_tells(session_of, logged, server):
    async with session_of(server()) as session:
        turn = await asked(session)
        assert leaks(await ways_out(session, turn, logged)) == []


async def test_the_reason_of_a_failure_is_told_though_it_holds_a_secret(session_of):
    def answer(text):
        raise ValueError("bad password=hunter2")

    async with session_of(server_for(answer)) as session:
        turn = await asked(session)
        (error,) = [event for _, event in session.recorder.frames if event["type"] == "error"]
        assert turn.error == "ValueError: bad password=***"
        assert error["detail"]["traceback"].endswith("ValueError: bad password=***\n")


async def test_what_a_server_of_any_kind_sends_as_errors_and_steps(session_of, logged):
    async def answer(body):
        yield created()
        task = {"type": "custom", "title": TEXT, "content": TEXT}
        yield done(item("task", "i1", task=task))
        workflow = {"type": "custom", "tasks": [], "summary": {"title": TEXT}, "expanded": False}
        yield {"type": "thread.item.added", "item": item("workflow", "i2", workflow=workflow)}
        update = {"type": "workflow.task.added", "task_index": 0, "task": task}
        yield {"type": "thread.item.updated", "item_id": "i2", "update": update}
        yield done(item("workflow", "i2", workflow={**workflow, "tasks": [task]}))
        yield {"type": "error", "code": "custom", "message": TEXT, "allow_retry": True}

    async with session_of(ByteServer(answer)) as session:
        turn = await asked(session)
        assert [each.type for each in turn.items] == ["task", "workflow"]
        assert leaks(await ways_out(session, turn, logged) + json.dumps(session.current.snapshot())) == []


def returns(tool_text):
    return {
        "headers": tool_text,
        "list": [tool_text],
        **dict.fromkeys(("password", "apiKey"), "swordfish"),
    }


@pytest.mark.parametrize("does", ["returns text", "returns a dict", "raises", "raises for good"])
async def test_what_a_tool_of_an_agent_returns_or_raises(session_of, logged, does):
    def tool() -> object:
        match does:
            case "returns text":
                return TEXT
            case "returns a dict":
                return returns(TEXT)
            case _:
                raise failure()

    options = {"failure_error_function": None} if does == "raises for good" else {}
    model = ScriptedModel([call("tool"), "Done."])
    server = AgentServer(Agent(name="Ann", model=model, tools=[function_tool(tool, **options)]), MemoryStore())
    async with session_of(server) as session:
        turn = await asked(session)
        assert leaks(await ways_out(session, turn, logged)) == []
        stored = (await server.store.load_thread_items(turn.thread_id, None, 100, "asc", {})).data
        steps = [each for each in stored if each.type == "workflow"]
        assert steps
        assert leaks(json.dumps([each.model_dump(mode="json") for each in steps], ensure_ascii=False)) == []
    if does == "returns text":
        assert "hunter2" in str(model.requests[-1].input)  # the model reads what the tool returned


@pytest.mark.parametrize("does", ["returns", "raises"])
async def test_what_a_client_tool_returns_or_raises(session_of, logged, does):
    def tool():
        if does == "raises":
            raise failure()
        return returns(TEXT)

    async def answer(body):
        if body["type"] == "threads.create":
            yield created()
            yield done(item("client_tool_call", "c", call_id="c", name="tool", arguments={}, status="pending"))
        else:
            output = body["params"]["result"]
            yield done(item("client_tool_call", "c", call_id="c", name="tool", arguments={}, output=output))

    callbacks = Callbacks(client_tools={"tool": ClientTool.of(tool)})
    async with session_of(ByteServer(answer), callbacks) as session:
        turn = await asked(session)
        assert leaks(await ways_out(session, turn, logged)) == []
        result = session.server.requests[1][0]["params"]["result"]
        assert (result == returns(TEXT)) == (does == "returns")  # the server gets it as it is


async def test_what_effects_listeners_and_actions_raise(session_of, logged, wait_until):
    def fails(*_, **__):
        raise failure()

    async def answer(body):
        yield created()
        yield {"type": "client_effect", "name": "beep", "data": {}}

    callbacks = Callbacks(effects={"beep": Callback(fails)}, actions={"buy": Callback(fails)})
    callbacks.add_listener("response.end", Callback(fails))
    async with session_of(ByteServer(answer), callbacks) as session:
        turn = await asked(session)
        with pytest.raises(ExceptionGroup) as caught:
            await session.client_action({"type": "buy"}, None)
        session.note("Something went wrong", caught.value)
        await wait_until(lambda: len(session.log.where(type="chatkit.failure")) == 3)
        assert leaks(await ways_out(session, turn, logged)) == []


@pytest.mark.parametrize("kind", [StoreError, ValueError, CustomStreamError])
async def test_what_is_told_of_a_request_that_failed(session_of, logged, kind):
    def answer(body):
        raise kind(TEXT)

    async with session_of(ByteServer(answer)) as session:
        with pytest.raises(kind) as caught:
            await session.call({"type": "threads.list", "params": {}})
        rows = json.dumps([record.payload for record in session.log], ensure_ascii=False)
        assert leaks(f"{request_error(caught.value)}{rows}{logged.getvalue()}") == []


async def test_what_the_place_of_an_upload_answers(session_of, logged):
    with BytePlace() as place:
        place.status = 403
        headers = {"X-Ms-Key": "opaque-header", "Authorization": "Bearer opaque-bearer"}
        server = OfficialServer(AttachmentDictStore(), Bucket(place.url, "PUT", headers))
        async with session_of(server) as session:
            for name, (text, secret) in [*SECRETS.items()][::10]:
                place.body = f"{text} / {headers} /1?sig=abc".encode()
                made = (await session.call(create(name, 1)))["id"]
                with pytest.raises(Exception, match="status 403") as caught:
                    await session.receive(made, 0, b"x")
                told = f"{request_error(caught.value)}{logged.getvalue()}"
                assert secret not in told
                assert "opaque" not in told
                assert "sig=abc" not in told
            rows = json.dumps([record.payload for record in session.log], ensure_ascii=False)
            assert leaks(rows) == []


def test_a_store_tells_its_address_without_the_password():
    with pytest.raises(StoreError) as caught:
        SQLStore("postgresql://ann:opaque-1234@127.0.0.1:9/app")
    assert "opaque-1234" not in f"{caught.value}{caught.value.__cause__}"
    assert secrets.masked("opaque-1234") == "<store>"


async def test_the_user_s_and_the_assistant_s_words_stay_as_they_are(session_of):
    text = "A key begins with sk-, such as sk-a1b2c3, and password=hunter2 is a bad one."
    server = server_for(lambda said: said)
    async with session_of(server) as session:
        turn = await session.finished(session.submit("threads.create", say(text)))
        assert turn.text == text
        (mine, _) = session.current.items()
        assert mine.content[0].text == text


async def test_a_tool_gets_the_arguments_that_the_model_wrote(session_of):
    got = []

    async def answer(body):
        yield created()
        if body["type"] == "threads.create":
            arguments = {"password": "hunter2"}
            yield done(item("client_tool_call", "c", call_id="c", name="t", arguments=arguments, status="pending"))

    def tool(password):
        got.append(password)

    callbacks = Callbacks(client_tools={"t": ClientTool.of(tool)})
    async with session_of(ByteServer(answer), callbacks) as session:
        await asked(session)
        assert got == ["hunter2"]


async def test_what_tasks_and_threads_of_a_tool_log(session_of, logged):
    async def respond(thread, input_user_message, context):
        for name in ("chatkit", "chatkit_notebook.made.later", "openai.agents", "httpx2", "openai._base_client"):
            log = logging.getLogger(name)
            try:
                raise failure()
            except ExceptionGroup:
                log.exception("It failed: %s", TEXT, stack_info=True)
            log.warning(TEXT)
            log.info("%(headers)s", {"headers": {"x-api-key": "opaque-key"}})
        await asyncio.wait([asyncio.get_running_loop().create_task(fail())])
        gc.collect()  # asyncio logs what nobody has asked a task for
        return
        yield

    async def fail():
        raise failure()

    async with session_of(RespondServer(respond, MemoryStore())) as session:
        logging.getLogger("chatkit_notebook.made.later")
        turn = await asked(session)
        out = await ways_out(session, turn, logged)
        assert out.count("It failed: ") >= 5
        assert "never retrieved" in out
        assert leaks(out) == []
        assert "opaque-key" not in out
