from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_jupyter.notebook import Part
from ct_jupyter.policy.ignore import Comment, Tag, place_ignore
from ct_jupyter.policy.suppressions import suppression_of

ID = "secret.generic.password"


def placed(
    source: str, cell_type: str = "code", language: str = "python", at: str | None = "HERE"
) -> Comment | Tag:
    start = None if at is None else source.index(at)
    return place_ignore(
        source, cell_type=cell_type, language=language, start=start, weakness_id=ID, reason="in tests"
    )


def applied(source: str, comment: Comment) -> str:
    return source[: comment.offset] + comment.text + source[comment.offset :]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("pw = 'HERE'", "pw = 'HERE'  # ct: ignore[secret.generic.password] in tests"),
        ("pw = 'HERE'\nx", "pw = 'HERE'  # ct: ignore[secret.generic.password] in tests\nx"),
        ("pw = 'HERE'  \r\nx", "pw = 'HERE'  # ct: ignore[secret.generic.password] in tests  \r\nx"),
        ("# pw = 'HERE'", "# pw = 'HERE'  # ct: ignore[secret.generic.password] in tests"),
        ("f(\n  'HERE',\n  2)", "f(\n  'HERE',  # ct: ignore[secret.generic.password] in tests\n  2)"),
        ("pw = 'HERE", "pw = 'HERE  # ct: ignore[secret.generic.password] in tests"),
    ],
)
def test_in_python_the_comment_goes_to_the_end_of_the_line(source: str, expected: str) -> None:
    comment = placed(source)
    assert isinstance(comment, Comment)
    assert applied(source, comment) == expected


@pytest.mark.parametrize(
    "source",
    [
        "x = '''\npw HERE\n'''",
        "x = '''pw HERE\n'''",
        "%env PW=HERE",
        "!curl -u a:HERE host",
        "files = !curl -u a:HERE host",
        "pw = 'HERE' \\\n  + 'x'",
    ],
)
def test_where_no_comment_can_stand_the_cell_is_tagged(source: str) -> None:
    assert placed(source) == Tag("ct: ignore[secret.generic.password] in tests")


def test_an_output_is_ignored_by_a_tag() -> None:
    assert isinstance(placed("print(pw)", at=None), Tag)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("r", "pw <- 'HERE'  # ct"), ("scala", "pw <- 'HERE'  // ct"), ("sql", "pw <- 'HERE'  -- ct")],
)
def test_other_languages_have_their_own_comments(language: str, expected: str) -> None:
    comment = placed("pw <- 'HERE'", language=language)
    assert isinstance(comment, Comment)
    assert applied("pw <- 'HERE'", comment).startswith(expected)


def test_an_unknown_language_is_tagged() -> None:
    assert isinstance(placed("pw HERE", language="brainfuck"), Tag)


def test_markdown_takes_an_invisible_comment_and_a_fence_a_tag() -> None:
    comment = placed("the key is HERE", cell_type="markdown")
    assert isinstance(comment, Comment)
    assert (
        applied("the key is HERE", comment)
        == "the key is HERE  <!-- ct: ignore[secret.generic.password] in tests -->"
    )
    assert isinstance(placed("```\nHERE\n```", cell_type="markdown"), Tag)


def test_a_tag_holds_no_comma() -> None:
    placed_tag = place_ignore(
        "", cell_type="code", language="python", start=None, weakness_id=ID, reason="a, b\nc"
    )
    assert placed_tag == Tag("ct: ignore[secret.generic.password] a; b c")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.text(max_size=30))
def test_what_is_written_is_read_again(before: str, after: str) -> None:
    source = before + "HERE" + after
    result = place_ignore(
        source, cell_type="code", language="python", start=len(before), weakness_id=ID, reason="in tests"
    )
    tags = (result.text,) if isinstance(result, Tag) else ()
    text = source if isinstance(result, Tag) else applied(source, result)
    part = Part(kind="source", text=text, language="python", tags=tags)
    found = suppression_of(part, len(before), ID)
    assert found is not None
    assert found.reason.startswith("in tests")


@given(
    st.sampled_from(["x = 'HERE'", "x = '''a\nHERE'''", "f(a,\n 'HERE'\n)", "x = ('a'\n  'HERE')", "# HERE"])
)
def test_a_cell_that_parsed_still_parses_to_the_same(source: str) -> None:
    result = placed(source)
    if isinstance(result, Comment):
        assert ast.dump(ast.parse(applied(source, result))) == ast.dump(ast.parse(source))
