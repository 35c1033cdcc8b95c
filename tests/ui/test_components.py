"""Views learn by a trait which components there are, and never get their sources by one."""

import json

MODULE = "export default { render() { /* a long source */ } };"


def test_the_trait_names_each_component_by_the_hash_of_its_source(chat_of):
    chat = chat_of(str.upper)
    changes = []
    chat.observe(lambda change: changes.append(change["new"]), "_components")
    chat.register_component("Gauge", esm=MODULE, css="b { color: red }")
    chat.register_component("Dial", esm=MODULE)
    chat.register_component("Gauge", esm=MODULE + "//2")
    chat.register_component("Gauge", esm=MODULE + "//2")
    assert [sorted(change) for change in changes] == [["Gauge"], ["Dial", "Gauge"], ["Dial", "Gauge"]]
    assert changes[-1]["Gauge"] != changes[0]["Gauge"]
    state = json.dumps(chat.get_state())
    assert changes[-1]["Gauge"] in state
    assert not [word for word in ("a long source", "color: red") if word in state]


def test_a_page_can_register_nothing(chat_of):
    chat = chat_of(str.upper)
    chat.register_component("Gauge", esm=MODULE)
    kept = chat._components
    chat.set_state({"_components": {"Evil": "1"}})
    assert chat._components == kept
    assert [*chat._session.components] == ["Gauge"]
