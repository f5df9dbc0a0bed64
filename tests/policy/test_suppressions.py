from __future__ import annotations

import pytest

from ct_jupyter.notebook import Part
from ct_jupyter.policy.suppressions import suppression_of

ID = "secret.generic.password"


def source(text: str, *tags: str) -> Part:
    return Part(kind="source", text=text, language="python", tags=tags)


@pytest.mark.parametrize(
    "text",
    [
        "pw = '<HERE>'  # ct: ignore[secret.generic.password] used in tests",
        "pw = '<HERE>'  # CT: IGNORE[Secret.Generic.Password] used in tests",
        "pw = '<HERE>'  # ct:ignore[secret.aws.*, secret.generic.*] used in tests",
        "# ct: ignore[*] used in tests\npw = '<HERE>'",
        "   // ct: ignore[secret.*] used in tests\nval pw = '<HERE>'",
        "<HERE> <!-- ct: ignore[secret.generic.password] used in tests -->",
    ],
)
def test_a_comment_on_the_line_or_alone_above_it_suppresses(text: str) -> None:
    found = suppression_of(source(text), text.index("<HERE>"), ID)
    assert found is not None
    assert (found.kind, found.reason) == ("comment", "used in tests")


@pytest.mark.parametrize(
    "text",
    [
        "pw = '<HERE>'",
        "pw = '<HERE>'  # ct: ignore[secret.aws.access-key-id] another kind",
        "a = 1  # ct: ignore[*] speaks for its own line\npw = '<HERE>'",
        "pw = '<HERE>'\n# ct: ignore[*] below",
        "# ct: ignore[*] too far above\n\npw = '<HERE>'",
        "pw = '<HERE>'  # ct: ignore no id",
        "pw = '<HERE>'  # ct: ignore[] empty",
    ],
)
def test_anything_else_does_not(text: str) -> None:
    assert suppression_of(source(text), text.index("<HERE>"), ID) is None


def test_a_tag_speaks_for_every_part_of_its_cell() -> None:
    tag = "ct: ignore[secret.generic.*] revoked"
    output = Part(kind="output", text="<HERE>", language="text", tags=(tag,))
    for part in (source("pw = '<HERE>'", tag), output):
        found = suppression_of(part, part.text.index("<HERE>"), ID)
        assert found is not None
        assert (found.kind, found.reason) == ("tag", "revoked")


def test_a_comment_printed_in_an_output_suppresses_nothing() -> None:
    part = Part(kind="output", text="<HERE> # ct: ignore[*] printed", language="text")
    assert suppression_of(part, 0, ID) is None


def test_a_suppression_without_a_reason_is_one_and_its_reason_is_empty() -> None:
    found = suppression_of(source("<HERE> # ct: ignore[*]"), 0, ID)
    assert found is not None
    assert found.reason == ""
