"""Plain talk: what the offline model says when no tool is asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chatkit_notebook.models.offline.story import SAMPLER, STORY
from chatkit_notebook.models.steps import Step, cite, image, think

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_notebook.models.offline.matching import Capability

INTRODUCTION = (
    "*I'm the offline model: no key, no network, no bill. "
    "Set `OPENAI_API_KEY` and send again to talk to a real one.*\n\n"
)

_HELP = re.compile(
    r"\b(what (can|do) (you|this)( chat)? do|what are you able|your (tools|abilities|skills)|help( me)?\W*$|"
    r"which tools|list (your |the )?tools)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^\W*(hi|hello|hey|hallo|hola|bonjour|ciao|good (morning|afternoon|evening)|howdy|yo)\b", re.IGNORECASE
)
_COUNT = re.compile(r"\bcount\b.*?\bto (\d{1,9})", re.IGNORECASE)
_SAY = re.compile(r"^\W*(?:say|repeat|echo)(?: after me)?\W+(.+)$", re.IGNORECASE | re.DOTALL)
_HIGHEST_COUNT = 500
# A message says what it is about in its first words; what is pasted below is not searched for them.
_LISTENED = 1_000


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
    counted = _COUNT.search(beginning)
    if counted:
        return [" ".join(str(n) for n in range(1, min(int(counted[1]), _HIGHEST_COUNT) + 1))]
    for pattern, reply in _TOPICS:
        if re.search(pattern, beginning, re.IGNORECASE):
            return reply()
    if _GREETING.match(beginning):
        return ["Hello! " + _offer(known)]
    return [_echo(text, known)]


def _abilities(known: list[Capability]) -> str:
    tools = [one for one in known if not one.is_handoff]
    agents = [one for one in known if one.is_handoff]
    lines: list[str] = []
    if tools:
        lines += ["I can call these tools when your words point to one of them:", ""]
        lines += [f"- `{tool.name}`: {_first_line(tool.description) or 'no description yet'}" for tool in tools]
    if agents:
        lines += ["", "And I can hand you over:", ""]
        lines += [f"- `{one.name}`: {_first_line(one.description)}" for one in agents]
    if not lines:
        lines = ["This agent has no tools yet: give it some with `Agent(tools=[...])`."]
    lines += [
        "",
        (
            "Otherwise try *tell me a long story*, *show me some Markdown*, *think out loud*, "
            "*draw a picture*, *cite a source*, *count to 50* or *say something*."
        ),
    ]
    return "\n".join(lines)


def _first_line(description: str) -> str:
    return description.strip().split("\n")[0].strip()


def _offer(known: list[Capability]) -> str:
    tools = [f"`{one.name}`" for one in known if not one.is_handoff][:3]
    if not tools:
        return "Ask me for *a long story*, *some Markdown*, or *what I can do*."
    return f"I have {_listed(tools)} at hand. Ask away, or ask *what can you do?*"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _echo(text: str, known: list[Capability]) -> str:
    said = " ".join(text.split())
    if not said:
        return "I received an empty message, which I found restful. " + _offer(known)
    quote = said if len(said) <= 200 else said[:200].rstrip() + "…"  # noqa: PLR2004 - about three lines
    openings = (
        "A good question for a model with a network.",
        "I turned that over twice and it stayed the same.",
        "I understand each word, just not all at once.",
        "If I had a cloud, I would look it up there.",
    )
    opening = openings[sum(map(ord, said)) % len(openings)]
    return f"You said:\n\n> {quote}\n\n{opening} {_offer(known)}"


def _story() -> list[Step]:
    return [STORY]


def _sampler() -> list[Step]:
    return [SAMPLER]


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
    return [image(partials=3), "A sunset, if you squint: I draw gradients and nothing else."]


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
    (r"\b(story|essay|lorem|long (reply|answer|text|one))\b", _story),
    (r"\b(markdown|code|table|bullet|formatting|list)\b", _sampler),
    (r"\bjoke\b", _joke),
    (r"\bthink\b.*\b(aloud|loud|hard|first|about)\b|\breason\b", _thought),
    (r"\b(draw|picture|image|paint)\b", _picture),
    (r"\b(cite|citation|source|sources|reference)\b", _source),
    (r"\b(who|what) are you\b|\bare you (real|an? )", _self),
    (r"\bhow are you\b", _fine),
    (r"\bthank", _thanks),
    (r"\b(bye|goodbye|see you)\b", _farewell),
)
