"""Components of one's own: ``chat.register_component("Gauge", esm=...)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from chatkit_notebook.client import Session
    from chatkit_notebook.widgets import DynamicWidgetComponent


class ComponentMethods:
    """What draws the types of widget nodes that the user adds."""

    _session: Session

    def register_component(
        self, name: str, *, esm: str | Path, css: str | Path | None = None
    ) -> type[DynamicWidgetComponent]:
        """Add a type of widget node that a JavaScript module of your own draws in the notebook.

        The module has a function ``render({ node, el, send })``, as a member of its default export or by name. It fills
        ``el``, an empty element in a shadow root of its own, from ``node``, the JSON of the node, which is frozen.
        It may be async, and returns nothing, a function that cleans up, or ``{ update(node), destroy() }``, both
        optional. ``update`` is called when the node has changed, and keeps what the component holds; without it the
        component is cleaned up and rendered anew. ``None`` is left out of props and of lists in them, as in any widget.

        ``send({ type, payload, ... })`` raises an action as a ``Button`` does, with the values of the form that it is
        in. It returns whether the action was taken: while another one of the same component is under way, none is, and
        while a response or another action of the widget is, only those with ``handler: "client"`` or, for a response,
        ``streaming: false`` are.

        Styles of the page and the chat stay out and its own stay in. It inherits the theme as custom properties:
        ``--ck-surface``, ``--ck-surface-raised``, ``--ck-surface-sunken``, ``--ck-text``, ``--ck-text-quiet``,
        ``--ck-border``, ``--ck-accent``, ``--ck-focus``, ``--ck-danger``, ``--ck-warning``, ``--ck-success``,
        ``--ck-info``, ``--ck-font``, ``--ck-font-code``, ``--ck-text-size``, ``--ck-radius-control`` and
        ``--ck-radius-card``.

        Only modules that are registered here are run, never anything from a widget; what is in ``node`` may come from a
        model, so set it as ``textContent``, not as ``innerHTML``. Other clients of the thread leave the node out, and a
        saved notebook shows its name and value. Registering a name again replaces the component in all views at once.

        >>> from chatkit_notebook import Chat
        >>> from chatkit_notebook.widgets import Card
        >>> chat = Chat(str.upper)
        >>> Gauge = chat.register_component("Gauge", esm='''
        ... export default {
        ...   render({ node, el, send }) {
        ...     const meter = document.createElement("meter");
        ...     const update = ({ value }) => { meter.value = value / 100; };
        ...     meter.onclick = () => send({ type: "read", payload: { value: meter.value } });
        ...     el.append(meter);
        ...     update(node);
        ...     return { update };
        ...   },
        ... };
        ... ''')
        >>> shown = chat.show(Gauge(value=72))
        >>> shown.update(Card(children=[Gauge(value=80)]))
        >>> chat.close()

        Args:
            name: The type, such as ``"Gauge"``: a capital letter, then letters, digits and underscores.
            esm: The source of the module, or the path of its file. It can import nothing by a relative path; build it
                into one file, which works offline, too.
            css: A style sheet for its shadow root, or the path of its file.

        Returns:
            The class of its nodes: ``Gauge(value=72)`` is the same as ``{"type": "Gauge", "value": 72}``, and may be
            shown by itself, returned by functions, or be a child of other widgets.

        Raises:
            TypeError: The name is not a str, or a source is neither a str nor a path.
            ValueError: The name can't be that of a component, or the source is not a module.
            OSError: A file can't be read.
            RuntimeError: The chat is closed.
        """
        from chatkit_notebook.widgets.custom import node_class, read_component  # noqa: PLC0415 - a chat is shown without widgets

        self._session.check_open()
        self._session.components[name] = read_component(name, esm, css)
        self._components_changed()
        return node_class(name)

    def _components_changed(self) -> None:
        """Let the views know, if there may be any."""
