"""Makes pictures of texts in many scripts, light and dark: ``python tests/screenshots/texts.py FOLDER``."""
# ruff: noqa: RUF001 - other scripts have commas and colons of their own

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.lab import CHROMIUM_ARGUMENTS, Lab, NotebookPage  # noqa: E402 - the repository is no package

TEXTS = {
    "math": r"""Let $S=\{1,2\}$, $\|v\|$, $50\%$ and $a\,$; it costs $5 to $10 (or 12$), run `$HOME/$USER`.

\begin{align}
a &= b + c \\
  &= \sqrt{d}
\end{align}

so: \[
x = \frac{1}{2}
\]

| norm | code |
|---|---|
| $\|v\|$ and $|x|$ | `a|b` |

A note[^1] and another[^why].

[^1]: The **first** note.
[^why]: With `code` and $x^2$.
""",
    "cjk": """**「重要」**なお知らせ。**注意：**正文在此，请看https://example.com。谢谢
访问https://example.com查看**“重点”**内容
이것은 **강조(이것)**는 됩니다. 👩‍👩‍👧 😀

- 第一項
- **二番目。**次の文
""",
    "rtl": """# כותרת עם `code`

השתמש ב-`rm -rf` כאן, הנוסחה $x+1$ כאן.

1. אחת
2. שתיים
   - פנימי
   - inner

- שלום עולם
- hello world
- مرحبا بالعالم
- [x] נעשה

> ציטוט ארוך

| שם | גיל |
|---|---|
| דנה | 12 |
""",
    "tables": (
        "| what | code | norm |\n|:--|:-:|--:|\n| `a|b` | `x || y` | $|x|$ |\n| a\\|b | **b** | 12 |\n\n"
        f"|{'|'.join(f' c{n} ' for n in range(200))}|\n|{'---|' * 200}\n|{'|'.join(f' {n} ' for n in range(200))}|\n\n"
        "Prices: $5, $10.50 and 20$; between $1 and $2 million. Set $A=\\{x\\}$[^1] and \\(a\\,b\\).\n\n"
        "[^1]: A note with a [link](https://example.com).\n\n> [!NOTE]\n> a quote\n"
    ),
    "emoji": (
        "Broken \ud83d in two, whole 😀, a family 👩‍👩‍👧, a flag 🇫🇷, a skin 👍🏽, nul \x00 here.\n\n"
        "- 🚀 go\n- ✅ done\n"
    ),
    "fences": """```markdown
# Title
```python
print("x")
```
more
```

after the fence
""",
}


def cell(text):
    return (
        "from chatkit_notebook import ChatKit\n"
        f"def reply(text):\n    return {text!r}\n"
        "chat = ChatKit(reply, height=760)\nchat"
    )


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, Lab(home, python=sys.executable) as lab, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM_ARGUMENTS)
        for theme in ("Light", "Dark"):
            for name, text in TEXTS.items():
                page = browser.new_page(viewport={"width": 900, "height": 1100}, color_scheme=theme.lower())
                notebook = NotebookPage(page, lab, lab.write_notebook(name + theme, [cell(text)], "python3")).open()
                page.evaluate(
                    "theme => jupyterapp.commands.execute('apputils:change-theme', { theme })", f"JupyterLab {theme}"
                )
                notebook.run_all()
                view = notebook.chat()
                view.send("go")
                view.wait_idle()
                page.wait_for_timeout(800)
                view.host.screenshot(path=folder / f"{name}-{theme.lower()}.png")
                page.close()
                lab.stop_kernels()


if __name__ == "__main__":
    main()
