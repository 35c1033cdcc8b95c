"""What a message holds that could be an argument: quotations, numbers, phrases after prepositions, names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import isfinite

from chatkit_notebook.models.offline.matching import words

# What is not in quotation marks is read up to here, in characters.
_LISTENED = 4_000
_LONGEST_GAP = 8
_QUOTED = re.compile(r"\"([^\"]+)\"|“([^“”]+)”|(?<!\w)'([^']+)'(?!\w)|`([^`]+)`")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?|(?<=\d[dx])\d+")
_ARITHMETIC = re.compile(r"[\d\s.+\-*/%^()]+")
_OPERAND = re.compile(r"[-+]?[\d(]")
_GAP = re.compile(rf"\s{{{_LONGEST_GAP + 1},}}")
_VALUE = re.compile(r"\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s,;]+)")
_PREPOSITIONS = ("in", "for", "of", "to", "about", "near", "at", "on", "from", "with")
_END = rf"\s+(?:{'|'.join(_PREPOSITIONS)}|by|as|and|please|using)\b|[,.;:!?](?:\s|$)|$"
_NAME = re.compile(r"(?<=\s)(?:[A-Z][\w'-]*)(?:\s+[A-Z][\w'-]*)*")
_PRONOUNS = ("me", "us", "you", "my ", "your ", "it")
_NAMED_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {name: float(number) for number, name in enumerate(_NAMED_NUMBERS.split())}


def first_number(text: str) -> float | None:
    """The first number written in digits."""
    match = _NUMBER.search(text)
    return None if match is None or not isfinite(number := float(match[0])) else number


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
        self.quoted, bare, start = [], "", 0
        for match in _QUOTED.finditer(self.text):
            self.quoted.append(match[match.lastindex or 0])
            if len(bare) < _LISTENED:
                bare += self.text[start : min(match.start(), start + _LISTENED)] + " "
                start = match.end()
        bare = (bare + self.text[start : start + _LISTENED])[:_LISTENED]
        self._bare = _GAP.sub(lambda gap: gap[0][:_LONGEST_GAP], bare)
        self.numbers = [number for each in _NUMBER.findall(self._bare) if isfinite(number := float(each))]
        self.numbers += [_NUMBERS[word] for word in words(self._bare) if word in _NUMBERS]

    def named(self, name: str) -> str | None:
        """The value of ``name=value`` or ``name: value``."""
        if not name:
            return None
        spoken = re.escape(name).replace("_", "[_ ]")
        for said in re.finditer(rf"\b{spoken}\s*[=:]\s*", self.text[:_LISTENED], re.IGNORECASE):
            value = _VALUE.match(self.text, said.end())
            if value and value.lastgroup:
                return value[value.lastgroup]
        return None

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
        for run in _ARITHMETIC.finditer(self._bare):
            begin = _OPERAND.search(run[0])
            end = max((at for at, sign in enumerate(run[0]) if sign.isdigit() or sign == ")"), default=-1)
            if begin is not None and end >= begin.end():
                return run[0][begin.start() : end + 1].strip()
        return None

    def listing(self, name: str) -> list[str]:
        """What is listed with commas after a colon or after `name`."""
        lines = self._bare.rstrip("\n").rsplit("\n", 1)
        _, colon, listed = lines[-1].partition(":")
        if not colon and len(lines) > 1 and lines[0].rstrip().endswith(":"):
            listed = lines[-1]
        if not listed.strip():
            after = re.search(rf"\b{re.escape(name)}\s+(\S.*)$", lines[-1])
            listed = after[1] if after else ""
        parts = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", listed.strip(" .!?"))
        return [part for part in parts if part]

    def _take(self, phrase: str) -> bool:
        if phrase in self._used or phrase.lower() in self.reserved:
            return False
        self._used.add(phrase)
        return True
