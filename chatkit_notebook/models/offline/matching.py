"""Which tools or handoffs a message asks for, judged by the words of their names and descriptions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agents import FunctionTool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agents import Handoff, Tool

THRESHOLD = 3.0
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_STEM = 4
_LONGEST_STEM = 64
# What a message asks for is said in its first words, and a tool is described in few.
_LISTENED = 4_000

# Words that name what any tool does; alone they do not single one out.
_GENERIC_WORDS = """
    add ask call check compute create delete do fetch find get give list load look lookup make perform
    put read remove run save search send set show start stop tell update use
"""
_STOP_WORDS = """
    a about after all also an and any are as at be been but by can could current did does each for from
    given had has have hello help here hi how i if in into is it its let like may me more my need new no
    not now of on one only optional or other our out over please return returned returns same should so
    some such tell than thank thanks that the their them then there these they thing this to tool too up
    us used user users using value values very want was we were what when where which who whose why will
    with word would you your
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
_STOP = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True)
class Capability:
    """A tool or a handoff, as far as a call needs it."""

    name: str
    description: str
    schema: dict[str, Any]
    is_handoff: bool = False


def capabilities(tools: Iterable[Tool], handoffs: Iterable[Handoff[Any, Any]]) -> list[Capability]:
    """The function tools and handoffs of a request; nobody can run hosted tools here."""
    found = [
        Capability(tool.name, tool.description, tool.params_json_schema)
        for tool in tools
        if isinstance(tool, FunctionTool)
    ]
    found += [
        Capability(
            handoff.tool_name,
            f"{handoff.agent_name} {handoff.tool_description}",
            handoff.input_json_schema,
            is_handoff=True,
        )
        for handoff in handoffs
    ]
    return found


def words(text: str) -> list[str]:
    """The lower-case words at the beginning of text, with `snake_case` and `camelCase` names cut up."""
    return [word.lower() for word in _WORD.findall(_CAMEL.sub(" ", text[:_LISTENED]))]


class Vocabulary:
    """Words, and whether another shares a stem with one of them: is the same, or begins it, or begins with it."""

    def __init__(self, words: Iterable[str]) -> None:
        self._stems = {_stem(word) for word in words}
        self._beginnings = {stem[:end] for stem in self._stems for end in range(_SHORTEST_STEM, len(stem))}

    def __contains__(self, word: str) -> bool:
        stem = _stem(word)
        if stem in self._stems or stem in self._beginnings:
            return True
        return any(stem[:end] in self._stems for end in range(_SHORTEST_STEM, len(stem)))


def _stem(word: str) -> str:
    is_plural = len(word) >= _SHORTEST_STEM and word.endswith("s") and not word.endswith("ss")
    return (word[:-1] if is_plural else word)[:_LONGEST_STEM]


def score(text: str, candidate: Capability) -> float:
    """How strongly a message asks for a tool: 3 a word of its name, 1.5 a word of its description."""
    said = [word for word in words(text) if word not in _STOP]
    if candidate.name.lower() in text[:_LISTENED].lower().split():
        return 10.0
    heard = Vocabulary(said)
    name = [word for word in words(candidate.name) if word not in _STOP]
    total = sum((1.0 if word in _GENERIC else 3.0) for word in set(name) if word in heard)
    named = Vocabulary(name)
    described = Vocabulary(
        word
        for word in words(candidate.description)
        if word not in _STOP and word not in _GENERIC and word not in named
    )
    return total + 1.5 * sum(word in described for word in set(said))


def choose(text: str, candidates: list[Capability], *, limit: int = 3) -> list[Capability]:
    """The tools a message asks for, best first: all that are clear, or the one handoff that beats them."""
    ranked = sorted(
        ((score(text, candidate), -at, candidate) for at, candidate in enumerate(candidates)),
        key=lambda entry: entry[:2],
        reverse=True,
    )
    chosen = [candidate for points, _, candidate in ranked if points >= THRESHOLD]
    if chosen and chosen[0].is_handoff:
        return chosen[:1]
    return [candidate for candidate in chosen if not candidate.is_handoff][:limit]
