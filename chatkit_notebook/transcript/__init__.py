"""A thread written down: sanitised HTML and Markdown, with no script, no network and no secrets.

The saved notebook shows the HTML where no kernel runs. Only texts and the tags of this package are in it: Markdown is
read into tokens, raw HTML in it stays text, and every text is escaped where it is written. A conversation is described
in `conversation`, and `writing` has its forms.
"""
