"""Texts made to hurt an expression: none makes a plan take long."""

from __future__ import annotations

import time

import pytest

from ct_jupyter.redaction.copies import Needles
from ct_jupyter.redaction.sites import Spot
from ct_jupyter.redaction.source import source_sites

from .kit import PASSWORD

LENGTH = 5000
VALUE = "PassXYZ1"
FILLERS = [
    " ", "#", "\\", "(", ")", "'", '"', "{", "}", "\n", "a", "=", "os.environ[", "environ.get(",
    "\\\n", "# x\n",
    "'a' ", "%", "$", "<<A\n", '"a" + ', "f'{", "//", "/*", "`", 'R"(', "x.y.", "if ", "import ",
]  # fmt: skip


@pytest.mark.parametrize("language", ["python", "bash", "r", "julia", "javascript", "c#", "scala"])
def test_no_source_of_five_thousand_characters_takes_a_second(language: str) -> None:
    for filler in FILLERS:
        fill = filler * (LENGTH // len(filler))
        line = fill.replace("\n", " ")
        body = fill.replace('"', "")
        for source in (
            f'{fill}k = "{VALUE}"',
            f'k = "{VALUE}"{fill}',
            f'k = "a{body}{VALUE}"',
            f'!c "{line} {VALUE}',
        ):
            start = source.index(VALUE)
            began = time.perf_counter()
            source_sites(source, "code", language, [Spot(start, start + len(VALUE), PASSWORD, "password")])
            assert time.perf_counter() - began < 1, (filler, source[:20])


def test_no_output_of_a_megabyte_takes_a_second_to_search() -> None:
    needles = Needles({VALUE + "%/x": "A", "Zq8rT5vW2xyz" * 4: "B"})
    for text in ("A" * 1_000_000, "QUJD\n" * 200_000, "\x1b[1m" * 250_000, ("A" * 76 + "\n") * 13_000):
        began = time.perf_counter()
        needles.find(text)
        assert time.perf_counter() - began < 1, text[:20]
