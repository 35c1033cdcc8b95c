"""The options as attributes of the chat: ``chat.height = 400`` is checked and changes the views at once."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

import traitlets

from chatkit_notebook.ui.abilities import settled
from chatkit_notebook.ui.options import ChatOptions, read_options

if TYPE_CHECKING:
    from chatkit_notebook.client import Session

OPTIONS = tuple(ChatOptions.model_fields)


class Option(traitlets.TraitType[Any, Any]):
    """An option of this name."""

    info_text = "an option of the chat"

    def validate(self, obj: Any, value: Any) -> Any:
        """Return the value as its model has it.

        Raises:
            TypeError: Something within it has an unknown name.
            ValueError: It does not fit.
            RuntimeError: The chat is closed.
        """
        return obj.checked_option(self.name, value)


class OptionTraits(traitlets.HasTraits):
    """All options, each a trait, so that it may be observed and linked. What the views get is `_options`."""

    vars().update({name: Option(field.default) for name, field in ChatOptions.model_fields.items()})
    _options = traitlets.Dict().tag(sync=True)

    _session: Session
    _is_taking = False

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute.

        Raises:
            AttributeError: It is an option misspelt, which would have changed nothing.
        """
        if not name.startswith("_") and not hasattr(type(self), name):
            nearest = difflib.get_close_matches(name.lower(), OPTIONS, n=1, cutoff=0.75)
            if nearest:
                raise AttributeError(f"{type(self).__name__} has no option {name!r}. Did you mean {nearest[0]!r}?")
        super().__setattr__(name, value)

    def checked_option(self, name: str, value: Any) -> Any:
        """Check a value for one option beside those of the others.

        Raises:
            TypeError: Something within it has an unknown name.
            ValueError: It does not fit.
            RuntimeError: The chat is closed.
        """
        self._session.check_open()
        value = getattr(read_options({name: value}), name)
        if not self._is_taking:
            settled(self._given(**{name: value}), self._session.peer)
        return value

    def take_options(self, options: ChatOptions) -> None:
        """Replace all of them.

        Raises:
            ValueError: They ask for something that the server can't do.
        """
        settled(options, self._session.peer)
        self._is_taking = True
        try:
            for name in OPTIONS:
                setattr(self, name, getattr(options, name))
        finally:
            self._is_taking = False
        self.show_options()

    def show_options(self) -> None:
        """Give the views what the options have become, and the kernel their limits."""
        view = settled(self._given(), self._session.peer)
        self._session.limits = view.composer.attachments.limits()
        self._options = view.on_wire()

    def _given(self, **others: Any) -> ChatOptions:
        return ChatOptions.model_construct(
            **{name: getattr(self, name) for name in OPTIONS if name not in others}, **others
        )

    @traitlets.observe(*OPTIONS)
    def _option_changed(self, _: Any) -> None:
        if not self._is_taking:
            self.show_options()
