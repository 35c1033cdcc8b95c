"""The options of the chat: those of the official element, in snake_case, as typed models."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StrictBool,
    StrictInt,
    ValidationError,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from chatkit_notebook.icons import IconName
from chatkit_notebook.misfits import misfit
from chatkit_notebook.store.copies import repaired
from chatkit_notebook.store.limits import DEFAULT_MAX_COUNT, DEFAULT_MAX_SIZE, AttachmentLimits
from chatkit_notebook.types.content import UserMessageContent

_LEAST_HEIGHT = 200
_BY_PLACE = "pass it first, without a name: ChatKit(agent)"
_ELSEWHERE = {
    "agent": _BY_PLACE,
    "agents": _BY_PLACE,
    "server": _BY_PLACE,
    **{
        name: f"give it to the agent, as in Agent(name='Assistant', {name}=...)"
        for name in ("instructions", "model", "model_settings", "tools", "handoffs", "mcp_servers")
    },
}
"""Where what people pass as an option belongs."""


class Options(BaseModel):
    """Base of all option models: unknown names are errors, Python's spelling and the wire's are both accepted."""

    # What is changed inside would reach no view: options are replaced, and never changed.
    model_config = ConfigDict(
        extra="forbid", alias_generator=to_camel, populate_by_name=True, frozen=True, defer_build=True
    )


class TypographyOptions(Options):
    """Fonts."""

    base_size: Annotated[StrictInt, Field(ge=14, le=18)] | None = Field(
        default=None, description="The size of text in pixels."
    )
    font_family: str | None = Field(default=None, description="The font of text, as a CSS list.")
    font_family_mono: str | None = Field(default=None, description="The font of code, as a CSS list.")


class AccentOptions(Options):
    """The accent."""

    primary: str = Field(description="The colour, any of CSS.")
    level: Literal[0, 1, 2, 3] = Field(default=0, description="How widely it is used.")


class GrayscaleOptions(Options):
    """The tint of all grays."""

    hue: Annotated[float, Field(ge=0, le=360)] = Field(description="Its hue in degrees.")
    tint: Annotated[StrictInt, Field(ge=0, le=9)] = Field(description="How strong it is.")


class SurfaceOptions(Options):
    """What the chat is drawn on."""

    background: str = Field(description="Its colour, any of CSS.")
    foreground: str = Field(description="The colour of what is raised from it.")


class ColorOptions(Options):
    """Colours that differ from the theme's own."""

    grayscale: GrayscaleOptions | None = Field(default=None, description="The tint of all grays.")
    accent: AccentOptions | None = Field(default=None, description="The accent.")
    surface: SurfaceOptions | None = Field(default=None, description="What the chat is drawn on.")


class ThemeOptions(Options):
    """How the chat looks."""

    color_scheme: Literal["auto", "light", "dark"] = Field(
        default="auto", description="Light or dark; by default as the notebook is."
    )
    typography: TypographyOptions | None = Field(default=None, description="Fonts.")
    radius: Literal["pill", "round", "soft", "sharp"] = Field(default="pill", description="How round corners are.")
    density: Literal["compact", "normal", "spacious"] = Field(
        default="normal", description="How much room things have."
    )
    color: ColorOptions | None = Field(default=None, description="Colours that differ from the theme's own.")


class TitleOptions(Options):
    """The title in the header."""

    enabled: StrictBool = Field(default=True, description="Whether there is one.")
    text: str | None = Field(default=None, description="What it says; by default the thread's own title.")


class HeaderOptions(Options):
    """The bar on top."""

    enabled: StrictBool = Field(default=True, description="Whether there is one.")
    title: TitleOptions = Field(default=TitleOptions(), description="The title in it.")


class HistoryOptions(Options):
    """The list of threads."""

    enabled: StrictBool = Field(default=True, description="Whether it can be opened.")
    show_delete: StrictBool = Field(default=True, description="Whether threads can be deleted there.")
    show_rename: StrictBool = Field(default=True, description="Whether threads can be renamed there.")
    search: StrictBool | None = Field(
        default=None, description="Whether it has a search field; by default if the server's store can search."
    )


class StartPrompt(Options):
    """One suggestion on the start screen."""

    label: str | None = Field(default=None, description="What it says; by default its prompt.")
    prompt: str | list[UserMessageContent] = Field(description="What is sent when it is picked.")
    icon: IconName | None = Field(default=None, description="The icon before it.")


def _prompt(value: Any) -> Any:
    return {"prompt": value} if isinstance(value, str) else value


class StartScreenOptions(Options):
    """What an empty thread shows."""

    greeting: str | None = Field(default=None, description="The line above the prompts.")
    prompts: list[Annotated[StartPrompt, BeforeValidator(_prompt)]] = Field(
        default=[], description="Suggestions; each may be a str."
    )


def _limit(name: str) -> PlainValidator:
    def check(value: Any) -> Any:
        try:
            return getattr(AttachmentLimits(**{name: value}), name)
        except (TypeError, ValueError) as error:
            raise PydanticCustomError("limit", "{reason}", {"reason": str(error).removesuffix(".")}) from None

    return PlainValidator(check)


class AttachmentOptions(Options):
    """What may be attached to a message: the limits are those of ``AttachmentLimits``."""

    enabled: StrictBool = Field(default=True, description="Whether anything may be attached.")
    max_size: Annotated[int | Mapping[str, int], _limit("max_size")] = Field(
        default=DEFAULT_MAX_SIZE, description="The most bytes of a file; or a dict of them by MIME type."
    )
    max_count: Annotated[int, _limit("max_count")] = Field(
        default=DEFAULT_MAX_COUNT, description="The most files of a message."
    )
    accept: Annotated[Mapping[str, Sequence[str]] | None, _limit("accept")] = Field(
        default=None,
        description="The MIME types that may be attached, with their file name extensions; by default all.",
    )

    def limits(self) -> AttachmentLimits:
        """The same for the kernel, which checks what a view lets pass."""
        return AttachmentLimits(max_size=self.max_size, max_count=self.max_count, accept=self.accept)


def _attachments(value: Any) -> Any:
    return {"enabled": value} if isinstance(value, bool) else value


class ComposerOptions(Options):
    """The text field, and what may be sent with the text."""

    placeholder: str | None = Field(default=None, description="What the empty field says.")
    attachments: Annotated[AttachmentOptions, BeforeValidator(_attachments)] | None = Field(
        default=None,
        description="What may be attached, or a bool; by default files if the agent's server has a place for them.",
    )


class DisclaimerOptions(Options):
    """Small text below the composer."""

    text: str = Field(description="What it says, in Markdown.")
    high_contrast: StrictBool = Field(default=False, description="Whether it stands out.")


class ThreadItemActionsOptions(Options):
    """Buttons below a finished answer."""

    feedback: StrictBool = Field(default=False, description="Whether there are thumbs.")
    retry: StrictBool = Field(default=False, description="Whether it can be made again.")


class ThreadOptions(Options):
    """How the thread scrolls."""

    auto_scroll: StrictBool = Field(default=False, description="Whether it follows an answer as it grows.")


def _theme(value: Any) -> Any:
    return {"color_scheme": value} if isinstance(value, str) else value


def _disclaimer(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


def _height(value: Any) -> int | str:
    if isinstance(value, int) and value >= _LEAST_HEIGHT:
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9.]+(px|em|rem|vh|svh|dvh|%)", value):
        return value
    raise PydanticCustomError(
        "height", "A height must be a whole number of pixels from 200, or a CSS length such as '60vh'"
    )


class ChatOptions(Options):
    """All options of ``ChatKit``."""

    theme: Annotated[ThemeOptions, BeforeValidator(_theme)] = Field(
        default=ThemeOptions(), description='How the chat looks; "light" or "dark" will do.'
    )
    header: HeaderOptions = Field(default=HeaderOptions(), description="The bar on top.")
    history: HistoryOptions = Field(default=HistoryOptions(), description="The list of threads.")
    start_screen: StartScreenOptions = Field(default=StartScreenOptions(), description="What an empty thread shows.")
    composer: ComposerOptions = Field(default=ComposerOptions(), description="The text field.")
    disclaimer: Annotated[DisclaimerOptions, BeforeValidator(_disclaimer)] | None = Field(
        default=None, description="Small text below the composer; a str will do."
    )
    thread_item_actions: ThreadItemActionsOptions = Field(
        default=ThreadItemActionsOptions(), description="Buttons below a finished answer."
    )
    thread: ThreadOptions = Field(default=ThreadOptions(), description="How the thread scrolls.")
    frame_title: str | None = Field(default=None, description="The accessible name of the chat.")
    allowed_image_domains: list[str] = Field(
        default=[], description="Pictures of these domains and their subdomains load without a click."
    )
    height: Annotated[int | str, PlainValidator(_height)] = Field(
        default=560, description='The height in pixels from 200, or a CSS length such as "60vh".'
    )


def read_options(given: dict[str, Any], *, also: tuple[str, ...] = ()) -> ChatOptions:
    """Check options.

    Args:
        given: Options by name.
        also: Further names that the caller takes, for the suggestion.

    Raises:
        TypeError: A name is unknown; the message names the nearest one that is known.
        ValueError: A value does not fit; the message names the option, the value and what would fit.
    """
    for name in given:
        if name not in ChatOptions.model_fields:
            if (place := _ELSEWHERE.get(name)) is not None:
                raise TypeError(f"ChatKit() has no option {name!r}: {place}.")
            raise TypeError(_unknown(f"ChatKit() has no option {name!r}", name, [*ChatOptions.model_fields, *also]))
    try:
        return repaired(ChatOptions.model_validate(given))
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        path = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "extra_forbidden":
            owner = _model_at(problem["loc"][:-1])
            raise TypeError(
                _unknown(f"ChatKit() has no option {path!r}", str(problem["loc"][-1]), list(owner.model_fields))
            ) from None
        found = misfit(error)
        if found.wanted is None:
            raise ValueError(f"ChatKit() does not fit: {found}.") from None
        wanted = found.wanted if found.is_told else f"it must be {found.wanted}"
        raise ValueError(f"ChatKit({path}={found.given}) does not fit: {wanted}.") from None


def _unknown(text: str, name: str, known: list[str]) -> str:
    nearest = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    if nearest:
        return f"{text}. Did you mean {nearest[0]!r}?"
    return f"{text}. Use one of {', '.join(sorted(known))}."


def _model_at(path: tuple[int | str, ...]) -> type[Options]:
    model: type[Options] = ChatOptions
    for part in path:
        field = model.model_fields.get(str(part))
        if field is None:
            continue
        found = _options_in(field.annotation)
        if found is not None:
            model = found
    return model


def _options_in(annotation: Any) -> type[Options] | None:
    if isinstance(annotation, type) and issubclass(annotation, Options):
        return annotation
    for argument in get_args(annotation):
        if (found := _options_in(argument)) is not None:
            return found
    return None
