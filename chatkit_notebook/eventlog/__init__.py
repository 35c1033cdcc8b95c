"""Everything that happened in a conversation, one row an event."""

from chatkit_notebook.eventlog.log import EventLog
from chatkit_notebook.eventlog.record import EventRecord
from chatkit_notebook.eventlog.rows import EventRows

__all__ = ["EventLog", "EventRecord", "EventRows"]
