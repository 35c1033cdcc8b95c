"""The same JSON goes in and out of our models and the official ones."""

import random
import string
import warnings

import pytest
from pydantic import BaseModel, TypeAdapter

from chatkit_notebook import actions, types, widgets

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the official widget classes are deprecated, its import says so
    import chatkit.actions
    import chatkit.types
    import chatkit.widgets

OFFICIAL = (chatkit.types, chatkit.widgets, chatkit.actions)
OURS = (types, widgets, actions)
WIRE = {"by_alias": True, "exclude_none": True, "context": {"exclude_metadata": True}}
SAMPLES = 40
TOO_DEEP = 5


def find(modules, name):
    return next(getattr(module, name) for module in modules if hasattr(module, name))


NAMES = sorted(
    name
    for module in OFFICIAL
    for name, value in vars(module).items()
    if isinstance(value, type)
    and issubclass(value, BaseModel)
    and value is not BaseModel
    and not value.__pydantic_generic_metadata__["parameters"]
)
WIRE_TYPES = {
    **{name: (find(OFFICIAL, name), find(OURS, name)) for name in NAMES},
    **{
        name: (getattr(chatkit.types, name), getattr(types, name))
        for name in ("Attachment", "ChatKitReq", "ThreadItem", "ThreadItemUpdate", "ThreadStreamEvent")
    },
    "Page[Thread]": (chatkit.types.Page[chatkit.types.Thread], types.Page[types.Thread]),
    "Page[ThreadItem]": (chatkit.types.Page[chatkit.types.ThreadItem], types.Page[types.ThreadItem]),
    "Action[str, Any]": (chatkit.actions.Action[str, object], actions.Action[str, object]),
}


class Samples:
    """Random JSON that a JSON schema allows."""

    def __init__(self, schema, seed):
        self.schema = schema
        self.random = random.Random(seed)  # noqa: S311 - the same samples each time

    def sample(self):
        return self.value(self.schema, 0)

    def value(self, schema, depth):
        if "$ref" in schema:
            return self.value(self.schema["$defs"][schema["$ref"].rpartition("/")[2]], depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        for union in ("anyOf", "oneOf"):
            if union in schema:
                choices = schema[union]
                nothing = [choice for choice in choices if choice.get("type") == "null"]
                return self.value(self.random.choice(nothing if nothing and depth > TOO_DEEP else choices), depth)
        return getattr(self, schema.get("type", "anything"))(schema, depth)

    def object(self, schema, depth):
        properties = schema.get("properties")
        if properties is None:
            values = schema.get("additionalProperties")
            inner = values if isinstance(values, dict) else {}
            return {self.text(): self.value(inner, depth + 1) for _ in range(self.random.randrange(3))}
        required = schema.get("required", [])
        chosen = {
            name: self.value(inner, depth + 1)
            for name, inner in properties.items()
            if name in required or name == "type" or self.random.random() < 0.6
        }
        # Below the top an unknown prop can make a node strict for the one and dynamic for the other.
        if schema.get("additionalProperties") and depth == 0:
            chosen |= {f"x-{self.text()}": self.anything({}, depth + 1) for _ in range(3)}
        items = list(chosen.items())
        self.random.shuffle(items)
        return dict(items)

    def array(self, schema, depth):
        count = 0 if depth > TOO_DEEP else self.random.randrange(3)
        return [self.value(schema["items"], depth + 1) for _ in range(count)]

    def anything(self, _schema, depth):
        kinds = [None, self.random.random() < 0.5, self.random.randrange(-9, 99), self.random.random(), self.text()]
        if depth <= TOO_DEEP:
            kinds += [
                [self.anything({}, depth + 1) for _ in range(3)],
                {self.text(): self.anything({}, depth + 1), "children": None, "a": None},
            ]
        return self.random.choice(kinds)

    def string(self, schema, _depth):
        match schema.get("format"):
            case "date-time":
                zone = self.random.choice(["", "Z", "+02:00"])
                return f"2026-0{self.random.randrange(1, 9)}-1{self.random.randrange(9)}T02:49:26.99{zone}"
            case "uri":
                return self.random.choice(["https://u", "https://u.example/a?b=c", "data:text/plain,x"])
            case "binary":
                return self.text()
        return schema.get("pattern", "").removeprefix("^") + self.text()

    def text(self):
        letters = string.ascii_letters + ' "\\\n\r\t\u2028é漢🎉<&'
        return "".join(self.random.choices(letters, k=self.random.randrange(9)))

    def integer(self, _schema, _depth):
        return self.random.randrange(-5, 500)

    def number(self, _schema, _depth):
        return self.random.choice([self.random.randrange(500), round(self.random.random() * 9, 3)])

    def boolean(self, _schema, _depth):
        return self.random.random() < 0.5

    def null(self, _schema, _depth):
        return None


def samples_of(official, seed):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the default of the official Action.type is no JSON
        return Samples(official.json_schema(), seed)


def accepts(adapter, data):
    try:
        adapter.validate_python(data)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("name", WIRE_TYPES)
def test_same_json_gives_the_same_bytes(name):
    official, ours = (TypeAdapter(wire_type) for wire_type in WIRE_TYPES[name])
    samples = samples_of(official, name)

    for _ in range(SAMPLES):
        data = samples.sample()
        expected, actual = official.validate_python(data), ours.validate_python(data)
        for options in (WIRE, {}, {"exclude_none": True}):
            assert ours.dump_json(actual, **options) == official.dump_json(expected, **options)
        assert ours.dump_python(actual, mode="json") == official.dump_python(expected, mode="json")


@pytest.mark.parametrize("name", WIRE_TYPES)
def test_same_json_is_refused(name):
    official, ours = (TypeAdapter(wire_type) for wire_type in WIRE_TYPES[name])
    samples = samples_of(official, name)

    for _ in range(SAMPLES):
        data = samples.sample()
        broken = {key: value for key, value in data.items() if key != samples.random.choice([*data, ""])}
        broken |= {samples.random.choice([*broken, "zz"]): samples.random.choice([None, 1.5, "?", [], {}])}
        if "type" in broken:  # without it the official Action and plain unions guess
            assert accepts(ours, broken) == accepts(official, broken), broken
