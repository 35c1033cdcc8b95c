"""What text is cut into, and the excerpts that are cut out of it."""

# ruff: noqa: RUF001 - letters that look like others are what this is about

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_notebook.store.search import excerpt, terms
from chatkit_notebook.store.tokens import fold, match, places, tokens

TEXTS = st.text(st.characters() | st.sampled_from("aé ß'日本ガﾞ👩\u200d🔬\u0301\u00adк"), max_size=60)


def test_words_are_cut_at_what_is_neither_letter_nor_digit():
    assert tokens("It's load_items(20), e.g. it’s 3.14!") == ["it", "s", "load", "items", "20", "e", "g", "3", "14"]


def test_scripts_without_spaces_are_cut_at_every_character():
    assert tokens("日本語を iPhone15を 🎉a") == ["日本語", "本語を", "語を", "を", "iphone15", "🎉", "a"]
    assert terms("日本語を") == ["日本語", "本語を"]
    assert terms("日本 本 a") == ["日本*", "本*", "a*"]


def test_only_the_last_word_may_be_a_beginning():
    assert terms("Deep Blue") == ["deep", "blue*"]
    assert terms("Deep deep") == ["deep", "deep*"]


def test_a_query_has_so_many_terms_at_most():
    assert terms(" ".join(f"w{number}" for number in range(1_000))) == [f"w{number}" for number in range(100)]
    assert len(terms("".join(chr(0x4E00 + number) for number in range(1_000)))) == 100


@given(TEXTS)
def test_quick_ways_and_slow_ways_lead_to_the_same(text):
    folded = fold(text)

    assert fold(folded) == folded
    assert tokens(text) == list(dict.fromkeys(token for _, token in places(folded)))


@given(TEXTS)
def test_a_text_is_found_by_all_of_it_and_by_its_words(text):
    if not tokens(text):
        with pytest.raises(ValueError, match="nothing to search for"):
            terms(text)
        return
    assert match(text, terms(text))
    for token in tokens(text):
        assert match(text, [token])
        assert match(f"{text} and more", terms(token))


@given(st.text())
def test_tokens_have_nothing_that_a_database_would_take_for_a_sign(text):
    for token in tokens(text):
        assert all(char.isalnum() or char > "\x7f" for char in token)
        assert not any(char.isspace() or "\ud800" <= char <= "\udfff" for char in token)


@pytest.mark.parametrize(
    "text",
    [
        "".join(chr(0x20000 + number % 40_000) for number in range(100_000)),
        " ".join(chr(0x10400 + number % 40) * (number % 90) for number in range(3_000)),
        "\ufdfa" * 100_000,
        "".join(f"{chr(0x1D400 + number % 26)} " for number in range(50_000)),
    ],
)
def test_tokens_fit_into_any_index(text):
    found = tokens(text)

    assert found
    assert len(" ".join(found).encode()) <= 1_000_000
    assert max(map(len, found)) <= 64


# --- excerpts

LONG = "The machine that won was called Deep Blue, and it was built by a small team over more than ten years. " * 9


def test_a_short_text_is_its_own_excerpt():
    assert excerpt("Deep\n\n  Blue\t won. ", terms("blue")) == "Deep Blue won."


def test_a_long_text_is_cut_between_words_around_the_first_match():
    text = LONG + "Naïve players lost. " + LONG

    assert excerpt(text, terms("naive")) == (
        "…built by a small team over more than ten years. Naïve players lost. The machine that won was called Deep "
        "Blue, and it was built by a small team over more than…"
    )
    assert excerpt(text, terms("machine")).startswith("The machine that won was called")
    assert excerpt(f"{LONG}Naïve", terms("naive")).endswith("more than ten years. Naïve")
    assert excerpt(text, terms("nowhere")).startswith("The machine that won was called")


def test_an_excerpt_has_as_many_whole_words_as_fit():
    text = "word " * 100 + "spoon" + " word" * 100

    assert excerpt(text, ["spoon"]) == "…" + "word " * 10 + "spoon" + " word" * 21 + "…"


def test_a_match_at_the_end_is_shown_with_more_of_what_is_before_it():
    assert excerpt("word " * 100 + "spoon", ["spoon"]) == "…" + "word " * 31 + "spoon"


@pytest.mark.parametrize(
    "before", ["é" * 300, "ﬃ " * 500, "日本語" * 200, "👩‍🔬" * 200, "e\u0301 " * 300, "ｶﾞ" * 300, "İ " * 200]
)
def test_the_match_is_in_the_excerpt_whatever_is_before_it(before):
    cut = excerpt(f"{before} Zürich 東京都 {before}", terms("zurich 東京"))

    assert "Zürich" in cut
    assert cut[0] == cut[-1] == "…"
    assert 80 < len(cut) <= 162


def test_a_text_without_spaces_is_cut_anywhere():
    text = "日" * 500 + "本" + "日" * 500

    cut = excerpt(text, terms("本"))
    assert "本" in cut
    assert len(cut) == 162


@given(TEXTS.map(lambda text: f"{text} " * 20), st.text(min_size=1, max_size=3))
def test_an_excerpt_is_a_part_of_the_text(text, query):
    cut = excerpt(text, [f"{query}*"])

    assert cut.strip("…") in " ".join(text.split())
    assert len(cut) <= 162
