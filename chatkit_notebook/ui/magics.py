"""``%%chat``: a cell whose text is sent to a chat; and ``%chat``, a line that shows one."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, Protocol, cast

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_cell_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring  # pyright: ignore[reportUnknownVariableType] - IPython has few types
from IPython.display import display  # pyright: ignore[reportUnknownVariableType] - as above

from chatkit_notebook.chat import Chat
from chatkit_notebook.errors import ChatKitError
from chatkit_notebook.ui.widget import ChatKit

if TYPE_CHECKING:
    from chatkit_notebook.client import Turn

DEFAULT_NAME = "chat"


class _Given(Protocol):
    """What stands after ``%%chat``."""

    name: str | None
    new: bool
    attach: list[str] | None


@magics_class
class ChatMagics(Magics):
    """The magics, for one IPython shell."""

    @magic_arguments()
    @argument("name", nargs="?", help="The variable that holds the chat; `chat` by default.")
    @argument("--new", action="store_true", help="Begin a new thread with this message.")
    @argument("--attach", action="append", metavar="FILE", help="Attach a file; may be repeated.")  # pyright: ignore[reportUntypedFunctionDecorator] - as above
    @line_cell_magic
    def chat(self, line: str, cell: str | None = None) -> Turn | None:
        """Send the text of the cell to a chat, wait for the reply, and show it; `%chat` shows the chat itself.

        Without a variable `chat`, both make one that holds a `ChatKit()`, and show it.
        """
        given = cast("_Given", parse_argstring(self.chat, line))
        if cell is None:
            if given.new or given.attach:
                raise UsageError("%chat only shows a chat: put the options after %%chat, and the message below it.")
            display(self._find(given.name)[0])
            return None
        text, files = cell.strip(), [each.strip("'\"") for each in given.attach or ()]  # IPython keeps the quotes
        if not (text or files):
            raise UsageError("The cell has nothing to send: write the message below the line with %%chat.")
        found, is_new = self._find(given.name)
        if is_new:
            display(found)
        try:
            turn = found.ask_sync(text, files, new_thread=given.new)
        except (ChatKitError, OSError, RuntimeError, ValueError) as error:
            raise UsageError(str(error)) from error
        return None if is_new else turn  # a chat that was shown just now shows the reply, too

    def _find(self, asked: str | None) -> tuple[Chat, bool]:
        """The chat in a variable, and whether it was made just now.

        Raises:
            UsageError: The variable is not there, or does not hold a chat.
        """
        variables = cast("Any", self.shell).user_ns
        name = asked or DEFAULT_NAME
        if name in variables:
            if isinstance(found := variables[name], Chat):
                return found, False
            raise UsageError(
                f"The variable {name!r} holds {_kind(found)}, not a chat: name one that holds a ChatKit(...)."
            )
        if asked is None:
            variables[name] = ChatKit()
            return variables[name], True
        chats = [each for each, value in variables.items() if isinstance(value, Chat) and not each.startswith("_")]
        nearest = difflib.get_close_matches(name, chats, n=1) or chats[:1]
        hint = f"did you mean {nearest[0]}?" if nearest else f"make one first: {name} = ChatKit()."
        raise UsageError(f"There is no variable {name!r} that holds a chat: {hint}")


def _kind(value: object) -> str:
    return f"the class {value.__name__}" if isinstance(value, type) else f"a value of the type {type(value).__name__}"
