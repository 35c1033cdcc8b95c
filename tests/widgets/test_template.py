import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import jinja2
import pytest
from jinja2.exceptions import SecurityError
from pydantic import BaseModel, ValidationError

from chatkit_notebook.widgets import BasicRoot, DynamicWidgetRoot, WidgetTemplate


class Task(BaseModel):
    id: str
    title: str
    done: bool | None = None


class Tasks(BaseModel):
    tasks: list[Task]


def template(source, **definition):
    return WidgetTemplate({"version": "1.0", "name": "card", "template": source, **definition})


def card(value):
    return template(f'{{"type":"Card","children":[{{"type":"Text","value":{value}}}]}}')


@pytest.mark.conformance(76)
def test_template_is_read_beside_the_file_that_asks(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    loaded = WidgetTemplate.from_file("tasks.widget")

    assert (loaded.version, loaded.name, loaded.data_schema["type"]) == ("1.0", "tasks", "object")


@pytest.mark.parametrize("filename", ["<stdin>", "<ipython-input-3-ab>", "ipykernel_77/123.py"])
def test_template_is_read_from_the_working_directory_by_code_that_was_typed_in(monkeypatch, filename):
    monkeypatch.chdir(Path(__file__).parent)
    cell = compile('loaded = WidgetTemplate.from_file("tasks.widget")', filename, "exec")
    names = {"WidgetTemplate": WidgetTemplate}

    exec(cell, names)  # noqa: S102 - that is how a cell runs

    assert names["loaded"].name == "tasks"


def test_a_module_that_is_gone_reads_templates_from_the_working_directory(monkeypatch, tmp_path):
    monkeypatch.chdir(Path(__file__).parent)
    gone = tmp_path / "gone.py"
    module = compile('loaded = WidgetTemplate.from_file("tasks.widget")', str(gone), "exec")
    names = {"WidgetTemplate": WidgetTemplate, "__file__": str(gone)}

    exec(module, names)  # noqa: S102

    assert names["loaded"].name == "tasks"


def test_debugged_cell_has_a_file_that_is_no_place_for_templates(monkeypatch, tmp_path):
    monkeypatch.chdir(Path(__file__).parent)
    source = tmp_path / "ipykernel_77" / "1.py"
    source.parent.mkdir()
    source.write_text('loaded = WidgetTemplate.from_file("tasks.widget")')
    names = {"WidgetTemplate": WidgetTemplate}

    exec(compile(source.read_text(), str(source), "exec"), names)  # noqa: S102

    assert names["loaded"].name == "tasks"


def test_missing_file_is_named():
    with pytest.raises(FileNotFoundError, match=r"nothing\.widget"):
        WidgetTemplate.from_file("nothing.widget")


def test_file_without_an_object_is_refused(tmp_path):
    path = tmp_path / "list.widget"
    path.write_text("[]")

    with pytest.raises(ValueError, match=r"list\.widget' is not a widget definition"):
        WidgetTemplate.from_file(str(path))


@pytest.mark.conformance(76)
@pytest.mark.parametrize(
    "data",
    [
        {"tasks": [{"id": "1", "title": "<a> & 'b' \u2028", "done": True}, {"id": "2", "title": "c", "done": None}]},
        Tasks(tasks=[Task(id="1", title="<a> & 'b' \u2028", done=True), Task(id="2", title="c")]),
    ],
)
def test_exported_loops_and_conditions_build_from_a_dict_and_a_model(data):
    widget = WidgetTemplate.from_file("tasks.widget").build(data)

    assert isinstance(widget, DynamicWidgetRoot)
    assert widget.model_dump(exclude_none=True) == {
        "type": "ListView",
        "children": [
            {
                "key": "1",
                "type": "ListViewItem",
                "children": [{"type": "Text", "value": "<a> & 'b' \u2028", "lineThrough": True}],
            },
            {"key": "2", "type": "ListViewItem", "children": [{"type": "Text", "value": "c"}]},
        ],
    }


@pytest.mark.conformance(76)
def test_empty_loop_leaves_no_comma():
    assert WidgetTemplate.from_file("tasks.widget").build({"tasks": []}).children == []


@pytest.mark.parametrize("root", ["Card", "ListView", "Basic"])
def test_any_root_can_be_built_without_data(root):
    assert template(f'{{"type":"{root}"}}').build().type == root


def test_dates_and_models_become_json():
    widget = card('"x","day":{{ day | tojson }},"task":{{ task | tojson }}').build(
        {"day": date(2026, 11, 21), "task": Task(id="1", title="a")}
    )

    assert widget.children[0].model_dump(exclude_none=True) == {
        "type": "Text",
        "value": "x",
        "day": "2026-11-21",
        "task": {"id": "1", "title": "a"},
    }


def test_compiled_template_is_used_as_it_is():
    compiled = jinja2.Environment(autoescape=False).from_string('{"type":"Card"}')  # noqa: S701 - JSON

    assert template(compiled).template is compiled


@pytest.mark.conformance(76)
@pytest.mark.parametrize("version", ["2.0", 1, None])
def test_other_version_is_refused(version):
    with pytest.raises(ValueError, match="Unsupported widget spec version"):
        WidgetTemplate({"version": version, "name": "n", "template": "{}"})


def test_incomplete_definition_says_what_it_needs():
    with pytest.raises(ValueError, match=r"needs version, template; this has only \['name'\]"):
        WidgetTemplate({"name": "n"})


def test_missing_variable_is_named():
    with pytest.raises(TypeError, match="incomplete: 'title' is undefined"):
        card("{{ title | tojson }}").build({})
    with pytest.raises(jinja2.UndefinedError, match="'title' is undefined"):
        card('"{{ title }}"').build({})


def test_data_cannot_be_named_self():
    with pytest.raises(TypeError, match="self"):
        card('"x"').build({"self": 1})


def test_text_that_is_no_json_is_shown():
    with pytest.raises(json.JSONDecodeError, match=r"widget 'card' did not render valid JSON near .*oops") as caught:
        card("oops").build()

    assert caught.value.doc[caught.value.pos :].startswith("oops")


@pytest.mark.parametrize("source", ['{"type":"Text","value":"x"}', "[]", "{}"])
def test_only_a_root_can_be_built(source):
    with pytest.raises(ValidationError):
        template(source).build()


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ data.append(1) }}",
        "{% for i in range(999999999) %}{% endfor %}",
    ],
)
def test_template_cannot_leave_its_sandbox(source):
    with pytest.raises((SecurityError, OverflowError)):
        template(source).build({"data": []})


def test_build_basic_is_deprecated_and_still_builds():
    with pytest.deprecated_call(match=r"build_basic is deprecated. Use WidgetTemplate\.build instead"):
        widget = template('{"type":"Basic","gap":2}').build_basic()

    assert isinstance(widget, BasicRoot)
    assert widget.model_dump_json(exclude_none=True) == '{"type":"Basic","gap":2}'


def test_jinja_is_loaded_by_templates_only():
    program = "import sys, chatkit_notebook.widgets; print('jinja2' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)

    assert result.stdout == "False\n"
