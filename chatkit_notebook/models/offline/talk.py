"""Plain talk: what the offline model says when no tool is asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chatkit_notebook.models.offline.story import CODE, CONNECT, SAMPLER, STORY, TABLE
from chatkit_notebook.models.steps import Step, cite, image, think

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_notebook.models.offline.matching import Capability

INTRODUCTION = "*I'm the offline model. For a real one, set `OPENAI_API_KEY`, or pass `base_url=` of any endpoint.*\n\n"

_HELP = re.compile(
    r"\b(what (can|do) (you|this)( chat)? do|what are you able|your (tools|abilities|skills)|^\W*help( me)?\W*$|"
    r"which tools|list (your |the )?tools)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^\W*(hi+|hello|hey|hallo|hola|bonjour|salut|ciao|hej|good (morning|afternoon|evening)|guten tag|howdy|yo)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\bcount\b.*?\bto (\d{1,9})", re.IGNORECASE)
_SAY = re.compile(r"^\W*(?:say|repeat|echo)(?: after me)?\W+(.+)$", re.IGNORECASE | re.DOTALL)
_HIGHEST_COUNT = 500
# A message says what it is about in its first words; what is pasted below is not searched for them.
_LISTENED = 1_000
_SHORT = 200
"""Of a longer message, only its first sentence is searched for what it is about."""
_SENTENCE = re.compile(r"[.!?:\n]")
_LETTERS = re.compile(r"[^\W\d_]")
_SUM = re.compile(
    r"\W*(?:what(?:'s| is)|calculate|compute)?\s*(-?\d{1,9}(?:\.\d{1,6})?)\s*([-+*/x])\s*"
    r"(-?\d{1,9}(?:\.\d{1,6})?)\s*[=?.]*\s*",
    re.IGNORECASE,
)
_LONGEST_QUOTE = 120


def asks_for_help(text: str) -> bool:
    """Whether the message asks what the chat can do."""
    return _HELP.search(text[:_LISTENED]) is not None


def talk(text: str, known: list[Capability]) -> list[Step]:
    """The steps of a reply to plain talk; `known` are the tools and handoffs of the agent."""
    if asks_for_help(text):
        return [_abilities(known)]
    said = _SAY.match(text)
    if said:
        return [said[1].strip()]
    beginning = text[:_LISTENED]
    if reckoned := _reckoned(beginning):
        return [reckoned]
    sentence = beginning if len(text) <= _SHORT else _SENTENCE.split(beginning.lstrip(), maxsplit=1)[0][:_SHORT]
    for pattern, reply in _TOPICS:
        if re.search(pattern, sentence, re.IGNORECASE):
            return reply()
    greets = _GREETING.match(beginning)
    return ["Hello! " + _offer(known) if greets else _echo(text, known)]


def _abilities(known: list[Capability]) -> str:
    tools = [one for one in known if not one.is_handoff]
    agents = [one for one in known if one.is_handoff]
    lines: list[str] = []
    if tools:
        lines += ["I call these tools when your words point to one of them:", ""]
        lines += [f"- `{tool.name}`: {_first_line(tool.description) or 'no description yet'}" for tool in tools]
    if agents:
        lines += ["", "And I can hand you over:", ""]
        lines += [f"- `{one.name}`: {_first_line(one.description)}" for one in agents]
    if not lines:
        lines = ["This agent has no tools yet: give it some with `Agent(tools=[...])`."]
    lines += [
        "",
        (
            "Or try *tell me a long story*, *show me some Markdown*, *think out loud*, *draw a picture*, "
            "*cite a source*, *count to 50* or *say something*."
        ),
    ]
    return "\n".join(lines)


def _first_line(description: str) -> str:
    return description.strip().split("\n")[0].strip()


def _offer(known: list[Capability]) -> str:
    tools = [f"`{one.name}`" for one in known if not one.is_handoff][:3]
    if not tools:
        return "Try *a long story*, *some Markdown*, or *what can you do?*"
    return f"I can call {_listed(tools)}; ask *what can you do?* for more."


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _echo(text: str, known: list[Capability]) -> str:
    said = " ".join(text[:_LISTENED].split())
    if not said:
        return "That was an empty message. " + _offer(known)
    quote = said if len(said) <= _LONGEST_QUOTE else said[:_LONGEST_QUOTE].rstrip() + "…"
    letters = _LETTERS.findall(said)
    if letters and sum(not letter.isascii() for letter in letters) > len(letters) / 4:
        opening = "I only know English, and little of it; a real model speaks your language."
    elif len(text) > _SHORT:
        opening = f"All {len(text):,} characters arrived, but reading them takes a real model."
    else:
        opening = "That takes a real model."
    return f"> {_quoted(quote)}\n\n{opening} {_offer(known)}"


def _quoted(text: str) -> str:
    """A line that stays one: pasted Markdown would begin a list, a table or a block of code in it."""
    return re.sub(r"([\\`*_\[\]<>#|$~])", r"\\\1", text) if re.search(r"[\\`*_\[\]<>#|$~]", text) else text


def _reckoned(text: str) -> str | None:
    """Counting and sums of two numbers, which need no model."""
    if counted := _COUNT.search(text):
        return " ".join(str(n) for n in range(1, min(int(counted[1]), _HIGHEST_COUNT) + 1))
    if (found := _SUM.fullmatch(text)) is None:
        return None
    left, sign, right = float(found[1]), found[2], float(found[3])
    if sign == "/" and not right:
        return "Nobody can divide by zero, offline or not."
    totals = {"+": left + right, "-": left - right, "/": left / (right or 1)}
    return f"**{totals.get(sign, left * right):.12g}**. That much I can do without a network."


def _story() -> list[Step]:
    return [STORY]


def _sampler() -> list[Step]:
    return [SAMPLER]


def _code() -> list[Step]:
    return ["I write the same function for everybody:\n\n", CODE]


def _table() -> list[Step]:
    return ["This is the one table that I know:\n\n", TABLE]


def _connect() -> list[Step]:
    return [CONNECT]


def _joke() -> list[Step]:
    return ["Why did the notebook go to therapy? Too many unresolved cells, and all of them out of order."]


def _thought() -> list[Step]:
    return [
        think(
            "**Looking at the question**\n\nThe user wants to see a thought. I have one in stock: "
            "it is short, it streams, and it closes when the answer begins."
        ),
        "I thought about it, as you can see above, and the answer is *probably*.",
    ]


def _picture() -> list[Step]:
    return [image(partials=3), "A sunset, if you squint: gradients are all that I draw."]


def _source() -> list[Step]:
    return [
        "The protocol of this chat is documented",
        cite("ChatKit", url="https://openai.github.io/chatkit-python/"),
        ", and so is the SDK behind the agent",
        cite("OpenAI Agents SDK", url="https://openai.github.io/openai-agents-python/"),
        ".",
    ]


def _self() -> list[Step]:
    return [
        "I'm a small pattern matcher in your kernel that plays the part of a language model. ",
        "I stream, think, call tools and hand over through the same Runner as a real one. ",
        "Being clever is not in the script.",
    ]


def _fine() -> list[Step]:
    return ["Running smoothly, thank you: low latency, no bill, and the kernel is warm."]


def _thanks() -> list[Step]:
    return ["With pleasure. No tokens were harmed."]


def _farewell() -> list[Step]:
    return ["Goodbye! I'll be here for as long as the kernel is."]


_TOPICS: tuple[tuple[str, Callable[[], list[Step]]], ...] = (
    (r"\b(story|essay|long (reply|answer|text|one))\b|^\W*lorem", _story),
    (r"\b(real|proper|actual|other|better|own|online) (model|llm|ai)s?\b|\bapi.?keys?\b|\bbase_url\b", _connect),
    (r"\b(use|connect|switch|change)\b.*\b(model|gpt|claude|ollama|openai|gemini|endpoint)\b", _connect),
    (r"\b(markdown|bullets?|formatting|sampler)\b", _sampler),
    (r"\b(write|show|give|need|make|fix)\b.*\b(code|function|script|program|class|regex|sql)\b", _code),
    (r"\b(show|make|give|draw)\b.*\btable\b", _table),
    (r"\bjoke\b", _joke),
    (r"\bthink\b.*\b(aloud|loud|hard|first|about)\b|\breason\b", _thought),
    (r"\b(draw|picture|image|paint|plot|sketch)\b", _picture),
    (r"\b(cite|citation|source|sources|reference)\b", _source),
    (r"\b(who|what) are you\b|\bare you (real|an? )", _self),
    (r"\bhow are you\b", _fine),
    (r"\bthank", _thanks),
    (r"\b(bye|goodbye|see you)\b", _farewell),
)
