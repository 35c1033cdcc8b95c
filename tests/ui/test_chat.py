"""`ChatKit` without a browser: the same session, the same bytes, and clear words for what is wrong."""

import asyncio
import signal
import sys
import threading
import time

import pytest

from chatkit_notebook import ChatKit, MemoryStore, ScriptedModel
from chatkit_notebook.actions import ActionConfig
from chatkit_notebook.widgets import Button, Card, Text

WAIT_SECONDS = 30


async def test_a_function_from_text_to_text_is_a_chat(chat_of):
    chat = chat_of(lambda text: text.upper())
    turn = await chat.ask("hello")
    assert (turn.text, turn.error) == ("HELLO", None)
    assert chat.thread_id == turn.thread_id
    assert [item.type for item in chat.items] == ["user_message", "assistant_message"]
    assert (await chat.ask("again")).thread_id == turn.thread_id
    assert [thread.id for thread in await chat.threads()] == [turn.thread_id]


def test_ask_sync_blocks_until_the_response_has_ended(chat_of):
    assert chat_of(lambda text: text[::-1]).ask_sync("abc").text == "cba"


@pytest.fixture
def interruptible():
    """What runs in the background of a shell ignores interrupts."""
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, handler)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_of_ask_sync_stops_the_response(chat_of):
    begun, ended = threading.Event(), []
    over = threading.Event()

    async def reply(text):
        begun.set()
        await asyncio.Event().wait()

    chat = chat_of(reply)

    @chat.on("response.end")
    def keep(event):
        ended.append(event["cancelled"])
        over.set()

    def interrupt(blocked):
        assert begun.wait(WAIT_SECONDS)
        while not is_waiting_for_a_future(blocked):
            time.sleep(0.001)
        signal.pthread_kill(blocked, signal.SIGINT)

    interrupter = threading.Thread(target=interrupt, args=[threading.get_ident()], daemon=True)
    interrupter.start()
    with pytest.raises(KeyboardInterrupt):
        chat.ask_sync("abc")
    interrupter.join(WAIT_SECONDS)

    assert over.wait(WAIT_SECONDS)
    assert ended == [True]


def is_waiting_for_a_future(thread):
    frame, names = sys._current_frames()[thread], []
    while frame is not None:
        names.append(frame.f_code.co_qualname)
        frame = frame.f_back
    return names[:3] == ["Condition.wait", "Future.result", "Chat.ask_sync"]


async def test_a_function_within_a_response_can_ask_another_chat_but_not_wait_for_its_own(chat_of):
    other = chat_of(lambda text: text.upper())
    sync = chat_of(lambda text: other.ask_sync(text).text if text == "other" else sync.ask_sync(text).text)

    async def reply(text):
        return (await (other if text == "other" else coroutine).ask(text)).text

    coroutine = chat_of(reply)
    for chat in (sync, coroutine):
        assert "it would wait for itself" in (await chat.ask("own")).error
        assert (await chat.ask("other")).text == "OTHER"


async def test_ask_sync_on_the_runners_own_thread_names_the_way_to_ask_there(chat_of):
    async def reply(text):
        return chat.ask_sync("inner").text

    chat = chat_of(reply)
    assert "await chat.ask" in (await chat.ask("outer")).error


async def test_the_offline_agent_answers_without_a_key(chat_of, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    turn = await chat_of().ask("hello")
    assert "offline model" in turn.text
    assert turn.usage.output_tokens > 0


async def test_the_model_reads_what_a_client_tool_is_for_and_takes(chat_of):
    from agents import Agent

    def describe(request):
        (tool,) = request.tools
        return f"{tool.name}: {tool.description} {sorted(tool.params_json_schema['properties'])}"

    chat = chat_of(Agent(name="Ann", model=ScriptedModel([describe])))

    @chat.client_tool
    def place(city: str, country: str = "") -> str:
        """Where a city is."""

    assert (await chat.ask("hi")).text == "place: Where a city is. ['city', 'country']"


async def test_a_client_tool_joins_the_agent_and_its_result_the_reply(chat_of):
    from agents import Agent

    model = ScriptedModel([[ScriptedModel.call("double", n=4)], lambda request: f"It is {request.outputs[-1].text}."])
    chat = chat_of(Agent(name="a", model=model))
    threads = []

    @chat.client_tool
    def double(n: int) -> int:
        """Double a number."""
        threads.append(threading.current_thread())
        return n * 2

    turn = await chat.ask("double 4")
    assert turn.error is None
    assert "8" in turn.text
    assert len(threads) == 1


async def test_an_action_replaces_its_widget(chat_of):
    from chatkit_notebook.server import stream_widget

    async def respond(thread, input_user_message, context):
        button = Button(label="Go", onClickAction=ActionConfig(type="go", payload={"n": 1}))
        async for event in stream_widget(thread, Card(children=[button])):
            yield event

    chat = chat_of(respond)

    @chat.on_action("go")
    def go(n):
        return Card(children=[Text(value=f"went {n}")])

    widget = (await chat.ask("show")).items[0]
    turn = await chat.act("go", {"n": 7}, item_id=widget.id)
    assert turn.items[0].widget.children[0].value == "went 7"
    assert chat.items[-1].widget.children[0].value == "went 7"


async def test_a_server_of_the_official_package_holds_a_conversation_unmodified(chat_of):
    from tests.official_server import DictStore, OfficialServer

    server = OfficialServer(DictStore())
    chat = chat_of(server)

    @chat.client_tool
    def double(n: int) -> int:
        return n * 2

    assert (await chat.ask("double it")).text == "The result is 8."
    assert (await chat.ask("and again")).text == "The result is 8."
    assert chat.server is server
    assert [item.type for item in chat.items].count("client_tool_call") == 2


async def test_an_initial_thread_is_opened_and_a_missing_one_told(chat_of):
    store = MemoryStore()
    first = chat_of(lambda text: text, store=store)
    thread_id = (await first.ask("hello")).thread_id
    again = chat_of(lambda text: text, store=store, initial_thread=thread_id)
    async with asyncio.timeout(15):
        while again.thread_id is None:  # noqa: ASYNC110 - another thread's state
            await asyncio.sleep(0.01)
    assert [item.type for item in again.items] == ["user_message", "assistant_message"]
    lost = chat_of(lambda text: text, initial_thread="gone")
    async with asyncio.timeout(15):
        while not len(lost.events.where(type="notice")):  # noqa: ASYNC110 - another thread's state
            await asyncio.sleep(0.01)
    assert "gone" in lost.events.where(type="notice")[0].payload["title"]


async def test_stop_keeps_the_text(chat_of):
    async def reply(text):
        yield "kept "
        await asyncio.Event().wait()

    chat = chat_of(reply)
    heard = asyncio.Event()
    loop = asyncio.get_running_loop()

    @chat.on("response.end")
    def ended():
        loop.call_soon_threadsafe(heard.set)

    asking = asyncio.create_task(chat.ask("go"))
    while not any(getattr(item, "content", None) and item.type == "assistant_message" for item in chat.items):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    chat.stop()
    turn = await asyncio.wait_for(asking, 15)
    assert turn.text == "kept "
    await asyncio.wait_for(heard.wait(), 15)


@pytest.mark.parametrize("target", [42, "text", [], print, MemoryStore, lambda a, b: None])
def test_what_can_not_answer_is_named(target):
    with pytest.raises(TypeError) as caught:
        ChatKit(target)
    assert repr(target) in str(caught.value)


def test_an_unknown_option_names_the_nearest_right_one():
    with pytest.raises(TypeError, match="Did you mean 'start_screen'"):
        ChatKit(start_screeen={})


def test_a_store_that_is_none_is_named():
    with pytest.raises(TypeError, match="42"):
        ChatKit(lambda text: text, store=42)


@pytest.mark.parametrize("text", ["", "  ", None, 3])
async def test_a_blank_message_is_refused(chat_of, text):
    with pytest.raises(ValueError, match=r"not"):
        await chat_of(lambda text: text).ask(text)


async def test_an_explicit_remote_model_without_a_key_says_so_and_the_chat_lives_on(chat_of, monkeypatch):
    from agents import Agent

    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    agent = Agent(name="Remote", model="gpt-5.1")
    chat = chat_of(agent)
    turn = await chat.ask("hello")
    assert "gpt-5.1" in turn.error
    assert "OPENAI_API_KEY" in turn.error
    agent.model = ScriptedModel(["now it works"])
    assert (await chat.ask("again")).text == "now it works"


@pytest.mark.parametrize("target", [None, str.upper], ids=["the demo", "a function"])
def test_the_start_screen_that_was_asked_for_is_shown(chat_of, target):
    chat = chat_of(target, start_screen={"greeting": "Mine", "prompts": []})

    assert chat._options["startScreen"] == {"greeting": "Mine", "prompts": []}


def test_the_demo_has_a_start_screen_of_its_own(chat_of):
    assert chat_of()._options["startScreen"]["prompts"]
    assert not chat_of(str.upper)._options["startScreen"].get("prompts")


def test_an_event_that_does_not_exist_is_named(chat_of):
    with pytest.raises(ValueError, match=r"'respons.end'. Did you mean 'response.end'"):
        chat_of(lambda text: text).on("respons.end")


@pytest.mark.parametrize(
    ("options", "says"),
    [({"initial_thread": 5}, "initial_thread=5"), ({"base_url": "ftp://x"}, "base_url='ftp://x'")],
)
def test_arguments_that_can_not_be_right_are_named(options, says):
    with pytest.raises((TypeError, ValueError), match=says):
        ChatKit(**options)


async def test_a_client_tool_may_return_numbers_that_json_lacks(chat_of):
    from agents import Agent

    model = ScriptedModel([[ScriptedModel.call("mean")], lambda request: request.outputs[-1].text])
    chat = chat_of(Agent(name="a", model=model))

    @chat.client_tool
    def mean() -> dict:
        return {"mean": float("nan")}

    assert (await chat.ask("go")).text == '{"mean": null}'


async def test_an_action_needs_a_thread(chat_of):
    with pytest.raises(RuntimeError, match="The action 'go' needs a thread"):
        await chat_of(str.upper).act("go")


async def test_the_context_reaches_the_answer(chat_of):
    seen = []

    async def respond(thread, input_user_message, context):
        seen.append(context)
        return
        yield

    await chat_of(respond, context={"user": 1}).ask("hi")
    assert seen == [{"user": 1}]


def test_closing_a_chat_stops_its_response(chat_of):
    begun, ended = threading.Event(), threading.Event()

    async def reply(text):
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    chat = chat_of(reply)
    asked = chat._loop.start(chat._ask("hi", ()))
    assert begun.wait(WAIT_SECONDS)
    chat.close()
    assert ended.wait(WAIT_SECONDS)
    assert asked.result(WAIT_SECONDS).error is None
    assert chat.comm is None


def test_the_name_of_the_model_is_shown(chat_of):
    from agents import Agent

    assert chat_of(Agent(name="a", model="gpt-5.1"))._options["modelName"] == "gpt-5.1"
    assert "modelName" not in chat_of(str.upper)._options


async def test_a_listener_that_is_registered_again_takes_the_place_of_its_own_name_only(chat_of):
    chat = chat_of(str.upper)
    heard = []

    def listen(name, says):
        def listener():
            heard.append(says)

        listener.__name__ = name
        chat.on("response.end")(listener)

    for name, says in [("a", "old"), ("b", "other"), ("a", "new")]:
        listen(name, says)
    await chat.ask("hi")
    async with asyncio.timeout(15):
        while len(heard) < 2:  # noqa: ASYNC110 - another thread's list
            await asyncio.sleep(0.01)
    assert sorted(heard) == ["new", "other"]
