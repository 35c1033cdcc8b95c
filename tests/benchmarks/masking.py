"""How long it takes to mask texts that look like secrets all over, as the seconds of 1 MB and the factor per size.

Run it with ``python tests/benchmarks/masking.py``. The budget: a factor of about 4 for four times the text, which is
linear, and two seconds of processor time for a megabyte of the worst.
"""

# ruff: noqa: T201 - a command prints
import os
import time

from chatkit_notebook.secrets import masked

SIZE = 50_000 if os.environ.get("QUICK") else 1_000_000
SHAPES = [
    "word and more words, ", "a.", "é", "=", "\\", "'", "--", "://", "redis://", "http://a:b/", "a:b@", "%3A%2F%2F",
    "eyJ", "eyJa.", "sk-", "sk-learn-", "hf_a", "123456789:A", "Bearer ", "-----BEGIN", "-----END",
    "-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----AAAAAAAAAAAAAAAAAAAA ", "Private-Lines: 1 a ", "key",
    "_key", "api key ", "token ", "token:       ", "token: a[b, ", "password=", "password='", 'pwd="', "password:\n",
    "password: str | ", "<password>", 'secret\\"', "x=1&key=", "Authorization: ", "Authorization: Digest ",
    "auth=('a'", "cookie={", "<Cookie a=b", "-u a:", "password 1a",
]  # fmt: skip


def seconds(text):
    began = time.process_time()
    masked(text)
    return time.process_time() - began


def main():
    for shape in SHAPES:
        small = seconds(shape * (SIZE // 4 // len(shape)))
        large = seconds(shape * (SIZE // len(shape)))
        print(f"{shape!r:52} {large:6.3f} s  x{large / small:.1f}")


if __name__ == "__main__":
    main()
