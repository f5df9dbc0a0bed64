"""One file as a commit has it."""

from __future__ import annotations

from .client import REGULAR_FILES, GitError, Repository


def file_at(repository: Repository, commit: str, path: str, max_bytes: int) -> bytes | None:
    """Return the content that ``path`` has at ``commit``; None where there is nothing.

    Parameters
    ----------
    path
        POSIX, from the top of the repository.

    Raises
    ------
    GitError
        It is no regular file, or larger than ``max_bytes``.
    """
    listed = repository.output("ls-tree", "-z", "--full-tree", commit, "--", f":(literal){path}")
    if not listed:
        return None
    mode, kind, oid = listed.partition(b"\t")[0].decode("ascii").split()
    if kind != "blob" or mode not in REGULAR_FILES:
        raise GitError(f"{path} is no regular file at {commit[:12]}; commit the file itself")
    size = int(repository.output("cat-file", "-s", oid))
    if size > max_bytes:
        raise GitError(f"{path} has {size:,} bytes at {commit[:12]}; at most {max_bytes:,} are read")
    return repository.output("cat-file", "blob", oid)
