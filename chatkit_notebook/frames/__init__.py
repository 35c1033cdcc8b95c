"""DataFrames of any library as pages of a table: sorted, searched, and no more of them read than is looked at.

Nothing here knows a chat. :mod:`~chatkit_notebook.bridge.answers` answers the views from it.
"""

from chatkit_notebook.frames.kept import FrameGoneError, KeptFrames, kept
from chatkit_notebook.frames.opening import UnreadableFrameError, is_frame
from chatkit_notebook.frames.table import Cell, ColumnInfo, Kind, Page, Query

__all__ = [
    "Cell",
    "ColumnInfo",
    "FrameGoneError",
    "KeptFrames",
    "Kind",
    "Page",
    "Query",
    "UnreadableFrameError",
    "is_frame",
    "kept",
]
