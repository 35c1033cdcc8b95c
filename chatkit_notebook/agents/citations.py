"""What a model's output becomes in the chat: texts with their sources, and the addresses of its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from openai.types.responses.response_output_text import Annotation as ResponsesAnnotation
from pydantic import TypeAdapter, ValidationError

from chatkit_notebook.types import Annotation, AssistantMessageContent, FileSource, URLSource

if TYPE_CHECKING:
    from openai.types.responses.response_output_text import (
        AnnotationContainerFileCitation,
        AnnotationFileCitation,
        AnnotationURLCitation,
    )

_ANNOTATION: TypeAdapter[Any] = TypeAdapter(ResponsesAnnotation)


class ResponseStreamConverter:
    """Says how citations and images of a model appear in the chat; override what should differ.

    Args:
        partial_images: How many previews each image has, from which their progress is computed.
    """

    def __init__(self, *, partial_images: int | None = None) -> None:
        self.partial_images = partial_images

    async def base64_image_to_url(
        self,
        image_id: str,  # noqa: ARG002 - for overrides that upload
        base64_image: str,
        partial_image_index: int | None = None,  # noqa: ARG002 - for overrides that upload
    ) -> str:
        """The address of an image or, with an index, of one of its previews."""
        return f"data:image/png;base64,{base64_image}"

    def partial_image_index_to_progress(self, partial_image_index: int) -> float:
        """How far along an image is, from 0 to 1."""
        if self.partial_images is None or self.partial_images <= 0:
            return 0.0
        return min(1.0, partial_image_index / self.partial_images)

    async def file_citation_to_annotation(self, file_citation: AnnotationFileCitation) -> Annotation | None:
        """The annotation for a file citation; return None to drop it."""
        if not file_citation.filename:
            return None
        return _file_annotation(file_citation.filename, file_citation.index)

    async def container_file_citation_to_annotation(
        self, container_file_citation: AnnotationContainerFileCitation
    ) -> Annotation | None:
        """The annotation for a citation of a file in a code container; return None to drop it."""
        if not container_file_citation.filename:
            return None
        return _file_annotation(container_file_citation.filename, container_file_citation.end_index)

    async def url_citation_to_annotation(self, url_citation: AnnotationURLCitation) -> Annotation | None:
        """The annotation for a web page citation; return None to drop it."""
        source = URLSource(url=url_citation.url, title=url_citation.title)
        return Annotation(source=source, index=url_citation.end_index)


def _file_annotation(filename: str, index: int) -> Annotation:
    return Annotation(source=FileSource(filename=filename, title=filename), index=index)


async def convert_annotation(raw: object, converter: ResponseStreamConverter) -> Annotation | None:
    """The annotation for what a model cited, whatever form it comes in; None for kinds the chat does not know."""
    try:
        citation = _ANNOTATION.validate_python(_fields(raw))
    except ValidationError:
        return None
    match citation.type:
        case "file_citation":
            return await converter.file_citation_to_annotation(citation)
        case "container_file_citation":
            return await converter.container_file_citation_to_annotation(citation)
        case "url_citation":
            return await converter.url_citation_to_annotation(citation)
        case _:
            return None


def _fields(raw: object) -> object:
    # Events carry annotation classes of their own, and other providers objects of any kind.
    dump = getattr(raw, "model_dump", None)
    if callable(dump):
        return dump()
    return getattr(raw, "__dict__", raw)


async def convert_content(part: object, converter: ResponseStreamConverter) -> AssistantMessageContent:
    """The content for one part of a model's message; a refusal shows as its text."""
    if field_of(part, "type") == "refusal":
        return AssistantMessageContent(text=field_of(part, "refusal") or "")
    raws = cast("list[object]", field_of(part, "annotations") or [])
    converted = [await convert_annotation(raw, converter) for raw in raws]
    annotations = [annotation for annotation in converted if annotation is not None]
    return AssistantMessageContent(text=field_of(part, "text") or "", annotations=annotations)


def field_of(raw: object, name: str) -> Any:
    """A field of an object or a dict; None if it is missing."""
    return cast("dict[str, Any]", raw).get(name) if isinstance(raw, dict) else getattr(raw, name, None)
