"""A component of one's own: what may be registered, and the class of its nodes."""

import json
import re

import pytest
from pydantic import ValidationError

from chatkit_notebook.widgets import Card, DynamicWidgetRoot, Row, Text
from chatkit_notebook.widgets.custom import is_built_in, node_class, read_component

MODULE = "export default { render() {} };"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("gauge", "'gauge' can't be the name of a component: it must begin with a capital letter"),
        ("Ga uge", "'Ga uge' can't be the name"),
        ("Ga.uge", "'Ga.uge' can't be the name"),
        ("Jauge\n", "can't be the name"),
        ("Étoile", "'Étoile' can't be the name"),
        ("", "'' can't be the name"),
        ("G" * 61, "at most 60 in all"),
        ("Card", "'Card' is a component of the chat's own: choose another name, such as 'MyCard'."),
        ("Basic", "'Basic' is a component of the chat's own"),
        ("DataFrame", "'DataFrame' is a component of the chat's own"),
        ("Table", "'Table' is a component of the chat's own"),
    ],
)
def test_a_name_that_no_component_can_have_is_refused_with_its_value(name, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        read_component(name, MODULE, None)


@pytest.mark.parametrize("name", [None, 3, ["Gauge"], b"Gauge"])
def test_a_name_must_be_a_str(name):
    with pytest.raises(TypeError, match=re.escape(f'must be a str, such as "Gauge", not {name!r}.')):
        read_component(name, MODULE, None)


@pytest.mark.parametrize("source", [None, 3, b"export", {"render": 1}])
def test_a_source_must_be_a_str_or_a_path(source):
    with pytest.raises(TypeError, match=re.escape(f"esm must be a str of source or a pathlib.Path, not {source!r}.")):
        read_component("Gauge", source, None)


@pytest.mark.parametrize(
    ("esm", "css", "says"),
    [
        ("gauge.js", None, "esm='gauge.js' is a path, not the source: pass pathlib.Path('gauge.js')."),
        ("lib/gauge.mjs", None, "pass pathlib.Path('lib/gauge.mjs')."),
        ("https://esm.sh/gauge", None, "esm='https://esm.sh/gauge' is an address: save what is there"),
        (MODULE, "gauge.css", "css='gauge.css' is a path, not the source: pass pathlib.Path('gauge.css')."),
        ("let a = 1;", None, "The module of 'Gauge' exports nothing: write `export default { render("),
        ("", None, "exports nothing"),
    ],
)
def test_what_is_not_a_module_is_refused_with_what_to_do(esm, css, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        read_component("Gauge", esm, css)


def test_files_are_read_when_they_are_registered(tmp_path):
    module, sheet = tmp_path / "gauge.js", tmp_path / "gauge.css"
    with pytest.raises(FileNotFoundError, match=re.escape(f"esm={str(module)!r} does not exist")):
        read_component("Gauge", module, None)
    module.write_bytes(b"export \xff")
    with pytest.raises(ValueError, match=re.escape(f"esm={str(module)!r} is not text in UTF-8")):
        read_component("Gauge", module, None)
    module.write_text("export const größe = 1;", encoding="utf-8")
    sheet.write_text("b { color: red }")
    read = read_component("Gauge", module, sheet)
    assert (read.esm.decode(), read.css.decode()) == ("export const größe = 1;", "b { color: red }")


def test_the_hash_tells_sources_apart_and_halves_of_characters_do_no_harm():
    sources = [(MODULE, None), (MODULE, ""), (MODULE + " ", None), (MODULE, " "), (f"{MODULE}//\ud800", None)]
    hashes = [read_component("Gauge", *source).hash for source in sources]
    assert hashes[0] == hashes[1] == read_component("Dial", MODULE, None).hash
    assert len(set(hashes)) == 4


def test_a_node_has_any_props_and_is_the_same_as_its_json_wherever_it_is_held():
    gauge = node_class("Gauge")
    held = Card(children=[Row(children=[gauge(value=3, marks=[{"at": 1}]), Text(value="a")])])
    row = json.loads(held.model_dump_json(exclude_none=True))["children"][0]
    assert row["children"][0] == {"type": "Gauge", "value": 3, "marks": [{"at": 1}]}
    root = DynamicWidgetRoot(type="Card", children=[gauge(value=4)])
    assert json.loads(root.model_dump_json())["children"][0]["value"] == 4
    assert gauge.__name__ == "Gauge"
    with pytest.raises(ValidationError):
        gauge(type="Card")


def test_what_the_view_draws_by_itself_is_known():
    assert [kind for kind in ("Card", "Table.Row", "Basic", "Gauge", "") if is_built_in(kind)] == [
        "Card",
        "Table.Row",
        "Basic",
    ]
