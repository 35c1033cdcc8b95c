"""The store in a database: SQLite by a path, PostgreSQL by a URL.

``address`` reads what the user gave, ``engine`` opens it, ``migrations`` bring it up to date, and ``database`` is all
three with the threads that wait for it. ``schema`` and ``rows`` say what is in it, ``blobs`` of bytes; ``attachments``
and ``search`` are parts of the whole, which is ``store``.
Importing this package loads SQLAlchemy; ``chatkit_notebook.store`` does so when ``SQLStore`` is first used.
"""

from chatkit_notebook.store.sql.store import SQLStore

__all__ = ["SQLStore"]
