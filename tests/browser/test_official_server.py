"""A server of the published package, in a real notebook."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
CELL = f"""
import sys, warnings
warnings.simplefilter("ignore", DeprecationWarning)
sys.path.insert(0, {str(ROOT)!r})
from tests.official_server import DictStore, OfficialServer
from chatkit_notebook import ChatKit
chat = ChatKit(OfficialServer(DictStore()))

@chat.client_tool
def double(n: int) -> int:
    return n * 2

chat
"""


def test_it_holds_a_conversation_with_a_client_tool_call(open_notebook):
    notebook = open_notebook([CELL])
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.send("double it")
    chat.wait_text("The result is 8.")
    chat.wait_idle()
    chat.send("fail")
    chat.wait_text("nothing to divide by")
    chat.send("once more")
    chat.log.get_by_text("The result is 8.").nth(1).wait_for()
    assert notebook.errors == []
