"""What a session asks without a stream, what it logs, and who is told."""

import asyncio
from contextvars import ContextVar

import pytest

from chatkit_notebook.client import Callbacks
from chatkit_notebook.client.callbacks import Callback
from chatkit_notebook.errors import InvalidRequestError
from tests.client.conftest import Recorder
from tests.doubles import ByteServer, created, delta, done, item, message, say

LIST = {"type": "items.list", "params": {"thread_id": "t1"}}


def rows(session):
    return [(record.type, record.op, record.thread_id) for record in session.log]


async def endless(body):
    if body["type"] == "threads.create":
        yield created()
    await asyncio.Event().wait()


async def test_a_request_and_its_reply_are_rows_of_the_log(session_of):
    async with session_of(ByteServer(lambda _: {"data": [], "has_more": False})) as session:
        reply = await session.call(LIST, source="view")

        assert rows(session) == [("chatkit.request", "items.list", "t1"), ("chatkit.reply", "items.list", "t1")]
        asked, answered = (record.payload for record in session.log)
        assert (asked["source"], asked["params"], answered["body"]) == ("view", LIST["params"], reply)


async def test_a_request_that_fails_is_a_row_with_its_reason(session_of):
    def answer(body):
        raise LookupError("no such thread")

    async with session_of(ByteServer(answer)) as session:
        with pytest.raises(LookupError):
            await session.call(LIST)

        assert session.log[0].payload["source"] == "python"
        assert rows(session)[1:] == [("chatkit.failure", "items.list", "t1")]
        assert session.log[1].payload["error"]["message"] == "no such thread"


@pytest.mark.parametrize("body", [say("hi"), {"type": "items.list", "params": {}}, {"params": {}}, None])
async def test_what_streams_or_has_a_wrong_shape_is_not_called(session_of, body):
    async with session_of(ByteServer(lambda _: {})) as session:
        with pytest.raises(InvalidRequestError):
            await session.call(body)
        assert (session.server.requests, rows(session)) == ([], [])


@pytest.mark.parametrize(("given", "got"), [(None, {}), (0, 0), ("", ""), ([], []), ("ann", "ann")])
async def test_the_server_gets_the_context_that_was_given(session_of, given, got):
    def answer(body):
        return endless_once() if body["type"] == "threads.create" else {"data": [], "has_more": False}

    async def endless_once():
        yield created()

    async with session_of(ByteServer(answer), context=given) as session:
        await session.call(LIST)
        await session.finished(session.submit("threads.create", say("hi")))
        assert [context for _, context in session.server.requests] == [got, got]


async def test_the_server_runs_with_the_variables_of_the_cell_and_changes_them_for_nobody(session_of):
    variable = ContextVar("variable")
    variable.set("the cell's")
    seen = []

    async def answer(body):
        seen.append(variable.get())
        variable.set("the response's")
        yield created()

    async with session_of(ByteServer(answer)) as session:
        variable.set("a later cell's")
        for _ in range(2):
            await session.finished(session.submit("threads.create", say("hi")))
    assert seen == ["the cell's", "the cell's"]


async def test_what_is_under_way_is_known_until_it_has_ended(session_of, wait_until):
    callbacks = Callbacks()
    callbacks.add_listener("ready", Callback(asyncio.Event().wait))
    async with session_of(ByteServer(endless), callbacks) as session:
        session.view_event("ready", {})  # what listeners do is no response
        first = session.submit("ask", lambda _: say("a"), id="r1")
        second = session.submit("ask", lambda _: say("b"), id="r2")
        await wait_until(lambda: session.current.id)
        assert [session.is_under_way(name) for name in ("r1", "r2", "r3")] == [True, True, False]
        assert session.under_way == 2

        session.stop("r2")
        await session.finished(second)
        assert (session.is_under_way("r1"), session.is_under_way("r2"), session.under_way) == (True, False, 1)
        session.stop()
        await session.finished(first)
        assert session.under_way == 0


async def test_a_response_is_over_when_its_end_is_told(session_of):
    async def answer(body):
        yield created()

    class Curious(Recorder):
        def frame(self, request_id, event):
            if event["type"] == "chatkit.response.end":
                seen.append((session.is_under_way(request_id), session.current.snapshot()["response"]))

    seen = []
    async with session_of(ByteServer(answer)) as session:
        session.look_on(Curious())
        await session.finished(session.submit("threads.create", say("hi")))
    assert seen == [(False, None)]


async def test_only_a_request_that_waits_is_told_to_be_queued(session_of, wait_until):
    async with session_of(ByteServer(endless)) as session:
        session.submit("ask", lambda _: say("a"), id="r1")
        await wait_until(lambda: session.current.id)
        session.submit("threads.add_user_message", say("b", "threads.add_user_message"), id="r2")

        queued = [(at, event) for at, event in session.recorder.frames if event["type"] == "chatkit.response.queued"]
        op = "threads.add_user_message"
        assert queued == [("r2", {"type": "chatkit.response.queued", "id": "r2", "op": op})]


async def test_cancelling_the_wait_for_a_response_stops_it_first(session_of, wait_until):
    async def answer(body):
        yield created()
        try:
            await asyncio.Event().wait()
        finally:
            for _ in range(20):  # it takes a while to end
                await asyncio.sleep(0)

    async with session_of(ByteServer(answer)) as session:
        response = session.submit("threads.create", say("hi"))
        waiting = asyncio.create_task(session.finished(response))
        await wait_until(lambda: session.current.id)
        waiting.cancel()

        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert (response.is_cancelled, response.task.done()) == (True, True)
        assert session.recorder.frames[-1][1]["type"] == "chatkit.response.end"


async def test_stopping_twice_is_logged_once(session_of, wait_until):
    async with session_of(ByteServer(endless)) as session:
        response = session.submit("threads.create", say("hi"), id="r1")
        await wait_until(lambda: session.current.id)
        session.stop()
        session.stop("r1")
        await session.finished(response)
        (row,) = session.log.where(type="chatkit.cancel")
        assert (row.run_id, row.op) == ("r1", "threads.create")


async def test_what_happens_behind_the_shown_thread_is_logged_and_told_there(session_of, wait_until):
    gate = asyncio.Event()

    def fails():
        raise ValueError("no")

    async def answer(body):
        yield created()
        await gate.wait()
        yield {"type": "client_effect", "name": "bad", "data": {}}

    async with session_of(ByteServer(answer), Callbacks(effects={"bad": Callback(fails)})) as session:
        response = session.submit("threads.create", say("hi"), id="r1")
        await wait_until(lambda: session.current.id)
        await session.open_thread(None)
        gate.set()
        await session.finished(response)
        await wait_until(lambda: session.log.where(type="notice"))

        for kind in ("client_effect", "chatkit.failure", "notice"):
            (row,) = session.log.where(type=kind)
            assert (row.run_id, row.op, row.thread_id) == ("r1", "threads.create", "t1")
            assert row.elapsed_ms is not None
        assert "notice" not in session.recorder.types()


async def test_every_onlooker_is_told_of_everything(session_of):
    async def answer(body):
        yield created()
        yield done(message("m", "x"))

    async with session_of(ByteServer(answer)) as session:
        other = Recorder()
        session.look_on(other)
        await session.finished(session.submit("threads.create", say("hi")))
        await session.open_thread(None)
        assert other.frames == session.recorder.frames
        assert (other.opened_count, session.recorder.opened_count) == (1, 1)


@pytest.mark.parametrize("name", ["ready", "history.open", "history.close", "deeplink"])
async def test_listeners_hear_what_happens_in_a_view(session_of, wait_until, name):
    heard = []
    callbacks = Callbacks()
    callbacks.add_listener(name, Callback(lambda event: heard.append(event)))  # noqa: PLW0108 - it takes one
    async with session_of(ByteServer(lambda _: {}), callbacks) as session:
        session.view_event(name, {"from": "a view"})
        await wait_until(lambda: heard == [{"from": "a view"}])


async def test_all_listeners_of_an_event_hear_it(session_of, wait_until):
    heard = []
    callbacks = Callbacks()

    def fails():
        raise ValueError("no")

    def hears(event):
        heard.append(event)

    for listener in (fails, hears):
        callbacks.add_listener("ready", Callback(listener))
    async with session_of(ByteServer(lambda _: {}), callbacks) as session:
        session.view_event("ready", {})
        await wait_until(lambda: heard == [{}] and "notice" in session.recorder.types())
        notice = next(event for _, event in session.recorder.frames if event["type"] == "notice")
        assert (notice["title"], notice["message"]) == ("The listener fails of ready failed", "ValueError: no")


async def test_a_failure_is_noted_in_the_chat_and_kept_with_its_traceback(session_of):
    async with session_of(ByteServer(lambda _: {})) as session:
        session.note("Something went wrong", OSError("disk full"))
        (row,) = session.log.where(type="chatkit.failure")
        assert (row.payload["title"], row.payload["error"]["message"]) == ("Something went wrong", "disk full")
        notice = session.recorder.frames[-1][1]
        assert (notice["level"], notice["title"], notice["message"]) == (
            "danger", "Something went wrong", "OSError: disk full",
        )  # fmt: skip


async def test_closing_ends_what_listeners_still_do(session_of, wait_until):
    begun, ended = [], []
    callbacks = Callbacks()

    async def waits():
        begun.append(True)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    callbacks.add_listener("ready", Callback(waits))
    before = asyncio.all_tasks()
    async with session_of(ByteServer(lambda _: {}), callbacks) as session:
        session.view_event("ready", {})
        await wait_until(lambda: begun)
    assert ended == [True]
    assert asyncio.all_tasks() == before


async def test_closing_tells_the_end_of_what_ran_and_of_what_waited(session_of, wait_until):
    async with session_of(ByteServer(endless)) as session:
        for name in ("r1", "r2"):
            session.submit("ask", lambda _: say("a"), id=name)
        await wait_until(lambda: session.current.id)
        await session.close()
        await wait_until(lambda: session.recorder.types().count("chatkit.response.end") == 2)
        ends = [event for _, event in session.recorder.frames if event["type"] == "chatkit.response.end"]
        assert sorted((each["id"], each["cancelled"], each["error"]) for each in ends) == [
            ("r1", True, None),
            ("r2", True, None),
        ]


async def test_the_steps_of_a_chat_are_told_with_their_request(session_of):
    async def answer(body):
        yield created()
        yield {"type": "thread.item.added", "item": message("m", "")}
        yield delta("m", "Hi")
        yield {"type": "thread.item.removed", "item_id": "m"}
        yield done(item("end_of_turn", "e"))

    async with session_of(ByteServer(answer)) as session:
        body = say("hi")
        response = session.submit("threads.create", body, id="r1", source="view")
        await session.finished(response)

        start = session.recorder.frames[0][1]
        assert (start["op"], start["source"], start["request"]) == ("threads.create", "view", body)
        assert list(response.item_ids) == ["m", "e"]
        assert {record.op for record in session.log} == {"threads.create"}
        assert all(record.elapsed_ms is not None for record in session.log)


async def test_a_request_that_is_made_when_its_turn_has_come_is_named_by_what_it_became(session_of):
    async def answer(body):
        yield created()

    async with session_of(ByteServer(answer)) as session:
        turn = await session.finished(session.submit("ask", lambda _: say("hi")))
        assert {event["op"] for _, event in session.recorder.frames if "op" in event} == {"threads.create"}
        assert {record.op for record in turn.events} == {"threads.create"}


async def test_listeners_hear_an_error_as_it_was_told(session_of, wait_until):
    heard = []
    callbacks = Callbacks()
    callbacks.add_listener("error", Callback(lambda event: heard.append(event)))  # noqa: PLW0108 - it takes one
    error = {"code": "custom", "message": "Quota used up", "allow_retry": True}

    async def answer(body):
        yield {"type": "error", **error}

    async with session_of(ByteServer(answer), callbacks) as session:
        await session.finished(session.submit("threads.create", say("hi")))
        await wait_until(lambda: heard)
    assert heard == [{"error": error}]
