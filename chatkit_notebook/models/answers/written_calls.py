"""Calls that a model wrote into its answer, because its server does not read them: as calls where that is certain.

A call is carried out only if nobody could take it for anything else: the answer ends with it, it stands outside of
code, it names a tool that the request offers, and its arguments are those that the tool asks for. That is what a
server that reads calls does, and less. Else a model that only quotes what it was given to read would call tools. What
is not carried out stays in the answer, as code, and a notice says why.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from chatkit_notebook.json import is_list, is_object, object_in

Json = dict[str, Any]

_decoder = json.JSONDecoder()
_BETWEEN = re.compile(r"[\s,;]*")
# Each piece of these begins otherwise than the others: whatever stands there is read in one pass.
_NAMED = re.compile(
    r"(?:<[|\uff5c]tool[_\u2581]call[_\u2581]begin[|\uff5c]>|function(?=<)|<\uff5ctool\u2581sep\uff5c>|\s)*"
    r"(?:functions\.)?(?P<name>[\w.-]{1,64}?)(?::\d{1,9})?"
    r"(?:\[CALL_ID\]\w{1,64}|\[ARGS\]|<[|\uff5c][^|\uff5c]{1,64}[|\uff5c]>(?:json)?|```(?:json)?|[>\s])*(?=\{)"
)
_PARAMETER = re.compile(r"<parameter=([\w.-]+)>\n?(.*?)\n?</parameter>", re.DOTALL)
_FUNCTION = re.compile(r"<function=([\w.-]+)>(.*?)(?:</function>|\Z)", re.DOTALL)
_REST = re.compile(
    r"(?:\s|```|</function>|</tool_call>|<[|\uff5c](?!tool[_\u2581]call[_\u2581]begin)[^|\uff5c]{1,64}[|\uff5c]>)*"
)


@dataclass(frozen=True)
class WrittenCall:
    """A call as it was written.

    Attributes:
        body: What stands between its marks.
        name: The tool, where it is named outside of the body.
    """

    body: str
    name: str = ""


def shown(calls: list[WrittenCall]) -> str:
    """Calls as code, for people."""
    texts = [f"{call.name}\n{call.body}" if call.name else call.body for call in calls]
    fence = "`" * max(3, *(len(ticks) + 1 for text in texts for ticks in re.findall("`+", text)), 3)
    return "\n\n".join(f"{fence}\n{text}\n{fence}" for text in texts)


def meant(calls: list[WrittenCall], tools: object) -> list[Json] | None:
    """The calls as the API has them; None if any of them is in doubt.

    Args:
        calls: The calls.
        tools: Those that the request offers.
    """
    offered: dict[str, Json] = {}
    for tool in tools if is_list(tools) else []:
        function = object_in(object_in(tool).get("function"))
        offered[str(function.get("name"))] = object_in(function.get("parameters"))
    found: list[Json] = []
    for call in calls:
        read = _read(call)
        if not read:
            return None
        for name, arguments in read:
            if name not in offered or not _fits(arguments, offered[name]):
                return None
            found.append({"type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}})
    return found


def _read(call: WrittenCall) -> list[tuple[str, Any]]:
    """The names and arguments of what is written; nothing if it can't be read to its end."""
    if call.name:
        arguments = _value(call.body)
        return [(call.name, arguments)] if is_object(arguments) else []
    values = _values(call.body)
    if values is not None:
        return [_of(value) for value in values]
    if "<function=" in call.body:
        # One that lacks its end would be sought to the end of the text, each time anew.
        if call.body.count("<parameter=") != call.body.count("</parameter>"):
            return []
        functions = _FUNCTION.findall(call.body)
        return [(name, _parameters(body)) for name, body in functions]
    return _named_ones(call.body)


def _named_ones(body: str) -> list[tuple[str, Any]]:
    found, at = list[tuple[str, Any]](), 0
    while at < len(body):
        named = _NAMED.match(body, at)
        if named is None:
            return []
        try:
            arguments, end = _decoder.raw_decode(body, named.end())
        except (ValueError, RecursionError):
            return []
        found.append((named["name"], arguments))
        rest = _REST.match(body, end)
        at = rest.end() if rest is not None else end
    return found


def _values(body: str) -> list[Any] | None:
    """The JSON values that a body is made of; None if it is made of anything else."""
    values, at = list[Any](), 0
    while at < len(body):
        try:
            value, at = _decoder.raw_decode(body, at)
        except (ValueError, RecursionError):
            return None
        values.extend(value if is_list(value) else [value])
        between = _BETWEEN.match(body, at)
        at = between.end() if between is not None else at
    return values or None


def _of(value: Any) -> tuple[str, Any]:
    call = object_in(object_in(value).get("function")) or object_in(value)
    arguments: Any = next((call[key] for key in ("arguments", "parameters", "args") if call.get(key) is not None), None)
    return str(call.get("name")), _value(arguments) if isinstance(arguments, str) else arguments or {}


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _parameters(body: str) -> Any:
    if body.strip().startswith("{"):
        return _value(body)
    return {name: _plain(text) for name, text in _PARAMETER.findall(body)}


def _plain(text: str) -> Any:
    value = _value(text)
    return text if value is None and text.strip() != "null" else value


_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def _fits(arguments: Any, schema: Json) -> bool:
    if not is_object(arguments):
        return False
    known = object_in(schema.get("properties"))
    required = schema.get("required")
    if not arguments.keys() <= known.keys() or not set(required if is_list(required) else []) <= arguments.keys():
        return False
    for name, value in arguments.items():
        kinds = _KINDS.get(str(object_in(known[name]).get("type")))
        if kinds is not None and (not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds)):
            return False
    return True
