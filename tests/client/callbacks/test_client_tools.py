"""Functions of the notebook in a conversation: client tools, and effects."""

import asyncio

import pytest

from chatkit_notebook.client import Callbacks
from chatkit_notebook.client.callbacks import Callback, ClientTool
from chatkit_notebook.server.host import current_host
from tests.doubles import ByteServer, created, done, item, message, say


async def test_stop_while_a_client_tool_runs_drops_its_result(session_of):
    started = asyncio.Event()

    async def slow():
        started.set()
        await asyncio.Event().wait()

    async def answer(body):
        yield created()
        yield done(item("client_tool_call", "c", call_id="c", name="slow", arguments={}, status="pending"))

    callbacks = Callbacks(client_tools={"slow": ClientTool.of(slow)})
    async with session_of(ByteServer(answer), callbacks) as session:
        response = session.submit("threads.create", say("hi"))
        await asyncio.wait_for(started.wait(), 15)
        session.stop(response.id)
        await session.finished(response)
        assert len(session.server.requests) == 1


async def test_a_chain_of_client_tools_is_one_response(session_of):
    async def answer(body):
        if body["type"] == "threads.create":
            yield created()
        count = len(server.requests)
        if count < 4:
            call = item("client_tool_call", f"c{count}", call_id="c", name="add", arguments={"n": count})
            yield done({**call, "status": "pending"})
        else:
            yield done(message("m", f"got {body['params']['result']}"))

    server = ByteServer(answer)
    callbacks = Callbacks(client_tools={"add": ClientTool.of(lambda n: n + 1, "add")})
    async with session_of(server, callbacks) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        assert turn.text == "got 4"
        assert [body["type"] for body, _ in server.requests[1:]] == ["threads.add_client_tool_output"] * 3
        assert session.recorder.types().count("chatkit.response.start") == 1
        assert session.recorder.types().count("chatkit.response.end") == 1


async def test_an_endless_chain_of_client_tools_is_stopped(session_of):
    async def answer(body):
        if body["type"] == "threads.create":
            yield created()
        yield done(item("client_tool_call", "c", call_id="c", name="f", arguments={}, status="pending"))

    callbacks = Callbacks(client_tools={"f": ClientTool.of(lambda: 1, "f")})
    async with session_of(ByteServer(answer), callbacks) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        assert "looks like a loop" in turn.error


def fails():
    raise KeyError("no such row")


@pytest.mark.parametrize(
    ("tools", "result", "note"),
    [
        ({"f": ClientTool.of(fails, "f")}, "KeyError: 'no such row'", "Client tool f failed"),
        ({"f": ClientTool.of(lambda n: n, "f")}, "does not accept the arguments", "Client tool f failed"),
        ({"f": ClientTool.of(lambda: {1, object}, "f")}, "not JSON", "Client tool f failed"),
        ({}, "@chat.client_tool('f')", "Client tool f is missing"),
    ],
)
async def test_a_client_tool_that_fails_tells_the_agent_and_the_chat(session_of, tools, result, note):
    async def answer(body):
        if body["type"] == "threads.create":
            yield created()
            yield done(item("client_tool_call", "c", call_id="c", name="f", arguments={}, status="pending"))

    async with session_of(ByteServer(answer), Callbacks(client_tools=tools)) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        assert turn.error is None
        assert result in session.server.requests[1][0]["params"]["result"]["error"]
        notice = next(event for _, event in session.recorder.frames if event["type"] == "notice")
        assert notice["title"] == note
        assert result in notice["message"]


async def test_effects_call_python_and_a_failing_function_is_a_notice(session_of, wait_until):
    seen = []

    async def answer(body):
        yield {"type": "client_effect", "name": "ok", "data": {"n": 1}}
        yield {"type": "client_effect", "name": "bad", "data": {}}
        yield {"type": "client_effect", "name": "nobody", "data": {}}

    callbacks = Callbacks(effects={"ok": Callback(lambda n: seen.append(n)), "bad": Callback(fails)})  # noqa: PLW0108
    async with session_of(ByteServer(answer), callbacks) as session:
        await session.finished(session.submit("threads.create", say("hi")))
        await wait_until(lambda: "notice" in session.recorder.types() and seen == [1])
        failure = session.log.where(type="chatkit.failure")[0]
        assert "no such row" in failure.payload["error"]["traceback"]


async def test_a_star_function_hears_an_effect_whose_own_function_fails(session_of, wait_until):
    seen = []

    async def answer(body):
        yield {"type": "client_effect", "name": "bad", "data": {"n": 1}}

    callbacks = Callbacks(effects={"bad": Callback(fails), "*": Callback(lambda *args: seen.append(args))})
    async with session_of(ByteServer(answer), callbacks) as session:
        await session.finished(session.submit("threads.create", say("hi")))
        await wait_until(lambda: "notice" in session.recorder.types() and seen == [("bad", {"n": 1})])


@pytest.mark.parametrize(("given", "sent"), [(0, 0), (False, False), ([], []), ("", ""), ({}, {}), (None, {})])
async def test_the_agent_gets_what_a_client_tool_returns_and_an_object_for_nothing(session_of, given, sent):
    async def answer(body):
        if body["type"] == "threads.create":
            yield created()
            yield done(item("client_tool_call", "c", call_id="c", name="f", arguments={}, status="pending"))

    async with session_of(
        ByteServer(answer), Callbacks(client_tools={"f": ClientTool.of(lambda: given, "f")})
    ) as session:
        await session.finished(session.submit("threads.create", say("hi")))

        result = session.server.requests[1][0]["params"]["result"]
        assert (type(result), result) == (type(sent), sent)
        assert session.log.where(type="chatkit.callback")[0].payload["result"] == given


async def test_no_client_tool_runs_after_an_error(session_of):
    ran = []

    async def answer(body):
        yield created()
        yield done(item("client_tool_call", "c", call_id="c", name="f", arguments={}, status="pending"))
        yield {"type": "error", "code": "custom", "message": "Quota used up", "allow_retry": False}

    tools = {"f": ClientTool.of(lambda: ran.append(1), "f")}
    async with session_of(ByteServer(answer), Callbacks(client_tools=tools)) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))

        assert turn.error == "Quota used up"
        assert ran == []
        assert len(session.server.requests) == 1


async def test_a_call_that_has_its_output_already_is_not_made_again(session_of):
    ran = []

    async def answer(body):
        yield created()
        yield done(item("client_tool_call", "c", call_id="c", name="f", arguments={}, status="completed", output=1))

    tools = {"f": ClientTool.of(lambda: ran.append(1), "f")}
    async with session_of(ByteServer(answer), Callbacks(client_tools=tools)) as session:
        await session.finished(session.submit("threads.create", say("hi")))

    assert ran == []


async def test_of_two_calls_the_last_is_answered(session_of):
    ran = []

    async def answer(body):
        if body["type"] == "threads.create":
            yield created()
            for name in ("first", "last"):
                yield done(item("client_tool_call", name, call_id=name, name=name, arguments={}, status="pending"))
            yield done(message("m", "wait"))

    tools = {name: ClientTool.of(lambda name=name: ran.append(name), name) for name in ("first", "last")}
    async with session_of(ByteServer(answer), Callbacks(client_tools=tools)) as session:
        await session.finished(session.submit("threads.create", say("hi")))

    assert ran == ["last"]


class Tokens:
    """Counted like ``agents.Usage``."""

    def __init__(self, count):
        self.count = count

    def add(self, other):
        self.count += other.count


async def test_usage_is_the_sum_over_a_chain_of_client_tools(session_of):
    async def answer(body):
        current_host().used(Tokens(10 ** len(server.requests)))
        if body["type"] == "threads.create":
            yield created()
        if len(server.requests) < 3:
            yield done(item("client_tool_call", "c", call_id="c", name="f", arguments={}, status="pending"))

    server = ByteServer(answer)
    async with session_of(server, Callbacks(client_tools={"f": ClientTool.of(lambda: 1, "f")})) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        assert turn.usage.count == 1110
        told = [event for _, event in session.recorder.frames if event["type"] == "chatkit.usage"]
        assert [event["count"] for event in told] == [10, 100, 1000]

        again = await session.finished(session.submit("x", say("more", "threads.add_user_message")))
        assert again.usage.count == 10_000
