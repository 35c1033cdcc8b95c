"""`.widget` templates through both SDKs: the same widgets, and the same kinds of refusal."""

import importlib
import json
import warnings

import pytest

LIST = (
    '{"type":"ListView","children":[{%- set _c -%}{%- for book in books -%},{"type":"ListViewItem","children":'
    '[{"type":"Text","value":{{ (book.title) | tojson }}}]}{%- endfor -%}{%- endset -%}{{ _c[1:] if _c }}]}'
)
CHOICE = (
    '{"type":"Card","children":[{%- if price is not none -%}{"type":"Badge","label":{{ price | tojson }}}'
    '{%- else -%}{"type":"Caption","value":"free"}{%- endif -%}]}'
)
TEMPLATES = {
    "a value": ('{"type":"Card","children":[{"type":"Text","value":{{ (title) | tojson }}}]}', {"title": "A <b>"}),
    "a list with the exporter's commas": (LIST, {"books": [{"title": "Dune"}, {"title": "Emma"}]}),
    "an empty list": (LIST, {"books": []}),
    "a choice": (CHOICE, {"price": None}),
    "unicode": ('{"type":"Basic","children":[{"type":"Text","value":{{ t | tojson }}}]}', {"t": 'é \u2028 🎉 " \\'}),
    "filters": ('{"type":"Card","children":[{"type":"Text","value":{{ (t | upper) | tojson }}}]}', {"t": "loud"}),
    "unknown props": ('{"type":"Card","glow":{"deep":[null,2]},"children":[]}', {}),
    "a missing variable": ('{"type":"Card","children":[{"type":"Text","value":{{ (nope) | tojson }}}]}', {}),
    "a key named self": ('{"type":"Card","children":[]}', {"self": 1}),
    "no JSON": ('{"type":"Card"', {}),
    "no root": ('{"type":"Text","value":"x"}', {}),
}

# What authors compute in a template, each as the props of a component that takes any.
COMPUTED = {
    "a batch that grows": "{% set c = [1, 2, 3] | batch(2) | list %}{% set _ = c[1].append(4) %}{{ c | tojson }}",
    "a slice that grows": "{% set c = items | slice(2) | list %}{% set _ = c[0].append('c') %}{{ c | tojson }}",
    "a group that grows": (
        "{% set c = people | groupby('age') %}{% set _ = c[0].list.append(1) %}{{ c[0].list | count }}"
    ),
    "groups that grow": "{% set c = people | groupby('age') %}{% set _ = c.append(1) %}{{ c | count }}",
    "groups by their names": "[{% for g in people | groupby('age') %}{{ g.grouper }},{{ g.list|count }},{% endfor %}0]",
    "lists in a dict": (
        "{% set d = {} %}{% for p in people %}{% set _ = d.setdefault(p.age, []).append(p.name) %}{% endfor %}"
        "{{ d | tojson }}"
    ),
    "a namespace with a list": (
        "{% set ns = namespace(c=[]) %}{% for i in items if i != 'b' %}{% set _ = ns.c.append({'v': i}) %}{% endfor %}"
        "{{ ns.c | tojson }}"
    ),
    "a namespace with a dict": (
        "{% set ns = namespace(d={}) %}{% for p in people %}{% set _ = ns.d.update({p.name: p.age}) %}{% endfor %}"
        "{{ ns.d | tojson }}"
    ),
    "a namespace in a macro": (
        "{% set ns = namespace(n=0) %}{% macro up() %}{% set ns.n = ns.n + 1 %}{% endmacro %}{{ up() ~ up() ~ ns.n }}"
    ),
    "rows of a namespace": (
        "{% set ns = namespace(rows=[[]]) %}{% for i in items %}{% set _ = ns.rows[-1].append(i) %}"
        "{% if loop.index is divisibleby 2 %}{% set _ = ns.rows.append([]) %}{% endif %}{% endfor %}"
        "{{ ns.rows | tojson }}"
    ),
    "a macro that fills a list": (
        "{% macro add(to, v) %}{% set _ = to.append(v) %}{% endmacro %}{% set c = [] %}"
        "{% for i in items %}{{ add(c, i) }}{% endfor %}{{ c | tojson }}"
    ),
    "a macro with keywords": "{% macro m() %}{{ kwargs | tojson }}{% endmacro %}{{ m(a=1, b=[2]) }}",
    "filters in a loop": (
        "[{% for n in people | selectattr('age', 'gt', 7) | map(attribute='name') | map('upper') %}{{ n | tojson }}"
        "{{ ',' if not loop.last }}{% endfor %}]"
    ),
    "a dict that loses a key": "{% set d = dict(a=1, b=2) %}{% set x = d.pop('a') %}{{ [d, x] | tojson }}",
    "a copy with a key more": "{% set d = people[0].copy() %}{% set _ = d.update(z=1) %}{{ d | tojson }}",
}
DATA = {"items": ["a", "b", "c"], "people": [{"name": n, "age": a} for n, a in [("a", 7), ("b", 7), ("c", 8)]]}


def built(package, template, data):
    widgets = importlib.import_module(f"{package}.widgets")
    definition = {"version": "1.0", "name": "w", "template": template, "jsonSchema": {}, "outputJsonPreview": {}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            widget = widgets.WidgetTemplate(definition).build(data)
        except Exception as error:  # noqa: BLE001 - what is raised is the outcome
            return "refused", isinstance(error, TypeError)
        return json.loads(widget.model_dump_json(by_alias=True, exclude_none=True))


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_builds_the_same_widget(name):
    assert built("chatkit_notebook", *TEMPLATES[name]) == built("chatkit", *TEMPLATES[name])


@pytest.mark.parametrize("name", COMPUTED)
def test_a_template_computes_the_same(name):
    template = f'{{"type":"Card","children":[{{"type":"Custom","props":{COMPUTED[name]}}}]}}'
    ours = built("chatkit_notebook", template, DATA)

    assert ours == built("chatkit", template, DATA)
    assert "props" in ours["children"][0]


@pytest.mark.parametrize("package", ["chatkit", "chatkit_notebook"])
def test_another_version_is_refused(package):
    widgets = importlib.import_module(f"{package}.widgets")
    with pytest.raises(ValueError):
        widgets.WidgetTemplate({"version": "2.0", "name": "w", "template": "{}", "jsonSchema": {}})
