import asyncio
import contextvars
import subprocess
import sys

import pytest
from agents.models.chatcmpl_helpers import HEADERS_OVERRIDE
from agents.models.openai_responses import _HEADERS_OVERRIDE
from agents.version import __version__ as agents_version

from chatkit_notebook.server import agents_sdk_user_agent_override
from chatkit_notebook.types import ProgressUpdateEvent
from chatkit_notebook.version import __version__
from tests.server.client import Client, text_input

OVERRIDES = [HEADERS_OVERRIDE, _HEADERS_OVERRIDE]
OURS = {"User-Agent": f"Agents/Python {agents_version} ChatKit/Python {__version__}"}


def headers():
    return [override.get() for override in OVERRIDES]


def test_model_calls_say_that_they_come_from_a_server():
    with agents_sdk_user_agent_override():
        assert headers() == [OURS, OURS]
    assert headers() == [None, None]


def test_an_error_restores_what_was_there():
    token = HEADERS_OVERRIDE.set({"User-Agent": "mine"})
    with pytest.raises(ZeroDivisionError), agents_sdk_user_agent_override():
        raise ZeroDivisionError

    assert HEADERS_OVERRIDE.get() == {"User-Agent": "mine"}
    HEADERS_OVERRIDE.reset(token)


def test_a_block_may_be_left_in_another_context():
    block = agents_sdk_user_agent_override()
    contextvars.copy_context().run(block.__enter__)

    block.__exit__(None, None, None)

    assert headers() == [None, None]


async def test_a_response_runs_under_our_name_and_its_caller_does_not():
    seen = []

    async def respond(self, thread, message, context):
        seen.append(headers())
        yield ProgressUpdateEvent(text="busy")
        raise asyncio.CancelledError

    client = await Client(respond=respond).with_thread()
    result = await client.process("threads.add_user_message", thread_id="thr", input=text_input())
    with pytest.raises(asyncio.CancelledError):
        async for _ in result:
            pass

    assert seen == [[OURS, OURS]]
    assert headers() == [None, None]


@pytest.mark.slow
def test_a_server_works_without_the_agents_sdk():
    code = """
import asyncio, sys
sys.modules["agents"] = None
from chatkit_notebook.server import ChatKitServer
from chatkit_notebook.store import MemoryStore

class Server(ChatKitServer):
    async def respond(self, thread, message, context):
        return
        yield

async def main():
    body = '{"type":"threads.create","params":{"input":{"content":[],"attachments":[],"inference_options":{}}}}'
    print(len([frame async for frame in await Server(MemoryStore()).process(body, None)]))

asyncio.run(main())
"""
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout

    assert output.strip() == "3"
