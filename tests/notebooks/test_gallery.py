"""The gallery shows all there is: every component, every prop, every value that a prop's type names."""

import pytest
from pydantic import TypeAdapter

from chatkit_notebook.widgets import BoxBase, DataFrame
from chatkit_notebook.widgets.dynamic import BasicRoot, nodes
from chatkit_notebook.widgets.unions import STRICT_CLASSES
from tests.notebooks.gallery import DEMO, for_demo, shown

CLASSES = {each.model_fields["type"].default: each for each in (*STRICT_CLASSES, BasicRoot)}
CONTAINERS = ("Box", "Row", "Col", "Form")
APART = ("children", "id", "key", "type")
MANY = 20
"""Of lists of names that are longer, such as those of icons, each name is shown once, wherever that is."""


class Kind:
    """What the schema of a component says of its props."""

    def __init__(self, kind):
        schema = TypeAdapter(CLASSES[kind]).json_schema()
        self._definitions = schema.get("$defs", {})
        self.props = {
            name: [*self._parts(prop)]
            for name, prop in self._resolved(schema)["properties"].items()
            if name not in APART
        }

    def _resolved(self, schema):
        return self._definitions[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema

    def _parts(self, schema):
        """A type and those that it is made of, but what is in objects."""
        schema = self._resolved(schema)
        yield schema
        for part in (*schema.get("anyOf", []), *schema.get("oneOf", []), *filter(None, [schema.get("items")])):
            yield from self._parts(part)

    def inner(self, part):
        """The props of an object in a prop, and of those in it."""
        for name, prop in part.get("properties", {}).items():
            parts = [*self._parts(prop)]
            yield name, parts
            for each in parts:
                yield from self.inner(each)


def literals(parts):
    return {value for part in parts for value in part.get("enum", [part["const"]] if "const" in part else [])}


def entries(value):
    """All names in a value, with what each has."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name, inner
            yield from entries(inner)
    elif isinstance(value, list):
        for each in value:
            yield from entries(each)


@pytest.fixture(scope="module")
def gallery():
    """All nodes by their type."""
    found = {}
    for root in shown():
        for node in nodes(root):
            found.setdefault(node["type"], []).append(node)
    return found


@pytest.fixture(scope="module")
def pool(gallery):
    """All values by their names, wherever they stand."""
    found = {}
    for name, value in entries([*gallery.values()]):
        found.setdefault(name, set()).add(value if isinstance(value, str | int | float | bool) else None)
    return found


def of_kind(gallery, kind, prop):
    """The nodes that may show a prop: containers share those that they have in common."""
    kinds = CONTAINERS if kind in CONTAINERS and prop in BoxBase.model_fields else [kind]
    return [node for each in kinds for node in gallery.get(each, []) if prop in node]


@pytest.mark.parametrize("kind", CLASSES)
def test_every_prop_and_each_of_its_values_is_there(gallery, kind):
    assert kind in gallery
    for prop, parts in Kind(kind).props.items():
        found = of_kind(gallery, kind, prop)
        assert found, f"{kind}.{prop} is nowhere in the gallery."
        values = literals(parts)
        missing = values - {node[prop] for node in found if isinstance(node[prop], str | bool)}
        assert len(values) > MANY or not missing, f"{kind}.{prop} has no {sorted(missing, key=str)} in the gallery."


@pytest.mark.parametrize("kind", CLASSES)
def test_what_props_hold_is_there_once(pool, kind):
    about = Kind(kind)
    for prop, parts in about.props.items():
        if len(literals(parts)) > MANY:
            assert literals(parts) <= set().union(*pool.values())
        if prop.endswith("Action"):
            continue  # which the lesson about them tells
        for name, inner in (each for part in parts for each in about.inner(part)):
            if name in ("type", "action", "handler", "loadingBehavior", "streaming", "payload"):
                continue
            assert name in pool, f"{kind}.{prop}: {name} is nowhere in the gallery."
            missing = {value for value in literals(inner) if len(literals(inner)) <= MANY} - pool[name]
            assert not missing, f"{kind}.{prop}: {name} has no {sorted(missing, key=str)} in the gallery."


def test_what_is_of_this_package_alone_is_there(gallery):
    props = {"columns", "columnCount", "rows", "count", "title"}
    assert set(gallery["DataFrame"][0]) >= props
    assert DataFrame.model_fields["type"].default == "DataFrame"


def test_ids_and_keys_are_there(pool):
    assert {"id", "key"} <= set(pool)


def test_the_demo_page_shows_the_same():
    assert DEMO.read_text(encoding="utf-8") == for_demo(), "Run: python -m tests.notebooks.gallery"
