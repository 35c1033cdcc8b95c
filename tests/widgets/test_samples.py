"""Widgets as agents write them: with props that nobody knows, and None for what is not set. The view draws the same."""

import json
from pathlib import Path

import pytest

from chatkit_notebook.types import WidgetItem
from chatkit_notebook.widgets.explain import checked_root

SAMPLES = json.loads((Path(__file__).parents[1] / "widget_samples.json").read_text(encoding="utf-8"))


def is_in(given, kept):
    """Whether all of it was kept but None; an action may have got its defaults."""
    if isinstance(given, dict):
        return all(is_in(value, kept.get(name)) for name, value in given.items())
    if isinstance(given, list):
        return len(given) == len(kept) and all(map(is_in, given, kept))
    return given is None or given == kept


@pytest.mark.parametrize("name", SAMPLES)
def test_they_are_taken_and_kept_as_they_are(name):
    widget = SAMPLES[name]
    assert checked_root(widget) == widget
    item = WidgetItem.model_validate(
        {"id": "a", "thread_id": "t", "created_at": "2026-05-12T09:00", "type": "widget", "widget": widget}
    )
    assert is_in(widget, json.loads(item.model_dump_json(exclude_none=True))["widget"])
