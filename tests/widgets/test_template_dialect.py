"""What authors write in templates means what it means in Jinja, sandbox or not."""

import json
from datetime import datetime

import jinja2
import pytest

from chatkit_notebook.widgets import WidgetTemplate

DATA = {"items": [{"a": 1}, {"a": 2}, {"a": 2}], "day": datetime(2026, 1, 2)}  # noqa: DTZ001 - only printed

WRITTEN = {
    "a namespace that keeps a list": (
        "{% set ns = namespace(c=[], n=0) %}{% for x in items %}{% set _ = ns.c.append(x.a) %}"
        '{% set ns.n = ns.n + x.a %}{% endfor %}{{ ns.c|join("-") }} {{ ns.n }}'
    ),
    "a dict that grows": '{% set d = {"a": 1} %}{% set _ = d.update({"b": 2}) %}{{ d.b }}{{ d.keys()|list }}',
    "the pairs of a dict": '{% for k, v in {"a": 1}.items() %}{{ k }}{{ v }}{% endfor %}',
    "a macro": "{% macro m(a, b=2) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }}{{ m(1, b=3) }}",
    "a macro around words": "{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}x{% endcall %}",
    "places in a loop": "{% for x in range(3) %}{{ loop.index }}{% if not loop.last %},{% endif %}{% endfor %}",
    "a loop with a condition": "{% for x in range(9) if x is odd %}{{ x }}{% else %}none{% endfor %}",
    "chosen by an attribute": '{{ items|selectattr("a", "gt", 1)|map(attribute="a")|list|length }}',
    "groups": '{% for g in items|groupby("a") %}{{ g.grouper }}:{{ g.list|length }} {% endfor %}',
    "rows": "{% for row in range(5)|batch(2) %}{{ row|join }};{% endfor %}",
    "in order": '{{ [3, 1, 2]|sort(reverse=true)|join(",") }}',
    "a sum": '{{ items|sum(attribute="a") }}',
    "two decimals": '{{ "%.2f"|format(3.14159) }} {{ 2.5|round(1) }} {{ "%d%%" % 50 }}',
    "numbers in words": '{{ "{} and {:>4}".format(1, 2) }}',
    "what is missing": '{{ nothing|default("x") }}{{ "a" if nothing is defined else "b" }}',
    "words cut and changed": '{{ "a,b".split(",")[1].upper().strip().replace("B", "c") }}',
    "how a word begins": '{{ "abc".startswith("a") }}{{ "ab cd"|title|truncate(4) }}',
    "lists": "{% set l = [1, 2] %}{% set _ = l.insert(0, 9) %}{% set _ = l.pop() %}{% set _ = l.extend([5]) %}{{ l }}",
    "a list in a dict": '{% set d = {} %}{% set _ = d.setdefault("k", []).append(1) %}{{ d.k|length }}',
    "by turns": '{% set c = cycler("a", "b") %}{{ c.next() }}{{ c.next() }}{{ c.next() }}',
    "bars between": '{% set j = joiner("|") %}{{ j() }}a{{ j() }}b',
    "a block of words": "{% set x %}hi {{ items|length }}{% endset %}{{ x }}",
    "names for a while": "{% with a = 1 %}{{ a }}{% endwith %}",
    "a filter on a block": "{% filter upper %}x{% endfilter %}",
    "lists in lists": (
        "{% for x in [1, [2]] recursive %}{% if x is iterable %}{{ loop(x) }}{% else %}{{ x }}{% endif %}{% endfor %}"
    ),
    "as it stands": "{% raw %}{{ x }}{% endraw %}{# hi #}",
    "what changes": "{% for x in [1, 1, 2] %}{% if loop.changed(x) %}{{ x }}{% endif %}{% endfor %}",
    "pairs in order": '{% for k, v in {"b": 1, "a": 2}|dictsort %}{{ k }}{% endfor %}',
    "each only once": "{{ [1, 1, 2]|unique|list|length }}{{ [1, 5]|max }}",
    "a day": '{{ day.strftime("%Y") }} {{ day.isoformat() }}',
    "other forms": '{{ "a b"|urlencode }} {{ "<b>"|e }} {{ "abc"|reverse }} {{ "5"|int + 1 }} {{ "a" ~ 1 }}',
    "JSON": '{{ {"a": [1, none, true]}|tojson }}',
}  # fmt: skip

REFUSED = [
    '{{ "".__class__ }}', "{{ missing.__init__ }}", '{{ "{0.__class__}".format(1) }}', '{{ x|attr("__class__") }}',
    "{{ cycler.__init__.__globals__ }}", "{{ namespace.__class__ }}", "{{ self.__init__ }}", "{{ (1).__class__ }}",
    '{{ "{0.__class__}".format_map({}) }}', "{% for x in range(10**9) %}{% endfor %}", '{{ "a" * 10**9 }}',
    "{{ [0] * 10**9 }}", '{{ "%1000000000d"|format(1) }}', '{{ "a".ljust(10**9) }}', '{{ "x".zfill(10**9) }}',
    '{{ "a" * 1000|replace("a", "b" * 10**9) }}', "{{ lipsum(n=100000) }}", '{{ "a"|indent(10**9) }}',
    "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}", '{{ "a".join(["b" * 10**6] * 10**4) }}',
    '{{ "\t".expandtabs(10**9) }}', '{{ "a b"|batch(10**9, "x")|list|length }}', "{{ [1]|slice(10**9)|list|length }}",
    '{{ "{:>1000000000}".format(1) }}', "{{ dict.fromkeys(range(10**8)) }}", '{{ "é".encode("utf8") }}',
    "{% set l = [] %}{% for i in range(99999) %}{% set _ = l.extend(l) %}{% set _ = l.append(1) %}{% endfor %}",
    '{% include "x" %}', '{% import "os" as os %}', '{{ "a".translate({97: "b" * 10**8}) }}',
]  # fmt: skip


def built(text):
    quoted = "{% set said %}" + text + "{% endset %}"
    source = quoted + '{"type": "Card", "children": [{"type": "Text", "value": {{ said|string|tojson }}}]}'
    widget = WidgetTemplate({"version": "1.0", "name": "card", "template": source, "jsonSchema": {}}).build(DATA)
    return json.loads(widget.model_dump_json())["children"][0]["value"]


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_it_means_what_it_does_elsewhere(text):
    plain = jinja2.Environment(autoescape=False)  # noqa: S701 - no page is made of it
    assert built(text) == plain.from_string(text).render(DATA)


@pytest.mark.parametrize("text", REFUSED)
def test_what_reaches_out_or_blows_up_is_refused(text):
    with pytest.raises(Exception, match=r"unsafe|safe in a template|The template of widget|stands alone|undefined"):
        built(text)
