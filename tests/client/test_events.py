"""The events that a session declares as its own, and what else names them."""

from typing import get_args, get_type_hints

from chatkit_notebook.chat.decorators import ELEMENT_EVENTS
from chatkit_notebook.client.events import SessionEvent


def test_whatever_functions_can_listen_to_is_declared():
    declared = {name for event in get_args(SessionEvent) for name in get_args(get_type_hints(event)["type"])}
    # These two are made of events of the server.
    assert {f"chatkit.{name}" for name in ELEMENT_EVENTS} - declared == {"chatkit.effect", "chatkit.error"}
