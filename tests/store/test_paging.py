from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chatkit_notebook.store.paging import Timeline

START = datetime(2026, 1, 2)  # noqa: DTZ001 - naive is the default


@given(
    puts=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3)), max_size=30),
    drops=st.lists(st.integers(0, 8), max_size=5),
    limit=st.integers(1, 6),
    descending=st.booleans(),
)
def test_a_timeline_is_a_sorted_list_cut_into_pages(puts, drops, limit, descending):
    timeline, expected = Timeline("row"), {}
    for number, minutes in puts:
        timeline.put(f"r{number}", START + timedelta(minutes=minutes), minutes)
        expected.setdefault(f"r{number}", minutes)
    for number in drops:
        timeline.drop(f"r{number}")
        expected.pop(f"r{number}", None)
    order = sorted(expected, key=expected.get)  # a stable sort keeps the order of arrival

    seen, after = [], None
    while True:
        rows, more = timeline.page(after, limit, "desc" if descending else "asc")
        start = len(seen)
        seen += (order[::-1] if descending else order)[start : start + len(rows)]
        assert len(rows) == limit or more is None
        if more is None:
            break
        assert seen[-1] == more
        after = more

    assert seen == (order[::-1] if descending else order)


def test_the_last_row_put_under_an_id_is_the_one_that_comes_back():
    timeline = Timeline("row")
    timeline.put("a", START, "old")
    timeline.put("a", START + timedelta(days=1), "new")

    assert timeline.get("a") == "new"
    assert timeline.page(None, 5, "asc") == (["new"], None)
