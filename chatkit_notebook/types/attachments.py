"""Attachments: files and images that belong to user messages."""

from typing import Annotated, Any, Literal, cast

from pydantic import (
    AnyUrl,
    BaseModel,
    Field,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    model_serializer,
)


class AttachmentUploadDescriptor(BaseModel):
    """Where and how the page uploads the bytes."""

    url: AnyUrl
    method: Literal["POST", "PUT"]
    headers: dict[str, str] = Field(default_factory=dict)


class AttachmentBase(BaseModel):
    """What every attachment has. `metadata` is the server's: it is stored, and never sent to the page."""

    id: str
    name: str
    mime_type: str
    upload_descriptor: AttachmentUploadDescriptor | None = None
    thread_id: str | None = None
    metadata: dict[str, Any] | None = None

    # A return annotation would replace the JSON schema by that of a bare object.
    @model_serializer(mode="wrap")
    def _without_metadata(  # noqa: ANN202
        self, handler: SerializerFunctionWrapHandler, info: SerializationInfo[dict[str, Any] | None]
    ):
        fields = cast("dict[str, Any]", handler(self))
        if info.context and info.context.get("exclude_metadata"):
            fields.pop("metadata", None)
        return fields


class FileAttachment(AttachmentBase):
    """A file of any kind."""

    type: Literal["file"] = "file"


class ImageAttachment(AttachmentBase):
    """An image, with where to see it."""

    type: Literal["image"] = "image"
    preview_url: AnyUrl


Attachment = Annotated[FileAttachment | ImageAttachment, Field(discriminator="type")]
