"""The packages."""

import subprocess
import sys

from tests.parity.differences.table import difference


@difference(
    "new ids are longer",
    why="32 random bits collide after some ten thousand items.",
    official=[len("msg_") + 8],
    ours=[len("msg_") + 16],
)
async def _(world):
    world.found = [len(world.kit.store.default_generate_id("message"))]


@difference(
    "the Agents SDK is not imported",
    why="A server without agents starts faster.",
    official=True,
    ours=False,
)
async def _(world):
    package = world.kit.server.__name__.partition(".")[0]
    code = f"import sys, {package}.server; print('agents' in sys.modules)"
    command = [sys.executable, "-W", "ignore", "-c", code]
    output = subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: ASYNC221 - nothing else runs
    world.found = output.strip() == "True"
