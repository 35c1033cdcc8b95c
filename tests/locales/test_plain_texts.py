"""No English is handed to what shows text: it comes from the locale."""

import ast
import re
from pathlib import Path

import pytest

import chatkit_notebook

PACKAGE = Path(chatkit_notebook.__file__).parent

# What shows text in the chat: these arguments, by name or by their places.
SHOWING = {
    "note": ("title", 0, "message", 1),
    "fail": ("title", 0),
    "progress": ("text", 0, 1),
    "NoticeEvent": ("title", "message"),
    "ErrorEvent": ("message",),
    "ProgressUpdateEvent": ("text",),
    "CustomSummary": ("title",),
    "CustomTask": ("title", "content"),
    "FileTask": ("title",),
    "ImageTask": ("title",),
    "SearchTask": ("title", "title_query"),
    "ThoughtTask": ("title",),
    "FileSource": ("title",),
    "URLSource": ("title",),
    "Badge": ("label",),
    "Button": ("label",),
    "Caption": ("value",),
    "Checkbox": ("label",),
    "Input": ("placeholder",),
    "Label": ("value",),
    "Markdown": ("value",),
    "Select": ("placeholder",),
    "Text": ("value",),
    "Textarea": ("placeholder",),
    "Title": ("value",),
    "AttachmentRefusedError": (0,),
    "BadMessageError": (0,),
    "CustomStreamError": (0, "message"),
    "InvalidRequestError": (0,),
    "StoreError": (0,),
    "TooMuchError": (0,),
    "UploadFailedError": (0,),
}
# Keys of JSON whose text is shown.
KEYS = ("label", "message", "title", "text")
# Nobody but the caller in a cell gets to see these errors.
FOR_CALLERS = {
    "local_files.py": "files that are attached from Python",
    "local_uploads.py": "as above",
    "session.py": "requests that are made from Python",
    "sandbox/compiler.py": "templates of widgets",
    "sql/address.py": "where a database is opened",
    "sql/attachments.py": "as above",
    "sql/engine.py": "as above",
    "sql/inspection.py": "as above",
    "sql/migrations.py": "as above",
    "sql/search.py": "as above",
}
WORD = re.compile(r"[A-Za-z]{2}")
NO_WORD = re.compile(r"[a-z][\w.:/-]*")


def findings(name, source):
    """Where plain English is handed to something that shows it."""
    tree = ast.parse(source)
    values = {}
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets if getattr(node, "value", None) is not None else ():
            if isinstance(target, ast.Name):
                values.setdefault(target.id, []).append(node.value)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
            places = SHOWING.get(called, ())
            shown = [argument for place, argument in enumerate(node.args) if place in places]
            shown += [keyword.value for keyword in node.keywords if keyword.arg in places]
            if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "words()":
                shown += node.args  # what a text is filled with
        elif isinstance(node, ast.Dict):
            shown = [part for key, part in zip(node.keys, node.values, strict=True) if _text(key) in KEYS]
        else:
            continue
        found += [f"{name}:{part.lineno}: {text!r}" for part in shown for text in _english(part, values)]
    return found


def _text(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _english(node, values, seen=()):
    """The plain texts that a value is made of, by names and choices, too."""
    match node:
        case ast.Constant(value=str(text)):
            return [text] if WORD.search(text) and not NO_WORD.fullmatch(text) else []
        case ast.Name(id=name):
            parts = [] if name in seen else values.get(name, [])
            return [text for part in parts for text in _english(part, values, (*seen, name))]
        case ast.JoinedStr(values=parts) | ast.BoolOp(values=parts):
            return [text for part in parts for text in _english(part, values, seen)]
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            return _english(one, values, seen) + _english(other, values, seen)
        case ast.Call(func=ast.Attribute(value=owner, attr="format" | "join")):
            return _english(owner, values, seen)
        case _:
            return []


def test_what_is_shown_comes_from_the_locale():
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.parent.name != "locales" and not any(path.match(place) for place in FOR_CALLERS):
            found += findings(path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8"))
    assert found == []


@pytest.mark.parametrize("place", FOR_CALLERS)
def test_what_is_left_out_of_the_search_needs_it(place):
    (path,) = [path for path in PACKAGE.rglob("*.py") if path.match(place)]
    assert findings(place, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "source",
    [
        "scene.note('Something failed', str(error))",
        "self.note(title, f'{name} is missing')",
        "CustomTask(title='Tool', icon=icon)",
        "FileTask(title=f'Searched: {x}' if x else 'Searched')",
        "_WHY = 'It is gone.'\nErrorEvent(code='custom', message=_WHY)",
        "def f():\n    told: str = 'Gone.'\n    raise CustomStreamError(told)",
        "TooMuchError('{} files'.format(3))",
        "emit({'type': 'error', 'message': 'It was stopped.'})",
        "Card(confirm={'label': 'Approve', 'action': action})",
        "Text(value=text or '(empty)')",
        "words().folder_failed(folder, 'is read-only', str(error))",
    ],
)
def test_english_that_is_shown_is_found(source):
    assert findings("a.py", source)


@pytest.mark.parametrize(
    "source",
    [
        "scene.note(words().something_wrong, failures.in_one_line(error))",
        "CustomTask(title=title_of(name), icon='lucide:wrench')",
        "raise ValueError('x must be a str')",
        "Text(value='7')",
        "{'type': 'input_text', 'text': text}",
    ],
)
def test_other_texts_pass(source):
    assert findings("a.py", source) == []
