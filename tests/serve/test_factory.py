"""Which server answers."""

import subprocess
import sys

import pytest
from agents import Agent

from chatkit_notebook import serve
from chatkit_notebook.serve import AgentServer, ClientToolSpec, ReplyServer, RespondServer, server_for
from chatkit_notebook.serve.demo import DemoServer
from chatkit_notebook.store import MemoryStore


class Processor:
    async def process(self, request, context): ...


async def respond(thread, input_user_message, context):
    yield


def reply(text):
    return text


class Bot:
    def reply(self, text):
        return text

    async def respond(self, thread, message, context):
        yield

    def __call__(self, text, tone="calm"):
        return text


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        (Agent(name="a"), AgentServer),
        (lambda: Agent(name="a"), AgentServer),
        (respond, RespondServer),
        (Bot().respond, RespondServer),
        (lambda thread, message, context: None, RespondServer),
        (reply, ReplyServer),
        (Bot().reply, ReplyServer),
        (Bot(), ReplyServer),
        (str.upper, ReplyServer),
        (lambda text="": text, ReplyServer),
        (None, DemoServer),
    ],
)
def test_each_kind_has_its_server(target, kind):
    server = server_for(target)
    assert type(server) is kind
    assert isinstance(server.store, MemoryStore)


def test_a_store_is_used_as_given():
    store = MemoryStore()
    assert server_for(reply, store).store is store


def test_what_has_process_answers_by_itself():
    processor = Processor()
    assert server_for(processor) is processor
    assert server_for(processor, client_tools=list) is processor


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        (42, r"cannot answer with 42\. Pass an agents\.Agent"),
        ("gpt-9", "cannot answer with 'gpt-9'"),
        (Processor, r"it is a class; pass an instance, such as Processor\(\.\.\.\)"),
        (lambda a, b: a, r"it takes \(a, b\)"),
        (lambda text, *, tone: text, r"it takes \(text, \*, tone\)"),
        ((word for word in "ab"), r"what calling <genexpr>\(\) returned"),
        (respond(1, 2, 3), r"what calling respond\(\) returned; pass the function itself"),
    ],
)
def test_anything_else_is_refused_with_a_reason(target, reason):
    with pytest.raises(TypeError, match=reason):
        server_for(target)


def test_a_coroutine_is_refused():
    async def reply(text):
        return text

    coroutine = reply("hi")
    with pytest.raises(TypeError, match=r"what calling reply\(\) returned"):
        server_for(coroutine)
    coroutine.close()


def test_options_for_agents_are_refused_elsewhere():
    with pytest.raises(TypeError, match=r"base_url=, api= is for an agent"):
        server_for(reply, base_url="http://x", api="responses")
    with pytest.raises(TypeError, match=r"api_key= is for an agent"):
        server_for(Processor(), api_key="sk-secret")


def test_a_store_that_is_none_is_refused():
    with pytest.raises(TypeError, match=r"store=42 is not a store"):
        server_for(reply, 42)
    with pytest.raises(TypeError, match=r"has a store of its own"):
        server_for(Processor(), MemoryStore())


def test_the_arguments_reach_the_agent_s_server():
    specs = [ClientToolSpec("pick", "Pick.", {"type": "object", "properties": {}})]
    server = server_for(Agent(name="a"), base_url="http://x/v1", client_tools=lambda: specs)
    assert server._models.base_url == "http://x/v1"
    assert server._client_tools() == specs
    with pytest.raises(ValueError, match="api='soap'"):
        server_for(Agent(name="a"), api="soap")


def test_names_of_the_package_load_when_they_are_used():
    assert serve.demo_agent().name == "Demo"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = serve.nothing


@pytest.mark.slow
@pytest.mark.parametrize("target", ["str.upper", "None, base_url='http://x/v1', timeout=9", "None, titles=False"])
def test_who_passes_no_agent_is_served_without_the_agents_sdk(target):
    code = f"import sys; from chatkit_notebook.serve import server_for; server_for({target}); "
    code += "print('agents' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "False"


WRONG = [
    {"api": "soap"},
    {"base_url": "x"},
    {"base_url": 8000},
    {"timeout": 0},
    {"timeout": "9"},
    {"titles": "short"},
    {"attachment_store": 3},
    {"store": 42},
]


@pytest.mark.slow
def test_a_demo_that_loads_late_refuses_at_once_what_one_that_is_loaded_refuses():
    code = f"""
from chatkit_notebook.serve import server_for
for wrong in {WRONG!r}:
    try:
        server_for(None, wrong.pop("store", None), **wrong)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
"""
    told = [
        subprocess.run(
            [sys.executable, "-c", first + code], capture_output=True, text=True, check=True, timeout=60
        ).stdout.splitlines()
        for first in ("", "import agents")
    ]
    assert told[0] == told[1]
    assert len(told[0]) == len(WRONG)
