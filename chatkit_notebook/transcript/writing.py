"""The forms that a conversation can take as a whole. Reading Markdown takes a quarter of a second to load."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from chatkit_notebook.json import repaired, whole
from chatkit_notebook.locales import words
from chatkit_notebook.secrets import masked, masked_json
from chatkit_notebook.transcript import looks
from chatkit_notebook.transcript.bounds import DOCUMENT, SAVED
from chatkit_notebook.transcript.fields import brief
from chatkit_notebook.transcript.html_form import HtmlForm
from chatkit_notebook.transcript.items import is_by_user, parts_of
from chatkit_notebook.transcript.markdown_form import MarkdownForm
from chatkit_notebook.transcript.selection import Chosen, Drawings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chatkit_notebook.transcript.bounds import Bounds
    from chatkit_notebook.transcript.conversation import Conversation
    from chatkit_notebook.transcript.form import Form
    from chatkit_notebook.transcript.items import Item

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def to_html(conversation: Conversation, drawings: Drawings | None = None, bounds: Bounds = SAVED) -> str:
    """The conversation as a piece of a page."""
    chosen, is_cut = (drawings or Drawings()).choose(conversation.items, bounds)
    form = HtmlForm()
    above = [form.quiet(words().earlier_left_out)] if is_cut or conversation.has_older else []
    below = _outcomes(form, conversation)
    if not chosen and not below:
        return form.quiet(words().nothing_said)
    foot = f'<p style="{looks.FOOT}">{escape(_foot(conversation))}</p>'
    return "".join([*above, *_turns(form, chosen), *below, foot])


def widget_to_html(root: Item) -> str:
    """A widget by itself as a piece of a page."""
    chosen, _ = Drawings().choose([{"type": "widget", "widget": root}], SAVED)
    return "".join(part for each in chosen for part in each.parts)


def to_document(conversation: Conversation) -> str:
    """The conversation as an HTML page of its own, which loads nothing and runs nothing."""
    title = escape(_title(conversation))
    return (
        f'<!doctype html>\n<html style="color-scheme:light dark">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n</head>\n'
        f'<body style="{looks.PAGE}">\n<h1 style="{looks.TITLE}" dir="auto">{title}</h1>\n'
        f'<div style="{looks.BODY}">{to_html(conversation, bounds=DOCUMENT)}</div>\n</body>\n</html>\n'
    )


def to_markdown(conversation: Conversation) -> str:
    """The conversation as Markdown."""
    form = MarkdownForm()
    drawn = [
        Chosen(parts_of(form, item, DOCUMENT.message), is_by_user(item))
        for item in repaired(masked_json([*conversation.items]))
    ]
    above = [form.quiet(words().earlier_left_out)] if conversation.has_older else []
    said = [*_turns(form, drawn), *_outcomes(form, conversation)] or [form.quiet(words().nothing_said)]
    head = f"# {form.typed(' '.join(_title(conversation).split()))}"
    return "\n\n".join([head, *above, *said, form.rule(), form.quiet(_foot(conversation))]) + "\n"


def _turns(form: Form, drawn: Sequence[Chosen]) -> list[str]:
    """What each said until the other one spoke."""
    turns: list[Chosen] = []
    for each in drawn:
        if each.parts and turns and turns[-1].is_user == each.is_user:
            turns[-1] = Chosen(turns[-1].parts + each.parts, each.is_user)
        elif each.parts:
            turns.append(each)
    names = {True: words().you, False: words().assistant}
    return [form.said(names[turn.is_user], turn.parts, is_user=turn.is_user) for turn in turns]


def _outcomes(form: Form, conversation: Conversation) -> list[str]:
    lines = [": ".join(filter(None, [brief(each, "title"), brief(each, "message")])) for each in conversation.outcomes]
    return [form.quiet(masked(whole(line))) for line in lines if line]


def _foot(conversation: Conversation) -> str:
    return masked(whole(" · ".join([words().said_on(conversation.at), *filter(None, conversation.by)])))


def _title(conversation: Conversation) -> str:
    return masked(whole(brief({"title": conversation.title}, "title"))) or words().conversation
