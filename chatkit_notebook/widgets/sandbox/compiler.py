"""Jinja's compiler, which writes a question to the environment wherever code could grow without a call."""

# ruff: noqa: N802 - the methods are named by Jinja

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, operators

if TYPE_CHECKING:
    from jinja2.compiler import Frame


class BoundedCodeGenerator(CodeGenerator):
    """Makes loops, lists, slices, comparisons and joined strings go through `BoundedEnvironment`."""

    def visit_For(self, node: nodes.For, frame: Frame) -> None:
        """Count each turn, also those that an ``if`` leaves out."""
        node.iter = _call("counted", node.iter)
        super().visit_For(node, frame)

    def visit_List(self, node: nodes.List, frame: Frame) -> None:
        """Make a list that the template may change."""
        self.write("environment.own_list(")
        super().visit_List(node, frame)
        self.write(")")

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:
        """Make a dict that the template may change."""
        for pair in node.items:
            pair.key = _call("comparable", pair.key)
        self.write("environment.own_dict(")
        super().visit_Dict(node, frame)
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        """Join strings with ``~``."""
        self.write("environment.joined((")
        for each in node.nodes:
            self.visit(each, frame)
            self.write(", ")
        self.write("))")

    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:
        """Compare, which looks into lists of lists."""
        self.write("(environment.comparable(")
        self.visit(node.expr, frame)
        self.write(")")
        for each in node.ops:
            self.visit(each, frame)
        self.write(")")

    def visit_Operand(self, node: nodes.Operand, frame: Frame) -> None:
        """Write the right side of a comparison."""
        self.write(f" {operators[node.op]} environment.comparable(")
        self.visit(node.expr, frame)
        self.write(")")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        """Take an item, or a slice, which copies."""
        if not isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.write("environment.sliced(")
        self.visit(node.node, frame)
        for each in (node.arg.start, node.arg.stop, node.arg.step):
            self.write(", ")
            self.visit(each or nodes.Const(None), frame)
        self.write(")")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: ARG002 - as declared
        """Refuse it."""
        self._alone("include", node)

    def visit_Import(self, node: nodes.Import, frame: Frame) -> None:  # noqa: ARG002 - as declared
        """Refuse it."""
        self._alone("import", node)

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:  # noqa: ARG002 - as declared
        """Refuse it."""
        self._alone("import", node)

    def visit_Extends(self, node: nodes.Extends, frame: Frame) -> None:  # noqa: ARG002 - as declared
        """Refuse it."""
        self._alone("extend", node)

    def _alone(self, verb: str, node: nodes.Node) -> None:
        self.fail(f"A widget template stands alone and can't {verb} another: put its text here.", node.lineno)


def _call(name: str, node: Any) -> nodes.Call:
    return nodes.Call(nodes.EnvironmentAttribute(name), [node], [], None, None)
