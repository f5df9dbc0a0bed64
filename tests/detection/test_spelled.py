"""Tokens of which some characters are escaped, apart, or given by their codes."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable

import pytest

from ct_jupyter.detection import Detector, get_detector, load_rules
from ct_jupyter.detection.examples import fill, sample_value
from tests.cost import assert_linear

GITHUB = sample_value("secret.github.token", 3)
CODES = ", ".join(map(str, GITHUB.encode()))
DETECTOR = Detector(load_rules(), "re")


def found(text: str, language: str = "python") -> list[tuple[str, str]]:
    return [(m.rule.id, text[m.start : m.end]) for m in get_detector().scan(text, language)]


@pytest.mark.parametrize(
    "spelled",
    [
        f"\\x{ord(GITHUB[0]):02X}{GITHUB[1:]}",
        f"{GITHUB[:20]}\\u{{{ord(GITHUB[20]):x}}}{GITHUB[21:]}",
        f"{GITHUB[:-1]}\\{ord(GITHUB[-1]):o}",
        GITHUB.replace("_", "\\N{LOW LINE}"),
        GITHUB.replace("_", "%5F"),
        GITHUB.replace("_", "&lowbar;"),
        GITHUB.replace("_", "&#0095;"),
        f"{GITHUB[:9]}<wbr>{GITHUB[9:]}",
        f'{GITHUB[:9]}</span><span class="w" id=1>{GITHUB[9:]}',
    ],
)
@pytest.mark.parametrize("around", ['x = "{v}"', "a {v} b", "<p>{v}</p>", "k: {v}\n"])
def test_a_token_is_found_where_its_characters_are_written(spelled: str, around: str) -> None:
    assert found(around.replace("{v}", spelled)) == [("secret.github.token", spelled)]


@pytest.mark.parametrize("around", ["bytes([{v}])", "[1, {v}]", "String.fromCharCode({v})"])
def test_a_list_of_codes_is_found_from_its_first_to_its_last(around: str) -> None:
    assert found(around.replace("{v}", CODES), "text") == [("secret.github.token", CODES)]


def test_what_a_call_decodes_is_found_wherever_its_literal_stands() -> None:
    encoded = base64.b85encode(GITHUB.encode()).decode()
    assert found(f"v = '{encoded}'\nw = 1\nx = base64.b85decode(v)") == [("secret.github.token", encoded)]


def test_base64_of_base64_is_found() -> None:
    encoded = base64.b64encode(base64.b64encode(GITHUB.encode())).decode()
    assert found(f"x: {encoded}", "text") == [("secret.github.token", encoded)]


@pytest.mark.parametrize(
    "text",
    [
        'path = "C:\\x41\\100\\new"',
        "caf\\u00e9 = 1; n = '\\N{GREEK SMALL LETTER ALPHA}\\N{NO SUCH NAME AT ALL}'",
        "H<sub>2</sub>O and x<sup>2</sup>y<b>bold</b>face of a long enough word",
        "%4d%5d%6d%41%42%43%44%45%46%47%48%49%4a",
        "[103, 104, 112, 95, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]",
        "x = b85decode('abcdefghijklmnopqrstuvwxyz')",
        f'x = "{fill("{base62:40}", 1)}&amp;y=%20"',
    ],
)
def test_other_escapes_and_numbers_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_token_that_stands_there_as_it_is_is_found_once() -> None:
    assert found(f"https://host/?q=%41&t={GITHUB}") == [("secret.github.token", GITHUB)]


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "\\x67",
            "&#103;",
            "%67",
            "\\N{LATIN SMALL LETTER G}",
            "a<b>",
            "<b>",
            "a</b ",
            "103, 104, 112, 95, ",
        ),
        "'abcdefghijklmnopqrst' b85decode ",
    ],
)
def test_time_grows_with_the_text(unit: str) -> None:
    def scan(size: int) -> Callable[[], object]:
        text = unit * (size // len(unit) + 1)
        return lambda: DETECTOR.scan(text)

    assert_linear(scan, 5_000, unit)


def test_both_engines_find_the_same_on_long_lines() -> None:
    rng = random.Random(5)
    pieces = [
        f"\\x67{GITHUB[1:]}",
        GITHUB.replace("_", "%5F"),
        f"[{CODES}]",
        "a<b>c</b>",
        "word " * 900,
        "x" * 5000,
    ]
    hyperscan = pytest.importorskip("ct_jupyter.detection.engine.hyperscan") and Detector(
        load_rules(), "hyperscan"
    )
    for _ in range(20):
        text = " ".join(rng.choices(pieces, k=12))
        assert hyperscan.scan(text, "text") == DETECTOR.scan(text, "text")
