"""Servers of either kind, ours or the official one, whose answer is a widget."""

from datetime import datetime

import chatkit.server
import chatkit.types
import chatkit.widgets
import pytest

import chatkit_notebook.server
import chatkit_notebook.types
import chatkit_notebook.widgets
from chatkit_notebook import MemoryStore
from tests.official_server import DictStore

OURS = (chatkit_notebook.server.ChatKitServer, chatkit_notebook.types, chatkit_notebook.widgets, MemoryStore)
OFFICIAL = (chatkit.server.ChatKitServer, chatkit.types, chatkit.widgets, DictStore)


@pytest.fixture(params=[OURS, OFFICIAL], ids=["ours", "official"])
def server_of(request):
    """Make a server whose answer is the widget ``w``, ours or the official one, with methods of its own."""
    base, types, widgets, store = request.param

    async def respond(_, thread, input_user_message, context):
        fields = {"id": "w", "thread_id": thread.id, "created_at": datetime(2026, 1, 2)}  # noqa: DTZ001 - naive is the default
        yield types.ThreadItemDoneEvent(item=types.WidgetItem(**fields, widget=widgets.Card(children=[])))

    def make(**methods):
        server = type("Server", (base,), {"respond": respond, **methods})(store())
        server.types = types
        return server

    return make
