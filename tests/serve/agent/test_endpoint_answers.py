"""Answers that are none, and endpoints without Responses."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from agents import Agent, Runner, function_tool

from chatkit_notebook.models.endpoints import ChatModels
from chatkit_notebook.serve import AgentServer
from chatkit_notebook.store import MemoryStore
from tests.serve.chat import Chat
from tests.stub_endpoint.script import Fault, Raw, Reply

ONCE = {"x-should-retry": "false"}
BEGUN = b'data: {"choices": [{"index": 0, "delta": {"role": "assistant", "content": "Once upon"}}]}\n\n'
HTML = b"<!doctype html>\n<title>Sign in</title><p>Sign in to go on</p>"


def chat_at(base_url, api="auto", *, tools=(), **options):
    agent = Agent(name="Ann", model="m", tools=list(tools))
    return Chat(AgentServer(agent, MemoryStore(), base_url=base_url, api=api, **options))


def whole(value, content_type="application/json", **fields):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return Raw((body,), content_type=content_type, **fields)


def event(value, name=None):
    return (f"event: {name}\n" if name else "").encode() + f"data: {json.dumps(value)}\n\n".encode()


@pytest.mark.parametrize("api", ["responses", "chat_completions"])
@pytest.mark.parametrize(
    ("answer", "told"),
    {
        "an error object": (whole({"error": {"message": "The model crashed", "code": 1}}), "The model crashed"),
        "an error as a string": (whole({"error": "out of memory on GPU 0"}), "out of memory on GPU 0"),
        "an object that is an error": (whole({"object": "error", "message": "prompt too long"}), "prompt too long"),
        "a detail": (whole({"detail": "Not authenticated here"}), "Not authenticated here"),
        "details": (whole({"detail": [{"loc": ["body"], "msg": "field is bad"}]}), "field is bad"),
        "a message": (whole({"message": "no healthy upstream"}), "no healthy upstream"),
        "errors": (whole({"errors": [{"message": "account suspended"}]}), "account suspended"),
        "an error that claims to be a stream": (whole({"error": "dead"}, "text/event-stream"), "dead"),
        "an error event": (Raw((event({"message": "GPU fell off"}, "error"),)), "GPU fell off"),
        "an error event of text": (Raw((b"event: error\ndata: overloaded\n\n",)), "overloaded"),
        "an error in an event": (Raw((event({"error": {"message": "bad seed"}}),)), "bad seed"),
        "an error by its type": (Raw((event({"type": "error", "message": "bad luck"}),)), "bad luck"),
        "HTML": (whole(HTML, "text/html"), "Sign in to go on"),
        "HTML that claims to be a stream": (whole(HTML, "text/event-stream"), "Sign in to go on"),
        "text": (whole(b"Ollama is running", "text/plain"), "Ollama is running"),
        "no type": (whole(b"upstream says hello", None), "upstream says hello"),
        "foreign JSON": (whole({"models": ["a", "b"]}), "models"),
        "a list": (whole([1, 2]), "[1, 2]"),
        "foreign events": (Raw((event({"tokens": ["a"]}), b"data: [DONE]\n\n")), "tokens"),
        "events that are not JSON": (Raw((b"data: hello there\n\n", b"data: [DONE]\n\n")), "hello there"),
        "nothing": (Raw((), content_type=None), "empty reply"),
        "an empty stream": (Raw(()), "empty reply"),
        "white space": (whole(b" \n\n "), "empty reply"),
        "comments": (Raw((b": a\n\n", b": b\n\n")), "empty reply"),
        "nothing but the end": (Raw((b"data: [DONE]\n\n",)), "empty reply"),
        "a body that breaks off before anything": (Raw((b": a\n\n",), is_cut=True), "broke off"),
        "JSON that breaks off": (Raw((b'{"choices": [{"mess',), content_type="application/json"), "choices"),
    }.values(),
)
async def test_what_is_no_answer_is_an_error_that_shows_what_came(endpoint, api, answer, told):
    endpoint.script(answer, "fine")
    chat = chat_at(endpoint.base_url, api)
    assert await chat.say("hi") == ""
    assert told in chat.error["message"]
    assert endpoint.base_url.removesuffix("/v1") in chat.error["message"]
    assert chat.error["allow_retry"]
    assert len(endpoint.received) == 1


@pytest.mark.parametrize(
    "rest",
    [
        (),
        (b'data: {"choices": [{"index": 0, "delta": {"con',),
        (b'data: {"choices": [{"index": 0, "delta": {"content": " a"}}]}\n\n', b": still here\n\n"),
        (b'data: {"choices": [{"index": 0, "delta": {}, "finish_reason": null}]}\n\n',),
        (b'data: {"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}\n\n',),
        (b"data",),
    ],
)
@pytest.mark.parametrize("is_cut", [True, False])
async def test_a_stream_that_ends_in_the_middle_is_an_error_and_keeps_what_came(endpoint, rest, is_cut):
    endpoint.script(Raw((BEGUN, *rest), is_cut=is_cut))
    chat = chat_at(endpoint.base_url, "chat_completions")
    assert (await chat.say("hi")).startswith("Once upon")
    assert "broke off in the middle" in chat.error["message"]


@pytest.mark.parametrize(
    "last",
    [
        {"error": {"message": "GPU lost", "code": 502}},
        {"type": "error", "error": {"type": "overloaded_error", "message": "GPU lost"}},
        {"object": "error", "message": "GPU lost"},
        {
            "choices": [
                {"index": 0, "delta": {"content": ""}, "finish_reason": "error", "error": {"message": "GPU lost"}}
            ]
        },
        {"error": "GPU lost"},
    ],
)
async def test_an_error_in_the_middle_of_a_stream_is_told(endpoint, last):
    endpoint.script(Raw((BEGUN, event(last))))
    chat = chat_at(endpoint.base_url, "chat_completions")
    assert await chat.say("hi") == "Once upon"
    assert "GPU lost" in chat.error["message"]


async def test_an_empty_answer_after_a_tool_s_result_is_none(endpoint):
    @function_tool
    def note() -> str:
        """Note."""
        return "noted"

    for api in ("responses", "chat_completions"):
        endpoint.script(Reply(calls=(("note", {}),)), Reply())
        chat = chat_at(endpoint.base_url, api, tools=[note])
        assert await chat.say("note it") == ""
        assert chat.error is None


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (whole({"error": {"code": 429, "message": "slow down"}}), "limits the rate"),
        (whole({"error": {"status": 401, "message": "who?"}}), "refused the API key"),
        (whole({"status": 503, "error": "loading model"}), "failed with status 503"),
        (Raw((event({"error": {"code": "500", "message": "boom"}}),)), "failed with status 500"),
        (whole({"object": "error", "code": 404, "message": "The model 'm' does not exist"}), "does not know the model"),
    ],
)
async def test_a_status_within_an_answer_counts(endpoint, answer, told):
    endpoint.script(answer)
    chat = chat_at(endpoint.base_url, "chat_completions")
    await chat.say("hi")
    assert told in chat.error["message"]


LACKING = {
    "not found": 404,
    "not allowed": 405,
    "not implemented": 501,
    "an unknown URL": Fault(400, "Invalid URL (POST /v1/responses)"),
    "an unknown endpoint": Fault(400, "Unknown endpoint"),
    "an unsupported API": Fault(400, "The Responses API is not supported by this deployment"),
    "a closed path": Fault(403, "Access to this path is forbidden"),
    "a gateway": whole({"message": "Missing Authentication Token"}, status=403),
    "a page": whole(b"<html>403 Forbidden</html>", "text/html", status=403),
    "messages that are missing": Fault(422, "messages: Field required"),
    "messages in a detail": whole({"detail": [{"loc": ["body", "messages"], "msg": "Field required"}]}, status=422),
    "an unwanted input": Fault(400, "Unrecognized request argument supplied: input"),
    "extra inputs": whole({"detail": [{"loc": ["body", "input"], "type": "extra_forbidden", "msg": "x"}]}, status=422),
    "a model that only chats": Fault(400, "This operation is unsupported for the model m"),
    "200 with HTML": whole(HTML, "text/html"),
    "200 with text": whole(b"ok", "text/plain"),
    "200 with a completion": whole({"object": "chat.completion", "choices": [{"message": {"content": "x"}}]}),
    "200 with chunks": Raw((BEGUN, b"data: [DONE]\n\n")),
    "200 with an error": whole({"error": "Unexpected endpoint or method. (POST /v1/responses)"}),
    "200 with a status": whole({"error": {"code": 404, "message": "nope"}}),
    "200 with foreign JSON": whole({"ok": True}),
}


@pytest.mark.parametrize("answer", LACKING.values(), ids=LACKING)
async def test_chat_completions_takes_over_where_responses_plainly_is_not_there(endpoint, answer):
    endpoint.without("responses", Fault(answer, headers=ONCE) if answer == 501 else answer)
    chat = chat_at(endpoint.base_url)
    assert chat.server.api is None
    assert await chat.say("one") == "You said: one"
    assert chat.server.api == "chat_completions"
    assert await chat.say("two") == "You said: two"
    assert endpoint.paths == ["/responses", "/chat/completions", "/chat/completions"]


@pytest.mark.parametrize("answer", LACKING.values(), ids=LACKING)
async def test_what_does_not_stream_falls_back_too(endpoint, answer):
    endpoint.without("responses", Fault(answer, headers=ONCE) if answer == 501 else answer)
    model = ChatModels(base_url=endpoint.base_url).get_model("m")
    assert (await Runner.run(Agent(name="a", model=model), "one")).final_output == "You said: one"
    assert endpoint.paths == ["/responses", "/chat/completions"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(400, "This model's maximum context length is 4096 tokens"),
        Fault(400, "Invalid value for temperature"),
        Fault(401, "No such endpoint for you"),
        Fault(403, "You are not allowed to use the model m"),
        Fault(422, "max_output_tokens must be above 16"),
        Fault(400, "Your input was flagged by the content filter"),
        Fault(429, "slow down", headers=ONCE),
        Fault(500, "Unknown endpoint failure", headers=ONCE),
    ],
)
async def test_what_says_something_else_does_not_fall_back(endpoint, fault):
    endpoint.script(fault)
    chat = chat_at(endpoint.base_url)
    await chat.say("hi")
    assert chat.error is not None
    assert endpoint.paths == ["/responses"]


async def test_what_once_served_responses_is_not_asked_otherwise(endpoint):
    chat = chat_at(endpoint.base_url)
    await chat.say("hi")
    assert chat.server.api == "responses"
    endpoint.script(Fault(404, "no model 'm'"))
    await chat.say("again")
    assert endpoint.paths == ["/responses", "/responses"]


@pytest.mark.parametrize("path", ["", "/", "/api", "/openai", "/v"])
@pytest.mark.parametrize("api", ["auto", "responses", "chat_completions"])
async def test_an_address_without_its_version_is_named(endpoint, path, api):
    base = endpoint.base_url.removesuffix("/v1")
    chat = chat_at(base + path, api)
    await chat.say("hi")
    assert f"{base}{path.rstrip('/')}/v1" in chat.error["message"]
    assert "base_url=" in chat.error["message"]


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"retry-after": "7"}, "Wait 7 seconds"),
        ({"retry-after": "1"}, "Wait 1 second,"),
        ({"retry-after-ms": "2500"}, "Wait 3 seconds"),
        ({"Retry-After": "0.2"}, "Wait 1 second,"),
        ({"retry-after": "soon"}, "Wait a moment"),
        ({"retry-after": "-3"}, "Wait a moment"),
        ({"retry-after": "inf"}, "Wait a moment"),
    ],
)
async def test_the_time_to_wait_is_told(endpoint, headers, told):
    endpoint.script(Fault(429, "slow down", headers=headers | ONCE))
    chat = chat_at(endpoint.base_url)
    await chat.say("hi")
    assert told in chat.error["message"]


async def test_a_date_to_wait_for_is_told_in_seconds(endpoint):
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=3600), usegmt=True)
    endpoint.script(Fault(429, "slow down", headers={"retry-after": date} | ONCE))
    chat = chat_at(endpoint.base_url)
    await chat.say("hi")
    assert "Wait 3,5" in chat.error["message"] or "Wait 3,600" in chat.error["message"]


@pytest.mark.parametrize("api", ["responses", "chat_completions", "auto"])
@pytest.mark.parametrize(
    "answer",
    [
        Raw((), is_silent=True),
        Raw((b": wait",), is_silent=True),
        Raw((), is_endless=True),
        Raw((b"data: ",), is_silent=True),
        Raw((b'{"choi',), is_silent=True, content_type="application/json"),
    ],
)
async def test_an_endpoint_that_never_answers_is_given_up(endpoint, api, answer):
    endpoint.script(answer)
    chat = chat_at(endpoint.base_url, api, timeout=0.3)
    await chat.say("hi")
    assert "did not answer in time" in chat.error["message"]
    assert "timeout=" in chat.error["message"]
    assert len(endpoint.received) == 1


async def test_an_endpoint_that_sends_no_headers_is_given_up_once():
    import asyncio

    connections = []

    async def listen(reader, writer):
        connections.append(writer)
        await reader.read()
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    chat = chat_at(f"http://127.0.0.1:{port}/v1", timeout=0.3)
    await chat.say("hi")
    assert "did not answer in time" in chat.error["message"]
    assert len(connections) == 1
    server.close()


@pytest.mark.parametrize("timeout", [0, -1, "5", True, float("nan"), None])
def test_a_timeout_that_is_none_is_refused(timeout):
    with pytest.raises(ValueError, match="timeout="):
        ChatModels(base_url="http://127.0.0.1:9/v1", timeout=timeout)


async def test_a_user_s_own_requests_are_answered_as_they_are(endpoint):
    from openai import AsyncOpenAI

    from chatkit_notebook.models.loops import make_loop_safe

    async with AsyncOpenAI(base_url=endpoint.base_url, api_key="k") as client:
        make_loop_safe(client)
        endpoint.script(whole({"error": "raw"}))
        answer = await client.chat.completions.with_raw_response.create(model="m", messages=[])
        assert answer.text == '{"error": "raw"}'
