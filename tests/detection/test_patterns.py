"""What is read off a pattern: its literals and its looser form."""

from __future__ import annotations

import pytest

from ct_jupyter.detection.engine.patterns import first_line, literals, loosen, parse


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bghp_[A-Za-z0-9]{36}", {b"ghp_"}),
        (r"(?:AKIA|ASIA)[A-Z2-7]{16}", {b"akia", b"asia"}),
        (r"gh[po]_[a-z]+", {b"ghp_", b"gho_"}),
        (r"(?i)AccountKey=(?P<value>x+)", {b"accountkey="}),
        (r"[a-z]{14}\.atlasv1\.[a-z]+", {b".atlasv1."}),
        (r"(?:sb_secret_[a-z]{4}|sbp_[0-9]{4})", {b"sb_secret_", b"sbp_"}),
        (r"colou?r_code", {b"color_code", b"colour_code"}),
        (r"[a-z]+", set()),
    ],
)
def test_literals_of_which_every_match_has_one(pattern: str, expected: set[bytes]) -> None:
    assert literals(pattern) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"ab[0-9]{3,40}(?![0-9])", rb"\x61\x62(?:[\x30-\x39]){3}"),
        (r"(?<!x)a[^\"]{2,9}b", rb"\x61(?:[^\x22]){2,}\x62"),
        (r"a.b", rb"\x61[^\x0a]\x62"),
    ],
)
def test_the_looser_form(pattern: str, expected: bytes) -> None:
    assert loosen(pattern) == expected


def test_only_the_first_line_of_several_is_looked_for() -> None:
    assert literals(r"-----BEGIN KEY-----(?:[^-]){40,90}-----END KEY-----", lines=9) == {
        b"-----begin key-----"
    }


@pytest.mark.parametrize("pattern", [r"(a)\1", r"(?-i:a)b"])
def test_what_cannot_be_loosened_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"looser|flags"):
        loosen(pattern)


@pytest.mark.parametrize(("pattern", "expected"), [(r"a\sb", True), (r"[^\"]", True), (r"a[ \t]b.", False)])
def test_patterns_that_reach_past_a_line_are_known(pattern: str, expected: bool) -> None:
    tree, _ = parse(pattern)
    assert (len(first_line(tree)) < len(tree)) is expected
