"""Where the words of items are kept, and how items are found by them.

The column ``words`` has the tokens of an item: all that is known of languages is in ``tokens``, and the databases
just look up what they are given. SQLite does so in a table that triggers keep, so that a write is still one
statement; PostgreSQL in an index.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import String, bindparam, text

from chatkit_notebook.errors import StoreError
from chatkit_notebook.store.search import words_of
from chatkit_notebook.store.sql.rows import Stored
from chatkit_notebook.store.sql.schema import ITEMS, Key
from chatkit_notebook.store.tokens import tokens
from chatkit_notebook.types import ThreadItem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection, TextClause

_BATCH = 1_000
_ITEM: TypeAdapter[ThreadItem] = TypeAdapter(ThreadItem)


def words_column(text: str) -> str:
    """Return what the column ``words`` holds of an item with this text."""
    return " ".join(tokens(text))


def check_search(connection: Connection) -> None:
    """Raise `StoreError` if this database can't search."""
    if connection.dialect.name != "sqlite":
        return
    if connection.exec_driver_sql("SELECT count(*) FROM pragma_module_list WHERE name = 'fts5'").scalar() == 0:
        version = connection.exec_driver_sql("SELECT sqlite_version()").scalar()
        raise StoreError(
            f"This Python's SQLite {version} was built without FTS5, which searches in threads: use a Python from "
            "python.org, conda or uv, or a PostgreSQL database."
        )


# --- finding

# The items are found before their threads: PostgreSQL can't know that the threads of an owner are the owner's only.
_FIND = """
    WITH found AS {found}
    SELECT item.id, item.data, thread.id, thread.data FROM (
        SELECT found.seq, found.created, chat_threads.id, chat_threads.data FROM found
        JOIN chat_threads ON chat_threads.owner = :owner AND chat_threads.id = found.thread_id
        ORDER BY found.created DESC, found.seq DESC LIMIT :limit
    ) AS thread JOIN chat_items AS item ON item.seq = thread.seq
    ORDER BY thread.created DESC, thread.seq DESC"""
_FOUND = {
    # A cross join is made from left to right, so that no item is looked at in vain.
    "sqlite": """(
        SELECT seq, thread_id, created FROM chat_words CROSS JOIN chat_items ON seq = chat_words.rowid
        WHERE chat_words MATCH :terms AND owner = :owner)""",
    "postgresql": """MATERIALIZED (
        SELECT seq, thread_id, created FROM chat_items
        WHERE words @@ CAST(:terms AS tsquery) AND owner = :owner)""",
}


class Search:
    """The statement that finds items by their words."""

    def __init__(self, dialect: str) -> None:
        sqlite = dialect == "sqlite"
        self._quote = _sqlite_term if sqlite else _postgresql_term
        self._and = " AND " if sqlite else " & "
        # PostgreSQL has to see how rare the words are before it makes a plan.
        terms = bindparam("terms", type_=String(), literal_execute=not sqlite)
        self._find: TextClause = text(_FIND.format(found=_FOUND[dialect])).bindparams(
            bindparam("owner", type_=Key()), terms
        )

    def find(self, connection: Connection, owner: str, terms: list[str], limit: int) -> list[tuple[Stored, Stored]]:
        """Return the rows of up to ``limit`` items that have all ``terms``, the newest first, and of their threads."""
        values = {"owner": owner, "terms": self._and.join(map(self._quote, terms)), "limit": limit}
        return [(Stored(*row[:2]), Stored(*row[2:])) for row in connection.execute(self._find, values)]


@cache
def search_of(dialect: str) -> Search:
    """The search of a dialect, made once a process: all stores use the same."""
    return Search(dialect)


# Terms have letters, digits and symbols beyond ASCII: nothing that would need an escape.
def _sqlite_term(term: str) -> str:
    return f'"{term[:-1]}" *' if term[-1] == "*" else f'"{term}"'


def _postgresql_term(term: str) -> str:
    return f"'{term[:-1]}':*" if term[-1] == "*" else f"'{term}'"


# --- the step of the migrations that makes this possible


def _fill_words(connection: Connection) -> None:
    batch = text("SELECT seq, data FROM chat_items WHERE seq > :seq ORDER BY seq LIMIT :batch")
    words = bindparam("words", type_=ITEMS.c.words.type)
    fill = text("UPDATE chat_items SET words = :words WHERE seq = :seq").bindparams(words)
    seq = 0
    while rows := connection.execute(batch, {"seq": seq, "batch": _BATCH}).all():
        if filled := [{"seq": each.seq, "words": found} for each in rows if (found := _words_of_data(each.data))]:
            connection.execute(fill, filled)
        seq = rows[-1].seq


def _words_of_data(data: str) -> str:
    try:
        return words_column(words_of(_ITEM.validate_json(data)))
    except (ValidationError, UnicodeError):  # it can't be loaded, so it need not be found
        return ""


ADD_SEARCH: tuple[str | Mapping[str, str] | Callable[[Connection], None], ...] = (
    {
        "sqlite": "ALTER TABLE chat_items ADD COLUMN words TEXT NOT NULL DEFAULT ''",
        "postgresql": "ALTER TABLE chat_items ADD COLUMN words TSVECTOR NOT NULL DEFAULT ''",
    },
    _fill_words,
    # To this tokenizer all beyond ASCII is part of a word. Neither places nor lengths of words are asked for.
    {
        "sqlite": """CREATE VIRTUAL TABLE chat_words USING fts5(
            words, content='chat_items', content_rowid='seq', tokenize='ascii', detail=none, columnsize=0)""",
        "postgresql": "CREATE INDEX chat_items_by_words ON chat_items USING gin (words)",
    },
    {"sqlite": "INSERT INTO chat_words (chat_words) VALUES ('rebuild')"},
    {
        "sqlite": """CREATE TRIGGER chat_words_added AFTER INSERT ON chat_items WHEN new.words <> '' BEGIN
            INSERT INTO chat_words (rowid, words) VALUES (new.seq, new.words); END"""
    },
    {
        "sqlite": """CREATE TRIGGER chat_words_deleted AFTER DELETE ON chat_items WHEN old.words <> '' BEGIN
            INSERT INTO chat_words (chat_words, rowid, words) VALUES ('delete', old.seq, old.words); END"""
    },
    {
        "sqlite": """CREATE TRIGGER chat_words_changed AFTER UPDATE OF words ON chat_items
            WHEN new.words <> old.words BEGIN
            INSERT INTO chat_words (chat_words, rowid, words)
                SELECT 'delete', old.seq, old.words WHERE old.words <> '';
            INSERT INTO chat_words (rowid, words) SELECT new.seq, new.words WHERE new.words <> ''; END"""
    },
)
