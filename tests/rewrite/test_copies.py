from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_jupyter.detection.secrets.copies import Needles

VALUE = "Hg%7'x/\"Q<&9+z_{é}"
NAMES = {VALUE: "NAME"}


def cleaned(text: str, names: dict[str, str] | None = None) -> str:
    for copy in reversed(Needles(names or NAMES).find(text)):
        text = f"{text[: copy.start]}[{copy.name}]{text[copy.end :]}"
    return text


@pytest.mark.parametrize(
    "encode",
    [
        str,
        lambda value: json.dumps(value)[1:-1],
        lambda value: json.dumps(value, ensure_ascii=False)[1:-1],
        lambda value: json.dumps(json.dumps(value))[3:-3],
        lambda value: repr(value)[1:-1],
        lambda value: quote(value, safe=""),
        lambda value: quote(value),
        quote_plus,
        lambda value: quote(value, safe="").lower().replace("hg", "Hg").replace("q", "Q", 1),
        html.escape,
        lambda value: html.escape(value, quote=False),
        lambda value: html.escape(value).replace("&#x27;", "&#39;"),
        lambda value: json.dumps(value)[1:-1].replace("<", "\\u003c").replace("&", "\\u0026")
        .replace("'", "\\u0027"),
    ],
)  # fmt: skip
def test_a_copy_in_any_escaping_is_found(encode: Callable[[str], str]) -> None:
    assert cleaned(f"before {encode(VALUE)} behind") == "before [NAME] behind"


@pytest.mark.parametrize("before", ["", "a", "ab", "user:", "a longer text before it: "])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_base64_that_holds_the_value_goes_whole(before: str, encode: Callable[[bytes], bytes]) -> None:
    encoded = encode(f"{before}{VALUE} and more".encode()).decode()
    assert cleaned(f"Authorization: Basic {encoded}\n") == "Authorization: Basic [NAME]\n"


def test_base64_over_several_lines_is_found() -> None:
    long = "Zq8" * 40 + "x"
    encoded = base64.encodebytes(f"key={long}".encode()).decode()
    assert cleaned(f"data:\n{encoded}", {long: "NAME"}).startswith("data:\n[NAME]")


def test_terminal_colours_inside_a_copy_do_not_hide_it() -> None:
    text = "\x1b[31mkey\x1b[0m = Zq8\x1b[1mrT5vW\x1b[0m2xyz\n"
    assert cleaned(text, {"Zq8rT5vW2xyz": "NAME"}) == "\x1b[31mkey\x1b[0m = [NAME]\n"


def test_a_short_value_goes_only_where_it_stands_apart() -> None:
    names = {"tiger": "NAME"}
    assert cleaned("tiger, tigers, a_tiger and tiger.", names) == "[NAME], tigers, a_tiger and [NAME]."


def test_the_lines_of_a_long_value_are_found_one_by_one() -> None:
    lines = ["Zq8rT5vW2xyzZq8rT5vW2x", "aB3dE6gH9jKmN2pQ5sTuV8"]
    assert cleaned(f"1 {lines[0]}\n2 {lines[1]}\n", {"\n".join(lines): "NAME"}) == "1 [NAME]\n2 [NAME]\n"


def test_a_placeholder_is_left_alone_even_where_its_name_holds_a_value() -> None:
    assert cleaned("<REDACTED:OPENAI_KEY_9X>", {"OPENAI_KEY_9X": "NAME"}) == "<REDACTED:OPENAI_KEY_9X>"


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
    st.text("abcXYZ019_-%/+'\"<é", min_size=8, max_size=40),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
)
def test_after_replacing_no_form_of_the_value_is_left(before: str, value: str, behind: str) -> None:
    for form in (value, quote(value, safe=""), json.dumps(value)[1:-1]):
        result = cleaned(f"{before} {form} {behind}", {value: "\0"})
        assert form not in result
