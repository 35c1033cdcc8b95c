"""Everything that happened in a conversation, one row an event."""

from chatkit_notebook.eventlog.log import EventLog
from chatkit_notebook.eventlog.record import EventRecord

__all__ = ["EventLog", "EventRecord"]
