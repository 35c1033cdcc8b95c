"""English in strange letters: ``⟦Šéñđ⟧``. Where it is spoken, what stands in plain letters comes from no locale."""

import re
import string

from chatkit_notebook.locales.en import English

STRANGE = str.maketrans(string.ascii_letters, "åƀçđéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ")
# What a text is filled with by the code keeps its name; an exception's type, the language of a block of code and a
# character's escape are no words.
FIELD = re.compile(r"(\{\w+\})")
NO_WORDS = re.compile(r"\b\w+Error: |^`{3,}\w+$|\\u[0-9a-f]{4}", re.MULTILINE)
SHOWN = ("title", "message", "text", "value", "label", "content", "queries", "sources", "widget", "children", "cancel")
NESTED = (
    *SHOWN,
    "item",
    "update",
    "task",
    "tasks",
    "workflow",
    "thread",
    "error",
    "detail",
    "status",
    "confirm",
    "cancel",
)
SAID = ("user_message", "assistant_message", "assistant_message.content_part.text_delta")


class PseudoLocale:
    """A locale with all names of the English one."""

    def __getattr__(self, name):
        text = getattr(English(), name)
        return disguised(text) if isinstance(text, str) else lambda *given: disguised(text(*given))


def disguised(text):
    """The text in strange letters, and what the code fills in as it is."""
    parts = FIELD.split(text)
    return f"⟦{''.join(part if FIELD.fullmatch(part) else part.translate(STRANGE) for part in parts)}⟧"


def plain(text):
    """What of a text is written in plain letters."""
    return re.findall(r"[A-Za-z]+", NO_WORDS.sub("", text))


def texts_in(wire):
    """All that the view shows of an event, a reply or a message of the bridge, but for what people and models say."""
    if isinstance(wire, str):
        yield wire
    elif isinstance(wire, list):
        for part in wire:
            yield from texts_in(part)
    elif isinstance(wire, dict) and wire.get("type") not in SAID:
        for name in NESTED:
            part = wire.get(name)
            if not isinstance(part, str) or name in SHOWN:
                yield from texts_in(part)


def plain_texts(*wires):
    """What is shown in plain letters, and so by no locale."""
    return [text for text in texts_in(list(wires)) if plain(text)]
