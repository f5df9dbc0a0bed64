"""Run make targets one after the other, and end with what failed and how long each took.

A failed stage does not hide the next ones, except that without an environment nothing can run.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections import deque
from typing import NamedTuple

_FAILED = re.compile(
    r"""
    (?:FAILED|ERROR)\ \S+::            # pytest
    | \ {2}●\ .+\ ›\                   # jest
    | \ {4}\[[\w-]+\]\ ›\ tests/       # Playwright
    """,
    re.VERBOSE,
)
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_LAST = 15
"""Lines that are shown of a stage that failed and named nothing."""


class Stage(NamedTuple):
    """One target that has run."""

    name: str
    seconds: float
    code: int
    failed: list[str]
    """The lines that name what failed; the last lines where none does."""


def run(name: str) -> Stage:
    """Run one target and pass on what it prints, as it prints it."""
    print(f"\n=== {name}", flush=True)
    started = time.monotonic()
    named: list[str] = []
    last: deque[str] = deque(maxlen=_LAST)
    with subprocess.Popen(
        ["make", "--no-print-directory", name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0
    ) as process:
        assert process.stdout is not None
        line = b""
        while piece := process.stdout.read(65536):
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            *lines, line = (line + piece).split(b"\n")
            for each in lines:
                text = _COLOUR.sub("", each.decode(errors="replace")).rstrip()
                last.append(text)
                if _FAILED.match(text) and text not in named:
                    named.append(text)
        code = process.wait()
    return Stage(name, time.monotonic() - started, code, (named or list(last)) if code else [])


def main(names: list[str]) -> int:
    """Run the stages ``names`` and return 1 if one of them failed."""
    ran: list[Stage] = []
    for name in names:
        ran.append(run(name))
        if ran[-1].code and name == "environment":
            break
    for stage in ran:
        if stage.code:
            print(f"\n=== failed in {stage.name}", *stage.failed, sep="\n")
    print("\n=== summary")
    for stage in ran:
        print(f"{stage.name:12} {stage.seconds:7.1f} s  {'failed' if stage.code else 'passed'}")
    print(f"{'in all':12} {sum(stage.seconds for stage in ran):7.1f} s")
    return int(any(stage.code for stage in ran))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
