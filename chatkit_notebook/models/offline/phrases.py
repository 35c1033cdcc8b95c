"""What a message holds that could be an argument: quotations, numbers, phrases after prepositions, names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from chatkit_notebook.models.offline.matching import words

_QUOTED = re.compile(r"\"([^\"]+)\"|“([^”]+)”|(?<!\w)'([^']+)'(?!\w)|`([^`]+)`")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?|(?<=\d[dx])\d+")
_EXPRESSION = re.compile(r"[-+]?[\d(][\d\s.+\-*/%^()]*[\d)]")
_PREPOSITIONS = ("in", "for", "of", "to", "about", "near", "at", "on", "from", "with")
_END = rf"\s+(?:{'|'.join(_PREPOSITIONS)}|by|as|and|please|using)\b|[,.;:!?](?:\s|$)|$"
_NAME = re.compile(r"(?<=\s)(?:[A-Z][\w'-]*)(?:\s+[A-Z][\w'-]*)*")
_PRONOUNS = ("me", "us", "you", "my ", "your ", "it")
_NAMED_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {name: float(number) for number, name in enumerate(_NAMED_NUMBERS.split())}


def first_number(text: str) -> float | None:
    """The first number written in digits."""
    match = _NUMBER.search(text)
    return None if match is None else float(match[0])


@dataclass
class Phrases:
    """The pieces of one message; each quotation, number and phrase is handed out once.

    Attributes:
        text: The message.
        reserved: Lower-case phrases that mean something else, such as the options of an enum.
        quoted: Quotations that are left.
        numbers: Numbers that are left.
    """

    text: str
    reserved: frozenset[str] = frozenset()
    quoted: list[str] = field(init=False)
    numbers: list[float] = field(init=False)
    _bare: str = field(init=False)
    _used: set[str] = field(init=False, default_factory=set[str])

    def __post_init__(self) -> None:
        self.quoted = [match[match.lastindex or 0] for match in _QUOTED.finditer(self.text)]
        self._bare = _QUOTED.sub(" ", self.text)
        self.numbers = [float(number) for number in _NUMBER.findall(self._bare)]
        self.numbers += [_NUMBERS[word] for word in words(self._bare) if word in _NUMBERS]

    def named(self, name: str) -> str | None:
        """The value of ``name=value`` or ``name: value``."""
        if not name:
            return None
        spoken = re.escape(name).replace("_", "[_ ]")
        value = r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s,;]+))"
        match = re.search(rf"\b{spoken}\s*[=:]\s*{value}", self.text, re.IGNORECASE)
        return match[match.lastgroup] if match and match.lastgroup else None

    def after(self, preposition: str) -> str | None:
        """The words after a preposition, up to the next one or a stop."""
        pattern = rf"\b{preposition}\s+(?:the\s+|an?\s+)?(.+?)(?={_END})"
        for match in re.finditer(pattern, self._bare, re.IGNORECASE):
            phrase = match[1].strip()
            if phrase and not phrase.lower().startswith(_PRONOUNS) and self._take(phrase):
                return phrase
        return None

    def after_any(self) -> str | None:
        """The words after the first preposition that has any left."""
        return next((phrase for word in _PREPOSITIONS if (phrase := self.after(word))), None)

    def name(self) -> str | None:
        """Capitalised words inside the sentence."""
        found = (match[0] for match in _NAME.finditer(self._bare))
        return next((name for name in found if name not in ("I", "I'm") and self._take(name)), None)

    def expression(self) -> str | None:
        """Arithmetic."""
        match = _EXPRESSION.search(self._bare)
        return match[0].strip() if match else None

    def listing(self, name: str) -> list[str]:
        """What is listed with commas after a colon or after `name`."""
        after = re.search(r":\s*(.+)$", self._bare) or re.search(rf"\b{re.escape(name)}\s+(.+)$", self._bare)
        parts = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", after[1].strip(" .!?")) if after else []
        return [part for part in parts if part]

    def _take(self, phrase: str) -> bool:
        if phrase in self._used or phrase.lower() in self.reserved:
            return False
        self._used.add(phrase)
        return True
