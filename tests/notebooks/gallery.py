"""The widgets that the gallery's cells show, as JSON.

``python -m tests.notebooks.gallery`` writes them down for the demo page, which shows them without a kernel.
"""

import ast
import json
from pathlib import Path

import nbformat

from chatkit_notebook.widgets import WidgetComponentBase
from chatkit_notebook.widgets.explain import checked_root

ROOT = Path(__file__).parents[2]
PATH = ROOT / "notebooks" / "09_widget_gallery.ipynb"
DEMO = ROOT / "js" / "demo" / "gallery.gen.json"


def shown():
    """Run the cells, and yield the root that each shows; but for the last, as no two machines draw a figure alike."""
    names = {}
    for cell in nbformat.read(PATH, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        if "matplotlib" in cell.source:
            return
        cells = ast.parse(cell.source)
        if not isinstance(cells.body[-1], ast.Expr):
            exec(cell.source, names)  # noqa: S102 - it is ours
            continue
        cells.body[-1] = ast.Assign([ast.Name("shown", ast.Store())], cells.body[-1].value)
        exec(compile(ast.fix_missing_locations(cells), PATH.name, "exec"), names)  # noqa: S102 - as above
        assert isinstance(names["shown"], WidgetComponentBase), cell.source
        root = names["shown"].model_dump(mode="json")
        yield checked_root(
            root if root["type"] in ("Basic", "Card", "ListView") else {"type": "Basic", "children": [root]}
        )


def for_demo():
    """The file of the demo page: a root a line, without the tables that ask a kernel for their rows."""
    roots = [json.dumps(root, ensure_ascii=False) for root in shown()]
    return "[\n" + ",\n".join(root for root in roots if '"DataFrame"' not in root) + "\n]\n"


if __name__ == "__main__":
    DEMO.write_text(for_demo(), encoding="utf-8")
