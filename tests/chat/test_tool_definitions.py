"""A tool that could not work is refused where it is defined, in words that say what to do."""

import pytest
from agents import Agent, function_tool, handoff

from chatkit_notebook import Chat
from chatkit_notebook.models import ScriptedModel, call


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("pick one", "pick_one"),
        ("größe", "groe"),
        ("a.b", "a_b"),
        ("選ぶ", "tool"),
        ("x" * 65, "x" * 64),
        ("pick!", "pick"),
    ],
)
def test_a_name_that_no_model_can_call_is_refused_where_it_is_given(name, nearest):
    chat = Chat(Agent(name="Ann", model=ScriptedModel(["So."])))
    with pytest.raises(ValueError, match="No model can call a tool by the name") as raised:
        chat.client_tool(name)(lambda: 1)
    assert repr(nearest) in str(raised.value)


@pytest.mark.parametrize("given", ["", "  ", None])
def test_a_function_without_a_name_needs_one(given):
    chat = Chat(Agent(name="Ann", model=ScriptedModel(["So."])))
    with pytest.raises(ValueError, match="has no name to be called by"):
        chat.client_tool(given)(lambda: 1)


@pytest.mark.parametrize("name", ["pick", "pick-2", "Pick_3", "x" * 64, "7"])
def test_possible_names_are_taken(name):
    chat = Chat(Agent(name="Ann", model=ScriptedModel([[call(name)], "So."])))
    chat.client_tool(name)(lambda: 1)
    assert chat.ask_sync("go").tools[0].name == name


def generator(text):
    yield text


async def awaited(text):
    return text


@pytest.mark.parametrize("target", [str, lambda text: text, generator, awaited, "x".join], ids=range(5))
def test_a_target_that_cannot_call_a_client_tool_refuses_it(target):
    chat = Chat(target if target is not str else str.upper)
    with pytest.raises(TypeError, match="can't be called in this chat"):

        @chat.client_tool
        def pick():
            """Pick."""


def twins(**names):
    def made(name):
        return function_tool(lambda: 1, name_override=name, description_override="x")

    return [made(name) for name in names.values()]


@pytest.mark.parametrize(
    "where", ["the agent", "one handed over to", "one behind a handoff", "one called", "added later"]
)
def test_two_tools_of_one_name_are_refused(where):
    two = twins(a="pick", b="look", c="pick")
    other = Agent(name="Bo", model=ScriptedModel(["So."]), tools=two)
    ann = Agent(name="Ann", model=ScriptedModel(["So."]))
    match where:
        case "the agent":
            ann = Agent(name="Bo", model=ScriptedModel(["So."]), tools=two)
        case "one handed over to":
            ann.handoffs = [other]
        case "one behind a handoff":
            ann.handoffs = [handoff(other)]
        case "one called":
            ann.tools = [other.as_tool("ask_bo", "Ask Bo.")]
        case _:
            chat = Chat(ann)
            ann.tools.extend(two)
            assert "has two tools of the name 'pick'" in chat.ask_sync("go").error
            return
    with pytest.raises(ValueError, match="The agent 'Bo' has two tools of the name 'pick'"):
        Chat(ann)
