"""What messages are made of: text, tags, annotations and their sources."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from chatkit_notebook.icons import IconName


class SourceBase(BaseModel):
    """What every source tells; `group` joins sources under one heading."""

    title: str
    description: str | None = None
    timestamp: str | None = None
    group: str | None = None


class FileSource(SourceBase):
    """A file that a statement rests on."""

    type: Literal["file"] = "file"
    filename: str


class URLSource(SourceBase):
    """A web page that a statement rests on."""

    type: Literal["url"] = "url"
    url: str
    attribution: str | None = None


class EntitySource(SourceBase):
    """A thing of the application. `label` shows beside the icon, `inline_label` in its place."""

    type: Literal["entity"] = "entity"
    id: str
    icon: IconName | None = None
    label: str | None = None
    inline_label: str | None = None
    interactive: bool = False
    data: dict[str, Any] = Field(default_factory=dict)
    preview: Literal["lazy"] | None = Field(default=None, deprecated=True)


Source = Annotated[URLSource | FileSource | EntitySource, Field(discriminator="type")]


class Annotation(BaseModel):
    """A source, marked after the character at `index` of the text."""

    type: Literal["annotation"] = "annotation"
    source: URLSource | FileSource | EntitySource  # told apart by their fields if `type` is missing
    index: int | None = None


class AssistantMessageContent(BaseModel):
    """A part of an assistant message: Markdown and its annotations."""

    annotations: list[Annotation] = Field(default_factory=list[Annotation])
    text: str
    type: Literal["output_text"] = "output_text"


class UserMessageTextContent(BaseModel):
    """Plain text that the user wrote."""

    type: Literal["input_text"] = "input_text"
    text: str


class UserMessageTagContent(BaseModel):
    """An entity that the user mentioned."""

    type: Literal["input_tag"] = "input_tag"
    id: str
    text: str
    data: dict[str, Any]
    group: str | None = None
    interactive: bool = False


UserMessageContent = Annotated[UserMessageTextContent | UserMessageTagContent, Field(discriminator="type")]


class ToolChoice(BaseModel):
    """The tool that the user picked in the composer."""

    id: str


class InferenceOptions(BaseModel):
    """What the user chose in the composer for this message."""

    tool_choice: ToolChoice | None = None
    model: str | None = None


class UserMessageInput(BaseModel):
    """A message on its way to the server; attachments travel as ids."""

    content: list[UserMessageContent]
    attachments: list[str]
    quoted_text: str | None = None
    inference_options: InferenceOptions
