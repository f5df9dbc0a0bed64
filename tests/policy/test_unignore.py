"""A decision is taken back exactly: what else is on the line, in the tags and in the metadata stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_jupyter.notebook.edit import apply_edits
from ct_jupyter.policy.ignore import comment_edits, markdown_edits
from ct_jupyter.policy.unignore import comment_removal, without_directives

ID = "secret.generic.password"
OTHER = "secret.github.token"


def removed(source: str, weakness_id: str = ID) -> str:
    start = source.index("value")
    return apply_edits(source, comment_removal("c1", source, start, weakness_id))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f'p = "value"  # ct: ignore[{ID}] a reason', 'p = "value"'),
        (f'p = "value"  # ct: ignore[{ID}] see #12\nx = 1', 'p = "value"\nx = 1'),
        (f'p = "value"  # ct: ignore[{ID}] a\r\nx = 1', 'p = "value"\r\nx = 1'),
        # What the user wrote before and behind stays.
        (f'p = "value"  # mine  # ct: ignore[{ID}] a', 'p = "value"  # mine'),
        (f'p = "value"  # ct: ignore[{ID}] a  # noqa: S105', 'p = "value"  # noqa: S105'),
        (f'p = "value"  # ct: ignore[{ID}] a # type: ignore', 'p = "value" # type: ignore'),
        (f'p = "value"  # ct: ignore[{ID}] a  # mine', 'p = "value"  # mine'),
        (f'p = "value"  # mine. ct: ignore[{ID}] a', 'p = "value"  # mine.'),
        (f'p = "value"   # ct: ignore[{ID}] a', 'p = "value" '),
        (f'p = "value" # ct: ignore[{ID}]', 'p = "value"'),
        # Of several decisions on one line only the one goes.
        (
            f'p = "value"  # ct: ignore[{ID},{OTHER}] a; b',
            f'p = "value"  # ct: ignore[{OTHER}] b',
        ),
        (
            f'p = "value"  # ct: ignore[{OTHER}, {ID}] a; b',
            f'p = "value"  # ct: ignore[{OTHER}] a',
        ),
        (f'p = "value"  # ct: ignore[{OTHER},{ID}] both', f'p = "value"  # ct: ignore[{OTHER}] both'),
        # A line of its own goes whole.
        (f"x = 1\n    # ct: ignore[{ID}] a\n    !curl value", "x = 1\n    !curl value"),
        (f"# ct: ignore[{ID}] a\r\n!curl value", "!curl value"),
        (f"# mine  # ct: ignore[{ID}] a\n!curl value", "# mine\n!curl value"),
        # Markdown and other languages.
        (f"value  <!-- ct: ignore[{ID}] a -->", "value"),
        (f"value  <!-- ct: ignore[{ID}] a --> and on", "value and on"),
        (f"value <!-- mine, ct: ignore[{ID}] a -->", "value <!-- mine, -->"),
        (f"SELECT 'value'  -- ct: ignore[{ID}] a", "SELECT 'value'"),
        (f'let p = "value"  // ct: ignore[{ID}] a', 'let p = "value"'),
        ('p = "value"  # ct: ignore[secret.*] a', 'p = "value"'),
    ],
)
def test_only_the_decision_goes(before: str, after: str) -> None:
    assert removed(before) == after


@pytest.mark.parametrize(
    "source",
    [
        f'p = "value"  # ct: ignore[{OTHER}] a',
        'p = "value"  # mine',
        f'x = 1  # ct: ignore[{ID}] of its own line\np = "value"',
        f'p = "value"\nx = 1  # ct: ignore[{ID}] below',
        f'p = "value"  # ct: ignore[{ID}] until 2001-01-01 has expired',
    ],
)
def test_what_does_not_ignore_it_is_left_alone(source: str) -> None:
    assert comment_removal("c1", source, source.index("value"), ID) == ()


PIECES = st.text(alphabet=" \t#abz'=.,;é😀", max_size=12)


@given(
    indent=st.sampled_from(["", "  ", "\t"]),
    tail=PIECES,
    below=PIECES,
    reason=st.from_regex(r"\A[a-z#0-9]+( [a-z#0-9]+){0,3}\Z"),
)
def test_taking_back_what_was_written_gives_the_same_text(
    indent: str, tail: str, below: str, reason: str
) -> None:
    source = f"{indent}password = value {tail}\n{below}"
    start = source.index("value")
    written = comment_edits("c1", source, "python", start, ID, reason)
    if written is None:
        return
    ignored = apply_edits(source, written)
    at = ignored.index("value", ignored.index("password = "))
    assert apply_edits(ignored, comment_removal("c1", ignored, at, ID)) == source


def test_the_same_in_markdown() -> None:
    source = "Password: value\n\nand on"
    written = markdown_edits("c1", source, source.index("value"), ID, "a reason")
    assert written is not None
    ignored = apply_edits(source, written)
    assert removed(ignored) == source


def test_tags_and_texts_of_the_metadata_lose_only_what_ignores_it() -> None:
    tags = ["slow", f"ct: ignore[{ID}] a", f"ct: ignore[{OTHER},{ID}] b", "ct-ignore"]
    assert without_directives(tags, ID, tags=True) == ["slow", f"ct: ignore[{OTHER}] b"]
    texts = [f"ct: ignore[{ID}] a", f"ct: ignore[{OTHER}] b"]
    assert without_directives(texts, ID) == texts[1:]
