"""Code that opens a door, among the findings of a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ct_jupyter.check.checked import Checked
from ct_jupyter.check.files import read_file
from ct_jupyter.check.tree import check_file
from ct_jupyter.check.walk import Target
from ct_jupyter.detection.model import Severity
from ct_jupyter.findings.catalogue import kinds_by_id
from ct_jupyter.findings.fingerprint import Fingerprinter
from ct_jupyter.policy.gate import breaks

KEY = Fingerprinter(b"k" * 32)
READS = "name = input()"
RUNS = "import os\nos.system('cat ' + name)"


def notebook(*sources: str, **metadata: Any) -> str:
    """Return a notebook of code cells."""
    cells = [
        {"cell_type": "code", "source": source, "outputs": [], "metadata": metadata, "execution_count": None}
        for source in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}, indent=1)


def check(folder: Path, text: str, name: str = "a.ipynb", *, code: bool = True) -> Checked:
    """Write a file and look at it."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return check_file(read_file(Target(path, name)), fingerprint=KEY, code=code)


def test_a_value_is_followed_from_one_cell_to_the_next(tmp_path: Path) -> None:
    (finding,) = check(tmp_path, notebook(READS, RUNS)).findings
    assert (finding.weakness_id, finding.severity) == ("python.injection.command", Severity.HIGH)
    assert (finding.cell, finding.start.line, finding.note) == (2, 2, "from input(), cell 1, line 1")
    assert finding.flow is not None
    assert [(step.cell, step.what) for step in finding.flow][-1] == (2, "reaches os.system")


def test_a_file_of_python_is_read_as_one_cell(tmp_path: Path) -> None:
    (finding,) = check(tmp_path, f"{READS}\n{RUNS}\n", "a.py").findings
    assert (finding.cell, finding.start.line, finding.note) == (None, 3, "from input(), line 1")


def test_nothing_is_told_where_nobody_asks(tmp_path: Path) -> None:
    assert check(tmp_path, notebook(READS, RUNS), code=False).findings == []


@pytest.mark.parametrize(
    "source",
    [
        "import os\n# ct: ignore[python.injection.*] trusted\nos.system('cat ' + name)",
        "import os\nos.system('cat ' + name)  # ct: ignore[python.injection.command] trusted",
    ],
)
@pytest.mark.parametrize("code", [True, False])
def test_a_comment_ignores_it_and_is_not_called_unused(tmp_path: Path, source: str, code: bool) -> None:
    checked = check(tmp_path, notebook(READS, source), code=code)
    assert all(finding.suppressed is not None for finding in checked.findings)
    assert len(checked.findings) == code
    assert checked.notices == []


def test_a_tag_ignores_it(tmp_path: Path) -> None:
    checked = check(tmp_path, notebook(READS, RUNS, tags=["ct-ignore: trusted"]))
    assert [finding.suppressed is not None for finding in checked.findings] == [True]


def test_a_finding_keeps_its_fingerprint_where_cells_move(tmp_path: Path) -> None:
    (before,) = check(tmp_path, notebook(READS, RUNS)).findings
    (after,) = check(tmp_path, notebook("1", READS, "# more\n" + RUNS)).findings
    assert before.fingerprint == after.fingerprint


def test_no_text_of_a_value_is_told(tmp_path: Path) -> None:
    source = "import os\nhidden = 'canary-' + input()\nos.system('canary-' + hidden + ' # canary')"
    found = check(tmp_path, notebook(source))
    assert len(found.findings) == 1
    assert b"canary" not in msgspec.json.encode(found.findings)


def test_what_nobody_else_sets_breaks_nothing_by_itself(tmp_path: Path) -> None:
    built = "import os\ndef run(name):\n    os.system('cat ' + name)"
    (finding,) = check(tmp_path, notebook(built)).findings
    assert finding.severity is Severity.MEDIUM
    assert not breaks(finding)
    assert breaks(finding, Severity.MEDIUM, Severity.MEDIUM)
    assert breaks(check(tmp_path, notebook(READS, RUNS)).findings[0])


def test_every_kind_says_why_and_what_to_write() -> None:
    kind = kinds_by_id()["python.injection.sql"]
    assert kind.cwe == 89
    assert all(one.why and one.remedy for one in kinds_by_id().values() if one.cwe)
