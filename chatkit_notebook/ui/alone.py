"""A widget by itself, as the value of a cell: the view of a chat that holds nothing else and is never answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import traitlets

from chatkit_notebook.bridge.kernel_interrupts import current_shell
from chatkit_notebook.errors import CustomStreamError
from chatkit_notebook.locales import words
from chatkit_notebook.server import ChatKitServer
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.transcript.writing import widget_to_html
from chatkit_notebook.ui.saved import framed
from chatkit_notebook.ui.widget import ChatKit
from chatkit_notebook.widgets.explain import ROOTS, checked_root

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from chatkit_notebook.widgets import WidgetComponentBase

_PARENTS = {"ListViewItem": "ListView", "Table.Cell": "Table.Row", "Table.Row": "Table"}
"""What a component must be in to be drawn; the others may stand in a ``Basic`` root."""


def mimebundle(widget: WidgetComponentBase, **kwargs: Any) -> Any:
    """What a cell shows of a widget: a view of its own in a notebook, what it says elsewhere.

    Raises:
        WidgetError: Something in it is wrong; the message says where and what.
    """
    root = checked_root(_rooted(widget.model_dump(mode="json")))
    if current_shell() is None:
        return {"text/plain": repr(widget), "text/html": widget_to_html(root)}
    return AloneWidget(root, repr(widget)).mimebundle(**kwargs)


def _rooted(node: dict[str, Any]) -> dict[str, Any]:
    while node.get("type") not in ROOTS:
        node = {"type": _PARENTS.get(str(node.get("type")), "Basic"), "children": [node]}
    return node


class AloneWidget(ChatKit):
    """Shows one widget. What is filled in stays; what is pressed says that nobody is there to answer.

    Args:
        root: The widget's JSON.
        text: What hosts show that show no widgets.
    """

    _alone = traitlets.Bool(default_value=True).tag(sync=True)

    def __init__(self, root: dict[str, Any], text: str) -> None:
        self._root, self._text = root, text
        super().__init__(_Nobody(MemoryStore()))
        self.show(root)

    def mimebundle(self, **kwargs: Any) -> Any:
        """What a cell shows."""
        return self._repr_mimebundle_(**kwargs)

    def __repr__(self) -> str:
        return self._text

    def _show_still(self) -> None:
        if (shell := current_shell()) is not None:
            still = framed(self._transcript, widget_to_html(self._root))
            shell.display_pub.publish({"text/html": still, "text/plain": self._text})


class _Nobody(ChatKitServer[Any]):
    """Keeps the widget, and answers nothing."""

    async def respond(self, thread: Any, input_user_message: Any, context: Any) -> AsyncIterator[Any]:  # noqa: ARG002 - the name of each is public
        for nothing in ():
            yield nothing

    async def action(self, thread: Any, action: Any, sender: Any, context: Any) -> AsyncIterator[Any]:  # noqa: ARG002 - as above
        raise CustomStreamError(words().action_alone(action.type))
        yield  # which makes it what a server's methods are
