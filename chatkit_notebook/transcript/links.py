"""The one list of what a link or a picture in a transcript may point to: the view's, without what needs a chat."""

from __future__ import annotations

import re

_LINK_SCHEMES = {"http", "https", "mailto"}
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Browsers drop these inside an address, so it must be read as they would read it.
_IGNORED = re.compile("[\\0-\\x20\\x7f-\\xa0\\u2028\\u2029]+")


def safe_link(href: str) -> str | None:
    """The address that a link may have; None where it must stay text."""
    url = _IGNORED.sub("", href)
    match = _SCHEME.match(url)
    return url if match and match[1].lower() in _LINK_SCHEMES else None


def safe_picture(src: str) -> str | None:
    """The address of a picture elsewhere, to which a link may lead; None if it has none."""
    link = safe_link(src)
    return None if link is None or link.lower().startswith("mailto:") else link
