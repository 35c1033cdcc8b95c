"""What is masked in a text, and what is not."""

import base64
import html
import json
import os
from urllib.parse import quote, quote_plus

import pytest

from chatkit_notebook import secrets
from chatkit_notebook.secrets import masked, masked_json
from tests.planted import BODY, ORDINARY, SECRETS

VALUE = "q1!w2@e3 r4/t5+y6"


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    monkeypatch.setattr(secrets.known, "_remembered", {})


@pytest.mark.parametrize(("text", "secret"), SECRETS.values(), ids=SECRETS)
def test_a_secret_is_masked_wherever_it_stands(text, secret):
    assert secret in text
    for around in (
        text,
        f"It failed: {text} (again)",
        f"{text}\nand more",
        f"one\n  {text}",
        json.dumps({"body": text}),
    ):
        assert secret not in masked(around)


@pytest.mark.parametrize(("text", "secret"), SECRETS.values(), ids=SECRETS)
def test_a_masked_text_stays_as_it_is(text, secret):
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_survives(text):
    assert masked(text) == text
    assert masked(f"{text}\n") == f"{text}\n"


@pytest.mark.parametrize(
    "name",
    ["OPENAI_API_KEY", "my_secret_value", "GitHub_Token", "DB_PASSWORD", "gcp_credentials", "AZURE_PAT", "APP_PASSWD"],
)
def test_the_value_of_a_variable_that_is_named_like_a_secret_is_masked(monkeypatch, name):
    monkeypatch.setenv(name, VALUE)
    assert masked(f"got {VALUE}.") == f"got <{name}>."


def test_the_environment_is_read_anew_each_time(monkeypatch):
    assert masked(f"got {VALUE}") == f"got {VALUE}"
    monkeypatch.setenv("LATER_KEY", VALUE)
    assert masked(f"got {VALUE}") == "got <LATER_KEY>"


def test_a_variable_that_goes_while_the_environment_is_read_stops_nothing(monkeypatch):
    names = type(os.environ).__iter__
    monkeypatch.setattr(type(os.environ), "__iter__", lambda environment: iter(["GONE_KEY", *names(environment)]))
    monkeypatch.setenv("LATER_KEY", VALUE)
    assert masked(f"got {VALUE}") == "got <LATER_KEY>"


@pytest.mark.parametrize(
    "form",
    [
        json.dumps(VALUE),
        json.dumps(json.dumps(VALUE)),
        repr(VALUE),
        quote(VALUE),
        quote(VALUE, safe=""),
        quote_plus(VALUE),
        html.escape(VALUE),
        base64.b64encode(VALUE.encode()).decode(),
        f"{VALUE[:14]}...",
        f"{VALUE[:13]}\n    {VALUE[13:]}",
    ],
)
def test_a_known_value_is_masked_in_each_form(monkeypatch, form):
    monkeypatch.setenv("SHOP_SECRET", VALUE)
    assert masked(f"got {form} back").startswith(
        ("got <SHOP_SECRET>", 'got "<SHOP_SECRET>', "got '<SHOP_SECRET>", 'got "\\"<')
    )
    assert VALUE[13:] not in masked(form)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FEATURE_KEY", "true"),
        ("SORT_KEY", "created"),
        ("STAGE_TOKEN", "production"),
        ("RETRY_TOKEN", "12345"),
        ("TLS_KEY", "/etc/ssl/private/server.pem"),
        ("AUTH_TOKEN_URL", "https://login.example.com/token"),
        ("PWD", "/home/ann/work"),
        ("SECRET_EMPTY", ""),
    ],
)
def test_short_and_plain_values_take_no_ordinary_text_away(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    text = f"The production server was created at {value}, 12345 times, which is true."
    assert masked(text) == text


def test_the_password_of_a_database_address_is_masked_alone_too(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://ann:p%40ss-w0rd@db.example/app")
    assert masked("p@ss-w0rd and p%40ss-w0rd for ann at db.example") == (
        "<DATABASE_URL> and <DATABASE_URL> for ann at db.example"
    )


def test_a_key_of_several_lines_is_masked_line_by_line(monkeypatch):
    monkeypatch.setenv("SIGNING_KEY", f"{BODY}\n{BODY[::-1]}\n")
    assert masked(f"line 2: {BODY[::-1]}") == "line 2: <SIGNING_KEY>"


def test_values_that_a_chat_was_given_are_masked():
    secrets.remember("api_key", "k1k2k3k4")
    secrets.remember_password("store", "postgresql://ann:t0psecr3t@db/app")
    assert masked("k1k2k3k4 / t0psecr3t") == "<api_key> / <store>"
    assert masked("abc123xyz", "abc123xyz") == "***"


def test_json_is_masked_by_the_names_in_it_and_stays_unchanged():
    value = {"user": "ann", "password": "swordfish", "list": ["sk-a1b2", 5, None], "n": {"apiKey": "opaque"}}
    before = json.dumps(value)
    assert masked_json(value) == {
        "user": "ann",
        "password": "***",
        "list": ["sk-***", 5, None],
        "n": {"apiKey": "***"},
    }
    assert json.dumps(value) == before


def test_json_that_is_nested_without_end_is_masked_all_the_same():
    value = leaf = []
    for _ in range(5_000):
        leaf.append([])
        leaf = leaf[0]
    leaf.append("sk-a1b2")
    assert "a1b2" not in json.dumps(masked_json(value))


def test_text_whose_lower_case_is_longer_is_masked_in_the_right_place():
    assert masked("İİ password=hunter2 İ") == "İİ password=*** İ"
