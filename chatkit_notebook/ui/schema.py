"""What kernel and view agree upon, for the view's TypeScript: the wire, the bridge's messages and the options.

Run `python -m chatkit_notebook.ui.schema` to print it.
"""

import json
from typing import Any

from chatkit_notebook.bridge import envelope, messages
from chatkit_notebook.client.events import SessionEvent
from chatkit_notebook.fold import State
from chatkit_notebook.types.schema import wire_schema
from chatkit_notebook.ui.abilities import ViewOptions

_ENVELOPE: dict[str, Any] = {
    "FileInfo": messages.FileInfo,
    "FoldState": State,
    "FoundPage": messages.FoundPage,
    "KernelMessage": messages.ToViews,
    "SessionEvent": SessionEvent,
    "StreamEvent": messages.StreamEvent,
    "UiCommand": envelope.Command,
    "ViewMessage": envelope.FromView,
}
_OPTIONS: dict[str, Any] = {"ChatOptions": ViewOptions}


def contracts() -> dict[str, Any]:
    """Return one schema of all, which names belong to the bridge and to the options, and the options' defaults."""
    return {
        **wire_schema({**_ENVELOPE, **_OPTIONS}),
        "envelope": [*_ENVELOPE],
        "options": [*_OPTIONS],
        "defaults": ViewOptions().on_wire(),
    }


if __name__ == "__main__":
    print(json.dumps(contracts(), indent=2))  # noqa: T201 - the output of the command
