"""Agents of the OpenAI Agents SDK in a chat.

These are the names of the official ``chatkit.agents``, and three of our own: ``progress``, ``ToolTasks`` and
``ToolResults``.
"""

from chatkit_notebook.agents.citations import ResponseStreamConverter
from chatkit_notebook.agents.context import AgentContext, ClientToolCall
from chatkit_notebook.agents.progress import progress
from chatkit_notebook.agents.thoughts import StreamingThoughtTracker
from chatkit_notebook.agents.to_events import stream_agent_response
from chatkit_notebook.agents.to_input import ThreadItemConverter, simple_to_agent_input
from chatkit_notebook.agents.tool_tasks import ToolTasks
from chatkit_notebook.agents.tool_watch import ToolResults
from chatkit_notebook.agents.widget_text import accumulate_text
from chatkit_notebook.official_names import names_from_elsewhere
from chatkit_notebook.server.widget_stream import stream_widget

__all__ = [
    "AgentContext",
    "ClientToolCall",
    "ResponseStreamConverter",
    "StreamingThoughtTracker",
    "ThreadItemConverter",
    "ToolResults",
    "ToolTasks",
    "accumulate_text",
    "progress",
    "simple_to_agent_input",
    "stream_agent_response",
    "stream_widget",
]

__getattr__ = names_from_elsewhere("agents")
