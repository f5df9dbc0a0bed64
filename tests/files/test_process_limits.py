from __future__ import annotations

import subprocess
import sys

import pytest

GRANTED = """
import resource
from ct_jupyter.files.process_limits import ProcessLimits, add_processor_time, limit_this_process
add_processor_time(5)
assert resource.getrlimit(resource.RLIMIT_CPU)[0] == resource.RLIM_INFINITY
limit_this_process(ProcessLimits(60, 1 << 30))
before = resource.getrlimit(resource.RLIMIT_CPU)[0]
for _ in range(4):
    add_processor_time(0.625)
print(resource.getrlimit(resource.RLIMIT_CPU)[0] - before)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_what_a_process_is_granted_is_added_to_its_limit_in_whole_seconds() -> None:
    shown = subprocess.run([sys.executable, "-c", GRANTED], capture_output=True, check=True, text=True)
    assert shown.stdout == "2\n"
