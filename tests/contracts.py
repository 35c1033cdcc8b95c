"""Watches what a session and its bridge say: nothing that is not declared, and nothing left out of what is."""

import json

from pydantic import ConfigDict, TypeAdapter, ValidationError

from chatkit_notebook.bridge.messages import ToViews
from chatkit_notebook.client.events import SessionEvent

_EXACTLY = ConfigDict(extra="forbid", strict=True)
_messages = TypeAdapter(ToViews, config=_EXACTLY)
_events = TypeAdapter(SessionEvent, config=_EXACTLY)


class Contract:
    """Keeps the breaches until the end of a test: whoever sends or takes goes on after an exception."""

    def __init__(self):
        self._breaches = []

    def sent(self, message):
        """The bridge has sent this to the views."""
        self._check(_messages, message)
        for frame in message.get("frames", []):
            self.taken(frame["event"])

    def taken(self, event):
        """A session has taken this event."""
        if event.get("type", "").startswith("chatkit."):
            self._check(_events, event)

    def verify(self):
        assert not self._breaches, "\n".join(self._breaches)

    def _check(self, declared, value):
        try:
            declared.validate_python(value)
        except ValidationError as error:
            self._breaches.append(f"{json.dumps(value):.200} is not declared: {error}")
