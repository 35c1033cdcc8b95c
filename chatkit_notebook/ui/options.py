"""The options of the chat: those of the official element, in snake_case, as typed models."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, ValidationError
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from chatkit_notebook.icons import IconName
from chatkit_notebook.misfits import misfit
from chatkit_notebook.store.copies import repaired
from chatkit_notebook.store.limits import DEFAULT_MAX_COUNT, DEFAULT_MAX_SIZE, AttachmentLimits
from chatkit_notebook.types import UserMessageContent

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

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)


class TypographyOptions(Options):
    """Fonts: ``base_size`` in pixels, families as CSS lists."""

    base_size: Annotated[int, Field(ge=14, le=18)] | None = None
    font_family: str | None = None
    font_family_mono: str | None = None


class AccentOptions(Options):
    """The accent colour, any CSS colour, and how widely it is used."""

    primary: str
    level: Literal[0, 1, 2, 3] = 0


class GrayscaleOptions(Options):
    """The tint of all grays: its ``hue`` in degrees, and how strong it is, from 0 to 9."""

    hue: Annotated[float, Field(ge=0, le=360)]
    tint: Annotated[int, Field(ge=0, le=9)]


class SurfaceOptions(Options):
    """What the chat is drawn on, any CSS colours: ``background``, and ``foreground`` for what is raised from it."""

    background: str
    foreground: str


class ColorOptions(Options):
    """Colours that differ from the theme's own."""

    grayscale: GrayscaleOptions | None = None
    accent: AccentOptions | None = None
    surface: SurfaceOptions | None = None


class ThemeOptions(Options):
    """How the chat looks; ``"auto"`` follows the notebook's theme."""

    color_scheme: Literal["auto", "light", "dark"] = "auto"
    typography: TypographyOptions | None = None
    radius: Literal["pill", "round", "soft", "sharp"] = "pill"
    density: Literal["compact", "normal", "spacious"] = "normal"
    color: ColorOptions | None = None


class TitleOptions(Options):
    """The title in the header: ``text``, else the thread's own."""

    enabled: bool = True
    text: str | None = None


class HeaderOptions(Options):
    """The bar on top."""

    enabled: bool = True
    title: TitleOptions = TitleOptions()


class HistoryOptions(Options):
    """The list of threads. ``search``, the field above it, is there by default if the server's store can search."""

    enabled: bool = True
    show_delete: bool = True
    show_rename: bool = True
    search: bool | None = None


class StartPrompt(Options):
    """One suggestion on the start screen; picking it sends ``prompt``."""

    label: str | None = None
    prompt: str | list[UserMessageContent]
    icon: IconName | None = None


def _prompt(value: Any) -> Any:
    return {"prompt": value} if isinstance(value, str) else value


class StartScreenOptions(Options):
    """What an empty thread shows. A prompt may be given as a plain string."""

    greeting: str | None = None
    prompts: list[Annotated[StartPrompt, BeforeValidator(_prompt)]] = []


def _limit(name: str) -> PlainValidator:
    def check(value: Any) -> Any:
        try:
            return getattr(AttachmentLimits(**{name: value}), name)
        except (TypeError, ValueError) as error:
            raise PydanticCustomError("limit", "{reason}", {"reason": str(error).removesuffix(".")}) from None

    return PlainValidator(check)


class AttachmentOptions(Options):
    """What may be attached to a message: the limits are those of ``AttachmentLimits``."""

    enabled: bool = True
    max_size: Annotated[int | Mapping[str, int], _limit("max_size")] = DEFAULT_MAX_SIZE
    max_count: Annotated[int, _limit("max_count")] = DEFAULT_MAX_COUNT
    accept: Annotated[Mapping[str, Sequence[str]] | None, _limit("accept")] = None

    def limits(self) -> AttachmentLimits:
        """The same for the kernel, which checks what a view lets pass."""
        return AttachmentLimits(max_size=self.max_size, max_count=self.max_count, accept=self.accept)


def _attachments(value: Any) -> Any:
    return {"enabled": value} if isinstance(value, bool) else value


class ComposerOptions(Options):
    """The text field, and what may be sent with the text: ``attachments`` may be True or False.

    By default an agent's chat takes attachments if its server has a place for them, and no other chat does.
    """

    placeholder: str | None = None
    attachments: Annotated[AttachmentOptions, BeforeValidator(_attachments)] | None = None


class DisclaimerOptions(Options):
    """Small Markdown text below the composer."""

    text: str
    high_contrast: bool = False


class ThreadItemActionsOptions(Options):
    """Buttons below a finished answer."""

    feedback: bool = False
    retry: bool = False


class ThreadOptions(Options):
    """How the thread scrolls."""

    auto_scroll: bool = False


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
    """All options of ``ChatKit``.

    ``theme`` may be a colour scheme's name and ``disclaimer`` a string. ``height`` is in pixels, or any CSS length.
    Pictures of the ``allowed_image_domains``, such as ``"example.com"``, and of their subdomains load without a click.
    """

    theme: Annotated[ThemeOptions, BeforeValidator(_theme)] = ThemeOptions()
    header: HeaderOptions = HeaderOptions()
    history: HistoryOptions = HistoryOptions()
    start_screen: StartScreenOptions = StartScreenOptions()
    composer: ComposerOptions = ComposerOptions()
    disclaimer: Annotated[DisclaimerOptions, BeforeValidator(_disclaimer)] | None = None
    thread_item_actions: ThreadItemActionsOptions = ThreadItemActionsOptions()
    thread: ThreadOptions = ThreadOptions()
    frame_title: str | None = None
    allowed_image_domains: list[str] = []
    height: Annotated[int | str, PlainValidator(_height)] = 560


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
