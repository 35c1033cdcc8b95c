"""What every part of the store in a database needs: the database, whose data it is, and the JSON it is kept as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, to_json

from chatkit_notebook.errors import StoreError
from chatkit_notebook.json import repaired
from chatkit_notebook.locales import words
from chatkit_notebook.logger import logger
from chatkit_notebook.misfits import misfit
from chatkit_notebook.store.base import Store, TContext
from chatkit_notebook.store.failures import quoted
from chatkit_notebook.store.sql.database import Database
from chatkit_notebook.store.sql.schema import key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from os import PathLike

    from pydantic import BaseModel

    from chatkit_notebook.store.sql.rows import Stored

T = TypeVar("T")

_MOST_TOLD = 1_000


class SQLBase(Store[TContext]):
    """A store in a database. The arguments are those of ``SQLStore``."""

    def __init__(self, url_or_path: str | PathLike[str], owner: Callable[[TContext], str] | None) -> None:
        self._database = Database(url_or_path)
        self._owner = owner
        self._told: set[str] = set()

    def _scope(self, context: TContext, thread_id: str | None = None) -> dict[str, str]:
        owner: Any = "" if self._owner is None else self._owner(context)
        if not isinstance(owner, str):
            raise TypeError(f"The owner function returned {owner!r}: return a str, the same for the same person.")
        return {"owner": owner} if thread_id is None else {"owner": owner, "thread_id": thread_id}

    def _decoded(self, kind: TypeAdapter[T], row: Stored, what: str) -> T:
        """Make an object of the data of a row.

        Raises:
            StoreError: It is damaged, or from a newer version; the message names ``what`` it belongs to.
        """
        try:
            if not isinstance(row.data, str):
                raise StoreError(self._damaged(what, words().data_of_type(type(row.data).__name__)))
            value: Any = kind.validate_json(row.data)
        except ValidationError as error:
            raise StoreError(self._damaged(what, str(misfit(error)))) from None
        except UnicodeError:
            raise StoreError(self._damaged(what, words().data_not_text)) from None
        except (OverflowError, RecursionError) as error:
            raise StoreError(self._damaged(what, str(error))) from None
        if key(value.id) != row.id:
            raise StoreError(self._damaged(what, words().data_of_another))
        return value

    def _readable(self, kind: TypeAdapter[T], rows: Iterable[Stored], named: Callable[[str], str]) -> list[T]:
        """Make objects of rows, without those that can't be read: a warning tells of each once."""
        values: list[T] = []
        for row in rows:
            what = named(quoted(row.id))
            try:
                values.append(self._decoded(kind, row, what))
            except StoreError as error:
                if what not in self._told and len(self._told) < _MOST_TOLD:
                    self._told.add(what)
                    logger.warning("Left out: %s", error)
        return values

    def _damaged(self, what: str, reason: str) -> str:
        return words().row_damaged(self._database.where, what, reason)


def encoded(model: BaseModel) -> str:
    """Return the JSON that a model is kept as."""
    # By way of a dictionary: the model itself would write null for an infinity.
    data = model.model_dump(round_trip=True)
    try:
        return to_json(data, inf_nan_mode="constants").decode()
    except PydanticSerializationError:
        return to_json(repaired(data), inf_nan_mode="constants").decode()
