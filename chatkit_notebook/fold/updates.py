"""Updates to one item: the ``update`` of a ``thread.item.updated`` event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_notebook.fold.copies import copied, is_index
from chatkit_notebook.json import Json, is_list, is_object

if TYPE_CHECKING:
    from collections.abc import Callable

# A part index past this comes from a broken producer: padding up to it would only eat memory.
MAX_PARTS = 1000


def apply_update(item: Json, update: Json) -> None:
    """Apply ``update`` to ``item`` in place; one that does not fit the item is ignored."""
    kind = update.get("type")
    if not isinstance(kind, str):
        return
    item_type, apply = _UPDATES.get(kind, (None, None))
    if apply is not None and item.get("type") == item_type:
        # Nesting too deep for the interpreter to copy is malformed, too. Handlers copy before they write.
        try:  # noqa: SIM105 - each delta comes by here, and suppress() costs more than most updates
            apply(item, update)
        except RecursionError:
            pass


def _part(item: Json, index: object) -> Json | None:
    parts = item.get("content")
    if not is_list(parts) or not is_index(index) or index >= MAX_PARTS:
        return None
    while len(parts) <= index:
        parts.append({"annotations": [], "text": "", "type": "output_text"})
    part = parts[index]
    return part if is_object(part) else None


def _part_added(item: Json, update: Json) -> None:
    content = copied(update.get("content"))
    if is_object(content) and _part(item, update.get("content_index")) is not None:
        item["content"][update["content_index"]] = content


def _text_delta(item: Json, update: Json) -> None:
    delta = update.get("delta")
    if isinstance(delta, str) and (part := _part(item, update.get("content_index"))) is not None:
        _grow(part, "text", delta)


def _grow(holder: Json, key: str, delta: str) -> None:
    text = holder.get(key)
    if not isinstance(text, str):
        text = ""
    # Without the dict's own reference += extends the string in place: the cost does not grow with its length.
    holder[key] = ""
    text += delta
    holder[key] = text


def _annotation_added(item: Json, update: Json) -> None:
    annotation, index = copied(update.get("annotation")), update.get("annotation_index")
    if not is_object(annotation) or not is_index(index):
        return
    part = _part(item, update.get("content_index"))
    if part is None:
        return
    known = part.get("annotations")
    annotations: list[Any] = known if is_list(known) else []
    annotations.insert(index, annotation)
    part["annotations"] = annotations


def _part_done(item: Json, update: Json) -> None:
    content = copied(update.get("content"))
    if not is_object(content) or (part := _part(item, update.get("content_index"))) is None:
        return
    if not content.get("annotations") and part.get("annotations"):
        content["annotations"] = part["annotations"]
    item["content"][update["content_index"]] = content


def _node(root: object, node_id: object) -> Json | None:
    """Find a component by id; the first in reading order wins."""
    stack = [root] if isinstance(node_id, str) else []
    while stack:
        node = stack.pop()
        if is_object(node):
            if node.get("id") == node_id:
                return node
            children = node.get("children")
            if is_list(children):
                stack.extend(reversed(children))
            elif children is not None:
                stack.append(children)
    return None


def _value_delta(item: Json, update: Json) -> None:
    delta, done = update.get("delta"), update.get("done")
    if not isinstance(delta, str) or not isinstance(done, bool):
        return
    node = _node(item.get("widget"), update.get("component_id"))
    if node is not None:
        _grow(node, "value", delta)
        node["streaming"] = not done


def _root_updated(item: Json, update: Json) -> None:
    widget = copied(update.get("widget"))
    if is_object(widget):
        item["widget"] = widget


def _component_updated(item: Json, update: Json) -> None:
    component = copied(update.get("component"))
    if is_object(component) and (node := _node(item.get("widget"), update.get("component_id"))) is not None:
        node.clear()
        node.update(component)


def _tasks(item: Json) -> list[Any] | None:
    workflow = item.get("workflow")
    tasks = workflow.get("tasks") if is_object(workflow) else None
    return tasks if is_list(tasks) else None


def _task_added(item: Json, update: Json) -> None:
    task, tasks = copied(update.get("task")), _tasks(item)
    if is_object(task) and tasks is not None:
        tasks.append(task)


def _task_updated(item: Json, update: Json) -> None:
    task, tasks, index = copied(update.get("task")), _tasks(item), update.get("task_index")
    if is_object(task) and tasks is not None and is_index(index) and index <= len(tasks):
        tasks[index : index + 1] = [task]


def _image_updated(item: Json, update: Json) -> None:
    image, progress = copied(update.get("image")), update.get("progress")
    if not is_object(image):
        return
    item["image"] = image
    if isinstance(progress, int | float) and not isinstance(progress, bool):
        item["progress"] = progress


_UPDATES: dict[str, tuple[str, Callable[[Json, Json], None]]] = {
    "assistant_message.content_part.text_delta": ("assistant_message", _text_delta),
    "assistant_message.content_part.added": ("assistant_message", _part_added),
    "assistant_message.content_part.annotation_added": ("assistant_message", _annotation_added),
    "assistant_message.content_part.done": ("assistant_message", _part_done),
    "widget.streaming_text.value_delta": ("widget", _value_delta),
    "widget.root.updated": ("widget", _root_updated),
    "widget.component.updated": ("widget", _component_updated),
    "workflow.task.added": ("workflow", _task_added),
    "workflow.task.updated": ("workflow", _task_updated),
    "generated_image.updated": ("generated_image", _image_updated),
}
