from __future__ import annotations

import pytest

from ct_jupyter.notebook import Part
from ct_jupyter.policy.suppressions import suppression_of
from ct_jupyter.redaction.comment import comment_edits
from ct_jupyter.redaction.plan import apply_edits

from .kit import marked

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
        ('password = "«x»', f'{NOTE}\npassword = "x'),
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
