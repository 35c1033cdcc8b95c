"""The items of a thread in a form. Those that the view does not draw are not in a transcript either."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from chatkit_notebook.json import is_list, object_in
from chatkit_notebook.locales import words
from chatkit_notebook.transcript.components import widget
from chatkit_notebook.transcript.fields import brief, objects, text
from chatkit_notebook.transcript.form import Words
from chatkit_notebook.transcript.pictures import with_small_pictures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chatkit_notebook.transcript.form import Form

Item = dict[str, Any]
"""An item as wire JSON."""

_FAILED_ICON = "lucide:circle-x"
"""Marks a step that failed, as `agents` writes it."""
# The traceback is in the event log.
_TRACEBACK = re.compile(r"\n\n(`{3,})pytb\n[\s\S]*\n\1\Z")
_LONGEST_STEP = 5_000
"""Characters of what a step holds: whole results of tools are in the event log."""


def parts_of(form: Form, item: Item, longest: int) -> list[str]:
    """The parts of an item; none if there is nothing to see of it.

    Args:
        form: What writes them.
        item: The item, of any shape.
        longest: The most characters of each text in it.
    """
    draw = _KINDS.get(str(item.get("type")))
    return [] if draw is None else [part for part in draw(form, item, longest) if part]


def is_by_user(item: Item) -> bool:
    """Whether the user said it."""
    return item.get("type") == "user_message"


def cut(said: str, longest: int) -> str:
    """Text, or its beginning and how much of it is left out."""
    if len(said) <= longest:
        return said
    end = next((at for at in (said.rfind(mark, longest // 2, longest) for mark in "\n ") if at > 0), longest)
    return f"{said[:end]}\n\n{words().characters_left_out(len(said) - end)}"


def _user_message(form: Form, item: Item, longest: int) -> Iterator[str]:
    for attached in objects(item, "attachments"):
        yield from _attachment(form, attached)
    if quoted := text(item, "quoted_text"):
        yield form.quote(cut(quoted, longest))
    # Tags stand within the text around them.
    said = "".join(text(part, "text") for part in objects(item, "content"))
    if said.strip():
        yield form.typed(cut(said, longest))


def _attachment(form: Form, attached: Item) -> Iterator[str]:
    name, kind = brief(attached, "name") or words().a_file, brief(attached, "mime_type")
    preview = text(attached, "preview_url")
    if preview.startswith("data:"):
        yield form.picture(preview, name)
    else:
        yield form.quiet(f"📎 {name}{f' ({kind})' if kind else ''}")


def _assistant_message(form: Form, item: Item, longest: int) -> Iterator[str]:
    sources: dict[str, list[Words]] = {}
    for part in objects(item, "content"):
        if (said := text(part, "text")).strip():
            yield form.prose(cut(with_small_pictures(said), longest))
        for annotation in objects(part, "annotations"):
            source = object_in(annotation.get("source"))
            sources.setdefault(brief(source, "url", "filename", "id", "title"), _source(source))
    if lines := [line for line in sources.values() if line]:
        yield form.folded(words().sources(len(lines)), [form.bullets(lines)])


def _source(source: Item) -> list[Words]:
    name = brief(source, "title", "filename", "url", "id")
    origin = brief(source, "attribution", "description")
    return [Words(name, href=text(source, "url") or None), *([Words(f"· {origin}")] if origin else [])] if name else []


def _widget(form: Form, item: Item, _longest: int) -> Iterator[str]:
    if parts := widget(form, item.get("widget")):
        yield form.card(parts)
    elif said := text(item, "copy_text"):
        yield form.card([form.typed(said)])


def _generated_image(form: Form, item: Item, _longest: int) -> Iterator[str]:
    if url := text(item.get("image"), "url"):
        yield form.picture(url, "")


def _task(form: Form, item: Item, _longest: int) -> Iterator[str]:
    task = object_in(item.get("task"))
    yield form.folded(_task_title(task), _task_parts(form, task))


def _workflow(form: Form, item: Item, _longest: int) -> Iterator[str]:
    workflow = object_in(item.get("workflow"))
    thinks = workflow.get("type") == "reasoning"
    parts: list[str] = []
    for task in objects(workflow, "tasks"):
        is_bare = thinks and task.get("type") == "thought" and not text(task, "title")
        parts += [] if is_bare else [form.line([Words(_task_title(task))])]
        parts += _task_parts(form, task)
    yield form.folded(_summary(workflow, thinks=thinks), parts)


def _summary(workflow: Item, *, thinks: bool) -> str:
    summary = object_in(workflow.get("summary"))
    if title := brief(summary, "title"):
        return title
    seconds = summary.get("duration")
    if isinstance(seconds, int | float) and 1 <= seconds < 10**9:
        whole = round(seconds)
        return words().thought_for(whole) if thinks else words().worked_for(whole)
    return words().thought if thinks else words().worked


def _task_title(task: Item) -> str:
    named = {"web_search": words().searched_web, "thought": words().thought, "image": words().a_picture}
    title = brief(task, "title", "title_query") or named.get(str(task.get("type")), words().a_step)
    return f"✗ {title}" if _is_failed(task) else title


def _is_failed(task: Item) -> bool:
    return task.get("icon") == _FAILED_ICON and task.get("status_indicator") != "complete"


def _task_parts(form: Form, task: Item) -> list[str]:
    content = _TRACEBACK.sub("", text(task, "content"))
    parts = [form.prose(cut(with_small_pictures(content), _LONGEST_STEP))] if content else []
    queries = task.get("queries")
    lines = [[Words(query[:_LONGEST_STEP])] for query in queries if isinstance(query, str)] if is_list(queries) else []
    lines += [line for source in objects(task, "sources") if (line := _source(source))]
    return [*parts, form.bullets(lines)] if lines else parts


def _structured_input(form: Form, item: Item, longest: int) -> Iterator[str]:
    lines: list[list[Words]] = []
    for question in objects(item, "inputs"):
        asked = cut(text(question, "question"), longest)
        lines.append([Words(asked, is_strong=True), Words(_answer(item, question))])
    if lines:
        yield form.bullets(lines)


def _answer(item: Item, question: Item) -> str:
    answer = object_in(question.get("answer"))
    values = answer.get("values")
    given = ", ".join(value for value in values if isinstance(value, str)) if is_list(values) else ""
    if item.get("status") == "skipped" or answer.get("skipped") is True:
        return words().skipped
    if not answer:
        return words().waits_for_answer if item.get("status") == "pending" else words().not_answered
    return given or words().skipped


_KINDS: dict[str, Callable[[Form, Item, int], Iterator[str]]] = {
    "user_message": _user_message,
    "assistant_message": _assistant_message,
    "widget": _widget,
    "generated_image": _generated_image,
    "task": _task,
    "workflow": _workflow,
    "structured_input": _structured_input,
}
