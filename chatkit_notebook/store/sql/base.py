"""What every part of the store in a database needs: the database, whose data it is, and the JSON it is kept as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from chatkit_notebook.store.base import Store, TContext
from chatkit_notebook.store.failures import StoreError
from chatkit_notebook.store.sql.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from pydantic import BaseModel

T = TypeVar("T")


class SQLBase(Store[TContext]):
    """A store in a database. The arguments are those of ``SQLStore``."""

    def __init__(self, url_or_path: str | PathLike[str], owner: Callable[[TContext], str] | None) -> None:
        self._database = Database(url_or_path)
        self._owner = owner

    def _scope(self, context: TContext, thread_id: str | None = None) -> dict[str, str]:
        owner: Any = "" if self._owner is None else self._owner(context)
        if not isinstance(owner, str):
            raise TypeError(f"The owner function returned {owner!r}: return a str, the same for the same person.")
        return {"owner": owner} if thread_id is None else {"owner": owner, "thread_id": thread_id}

    def _decoded(self, kind: TypeAdapter[T], text: str) -> T:
        try:
            return kind.validate_json(text)
        except ValidationError as error:
            problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
            raise StoreError(
                f"The database {self._database.where!r} holds a row that this version of chatkit-notebook can't read: "
                f"{problem['msg']} ({'.'.join(map(str, problem['loc']))}). It may be of a newer version."
            ) from None


def encoded(model: BaseModel) -> str:
    """Return the JSON that a model is kept as."""
    # By way of a dictionary: the model itself would write null for an infinity.
    return to_json(model.model_dump(round_trip=True), inf_nan_mode="constants").decode()
