"""The other places of a suppression, days that pass, other scanners' comments, and what is to be reported."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from ct_jupyter.check.parts import check_parts
from ct_jupyter.notebook import read_notebook
from ct_jupyter.policy.notices import notices_of
from tests.conftest import code, dumped, markdown, notebook, stream

TODAY = datetime.datetime.now(datetime.timezone.utc).date()
PAST, COMING = TODAY - datetime.timedelta(1), TODAY + datetime.timedelta(1)


def looked_at(
    *cells: dict[str, Any], honour_pragmas: bool = True, **metadata: Any
) -> tuple[list[Any], list[str]]:
    parts = read_notebook(dumped(notebook(*cells, **metadata))).parts
    findings = check_parts(parts, "a.ipynb", honour_pragmas=honour_pragmas)
    notices = [f"{notice.cell}: {notice.message}" for notice in notices_of(parts, findings, "a.ipynb")]
    return [f.suppressed and (f.suppressed.kind, f.suppressed.reason) for f in findings], notices


def assignment(password: str, comment: str = "") -> str:
    return f'password = "{password}"{comment}'


@pytest.mark.parametrize(
    ("tag", "reason"),
    [("ct-ignore", ""), ("ct-ignore: used in tests", "used in tests"), ("CT-Ignore used", "used")],
)
def test_a_tag_ignores_whatever_is_in_its_cell(password: str, tag: str, reason: str) -> None:
    cell = code(assignment(password), stream(f"password = {password!r}"), metadata={"tags": [tag]})
    found, notices = looked_at(cell, code(assignment(password)))
    assert found == [("tag", reason), ("tag", reason), None]
    assert notices == ([] if reason else ["1: the cell's tag that ignores * gives no reason; add one"])


def test_another_tag_ignores_nothing(password: str) -> None:
    assert looked_at(code(assignment(password), metadata={"tags": ["ct-ignored", "ignore"]}))[0] == [None]


def test_the_notebooks_metadata_speaks_for_all_of_it_and_a_cells_for_the_cell(password: str) -> None:
    rule = {"ignore": ["ct: ignore[secret.generic.*] made up for the course"]}
    found, notices = looked_at(
        code(assignment(password)), markdown(f"`{assignment(password)}`"), **{"ct-jupyter": rule}
    )
    assert found == [("metadata", "made up for the course")] * 2
    assert notices == []
    in_cell = code(assignment(password), metadata={"ct-jupyter": rule})
    assert looked_at(in_cell, code(assignment(password)))[0] == [("metadata", "made up for the course"), None]


def test_a_suppression_ends_with_its_day_and_is_then_reported(password: str) -> None:
    coming = assignment(password, f"  # ct: ignore[*] until {COMING}: the next release")
    assert looked_at(code(coming)) == ([("comment", "the next release")], [])
    past = assignment(password, f"  # ct: ignore[*] until {PAST}: the next release")
    found, notices = looked_at(code(past))
    assert found == [None]
    assert notices == [f"1: the comment that ignores * expired on {PAST}; look at it again"]
    today = assignment(password, f"  # ct: ignore[*] (until {TODAY}) now")
    assert looked_at(code(today))[0] == [("comment", "now")]
    assert looked_at(code(assignment(password, "  # ct: ignore[*] until 2027-02-31: x")))[0] == [None]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{}  # ct: ignore[secret.generic.*]", ["gives no reason"]),
        ("{}  # ct: ignore[secret.generic.*] fine", []),
        ("{}  # ct: ignore[secret.aws.*] other", ["suppresses nothing"]),
        ("# ct: ignore[*] fine\n{}", []),
        ("# ct: ignore[*] fine\nx = 1\n{}", ["suppresses nothing"]),
        ("x = 1  # ct: ignore[*]", ["gives no reason", "suppresses nothing"]),
    ],
)
def test_what_gives_no_reason_or_suppresses_nothing_is_reported(
    password: str, source: str, said: list[str]
) -> None:
    _, notices = looked_at(code(source.replace("{}", assignment(password))))
    assert len(notices) == len(said)
    assert all(text in notice for text, notice in zip(said, notices, strict=True))


def test_a_text_about_suppressions_is_none() -> None:
    assert looked_at(markdown("Write `# ct: ignore[secret.aws.*] reason` on the line.")) == ([], [])
    assert looked_at(code("text = '# ct: ignore[secret.aws.*] reason'")) == ([], [])


@pytest.mark.parametrize(
    "source",
    [
        "{}  # pragma: allowlist secret",
        "{}  # pragma: whitelist secret",
        "{}  #gitleaks:allow",
        "# pragma: allowlist nextline secret\n{}",
    ],
)
def test_other_scanners_comments_are_honoured_where_that_is_set(password: str, source: str) -> None:
    cell = code(source.replace("{}", assignment(password)))
    [suppressed] = looked_at(cell)[0]
    assert suppressed[0] == "pragma"
    assert looked_at(cell, honour_pragmas=False)[0] == [None]


def test_a_pragma_speaks_for_its_own_line_only(password: str) -> None:
    source = f"x = 1  # pragma: allowlist secret\n{assignment(password)}"
    assert looked_at(code(source))[0] == [None]
