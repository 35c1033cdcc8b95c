"""Structured input: questions that the server asks and the answers to them."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field


class StructuredInputAnswer(BaseModel):
    """The stored answer to a question."""

    values: list[str] = Field(default_factory=list)
    skipped: bool = False


class StructuredInputBase(BaseModel):
    """What every question has; `answer` is None until it is answered or skipped."""

    id: str
    question: str
    answer: StructuredInputAnswer | None = None


class StructuredInputMultipleChoiceOption(BaseModel):
    """A choice that a question offers."""

    value: str


class StructuredInputMultipleChoice(StructuredInputBase):
    """A question with choices, or an answer of one's own."""

    type: Literal["multiple_choice"] = "multiple_choice"
    options: list[StructuredInputMultipleChoiceOption]
    multiple: bool = False


class StructuredInputFreeform(StructuredInputBase):
    """A question answered in words."""

    type: Literal["freeform"] = "freeform"
    description: str | None = None


StructuredInput = Annotated[StructuredInputMultipleChoice | StructuredInputFreeform, Field(discriminator="type")]


class StructuredInputAnswerSubmission(BaseModel):
    """An answer on its way to the server."""

    values: list[str] = Field(default_factory=list)
    skipped: bool = False


class StructuredInputSubmission(BaseModel):
    """The answers to a structured input, by question id; those left out count as skipped."""

    status: Literal["answered", "skipped"] = "answered"
    answers: dict[str, StructuredInputAnswerSubmission] = Field(
        default_factory=dict[str, StructuredInputAnswerSubmission]
    )
