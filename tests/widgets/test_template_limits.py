"""Templates of strangers: what would take too long or too much is refused, and what people write is rendered."""

import datetime as dt
import json
import os

import pytest
from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from chatkit_notebook.errors import TemplateLimitError
from chatkit_notebook.widgets import WidgetTemplate


def card(value):
    return WidgetTemplate({"version": "1.0", "name": "poster", "template": f'{{"type":"Card","children":[{value}]}}'})


def text_of(source, data=None):
    return card(f'{{"type":"Text","value":{source}}}').build(data).children[0].value


LOOP = "{% for i in range(60) %}"
LONG = "{% set a = 'a' * 1000000 %}{% set b = 'a' * 500000 ~ 'b' %}{% for i in range(9000) %}"
HUGE = {
    "a text times a number": "{{ 'a' * (3*10**9) }}",
    "a number times a text": "{{ (3*10**9) * 'a' }}",
    "a list times a number": "{{ [0] * 10**9 }}",
    "a list of the data times a number": "{{ items * 10**9 }}",
    "a tuple times a number": "{{ (0,) * 10**9 }}",
    "a power of floats": "{{ 10.0 ** 400 }}",
    "a power": "{{ 2 ** (10**8) }}",
    "a tower of powers": "{{ 10 ** (10 ** 10) }}",
    "a power by steps": "{% set n = namespace(v=9) %}" + LOOP + "{% set n.v = n.v * n.v %}{% endfor %}",
    "a center": "{{ 'a'.center(10**9) }}",
    "a center as a filter": "{{ 'a' | center(10**9) }}",
    "ljust": "{{ 'a'.ljust(10**9) }}",
    "rjust": "{{ 'a'.rjust(10**9) }}",
    "zfill": "{{ '1'.zfill(10**9) }}",
    "expandtabs": "{{ '\\t\\t'.expandtabs(10**9) }}",
    "an indent": "{{ 'a\\nb' | indent(10**9) }}",
    "an indent of text": "{{ ('a\\n' * 100000) | indent('b' * 100000) }}",
    "a wordwrap of text": "{{ ('a ' * 100000) | wordwrap(1, true, 'b' * 100000) }}",
    "a wordwrap of a long word": "{{ ('a' * 4000000) | wordwrap(1) }}",
    "tojson with an indent": "{{ [[1]] | tojson(indent=10**9) }}",
    "tojson with an indent of text": "{{ [[1]] | tojson(indent='a' * 1000000) }}",
    "a percent format": "{{ '%9999999999d' % 1 }}",
    "a percent format as a filter": "{{ '%9999999999d' | format(1) }}",
    "a percent format of a width of data": "{{ '%*s' % (10**9, 1) }}",
    "a percent format as a filter with a star": "{{ '%*s' | format(10**9, 1) }}",
    "a precision": "{{ '%.999999999f' % 1.5 }}",
    "a percent format with a name": "{{ '%(a)999999999s' | format(a=1) }}",
    "a percent format that repeats": "{{ ('%(a)s' * 100000) % {'a': 'b' * 100000} }}",
    "a format": "{{ '{:999999999}'.format(1) }}",
    "a format in a format": "{{ '{:{}}'.format(1, 10**9) }}",
    "a format in a format of text": "{{ '{0:{1}}'.format('a', '999999999') }}",
    "a format in a format of an item": "{{ '{0:{1[w]}}'.format('a', {'w': '999999999'}) }}",
    "arguments of arguments as a key": (
        "{% macro m(n) %}{% if n %}{{ m(n - 1, varargs, varargs) }}{% else %}{{ {varargs: 1} }}{% endif %}"
        "{% endmacro %}{{ m(40) }}"
    ),
    "empty lists of lists": (
        "{% set n = namespace(v=[]) %}" + LOOP + "{% set n.v = [n.v, n.v] %}{% endfor %}{{ n.v | tojson }}"
    ),
    "many lists": "{% set v = [] %}{% for i in range(9999) %}{% set _ = v.append(range(99999) | list) %}{% endfor %}",
    "many dicts": "{% set v = [] %}{% for i in range(999) %}{{ v.append(dict.fromkeys(range(999))) }}{% endfor %}",
    "many cyclers": "{% set v = [] %}{% for i in range(999) %}{% set _ = v.append(cycler(*range(999))) %}{% endfor %}",
    "a long number": "{{ '1' * 5000 }}",
    "a number of many digits": "{{ ('f' * 5000) | int(base=16) }}",
    "a format by an item": "{{ '{:999999999}'['format'](1) }}",
    "a format that repeats": "{{ ('{0}' * 100000).format('b' * 100000) }}",
    "a replace": "{{ ('a' * 100000).replace('a', 'b' * 100000) }}",
    "a replace as a filter": "{{ ('a' * 100000) | replace('a', 'b' * 100000) }}",
    "a replace of nothing": "{{ ('a' * 100000) | replace('', 'b' * 100000) }}",
    "a join": "{{ ('b' * 100000).join('a' * 100000) }}",
    "a join as a filter": "{{ range(100000) | join('b' * 100000) }}",
    "a join of one text": "{{ (['b' * 100000] * 100000) | join }}",
    "a sum of texts": "{{ (['b' * 100000] * 100000) | sum(start='') }}",
    "a batch": "{{ [1] | batch(10**9, 0) | list }}",
    "a slice": "{{ [1] | slice(10**9) | list }}",
    "a round": "{{ 1.5 | round(10**9, 'ceil') }}",
    "lipsum": "{{ lipsum(n=10**6) }}",
    "lipsum of long paragraphs": "{{ lipsum(n=1, max=10**9, min=10**8) }}",
    "a doubled text": "{% set n = namespace(v='aa') %}" + LOOP + "{% set n.v = n.v + n.v %}{% endfor %}{{ n.v }}",
    "a doubled text by tilde": "{% set n = namespace(v='aa') %}"
    + LOOP
    + "{% set n.v = n.v ~ n.v %}{% endfor %}{{ n.v }}",
    "a doubled block": (
        "{% set n = namespace(v='aa') %}" + LOOP + "{% set n.v %}{{ n.v }}{{ n.v }}{% endset %}{% endfor %}{{ n.v }}"
    ),
    "a doubled list": "{% set n = namespace(v=[1]) %}" + LOOP + "{% set n.v = n.v + n.v %}{% endfor %}{{ n.v }}",
    "a list that is extended by itself": "{% set v = [1] %}" + LOOP + "{% set _ = v.extend(v) %}{% endfor %}{{ v }}",
    "a list of lists written": "{% set n = namespace(v=[1]) %}"
    + LOOP
    + "{% set n.v = [n.v, n.v] %}{% endfor %}{{ n.v }}",
    "a list of lists as JSON": (
        "{% set n = namespace(v=[1]) %}" + LOOP + "{% set n.v = [n.v, n.v] %}{% endfor %}{{ n.v | tojson }}"
    ),
    "a list of lists as text": (
        "{% set n = namespace(v=[1]) %}" + LOOP + "{% set n.v = [n.v, n.v] %}{% endfor %}{{ n.v | string }}"
    ),
    "lists of lists compared": (
        "{% set n = namespace(v=[1], w=[1]) %}"
        + LOOP
        + "{% set n.v = [n.v, n.v] %}{% set n.w = [n.w, n.w] %}{% endfor %}"
        "{{ n.v == n.w }}"
    ),
    "lists of lists tested": (
        "{% set n = namespace(v=[1], w=[1]) %}"
        + LOOP
        + "{% set n.v = [n.v, n.v] %}{% set n.w = [n.w, n.w] %}{% endfor %}"
        "{{ n.v is eq n.w }}"
    ),
    "tuples of tuples as a key": (
        "{% set n = namespace(v=(1,)) %}" + LOOP + "{% set n.v = (n.v, n.v) %}{% endfor %}{{ {n.v: 1} }}"
    ),
    "tuples of tuples looked up": (
        "{% set n = namespace(v=(1,)) %}" + LOOP + "{% set n.v = (n.v, n.v) %}{% endfor %}{{ {}.get(n.v) }}"
    ),
    "tuples of tuples as an item": (
        "{% set n = namespace(v=(1,)) %}" + LOOP + "{% set n.v = (n.v, n.v) %}{% endfor %}{{ {}[n.v] }}"
    ),
    "a list in itself": "{% set v = [] %}{% set _ = v.append(v) %}{{ v | tojson }}",
    "ranges in ranges": (
        "{% for a in range(100000) %}{% for b in range(100000) %}{% for c in range(100000) %}{% endfor %}{% endfor %}"
        "{% endfor %}"
    ),
    "ranges that leave all out": (
        "{% for a in range(100000) %}{% for b in range(100000) if false %}{% endfor %}{% endfor %}"
    ),
    "a long range": "{% for a in range(10**9) %}{% endfor %}",
    "a loop over a loop": "{% for a in range(100000) %}{{ range(100000) | list | length }}{% endfor %}",
    "a map of a map": "{% for a in range(100000) %}{{ range(100000) | map('string') | list | length }}{% endfor %}",
    "an endless loop": "{% set v = [1] %}{% for a in v %}{% set _ = v.append(1) %}{% endfor %}",
    "a recursive loop": "{% for a in [1, 2] recursive %}{{ loop([1, 2]) }}{% endfor %}",
    "a recursive loop of a few levels": (
        "{% for a in range(100) recursive %}{{ loop(range(100)) if loop.depth < 9 }}{% endfor %}"
    ),
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a macro that calls itself twice": (
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}"
    ),
    "macros that call macros": (
        "{% macro m0() %}aaaaaaaaaa{% endmacro %}"
        + "".join(
            "{% macro m" + str(i + 1) + "() %}" + ("{{ m" + str(i) + "() }}") * 10 + "{% endmacro %}" for i in range(12)
        )
        + "{{ m12() }}"
    ),
    "a block in itself": "{% block b %}{{ self.b() }}{% endblock %}",
    "a call of a caller": (
        "{% macro m() %}{{ caller() }}{{ caller() }}{% endmacro %}"
        + "{% call m() %}" * 15
        + "a" * 1000
        + "{% endcall %}" * 15
    ),
    "nested parentheses": "{{ " + "(" * 20_000 + "1" + ")" * 20_000 + " }}",
    "a long sum": "{{ " + "1+" * 50_000 + "1 }}",
    "nested lists": "{{ " + "[" * 20_000 + "]" * 20_000 + " }}",
    "nested conditions": "{% if 1 %}" * 5_000 + "{% endif %}" * 5_000,
    "a template of many words": "{{ a }}" * 10_000,
    "a long template": "a" * 1_000_001,
    "JSON that is nested": "{{ '[' * 100000 }}{{ ']' * 100000 }}",
    "a urlize of a long word": "{{ ('a.' * 1000000) | urlize }}",
    "striptags of many": "{{ ('<' * 1000000) | striptags }}",
    "a cycler of much": "{% set c = cycler('a' * 1000000) %}{% for i in range(1000) %}{{ c.next() }}{% endfor %}",
    "a joiner of much": "{% set j = joiner('a' * 1000000) %}{% for i in range(1000) %}{{ j() }}{% endfor %}",
    "a character that is none": "{{ '{:c}'.format(10**9) }}",
    "a filter around text": "{% filter center(10**9) %}a{% endfilter %}",
    "a list of a range times a number": "{{ (range(100000) | list) * 10**5 }}",
    "dates": "{{ day.strftime('%999999999Y') }}",
    "a date in a format": "{{ '{:%999999999Y}'.format(day) }}",
    "many texts kept": "{% set v = [] %}{% for i in range(9999) %}{% set _ = v.append('a' * 999999 ~ i) %}{% endfor %}",
    "a text looked for in another": LONG + "{% set _ = b in a %}{% endfor %}1",
    "a text looked for by a test": LONG + "{% set _ = b is in a %}{% endfor %}1",
    "a text looked for in a range": "{% for i in range(9000) %}{% set _ = 'x' in range(100000) %}{% endfor %}1",
    "the largest of a range": "{% for i in range(900) %}{% set _ = range(100000) | max %}{% endfor %}1",
    "a list of long texts counted": LONG + "{% set _ = ([a] * 1000).count(b ~ a) %}{% endfor %}1",
    "a list of long texts sorted": LONG + "{% set _ = ([a] * 1000).sort() %}{% endfor %}1",
    "an item put first": (
        "{% set v = [] %}{% for a in range(1000) %}{% for b in range(1000) %}{% set _ = v.insert(0, 1) %}{% endfor %}"
        "{% endfor %}"
    ),
}


@pytest.mark.parametrize("name", HUGE)
def test_what_would_be_too_much_is_refused_in_the_name_of_the_template(name):
    with pytest.raises((TemplateLimitError, TemplateSyntaxError), match="poster") as caught:
        card(HUGE[name]).build({"items": [1, 2, 3], "day": dt.date(2026, 1, 2)})

    assert len(str(caught.value)) < 300


FORBIDDEN = {
    "a private attribute": "{{ ''.__class__ }}",
    "a private attribute by an item": "{{ ''['__class__'] }}",
    "a private attribute by a filter": "{{ '' | attr('__class__') }}",
    "a private attribute by a format": "{{ '{0.__class__}'.format(1) }}",
    "a private attribute by a map": "{{ [''] | map(attribute='__class__') | first }}",
    "a private attribute of an own list": "{{ [].__class__ }}",
    "a private attribute of an own dict": "{{ dict.__mro__ }}",
    "globals": "{{ cycler.__init__.__globals__ }}",
    "the data appended to": "{{ items.append(1) }}",
    "the data appended to by a list": "{% set v = [items] %}{{ v[0].append(1) }}",
    "the data cleared": "{{ person.clear() }}",
    "the data updated": "{{ person.update(a=1) }}",
    "the data updated by a loop": "{% for each in people %}{{ each.update(a=1) }}{% endfor %}",
    "format_map": "{{ '{a}'.format_map(person) }}",
    "a slow codec": "{{ 'a'.encode('idna') }}",
    "a translation": "{{ 'a'.translate({97: 'b'}) }}",
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_is_not_the_template_s_stays_out_of_its_reach(name):
    data = {"items": [1], "person": {"b": 2}, "people": [{"c": 3}]}

    with pytest.raises((SecurityError, UndefinedError), match=r"unsafe|not safe|no attribute"):
        text_of(FORBIDDEN[name], data)

    assert data == {"items": [1], "person": {"b": 2}, "people": [{"c": 3}]}


@pytest.mark.parametrize(
    "source",
    [
        "{% include 'a' %}",
        "{% include 'a' ignore missing %}",
        "{% import 'a' as a %}",
        "{% from 'a' import b %}",
        "{% extends 'a' %}",
    ],
)
def test_a_template_names_no_other_one(source):
    with pytest.raises(TemplateSyntaxError, match="stands alone"):
        card(source)


WRITTEN = {
    "a list that grows": (
        "{% set n = namespace(c=[]) %}{% for i in [0, 1, 2] %}{% set _ = n.c.append(i * 2) %}{% endfor %}{{ n.c }}",
        [0, 2, 4],
    ),
    "a dict that grows": (
        "{% set d = {} %}{% for i in items %}{% set _ = d.update({i: loop.index}) %}{% endfor %}{{ d | tojson }}",
        {"a": 1, "b": 2},
    ),
    "dict()": ("{% set d = dict(a=1) %}{% set _ = d.update(b=2) %}{{ d | tojson }}", {"a": 1, "b": 2}),
    "groups by setdefault": (
        (
            "{% set d = {} %}{% for i in [1, 2, 3] %}{% set _ = d.setdefault(i % 2, []).append(i) %}{% endfor %}"
            "{{ d.values() | list | tojson }}"
        ),
        [[1, 3], [2]],
    ),
    "a copy of the data": ("{% set c = items | list %}{% set _ = c.append('c') %}{{ c | tojson }}", ["a", "b", "c"]),
    "a copy by a method": ("{% set c = items.copy() %}{% set _ = c.append('c') %}{{ c | tojson }}", ["a", "b", "c"]),
    "a list and another": ("{{ (items + ['c']) | tojson }}", ["a", "b", "c"]),
    "a macro": ('{% macro m(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}"{{ m(1) }}{{ m(3, b=4) }}"', "1-23-4"),
    "a call block": ('{% macro m() %}[{{ caller() }}]{% endmacro %}"{% call m() %}x{% endcall %}"', "[x]"),
    "loops with the variable of the loop": (
        (
            "[{% for i in items %}{{ loop.index }},{{ loop.last | tojson }},{{ loop.length }}{{ ',' if not loop.last }}"
            "{% endfor %}]"
        ),
        [1, False, 2, 2, True, 2],
    ),
    "a loop with a condition": (
        "[{% for i in range(9) if i is even %}{{ i }}{{ ',' if not loop.last }}{% endfor %}]",
        [0, 2, 4, 6, 8],
    ),
    "a loop over pairs": (
        '{% for key, value in person.items() %}"{{ key }}={{ value }}"{% endfor %}',
        "name=Ada",
    ),
    "a loop with an else": ("{% for i in [] %}{% else %}1{% endfor %}", 1),
    "a recursive loop": (
        '"{% for n in tree recursive %}{{ n.name }}{% if n.of %}({{ loop(n.of) }}){% endif %}{% endfor %}"',
        "a(bc)",
    ),
    "whitespace control": ('"{%- if true -%}  x  {%- endif -%}"', "x"),
    "comparisons": ("{{ (1 < 2 <= 2 and 'a' in items and 'z' not in items) | tojson }}", True),
    "formats": (
        "\"{{ '%05.2f|%s' % (3.14159, 'a') }} {{ '%s-%s' | format(1, 2) }} {{ '{:>4}'.format(7) }}\"",
        "03.14|a 1-2    7",
    ),
    "filters": (
        "\"{{ items | join('/') }} {{ 'ab' | upper | center(6) }} {{ [3, 1, 2] | sort | first }} {{ [1, 2] | sum }}\"",
        "a/b   AB   1 3",
    ),
    "lists joined by sum": ("{{ [[1], [2, 3]] | sum(start=[]) | tojson }}", [1, 2, 3]),
    "groups": (
        "[{% for key, all in people | groupby('age') %}{{ key }},{{ all | count }},{% endfor %}0]",
        [7, 2, 8, 1, 0],
    ),
    "map and select": (
        "{{ people | selectattr('age', 'gt', 7) | map(attribute='name') | list | tojson }}",
        ["c"],
    ),
    "batches": ("{{ [1, 2, 3] | batch(2, 0) | list | tojson }}", [[1, 2], [3, 0]]),
    "slices": ("{{ ['abc'[1:], [1, 2, 3][::-1]] | tojson }}", ["bc", [3, 2, 1]]),
    "texts joined": ("\"{{ 'a' ~ 1 ~ none }}\"", "a1None"),
    "JSON with an indent": ("{{ person | tojson(indent=2) }}", {"name": "Ada"}),
    "a cycler and a joiner": (
        '"{% set c = cycler(9) %}{% set j = joiner() %}{% for i in [1, 2] %}{{ j() }}{{ c.next() }}{% endfor %}"',
        "9, 9",
    ),
    "methods of texts": ("\"{{ ' a,b '.strip().split(',') | join('-') }} {{ 'aXa'.replace('X', 'b') }}\"", "a-b aba"),
    "arithmetic": ("{{ (2 ** 10 + 7 // 2 - 1) * 1.5 }}", 1539.0),
    "dates": ("\"{{ day.strftime('%d.%m.%Y') }} {{ '{:%Y}'.format(day) }}\"", "02.01.2026 2026"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_people_write_is_rendered(name):
    source, expected = WRITTEN[name]
    data = {
        "items": ["a", "b"],
        "person": {"name": "Ada"},
        "people": [{"name": "a", "age": 7}, {"name": "b", "age": 7}, {"name": "c", "age": 8}],
        "tree": [{"name": "a", "of": [{"name": "b"}, {"name": "c"}]}],
        "day": dt.date(2026, 1, 2),
    }
    before = json.dumps(data, default=str)

    children = (
        card(f'{{"type":"Custom","props":{source}}}')
        .build({**data, "tree": [{"name": "a", "of": [{"name": "b", "of": []}, {"name": "c", "of": []}]}]})
        .children
    )

    assert children[0].model_dump()["props"] == expected
    assert json.dumps(data, default=str) == before


def test_much_data_may_be_rendered():
    rows = [{"name": "x" * 100, "number": i, "tags": ["a", "b"]} for i in range(3_000)]
    source = (
        '{%- for row in rows -%}{"type":"Text","value":{{ (row.name ~ row.number) | tojson }},'
        "\"tags\":{{ row.tags | tojson }}}{{ ',' if not loop.last }}{%- endfor -%}"
    )

    assert len(card(source).build({"rows": rows}).children) == 3_000


def test_data_that_is_longer_than_any_text_of_a_template_is_rendered():
    assert len(text_of("{{ text | tojson }}", {"text": "x" * 20_000_000})) == 20_000_000


def test_a_pipe_is_no_file_of_a_template(tmp_path):
    os.mkfifo(tmp_path / "pipe.widget")

    with pytest.raises(ValueError, match=r"pipe\.widget' must be an ordinary file"):
        WidgetTemplate.from_file(str(tmp_path / "pipe.widget"))


def test_a_file_of_a_template_has_a_largest_size(tmp_path):
    with (tmp_path / "large.widget").open("wb") as file:
        file.truncate(2**40)

    with pytest.raises(ValueError, match="larger than"):
        WidgetTemplate.from_file(str(tmp_path / "large.widget"))


def test_a_file_of_a_template_has_a_greatest_depth(tmp_path):
    (tmp_path / "deep.widget").write_text('{"version":"1.0","name":"n","template":' + "[" * 100_000)

    with pytest.raises(ValueError, match="nested too deeply"):
        WidgetTemplate.from_file(str(tmp_path / "deep.widget"))


@pytest.mark.parametrize("template", [None, 3, [], {}])
def test_a_template_is_a_text(template):
    with pytest.raises(TypeError, match="template of widget 'n' must be a str"):
        WidgetTemplate({"version": "1.0", "name": "n", "template": template})
