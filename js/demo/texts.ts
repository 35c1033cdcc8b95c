/** Answers as a model would write them. */

const prose = `Gradient descent walks downhill. At each step it looks at the slope under its feet and takes a small step the other way, so the loss goes down a little, again and again.

Two things decide how well that works:

1. **The step size.** Too small and it takes forever; too large and it jumps over the valley.
2. **The starting point.** A bad one may end in a shallow valley that is not the lowest.

In practice you start with a step size of \`0.01\`, look at the loss, and change it by factors of three. See [the original paper](https://example.com/paper) for more.`;

const formula = `For a loss $L(\\theta)$ the update is

$$
\\theta_{t+1} = \\theta_t - \\eta \\, \\nabla_\\theta L(\\theta_t)
$$

where \\(\\eta\\) is the step size. With momentum it becomes

\\[
v_{t+1} = \\beta v_t + (1 - \\beta)\\,\\nabla_\\theta L(\\theta_t), \\qquad \\theta_{t+1} = \\theta_t - \\eta\\, v_{t+1}
\\]

A GPU that does this costs between $2 and $5 an hour.`;

const code = `Here is a function that reads a table and says what it read:

\`\`\`python
from pathlib import Path

import polars as pl


def read_table(path: str | Path, *, limit: int | None = None) -> pl.DataFrame:
    """Reads a CSV or Parquet file, by its ending."""
    path = Path(path)
    reader = {".csv": pl.read_csv, ".parquet": pl.read_parquet}.get(path.suffix)
    if reader is None:
        raise ValueError(f"Cannot read {path.name!r}: expected .csv or .parquet, and this line is long enough to scroll")
    frame = reader(path, n_rows=limit)
    print(f"{len(frame):,} rows, {frame.width} columns")  # a short report
    return frame
\`\`\`

Call it with \`read_table("events.parquet", limit=1_000)\`. In a shell:

\`\`\`bash
pip install polars && python -c "import polars; print(polars.__version__)"
\`\`\`
`;

const table = `Three ways to keep a million events, measured on one laptop:

| Held as | Bytes per event | Append | To pandas |
|---|---:|---:|---:|
| Python dictionaries | 1,198 | 6.7 µs | 621 ms |
| Raw JSON bytes | 360 | 4.3 µs | 4.9 s |
| **Arrow record batches** | **345** | **4.4 µs** | **285 ms** |

> Arrow wins because nothing is parsed twice: what is appended is what is read.

What to do next:

- [x] Measure the three on your own data
- [ ] Choose a batch size
  - 8,192 rows is a good start
  - larger batches delay the first read
- [ ] Write the migration`;

export const lesson = `# How an answer is drawn

${prose}

## Code

${code}

## A table

${table}

## Formulas

${formula}

---

### What is left out

Raw HTML such as <b onclick="alert(1)">this</b> stays text, a [bad link](javascript:alert(1)) is not a link, and a remote picture waits for a click:

![A chart of the loss](https://example.com/loss.png)

`;

/** One listing that never ends, and one list. */
const listing = `\`\`\`python\n${"def f(x: int) -> int:\n    return x + 1  # one more\n\n".repeat(2_000)}`;
const list = Array.from({ length: 2_000 }, (_, index) => `- entry ${index} with **words** in it`).join("\n");

export const texts = { formula, code, table, lesson, listing, list, prose };
