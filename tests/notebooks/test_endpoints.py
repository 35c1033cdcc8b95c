"""One agent, in the chat and with `Runner.run` in a cell, in a real kernel over real HTTP, on both APIs."""

import nbformat
import pytest
from nbclient import NotebookClient

from tests.stub_endpoint.script import Reply
from tests.stub_endpoint.server import StubEndpoint

SETUP = """
import os
os.environ["OPENAI_BASE_URL"] = {base_url!r}
os.environ["OPENAI_API_KEY"] = "stub-key"
from agents import Agent, Runner, function_tool, set_default_openai_api, set_tracing_disabled
set_default_openai_api({api!r})
set_tracing_disabled(True)
from agents import OpenAIChatCompletionsModel as chat_completions, OpenAIResponsesModel as responses

@function_tool
def price(title: str) -> str:
    "Look up a price."
    return f"{{title}} costs 9"

agent = Agent(name="Seller", model={model}, tools=[price])
"""
STRING_MODEL = '"stub-model"'
OWN_CLIENT = {
    "responses": "responses('stub-model', __import__('openai').AsyncOpenAI())",
    "chat_completions": "chat_completions('stub-model', __import__('openai').AsyncOpenAI())",
}
RUN = "print((await Runner.run(agent, {question!r})).final_output)"
ASK = "turn = await chat.ask({question!r}); print(turn.error or turn.text)"
STORED = "print([item.type for item in chat.items], len({item.id for item in chat.items}) == len(chat.items))"


def printed(cell):
    return "".join(output["text"] for output in cell.outputs if output.get("name") == "stdout").strip()


def run(cells):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    return [
        "".join(output["text"] for output in cell.outputs if output.get("name") == "stdout").strip()
        for cell in notebook.cells
    ]


@pytest.mark.parametrize("model", ["string", "own client"])
@pytest.mark.parametrize("api", ["responses", "chat_completions"])
def test_the_same_agent_in_a_cell_and_in_the_chat(api, model):
    with StubEndpoint() as endpoint:
        endpoint.script(
            "before one",
            Reply(calls=(("price", {"title": "Dune"}),)),
            "It costs nine.",
            "Again nine.",
            "after one",
        )
        setup = SETUP.format(
            base_url=endpoint.base_url, api=api, model=STRING_MODEL if model == "string" else OWN_CLIENT[api]
        )
        texts = run(
            [
                setup,
                RUN.format(question="before"),
                f"from chatkit_notebook import ChatKit\nchat = ChatKit(agent, api={api!r})\nchat",
                ASK.format(question="What does Dune cost?"),
                ASK.format(question="And again?"),
                STORED,
                RUN.format(question="after"),
            ]
        )
        assert texts[1] == "before one"
        assert texts[3] == "It costs nine."
        assert texts[4] == "Again nine."
        assert texts[5].endswith("True")
        assert texts[6] == "after one"
        path = "/responses" if api == "responses" else "/chat/completions"
        assert endpoint.paths == [path] * 5
        assert all(request.key == "stub-key" for request in endpoint.received)
