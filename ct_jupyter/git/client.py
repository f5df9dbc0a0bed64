"""Asking git, with errors that say what to do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ZERO = re.compile(r"0{40}(?:0{24})?\Z")
"""What CI systems send for a commit that there is not: a branch's first push."""


# A repository's own configuration must not start programs, nor change what is printed.
_SETTINGS = ("-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-c", "log.showSignature=false")


REGULAR_FILES = ("100644", "100755")
"""Modes of files in a tree; links and submodules have others."""
PATIENCE_S = 600.0
"""That one answer may take: longer than that of the largest repository, shorter than a pipeline waits."""
QUICK_S = 10.0
"""The same while somebody waits in an editor."""


class GitError(Exception):
    """Git could not tell; the message says why and what to do."""


class Repository:
    """One repository with a work tree.

    Parameters
    ----------
    folder
        The work tree's top, or a folder in it.

    Raises
    ------
    GitError
        There is no git, no repository, or git will not read it.
    """

    def __init__(self, folder: Path) -> None:
        program = shutil.which("git")
        if program is None:
            raise GitError("git is not installed; install it (in a container: apt-get install git)")
        self._program = program
        self.top = folder.absolute()
        answer = self._ask("rev-parse", "--show-toplevel")
        if answer.returncode:
            raise GitError(_why_no_repository(answer.stderr.decode("utf-8", "replace"), self.top))
        self.top = Path(os.fsdecode(answer.stdout.rstrip(b"\r\n")))

    def output(self, *arguments: str, data: bytes | None = None) -> bytes:
        """Return what git prints.

        Raises
        ------
        GitError
            Git failed; the message holds its first line.
        """
        answer = self._ask(*arguments, data=data)
        if answer.returncode:
            said = answer.stderr.decode("utf-8", "replace").strip().splitlines()
            raise GitError(f"git {arguments[0]} failed: {said[0] if said else 'without a message'}")
        return answer.stdout

    def word(self, *arguments: str) -> str | None:
        """Return the one word that git prints, or None where it fails."""
        answer = self._ask(*arguments)
        return answer.stdout.decode("utf-8", "replace").strip() or None if answer.returncode == 0 else None

    def commit(self, name: str | None) -> str | None:
        """Return the id of the commit that ``name`` means, or None where there is none here."""
        if not name or ZERO.match(name) or name.startswith("-"):
            return None
        return self.word("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")

    def empty_tree(self) -> str:
        """Return the id of the tree without files, in this repository's hash."""
        return self.output("hash-object", "-t", "tree", "--stdin", data=b"").decode().strip()

    def shallow_commits(self) -> set[str]:
        """Return the commits whose parents were cut off by a shallow clone."""
        place = self.word("rev-parse", "--git-path", "shallow")
        try:
            text = (self.top / place).read_text(encoding="ascii") if place else ""
        except OSError:
            return set()
        return set(text.split())

    def git_folder(self) -> Path:
        """Return the folder that holds the objects, also from a linked work tree."""
        return self.top / (self.word("rev-parse", "--git-common-dir") or ".git")

    def start(self, *arguments: str, stdin: int | None = None) -> subprocess.Popen[bytes]:
        """Start git with pipes."""
        return subprocess.Popen(  # noqa: S603 - no shell; ids and fixed words only
            [self._program, *_SETTINGS, *arguments],
            cwd=self.top,
            env={**os.environ, **_OURS},
            stdin=subprocess.PIPE if stdin is None else stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def _ask(self, *arguments: str, data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        try:
            # GIT_INDEX_FILE and its like stay: in a hook, `git commit FILE` works on an index of its own.
            return _run(self._program, arguments, self.top, dict(os.environ), PATIENCE_S, data)
        except OSError as error:
            raise GitError(f"git cannot be run in {self.top}: {error.strerror}") from None
        except subprocess.TimeoutExpired:
            raise GitError(
                f"git {arguments[0]} did not answer within {PATIENCE_S:.0f} s in {self.top}; "
                "is another git at work there, or the disk out of reach?"
            ) from None


def exit_code(folder: Path, *arguments: str) -> int | None:
    """Return what git exits with in ``folder``, whatever a hook around says of another repository.

    None where git cannot be run, or takes longer than somebody waits who works.
    """
    program = shutil.which("git")
    if program is None:
        return None
    of_nobody = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        return _run(program, arguments, folder, of_nobody, QUICK_S).returncode
    except (OSError, subprocess.TimeoutExpired):
        return None


def _run(  # what a run of git goes by
    program: str,
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    patience_s: float,
    data: bytes | None = None,
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603  # no shell; names of branches come behind --end-of-options
        [program, *_SETTINGS, *arguments],
        cwd=folder,
        env={**environment, **_OURS},
        input=data,
        stdin=subprocess.DEVNULL if data is None else None,
        capture_output=True,
        timeout=patience_s,
        check=False,
    )


# No lock is taken, nothing is fetched, nobody is asked for a password, and messages are in English.
_OURS = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
}


def _why_no_repository(said: str, folder: Path) -> str:
    if "dubious ownership" in said:
        return (
            f"git will not read {folder}, which belongs to another user; "
            f"allow it with: git config --global --add safe.directory {folder}"
        )
    if "must be run in a work tree" in said:
        return f"{folder} is a bare repository; run ct-jupyter in a checkout of it"
    return f"{folder} is not in a git repository; run ct-jupyter in a checkout, or use ct-jupyter scan"
