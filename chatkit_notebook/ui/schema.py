"""What kernel and view agree upon, for the view's TypeScript: the wire, the bridge's messages and the options.

Run `python -m chatkit_notebook.ui.schema` to print it.
"""

import json
from typing import Any

from chatkit_notebook.bridge import envelope, messages
from chatkit_notebook.bridge.answers import QUESTIONS
from chatkit_notebook.client.events import SessionEvent
from chatkit_notebook.fold import State
from chatkit_notebook.types.schema import wire_schema
from chatkit_notebook.ui.abilities import ViewOptions

_ENVELOPE: dict[str, Any] = {
    "FoldState": State,
    "KernelMessage": messages.ToViews,
    "SessionEvent": SessionEvent,
    "StreamEvent": messages.StreamEvent,
    "ViewMessage": envelope.FromView,
}
_QUESTIONS: dict[str, tuple[type, type]] = {name: (each.args, each.answer) for name, each in QUESTIONS.items()}
_OF_QUESTIONS: dict[str, Any] = {part.__name__: part for parts in _QUESTIONS.values() for part in parts}
_OPTIONS: dict[str, Any] = {"ChatOptions": ViewOptions}


def contracts() -> dict[str, Any]:
    """Return one schema of all; which names belong to the bridge, the questions and the options; the defaults."""
    return {
        **wire_schema({**_ENVELOPE, **_OF_QUESTIONS, **_OPTIONS}),
        "envelope": [*_ENVELOPE, *_OF_QUESTIONS],
        "questions": {
            name: {"args": args.__name__, "answer": answer.__name__} for name, (args, answer) in _QUESTIONS.items()
        },
        "options": [*_OPTIONS],
        "defaults": ViewOptions().on_wire(),
    }


if __name__ == "__main__":
    print(json.dumps(contracts(), indent=2))  # noqa: T201 - the output of the command
