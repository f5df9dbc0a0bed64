"""``ct-jupyter install-hook``: a plain git hook, for who does not use pre-commit."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path
from typing import Any

from ..reports.report import write_whole
from ..repository import GitError, Repository
from .exits import HOLDS, usage

_MARK = "# written by ct-jupyter install-hook"


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "install-hook",
        help="have git scan what is staged before each commit",
        description="Write git's pre-commit hook: what is staged is scanned before each commit. "
        "`git commit --no-verify` goes past it.",
    )
    parser.add_argument("--remove", action="store_true", help="take the hook out again")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write or remove the hook; another's hook is left alone."""
    try:
        repository = Repository(Path.cwd())
    except GitError as error:
        return usage(str(error))
    hook = (
        repository.top / (repository.word("rev-parse", "--git-path", "hooks") or ".git/hooks") / "pre-commit"
    )
    try:
        there = hook.read_text(encoding="utf-8", errors="replace") if hook.exists() else None
        if there is not None and _MARK not in there:
            return usage(
                f"{hook} is there already and not ours; add this line to it: ct-jupyter ci --staged --quiet"
            )
        if options.remove:
            hook.unlink(missing_ok=True)
            sys.stdout.write(f"{hook}: {'removed' if there else 'is not there'}\n")
            return HOLDS
        hook.parent.mkdir(parents=True, exist_ok=True)
        write_whole(hook, _script().encode())
        hook.chmod(0o755)
    except OSError as error:
        return usage(f"{hook}: cannot be written: {error.strerror}")
    sys.stdout.write(f"{hook}: written\n")
    return HOLDS


def _script() -> str:
    # A commit may be made where the environment of this Python is not active.
    python = shlex.quote(Path(sys.executable).as_posix())
    return f"""#!/bin/sh
{_MARK}
if command -v ct-jupyter > /dev/null 2>&1; then
  exec ct-jupyter ci --staged --quiet
elif [ -x {python} ]; then
  exec {python} -m ct_jupyter.cli.main ci --staged --quiet
fi
echo "ct-jupyter is not installed, so nothing was scanned; install it, or take this hook out: $0" >&2
exit 1
"""
