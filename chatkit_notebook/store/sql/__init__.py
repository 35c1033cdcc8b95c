"""The store in a database: SQLite by a path, PostgreSQL by a URL.

``address`` reads what the user gave, ``engine`` opens it, ``migrations`` bring it up to date, ``schema`` and
``rows`` say what is in it, ``workers`` keep its waiting away from event loops, and ``store`` is the whole.
Importing this package loads SQLAlchemy; ``chatkit_notebook.store`` does so when ``SQLStore`` is first used.
"""

from chatkit_notebook.store.sql.failures import StoreError
from chatkit_notebook.store.sql.store import SQLStore

__all__ = ["SQLStore", "StoreError"]
