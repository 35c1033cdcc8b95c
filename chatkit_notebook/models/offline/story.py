"""Set pieces of the offline model: a long story to stop in the middle of, a sampler of Markdown, and its parts."""

from __future__ import annotations

STORY = """\
Once upon a time a small model lived in a notebook cell. It had no key, no network and no cloud above \
it, only a kernel that hummed at night and a cursor that blinked like a patient lighthouse.

Every morning the same question arrived: *"Are you running?"* And every morning the model answered, \
because answering was the one thing it did well. It knew nothing of the stock market, it had never read \
the news, and its sense of geography ended at the edge of the page. But it could stream. Word after word \
it could stream, evenly, like rain on a tin roof, and the people who were building a chat came from far \
away to watch it do so.

One day a developer with cold coffee and warm hopes opened the notebook. "I need a reply that goes on \
for a while," she said. "Long enough that I can press Stop in the middle, scroll up while it writes, \
resize the window, and see what breaks." The little model straightened up. Nobody had ever asked it for \
so much at once.

So it began to tell of a river that ran backwards on Tuesdays, and of the ferryman who worked only then. \
It told of the toll he took, which was never money: a riddle, a recipe, a song hummed slightly out of \
tune. It told of the morning when a child paid him with a question he could not answer, and how he rowed \
the whole way in silence, turning it over like a stone in his hand.

The question was simple: *"Where does the river keep the boats it has forgotten?"* The ferryman asked \
the heron, who knew everything about waiting, and the heron shrugged. He asked the mill, who knew \
everything about going round in circles, and the mill creaked. At last he asked the river itself, on a \
Tuesday, while it was running the wrong way and in the mood to talk.

"I keep them in the telling," said the river. "A boat is forgotten only when nobody mentions it. Say \
their names and they float." So the ferryman learnt the names, all of them: the *Patient Lantern*, the \
*Second Thought*, the *Unsaved Changes*. He said one with every stroke of the oar, and behind him, one \
by one, pale hulls rose out of the water and followed him like ducklings.

When the child grew up she built boats of her own and gave each a name worth repeating. People say that \
the harbour she founded has never lost a ship, although it has mislaid a few over long weekends.

The developer read to the end, which surprised her, because she had meant to press Stop after the second \
paragraph. She smiled, saved the notebook and gave the cell a name. And the little model, who had no \
key, no network and no cloud above it, blinked once, contented, and waited for the next question.

*The end.* That was a few hundred words: plenty of time to try Stop, scrolling and a reload.
"""

CODE = """\
```python
def fibonacci(n: int) -> list[int]:
    numbers = [0, 1]
    while len(numbers) < n:
        numbers.append(numbers[-1] + numbers[-2])
    return numbers[:n]
```
"""

TABLE = """\
| Planet | Moons | Day, hours |
|:-------|------:|-----------:|
| Earth  |     1 |       23.9 |
| Mars   |     2 |       24.6 |
| Saturn |   274 |       10.7 |
"""

CONNECT = """\
With a key in the environment (`OPENAI_API_KEY`), `ChatKit(agent)` asks OpenAI. Any compatible endpoint takes one line:

```python
ChatKit(Agent(name="Ann", model="llama3.2"), base_url="http://localhost:11434/v1")
```
"""

SAMPLER = f"""\
## A sampler of Markdown

Text can be **bold**, *italic*, ~~crossed out~~ or `code`, and it can [link to a page](https://example.com).

1. A numbered list
2. with a second entry
   - and a nested one

- [x] stream a reply
- [ ] press Stop

> A quotation, for when somebody else said it better.

{CODE}
{TABLE}
Inline math such as $e^{{i\\pi}} + 1 = 0$ works, and so does a block:

$$
\\sum_{{k=1}}^{{n}} k = \\frac{{n(n+1)}}{{2}}
$$
"""
