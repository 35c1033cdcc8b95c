"""A thread written down: sanitised HTML and Markdown, with no script, no network and no secrets.

The saved notebook shows the HTML where no kernel runs. Only texts and the tags of this package are in it: Markdown is
read into tokens, raw HTML in it stays text, and every text is escaped where it is written.
"""

from chatkit_notebook.transcript.conversation import Conversation, to_document, to_html, to_markdown
from chatkit_notebook.transcript.selection import Drawings

__all__ = ["Conversation", "Drawings", "to_document", "to_html", "to_markdown"]
