"""A form whose values don't fit is told so, and nothing else fails: whichever way its action goes."""

import pytest

from chatkit_notebook import FormRefusedError
from chatkit_notebook.client import Callbacks
from chatkit_notebook.client.callbacks import Callback
from tests.client.callbacks.test_actions import on_go, request, show

SAID = {"seats": "Enter a whole number."}


def told(session):
    """Return what the views heard of a failure of any kind."""
    kinds = ("chatkit.form.refused", "error", "notice")
    return [event for _, event in session.recorder.frames if event["type"] in kinds]


def refused(fields=SAID):
    return [{"type": "chatkit.form.refused", "item_id": "w", "fields": fields}]


def booking(seen):
    def go(seats: int):
        seen.append(seats)

    return Callbacks(actions={"go": Callback(go)})


async def act(session, payload):
    body = request("threads.custom_action", await show(session), payload)
    return await session.finished(session.submit("act", body))


@pytest.mark.parametrize("seats", ["three", "1.5", "3 or 4", "0x3", "1e400"])
async def test_a_streaming_action_is_refused_without_an_error_row(session_of, server_of, seats):
    seen = []
    async with session_of(server_of(), booking(seen)) as session:
        turn = await act(session, {"seats": seats})
        assert (seen, turn.error) == ([], "seats: Enter a whole number.")
        assert (told(session), session.current.state["error"]) == (refused(), None)


async def test_a_function_gets_the_number_that_was_typed(session_of, server_of):
    seen = []
    async with session_of(server_of(), booking(seen)) as session:
        turn = await act(session, {"seats": " 3 "})
        assert (seen, told(session)) == ([3], [])
        assert turn.error is None


async def test_an_action_at_once_is_refused_and_tells_its_form(session_of, server_of):
    async with session_of(server_of(), booking([])) as session:
        body = request("threads.sync_custom_action", await show(session), {"seats": "x"})
        with pytest.raises(FormRefusedError, match="seats: Enter a whole number"):
            await session.call(body)
        assert told(session) == refused()


async def test_an_action_of_the_client_tells_its_form(session_of, server_of):
    async with session_of(server_of(), booking([])) as session:
        await show(session)
        await session.client_action({"type": "go", "payload": {"seats": "x"}}, "w")
        assert told(session) == refused()


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"day": "We are closed on Sundays."}, {"day": "We are closed on Sundays."}),
        ({"a": "One.", "b.c": "Two."}, {"a": "One.", "b.c": "Two."}),
        ("Nothing is free.", {"": "Nothing is free."}),
        ({}, {}),
    ],
)
async def test_a_function_may_refuse_a_form_by_rules_of_its_own(session_of, server_of, given, fields):
    def go():
        raise FormRefusedError(given)

    async with session_of(server_of(), on_go(go)) as session:
        await act(session, {})
        assert told(session) == refused(fields)
