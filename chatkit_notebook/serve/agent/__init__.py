"""The ready server for an agent, and what no other needs: runs, approvals, client tools, what its model reads."""

from chatkit_notebook.serve.agent.server import AgentServer

__all__ = ["AgentServer"]
