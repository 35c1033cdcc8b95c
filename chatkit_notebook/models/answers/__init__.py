"""What endpoints answer, as the SDKs expect it: those that call themselves compatible differ in many small ways.

`mend` is called for each answer on its way from the HTTP transport to the SDK. It reads whatever came, passes on what
the API specifies, and raises `EndpointAnswerError` for what is not an answer.
"""

from chatkit_notebook.models.answers.mend import OFFICIAL_HOST, mend
from chatkit_notebook.models.answers.problems import EndpointAnswerError
from chatkit_notebook.models.answers.stops import Stop, heard

__all__ = ["OFFICIAL_HOST", "EndpointAnswerError", "Stop", "heard", "mend"]
