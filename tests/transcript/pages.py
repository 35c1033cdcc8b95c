"""What is in a piece of HTML: its elements, their attributes and its text."""

from html.parser import HTMLParser


class Elements(HTMLParser):
    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    @property
    def tags(self):
        return {tag for tag, _ in self.elements}

    def values(self, name):
        return [attributes[name] for _, attributes in self.elements if name in attributes]
