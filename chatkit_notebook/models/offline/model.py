"""The model for when nothing is configured: it answers from the kernel and calls tools by their words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from chatkit_notebook.models.offline import files, results, talk
from chatkit_notebook.models.offline.arguments import arguments_for
from chatkit_notebook.models.offline.matching import Capability, capabilities, choose
from chatkit_notebook.models.stepped import SteppedModel
from chatkit_notebook.models.steps import Call, Step
from chatkit_notebook.models.words import split_words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from chatkit_notebook.models.request import ModelRequest

HUMAN_PACE = 0.02


class OfflineModel(SteppedModel):
    """A model without a key and without a network, deterministic, for any agent.

    It streams at a human pace, calls the tools that a message names or describes with arguments taken
    from its words, hands over to other agents, fills structured outputs, and talks a little.

    Args:
        delay: Seconds a word.
        introduce: Whether the first reply of a conversation says what it is.
    """

    name = "offline"

    def __init__(self, *, delay: float = HUMAN_PACE, introduce: bool = True) -> None:
        self.delay = delay
        self._introduce = introduce

    async def steps(self, request: ModelRequest) -> AsyncIterator[Step]:
        """Yield the steps of one answer."""
        for step in self._answer(request):
            if isinstance(step, str):
                for word in split_words(step):
                    yield word
            else:
                yield step

    def _answer(self, request: ModelRequest) -> Iterator[Step]:
        known = capabilities(request.tools, request.handoffs)
        transfers = [output for output in request.outputs if results.is_transfer(output)]
        outputs = [output for output in request.outputs if not results.is_transfer(output)]
        if not outputs:
            calls = _calls(request, known, may_hand_over=not transfers)
            if calls:
                yield from calls
                return
        schema = request.output_schema
        if schema is not None and not schema.is_plain_text():
            value = arguments_for(schema.json_schema(), request.text)
            yield json.dumps(value, ensure_ascii=False)
            return
        if self._introduce and not request.has_replied:
            yield talk.INTRODUCTION
        if request.files:
            yield files.about(request.files)
        if outputs:
            yield results.reply_to(outputs)
        elif request.text.strip() or not request.files:
            yield from talk.talk(request.text, known)


def _calls(request: ModelRequest, known: list[Capability], *, may_hand_over: bool) -> list[Call]:
    open_to = [one for one in known if may_hand_over or not one.is_handoff]
    choice = request.settings.tool_choice
    if choice == "none":
        return []
    chosen = [] if talk.asks_for_help(request.text) else choose(request.text, open_to)
    if isinstance(choice, str) and choice not in ("auto", "required"):
        chosen = [one for one in open_to if one.name == choice]
    elif choice == "required" and not chosen:
        chosen = open_to[:1]
    return [Call(one.name, arguments_for(one.schema, request.text)) for one in chosen]
