"""Options whose defaults depend on what the server can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook.ui.options import AttachmentOptions, ChatOptions, ComposerOptions, HistoryOptions

if TYPE_CHECKING:
    from chatkit_notebook.client.peer import Peer


class ViewHistoryOptions(HistoryOptions):
    """It is settled whether the server's store can search."""

    search: bool = False  # pyright: ignore[reportIncompatibleVariableOverride] - what was open is settled


class ViewComposerOptions(ComposerOptions):
    """It is settled what may be attached."""

    attachments: AttachmentOptions = AttachmentOptions(enabled=False)  # pyright: ignore[reportIncompatibleVariableOverride] - as above


class ViewOptions(ChatOptions):
    """The options as a view gets them: what depends on the server is settled, and its model is named."""

    history: ViewHistoryOptions = ViewHistoryOptions()  # pyright: ignore[reportIncompatibleVariableOverride] - as above
    composer: ViewComposerOptions = ViewComposerOptions()  # pyright: ignore[reportIncompatibleVariableOverride] - as above
    model_name: str | None = None

    def on_wire(self) -> dict[str, Any]:
        """The JSON that the view reads."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


def settled(options: ChatOptions, peer: Peer) -> ViewOptions:
    """The options for the views of a chat with this server.

    Raises:
        ValueError: They ask for something that the server can't do.
    """
    composer, history = options.composer, options.history
    return ViewOptions.model_validate(
        {
            **dict(options),
            "composer": {**dict(composer), "attachments": _attachment_options(composer.attachments, peer)},
            "history": {**dict(history), "search": _search_option(history.search, peer)},
            "model_name": peer.model_name,
        }
    )


def _attachment_options(asked: AttachmentOptions | None, peer: Peer) -> AttachmentOptions:
    if asked is None:
        return AttachmentOptions(enabled=peer.takes_attachments)
    if asked.enabled and (reason := peer.why_no_attachments()) is not None:
        raise ValueError(f"ChatKit(composer.attachments) does not fit: {reason}")
    return asked


def _search_option(asked: bool | None, peer: Peer) -> bool:  # noqa: FBT001 - an option's value
    reason = peer.why_no_search()
    if asked and reason is not None:
        raise ValueError(f"ChatKit(history.search=True) does not fit: {reason}")
    return reason is None if asked is None else asked
