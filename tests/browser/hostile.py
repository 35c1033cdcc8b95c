"""Feeds hostile inputs to a chat in a real page: what they are, the notebook that gets them, how to read it again."""

import json
import subprocess
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.hostile_server import TIME, said

ROOT = Path(__file__).parents[2]


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


def cells(tmp_path, **answers):
    """The cells of a notebook whose chat answers each message with the events given for it."""
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(answers))
    chat = f"""
import json, pathlib, sys
sys.path.insert(0, {str(ROOT)!r})
from tests.browser.hostile_server import HostileServer
from chatkit_notebook import ChatKit
chat = ChatKit(HostileServer(json.loads(pathlib.Path({str(path)!r}).read_text())), history={{"enabled": True}})
chat
"""
    return [chat, "print('the kernel lives')", LOGGED]


LOGGED = """
print(sum(1 for row in chat.events if (row.payload or {}).get("name") == "part.failed"))
"""


def open_again(chat, last, title="Hostile"):
    """Leave the thread and open it from the history, as far back as it goes; its last message is known by a text."""
    chat.button("New chat").click()
    chat.button("Conversation history").click()
    chat.host.locator(".thread-open").filter(has_text=title).first.click()
    chat.wait_text(last)
    # The button is there, under one name or another, as long as there is more to load.
    older = chat.host.locator(".older")
    scroller = chat.host.locator(".scroller")
    for _ in range(60):
        if older.count() == 0:
            break
        scroller.evaluate("element => element.scrollTo({ top: 1, behavior: 'instant' })")
        scroller.evaluate("element => element.scrollTo({ top: 0, behavior: 'instant' })")
        expect(chat.host.locator(".older:disabled")).to_have_count(0)
