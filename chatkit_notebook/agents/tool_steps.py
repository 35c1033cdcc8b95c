"""One call of a tool as one step of a workflow, for each kind of call that a model makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast, get_args
from urllib.parse import urlsplit

from chatkit_notebook.agents.citations import field_of
from chatkit_notebook.agents.tool_files import line_of
from chatkit_notebook.agents.tool_words import call_content, failure_content, fenced, formatted, plain, title_of
from chatkit_notebook.ids import RUN_MARK
from chatkit_notebook.locales import words
from chatkit_notebook.secrets import masked
from chatkit_notebook.store.part_files import file_in
from chatkit_notebook.types import CustomTask, FileSource, FileTask, SearchTask, URLSource

if TYPE_CHECKING:
    from chatkit_notebook.icons import IconName
    from chatkit_notebook.types import Task, WorkflowItem

TOOL_ICON: IconName = "lucide:wrench"
FAILED_ICON: IconName = "lucide:circle-x"
"""Views know a step that failed by it."""
_NAMED = ("function_call", "custom_tool_call", "mcp_call")
_Machine = Literal["apply_patch_call", "computer_call", "local_shell_call", "shell_call"]
_MACHINE: tuple[_Machine, ...] = get_args(_Machine)


def workflow_id(generated: str) -> str:
    """The id of a workflow that a run makes by itself, as opposed to those of its tools' authors."""
    return generated + RUN_MARK


def is_tool_step(item: WorkflowItem, task: Task) -> bool:
    """Whether a step stands for a tool call, and was not written by an author."""
    return item.id.endswith(RUN_MARK) and task.type == "custom" and task.icon in (TOOL_ICON, FAILED_ICON)


def key_of(call: object) -> str | None:
    """What a call and its result have in common."""
    return field_of(call, "call_id") or field_of(call, "id")


def is_local(call: object) -> bool:
    """Whether the call is carried out here, and has its result still to come."""
    return field_of(call, "call_id") is not None


def step_of(call: object, *, status: Literal["loading", "complete"]) -> Task | None:
    """The step for a call, as far as the model has written it; None for anything but a tool call."""
    kind = field_of(call, "type")
    if kind in _NAMED:
        return _named_step(call, status)
    if kind in _MACHINE:
        given = field_of(call, "action") or field_of(call, "operation") or field_of(call, "actions")
        return _tool_step(_machine(kind), call_content(given), status)
    match kind:
        case "web_search_call":
            return _web_search(field_of(call, "action"), status)
        case "file_search_call":
            return _file_search(call, status)
        case "code_interpreter_call":
            return _tool_step(words().code, _code(call), status)
        case _:
            return None


def reason_in(error: object) -> str:
    """Why a call failed that the model's host has carried out, as it says so: as text, with a message, or in parts."""
    if isinstance(error, str):
        return error
    told = field_of(error, "message") or "\n".join(filter(None, _fields(error, "content", "text")))
    return told if isinstance(told, str) and told else formatted(plain(error))


def _named_step(call: object, status: Any) -> CustomTask:
    title = title_of(str(field_of(call, "name")))
    given = field_of(call, "arguments") or field_of(call, "input")
    # Calls of MCP tools that the model's host makes bring their results along.
    if error := field_of(call, "error"):
        return CustomTask(title=title, icon=FAILED_ICON, content=failure_content(given, reason_in(error)))
    return _tool_step(title, call_content(given, field_of(call, "output")), status)


def _tool_step(title: str, content: str | None, status: Any) -> CustomTask:
    return CustomTask(title=title, icon=TOOL_ICON, content=content, status_indicator=status)


def _machine(kind: _Machine) -> str:
    match kind:
        case "apply_patch_call":
            return words().apply_patch
        case "computer_call":
            return words().computer
        case "local_shell_call":
            return words().local_shell
        case "shell_call":
            return words().shell


def _web_search(action: object, status: Any) -> SearchTask:
    queries: list[str] = field_of(action, "queries") or [field_of(action, "query") or field_of(action, "pattern") or ""]
    urls = [masked(url) for url in [field_of(action, "url"), *_fields(action, "sources", "url")] if url]
    sources = [URLSource(url=url, title=_host(url)) for url in dict.fromkeys(urls)]
    return SearchTask(queries=[query for query in queries if query], sources=sources, status_indicator=status)


def _file_search(call: object, status: Any) -> FileTask:
    names = dict.fromkeys(_fields(call, "results", "filename"))
    return FileTask(
        title=words().searched_files(field_of(call, "queries") or []),
        sources=[FileSource(filename=name, title=name) for name in names if name],
        status_indicator=status,
    )


def _code(call: object) -> str | None:
    code = field_of(call, "code")
    logs = "\n".join(filter(None, _fields(call, "outputs", "logs")))
    blocks = [fenced(code, "python")] if code else []
    urls = [url for url in _fields(call, "outputs", "url") if url]
    drawn = [file for url in urls if (file := file_in({"type": "input_image", "image_url": url})) is not None]
    pictures = [line_of(file, file.url) for file in drawn]
    return "\n\n".join([*blocks, call_content(result=logs, files=pictures) or ""]).strip() or None


def _fields(owner: object, name: str, field: str) -> list[Any]:
    """A field of each of the objects in a list."""
    return [field_of(one, field) for one in cast("list[object]", field_of(owner, name) or [])]


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        return url
