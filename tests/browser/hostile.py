"""Feeds hostile inputs to a chat in a real page: what they are, the notebook that gets them, how to read it again."""

import json
import subprocess
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.health import Health
from tests.browser.hostile_server import TIME, said

ROOT = Path(__file__).parents[2]
LAST = "the last one"
"""The message that ends what is fed."""


def hostile(what, *arguments):
    """The inputs that ``print-hostile.mjs`` makes: the front end's own tests use the same."""
    command = ["node", "print-hostile.mjs", what, *map(str, arguments)]
    return json.loads(subprocess.run(command, cwd=ROOT / "js", capture_output=True, check=True, timeout=60).stdout)


def done(item):
    """The event that brings an item."""
    return {"type": "thread.item.done", "item": item}


def sound(item_id, text):
    """The event that brings a message with nothing wrong about it."""
    return done({"id": item_id, "thread_id": "thr_1", "created_at": TIME, **said(text)})


def feed(open_notebook, tmp_path, events):
    """Make a chat, and let it get the events and a last message.

    Its notebook has two more cells: one prints "the kernel lives", one how many parts could not be shown.

    Returns:
        The notebook, its chat, and the health of the page from before.
    """
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"feed": [*events, sound("last", LAST)]}))
    notebook = open_notebook([CHAT.format(root=str(ROOT), path=str(path)), "print('the kernel lives')", LOGGED])
    notebook.run_cell(0)
    chat = notebook.chat()
    expect(chat.composer).to_be_visible()
    health = Health(notebook)
    chat.send("feed")
    chat.wait_text(LAST)
    chat.wait_idle()
    return notebook, chat, health


CHAT = """
import json, pathlib, sys
sys.path.insert(0, {root!r})
from tests.browser.hostile_server import HostileServer
from chatkit_notebook import ChatKit
chat = ChatKit(HostileServer(json.loads(pathlib.Path({path!r}).read_text())), history={{"enabled": True}})
chat
"""
LOGGED = """
print(sum(1 for row in chat.events if (row.payload or {}).get("name") == "part.failed"))
"""


def open_again(chat):
    """Leave the thread and open it from the history, as far back as it goes."""
    chat.button("New chat").click()
    chat.button("Conversation history").click()
    chat.host.locator(".thread-open").filter(has_text="Hostile").first.click()
    chat.wait_text(LAST)
    # The button is there, under one name or another, as long as there is more to load.
    older = chat.host.locator(".older")
    scroller = chat.host.locator(".scroller")
    for _ in range(60):
        if older.count() == 0:
            break
        scroller.evaluate("element => element.scrollTo({ top: 1, behavior: 'instant' })")
        scroller.evaluate("element => element.scrollTo({ top: 0, behavior: 'instant' })")
        expect(chat.host.locator(".older:disabled")).to_have_count(0)
