"""Messages of a comm are answered on whatever thread is free, and not where ipykernel 7.4 last sent from."""

from types import SimpleNamespace

from chatkit_notebook.bridge.routing import keep_answering_while_busy


def test_a_comm_is_not_tied_to_the_shell_that_last_sent_on_it():
    comm = SimpleNamespace(_reply_subshell_for="main", _reply_subshell_ids={})
    keep_answering_while_busy(comm)
    comm._reply_subshell_ids["message"] = "main"
    assert comm._reply_subshell_for is None
    assert comm._reply_subshell_ids.get("message") is None
    assert len(comm._reply_subshell_ids) == 0


def test_a_comm_of_another_kernel_is_left_alone():
    comm = SimpleNamespace(comm_id="c")
    keep_answering_while_busy(comm)
    assert vars(comm) == {"comm_id": "c"}
