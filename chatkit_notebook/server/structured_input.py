"""What the user answered, written into the questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_notebook import types
from chatkit_notebook.logger import logger
from chatkit_notebook.store.copies import fresh

if TYPE_CHECKING:
    from chatkit_notebook.types import (
        StructuredInput,
        StructuredInputAnswer,
        StructuredInputAnswerSubmission,
        StructuredInputItem,
        StructuredInputSubmission,
    )


def answered(item: StructuredInputItem, submission: StructuredInputSubmission) -> StructuredInputItem:
    """Return a copy of ``item`` in which each question has an answer or counts as skipped."""
    for unknown in submission.answers.keys() - {question.id for question in item.inputs}:
        logger.warning("Ignored the answer to %r: the structured input %r does not ask it.", unknown, item.id)
    item = fresh(item)
    item.status = submission.status
    for question in item.inputs:
        answer = submission.answers.get(question.id) if submission.status == "answered" else None
        question.answer = _answer(question, answer)
    return item


def _answer(question: StructuredInput, answer: StructuredInputAnswerSubmission | None) -> StructuredInputAnswer:
    if answer is None or answer.skipped or not answer.values:
        return types.StructuredInputAnswer(values=[], skipped=True)
    takes_one = isinstance(question, types.StructuredInputMultipleChoice) and not question.multiple
    return types.StructuredInputAnswer(values=answer.values[:1] if takes_one else answer.values, skipped=False)
