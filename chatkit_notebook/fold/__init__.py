"""Events to thread state, on plain wire JSON: what is on screen after each event.

The client session folds what the server streams, the server's unfinished items take their updates here, and
the browser runs the same rules in TypeScript; ``tests/fold_cases`` binds the two together. Nothing here does
I/O, keeps a reference to an event, or raises on a malformed one: whatever cannot be understood is ignored.
"""

from chatkit_notebook.fold.screen import ErrorDetail, ErrorRow, Notice, Progress, State
from chatkit_notebook.fold.state import fold, new_state
from chatkit_notebook.fold.updates import apply_update

__all__ = ["ErrorDetail", "ErrorRow", "Notice", "Progress", "State", "apply_update", "fold", "new_state"]
