"""What one response comes to: its text, items and error, and how it ends."""

import asyncio
import logging
from contextlib import suppress

import chatkit.server
import chatkit.store
import pytest

from chatkit_notebook.client import Callbacks, response
from chatkit_notebook.client.callbacks import ClientTool
from chatkit_notebook.client.turn import Turn
from chatkit_notebook.errors import NotFoundError
from chatkit_notebook.eventlog import EventLog
from tests.doubles import ByteServer, created, delta, done, item, message, say


def parts(item_id, *texts):
    content = [{"annotations": [], "text": text, "type": "output_text"} for text in texts]
    return item("assistant_message", item_id, content=content)


def asks_for(name, call_id="c"):
    return done(item("client_tool_call", call_id, call_id=call_id, name=name, arguments={}, status="pending"))


class OfficialByteServer(ByteServer, chatkit.server.ChatKitServer):
    """One of the official package, so that its log is listened to, whose events are a test's own."""

    respond = None


async def ask(session):
    return await session.finished(session.submit("threads.create", say("hi"), id="r1"))


def end(session):
    return session.recorder.frames[-1][1]


async def test_the_text_of_a_turn_is_that_of_all_its_messages(session_of):
    async def answer(body):
        yield created()
        yield done(item("user_message", "u", content=[], attachments=[], inference_options={}))
        for wire in (parts("a", "One, ", "two."), parts("b", ""), parts("c", "Three.")):
            yield done(wire)

    async with session_of(ByteServer(answer)) as session:
        turn = await ask(session)
        assert turn.text == "One, two.\n\nThree."
        assert [each.id for each in turn.items] == ["a", "b", "c"]


async def test_a_turn_is_about_its_own_response_and_no_other_of_its_kind(session_of):
    async def answer(body):
        if body["type"] == "threads.create":
            yield created()
            yield done(message("old", "x"))
            yield done(message("untouched", "x"))
        elif session.is_under_way("r3"):
            yield delta("old", "y")

    async with session_of(ByteServer(answer)) as session:
        await ask(session)
        more = say("more", "threads.add_user_message")
        turns = [await session.finished(session.submit("x", more, id=name)) for name in ("r2", "r3")]
        assert [{record.run_id for record in each.events} for each in turns] == [{"r2"}, {"r3"}]
        assert [[each.id for each in turn.items] for turn in turns] == [[], ["old"]]
        assert [each.thread_id for each in turns] == ["t1", "t1"]


async def test_an_error_without_words_is_told_by_its_code(session_of):
    async def answer(body):
        yield created()
        yield {"type": "error", "code": "rate_limit"}

    async with session_of(ByteServer(answer)) as session:
        turn = await ask(session)
        assert turn.error == "rate_limit"
        assert end(session)["error"] == {"code": "rate_limit", "message": None, "allow_retry": False}


async def test_of_what_a_server_logs_the_last_exception_explains_its_error(session_of):
    log = logging.getLogger("chatkit")

    async def answer(body):
        yield created()
        for text in ("at first", "at last"):
            log.error("It failed.", exc_info=ValueError(text))
        log.warning("It did not.", exc_info=LookupError("only a warning"))
        yield {"type": "error", "code": "stream.error", "allow_retry": True}

    async with session_of(OfficialByteServer(answer)) as session:
        turn = await ask(session)
        assert turn.error == "ValueError: at last"
        (error,) = [event for _, event in session.recorder.frames if event["type"] == "error"]
        assert (error["detail"]["type"], error["detail"]["message"]) == ("ValueError", "at last")


async def test_what_another_response_logs_explains_nothing_here(session_of, wait_until):
    gate = asyncio.Event()

    async def answer(body):
        yield created()
        if body["params"]["input"]["content"][0]["text"] == "fails":
            logging.getLogger("chatkit").error("It failed.", exc_info=ValueError("elsewhere"))
            gate.set()
            return
        await gate.wait()
        yield {"type": "error", "code": "stream.error"}

    async with session_of(OfficialByteServer(answer)) as session, session_of(OfficialByteServer(answer)) as other:
        asked = session.submit("threads.create", say("hi"))
        await wait_until(lambda: session.current.id)
        await other.finished(other.submit("threads.create", say("fails")))
        assert (await session.finished(asked)).error == "stream.error"


@pytest.mark.parametrize("error", [NotFoundError, chatkit.store.NotFoundError])
async def test_what_is_not_there_is_not_tried_again(session_of, error):
    async def answer(body):
        yield created()
        raise error("t1")

    async with session_of(ByteServer(answer)) as session:
        await ask(session)
        assert end(session)["error"]["allow_retry"] is False


async def test_a_turn_that_was_stopped_has_no_error(session_of, wait_until):
    async def answer(body):
        yield created()
        await asyncio.Event().wait()

    async with session_of(ByteServer(answer)) as session:
        asked = session.submit("threads.create", say("hi"))
        await wait_until(lambda: session.current.id)
        session.stop()
        turn = await session.finished(asked)
        assert (turn.error, end(session)["error"], end(session)["cancelled"]) == (None, None, True)


async def test_a_stream_that_ignores_a_stop_is_closed(session_of, wait_until):
    closed = []

    async def answer(body):
        yield created()
        try:
            while True:
                with suppress(asyncio.CancelledError):
                    await asyncio.sleep(0)
                yield {"type": "progress_update", "text": "on and on"}
        finally:
            closed.append(True)

    async with session_of(ByteServer(answer)) as session:
        asked = session.submit("threads.create", say("hi"))
        await wait_until(lambda: session.current.id)
        session.stop()
        async with asyncio.timeout(30):
            await session.finished(asked)
        assert asked.is_cancelled
        await wait_until(lambda: closed)


async def test_a_stop_reaches_a_stream_at_its_next_wait(session_of, wait_until, monkeypatch):
    monkeypatch.setattr(response, "_BREATH", 0.0)
    cancelled = []

    async def answer(body):
        yield created()
        while not asked.is_cancelled:
            yield {"type": "progress_update", "text": "x"}
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    async with session_of(ByteServer(answer)) as session:
        asked = session.submit("threads.create", say("hi"))
        await wait_until(lambda: "progress_update" in session.recorder.types())
        session.stop()
        async with asyncio.timeout(30):
            await session.finished(asked)
        assert cancelled == [True]


async def test_no_client_tool_runs_after_a_stop_that_the_stream_ignores(session_of, wait_until):
    ran = []

    async def answer(body):
        yield created()
        yield asks_for("f")
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()

    tools = {"f": ClientTool.of(lambda: ran.append(1), "f")}
    async with session_of(ByteServer(answer), Callbacks(client_tools=tools)) as session:
        asked = session.submit("threads.create", say("hi"))
        await wait_until(lambda: "thread.item.done" in session.recorder.types())
        session.stop()
        await session.finished(asked)
        assert (ran, len(session.server.requests)) == ([], 1)


async def test_a_stream_that_never_waits_leaves_others_their_turn(session_of, monkeypatch):
    monkeypatch.setattr(response, "_BREATH", 0.0)
    turns = []

    async def answer(body):
        yield created()
        for _ in range(50):
            yield {"type": "progress_update", "text": "x"}

    async def other():
        for _ in range(10):
            await asyncio.sleep(0)
            turns.append(session.recorder.types().count("progress_update"))

    async with session_of(ByteServer(answer)) as session:
        beside = asyncio.create_task(other())
        await ask(session)
        await beside
        assert any(0 < count < 50 for count in turns)


async def test_exactly_fifty_client_tools_may_follow_each_other(session_of):
    async def answer(body):
        if body["type"] == "threads.create":
            yield created()
        yield asks_for("f")

    async with session_of(ByteServer(answer), Callbacks(client_tools={"f": ClientTool.of(lambda: 1, "f")})) as session:
        turn = await ask(session)
        assert "more than 50 client tools" in turn.error
        assert len(session.server.requests) == 50
        assert end(session)["error"]["allow_retry"] is False


async def test_the_output_of_a_client_tool_goes_to_the_thread_of_its_call(session_of, wait_until):
    gate = asyncio.Event()

    async def f():
        await gate.wait()
        return {"n": 1}

    async def answer(body):
        if body["type"] == "threads.create":
            yield created()
            yield asks_for("f")
        yield done(message("m", "done"))

    async with session_of(ByteServer(answer), Callbacks(client_tools={"f": ClientTool.of(f)})) as session:
        asked = session.submit("threads.create", say("hi"), id="r1")
        await wait_until(lambda: session.current.id)
        await session.open_thread(None)
        gate.set()
        await session.finished(asked)
        output = {"type": "threads.add_client_tool_output", "params": {"thread_id": "t1", "result": {"n": 1}}}
        assert session.server.requests[1][0] == output
        (row,) = session.log.where(type="chatkit.callback")
        assert (row.run_id, row.op, row.thread_id) == ("r1", "threads.create", "t1")
        assert row.payload["name"] == "f"


def turn(text="", error=None):
    return Turn(text, [], EventLog(), None, error, 1.5, None)


def test_a_turn_is_shown_in_short():
    assert repr(turn("x" * 80)) == f"Turn({'x' * 80!r}, 0 items, 0 events, 1.50 s)"
    assert repr(turn("x" * 81)) == f"Turn({'x' * 77 + '...'!r}, 0 items, 0 events, 1.50 s)"
    assert repr(turn("x", "no")) == "Turn('x', 0 items, 0 events, 1.50 s, error='no')"
