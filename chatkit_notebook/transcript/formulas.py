"""TeX to MathML: only elements that draw, with attributes that lead nowhere."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LONGEST = 4_000
_DEEPEST = 60
"""Braces and elements within one another."""

_ELEMENTS = re.compile(
    "math|menclose|mfrac|mi|mmultiscripts|mn|mo|mover|mpadded|mphantom|mprescripts|mroot|mrow|ms|mspace|"
    "msqrt|mstyle|msub|msubsup|msup|mtable|mtd|mtext|mtr|munder|munderover|none"
)
_ATTRIBUTES = re.compile(
    "accent|accentunder|columnalign|columnlines|columnspacing|columnspan|depth|display|displaystyle|fence|"
    "form|height|largeop|linethickness|lspace|mathvariant|maxsize|minsize|movablelimits|notation|rowlines|"
    "rowspacing|rspace|scriptlevel|separator|stretchy|symmetric|voffset|width"
)
_MEASURE = re.compile(r"-?(\d{0,3}(?:\.\d{1,4})?)(?:em|ex|pt|px|mu|cm|mm|in|%)?\Z")
_LARGEST = 40
_OPENS = re.compile(r"\\.|[{}]")


def mathml(tex: str, *, display: bool) -> str | None:
    """The formula as MathML; None if its TeX can't be read, or takes too much to draw."""
    from latex2mathml.converter import convert_to_element  # noqa: PLC0415 - it takes a tenth of a second

    if not tex.strip() or len(tex) > _LONGEST or _depth(tex) > _DEEPEST:
        return None
    try:
        element = convert_to_element(_known(tex), display="block" if display else "inline")
        body = _drawn(element, _DEEPEST) if len(element) == 1 else f"<mrow>{_drawn(element, _DEEPEST)}</mrow>"
    except Exception:  # noqa: BLE001 - the library raises what its lists and dicts do
        return None
    # Hosts that know no MathML keep the text of it, in which 1/2 is 12: the TeX follows there.
    note = f'<annotation encoding="application/x-tex"> {escape(tex, quote=False)}</annotation>'
    shown = ' display="block"' if display else ""
    return f"<math{shown}><semantics>{body}{note}</semantics></math>"


def _known(tex: str) -> str:
    """The TeX with the environments that the library has under another name, and without numbers of equations."""
    tex = re.sub(r"\\(begin|end)\{(?:flalign|eqnarray)\*?\}", r"\\\1{align*}", tex)
    tex = re.sub(r"\\(begin|end)\{(align|gather|equation|multline|alignat)\}", r"\\\1{\2*}", tex)
    return re.sub(r"\\(?:begin|end)\{(?:display)?math\}", "", tex)


def _depth(tex: str) -> int:
    depth = deepest = 0
    for mark in _OPENS.findall(tex):
        depth += (mark == "{") - (mark == "}")
        deepest = max(deepest, depth)
    return deepest


def _drawn(element: Element, room: int) -> str:
    """What is within an element.

    Raises:
        ValueError: It is not all MathML, or too deep.
    """
    if not room:
        raise ValueError("The formula is too deep.")
    text = element.text or ""
    if text.startswith("\\") and len(text) > 1:
        raise ValueError(f"The library does not know {text!r}.")
    # The library writes some characters as references.
    inner = [_escaped(text)]
    for child in element:
        if not _ELEMENTS.fullmatch(child.tag):
            raise ValueError(f"{child.tag!r} is not a part of formulas.")
        attributes = "".join(
            f' {name}="{escape(value)}"'
            for name, value in child.items()
            if _ATTRIBUTES.fullmatch(name) and _is_calm(value)
        )
        if child.tag == "mrow" and len(child) == 1 and not attributes:
            inner.append(_drawn(child, room - 1))
            continue
        inner += [f"<{child.tag}{attributes}>", _drawn(child, room - 1), f"</{child.tag}>", _escaped(child.tail or "")]
    return "".join(inner)


_REFERENCE = re.compile(r"&amp;(#x[0-9A-Fa-f]{1,6};)")


def _escaped(text: str) -> str:
    return _REFERENCE.sub(r"&\1", escape(text, quote=False))


def _is_calm(value: str) -> bool:
    if value.replace("-", "").isalpha():
        return True
    measures = [_MEASURE.match(part) for part in value.split(" ")]
    return all(match is not None and float(match[1] or 0) <= _LARGEST for match in measures)
