"""What an object says about itself by the display methods of notebooks: the most telling form that a chat can hold."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Any, cast

from chatkit_notebook.display import data, markup, pictures
from chatkit_notebook.display.markdown import fenced, in_line
from chatkit_notebook.display.parts import Part, Passage
from chatkit_notebook.locales import words

if TYPE_CHECKING:
    from collections.abc import Mapping

_METHODS = {
    "image/png": "_repr_png_",
    "image/jpeg": "_repr_jpeg_",
    "image/svg+xml": "_repr_svg_",
    "text/markdown": "_repr_markdown_",
    "text/html": "_repr_html_",
    "text/latex": "_repr_latex_",
    "application/json": "_repr_json_",
}
_ASKED = tuple(_METHODS)
_LONGEST = 20_000
_LONGEST_LINE = 80
_LONGEST_PLAIN = 4_000


def parts_of(value: Any) -> list[Part] | None:
    """An object as its display methods show it; None if it has none."""
    kind = cast("type[Any]", type(value))
    bundle, metadata = _bundle(value) if hasattr(kind, "_repr_mimebundle_") else ({}, {})
    if not any(form in bundle for form in _ASKED):
        for form, method in _METHODS.items():
            if callable(getattr(kind, method, None)):
                told = _with_metadata(getattr(value, method)())
                if told[0] is not None:
                    bundle[form], metadata[form] = told
    if not bundle:
        return None
    return _shown(bundle, metadata, value)


def _bundle(value: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    told, metadata = _with_metadata(value._repr_mimebundle_(include=None, exclude=None))
    return dict(cast("Mapping[str, Any]", told or {})), dict(cast("Mapping[str, Any]", metadata or {}))


def _with_metadata(told: Any) -> tuple[Any, Any]:
    return cast("tuple[Any, Any]", told) if isinstance(told, tuple) else (told, {})


def _shown(bundle: dict[str, Any], metadata: dict[str, Any], value: object) -> list[Part] | None:
    name = type(value).__name__
    for form in ("image/png", "image/jpeg", "image/gif", "image/webp"):
        if form in bundle:
            given = bundle[form]
            content = b64decode(given) if isinstance(given, str) else bytes(given)
            return [pictures.of_bytes(content, _alt(metadata, form) or name, width=_width(metadata, form))]
    if "image/svg+xml" in bundle:
        return [pictures.of_svg(_joined(bundle["image/svg+xml"]), _alt(metadata, "image/svg+xml") or name)]
    if "text/markdown" in bundle:
        return [Passage(_cut(_joined(bundle["text/markdown"])))]
    return _written(bundle, value)


def _written(bundle: dict[str, Any], value: object) -> list[Part] | None:
    html = _joined(bundle.get("text/html", ""))
    if html and markup.is_plain(html) and (said := markup.as_markdown(html)):
        return [Passage(said)]
    if "text/latex" in bundle:
        formula = _joined(bundle["text/latex"]).strip().strip("$").strip()
        return [Passage(f"$$\n{_cut(formula)}\n$$")]
    if "application/json" in bundle:
        return [Passage(fenced(data.as_json(bundle["application/json"]), "json"))]
    is_living = any(form.startswith("application/vnd.") for form in bundle)
    told = _joined(bundle.get("text/plain", "")) or repr(value)
    if not is_living and not is_default(told):
        return [plain_text(told)]
    return [Passage(f"*{words().drawn_by_page(type(value).__name__)}*")] if is_living or html else None


def is_default(text: str) -> bool:
    """Whether a repr is one that objects have by themselves, which says nothing."""
    return text.startswith("<") and text.endswith(">") and (" object" in text or " at 0x" in text)


def plain_text(text: str) -> Passage:
    """Text as it is written, its beginning where it is long."""
    left = len(text) - _LONGEST_PLAIN
    shown = text if left <= 0 else f"{text[:_LONGEST_PLAIN]}\n{words().more_characters(left)}"
    return Passage(fenced(shown, "text"))


def _cut(text: str) -> str:
    left = len(text) - _LONGEST
    return text if left <= 0 else f"{text[:_LONGEST]}\n\n*{words().more_characters(left)}*"


def _joined(data: Any) -> str:
    return "".join(cast("list[str]", data)) if isinstance(data, list) else str(data)


def _of(metadata: dict[str, Any], form: str) -> dict[str, Any]:
    about = metadata.get(form)
    return cast("dict[str, Any]", about) if isinstance(about, dict) else {}


def _alt(metadata: dict[str, Any], form: str) -> str | None:
    alt = _of(metadata, form).get("alt")
    return in_line(alt, _LONGEST_LINE) if isinstance(alt, str) else None


def _width(metadata: dict[str, Any], form: str) -> int | None:
    width = _of(metadata, form).get("width")
    return int(width) if isinstance(width, int | float) and width >= 1 else None
