"""The Markdown dialect of messages, as the view reads it: ``js/src/markdown`` and this package share their cases.

GitHub's dialect with line breaks kept, formulas, footnotes where they stand, bars in the code of tables, fences within
fences of Markdown, and rules for texts that put no spaces between words. Raw HTML is text.
"""

from chatkit_notebook.transcript.dialect.parser import Parsed, parse, parse_as_elsewhere

__all__ = ["Parsed", "parse", "parse_as_elsewhere"]
