"""The session against the smallest possible server: anything with `process()` that answers in SSE bytes."""

import asyncio
import json

import pytest

from chatkit_notebook.client import Callbacks
from chatkit_notebook.client.callbacks import Callback, ClientTool
from chatkit_notebook.client.requests import InvalidRequestError
from tests.doubles import ByteServer, created, delta, done, item, message, say


async def test_a_response_starts_once_streams_and_ends_once(session_of):
    async def answer(body):
        yield created()
        yield {"type": "thread.item.added", "item": message("m1", "")}
        yield delta("m1", "Hel")
        yield delta("m1", "lo")
        yield done(message("m1", "Hello"))

    async with session_of(ByteServer(answer), context={"user": 1}) as session:
        turn = await session.finished(session.submit("threads.create", say("hi"), id="r1"))
        assert (turn.text, turn.thread_id, turn.error) == ("Hello", "t1", None)
        assert session.recorder.types() == [
            "chatkit.response.start",
            "thread.created",
            "chatkit.thread.change",
            "thread.item.added",
            "thread.item.updated",
            "thread.item.updated",
            "thread.item.done",
            "chatkit.response.end",
        ]
        assert {request_id for request_id, _ in session.recorder.frames} == {"r1"}
        assert [record.run_id for record in turn.events] == ["r1"] * 8
        assert session.server.requests == [(say("hi"), {"user": 1})]


@pytest.mark.parametrize("size", [1, 3, 7, 10_000])
async def test_events_survive_any_cut_of_the_stream(session_of, size):
    events = [created(), done(message("m1", 'a\nb\u2028 é 🎉 \\ " data: x'))]

    async def answer(body):
        stream = b": hello\r\n\r\n" + b"".join(
            b"event: x\ndata: " + json.dumps(event, ensure_ascii=False).encode() + b"\n\n" for event in events
        )
        for start in range(0, len(stream), size):
            yield stream[start : start + size]

    async with session_of(ByteServer(answer)) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        assert turn.text == 'a\nb\u2028 é 🎉 \\ " data: x'


async def test_a_stream_that_breaks_is_one_error_event_and_a_normal_end(session_of):
    async def answer(body):
        yield created()
        raise ConnectionError("the line is dead")

    async with session_of(ByteServer(answer)) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        assert turn.error == "ConnectionError: the line is dead"
        assert session.recorder.types()[-2:] == ["error", "chatkit.response.end"]
        assert session.recorder.frames[-1][1]["error"]["allow_retry"] is True


async def test_a_frame_that_is_no_json_is_an_error_that_shows_it(session_of):
    async def answer(body):
        yield b"data: {oops\n\n"

    async with session_of(ByteServer(answer)) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        assert "{oops" in turn.error


@pytest.mark.parametrize("waits", [True, False])
async def test_stop_cancels_the_stream_inside_keeps_the_text_and_leaves_the_session_usable(session_of, waits):
    cancelled = []

    async def short():
        yield done(message("m2", "fine"))

    async def answer(body):
        yield created()
        yield {"type": "thread.item.added", "item": message("m1", "")}
        yield delta("m1", "kept")
        try:
            while True:
                if waits:
                    await asyncio.sleep(0.001)
                else:
                    # Never gives the loop a turn by itself for a while: the session has to.
                    for _ in range(50_000):
                        pass
                    await asyncio.sleep(0)
                yield delta("m1", ".")
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    async with session_of(ByteServer(answer)) as session:
        response = session.submit("threads.create", say("hi"), id="r1")
        async with asyncio.timeout(5):
            while len(session.recorder.frames) < 10:  # noqa: ASYNC110 - frames, not one event
                await asyncio.sleep(0)
        session.stop()
        turn = await session.finished(response)
        assert turn.text.startswith("kept.")
        assert turn.error is None
        assert cancelled == [True]
        assert session.recorder.frames[-1][1]["cancelled"] is True
        assert session.recorder.types().count("chatkit.response.end") == 1
        session.server.answer = lambda body: short()
        again = await session.finished(session.submit("x", say("more", "threads.add_user_message")))
        assert (again.text, again.error) == ("fine", None)


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
        await asyncio.wait_for(started.wait(), 5)
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
        ({"f": ClientTool.of(lambda: {1, object}, "f")}, "no JSON", "Client tool f failed"),
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


async def test_a_server_that_exits_is_an_error_like_any_other(session_of):
    async def answer(body):
        yield created()
        raise SystemExit(3)

    async with session_of(ByteServer(answer)) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        assert turn.error == "SystemExit: 3"
        assert session.recorder.types()[-2:] == ["error", "chatkit.response.end"]


async def test_a_star_function_hears_an_effect_whose_own_function_fails(session_of, wait_until):
    seen = []

    async def answer(body):
        yield {"type": "client_effect", "name": "bad", "data": {"n": 1}}

    callbacks = Callbacks(effects={"bad": Callback(fails), "*": Callback(lambda *args: seen.append(args))})
    async with session_of(ByteServer(answer), callbacks) as session:
        await session.finished(session.submit("threads.create", say("hi")))
        await wait_until(lambda: "notice" in session.recorder.types() and seen == [("bad", {"n": 1})])


async def test_responses_of_a_thread_wait_for_each_other(session_of):
    running = []
    most = []

    async def answer(body):
        running.append(body)
        most.append(len(running))
        if body["type"] == "threads.create":
            yield created()
        await asyncio.sleep(0)
        yield done(message(f"m{len(most)}", "x"))
        running.remove(body)

    def ask(thread):
        return say("x") if thread.id is None else say("x", "threads.add_user_message")

    async with session_of(ByteServer(answer)) as session:
        responses = [session.submit("ask", ask) for _ in range(3)]
        turns = [await session.finished(response) for response in responses]
        assert [turn.thread_id for turn in turns] == ["t1"] * 3
        assert most == [1, 1, 1]
        ops = [body["type"] for body, _ in session.server.requests]
        assert ops == ["threads.create", "threads.add_user_message", "threads.add_user_message"]


async def test_stop_ends_what_waits_for_its_turn_too(session_of):
    async def answer(body):
        yield created()
        await asyncio.Event().wait()

    async with session_of(ByteServer(answer)) as session:
        first = session.submit("ask", lambda _: say("a"), id="r1")
        second = session.submit("ask", lambda _: say("b"), id="r2")
        async with asyncio.timeout(5):
            while "thread.created" not in session.recorder.types():  # noqa: ASYNC110 - frames, not one event
                await asyncio.sleep(0)
        session.stop()
        await session.finished(first)
        await session.finished(second)
        ends = [event["id"] for _, event in session.recorder.frames if event["type"] == "chatkit.response.end"]
        assert sorted(ends) == ["r1", "r2"]
        assert len(session.server.requests) == 1


async def test_a_response_goes_on_while_another_thread_is_shown(session_of):
    gate = asyncio.Event()

    async def answer(body):
        if body["type"] == "threads.create":
            yield created()
            await gate.wait()
            yield done(message("m1", "late"))

    async with session_of(ByteServer(answer)) as session:
        response = session.submit("threads.create", say("hi"))
        async with asyncio.timeout(5):
            while session.current.id is None:  # noqa: ASYNC110 - state, not one event
                await asyncio.sleep(0)
        await session.open_thread(None)
        assert session.current.id is None
        assert session.recorder.opened_count == 1
        gate.set()
        turn = await session.finished(response)
        assert turn.text == "late"
        assert session.current.state["items"] == []
        assert "late" not in json.dumps([event for _, event in session.recorder.frames])


async def test_coming_back_to_a_thread_that_still_answers_shows_it_as_it_is(session_of):
    gate = asyncio.Event()

    async def answer(body):
        yield created()
        yield done(message("m1", "before"))
        await gate.wait()
        yield done(message("m2", "after"))

    async with session_of(ByteServer(answer)) as session:
        response = session.submit("threads.create", say("hi"))
        async with asyncio.timeout(5):
            while not session.current.state["items"]:  # noqa: ASYNC110 - state, not one event
                await asyncio.sleep(0)
        await session.open_thread(None)
        await session.open_thread("t1")
        assert session.current.snapshot()["response"] == {"id": response.id, "op": "threads.create"}
        gate.set()
        await session.finished(response)
        assert [wire["id"] for wire in session.current.state["items"]] == ["m1", "m2"]


async def test_opening_a_long_thread_shows_its_newest_items(session_of):
    items = [message(f"m{number}", str(number)) for number in range(50)]

    def answer(body):
        if body["type"] == "threads.get_by_id":
            return {**created()["thread"], "items": {"data": items[:20], "has_more": True, "after": "m19"}}
        return {"data": items[:-21:-1], "has_more": True, "after": "m30"}

    async with session_of(ByteServer(answer)) as session:
        await session.open_thread("t1")
        snapshot = session.current.snapshot()
        assert [wire["id"] for wire in snapshot["items"]] == [f"m{number}" for number in range(30, 50)]
        assert snapshot["has_older"] is True
        assert "items" not in snapshot["thread"]


async def test_a_thread_that_does_not_load_leaves_the_shown_one(session_of):
    def answer(body):
        raise LookupError("no such thread")

    async with session_of(ByteServer(answer)) as session:
        before = session.current
        with pytest.raises(LookupError):
            await session.open_thread("gone")
        assert session.current is before


async def test_the_thread_asked_for_last_is_shown_whichever_loads_first(session_of):
    gates = {"t1": asyncio.Event(), "t2": asyncio.Event()}

    class Slow(ByteServer):
        async def process(self, request, context):
            await gates[json.loads(request)["params"]["thread_id"]].wait()
            return await super().process(request, context)

    async with session_of(Slow(lambda body: created(body["params"]["thread_id"])["thread"])) as session:
        opening = [asyncio.create_task(session.open_thread(thread_id)) for thread_id in ("t1", "t2")]
        await asyncio.sleep(0)
        gates["t2"].set()
        await opening[1]
        gates["t1"].set()
        await opening[0]
        assert session.current.id == "t2"


async def test_a_retry_drops_the_later_items_before_it_runs(session_of):
    async def answer(body):
        if body["type"] == "threads.create":
            yield created()
            yield done(item("user_message", "u", content=[], attachments=[], inference_options={}))
            yield done(message("m1", "first"))
        else:
            yield done(message("m2", "second"))

    async with session_of(ByteServer(answer)) as session:
        await session.finished(session.submit("threads.create", say("hi")))
        retry = {"type": "threads.retry_after_item", "params": {"thread_id": "t1", "item_id": "u"}}
        turn = await session.finished(session.submit("retry", retry))
        assert turn.text == "second"
        assert [wire["id"] for wire in session.current.state["items"]] == ["u", "m2"]


async def test_a_renamed_thread_is_renamed_on_the_screen_and_a_deleted_one_gone(session_of):
    def answer(body):
        if body["type"] == "threads.update":
            return {**created()["thread"], "title": body["params"]["title"]}
        if body["type"] == "threads.get_by_id":
            return created()["thread"]
        return {}

    async with session_of(ByteServer(answer)) as session:
        await session.open_thread("t1")
        await session.call({"type": "threads.update", "params": {"thread_id": "t1", "title": "New"}})
        assert session.current.state["thread"]["title"] == "New"
        await session.call({"type": "threads.delete", "params": {"thread_id": "t1"}})
        assert session.current.id is None


@pytest.mark.parametrize("body", [{"type": "threads.list", "params": {}}, {"type": "threads.create", "params": {}}])
async def test_what_is_no_streaming_request_is_refused(session_of, body):
    async with session_of(ByteServer(lambda _: {})) as session:
        with pytest.raises(InvalidRequestError):
            session.submit("x", body)
        assert session.server.requests == []


async def test_listeners_hear_start_and_end(session_of, wait_until):
    async def answer(body):
        yield created()

    heard = []
    callbacks = Callbacks()
    callbacks.add_listener("response.start", Callback(lambda event: heard.append(event["op"])))
    callbacks.add_listener("response.end", Callback(lambda: heard.append("end")))
    async with session_of(ByteServer(answer), callbacks) as session:
        await session.finished(session.submit("threads.create", say("hi")))
        await wait_until(lambda: heard == ["threads.create", "end"])


async def test_secrets_never_reach_the_chat_or_the_log(session_of, monkeypatch):
    monkeypatch.setenv("SHOP_API_KEY", "topsecret-value")

    async def answer(body):
        yield created()
        raise RuntimeError("refused topsecret-value and sk-abcdef123456")

    async with session_of(ByteServer(answer)) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        everything = turn.error + json.dumps([record.payload for record in session.log])
        assert "topsecret-value" not in everything
        assert "abcdef123456" not in everything
        assert "<SHOP_API_KEY>" in turn.error


async def test_closing_leaves_no_task(session_of):
    async def answer(body):
        yield created()
        await asyncio.Event().wait()

    before = asyncio.all_tasks()
    async with session_of(ByteServer(answer)) as session:
        session.submit("threads.create", say("hi"))
        await asyncio.sleep(0)
    assert asyncio.all_tasks() == before


async def test_what_a_view_reports_can_not_pose_as_the_sessions_own_events(session_of, wait_until):
    heard = []
    callbacks = Callbacks()
    for name in ("log", "deeplink", "response.end"):
        callbacks.add_listener(name, Callback(lambda event, name=name: heard.append((name, event))))
    async with session_of(ByteServer(lambda _: {}), callbacks) as session:
        session.view_event("response.end", {"type": "error"})
        session.view_event("deeplink", {"type": "error", "name": "task", "data": {"id": "1"}})
        await wait_until(lambda: len(heard) == 2)
    assert sorted(heard) == [
        ("deeplink", {"name": "task", "data": {"id": "1"}}),
        ("log", {"name": "response.end", "data": {"type": "error"}}),
    ]


async def test_listeners_hear_effects_and_errors(session_of, wait_until):
    async def answer(body):
        yield {"type": "client_effect", "name": "beep", "data": {"n": None}}
        yield {"type": "error", "code": "custom", "message": "Quota used up", "allow_retry": True}

    heard = []
    callbacks = Callbacks()
    callbacks.add_listener("effect", Callback(lambda event: heard.append(event)))  # noqa: PLW0108
    callbacks.add_listener("error", Callback(lambda event: heard.append(event["error"]["message"])))
    async with session_of(ByteServer(answer), callbacks) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        await wait_until(lambda: len(heard) == 2)
    assert turn.error == "Quota used up"
    assert {"name": "beep", "data": {"n": None}} in heard
