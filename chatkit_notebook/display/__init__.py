"""Values as people see them in a chat: frames, figures, images, widgets, data, and whatever displays itself."""

from chatkit_notebook.display.parts import Part, Passage, Picture, Shown, Words, item_of, markdown_of
from chatkit_notebook.display.values import NotDisplayableError, is_looked_at, is_rich, parts_of

__all__ = [
    "NotDisplayableError",
    "Part",
    "Passage",
    "Picture",
    "Shown",
    "Words",
    "is_looked_at",
    "is_rich",
    "item_of",
    "markdown_of",
    "parts_of",
]
