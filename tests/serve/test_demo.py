"""The agent behind ChatKit()."""

import pytest
from agents import RunConfig, Runner

from chatkit_notebook.models import OfflineModel
from chatkit_notebook.serve import demo_agent, server_for
from chatkit_notebook.serve.demo import DemoServer
from chatkit_notebook.store import MemoryStore
from tests.serve.chat import Chat


@pytest.fixture
def chat():
    agent = demo_agent().clone(model=OfflineModel(delay=0))
    return Chat(DemoServer(agent, MemoryStore()))


def shown(chat):
    (widget,) = [item for item in chat.done if item["type"] == "widget"]
    return widget


async def test_the_weather_has_a_card_and_an_answer(chat):
    assert "-2 °C, light snow" in await chat.say("How is the weather in Oslo?")
    assert shown(chat)["copy_text"] == "Oslo: -2 °C, light snow"
    progress = [event for event in chat.events if event["type"] == "progress_update"]
    assert progress == [{"type": "progress_update", "icon": "globe", "text": "Looking out of a window in Oslo"}]


async def test_a_city_that_is_not_in_the_table_is_told(chat):
    assert "It knows Amsterdam" in await chat.say("weather in Atlantis")


async def test_dice_can_be_rolled_again(chat):
    await chat.say("roll 3 dice")
    card = shown(chat)
    button = card["widget"]["children"][-1]
    assert button["label"] == "Roll again"
    await chat.stream("threads.custom_action", item_id=card["id"], action=button["onClickAction"])
    (event,) = [event for event in chat.events if event["type"] == "thread.item.replaced"]
    assert event["item"]["id"] == card["id"]
    assert event["item"]["copy_text"].count("+") == 2


@pytest.mark.parametrize("payload", [None, {}, {"count": 10**9, "sides": 6}, {"count": "x", "sides": 6}])
async def test_a_forged_action_rolls_nothing(chat, payload):
    await chat.say("roll 3 dice")
    action = {"type": "demo.roll_again", "payload": payload}
    await chat.stream("threads.custom_action", item_id=shown(chat)["id"], action=action)
    assert chat.error is not None


async def test_the_time_of_a_city_is_told(chat):
    assert ":" in await chat.say("what time is it in Tokyo?")


async def test_the_tools_work_without_a_chat():
    agent = demo_agent().clone(model=OfflineModel(delay=0))
    result = await Runner.run(agent, "weather in Cairo", run_config=RunConfig(tracing_disabled=True))
    assert "27 °C" in result.final_output


def test_nothing_to_answer_with_is_the_demo():
    assert server_for(None).model_name == "Offline model"
