"""How long hostile input keeps the kernel's side busy, and how that grows from 1 kB to 1 MB.

Run it with ``python tests/benchmarks/hostile_texts.py``. The budget: no input of 1 MB takes more than 200 ms at a
time on an idle machine, and twice the size takes at most twice the time (2.5 with noise). Last come 2,000 malformed
messages to a chat in a real kernel beside 2,000 values of a plain slider: at most the slider's time. They are timed
by the clock, so that other work on the machine shows, and only an input over the budget makes this fail.
"""

# ruff: noqa: T201 - a command prints
import ast
import json
import os
import sys
import time
import warnings
from types import SimpleNamespace

from jupyter_client.manager import start_new_kernel

from chatkit_notebook.bridge import envelope
from chatkit_notebook.bridge.weight import weight
from chatkit_notebook.client.requests import validate
from chatkit_notebook.errors import InvalidRequestError
from chatkit_notebook.eventlog import EventLog
from chatkit_notebook.fold import fold, new_state
from chatkit_notebook.models.offline import results, talk
from chatkit_notebook.models.offline.arguments import arguments_for
from chatkit_notebook.models.offline.matching import Capability, choose
from chatkit_notebook.serve.titles import short_title
from chatkit_notebook.store.search import excerpt
from chatkit_notebook.store.tokens import match, terms, tokens

IS_QUICK = bool(os.environ.get("QUICK"))
SIZES = [2**power for power in range(10, 16 if IS_QUICK else 21)]
ROUNDS = 1 if IS_QUICK else 3
BUDGET_SECONDS = 0.2
BUDGET_GROWTH = 2.5
BUDGET_RATIO = 1.0
MEASURABLE = 0.005
FLOOD = 500 if IS_QUICK else 2_000
SCHEMA = {
    "type": "object",
    "properties": {
        "query": {"type": "string"},
        "expression": {"type": "string"},
        "to": {"type": "string"},
        "items": {"type": "array", "items": {"type": "string"}},
        "is_new": {"type": "boolean"},
    },
    "required": ["query", "expression", "to", "items", "is_new"],
}
TOOL = Capability("find_new_items", "Finds items by a query.", SCHEMA)


def repeated(unit):
    return lambda size: unit * (size // len(unit.encode()))


def nested(size):
    value = 1
    for _ in range(size // 2):
        value = [value]
    return value


def deltas(size):
    place = {"type": "assistant_message.content_part.text_delta", "content_index": 0, "delta": "x"}
    begin = {"type": "thread.item.added", "item": {"id": "m", "type": "assistant_message", "content": []}}
    return [begin] + [{"type": "thread.item.updated", "item_id": "m", "update": place}] * (size // 100)


def items(size):
    return [
        {"type": f"thread.item.{step}", "item": {"id": f"m{number}", "type": "user_message"}}
        for step in ("added", "done")
        for number in range(size // 100)
    ]


def found(text):
    excerpt(text, ["needle"])


def matched(text):
    match(text, [f"漢字{number}" for number in range(100)])


def folded(events):
    state = new_state()
    for event in events:
        fold(state, event)


def refused(message):
    try:
        envelope.read(message)
    except envelope.BadMessageError:
        return
    raise AssertionError(message)


def invalid(parts):
    body = {
        "type": "threads.create",
        "params": {"input": {"content": parts, "attachments": [], "inference_options": {}}},
    }
    try:
        validate(body)
    except InvalidRequestError:
        return
    raise AssertionError(body)


def logged(value):
    log = EventLog()
    log.append({"type": "odd", "data": value})
    repr(log[0])
    log.to_pandas()


def answered(text):
    choose(text, [TOOL])
    arguments_for(SCHEMA, text)
    talk.talk(text, [TOOL])


def told(text):
    output = SimpleNamespace(name="tool", text=text, arguments={"text": text})
    results.is_transfer(output)
    results.reply_to([output])


SHAPES = {
    "excerpt: accents, match at the end": (lambda size: repeated("é ")(size) + "needle", found),
    "excerpt: signs that come apart": (lambda size: repeated("ﷺ")(size) + " needle", found),
    "tokens: no spaces (Han)": (repeated("漢字"), tokens),
    "tokens: signs that come apart": (repeated("ﷺ"), tokens),
    "tokens: accents without letters": (repeated("\u0301"), tokens),
    "match: a hundred terms, none there": (repeated("字漢"), matched),
    "terms: a very long query": (repeated("word 漢字 "), terms),
    "title: code fences": (repeated("```\n"), short_title),
    "title: brackets": (repeated("[a]("), short_title),
    "offline model: parentheses": (repeated("("), answered),
    "offline model: opening quotation marks": (repeated("“"), answered),
    "offline model: count and think": (repeated("count think "), answered),
    "offline model: spaces": (lambda size: "to" + " " * size + "x", answered),
    "offline model: arguments": (repeated('query="x expression: 1+(2 '), answered),
    "offline model: result of brackets": (repeated("["), told),
    "offline model: result with many columns": (
        lambda size: json.dumps([{f"c{number}": 1 for number in range(size // 200)} for _ in range(20)]),
        told,
    ),
    "fold: deltas to one text": (deltas, folded),
    "fold: many items": (items, folded),
    "outbox: the weight of deep JSON": (nested, weight),
    "envelope: deep JSON": (lambda size: {"type": "hello", "view": nested(size)}, refused),
    "envelope: a long type": (lambda size: {"type": "x" * size}, refused),
    "envelope: a long id": (lambda size: {"type": "request", "id": "x" * size, "body": {}}, refused),
    "request: wrong parts": (lambda size: [7] * (size // 3), invalid),
    "log: deep JSON": (nested, logged),
}  # fmt: skip


def measure(make, work):
    times = []
    for size in SIZES:
        value = make(size)
        best = float("inf")
        for _ in range(ROUNDS):
            began = time.process_time()
            work(value)
            best = min(best, time.process_time() - began)
        times.append(best)
    return times


def growth(times):
    """The factor per doubling, from the first size that takes long enough to be measured."""
    first = next((at for at, seconds in enumerate(times) if seconds >= MEASURABLE), len(times) - 1)
    doublings = len(times) - 1 - first
    return (times[-1] / times[first]) ** (1 / doublings) if doublings else 1.0


class Kernel:
    """A kernel with a chat and a slider."""

    def __init__(self):
        self.manager, self.client = start_new_kernel(kernel_name="python3")

    def run(self, code, expression):
        reply = self.client.execute_interactive(code, user_expressions={"it": expression}, allow_stdin=False)
        return ast.literal_eval(reply["content"]["user_expressions"]["it"]["data"]["text/plain"])

    def flood(self, comm_id, contents):
        began = time.perf_counter()
        for data in contents:
            message = self.client.session.msg("comm_msg", {"comm_id": comm_id, "data": data})
            self.client.shell_channel.send(message)
        last = message["header"]["msg_id"]
        while True:
            heard = self.client.get_iopub_msg(timeout=120)
            is_idle = heard["msg_type"] == "status" and heard["content"]["execution_state"] == "idle"
            if is_idle and heard["parent_header"].get("msg_id") == last:
                return time.perf_counter() - began

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def flood():
    kernel = Kernel()
    try:
        chat = kernel.run(
            "from chatkit_notebook import ChatKit; chat = ChatKit(lambda text: text)", "chat.comm.comm_id"
        )
        slider = kernel.run("import ipywidgets; slider = ipywidgets.IntSlider()", "slider.comm.comm_id")
        values = [{"method": "update", "state": {"value": n % 100}, "buffer_paths": []} for n in range(FLOOD)]
        bad = [{"method": "custom", "content": {"type": "nonsense", "id": f"r{n}"}} for n in range(FLOOD)]
        best = {"slider": float("inf"), "chat": float("inf")}
        for _ in range(3):
            best["slider"] = min(best["slider"], kernel.flood(slider, values))
            best["chat"] = min(best["chat"], kernel.flood(chat, bad))
        return best["chat"], best["slider"], kernel.run("pass", "len(chat.events)")
    finally:
        kernel.close()


def main():
    warnings.simplefilter("ignore")
    failed = []
    print(f"{'input':42}{'1 kB':>9}{'32 kB':>9}{f'{SIZES[-1] // 1024:,} kB':>9}  growth per doubling")
    for name, (make, work) in SHAPES.items():
        times = measure(make, work)
        factor = growth(times)
        shown = "".join(f"{seconds * 1e3:6.1f} ms" for seconds in (times[0], times[5], times[-1]))
        print(f"{name:42}{shown}  {factor:.2f}")
        if factor > BUDGET_GROWTH or times[-1] > BUDGET_SECONDS:
            failed.append(name)
    chat, slider, rows = flood()
    ratio = chat / slider
    print(
        f"\n{FLOOD:,} malformed messages: {chat:.2f} s, a plain slider: {slider:.2f} s, ratio {ratio:.2f} "
        f"(budget: at most {BUDGET_RATIO})"
    )
    print(f"rows of the log after three floods: {rows}")
    over = [*failed, "malformed messages"] if ratio > BUDGET_RATIO else failed
    print(f"over the budget: {', '.join(over) or 'nothing'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
