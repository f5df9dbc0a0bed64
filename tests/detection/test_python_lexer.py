"""Strings and comments of Python, whole or half typed."""

from __future__ import annotations

import io
import keyword
import tokenize

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ct_jupyter.languages.python_lexer import CommentToken, StringToken, python_tokens


def spans(source: str) -> list[str]:
    return [source[token.start : token.end] for token in python_tokens(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 'a' + \"b\"", ["'a'", '"b"']),
        ("x = 1  # a 'comment'\ny = 'a'", ["# a 'comment'", "'a'"]),
        ("'# no comment'", ["'# no comment'"]),
        ('"""a\n\'b\'\n"""', ['"""a\n\'b\'\n"""']),
        (r"'it\'s'", [r"'it\'s'"]),
        ("rb'a' Rb'b' f'c' u'd' BR'''e'''", ["rb'a'", "Rb'b'", "f'c'", "u'd'", "BR'''e'''"]),
        ("bar'a'", ["'a'"]),
        ("'a'r'b'", ["'a'", "'b'"]),
        ("x = 'open\ny = 'shut'", ["'open", "'shut'"]),
        ('x = """open\ny = 1', ['"""open\ny = 1']),
        ("", []),
    ],
)
def test_literals_and_comments_are_found(source: str, expected: list[str]) -> None:
    assert spans(source) == expected


def test_a_literal_says_how_it_was_written() -> None:
    (token,) = python_tokens("rB'''ab'''")
    assert isinstance(token, StringToken)
    assert (token.prefix, token.quote, token.body_start, token.body_end, token.closed) == (
        "rb",
        "'''",
        5,
        7,
        True,
    )


def test_an_unclosed_literal_says_so() -> None:
    (token,) = python_tokens("'ab")
    assert isinstance(token, StringToken)
    assert (token.body_start, token.body_end, token.closed) == (1, 3, False)


@given(st.text(alphabet="ab'\"\\#\n\r rRfF=é🙂", max_size=80))
def test_any_text_gives_tokens_in_order_inside_it(source: str) -> None:
    end = 0
    for token in python_tokens(source):
        assert end <= token.start < token.end <= len(source)
        end = token.end
        if isinstance(token, StringToken):
            assert token.start <= token.body_start <= token.body_end <= token.end


names = st.from_regex(r"[a-z]{1,6}", fullmatch=True).filter(lambda name: not keyword.iskeyword(name))
literals = st.one_of(
    st.text(alphabet="ab #'\"\\né", max_size=8).map(repr),
    st.text(alphabet="ab #\né", max_size=8).map(lambda body: f'"""{body}"""'),
    st.text(alphabet="ab #", max_size=8).map(lambda body: f"rb'{body}'"),
)
statements = st.one_of(
    st.builds("{} = {}".format, names, literals),
    st.builds("{}({}, {})  # {}".format, names, literals, literals, names),
    st.builds("# {}".format, names),
)


@given(st.lists(statements, max_size=6).map("\n".join))
def test_valid_source_gives_what_tokenize_gives(source: str) -> None:
    try:
        expected = [
            (token.type == tokenize.COMMENT, token.string)
            for token in tokenize.generate_tokens(io.StringIO(source).readline)
            if token.type in (tokenize.STRING, tokenize.COMMENT)
        ]
    except (tokenize.TokenError, SyntaxError):
        assume(False)
    assert [
        (isinstance(token, CommentToken), source[token.start : token.end]) for token in python_tokens(source)
    ] == expected
