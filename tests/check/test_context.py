from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_jupyter.check.context import MASK, MaskedLines
from tests.cost import assert_linear


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
    return MaskedLines(plain, spans).around(start)


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
    line = MaskedLines("word " * 100 + "abc" + " word" * 100, [(500, 503)]).around(500)
    assert MASK in line
    assert len(line) < 110


@given(
    st.text("ab \"'=\n", max_size=40), st.text("xyz", min_size=3, max_size=9), st.text("ab \n", max_size=40)
)
def test_no_value_is_ever_in_its_context(before: str, value: str, after: str) -> None:
    text = before + value + after
    assert value not in MaskedLines(text, [(len(before), len(before) + len(value))]).around(len(before))


def test_a_value_of_many_lines_is_masked_on_each_whatever_lies_in_it() -> None:
    text = "a\nsecret words\nmore of it\nthe end"
    lines = MaskedLines(text, [(2, 25), (4, 6), (26, 29)])
    assert lines.around(26) == f"{MASK} end"
    assert lines.around(4) == MASK
    assert lines.around(2) == MASK


def test_many_values_on_one_line_cost_what_they_are_many() -> None:
    def masking(n: int) -> Callable[[], object]:
        text = 'key = "abcdefgh" ' * n
        spans = [(17 * i + 7, 17 * i + 15) for i in range(n)]

        def mask() -> None:
            lines = MaskedLines(text, spans)
            assert all(MASK in lines.around(start) for start, _ in spans)

        return mask

    assert_linear(masking, 8000)
