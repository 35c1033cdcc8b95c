"""Tools of MCP servers, local ones and those that the model's host calls: their pictures and their failures."""

from base64 import b64encode

import pytest
from agents import Agent
from agents.mcp import MCPServer
from mcp import types as wire
from openai.types.responses import ResponseCodeInterpreterToolCall, response_output_item

from chatkit_notebook import Chat
from chatkit_notebook.agents.tool_steps import step_of
from chatkit_notebook.models import ScriptedModel, call

PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
SCHEMA = {"type": "object", "properties": {}}


def picture():
    return [wire.ImageContent(type="image", data=b64encode(PNG).decode(), mimeType="image/png")]


def words_and_picture():
    return [wire.TextContent(type="text", text="Look:"), *picture()]


def breaks():
    raise RuntimeError("the server is gone")


class Server(MCPServer):
    """A server within the process."""

    def __init__(self, answer, **options):
        super().__init__(**options)
        self._answer = answer

    name = "pictures"

    async def connect(self):
        pass

    async def cleanup(self):
        pass

    async def list_tools(self, *_):
        return [wire.Tool(name="draw", inputSchema=SCHEMA)]

    async def call_tool(self, tool_name, arguments, *_):
        return wire.CallToolResult(content=self._answer())

    async def list_prompts(self):
        return wire.ListPromptsResult(prompts=[])

    async def get_prompt(self, name, arguments=None):
        raise NotImplementedError


def chat_with(answer, **fields):
    server = Server(answer, **fields.pop("options", {}))
    model = ScriptedModel([[call("draw")], "So."])
    return Chat(Agent(name="Ann", model=model, mcp_servers=[server], **fields))


def step(chat):
    return [item.workflow for item in chat.items if item.type == "workflow"][-1].tasks[-1]


@pytest.mark.parametrize("answer", [picture, words_and_picture])
def test_a_picture_of_an_mcp_server_is_kept_and_shown(answer):
    chat = chat_with(answer)
    turn = chat.ask_sync("go")
    assert turn.text == "So."
    content = step(chat).content
    assert "\n![image.png](chatkit-notebook:///attachments/" in content
    assert ("Look:" in content) == (answer is words_and_picture)
    assert b64encode(PNG).decode() not in content


@pytest.mark.parametrize(
    "config", [{}, {"failure_error_function": lambda _, error: f"In my words: {error}"}], ids=["default", "in words"]
)
def test_an_mcp_server_that_fails_is_a_failed_step(config, capsys):
    chat = chat_with(breaks, mcp_config=config)
    turn = chat.ask_sync("go")
    assert turn.text == "So."
    assert step(chat).icon == "lucide:circle-x"
    assert "the server is gone" in step(chat).content
    [used] = turn.tools
    assert used.name == "draw"
    assert "the server is gone" in used.error
    assert ("In my words" in str(used.result)) == bool(config)
    assert "The tool draw failed" in capsys.readouterr().err


ERRORS = {
    "a text": "no access",
    "of the protocol": {"type": "protocol_error", "code": 7, "message": "no access"},
    "of HTTP": {"type": "http_error", "code": 403, "message": "no access"},
    "of the tool": {"type": "mcp_tool_execution_error", "content": [{"type": "text", "text": "no access"}]},
    "of another kind": {"type": "new_error", "why": "no access"},
}


@pytest.mark.parametrize("error", ERRORS)
def test_a_call_of_the_host_that_failed_is_a_failed_step(error):
    fields = {"id": "mcp_1", "type": "mcp_call", "name": "find_pages", "arguments": '{"q": "x"}', "server_label": "s"}
    hosted = response_output_item.McpCall.model_construct(**fields, error=ERRORS[error])
    task = step_of(hosted, status="complete")
    assert (task.title, task.icon, task.status_indicator) == ("Find pages", "lucide:circle-x", "none")
    assert "no access" in task.content.partition("```error\n")[2]
    if error != "of another kind":
        assert task.content.endswith("```error\nno access\n```")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://files.example/plot.png", "![plot.png](https://files.example/plot.png)"),
        ("data:text/html,<script>", None),
    ],
)
def test_pictures_of_a_code_interpreter_are_in_its_step(address, shown):
    made = ResponseCodeInterpreterToolCall(
        id="ci_1",
        type="code_interpreter_call",
        code="plot()",
        container_id="c",
        status="completed",
        outputs=[{"type": "logs", "logs": "done"}, {"type": "image", "url": address}],
    )
    content = step_of(made, status="complete").content
    assert "done" in content
    assert "plot()" in content
    if shown is not None:
        assert content.endswith(shown)
    assert "<script>" not in content
