"""Scanning text alone loads nothing heavy: it is what a browser runs, and what starts soon."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "subprocess", "fcntl", "concurrent.futures", "asyncio", "socket", "polars", "tornado", "phonenumbers",
    "jsonschema", "nbformat", "jupyter_server", "stdnum",
)  # fmt: skip
CODE = f"""
import sys
import ct_jupyter.detection, ct_jupyter.notebook, ct_jupyter.findings.finding, ct_jupyter.findings.fingerprint
ct_jupyter.detection.get_detector().scan("x = 1", "python")
print(*(name for name in {HEAVY!r} if name in sys.modules))
"""


def test_detection_notebook_and_findings_load_nothing_heavy() -> None:
    ran = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


def test_the_pseudonyms_of_cells_load_the_standard_library_alone() -> None:
    code = "import sys, ct_jupyter.pseudonyms; print(*{name.partition('.')[0] for name in sys.modules})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"msgspec", "polars", "numpy", "pandas", "nbformat", "platformdirs"} & set(ran.stdout.split())
