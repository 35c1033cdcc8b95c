"""HTML that becomes Markdown: what it says stays, what it does is gone."""

import pytest

from chatkit_notebook.display import parts_of
from tests.display.kinds import Shows


def said(html):
    return "\n\n".join(part.markdown for part in parts_of(Shows.a("html", html)))


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<h1>Title</h1>text<br>goes on", "# Title\n\ntext goes on"),
        ("<ul><li>a</li><li>b</li></ul><p>c", "- a\n- b\n\nc"),
        ("<pre>x = 1\n  y</pre>", "```text\nx = 1\n  y\n```"),
        ("<table><tr><th>n<th>s</tr><tr><td>1</td><td>a</td></tr></table>", "| n | s |"),
        ("a &lt;b&gt; &amp;copy;", "a \\<b\\> \\&copy;"),
        ("<style>p{}</style><p>seen</p><title>t</title>", "seen\n\nt"),
        ("<p># no heading</p><p>1. no list</p><p>- nor this</p>", "\\# no heading\n\n1\\. no list\n\n\\- nor this"),
        ("<p>*a* [b](c) https://x.org</p>", "\\*a\\* &#91;b](c) https\\://x.org"),
        ("<a href='javascript:alert(1)' onclick='x()'>link</a><img src=x onerror=alert(1)>", "link"),
        ("<template><p>no</p></template><svg><text>no</text></svg><math>no</math><p>yes", "yes"),
        ("<div><div><div>deep</div></div>", "deep"),
        ("</div></table></td>odd", "odd"),
        ("a<!-- <b>no</b> --> b <!-- never closed <p>no</p>", "a b"),
        ("1 < 2 and 3 > 2", "1 \\< 2 and 3 \\> 2"),
    ],
)
def test_words_and_their_order_stay(html, markdown):
    assert said(html).startswith(markdown)


def test_a_table_has_its_numbers_to_the_right_and_its_cells_as_text():
    rows = "".join(f"<tr><td>{n}</td><td>a|{n}<table><tr><td>x</td></tr></table></td></tr>" for n in range(40))
    table = said(f"<p>Before</p><table><tr><th>n</th><th>s</th></tr>{rows}</table><p>After</p>")
    lines = table.splitlines()
    assert lines[:5] == ["Before", "", "| n | s |", "| ---: | --- |", "| 0 | a\\|0x |"]
    assert "*10 more rows*" in lines
    assert lines[-1] == "After"


@pytest.mark.parametrize("tag", ["script", "iframe", "canvas", "object", "embed", "video", "input", "details"])
def test_html_that_acts_gives_way_to_the_text_of_its_object(tag):
    class Report:
        def _repr_html_(self):
            return f"<div><{tag} src=x></{tag}>words</div>"

        def __repr__(self):
            return "Report(3 rows)"

    assert [part.markdown for part in parts_of(Report())] == ["```text\nReport(3 rows)\n```"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>x</p>" * 100_000,
        "<div>" * 100_000 + "x",
        "<table><tr><td>" * 50_000,
        "<p" * 99_999,
        "<!--" * 50_000,
        "&" * 99_999,
    ],
)
def test_what_is_huge_or_nested_is_bounded(html):
    assert len(said(html)) < 20_000
