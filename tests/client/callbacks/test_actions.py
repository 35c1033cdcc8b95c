"""Functions of the notebook for widget actions: they come before the server's own, in the pipeline of any server."""

import pytest

from chatkit_notebook.client import Callbacks
from chatkit_notebook.client.callbacks import Callback
from chatkit_notebook.widgets import BasicRoot, Card, ListView, Text
from tests.doubles import ByteServer, created, say


def card(text):
    return Card(children=[Text(value=text)])


def texts(items):
    return [each.widget.children[0].value for each in items if each.type == "widget"]


def on_go(function):
    return Callbacks(actions={"go": Callback(function)})


async def show(session):
    return (await session.finished(session.submit("threads.create", say("hi")))).thread_id


def request(op, thread_id, payload=None, item_id="w"):
    sender = {} if item_id is None else {"item_id": item_id}
    return {"type": op, "params": {"thread_id": thread_id, "action": {"type": "go", "payload": payload}, **sender}}


async def act(session, **options):
    body = request("threads.custom_action", await show(session), **options)
    return await session.finished(session.submit("act", body))


async def act_at_once(session):
    return await session.call(request("threads.sync_custom_action", await show(session)))


async def stored(session):
    page = await session.call({"type": "items.list", "params": {"thread_id": session.current.id}})
    return next(each for each in page["data"] if each["id"] == "w")


@pytest.mark.parametrize(
    "root", [card("new"), ListView(children=[]), BasicRoot(children=[])], ids=lambda root: root.type
)
async def test_a_widget_that_a_function_returns_takes_the_sender_s_place(session_of, server_of, root):
    async with session_of(server_of(), on_go(lambda: root)) as session:
        turn = await act(session)
        assert (turn.error, [each.id for each in turn.items]) == (None, ["w"])
        assert session.current.state["items"][-1]["widget"]["type"] == root.type
        assert (await stored(session))["widget"]["type"] == root.type


async def test_a_function_gets_the_sender_the_payload_the_thread_and_the_context(session_of, server_of):
    got = []

    def go(sender, payload, thread, context, action):
        got.append((sender.id, payload, thread.id, context, action.type))

    async with session_of(server_of(), on_go(go), context={"user": 1}) as session:
        turn = await act(session, payload={"n": 1})
        assert got == [("w", {"n": 1}, turn.thread_id, {"user": 1}, "go")]


async def test_a_function_may_give_several_events(session_of, server_of):
    server = server_of()
    effect = server.types.ClientEffectEvent(name="beep")

    def go():
        yield [effect, card("first")]
        yield card("last")

    async with session_of(server, on_go(go)) as session:
        turn = await act(session)
        assert (turn.error, texts(turn.items)) == (None, ["last"])
        assert "client_effect" in session.recorder.types()
        assert session.recorder.types().count("thread.item.replaced") == 2


async def test_a_widget_for_nobody_s_place_is_an_error_that_says_what_to_do(session_of, server_of):
    async with session_of(server_of(), on_go(lambda: card("x"))) as session:
        turn = await act(session, item_id=None)
        assert "the action 'go' returned a Card, but the action did not come from a widget" in turn.error


@pytest.mark.parametrize("wrong", [3, {"type": "nonsense"}, "text"])
async def test_what_a_function_can_not_give_is_named(session_of, server_of, wrong):
    async with session_of(server_of(), on_go(lambda: wrong)) as session:
        turn = await act(session)
        assert f"gave {wrong!r}, which is neither a stream event nor a widget root" in turn.error


def own_action(called):
    async def action(self, thread, action, sender, context):
        called.append(action.type)
        return
        yield

    return action


@pytest.mark.parametrize(("given", "follows"), [(None, True), ([], True), (card("x"), False)])
async def test_the_server_s_own_action_follows_a_function_that_gives_nothing(session_of, server_of, given, follows):
    own, mine = [], []

    def go():
        mine.append("go")
        return given

    server = server_of(action=own_action(own))
    # A server that two sessions have is wrapped once.
    async with session_of(server), session_of(server, on_go(go)) as session:
        turn = await act(session)
        assert turn.error is None
        assert mine == ["go"]
        assert own == ["go"] * follows


async def test_each_session_of_a_server_has_its_own_functions(session_of, server_of):
    heard = []
    server = server_of()
    first, second = (on_go(lambda name=name: heard.append(name)) for name in ("first", "second"))
    async with session_of(server, first) as one, session_of(server, second) as other:
        await act(one)
        await act(other)
    assert heard == ["first", "second"]


async def test_an_action_that_nobody_handles_is_told_with_what_to_write(session_of, server_of):
    async with session_of(server_of()) as session:
        turn = await act(session)
        assert '@chat.on_action("go")' in turn.error
        assert session.recorder.frames[-1][1]["error"]["allow_retry"] is False


async def test_an_action_that_a_function_handles_in_silence_is_no_error(session_of, server_of):
    async with session_of(server_of(), on_go(lambda: None)) as session:
        assert (await act(session)).error is None


async def test_an_own_action_that_refuses_by_its_base_class_is_told_as_nobody_s(session_of, server_of):
    def action(self, thread, action, sender, context):
        raise NotImplementedError

    async with session_of(server_of(action=action)) as session:
        assert '@chat.on_action("go")' in (await act(session)).error


# --- actions that do not stream


async def test_an_action_that_does_not_stream_answers_with_the_stored_widget(session_of, server_of):
    async with session_of(server_of(), on_go(lambda: card("new"))) as session:
        reply = await act_at_once(session)
        assert reply["updated_item"]["widget"]["children"][0]["value"] == "new"
        assert texts(session.current.items()) == ["new"]
        assert (await stored(session))["widget"]["children"][0]["value"] == "new"


async def test_the_function_of_an_action_that_does_not_stream_gets_the_same(session_of, server_of):
    got = []

    def go(thread, sender, payload, context):
        got.append((thread.id, sender.id, payload, context))

    async with session_of(server_of(), on_go(go), context={"user": 1}) as session:
        await act_at_once(session)
        assert [(thread, sender, context) for thread, sender, _, context in got] == [
            (session.current.id, "w", {"user": 1})
        ]


async def test_an_action_that_does_not_stream_may_change_nothing(session_of, server_of):
    async with session_of(server_of(), on_go(lambda: None)) as session:
        assert (await act_at_once(session)).get("updated_item") is None


async def test_what_only_a_stream_can_carry_is_refused(session_of, server_of):
    server = server_of()
    effect = server.types.ClientEffectEvent(name="beep")
    async with session_of(server, on_go(lambda: effect)) as session:
        with pytest.raises(TypeError, match=r"'go' does not stream.*it gave a client_effect"):
            await act_at_once(session)


async def test_the_server_s_own_sync_action_follows_too(session_of, server_of):
    own = []

    async def sync_action(self, thread, action, sender, context):
        own.append((action.type, sender.id, context))
        return self.types.SyncCustomActionResponse()

    async with session_of(server_of(sync_action=sync_action), on_go(lambda: None), context={"user": 1}) as session:
        await act_at_once(session)
        assert own == [("go", "w", {"user": 1})]


async def test_an_action_that_does_not_stream_and_that_nobody_handles_is_told(session_of, server_of):
    async with session_of(server_of()) as session:
        with pytest.raises(NotImplementedError, match=r'@chat\.on_action\("go"\)'):
            await act_at_once(session)


async def test_only_a_chatkit_server_has_actions(session_of, server_of):
    async def answer(body):
        yield created()

    async with session_of(server_of()) as session, session_of(ByteServer(answer)) as other:
        assert (session.peer.has_actions, other.peer.has_actions) == (True, False)


async def test_an_action_for_the_client_gets_what_one_for_the_server_gets(session_of, server_of):
    got = []

    def go(sender, payload, thread, context, action):
        got.append((sender.id, payload, thread["id"], context, action.type))

    async with session_of(server_of(), on_go(go), context={"user": 1}) as session:
        thread_id = await show(session)
        await session.client_action({"type": "go", "payload": {"n": 1}, "handler": "client"}, "w")
        assert got == [("w", {"n": 1}, thread_id, {"user": 1}, "go")]
