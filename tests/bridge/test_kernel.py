"""The widget in a real kernel, with a client that speaks Jupyter's protocol but is no browser."""

import os
import queue
import sys
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager

from chatkit_notebook.client.requests import user_message

CODE = """
from chatkit_notebook import ChatKit
chat = ChatKit(lambda text: f"You said {text}")
print(chat.comm.comm_id)
"""


class Kernel:
    def __init__(self, client, manager):
        self.client = client
        self.manager = manager

    def run(self, code, *, cell=None, may_fail=False):
        """Run code, as the cell of this id, and return what it printed."""
        content = {"code": code, "silent": False, "store_history": True, "stop_on_error": False}
        message = self.client.session.msg("execute_request", content, metadata={"cellId": cell} if cell else None)
        self.client.shell_channel.send(message)
        request = message["header"]["msg_id"]
        printed = []

        def ended(message):
            # A message of the widget that was sent before is answered by a status of its own.
            return (
                message["parent_header"].get("msg_id") == request and message["msg_type"] == "status" and idle(message)
            )

        for message in self.messages(until=ended):
            if message["msg_type"] == "stream":
                printed.append(message["content"]["text"])
            assert may_fail or message["msg_type"] != "error", message["content"]
        self.client.get_shell_msg(timeout=60)
        return "".join(printed).strip()

    def messages(self, until, seconds=60):
        deadline = time.monotonic() + seconds
        while True:
            try:
                message = self.client.get_iopub_msg(timeout=max(deadline - time.monotonic(), 0.01))
            except queue.Empty:
                pytest.fail("The kernel did not say what was waited for.")
            yield message
            if until(message):
                return

    def tell(self, comm_id, content, *buffers):
        data = {"method": "custom", "content": content}
        message = self.client.session.msg("comm_msg", {"comm_id": comm_id, "data": data})
        self.client.shell_channel.send({**message, "buffers": [*buffers]})

    def hear(self, kind):
        return content_of(self.hear_message(kind))

    def hear_message(self, kind):
        def wanted(message):
            return message["msg_type"] == "comm_msg" and content_of(message).get("type") == kind

        return list(self.messages(until=wanted))[-1]


def idle(message):
    return message["content"]["execution_state"] == "idle"


def content_of(message):
    return message["content"]["data"].get("content", {})


@contextmanager
def running_kernel(version=None):
    """A kernel of this environment; or, with a version of ipykernel, of the environment that has it."""
    environment = None if version is None else Path(__file__).parents[2] / ".kernels" / version
    python = sys.executable if environment is None else str(environment / "bin" / "python")
    manager = KernelManager(kernel_name="python3")
    manager.kernel_spec.argv[0] = python
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    try:
        yield Kernel(client, manager)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture
def kernel():
    with running_kernel() as kernel:
        yield kernel


def test_messages_of_every_kind_get_an_answer_and_the_malformed_ones_a_clear_one(kernel):
    comm = kernel.run(CODE)
    kernel.tell(comm, {"type": "hello", "view": "v", "session": None, "have_seq": None, "bundle": None})
    assert kernel.hear("bundle")["hash"]
    assert kernel.hear("welcome")["view"] == "v"
    for content in ({"type": "nonsense"}, [], None, {"type": "request", "id": "r0", "body": {"type": "threads.nope"}}):
        kernel.tell(comm, content)
        assert kernel.hear("reply")["error"]["code"] == "invalid_request"
    body = {
        "type": "threads.create",
        "params": {
            "input": {"content": [{"type": "input_text", "text": "hi"}], "attachments": [], "inference_options": {}}
        },
    }
    kernel.tell(comm, {"type": "request", "id": "r1", "body": body})
    events = []
    while not events or events[-1]["type"] != "chatkit.response.end":
        events += [frame["event"] for frame in kernel.hear("frames")["frames"]]
    assert kernel.run("print(chat.items[-1].content[0].text)") == "You said hi"
    assert kernel.run("print(len(chat.events.where(type='chatkit.failure')))") == "4"


def test_prints_of_callbacks_land_in_the_cell_that_registered_them(kernel):
    code = """
from chatkit_notebook import ChatKit
from chatkit_notebook.types import ClientEffectEvent

async def respond(thread, input_user_message, context):
    yield ClientEffectEvent(name="beep")

chat = ChatKit(respond)

@chat.on_effect
def beep():
    print("beep beep")
"""
    kernel.client.execute(code)
    registered = None
    for message in kernel.messages(until=lambda message: message["msg_type"] == "status" and idle(message)):
        registered = message["parent_header"]["msg_id"]
    kernel.client.get_shell_msg(timeout=60)
    kernel.client.execute("turn = await chat.ask('go')")
    heard = list(kernel.messages(until=lambda message: message["msg_type"] == "stream"))[-1]
    assert heard["content"]["text"].strip() == "beep beep"
    assert heard["parent_header"]["msg_id"] == registered


FILES = """
from chatkit_notebook import ChatKit

async def respond(thread, input_user_message, context):
    return
    yield

chat = ChatKit(respond, store={path!r}, composer={{"attachments": True}})
print(chat.comm.comm_id)
"""
PIECE = 2**19


def test_a_file_of_some_megabytes_reaches_the_database_and_the_next_kernel(tmp_path):
    data = os.urandom(3 * 2**20 + 7)
    numbers = count()
    code = FILES.format(path=str(tmp_path / "threads.db"))
    with running_kernel() as kernel:
        comm = kernel.run(code)
        params = {"name": "large.bin", "size": len(data), "mime_type": ""}
        body = {"type": "attachments.create", "params": params}
        kernel.tell(comm, {"type": "request", "id": "r1", "body": body})
        made = kernel.hear("reply")["body"]["id"]

        def send(offset):
            args = {"attachment_id": made, "offset": offset}
            message = {"type": "ask", "id": f"p{next(numbers)}", "name": "upload", "args": args}
            kernel.tell(comm, message, data[offset : offset + PIECE])

        offsets = [*range(0, len(data), PIECE)]
        first, second, third, *others = offsets
        for offset in (second, first, first, third, second, third, *others, second):
            send(offset)
        received = set()
        while not (heard := kernel.hear("reply")["body"])["done"]:
            received.add(heard["received"])
        assert heard == {"received": len(data), "done": True}
        assert received <= {0, *offsets}
        send(offsets[-1])
        assert kernel.hear("reply")["body"]["done"] is True
        kernel.run("chat.close()")
    with running_kernel() as kernel:
        comm = kernel.run(code)
        kernel.tell(comm, {"type": "ask", "id": "f1", "name": "fetch", "args": {"attachment_id": made}})
        message = kernel.hear_message("reply")
        body = {"name": "large.bin", "mime_type": "application/octet-stream"}
        assert content_of(message) == {"type": "reply", "id": "f1", "body": body}
        assert [bytes(buffer) for buffer in message["buffers"]] == [data]
        assert kernel.run(f"print(len(await chat.read_attachment({made!r})))") == str(len(data))
        send(0)
        assert kernel.hear("reply")["error"]["code"] == "not_found"


OFFLINE = """
import sys
from chatkit_notebook import ChatKit
chat = ChatKit()
print(chat.comm.comm_id, "agents" in sys.modules, "openai" in sys.modules)
"""
# Whatever is loaded by then: the first message waits for the rest.
WAITED = """
import asyncio, time
end = time.monotonic() + 60
while "chatkit_notebook.serve.demo" not in sys.modules and time.monotonic() < end:
    await asyncio.sleep(0.05)
print("chatkit_notebook.serve.demo" in sys.modules)
"""


def test_the_agents_sdk_loads_once_the_chat_is_shown_and_the_first_message_waits_for_it(kernel):
    comm, *loaded = kernel.run(OFFLINE).split()
    assert loaded == ["False", "False"]
    kernel.tell(comm, {"type": "request", "id": "r0", "body": {"type": "threads.list", "params": {}}})
    assert kernel.hear("reply")["body"]["data"] == []
    assert kernel.run('print("agents" in sys.modules)') == "False"
    kernel.tell(comm, {"type": "hello", "view": "v", "session": None, "have_seq": None, "bundle": None})
    assert kernel.hear("welcome")["view"] == "v"
    body = {"type": "threads.create", "params": {"input": user_message("hi")}}
    kernel.tell(comm, {"type": "request", "id": "r1", "body": body})
    events = []
    while not events or events[-1]["type"] != "chatkit.response.end":
        events += [frame["event"] for frame in kernel.hear("frames")["frames"]]
    assert not [event for event in events if event["type"] == "error"]
    assert "offline model" in kernel.run("print(chat.items[-1].content[0].text)")


def test_a_chat_that_is_looked_at_loads_what_answers_without_a_message(kernel):
    comm = kernel.run(OFFLINE).split()[0]
    kernel.tell(comm, {"type": "hello", "view": "v", "session": None, "have_seq": None, "bundle": None})
    assert kernel.run(WAITED) == "True"


def test_a_cell_that_imports_the_same_at_the_same_time_gets_it_whole(kernel):
    comm = kernel.run(OFFLINE).split()[0]
    kernel.tell(comm, {"type": "hello", "view": "v", "session": None, "have_seq": None, "bundle": None})
    code = """
future = chat._loop.start(chat._session.peer.prepare())
from agents import Agent, Runner
from chatkit_notebook import AgentServer, ScriptedModel
from chatkit_notebook.agents import AgentContext
future.result(60)
print(Agent.__name__, Runner.__name__, AgentServer.__name__, ScriptedModel.__name__, AgentContext.__name__)
"""
    assert kernel.run(code) == "Agent Runner AgentServer ScriptedModel AgentContext"


KEYED = (
    """
import os
os.environ["OPENAI_API_KEY"] = "sk-none"
"""
    + OFFLINE
)


def test_the_name_of_a_configured_model_follows_when_it_is_known(kernel):
    comm, *loaded = kernel.run(KEYED).split()
    assert loaded == ["False", "False"]
    assert kernel.run('print(chat._options.get("modelName"))') == "None"
    kernel.tell(comm, {"type": "hello", "view": "v", "session": None, "have_seq": None, "bundle": None})

    def named(message):
        return "_options" in message["content"].get("data", {}).get("state", {})

    *_, update = kernel.messages(until=named)
    assert update["content"]["data"]["state"]["_options"]["modelName"]


MODELS_WAITED = WAITED.replace("chatkit_notebook.serve.demo", "chatkit_notebook.types.items")


def test_a_function_s_chat_that_is_looked_at_loads_the_models_without_a_message(kernel):
    code = "import sys\nfrom chatkit_notebook import ChatKit\nchat = ChatKit(str.upper)\nprint(chat.comm.comm_id)"
    comm = kernel.run(f'{code}\nprint("chatkit_notebook.types.items" in sys.modules)').split()
    assert comm[1] == "False"
    kernel.tell(comm[0], {"type": "hello", "view": "v", "session": None, "have_seq": None, "bundle": None})
    assert kernel.run(MODELS_WAITED) == "True"
