"""Messages are lost, doubled and late on their way, and a click on a button that Python handles still happens once."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from chatkit_notebook.client import Callbacks
from chatkit_notebook.client.callbacks import Callback
from tests.bridge.test_views import Browser, ask, hello, hello_world
from tests.conftest import Clock

ROUNDS = 200
NEVER = -1


class Line:
    """Carries messages both ways: loses some, doubles some, and delivers some out of order."""

    def __init__(self, random, *, loss, twice, is_shuffled):
        self.random = random
        self.loss = loss
        self.twice = twice
        self.is_shuffled = is_shuffled
        self._late = {"there": [], "back": []}

    def carry(self, way, messages):
        """What arrives now of these and of what was sent before."""
        waiting = self._late[way]
        for message in messages:
            copies = 2 if self.random.random() < self.twice else 1
            waiting += [message] * sum(self.random.random() >= self.loss for _ in range(copies))
        if self.is_shuffled:
            self.random.shuffle(waiting)
        count = self.random.randint(0, len(waiting)) if self.is_shuffled else len(waiting)
        arrived, self._late[way] = waiting[:count], waiting[count:]
        return arrived

    def mend(self):
        self.loss = self.twice = 0
        self.is_shuffled = False


async def play(line, clicks, noisy):
    """Click, ask again until all is answered, and tell what reached Python and what was answered."""
    clock = Clock()
    calls, answered = [], set()

    async def go(payload):
        calls.append(payload)
        await asyncio.sleep(payload % 3)

    async with Browser(hello_world, Callbacks(actions={"go": Callback(go)})) as browser:
        asks = [
            ask("client_action", {"action": {"type": "go", "payload": number}, "item_id": None}, f"c{number}")
            for number in range(clicks)
        ]
        heard = 0
        for number in range(ROUNDS):
            if number == noisy:
                line.mend()
            waiting = [each for each in asks[: number + 1] if each["id"] not in answered]
            if number >= max(noisy, clicks) and not waiting:
                break
            if number % 5 == 4:  # the page reconnects
                waiting.insert(0, hello(bundle="abc"))
            for message in line.carry("there", waiting):
                browser.views.receive(message)
            await clock.let_pass(1)
            told, heard = browser.messages[heard:], len(browser.messages)
            for message in line.carry("back", told):
                if message["type"] == "reply":
                    assert message["body"] == {}
                    answered.add(message["id"])
    del clock._loop.time
    return calls, answered


@given(
    st.randoms(use_true_random=False),
    st.floats(0, 0.7),
    st.floats(0, 0.7),
    st.integers(1, 8),
    st.integers(0, 40),
)
def test_each_click_reaches_python_once_and_is_answered(random, loss, twice, clicks, noisy):
    line = Line(random, loss=loss, twice=twice, is_shuffled=True)
    calls, answered = asyncio.run(play(line, clicks, noisy))
    assert sorted(calls) == [*range(clicks)]
    assert answered == {f"c{number}" for number in range(clicks)}


@given(st.randoms(use_true_random=False), st.floats(0, 0.7), st.integers(1, 8))
def test_clicks_reach_python_in_their_order_where_the_line_keeps_it(random, twice, clicks):
    line = Line(random, loss=0, twice=twice, is_shuffled=False)
    calls, _ = asyncio.run(play(line, clicks, NEVER))
    assert calls == [*range(clicks)]
