"""A turn as Markdown, for the cell that asked."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from chatkit_notebook.failures import told
from chatkit_notebook.locales import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chatkit_notebook.client.turn import Turn
    from chatkit_notebook.server.host import ToolUse

_LONGEST = 200
# The notebook would load remote pictures and draw elements at once: an invisible joiner keeps both text.
_PICTURE = re.compile(r"!(?=\[)")
_ELEMENT = re.compile(r"<(?=[a-zA-Z/!?])")
_JOINER = "\u2060"


def in_markdown(turn: Turn) -> str:
    """What was said, then the tools, what waits, what went wrong, and in one line who answered and how fast."""
    blocks = [_inert(turn.text)] if turn.text else []
    lines = [
        *(_tool(use) for use in turn.tools),
        *(
            f"- ❓ {words().waits_for_approval(_code(f'{each.tool}({_given(each.arguments)})'))}"
            for each in turn.approvals
        ),
    ]
    if lines:
        blocks.append("\n".join(lines))
    if turn.error is not None:
        blocks.append("\n".join(f"> {line}" for line in _inert(f"⚠️ {turn.error}").splitlines()))
    if turn.stopped:
        blocks.append(f"*{words().turn_stopped}*")
    blocks.append(f"<sub>{' · '.join(_facts(turn))}</sub>")
    return "\n\n".join(blocks)


def _facts(turn: Turn) -> Iterator[str]:
    for name in (turn.agent, turn.model):
        if name:
            yield _plain(name)
    if turn.usage is not None:
        yield words().tokens(turn.usage.input_tokens, turn.usage.output_tokens)
    if turn.latency is not None:
        yield words().first_text_after(turn.latency)
    yield words().seconds(turn.duration)


def _tool(use: ToolUse) -> str:
    call = _code(f"{use.name}({_given(use.arguments)})")
    came = f"→ {_code(_brief(use.result))}" if use.error is None else _code(_brief(use.error))
    took = "" if use.duration is None else f" · {words().seconds(use.duration)}"
    return f"- {'✅' if use.error is None else '❌'} {call} {came}{took}"


def _given(arguments: Any) -> str:
    if isinstance(arguments, dict):
        return ", ".join(f"{name}={_brief(value)}" for name, value in arguments.items())  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return "" if arguments in (None, "") else _brief(arguments)


def _brief(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = " ".join(told(text, 10 * _LONGEST).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _code(text: str) -> str:
    ticks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return _inert(f"{ticks}{pad}{text or ' '}{pad}{ticks}")


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>&|])", r"\\\1", " ".join(text.split()))


def _inert(text: str) -> str:
    return _ELEMENT.sub(f"<{_JOINER}", _PICTURE.sub(f"!{_JOINER}", text))
