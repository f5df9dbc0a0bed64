"""What `make test` ends with: what failed, in one place."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

STAGES = Path(__file__).parents[1] / "scripts" / "stages.py"
MAKEFILE = r"""
good:
	@printf 'FAILED tests/a.py::test_not_really\n'
bad:
	@printf '. [ 50%%]\nFAILED tests/a.py::test_one - E\n'
	@printf '  \342\227\217 suite \342\200\272 one\n'
	@printf '    [lab] \342\200\272 tests/b.spec.ts:3:1 \342\200\272 two\n'
	@exit 1
silent:
	@seq 1 40; exit 2
"""


@pytest.mark.skipif(os.name == "nt", reason="needs make")
def test_the_end_names_what_failed_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text(MAKEFILE, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, STAGES, "good", "bad", "silent"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
    )
    printed = ran.stdout.decode()
    assert ran.returncode == 1
    _, end = printed.split("=== failed in bad\n")
    bad, rest = end.split("\n\n=== failed in silent\n")
    assert "FAILED tests/a.py::test_one - E" in bad
    assert "  ● suite › one" in bad
    assert "[lab] › tests/b.spec.ts:3:1 › two" in bad
    assert "test_not_really" not in end
    assert "50%" not in end
    assert "\nsilent" in rest
    assert "good" in rest.split("=== summary")[1]
