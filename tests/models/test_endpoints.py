"""Where models come from, and both APIs against a real HTTP server."""

import pytest
from agents import Agent, ModelSettings, OpenAIChatCompletionsModel, OpenAIResponsesModel, RunConfig, Runner
from agents.models import _openai_shared
from agents.models.default_models import get_default_model
from openai import AsyncOpenAI, AuthenticationError, NotFoundError

from chatkit_notebook.models import OfflineModel
from chatkit_notebook.models.endpoints import ChatModels, UnconfiguredModelError
from tests.stub_endpoint.script import Fault, Reply


async def ask(models, text="hi", *, model="m", stream=True):
    config = RunConfig(model_provider=models, tracing_disabled=True, model_settings=ModelSettings(include_usage=True))
    agent = Agent(name="a", model=model)
    if not stream:
        return await Runner.run(agent, text, run_config=config)
    result = Runner.run_streamed(agent, text, run_config=config)
    async for _ in result.stream_events():
        pass
    return result


@pytest.fixture
def sdk_defaults():
    saved = dict(vars(_openai_shared))
    yield _openai_shared
    vars(_openai_shared).update(saved)


def test_nothing_configured_is_offline():
    models = ChatModels()
    assert not models.is_configured
    assert isinstance(models.get_model(None), OfflineModel)


def test_a_named_model_without_a_key_is_an_error_that_names_the_fixes():
    with pytest.raises(UnconfiguredModelError) as raised:
        ChatModels().get_model("gpt-9")
    for part in ("'gpt-9'", "OPENAI_API_KEY", "base_url=", "model=OfflineModel()"):
        assert part in str(raised.value)


def test_a_key_leads_to_the_real_api(monkeypatch):
    models = ChatModels()
    monkeypatch.setenv("OPENAI_API_KEY", "sk-later")  # set in a cell after the chat was made
    model = models.get_model(None)
    assert isinstance(model, OpenAIResponsesModel)
    assert model.model == get_default_model()
    assert str(model._client.base_url) == "https://api.openai.com/v1/"
    assert models.base_url is None


def test_the_api_can_be_chosen():
    assert isinstance(ChatModels(api_key="k", api="chat_completions").get_model("m"), OpenAIChatCompletionsModel)
    assert isinstance(ChatModels(base_url="http://x/v1", api="responses").get_model("m"), OpenAIResponsesModel)
    with pytest.raises(ValueError, match="api='soap' is unknown"):
        ChatModels(api="soap")


def test_the_settings_of_the_agents_sdk_count(sdk_defaults):
    sdk_defaults.set_use_responses_by_default(False)
    assert isinstance(ChatModels(api_key="k").get_model("m"), OpenAIChatCompletionsModel)
    sdk_defaults.set_default_openai_key("sk-sdk")
    assert ChatModels().get_model("m")._client.api_key == "sk-sdk"
    client = AsyncOpenAI(api_key="k", base_url="http://own/v1")
    sdk_defaults.set_default_openai_client(client)
    assert ChatModels().get_model("m")._client is client
    assert str(ChatModels(base_url="http://given/v1").get_model("m")._client.base_url) == "http://given/v1/"


def test_an_endpoint_owns_its_model_names():
    model = ChatModels(base_url="http://x/v1", api="responses").get_model("openai/gpt-oss")
    assert model.model == "openai/gpt-oss"
    assert ChatModels(api_key="k").get_model("openai/gpt-9").model == "gpt-9"


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("api", ["responses", "chat_completions"])
async def test_both_apis_answer_and_count(endpoint, api, stream):
    result = await ask(ChatModels(base_url=endpoint.base_url, api=api), "hello", stream=stream)
    assert result.final_output == "You said: hello"
    assert result.context_wrapper.usage.total_tokens > 0
    assert endpoint.paths == ["/responses" if api == "responses" else "/chat/completions"]


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("status", [404, 405, 501])
async def test_chat_completions_takes_over_where_responses_is_not_served(endpoint, status, stream):
    endpoint.without("responses", status)
    models = ChatModels(base_url=endpoint.base_url)
    for text in ("one", "two"):
        assert (await ask(models, text, stream=stream)).final_output == f"You said: {text}"
    asked = [path for path in endpoint.paths if path == "/responses"]
    assert len(asked) <= 3  # 501 is retried by the client; the second turn does not ask again
    assert endpoint.paths[-2:] == ["/chat/completions"] * 2


async def test_responses_is_preferred_where_it_is_served(endpoint):
    models = ChatModels(base_url=endpoint.base_url)
    await ask(models)
    assert endpoint.paths == ["/responses"]


@pytest.mark.parametrize("stream", [True, False])
async def test_a_model_that_neither_api_knows_is_not_remembered_as_lacking_responses(endpoint, stream):
    endpoint.script(Fault(404, "no such model"), Fault(404, "no such model"))
    models = ChatModels(base_url=endpoint.base_url)
    with pytest.raises(NotFoundError):
        await ask(models, stream=stream)
    await ask(models, stream=stream)
    assert endpoint.paths == ["/responses", "/chat/completions", "/responses"]


@pytest.mark.parametrize("is_kept", [True, False], ids=["the same model", "a new model"])
@pytest.mark.parametrize("stream", [True, False])
async def test_what_chat_completions_does_not_find_is_asked_once(endpoint, stream, is_kept):
    endpoint.without("responses")
    models = ChatModels(base_url=endpoint.base_url)
    model = models.get_model("m") if is_kept else "m"
    await ask(models, stream=stream, model=model)
    asked = len(endpoint.paths)
    endpoint.script(Fault(404, "no such model"))
    with pytest.raises(NotFoundError, match="no such model"):
        await ask(models, stream=stream, model=model)
    assert endpoint.paths[asked:] == ["/chat/completions"]


@pytest.mark.parametrize("stream", [True, False])
async def test_what_one_endpoint_lacks_is_not_held_against_another(endpoint, monkeypatch, stream):
    endpoint.without("responses")
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint.base_url)
    models = ChatModels()
    await ask(models, stream=stream)
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint.base_url.replace("127.0.0.1", "localhost"))
    asked = len(endpoint.paths)
    await ask(models, stream=stream)
    assert endpoint.paths[asked:] == ["/responses", "/chat/completions"]


async def test_other_errors_do_not_fall_back(endpoint):
    endpoint.script(Fault(401))
    with pytest.raises(AuthenticationError):
        await ask(ChatModels(base_url=endpoint.base_url))
    assert endpoint.paths == ["/responses"]


async def test_tools_are_called_over_both_apis(endpoint):
    from agents import function_tool

    @function_tool
    def add(a: int, b: int) -> int:
        return a + b

    for api in ("responses", "chat_completions"):
        endpoint.script(Reply(calls=(("add", {"a": 2, "b": 3}),)), "It is 5.")
        agent = Agent(name="a", model="m", tools=[add])
        config = RunConfig(model_provider=ChatModels(base_url=endpoint.base_url, api=api), tracing_disabled=True)
        result = await Runner.run(agent, "2+3?", run_config=config)
        assert result.final_output == "It is 5."
        sent = endpoint.received[-1].body
        assert "5" in str(sent.get("messages", sent.get("input"))[-1])


async def test_the_key_travels_and_a_keyless_endpoint_gets_a_placeholder(endpoint):
    await ask(ChatModels(base_url=endpoint.base_url, api_key="sk-mine"))
    await ask(ChatModels(base_url=endpoint.base_url))
    assert [request.key for request in endpoint.received] == ["sk-mine", "none"]


async def test_the_endpoint_of_the_environment_is_used(endpoint, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint.base_url)
    assert (await ask(ChatModels(), "hello")).final_output == "You said: hello"


async def test_the_api_in_use_can_be_read(endpoint):
    assert ChatModels().api is None
    assert ChatModels(api_key="k").api == "responses"
    assert ChatModels(base_url=endpoint.base_url, api="chat_completions").api == "chat_completions"
    models = ChatModels(base_url=endpoint.base_url)
    assert models.api is None
    await ask(models)
    assert models.api == "responses"
