"""What a transcript's HTML says, in plain markup: what the view makes of the same text is compared with it."""

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import unquote

KEPT = frozenset(
    [
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "sup",
        "table",
        "td",
        "th",
        "tr",
        "ul",
        "var",
    ]
)
BLOCKS = "blockquote|h4|h5|h6|hr|li|ol|p|pre|table|td|th|tr|ul"


class Canonical(HTMLParser):
    """Leaves of elements their names, and of links where they lead."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.written = ""
        self._open = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        name = "var" if tag == "span" else tag
        self._open.append(name)
        if name in KEPT:
            href = dict(attrs).get("href")
            self.written += f"<{name}{'' if href is None else ' ' + escape(decoded(href), quote=False)}>"
        if name in ("br", "hr", "img"):
            self._open.pop()

    def handle_endtag(self, tag):
        name = self._open.pop()
        assert name == ("var" if tag == "span" else tag), f"{name} is closed by {tag}"
        if name in KEPT:
            self.written += f"</{name}>"

    def handle_data(self, data):
        text = data if "pre" in self._open else re.sub(r"[ \t\n]+", " ", data)
        self.written += escape(text, quote=False)


def decoded(url):
    """As JavaScript's ``decodeURI()``: what has a meaning of its own in an address stays as it is written."""
    return unquote(re.sub(r"%(?=2[346BCF]|3[ABDF]|40)", "%25", url, flags=re.IGNORECASE))


def canonical(html):
    parser = Canonical(html)
    assert parser._open == []
    tidy = re.sub(rf" *(</?(?:{BLOCKS})>|<br>) *", r"\1", parser.written)
    return re.sub(r"\n+</pre>", "</pre>", tidy).strip()
