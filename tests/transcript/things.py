"""Items and conversations, as the wire brings them."""

from datetime import datetime

from chatkit_notebook.transcript.conversation import Conversation

AT = datetime(2026, 3, 5, 14, 7)  # noqa: DTZ001 - as clock.local() gives it is of no matter here


def said(text, **fields):
    return {"type": "assistant_message", "id": "a", "content": [{"type": "output_text", "text": text, **fields}]}


def asked(text, **fields):
    return {"type": "user_message", "id": "u", "content": [{"type": "input_text", "text": text}], **fields}


def shown(widget, **fields):
    return {"type": "widget", "id": "w", "widget": widget, **fields}


def worked(*tasks, **fields):
    return {"type": "workflow", "id": "f", "workflow": {"type": "custom", "tasks": list(tasks), **fields}}


def talk(*items, **fields):
    return Conversation(items=list(items), at=AT, **fields)
