"""Each kind of dangerous code against cells that have it and cells that only look like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ct_jupyter.code import CodeCell, CodeMatch, code_in, weaknesses
from ct_jupyter.languages.canonical import language_of_body

CASES = Path(__file__).parent / "cases"
_CELL = "\n# %%\n"


def matches(text: str) -> list[CodeMatch]:
    """Return what is found in the cells of ``text``, which ``# %%`` divides."""
    cells = [
        CodeCell(number, source, language_of_body({}, source, "python"))
        for number, source in enumerate(text.split(_CELL), 1)
    ]
    return code_in(cells)


def cases(section: str) -> list[object]:
    """Return each snippet of a section, with the weakness id that its file is named after."""
    found: list[object] = []
    for path in sorted(CASES.glob("*.txt")):
        text = path.read_text(encoding="utf-8").split(f"== {section}\n")[1].split("\n== ")[0]
        for number, snippet in enumerate(text.rstrip("\n").split("\n---\n")):
            found.append(pytest.param(path.stem, snippet, id=f"{path.stem}-{number}"))
    return found


@pytest.mark.parametrize(("weakness", "text"), cases("found"))
def test_what_opens_a_door_is_found(weakness: str, text: str) -> None:
    assert weakness in [one.weakness.id for one in matches(text)]


@pytest.mark.parametrize(("weakness", "text"), cases("silent"))
def test_what_only_looks_like_it_is_not(weakness: str, text: str) -> None:
    assert weakness not in [one.weakness.id for one in matches(text)]


def test_each_kind_has_ten_cells_of_both_sorts() -> None:
    assert {path.stem for path in CASES.glob("*.txt")} == set(weaknesses())
    for section in ("found", "silent"):
        ids = [case.values[0] for case in cases(section)]  # type: ignore[attr-defined]
        assert min(map(ids.count, weaknesses())) >= 10
