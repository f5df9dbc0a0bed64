from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_jupyter.notebook import Part
from ct_jupyter.notebook.edit import apply_edits
from ct_jupyter.policy.ignore import comment_edits, ignore_tag, markdown_edits
from ct_jupyter.policy.suppressions import suppression_of
from tests.rewrite.kit import marked

ID = "secret.generic.password"
NOTE = f"# ct: ignore[{ID}] why"


def ignored(text: str, language: str = "python") -> str | None:
    source, start, _ = marked(text)
    edits = comment_edits("c", source, language, start, ID, "why")
    if edits is None:
        return None
    after = apply_edits(source, edits)
    moved = after.index(text.partition("«")[2].partition("»")[0])
    part = Part(kind="source", text=after, language=language)
    assert suppression_of(part, moved, ID) is not None
    return after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('password = "«x»"', f'password = "x"  {NOTE}'),
        ('password = "«x»"\ny = 1', f'password = "x"  {NOTE}\ny = 1'),
        ('password = "«x»"\r\ny = 1', f'password = "x"  {NOTE}\r\ny = 1'),
        ('password = "«x»"  # note', f'password = "x"  # note  {NOTE}'),
        ('  f(\n    password="«x»",\n  )', f'  f(\n    password="x",  {NOTE}\n  )'),
        ("  !curl -u ann:«x» host", f"  {NOTE}\n  !curl -u ann:x host"),
        ("%env A=«x»", f"{NOTE}\n%env A=x"),
        ('password = "«x»" \\\n  "y"', f'{NOTE}\npassword = "x" \\\n  "y"'),
        ('s = """«x»\n"""', f'{NOTE}\ns = """x\n"""'),
        ('s = """\n«x»"""', f's = """\nx"""  {NOTE}'),
        ("%%bash\ncurl -u ann:«x» host", f"%%bash\ncurl -u ann:x host  {NOTE}"),
        (
            'password = "«x»"  # ct: ignore[pii.email] old',
            f'password = "x"  # ct: ignore[pii.email,{ID}] old; why',
        ),
        ('name = "«x»', f'{NOTE}\nname = "x'),
    ],
)
def test_the_directive_stands_where_it_counts_and_the_code_still_runs(text: str, expected: str) -> None:
    assert ignored(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        's = """\n«x»\n"""',
        '%%login "«x»"\ny = 1',
        "%%writefile a.txt\n«x»",
        "!curl \\\n -u ann:«x» \\\n host",
    ],
)
def test_where_no_comment_can_stand_there_is_none(text: str) -> None:
    assert ignored(text) is None


@pytest.mark.parametrize(
    ("language", "opener"), [("r", "#"), ("julia", "#"), ("javascript", "//"), ("scala", "//"), ("sql", "--")]
)
def test_other_languages_have_their_own_comments(language: str, opener: str) -> None:
    assert ignored('password = "«x»"', language) == f'password = "x"  {opener} ct: ignore[{ID}] why'


def test_a_language_whose_comments_we_do_not_know_has_none() -> None:
    assert ignored('password = "«x»"', "brainfuck") is None


@pytest.mark.parametrize("before", ["", "# Title\n\n", "```\ncode\n```\n"])
def test_markdown_takes_a_comment_that_does_not_show(before: str) -> None:
    source, start, _ = marked(f"{before}the key is «x»\nand more")
    edits = markdown_edits("c", source, start, ID, "why")
    assert edits is not None
    after = apply_edits(source, edits)
    assert after == f"{before}the key is x  <!-- ct: ignore[{ID}] why -->\nand more"
    found = suppression_of(Part(kind="source", text=after, language="markdown"), start, ID)
    assert found is not None
    assert found.reason == "why"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("```\n«x»\n```", "why"), ("«x»", "a -- b"), ("«x» <!-- ct: ignore[a.b] c -->", "why")],
)
def test_where_it_would_show_or_break_there_is_none(text: str, reason: str) -> None:
    source, start, _ = marked(text)
    assert markdown_edits("c", source, start, ID, reason) is None


def test_a_tag_holds_no_comma_and_speaks_for_outputs() -> None:
    tag = ignore_tag(ID, "a, b\nc")
    assert tag == f"ct: ignore[{ID}] a; b c"
    found = suppression_of(Part(kind="output", text="x", language="text", tags=(tag,)), 0, ID)
    assert found is not None
    assert found.reason == "a; b c"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.text(max_size=30))
def test_what_is_written_is_read_again(before: str, after: str) -> None:
    source = f"{before}x{after}"
    edits = comment_edits("c", source, "python", len(before), ID, "why")
    if edits is None:
        return
    text = apply_edits(source, edits)
    moved = len(before) + sum(len(edit.text) for edit in edits if edit.start <= len(before))
    found = suppression_of(Part(kind="source", text=text, language="python"), moved, ID)
    assert found is not None
    assert found.reason.endswith("why")
