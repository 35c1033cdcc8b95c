"""Widgets of any shape, and what they may become next."""

import copy

from hypothesis import strategies as st
from pydantic import TypeAdapter

from chatkit_notebook.widgets import WidgetRoot

ROOT = TypeAdapter(WidgetRoot)
STREAMED = ("Text", "Markdown")

values = st.text(st.sampled_from("ab \n#é👩\u2028"), max_size=4)
identities = st.fixed_dictionaries(
    {},
    optional={"id": st.sampled_from("abcd"), "key": st.sampled_from("kl")},
)
ids = st.integers(0, 999).map(lambda number: {"id": f"text {number}"})
streaming = st.fixed_dictionaries({}, optional={"streaming": st.booleans()})
# A prop that no strict class knows makes the whole widget dynamic.
unknown = st.just({}) | st.fixed_dictionaries({"glow": st.sampled_from([1, {"deep": [None, 2]}])})


def node(kinds, **props):
    """Make nodes of some kinds with these props, an identity, and at times an unknown prop."""
    known = st.fixed_dictionaries({"type": st.sampled_from(kinds), **props})
    return st.builds(lambda *parts: {key: value for part in parts for key, value in part.items()}, known, identities)


def with_more(nodes, more):
    return st.builds(lambda one, two: one | two, nodes, more)


# Most texts have an id, and most ids are given once.
def mostly(usual, rare):
    """Choose the usual four times out of five."""
    return st.integers(0, 4).flatmap(lambda choice: usual if choice else rare)


# Ids that are given once, and at times ones that may be given twice, or none.
texts = with_more(with_more(node(STREAMED, value=values), streaming), mostly(ids, st.just({})))
others = (
    node(["Title", "Caption"], value=values) | node(["Button", "Badge"], label=values) | node(["Spacer", "Divider"])
)
leaves = mostly(texts, with_more(others, unknown))
nodes = st.recursive(
    leaves,
    lambda inner: mostly(
        node(["Row", "Col", "Box", "Form"], children=st.lists(inner, min_size=1, max_size=3)),
        node(["Transition"], children=inner) | node(["Transition"]) | with_more(node(["Box"], children=inner), unknown),
    ),
    max_leaves=6,
)
rows = node(["ListViewItem"], children=st.lists(nodes, min_size=1, max_size=3))
trees = node(["Card", "Basic"], children=st.lists(nodes, min_size=1, max_size=4)) | node(
    ["ListView"], children=st.lists(rows, min_size=1, max_size=3)
)
roots = with_more(trees, unknown)


def within(tree):
    """Return a node and all nodes below it, in reading order."""
    children = tree.get("children", [])
    return [tree, *(each for child in _listed(children) for each in within(child))]


def _listed(children):
    return children if isinstance(children, list) else [children]


@st.composite
def later(draw, tree):
    """Change a widget: its texts grow, or all that has a value, or one value is rewritten, or anything is changed."""
    tree = copy.deepcopy(tree)
    valued = [each for each in within(tree) if "value" in each and "id" in each]
    match draw(st.sampled_from(["grow texts", "grow texts", "grow all", "rewrite", "edit"])):
        case "grow texts":
            for text in valued:
                text["value"] += draw(values) if text["type"] in STREAMED else ""
        case "grow all":
            for each in valued:
                each["value"] += draw(values)
        case "rewrite" if valued:
            draw(st.sampled_from(valued))["value"] = draw(values)
        case _:
            for _ in range(draw(st.integers(1, 2))):
                edit(draw, draw(st.sampled_from(within(tree))))
    return tree


def edit(draw, node):
    """Change one node in place, if it has what was chosen to be changed."""
    children = node.get("children")
    match draw(st.sampled_from(["streaming", "identity", "glow", "child", "drop"])):
        case "streaming" if node["type"] in STREAMED:
            node |= draw(streaming)
        case "identity":
            node |= draw(identities)
        case "glow" if node.pop("glow", None) is None:
            node["glow"] = 1
        case "child" if isinstance(children, list) and node["type"] != "ListView":
            children.insert(draw(st.integers(0, len(children))), draw(nodes))
        case "drop" if isinstance(children, list) and children:
            children.pop()


@st.composite
def states(draw, count):
    """Make some states of one widget, each out of the one before, or at times out of nothing."""
    made = [draw(roots)]
    while len(made) < count:
        made.append(draw(later(made[-1])) if draw(st.integers(0, 9)) else draw(roots))
    return [ROOT.validate_python(each) for each in made]
