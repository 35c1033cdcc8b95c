"""DataFrames of any library as pages of a table: sorted, searched, and no more of them read than is looked at.

Nothing here knows a chat. :mod:`~chatkit_notebook.bridge.answers` answers the views from it.
"""

from chatkit_notebook.frames.kept import KeptFrames, kept
from chatkit_notebook.frames.opening import is_frame
from chatkit_notebook.frames.table import Cell, ColumnInfo, FramePage, Kind, Query

__all__ = [
    "Cell",
    "ColumnInfo",
    "FramePage",
    "KeptFrames",
    "Kind",
    "Query",
    "is_frame",
    "kept",
]
