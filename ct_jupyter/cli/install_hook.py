"""``ct-jupyter install-hook``: a plain git hook, for who does not use pre-commit."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path, PurePath
from typing import Any

from ..files.atomic import reason_of, write_whole
from ..git import GitError, Repository
from .exits import HOLDS, say, usage

_MARK = "# written by ct-jupyter install-hook"
HOOKS = ("pre-commit", "pre-merge-commit")
"""Git runs the second, not the first, before it makes the commit of a merge."""


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "install-hook",
        help="have git scan every commit and merge before it is made",
        description="Write git's hooks pre-commit and pre-merge-commit into this repository. Before each "
        "commit and merge they scan all text files that are staged, and stop it where the policy is broken. "
        "`git commit --no-verify` skips them.",
    )
    parser.add_argument("--remove", action="store_true", help="remove the hooks again")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write or remove the hooks; another's hook is left alone."""
    try:
        repository = Repository(Path.cwd())
    except GitError as error:
        return usage(str(error))
    folder = repository.top / (repository.word("rev-parse", "--git-path", "hooks") or ".git/hooks")
    hooks = [folder / name for name in HOOKS]
    for hook in hooks:
        try:
            theirs = hook.exists() and _MARK not in hook.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            return usage(f"{hook}: cannot be read: {error.strerror}")
        if theirs:
            return usage(
                f"{hook} exists and was not written by ct-jupyter, so no hook was changed; "
                "add this line to it: ct-jupyter ci --staged --quiet"
            )
    for hook in hooks:
        try:
            done = _remove(hook) if options.remove else _write(hook)
        except OSError as error:
            return usage(f"{hook}: cannot be written: {reason_of(error)}")
        say([f"{hook}: {done}"])
    return HOLDS


def _remove(hook: Path) -> str:
    there = hook.exists()
    hook.unlink(missing_ok=True)
    return "removed" if there else "was not there"


def _write(hook: Path) -> str:
    hook.parent.mkdir(parents=True, exist_ok=True)
    write_whole(hook, script(Path(sys.executable)).encode())
    hook.chmod(0o755)
    return "written"


def script(python: PurePath) -> str:
    """Return a hook for any POSIX shell, that of Git for Windows too, with the Python at ``python``."""
    # A commit may be made where the environment of this Python is not active.
    quoted = shlex.quote(python.as_posix())  # Git for Windows runs it with a shell that knows C:/…
    return f"""#!/bin/sh
{_MARK}
if command -v ct-jupyter > /dev/null 2>&1; then
  exec ct-jupyter ci --staged --quiet
elif [ -x {quoted} ]; then
  exec {quoted} -m ct_jupyter.cli.main ci --staged --quiet
fi
echo "ct-jupyter is not installed, so nothing was scanned; install it, or remove this hook: $0" >&2
exit 1
"""
