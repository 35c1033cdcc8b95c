"""The notebook's interrupt button, in a real kernel: it ends what runs for a chat, whether or not a cell runs."""

import pytest

from chatkit_notebook.client.requests import user_message
from tests.bridge.test_kernel import content_of, running_kernel

SETUP = """
import asyncio, time
from chatkit_notebook import ChatKit
from chatkit_notebook.types import ClientEffectEvent

async def effect(thread, input_user_message, context):
    yield ClientEffectEvent(name="work")

def say(word):  # heard by the test, whichever thread says it
    chat.comm.send({"method": "custom", "content": {"type": word}})
"""
SYNC_REPLY = """
def reply(text):
    if text != "again":
        say("began")
        while True:
            time.sleep(0.01)
    return text
chat = ChatKit(reply)
"""
ITERATOR = """
def reply(text):
    if text != "again":
        say("began")
        while True:
            time.sleep(0.01)
            yield "x"
    yield text
chat = ChatKit(reply)
"""
ASYNC_REPLY = """
async def reply(text):
    if text != "again":
        say("began")
        await asyncio.Event().wait()
    return text
chat = ChatKit(reply)
"""
HOLDS_UP = """
async def reply(text):
    if text != "again":
        say("began")
        while True:
            time.sleep(0.01)
    return text
chat = ChatKit(reply)
"""
REPLIES = {
    "a function": SYNC_REPLY,
    "an iterator": ITERATOR,
    "a coroutine": ASYNC_REPLY,
    "a coroutine that never waits": HOLDS_UP,
}
EFFECT = """
chat = ChatKit(effect)

@chat.on_effect("work")
def work():
    say("began")
    while True:
        time.sleep(0.01)
"""
ASYNC_EFFECT = """
chat = ChatKit(effect)

@chat.on_effect("work")
async def work():
    say("began")
    await asyncio.Event().wait()
"""


@pytest.fixture(scope="module", params=[None, "7.1.0", "6.31.0"], ids=["this", "7.1", "6.31"])
def kernel(request):
    with running_kernel(request.param) as kernel:
        kernel.run(SETUP)
        yield kernel


def begin(kernel, code):
    comm = kernel.run(code + "\nprint(chat.comm.comm_id)")
    body = {"type": "threads.create", "params": {"input": user_message("go")}}
    kernel.tell(comm, {"type": "request", "id": "r1", "body": body})
    kernel.hear("began")
    kernel.run("")  # while it takes a message, the kernel is not idle


def end_of_response(kernel):
    while True:
        for frame in kernel.hear("frames")["frames"]:
            if frame["event"]["type"] == "chatkit.response.end":
                return frame["event"]


@pytest.mark.parametrize("code", REPLIES.values(), ids=REPLIES)
def test_a_reply_ends_while_no_cell_runs_and_the_next_one_works(kernel, code):
    begin(kernel, code)
    kernel.manager.interrupt_kernel()
    end_of_response(kernel)
    assert kernel.run("print((await chat.ask('again')).text); chat.close()") == "again"


@pytest.mark.parametrize("code", [EFFECT, ASYNC_EFFECT], ids=["sync", "async"])
def test_a_callback_ends_and_the_chat_says_so(kernel, code):
    begin(kernel, code)
    kernel.manager.interrupt_kernel()
    notice = None
    while notice is None:
        events = [frame["event"] for frame in kernel.hear("frames")["frames"]]
        notice = next((event for event in events if event["type"] == "notice"), None)
    assert "The kernel was interrupted." in notice["message"]
    kernel.run("chat.close()")


# A signal that comes just before a call of the system is heard at its end, in any Python: so no sleep is long.
SLEEPS = "while True: time.sleep(0.01)"


@pytest.mark.parametrize("cell", [SLEEPS, "await asyncio.sleep(60)", "while True: pass"])
def test_a_cell_and_a_reply_end_together(kernel, cell):
    begin(kernel, SYNC_REPLY)
    kernel.client.execute(f"say('cell')\n{cell}", stop_on_error=False)
    kernel.hear("cell")
    kernel.manager.interrupt_kernel()
    seen = set()

    def over(message):
        if message["msg_type"] == "error":
            seen.add("cell")
        for frame in content_of(message).get("frames", ()) if message["msg_type"] == "comm_msg" else ():
            if frame["event"]["type"] == "chatkit.response.end":
                seen.add("response")
        return seen == {"cell", "response"}

    list(kernel.messages(until=over))
    kernel.client.get_shell_msg(timeout=60)
    assert kernel.run("print((await chat.ask('again')).text); chat.close()") == "again"


def test_cells_are_interrupted_as_ever_when_no_chat_does_anything(kernel):
    kernel.run("quiet = ChatKit(str.upper)")
    for cell in (SLEEPS, "await asyncio.sleep(60)"):
        kernel.client.execute(f"print('begun')\n{cell}", stop_on_error=False)
        list(kernel.messages(until=lambda message: message["msg_type"] == "stream"))
        kernel.manager.interrupt_kernel()
        list(kernel.messages(until=lambda message: message["msg_type"] == "error"))
        kernel.client.get_shell_msg(timeout=60)
    assert kernel.run("print((await quiet.ask('fine')).text)") == "FINE"


def test_no_interrupt_is_missed_by_a_cell_that_is_about_to_await(kernel):
    kernel.run("quiet = ChatKit(str.upper)")
    kernel.run("""
import os, signal, threading

go = threading.Semaphore(0)

def interrupt():
    while go.acquire():
        os.kill(os.getpid(), signal.SIGINT)

threading.Thread(target=interrupt, daemon=True).start()

async def is_late():
    began = time.monotonic()
    heard = asyncio.get_running_loop().create_future()
    before = signal.signal(signal.SIGINT, lambda *_: heard.done() or heard.set_result(None))
    go.release()
    await asyncio.wait([heard], timeout=1)
    signal.signal(signal.SIGINT, before)
    return time.monotonic() - began > 0.9
""")
    assert kernel.run("print(sum([await is_late() for _ in range(2000)]))") == "0"
