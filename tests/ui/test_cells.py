"""A chat and its cells, in a real kernel: what a cell that runs again leaves of the chats before."""

import json

import pytest

from tests.bridge.test_kernel import running_kernel

SETUP = """
import asyncio, gc, json, threading
from comm import get_comm_manager
from ipywidgets import HBox
from ipywidgets.widgets import widget
from chatkit_notebook import ChatKit, MemoryStore
from chatkit_notebook.client import Session

kept = []

def reply(text):
    return text.upper()

async def rest(loop):
    # Until nothing is under way but this.
    for _ in range(1000):
        await asyncio.sleep(0.01)
        others = asyncio.all_tasks(loop) - {asyncio.current_task()}
        timers = [timer for timer in loop._scheduled if not timer.cancelled()]
        if not others and not timers:
            break
    return len(others), len(timers)

async def counted():
    loop = chat._loop
    tasks, timers = await loop.run(rest(loop.loop))
    gc.collect()
    names = [thread.name.rstrip("0123456789_-") for thread in threading.enumerate()]
    # A database has as many as it needed at one time; those for work are shared by all.
    names = [name for name in names if name not in ("chatkit-work", "chatkit-store") and name.startswith("chatkit")]
    return {
        "comms": len(get_comm_manager().comms),
        "widgets": len(widget._instances),
        "sessions": sum(not one.is_closed for one in gc.get_objects() if isinstance(one, Session)),
        "threads": sorted(names),
        "tasks": tasks,
        "timers": timers,
    }
"""
COUNT = "print(json.dumps(await counted()))"


@pytest.fixture(scope="module", params=[None, "6.31.0"], ids=["this", "6.31"])
def kernel(request):
    with running_kernel(request.param) as kernel:
        kernel.run(SETUP)
        yield kernel


@pytest.fixture(autouse=True)
def alone(kernel):
    """Each test has names of its own for its chats."""
    yield
    kernel.run("from ipywidgets import Widget; Widget.close_all(); kept.clear()")


def hello(kernel, comm, view="v"):
    kernel.tell(comm, {"type": "hello", "view": view, "session": None, "have_seq": None, "bundle": None})
    kernel.hear("welcome")


@pytest.mark.parametrize(
    "cell",
    [
        "chat = ChatKit(reply)\nchat",
        "chat = ChatKit(reply); turn = await chat.ask('hello')",
        "chat = ChatKit(reply, store={path!r}); turn = await chat.ask('hello')\nchat",
        "chat = ChatKit(reply); HBox([chat, ChatKit(reply)])",
        "chat = ChatKit(reply, height=300)\ndisplay(chat)\nchat",
    ],
    ids=["shown", "asked", "stored", "contained", "displayed"],
)
def test_a_cell_that_runs_many_times_leaves_nothing_behind(kernel, tmp_path, cell):
    code = cell.replace("{path!r}", repr(str(tmp_path / "threads.db")))
    boxes = "HBox" in cell  # ipywidgets itself closes no boxes
    for _ in range(3):
        kernel.run(code, cell="c1")
    before = json.loads(kernel.run(COUNT))
    for _ in range(30):
        kernel.run(code, cell="c1")
    after = json.loads(kernel.run(COUNT))
    if boxes:
        for name in ("comms", "widgets"):
            after[name] -= 30 * 2  # a box and its layout
    assert after == before
    assert (after["sessions"], after["tasks"], after["timers"]) == (2 if boxes else 1, 0, 0)
    kernel.run("chat.close()")
    kernel.run(COUNT)
    assert kernel.run("print(any(one.name.startswith('chatkit-store') for one in threading.enumerate()))") == "False"


ALIVE = """
import collections
from concurrent.futures import ThreadPoolExecutor
from sqlalchemy import Engine
from chatkit_notebook import EventLog, SQLStore
from chatkit_notebook.bridge.views import Views
from chatkit_notebook.chat.loop import chat_loop
from chatkit_notebook.client.response import Response
from chatkit_notebook.store.sql.rows import Rows
from chatkit_notebook.ui.saved import SavedTranscript

KINDS = (ChatKit, Session, EventLog, Views, SavedTranscript, Response, SQLStore, Engine, Rows, ThreadPoolExecutor)

async def alive():
    # A task or a timer has the context in which it was made; a timer that was cancelled, until it would have been due.
    loop = chat_loop()
    await loop.run(rest(loop.loop))
    await loop.run(no_timers(loop.loop))
    gc.collect()
    alive = collections.Counter(kind.__name__ for one in gc.get_objects() for kind in KINDS if isinstance(one, kind))
    alive["classes"] = len([*descendants(ChatKit)])
    return alive

async def no_timers(loop):
    for _ in range(1000):
        if not loop._scheduled:
            break
        await asyncio.sleep(0.01)

def descendants(kind):
    for each in kind.__subclasses__():
        yield each
        yield from descendants(each)
"""


def count_alive(kernel):
    return json.loads(kernel.run("print(json.dumps(await alive()))"))


def forget_outputs(kernel):
    """Empty what IPython keeps of what cells have displayed: Out, and the three values of _, __ and ___."""
    for number in range(3):
        kernel.run(str(number))
    kernel.run("get_ipython().displayhook.flush()")


@pytest.mark.parametrize(
    ("arguments", "is_seen"),
    [("reply", False), ("reply, store={path!r}", True), ("", True)],
    ids=["function", "stored and seen", "demo and seen"],
)
def test_only_the_chat_that_is_shown_is_alive(kernel, tmp_path, arguments, is_seen):
    arguments = arguments.replace("{path!r}", repr(str(tmp_path / "threads.db")))
    code = f"shown = ChatKit({arguments})\nprint(shown.comm.comm_id)\nshown"
    kernel.run(ALIVE + "shown = turn = None")
    forget_outputs(kernel)
    before = count_alive(kernel)
    seen_before = ""
    for number in range(5):
        comm = kernel.run(code, cell="c10").splitlines()[0]
        kernel.run("turn = await shown.ask('hello')")
        if is_seen:
            hello(kernel, comm)
            if number:
                kernel.tell(seen_before, {"type": "shown", "view": "v", "is_shown": False})
                kernel.hear("closed")
            seen_before = comm
    forget_outputs(kernel)
    after = count_alive(kernel)
    each = {"ChatKit", "Session", "EventLog", "Views", "SavedTranscript"}
    if "store=" in arguments:
        each |= {"SQLStore", "Engine"}
    kinds = each | {"SQLStore", "Engine", "classes"}
    assert {name: after.get(name, 0) - before.get(name, 0) for name in kinds} == {
        name: int(name in each) for name in kinds
    }


def test_a_closed_chat_that_is_kept_tells_what_was_said_and_keeps_no_machinery(kernel, tmp_path):
    kernel.run(ALIVE + "shown = turn = None")
    forget_outputs(kernel)
    made = f"ChatKit(reply, store={str(tmp_path / 'threads.db')!r})"
    kernel.run(f"kept.append({made}); await kept[0].ask('hello'); kept[0].close()")
    before = count_alive(kernel)
    kernel.run(f"for _ in range(5): kept.append({made}); display(kept[-1]); turn = await kept[-1].ask('hello')")
    kernel.run("for each in kept: each.close()")
    after = count_alive(kernel)
    for each in ("ChatKit", "Session", "SQLStore"):
        assert after[each] == before[each] + 5
    for each in ("Engine", "Rows", "ThreadPoolExecutor", "classes", "Response"):
        assert after.get(each, 0) == before.get(each, 0), each
    said = "print([(len(chat.items), chat.items[-1].content[0].text, chat.events[-1].type != '') for chat in kept])"
    assert kernel.run(said) == str([(2, "HELLO", True)] * 6)
    assert kernel.run("print(len(kept[-1].events.where(type='chatkit.response.end')))") == "1"


KEEPS = {
    "another variable": ("chat = ChatKit(reply); first = globals().get('first', chat)", "first"),
    "a list": ("chat = ChatKit(reply); kept.append(chat)", "kept[0]"),
    "a dict": ("chat = ChatKit(reply); named = globals().get('named', {'a': chat})", "named['a']"),
    "itself": ("try:\n    only\nexcept NameError:\n    only = ChatKit(reply)\nonly", "only"),
}


@pytest.mark.parametrize(("code", "name"), KEEPS.values(), ids=KEEPS)
def test_a_chat_that_the_notebook_has_still_is_kept(kernel, code, name):
    for _ in range(3):
        kernel.run(code, cell="c2")
    assert kernel.run(f"print((await {name}.ask('fine')).text)") == "FINE"


def test_a_chat_that_another_cell_shows_is_kept_until_that_runs_again(kernel):
    kernel.run("chat = ChatKit(reply); weak = __import__('weakref').ref(chat)", cell="c3")
    kernel.run("chat", cell="c4")
    kernel.run("chat = ChatKit(reply)", cell="c3")
    assert kernel.run("print(weak()._session.is_closed)") == "False"
    kernel.run("chat", cell="c4")
    assert kernel.run("print(weak() is None or weak()._session.is_closed)") == "True"


def test_a_cell_that_fails_closes_nothing(kernel):
    kernel.run("fails = False")
    code = "if fails: raise OSError\nmine = ChatKit(reply)\nmine"
    kernel.run(code, cell="c5")
    kernel.run("fails = True")
    kernel.run(code, cell="c5", may_fail=True)
    assert kernel.run("print((await mine.ask('fine')).text)") == "FINE"


def test_a_chat_that_a_page_shows_elsewhere_is_closed_when_that_is_gone(kernel):
    code = "chat = ChatKit(reply); print(chat.comm.comm_id); weak = weak or weakref.ref(chat)"
    kernel.run("import weakref; weak = None", cell="c0")
    comm = kernel.run(code, cell="c6")
    hello(kernel, comm, "a")
    hello(kernel, comm, "b")
    kernel.run("shown = HBox([chat])", cell="c7")
    kernel.run(code, cell="c6")
    kernel.tell(comm, {"type": "shown", "view": "a", "is_shown": False})
    assert kernel.run("print(weak()._session.is_closed)") == "False"
    kernel.tell(comm, {"type": "shown", "view": "b", "is_shown": False})
    kernel.hear("closed")
    assert kernel.run("print(repr(weak()))").endswith("closed)")


def test_a_cell_that_runs_again_goes_on_with_the_threads_of_its_chats(kernel, tmp_path):
    path = str(tmp_path / "threads.db")
    code = f"one, two = ChatKit(reply, store={path!r}), ChatKit(reply, store={path!r})"
    kernel.run(code, cell="c8")
    first = kernel.run("for chat in (one, two): print((await chat.ask('hi')).thread_id)")
    for _ in range(2):
        for _ in range(3):  # the next run comes before the thread is there
            kernel.run(code, cell="c8")
        kernel.run("await one.threads(); await two.threads()")
        assert kernel.run("for chat in (one, two): print(chat.thread_id)") == first
    assert kernel.run("print([item.type for item in one.items])") == "['user_message', 'assistant_message']"
    kernel.run("one.close(); two.close()")
    kernel.run(code, cell="c8")
    kernel.run("await one.threads(); await two.threads()")
    assert kernel.run("for chat in (one, two): print(chat.thread_id)") == first


ANEW = {
    "it is switched off": "mine = ChatKit(reply, store=PATH, resume=False)",
    "there is no store": "mine = ChatKit(reply)",
    "the store is another": "mine = ChatKit(reply, store=MemoryStore())",
}


@pytest.mark.parametrize("code", ANEW.values(), ids=ANEW)
def test_a_cell_begins_anew_if(kernel, tmp_path, code):
    kernel.run(f"PATH = {str(tmp_path / 'threads.db')!r}")
    kernel.run(code, cell="c9")
    kernel.run("turn = await mine.ask('hi')")
    kernel.run(code, cell="c9")
    assert kernel.run("print(await mine.threads() is None, mine.thread_id, len(mine.items))") == "False None 0"
    assert kernel.run("print([row.type for row in mine.events if row.type == 'notice'])") == "[]"
