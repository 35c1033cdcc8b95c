"""A server that loads when the first answer is asked for."""

import asyncio
import threading

import pytest

from chatkit_notebook import Chat
from chatkit_notebook.serve import RespondServer
from chatkit_notebook.server.late import LateServer
from chatkit_notebook.store import MemoryStore

WAIT_SECONDS = 30


class Loading:
    """Loads when it is let, and counts how often it began."""

    def __init__(self, *failures):
        self.count = 0
        self.gate = threading.Event()
        self.began = threading.Event()
        self.failures = [*failures]
        self.store = MemoryStore()

    def make(self):
        self.count += 1
        self.began.set()
        assert self.gate.wait(WAIT_SECONDS)
        if self.failures:
            raise self.failures.pop(0)

        server = RespondServer(lambda *_: (), self.store, title=False)
        server.model_name = "loaded"
        return server

    def server(self):
        return LateServer(self.make, self.store, None, name="SlowServer", model_name="expected")


@pytest.fixture
def loading():
    return Loading()


async def test_the_threads_are_listed_without_loading(loading):
    chat = Chat(loading.server())
    assert await chat.threads() == []
    assert await chat.search("word") == []
    assert (loading.count, repr(chat)) == (0, "Chat(SlowServer, thread_id=None)")
    chat.close()


async def test_messages_that_come_while_it_loads_wait_for_one_loading_and_the_loop_goes_on(loading):
    server = loading.server()
    chats = [Chat(server), Chat(server)]
    asking = [asyncio.create_task(chat.ask(text)) for chat in chats for text in ("a", "b", "c")]
    assert await asyncio.to_thread(loading.began.wait, WAIT_SECONDS)
    assert await chats[0].threads() == []  # is answered meanwhile
    loading.gate.set()
    turns = await asyncio.gather(*asking)
    assert [turn.error for turn in turns] == [None] * 6
    assert loading.count == 1
    assert len(await chats[0].threads()) == 2
    for chat in chats:
        chat.close()


@pytest.mark.parametrize(
    "error", [ImportError("no module named 'agents'"), ModuleNotFoundError("x"), OSError("disk"), RuntimeError("r")]
)
async def test_what_stood_in_the_way_is_told_and_the_next_message_tries_again(error):
    loading = Loading(error)
    loading.gate.set()
    chat = Chat(loading.server())
    turn = await chat.ask("a")
    assert str(error) in turn.error
    assert type(error).__name__ in turn.error
    assert (await chat.ask("b")).error is None
    assert loading.count == 2
    chat.close()


async def test_a_response_is_stopped_while_it_waits_and_the_loading_goes_on(loading):
    chat = Chat(loading.server())
    asking = asyncio.create_task(chat.ask("a"))
    assert await asyncio.to_thread(loading.began.wait, WAIT_SECONDS)
    chat.stop()
    assert (await asking).error is None
    loading.gate.set()
    assert (await chat.ask("b")).error is None
    assert loading.count == 1
    chat.close()


async def test_the_names_are_those_of_the_server_when_it_is_there(loading):
    loading.gate.set()
    server = loading.server()
    assert (server.model_name, server.api) == ("expected", None)
    chat = Chat(server)
    assert isinstance(chat.server, RespondServer)
    assert server.model_name == "loaded"
    assert chat.server is server.load()
    chat.close()
