"""What the SDKs keep private is still where this package looks for it: each test names what a new version has moved."""

import httpx2
import pytest
from agents import Agent, OpenAIChatCompletionsModel, OpenAIResponsesModel, handoff
from agents.tracing import setup
from openai import AsyncOpenAI

from chatkit_notebook import sdk_internals


@pytest.fixture
def client():
    return AsyncOpenAI(api_key="k", base_url="http://127.0.0.1:9")


def test_the_headers_of_both_apis_can_be_overridden():
    assert len(sdk_internals.header_overrides()) == 2, "agents.models keeps its header overrides elsewhere"


def test_the_vendor_s_exporter_is_found():
    setup.get_trace_provider()
    provider = setup.GLOBAL_TRACE_PROVIDER
    assert provider._multi_processor._processors is not None, "the trace provider keeps its processors elsewhere"
    assert sdk_internals.sends_traces(provider)
    assert sdk_internals.sends_traces(object()), "what is unknown is taken for an exporter"


def test_the_agent_behind_a_handoff_and_behind_a_tool():
    agent = Agent(name="Ann")
    assert sdk_internals.agent_behind(handoff(agent)) is agent, "a Handoff keeps its agent elsewhere"
    assert sdk_internals.agent_behind(agent.as_tool("ann", "Asks Ann")) is agent, "a tool keeps its agent elsewhere"
    assert sdk_internals.agent_behind(agent) is agent


def test_a_handoff_can_be_redirected():
    first, second = Agent(name="Ann"), Agent(name="Bo")
    there = handoff(first)
    sdk_internals.redirect_handoff(there, lambda known: second if known is first else known)
    assert sdk_internals.agent_behind(there) is second


@pytest.mark.parametrize("model", [OpenAIResponsesModel, OpenAIChatCompletionsModel])
def test_the_client_of_a_model(client, model):
    assert sdk_internals.client_of(model("m", client)) is client, f"{model.__name__} keeps its client elsewhere"
    assert sdk_internals.client_of(object()) is None


async def test_only_the_default_http_client_is_found(client):
    assert sdk_internals.default_http_client(client) is client._client, "AsyncOpenAI makes another HTTP client"
    async with httpx2.AsyncClient() as own:
        given = AsyncOpenAI(api_key="k", http_client=own)
        assert sdk_internals.default_http_client(given) is None


async def test_the_transport_of_an_http_client_can_be_replaced():
    answer = httpx2.MockTransport(lambda request: httpx2.Response(204))
    async with httpx2.AsyncClient() as http:
        url = httpx2.URL("http://127.0.0.1:9")
        before = sdk_internals.transport_for(http, url)
        seen = []
        sdk_internals.replace_transport(http, lambda transport: seen.append(transport) or answer)
        assert seen == [before]
        assert sdk_internals.transport_for(http, url) is answer
        assert (await http.get(url)).status_code == 204
        await before.aclose()
