"""Texts made to hurt an expression: the time of a plan grows with the text, not faster."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ct_jupyter.detection.secrets.copies import Needles
from ct_jupyter.rewrite.sites import Spot
from ct_jupyter.rewrite.source import source_sites
from tests.cost import assert_linear

from .kit import PASSWORD

LENGTH = 5000
VALUE = "PassXYZ1"
FILLERS = [
    " ", "#", "\\", "(", ")", "'", '"', "{", "}", "\n", "a", "=", "os.environ[", "environ.get(",
    "\\\n", "# x\n",
    "'a' ", "%", "$", "<<A\n", '"a" + ', "f'{", "//", "/*", "`", 'R"(', "x.y.", "if ", "import ",
]  # fmt: skip


@pytest.mark.parametrize("language", ["python", "bash", "r", "julia", "javascript", "c#", "scala"])
@pytest.mark.parametrize("filler", FILLERS)
def test_sites_in_a_source_are_found_in_linear_time(language: str, filler: str) -> None:
    def sources(size: int) -> list[str]:
        fill = filler * (size // len(filler))
        line = fill.replace("\n", " ")
        body = fill.replace('"', "")
        return [
            f'{fill}k = "{VALUE}"',
            f'k = "{VALUE}"{fill}',
            f'k = "a{body}{VALUE}"',
            f'!c "{line} {VALUE}',
        ]

    for form in range(4):

        def plan(size: int, form: int = form) -> Callable[[], object]:
            source = sources(size)[form]
            start = source.index(VALUE)
            spots = [Spot(start, start + len(VALUE), PASSWORD, "password")]
            return lambda: source_sites(source, "code", language, spots)

        assert_linear(plan, LENGTH, (filler, form))


@pytest.mark.parametrize("unit", ["A", "QUJD\n", "\x1b[1m", "A" * 76 + "\n"])
def test_copies_in_an_output_are_searched_in_linear_time(unit: str) -> None:
    needles = Needles({VALUE + "%/x": "A", "Zq8rT5vW2xyz" * 4: "B"})

    def search(size: int) -> Callable[[], object]:
        text = unit * (size // len(unit))
        return lambda: needles.find(text)

    assert_linear(search, 1_000_000, unit)
