"""The one table of what is meant to differ from the official SDK. Everything else must be the same.

Each row says what happens officially, what happens here, and why; ``tests/parity/test_differences.py`` checks that both
still hold. Only what the models take beyond the official schemas is listed beside the schemas, in ``test_schemas.py``.
"""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.parity.server_runs import text_input


@dataclass
class Difference:
    what: str
    why: str
    scenario: Any
    official: Any
    ours: Any


DIFFERENCES = []


def difference(what, *, why, official, ours):
    """Add a row: a scenario that leaves what is compared in ``world.found``."""

    def add(scenario):
        DIFFERENCES.append(pytest.param(Difference(what, why, scenario, official, ours), id=what))

    return add


async def ask(world, **methods):
    """Send a message to a thread of a server with these methods."""
    world.saved_thread()
    world.serve(**methods)
    await world.send("threads.add_user_message", thread_id="thr", input=text_input())
