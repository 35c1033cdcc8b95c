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


@pytest.mark.parametrize("package", ["chatkit", "chatkit_notebook"])
def test_another_version_is_refused(package):
    widgets = importlib.import_module(f"{package}.widgets")
    with pytest.raises(ValueError):
        widgets.WidgetTemplate({"version": "2.0", "name": "w", "template": "{}", "jsonSchema": {}})
