"""What the first scan would have to wait for is done when the server starts."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import secrets, sys
from ct_jupyter.detection import get_detector
from ct_jupyter.server.warm import warm_up

detector = get_detector()
warm_up(detector)
before = set(sys.modules)
engine = detector._matcher
for number in range(50):
    value = secrets.token_hex(12)
    found = detector.scan(f'shard_{number}_password = "{value}"\\nmail = "{value[:6]}@mail-{number}.net"')
    assert found, "nothing was found, so nothing was shown"
print(sorted(set(sys.modules) - before))
print("_search" in vars(engine) if detector.engine == "re" else True)
"""


@pytest.mark.parametrize("engine", ["re", ""])
def test_the_first_scan_imports_nothing_and_takes_no_literals_off_patterns(engine: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={"CT_JUPYTER_ENGINE": engine, "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:2] == ["[]", "True"]
