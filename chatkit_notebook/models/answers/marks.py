"""The marks that models put around thoughts and calls where their server does not read them."""

from __future__ import annotations

import re

_NAMES = ("think", "thinking", "thought", "thoughts", "reasoning", "seed:think")
THOUGHTS = {f"<{name}>": f"</{name}>" for name in _NAMES} | {
    "[think]": "[/think]",
    "◁think▷": "◁/think▷",
    "<|begin_of_thought|>": "<|end_of_thought|>",
    "<|start_thinking|>": "<|end_thinking|>",
}
"""What begins a thought, and what ends it."""

WRAPS = ("<|begin_of_solution|>", "<|end_of_solution|>", "<|start_response|>", "<|end_response|>")
"""What stands around the answer of models that mark their thoughts, and does not belong to it."""

CALLS = {
    "<tool_call>": ("</tool_call>",),
    "<function_call>": ("</function_call>",),
    "<function=": ("</function>",),
    "<minimax:tool_call>": ("</minimax:tool_call>",),
    "<|tool_call>": ("<tool_call|>",),
    "<|tool_call|>": ("<|/tool_call|>", "<|tool_call_end|>"),
    "<|tool_calls_section_begin|>": ("<|tool_calls_section_end|>",),
    "<\uff5ctool\u2581calls\u2581begin\uff5c>": ("<\uff5ctool\u2581calls\u2581end\uff5c>",),
    "<|python_tag|>": ("<|eom_id|>", "<|eot_id|>"),
    "[tool_calls]": (),
    "```tool_code": ("```",),
    "```tool_call": ("```",),
}
"""What begins a call, and what ends it; nothing but the end of the text where that is empty."""

CHANNEL = ("<|start|>", "<|channel|>")
"""What begins the head of a part of an answer, which names its channel and the function that it calls."""
BODY = "<|message|>"
"""What ends a head."""
ENDS = ("<|end|>", "<|return|>", "<|call|>")
"""What ends a part that had a head."""
_WITHIN_HEADS = "<|constrain|>"

ALL = [
    *THOUGHTS,
    *THOUGHTS.values(),
    *WRAPS,
    *CALLS,
    *(end for ends in CALLS.values() for end in ends if end != "```"),
    *CHANNEL,
    BODY,
    *ENDS,
    _WITHIN_HEADS,
]
MARK = re.compile("|".join(map(re.escape, sorted(ALL, key=len, reverse=True))), re.IGNORECASE)
BEGINNINGS = {mark[:size] for mark in ALL for size in range(1, len(mark))}
LONGEST = max(map(len, ALL))
OPENING = re.compile("|".join({re.escape(mark[0]) for mark in ALL}))

CALL_FOLLOWS = re.compile(
    r"\s{0,64}(?:([\[{<]|[\w.:-]{1,64}(?:[\[({>=<]|\s{1,9}\{)|[^\W_][\w.:-]{0,63}\n)|[\w.:-]{0,64}\s{0,64}$)"
)
"""What may follow the beginning of a call; its group is missing where the text ends before that is certain."""
THOUGHT_CHANNEL = re.compile(r"\banalysis\b")
RECIPIENT = re.compile(r"\bto=(?:functions\.)?([\w.-]+)")
LONGEST_HEAD = 200
