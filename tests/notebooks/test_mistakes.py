"""What a stranger types in the first hour, and what is said: the value, the place and the fix, in two sentences."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.notebooks.kernel import Kernel
from tests.stub_endpoint.script import Fault
from tests.stub_endpoint.server import StubEndpoint

SETUP = """
from pathlib import Path

from agents import Agent, function_tool
from openai import OpenAI

from chatkit_notebook import Chat, ChatKit, MemoryStore, OfflineModel
from chatkit_notebook.types import ClientEffectEvent

agent = Agent(name="Bookseller")
chat = ChatKit(agent)
await chat.ask("Hello")

Path("folder").mkdir()
Path("notes.txt").write_text("My notes. " * 200)

def failures(chat):
    "What the log says went wrong in functions of the notebook."
    print(*[each.payload["error"]["message"] for each in chat.events.where(type="chatkit.failure")])
"""

MISTAKES = {
    each["name"]: each
    for each in tomllib.loads(Path(__file__).with_name("mistakes.toml").read_text("utf-8"))["mistake"]
}

# What an endpoint answers, by the base_url that a cell gives it.
ENDPOINTS = {
    "a wrong key": ("/v1", Fault(401), "http://127.0.0.1", "refused the API key", "api_key="),
    "an unknown model": ("/v1", Fault(404, "model 'llama9' not found"), "'llama9'", "http://127.0.0.1", "served there"),
    "no version": ("", Fault(404), "/chat/completions", "http://127.0.0.1", "/v1'"),
}


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    with Kernel(tmp_path_factory.mktemp("mistakes")) as kernel:
        assert kernel.run(SETUP).error is None
        yield kernel


def message_of(shown):
    """What a person reads below the cell."""
    if shown.error is not None:
        return shown.error[1]
    return " ".join(
        filter(None, [shown.stdout, *shown.texts, *re.findall("RuntimeWarning: (.*)", shown.stderr)])
    ).strip()


def sentences(message):
    return len(re.findall(r"[.!?](?=\s+[A-Z`'<(]|$)", message.strip().rstrip(".") + "."))


def check(message, parts):
    missing = [part for part in parts if part not in message]
    assert not missing, message
    assert sentences(message) <= 2, message
    assert len(message) < 600, message


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_value_its_place_and_the_fix(kernel, name):
    check(message_of(kernel.run(MISTAKES[name]["cell"])), MISTAKES[name]["says"])


@pytest.mark.parametrize("name", ENDPOINTS)
def test_so_is_one_that_an_endpoint_finds(kernel, name):
    version, fault, *parts = ENDPOINTS[name]
    with StubEndpoint() as endpoint:
        endpoint.script(fault, fault)
        address = endpoint.base_url.removesuffix("/v1") + version
        model = "'llama9'" if "llama9" in parts[0] else "None"
        chat = f"ChatKit(Agent(name='A', model={model}), base_url={address!r}, api_key='sk-not-the-right-one-at-all')"
        check(message_of(kernel.run(f"print((await {chat}.ask('Hi')).error)")), parts)


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("One.", 1),
        ("'x' is wrong: write y", 1),
        ("It is 'a.db'. Choose another.", 2),
        ('Write chat.ask("...") to go on. Then wait. And wait.', 3),
    ],
)
def test_sentences_are_counted(message, count):
    assert sentences(message) == count
