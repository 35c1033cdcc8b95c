"""Workflows: the steps that lead to an answer, and what each of them shows."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chatkit_notebook.icons import IconName
from chatkit_notebook.types.content import FileSource, URLSource


class BaseTask(BaseModel):
    """What every task has; the indicator is drawn inside a workflow only."""

    status_indicator: Literal["none", "loading", "complete"] = "none"


class CustomTask(BaseTask):
    """A step in the server's own words; `content` is Markdown."""

    type: Literal["custom"] = "custom"
    title: str | None = None
    icon: IconName | None = None
    content: str | None = None


class SearchTask(BaseTask):
    """A web search, with its queries and what it found."""

    type: Literal["web_search"] = "web_search"
    title: str | None = None
    title_query: str | None = None
    queries: list[str] = Field(default_factory=list)
    sources: list[URLSource] = Field(default_factory=list[URLSource])


class ThoughtTask(BaseTask):
    """A thought of the model."""

    type: Literal["thought"] = "thought"
    title: str | None = None
    content: str


class FileTask(BaseTask):
    """Files that were read."""

    type: Literal["file"] = "file"
    title: str | None = None
    sources: list[FileSource] = Field(default_factory=list[FileSource])


class ImageTask(BaseTask):
    """An image that was made or looked at."""

    type: Literal["image"] = "image"
    title: str | None = None


Task = Annotated[CustomTask | SearchTask | ThoughtTask | FileTask | ImageTask, Field(discriminator="type")]


class CustomSummary(BaseModel):
    """A heading for a finished workflow."""

    title: str
    icon: IconName | None = None


class DurationSummary(BaseModel):
    """How long a finished workflow took, in seconds."""

    duration: int


WorkflowSummary = CustomSummary | DurationSummary


class Workflow(BaseModel):
    """Tasks under one heading, which is their summary once they are done."""

    type: Literal["custom", "reasoning"]
    tasks: list[Task]
    summary: WorkflowSummary | None = None
    expanded: bool = False
