"""Secrets that are known by their looks: private keys, and tokens that begin as their vendors make them."""

from __future__ import annotations

import base64
import binascii
import re
from functools import cache

MASK = "***"

_SK_WORDS = (
    r"(?:learn|image|video|dist|SK|hynix|hidden|container|estimator|toggleable|top|parallel|serial|item|label|text|"
    r"dashed|spinner|circle|cube|chase|fading|wave|pulse|dot|folding)(?:[-_]{1,2}(?:[a-z]{1,15}|\d{1,3})){0,6}(?![\w-])"
)
_LONG = r"(?=[A-Za-z_-]{0,60}\d)[\w-]{16,}"
# What the tokens of each vendor begin with, and how they go on.
_VENDORS: dict[tuple[str, ...], str] = {
    ("sk-",): rf"(?!{_SK_WORDS})[\w*.-]*[\w*]",
    ("pk-", "key-"): r"(?=[a-z_-]{0,80}[\dA-Z*])[\w*-]{6,}",
    ("sk_live_", "sk_test_", "rk_live_", "rk_test_", "pk_live_", "pk_test_", "sk_prod_"): r"\w{3,}",
    ("sk_", "SK"): r"[a-f0-9]{24,}",
    ("whsec_",): r"[\w+/=-]{6,}",
    ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"): r"[A-Za-z0-9_]{6,}",
    ("github_pat_",): r"\w{4,}",
    ("glpat-", "glptt-", "gldt-", "glrt-", "glcbt-", "glsoat-", "glft-", "glimt-", "glagent-", "gloas-"): r"[\w.-]{4,}",
    ("hf_",): r"(?:[A-Za-z0-9]{16,}|(?=[a-z]{0,16}[\dA-Z])[A-Za-z0-9]{6,})",
    ("xoxa-", "xoxb-", "xoxc-", "xoxd-", "xoxe-", "xoxo-", "xoxp-", "xoxr-", "xoxs-", "xapp-"): r"[\w.-]{4,}",
    ("xoxe.xoxb-", "xoxe.xoxp-"): r"[\w.-]{4,}",
    ("AKIA",): r"[A-Z0-9]{12,}",
    ("ASIA", "ABIA", "ACCA"): r"[A-Z0-9]{16}(?![A-Z0-9])",
    ("AIza",): r"[\w-]{16,}",
    ("ya29.", "GOCSPX-"): r"[\w.-]{8,}",
    ("1//0",): r"[\w-]{8,}",
    ("npm_",): r"[A-Za-z0-9]{16,}",
    ("pypi-",): r"(?:Ag[\w-]{8,}|[\w-]{40,})",
    ("SG.",): r"[\w-]{8,}\.[\w-]{8,}",
    ("dop_v1_", "doo_v1_", "dor_v1_", "rubygems_"): r"[a-f0-9]{8,}",
    ("shpat_", "shpca_", "shppa_", "shpss_", "dapi"): r"[a-fA-F0-9]{16,}",
    ("sq0atp-", "sq0csp-", "sq0idp-"): r"[\w-]{16,}",
    ("r8_", "gsk_", "pcsk_", "tvly-", "lin_api_", "fw_", "jina_", "ntn_", "figd_", "glsa_", "glc_", "sntrys_"): _LONG,
    ("PMAK-", "dckr_pat_", "nvapi-", "xai-", "pplx-", "csk-", "voyage-", "secret_", "lsv2_pt_", "lsv2_sk_"): _LONG,
    ("hvs.", "hvb.", "hvr."): r"[\w-]{16,}",
    ("ATATT3",): r"[\w=-]{16,}",
    ("AGE-SECRET-KEY-1",): r"[A-Z0-9]{8,}",
    ("bot",): r"\d{8,10}:[\w-]{30,}",
    ("eyJ",): r"(?:[\w-]{4,}+\.[\w.-]{4,}|(?:hbGci|0eXAi|raWQi)[\w-]*)",
}


def _edge(prefix: str) -> str:
    """A token begins where a word does, or after the escape of a character. Asked after the prefix, it is cheap."""
    prefix = re.escape(prefix)
    before = (r"\\[nrtbf]", r"%[0-9A-Fa-f]{2}", r"\\x[0-9A-Fa-f]{2}", r"\\u00[0-9A-Fa-f]{2}")
    return f"{prefix}(?:(?<![A-Za-z0-9]{prefix})|{'|'.join(f'(?<={each}{prefix})' for each in before)})"


_TOKENS = {prefix: rest for prefixes, rest in _VENDORS.items() for prefix in prefixes}
_SCHEMES = ("Bearer", "bearer", "BEARER", "Basic", "basic", "Token", "token")
_WEBHOOK = re.compile(
    r"(hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/|discord(?:app)?\.com/api/webhooks/|"
    r"webhook\.office\.com/webhookb2/)[^\s\"'<>`\\]+"
)
_WORDS_AFTER_BEARER_TEXT = (
    "a an and are as at auth authentication authorization bar be bond bonds by can cannot certificate certificates "
    "credential credentials error expired expects expected for format from has header headers in instrument "
    "instruments invalid is it key may missing must news not of on only or party plant plants prefix realm required "
    "scheme schemes securities security shall share shares should string that the to token tokens type types used "
    "value was were with"
)
WORDS_AFTER_BEARER = frozenset(_WORDS_AFTER_BEARER_TEXT.split())
_PRIVATE_KEY = re.compile(r"-{4,5} ?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}")
_END = re.compile(r"-{4,5} ?END [A-Z0-9 ]{0,60}-{4,5}")
_LONGEST_KEY = 50_000
_SPACES = r"(?:\s|\\+[nrt]|[\"',+])"
_KEY_LINES = re.compile(
    rf"(?:{_SPACES}*+(?:(?:Proc-Type|DEK-Info|Version|Comment|Hash):[^\n\\]*+|[A-Za-z0-9+/=]{{16,}}+))*+"
    rf"(?:{_SPACES}*+[A-Za-z0-9+/=*]++)?"
)
_PUTTY = re.compile(r"(Private-Lines: ?\d{1,4})((?:\s|\\+[nr])++(?:[A-Za-z0-9+/=]{4,}+(?:\s|\\+[nr])*+)*+)")
_SHORTEST_RANDOM = 16


@cache  # most of them are never met, and to compile all takes a tenth of what the package takes to load
def _token(prefix: str) -> re.Pattern[str]:
    return re.compile(f"({_edge(prefix)}){_TOKENS[prefix]}", re.ASCII)


@cache
def _scheme(name: str) -> re.Pattern[str]:
    return re.compile(rf"({_edge(name)})(:?(?:[ \t]|%20|\+|\\{{1,3}}t){{1,3}})([\w.~+/%-]++=*)", re.ASCII)


def mask_tokens(text: str) -> str:
    """Mask tokens of vendors, webhooks, and what follows the name of a scheme such as ``Bearer``."""
    for scheme in _SCHEMES:
        if scheme in text:
            text = _scheme(scheme).sub(_without_credentials, text)
    text = _WEBHOOK.sub(rf"\1{MASK}", text)
    for prefix in _TOKENS:
        if prefix in text:
            text = _token(prefix).sub(rf"\1{MASK}", text)
    return text


def mask_private_keys(text: str) -> str:
    """Mask the inside of private keys; of one that is cut off, what there is."""
    if "Private-Lines" in text:
        text = _PUTTY.sub(rf"\1 {MASK}\n", text)
    if "PRIVATE KEY" not in text:
        return text
    pieces: list[str] = []
    position = 0
    ends = _END.finditer(text)
    end = next(ends, None)
    for begin in _PRIVATE_KEY.finditer(text):
        if begin.start() < position:
            continue
        while end is not None and end.start() < begin.end():
            end = next(ends, None)
        pieces += [text[position : begin.end()], MASK]
        is_whole = end is not None and end.start() - begin.end() <= _LONGEST_KEY
        position = end.start() if is_whole and end is not None else _end_of_lines(text, begin.end())
    return "".join([*pieces, text[position:]])


def looks_like_credentials(value: str) -> bool:
    """Tell whether a word is base64 of ``user:password``."""
    padded = value.rstrip("=")
    try:
        decoded = base64.b64decode(padded + "=" * (-len(padded) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False
    return b":" in decoded and decoded.isascii() and decoded.decode().isprintable()


def _end_of_lines(text: str, start: int) -> int:
    match = _KEY_LINES.match(text, start)
    return start if match is None else match.end()


def _without_credentials(match: re.Match[str]) -> str:
    scheme, space, value = match.groups()
    has_both = any(each.isdigit() for each in value) and any(each.isalpha() for each in value)
    match scheme:
        case "Bearer" | "BEARER":
            is_secret = value.lower().rstrip(".") not in WORDS_AFTER_BEARER
        case "Basic" | "basic":
            is_secret = looks_like_credentials(value) or (has_both and value.endswith("="))
        case "bearer":
            is_secret = has_both or (len(value) >= _SHORTEST_RANDOM and not value.islower())
        case _:
            is_secret = has_both and len(value) >= _SHORTEST_RANDOM
    return f"{scheme}{space}{MASK}" if is_secret else match[0]
