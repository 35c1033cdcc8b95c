"""Random inputs in a real page: no error, no change of what all share, no request, and no word of a message lost."""

import os

from tests.browser.hostile import feed, hostile

SEED = int(os.environ.get("FUZZ_SEED", "20260102"))
"""``FUZZ_SEED=7 pytest tests/browser/test_fuzz.py`` makes another run."""
COUNT = 200


def test_random_inputs_harm_nothing_and_lose_nothing(open_notebook, tmp_path):
    inputs = hostile("fuzz", SEED, COUNT)
    _, chat, health = feed(open_notebook, tmp_path, [entry["event"] for entry in inputs])
    words = {
        entry["event"]["item"]["id"]: entry["words"] for entry in inputs if entry["kind"] != "event" and entry["words"]
    }
    lost = chat.log.evaluate(LOST, words)
    assert lost == [], f"seed {SEED}"
    health.check(chat, cell=1)


LOST = """(log, words) => {
    const drawn = [...log.querySelectorAll('[data-item]')];
    const items = new Map(drawn.map((item) => [item.dataset.item, item.textContent]));
    return Object.entries(words).flatMap(([id, all]) => {
        const text = items.get(id) ?? '';
        const isFolded = /can't be shown|Show (all|more)/.test(text);
        return isFolded ? [] : all.filter((word) => !text.includes(word));
    });
}"""
