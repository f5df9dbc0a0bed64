"""Run make targets one after the other, and say how long each took and which failed.

A failed stage does not hide the next ones, except that without an environment nothing can run.
"""

from __future__ import annotations

import subprocess
import sys
import time


def main(stages: list[str]) -> int:
    """Run ``stages`` and return 1 if one of them failed."""
    took: list[tuple[str, float, int]] = []
    for stage in stages:
        print(f"\n=== {stage}", flush=True)
        started = time.monotonic()
        code = subprocess.run(["make", "--no-print-directory", stage]).returncode
        took.append((stage, time.monotonic() - started, code))
        if code and stage == "environment":
            break
    print("\n=== summary")
    for stage, seconds, code in took:
        print(f"{stage:12} {seconds:7.1f} s  {'failed' if code else 'passed'}")
    print(f"{'in all':12} {sum(seconds for _, seconds, _ in took):7.1f} s")
    return int(any(code for _, _, code in took))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
