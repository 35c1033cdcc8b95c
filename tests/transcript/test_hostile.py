"""Whatever is in a thread, its transcript runs nothing, loads nothing and stays in its bounds."""
# ruff: noqa: E501 - tables

import json
import re

import pytest
from markdown_it import MarkdownIt

from chatkit_notebook.transcript.bounds import DOCUMENT
from chatkit_notebook.transcript.formulas import mathml
from chatkit_notebook.transcript.writing import to_document, to_html, to_markdown
from tests.hostile_texts import SHAPES
from tests.transcript.pages import Elements
from tests.transcript.things import asked, said, shown, talk, worked

TAGS = frozenset(
    [
        "a",
        "b",
        "blockquote",
        "br",
        "code",
        "del",
        "details",
        "div",
        "em",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "span",
        "strong",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
MATH = frozenset(
    [
        "annotation",
        "math",
        "mfrac",
        "mi",
        "mn",
        "mo",
        "mover",
        "mpadded",
        "mphantom",
        "mroot",
        "mrow",
        "ms",
        "mspace",
        "msqrt",
        "mstyle",
        "msub",
        "msubsup",
        "msup",
        "mtable",
        "mtd",
        "mtext",
        "mtr",
        "munder",
        "munderover",
        "none",
        "semantics",
        "menclose",
    ]
)
ATTRIBUTES = frozenset(["cellpadding", "alt", "dir", "display", "href", "rel", "src", "start", "style", "target"])
REACHES_OUT = re.compile(r"url\s*\(|expression|@import|javascript|position\s*:|behavior", re.IGNORECASE)

TEXTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><animate onbegin=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>*{background:url(//evil.example)}</style>",
    "<a href=javascript:alert(1)>x</a>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "</div></div></section><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<details open ontoggle=alert(1)>x</details>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1)) [y](&#106;avascript:alert(1)) [z](java\tscript:alert(1)) [w](<java\nscript:alert(1)>)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:x) [y](file:///etc/passwd) [z](blob:https://x/y)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "![x](javascript:alert(1)) ![y](data:text/html,<script>alert(1)</script>)",
    "![x](data:image/svg+xml,<svg onload='alert(1)'/>)",
    '![x" onerror="alert(1)](https://x.org/a.png)',
    '[x](https://x.org/"onmouseover="alert(1))',
    "[x](https://x.org 'a\" onclick=\"alert(1)')",
    "<javascript:alert(1)>",
    'https://x.org/"onmouseover=alert(1)',
    '```"><script>alert(1)</script>\n</pre><script>alert(1)</script>\n```',
    "`</code><script>alert(1)</script>`",
    "| <script>alert(1)</script> | b |\n|:--|---|\n| [x](javascript:alert(1)) | c |",
    "$\\text{<script>alert(1)</script>}$",
    "$\\href{javascript:alert(1)}{x}$ $\\style{background:url(//evil.example)}{x}$",
    '$\\class{"onmouseover="alert(1)}{x}$ $\\color{red;background:url(//evil.example)}{x}$',
    "$\\hspace{99999999em}\\rule{9999em}{9999em}$",
    '[^<script>]: x\n\n[^"onclick=alert(1)]',
    '1. a\n999999999. b\n\n0" onclick="alert(1)". c',
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;",
    "\u202egnp.exe\u2066 \0 \ud800 \udfff",
    "<div style='position:fixed;inset:0'>x</div>",
    "{{ constructor.constructor('alert(1)')() }} ${alert(1)}",
    "</textarea></title></style></noscript><img src=x onerror=alert(1)>",
]  # fmt: skip


def places(text):
    """The text in every place that an item has for one."""
    source = {"type": "url", "title": text, "url": text, "attribution": text, "description": text}
    yield said(text)
    yield said("x", annotations=[{"source": source}, {"source": {**source, "type": "file", "filename": text}}])
    yield asked(text, quoted_text=text, attachments=[{"name": text, "mime_type": text, "preview_url": text}])
    yield worked({"title": text, "content": text, "queries": [text], "sources": [source]}, summary={"title": text})
    yield {"type": "generated_image", "image": {"url": text}}
    yield {
        "type": "structured_input",
        "status": "answered",
        "inputs": [{"question": text, "answer": {"values": [text]}}],
    }
    children = [
        *({"type": kind, "value": text, "label": text} for kind in ("Text", "Title", "Markdown", "Badge", "Button")),
        {"type": "Image", "src": text, "alt": text},
        {"type": "Input", "placeholder": text},
        {"type": "Select", "options": [{"value": "a", "label": text}], "defaultValue": "a"},
        {"type": "Chart", "data": [{"x": text, "y": text}], "series": [{"dataKey": "y", "label": text}], "xAxis": "x"},
        {"type": "Table", "children": [{"children": [{"children": [{"type": "Text", "value": text}]}]}]},
    ]
    yield shown({"type": "Card", "status": {"text": text}, "children": children}, copy_text=text)


def check(html):
    page = Elements(html)
    assert page.tags <= TAGS | MATH
    for tag, attributes in page.elements:
        if tag in MATH:
            assert not {
                name for name in attributes if name.startswith("on") or name in ("href", "src", "style", "class")
            }
            continue
        assert set(attributes) <= ATTRIBUTES, tag
        assert not REACHES_OUT.search(attributes.get("style", ""))
        assert re.match(r"(?:https?|mailto):", attributes.get("href", "https:"), re.IGNORECASE)
        assert re.fullmatch(
            r"data:image/(?:png|jpeg|gif|webp);base64,[\w+/=]*", attributes.get("src", "data:image/png;base64,")
        )


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_of_a_hostile_text_is_markup(text):
    conversation = talk(*places(text), title=text, by=[text], outcomes=[{"title": text, "message": text}])
    html = to_html(conversation)
    check(html)
    html.encode()
    document = to_document(conversation)
    check(
        document[document.index("<h1") :]
        .replace("<h1", "<h4")
        .replace("</h1>", "</h4>")
        .replace("</body>\n</html>", "")
    )
    assert Elements(document).tags & {"script", "style", "iframe", "link", "base", "form"} == set()


@pytest.mark.parametrize("text", TEXTS)
def test_the_markdown_is_inert_wherever_it_is_rendered(text):
    markdown = to_markdown(talk(*places(text), title=text, by=[text], outcomes=[{"title": text, "message": text}]))
    markdown.encode()
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    renderer.validateLink = lambda _url: True
    page = Elements(renderer.render(markdown))
    assert page.tags <= (TAGS | {"h1", "h2", "h3"}) - {"img"}
    for name in ("href", "src"):
        for url in page.values(name):
            assert re.match(r"(?:https?|mailto):", url, re.IGNORECASE), url
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_text_that_is_dear_stays_in_its_bounds(shape):
    html = to_html(talk(asked("x"), said(SHAPES[shape](30_000))))
    check(html)
    text = Elements(html).text
    assert len(html.encode()) - len(text.encode()) <= 20_000
    assert len(text) < 60_000


def test_a_huge_thread_stays_in_its_bounds_and_keeps_what_is_newest():
    items = [each for number in range(3_000) for each in (asked(f"question {number}"), said(f"answer {number} " * 40))]
    html = to_html(talk(*items))
    text = Elements(html).text
    assert len(html.encode()) - len(text.encode()) <= 20_000
    assert "Earlier messages are left out here." in text
    assert "answer 2999" in text
    assert "question 0 " not in text


@pytest.mark.parametrize(
    "text",
    [
        "| a | b | c |\n|---|---|---|\n" + "| 1 | 2 | 3 |\n" * 900,
        "$x^2_{3}$ " * 900,
        "\n\n".join(f"- item {n}\n  - sub" for n in range(900)),
        "*a* **b** `c` ~~d~~ " * 900,
        "[a](https://example.org/a) " * 700,
        "\n".join(f"```\n{n}\n```" for n in range(700)),
        "<&>" * 6_000,
    ],
)
def test_what_has_too_many_tags_is_written_with_fewer(text):
    html = to_html(talk(asked("before"), said(text), asked("after"), said("end")))
    page = Elements(html).text
    assert len(html.encode()) - len(page.encode()) <= 20_000
    assert ("before" in page, "after" in page, "end" in page) == (True, True, True)


def test_a_long_text_says_how_much_of_it_is_missing():
    page = Elements(to_html(talk(said("word " * 10_000)))).text
    assert len(page) < 21_000
    assert re.search(r"… [\d,]+ characters left out …", page)
    assert len(to_markdown(talk(said("word " * 10_000)))) > 49_000
    assert DOCUMENT.message > 50_000


def test_what_is_nested_without_end_breaks_nothing():
    tree = {"type": "Text", "value": "deep"}
    for _ in range(500):
        tree = {"type": "Col", "children": [tree]}
    html = to_html(talk(shown({"type": "Card", "children": [tree]}), said("after")))
    assert "after" in html


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("sk-proj-" + "Ab1" * 16, "use {} now"),
        ("ghp_" + "a1B2" * 9, "`{}`"),
        ("hunter2hunter2", "api_key={}"),
        ("AKIA" + "ABCD1234EFGH5678", "| a |\n|---|\n| {} |"),
        ("hunter2hunter2", "https://user:{}@x.org/a"),
        ("xoxb-" + "123456789012-" * 2 + "AbCdEfGhIjKlMnOpQrStUvWx", "```\n{}\n```"),
    ],
)
def test_secrets_are_masked_in_every_place(secret, text):
    conversation = talk(
        *places(text.format(secret)), title=text.format(secret), outcomes=[{"message": text.format(secret)}]
    )
    for written in (to_html(conversation), to_document(conversation), to_markdown(conversation)):
        assert secret not in written


@pytest.mark.parametrize(
    "tex",
    [r"\frac{", r"\unknown{x}", r"\left( x", "^", "a_b_c", "\\", "}", "", " ", "x" * 5_000, "{" * 100 + "x" + "}" * 100, r"\def\a{\a\a}\a",
     r"\text{<script>alert(1)</script>}", r"\begin{align} a", r"\includegraphics{http://x}", r"\sqrt[", r"\newcommand{\a}{b}\a", r"\\\\", "&", "#%"],
)  # fmt: skip
def test_tex_that_cannot_be_read_is_refused_or_harmless(tex):
    drawn = mathml(tex, display=True)
    if drawn is not None:
        check(drawn)


@pytest.mark.parametrize(
    ("tex", "tags"),
    [(r"\frac{1}{2}", "mfrac"), ("x^2", "msup"), (r"\sqrt{x}", "msqrt"), (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "mtable"), (r"\begin{align}a&=b\end{align}", "mtable"), (r"\sum_{i=0}^n i", "msubsup")],
)  # fmt: skip
def test_formulas_are_mathml_with_their_tex_beside_them(tex, tags):
    page = Elements(to_html(talk(said(f"so ${tex}$ is"))))
    assert tags in page.tags
    assert tex in page.text


def test_a_formula_that_cannot_be_drawn_stands_there_as_it_is_written():
    assert r"$\frac{$" in Elements(to_html(talk(said(r"so $\frac{$ is")))).text


def test_json_of_the_notebook_holds_any_transcript():
    json.dumps(to_html(talk(*(item for text in TEXTS for item in places(text))))).encode()
