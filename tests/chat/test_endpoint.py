"""What a chat tells of the endpoint that it asks."""

from agents import Agent

from chatkit_notebook import Chat


async def test_the_api_that_an_endpoint_serves_can_be_read(endpoint):
    endpoint.without("responses")
    chat = Chat(Agent(name="Ann", model="m"), base_url=endpoint.base_url, timeout=30)
    assert chat.api is None
    assert (await chat.ask("hi")).text == "You said: hi"
    assert chat.api == "chat_completions"
    assert Chat(lambda text: text).api is None
