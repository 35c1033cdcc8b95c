"""The ChatKit server: subclass ``ChatKitServer``, write ``respond``, and hand requests to ``process``.

These are the names of the official ``chatkit.server``.
"""

from chatkit_notebook.official_names import names_from_elsewhere
from chatkit_notebook.server.answers import DEFAULT_PAGE_SIZE
from chatkit_notebook.server.base import DEFAULT_ERROR_MESSAGE, ChatKitServer
from chatkit_notebook.server.results import NonStreamingResult, StreamingResult
from chatkit_notebook.server.user_agent import agents_sdk_user_agent_override
from chatkit_notebook.server.widget_diff import diff_widget
from chatkit_notebook.server.widget_stream import stream_widget

__all__ = [
    "DEFAULT_ERROR_MESSAGE",
    "DEFAULT_PAGE_SIZE",
    "ChatKitServer",
    "NonStreamingResult",
    "StreamingResult",
    "agents_sdk_user_agent_override",
    "diff_widget",
    "stream_widget",
]

__getattr__ = names_from_elsewhere("server")
