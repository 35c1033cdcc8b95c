"""Faults of an endpoint as the user reads them."""

import asyncio

import pytest
from agents import Agent

from chatkit_notebook.serve import AgentServer
from chatkit_notebook.store import MemoryStore
from tests.planted import SECRETS
from tests.serve.chat import Chat
from tests.stub_endpoint.script import Fault, Reply

ONCE = {"x-should-retry": "false"}


def chat_at(base_url, api="responses", **options):
    return Chat(AgentServer(Agent(name="Ann", model="m"), MemoryStore(), base_url=base_url, api=api, **options))


@pytest.mark.parametrize(
    ("fault", "parts"),
    [
        (Fault(401, "Incorrect API key provided: sk-abcd1234"), ["refused the API key", "OPENAI_API_KEY"]),
        (Fault(404, "model 'm' not found"), ["does not know the model 'm'", "model 'm' not found"]),
        (Fault(429, "slow down", headers=ONCE), ["limits the rate", "slow down", "Wait"]),
        (Fault(429, "x", code="insufficient_quota", headers=ONCE), ["no quota left", "billing"]),
        (Fault(400, "bad sk-abcd1234 sk-e5 Bearer xyz"), ["status 400: bad <api_key> sk-*** Bearer ***"]),
        (Fault(403, "not here"), ["status 403: not here"]),
        (Fault(500, "oops", headers=ONCE), ["failed with status 500", "oops"]),
    ],
)
async def test_a_fault_is_told_with_its_fix(endpoint, fault, parts):
    endpoint.script(fault)
    chat = chat_at(endpoint.base_url, api_key="sk-abcd1234")
    await chat.say("hi")
    assert chat.error["code"] == "custom"
    assert chat.error["allow_retry"]
    assert endpoint.base_url.removesuffix("/v1") in chat.error["message"]
    assert "abcd1234" not in chat.error["message"]
    for part in parts:
        assert part in chat.error["message"]


@pytest.mark.parametrize(("text", "secret"), [*SECRETS.values()][::10], ids=[*SECRETS][::10])
async def test_what_an_endpoint_says_is_told_without_secrets(endpoint, text, secret):
    endpoint.script(Fault(400, f"{text} / opaque-k3y / opaque-pa55"))
    address = endpoint.base_url.replace("http://", "http://ann:opaque-pa55@")
    chat = chat_at(address, api_key="opaque-k3y")
    await chat.say("hi")
    assert "status 400" in chat.error["message"]
    assert [each for each in (secret, "opaque-k3y", "opaque-pa55") if each in chat.error["message"]] == []


@pytest.mark.parametrize("api", ["responses", "chat_completions"])
async def test_a_retry_after_the_fault_works(endpoint, api):
    endpoint.script(Fault(401))
    chat = chat_at(endpoint.base_url, api)
    await chat.say("hi")
    item_id = chat.done[0]["id"]
    assert await chat.stream("threads.retry_after_item", item_id=item_id) == "You said: hi"


async def test_a_server_that_is_not_there_is_named():
    chat = chat_at("http://127.0.0.1:9/v1")
    await chat.say("hi")
    assert chat.error["message"] == ("Cannot reach http://127.0.0.1:9. Is the server running, and is base_url= right?")


@pytest.mark.parametrize("api", ["responses", "chat_completions"])
async def test_a_stream_that_breaks_off_says_so(endpoint, api):
    endpoint.script(Reply("one two three four", cut_after=2))
    chat = chat_at(endpoint.base_url, api)
    await chat.say("hi")
    assert "broke off in the middle" in chat.error["message"]
    assert chat.error["allow_retry"]


@pytest.mark.parametrize("api", ["responses", "chat_completions"])
async def test_stopping_a_slow_stream_closes_the_connection(endpoint, api):
    endpoint.script(Reply("one two three", hold_after=1))
    chat = chat_at(endpoint.base_url, api)
    task = asyncio.create_task(chat.say("hi"))
    assert await asyncio.to_thread(endpoint.held.wait, 15)
    await chat.until("one")
    task.cancel()
    await asyncio.wait([task], timeout=15)
    assert await asyncio.to_thread(endpoint.disconnected.wait, 15)
    assert [item.type for item in await chat.items()][-2:] == ["assistant_message", "sdk_hidden_context"]
