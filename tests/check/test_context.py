from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_jupyter.check.context import MASK, masked_line


def shown(text: str) -> str:
    start = text.index("«")
    spans, plain = [], ""
    for char in text:
        if char == "«":
            spans.append((len(plain), -1))
        elif char == "»":
            spans[-1] = (spans[-1][0], len(plain))
        else:
            plain += char
    return masked_line(plain, start, spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('x = 1\nkey = "«abc»"  # note\ny', f'key = "{MASK}"  # note'),
        ("«abc»", MASK),
        ('f(user="ann", password="«abc»")', f'f(user="…", password="{MASK}")'),
        ("login(«abc», «def»)", f"login({MASK}, {MASK})"),
        ("-----BEGIN «KEY\nline»\nafter", f"-----BEGIN {MASK}"),
        ("password = «abc»  other = x9y8z7w6", f"password = {MASK}  other = …"),
    ],
)
def test_values_are_masked_and_names_stay(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_a_long_line_is_cut_around_the_value() -> None:
    line = masked_line("word " * 100 + "abc" + " word" * 100, 500, [(500, 503)])
    assert MASK in line
    assert len(line) < 110


@given(
    st.text("ab \"'=\n", max_size=40), st.text("xyz", min_size=3, max_size=9), st.text("ab \n", max_size=40)
)
def test_no_value_is_ever_in_its_context(before: str, value: str, after: str) -> None:
    text = before + value + after
    assert value not in masked_line(text, len(before), [(len(before), len(before) + len(value))])
