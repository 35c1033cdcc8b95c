"""Inline styles. Greys that are part of what is behind them stand on light and on dark grounds alike.

JupyterLab lets plain properties with plain values through where it does not trust a notebook, GitHub none at all: what
a transcript says does not depend on them.
"""

BODY = "max-width:720px;line-height:1.55"
ASKED = "margin:0 0 14px;text-align:right"
BUBBLE = (
    "display:inline-block;max-width:85%;padding:9px 14px;border-radius:16px;background:rgba(127,127,127,.14);"
    "text-align:left;word-wrap:break-word"
)
NAME = "margin:14px 0 2px;font-size:12px;opacity:.7"
NAME_AT_END = NAME + ";text-align:right"
LISTING = (
    "margin:10px 0;padding:10px 14px;border-radius:8px;"
    "background:rgba(127,127,127,.1);overflow:auto;font-family:monospace"
)
QUOTE = "margin:8px 0;padding:0 0 0 12px;border-left:3px solid rgba(127,127,127,.4)"
CARD = "margin:10px 0;padding:4px 14px;border:1px solid rgba(127,127,127,.35);border-radius:12px"
STEPS = "margin:8px 0;opacity:.85"
WITHIN = "margin:4px 0;padding:0 0 0 14px;border-left:2px solid rgba(127,127,127,.25)"
TABLE = "border-collapse:collapse"
RULE = "border:0;border-top:1px solid rgba(127,127,127,.35)"
FOOTNOTE = "font-size:13px;opacity:.85"
FOOT = "margin:18px 0 6px;padding:8px 0 0;border-top:1px solid rgba(127,127,127,.25);font-size:12px;opacity:.7"
NOTICE = "margin:10px 0;font-size:13px;opacity:.8"
SCROLLS = "overflow-x:auto"
PICTURE = "display:block;max-width:100%;max-height:240px;margin:8px 0;border-radius:8px"
AS_TYPED = "margin:0;white-space:pre-wrap"
PAGE = "margin:32px auto;padding:0 20px;max-width:720px;font:15px/1.55 system-ui,sans-serif"
TITLE = "font-size:20px"
GO_ON = "margin:8px 0;font-size:13px;opacity:.7"
FORMULA = "margin:10px 0;overflow:auto"
