from copy import deepcopy
from datetime import datetime
from enum import Enum

from pydantic import BaseModel, ConfigDict, PrivateAttr

from chatkit_notebook.store.copies import fresh


class Colour(Enum):
    RED = 1


class Inner(BaseModel):
    values: dict


class Outer(BaseModel):
    model_config = ConfigDict(extra="allow")

    inner: Inner
    many: list[Inner] = []
    when: datetime | None = None
    anything: object = None
    note: str = ""
    _private: list = PrivateAttr(default_factory=list)


def make():
    outer = Outer(inner=Inner(values={"a": [{"b": 1}]}), many=[Inner(values={})], when=datetime.now(), extra=[{}])  # noqa: DTZ005
    outer.anything = (1, {2}, Colour.RED, {"c": [3]})
    outer._private.append([1])
    return outer


def test_a_copy_is_equal_and_of_the_same_kind():
    original = make()

    copy = fresh(original)

    assert copy == original == deepcopy(original)
    assert type(copy) is Outer
    assert copy.model_fields_set == original.model_fields_set
    assert copy.model_dump_json(exclude={"anything"}) == original.model_dump_json(exclude={"anything"})


def test_a_copy_shares_nothing_that_can_change():
    original = make()
    unchanged = deepcopy(original)

    copy = fresh(original)
    copy.inner.values["a"][0]["b"] = 2
    copy.inner.values["new"] = 1
    copy.many[0].values["new"] = 1
    copy.many.append(Inner(values={}))
    copy.extra[0]["new"] = 1
    copy.another = 1
    copy.anything[1].add(3)
    copy.anything[3]["c"].append(4)
    copy._private[0].append(2)
    copy.when = None
    copy.note = "new"

    assert original == unchanged
    assert original.model_fields_set == unchanged.model_fields_set


def test_plain_data_is_copied_too():
    data = {"a": [1, {"b": (2, [3])}]}

    copy = fresh(data)
    copy["a"][1]["b"][1].append(4)

    assert data == {"a": [1, {"b": (2, [3])}]}
