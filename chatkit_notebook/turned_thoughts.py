"""Text that was streamed as an answer, and turns out to have been a thought.

Some servers keep the beginning of a thought in the prompt: what the model thinks looks like its answer until the end
of the thought comes. What reads the endpoint's answer then puts a mark into the text, and what shows it takes back
what it has shown. The mark is made of noncharacters, which texts do not contain that are exchanged.
"""

TURNED = "\ufdd0\ufdd1"


def answer_in(text: str) -> str:
    """What is left of it as the answer."""
    return text.rpartition(TURNED)[2]
