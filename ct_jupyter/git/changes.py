"""Which blobs to scan: in the index, at a commit, or ever committed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from typing import IO

import msgspec

from .blobs import Blob
from .client import REGULAR_FILES, ZERO, GitError, Repository

Wanted = Callable[[str], bool]
"""Whether a path is to be scanned."""

_SUBMODULE = "160000"
_CONFLICT = "U"


class Selection(msgspec.Struct, kw_only=True):
    """What is to be scanned."""

    what: str
    """In words, for the log: ``3 notebooks changed between a1b2c3d4 and e5f6a7b8``."""
    head: str | None = None
    """The commit that links lead to; None for the index."""
    base: str | None = None
    blobs: list[Blob] = []
    """At the head or in the index first; then those that only commits on the way hold."""
    on_the_way: list[Blob] = []
    """Content of commits in between that the head does not have any more."""
    notices: list[str] = []
    passed_over: list[tuple[str, str]] = []
    """Paths that are not looked at, and why."""
    left_out: list[str] = []
    """Paths of a kind that was not asked for."""
    errors: list[tuple[str, str]] = []
    """Paths that cannot be scanned, and why."""


class Change(msgspec.Struct, frozen=True):
    """One line of git's raw format."""

    old_mode: str
    mode: str
    old_oid: str
    oid: str
    status: str
    path: str


def staged(repository: Repository, wanted: Wanted) -> Selection:
    """Select what the next commit would add: the index, not the work tree."""
    head = repository.commit("HEAD")
    raw = repository.output(
        "diff-index", "--cached", *RAW, "-M", "-l200", head or repository.empty_tree(), "--"
    )
    selection = Selection(what="", blobs=[], notices=[], errors=[])
    take(selection, changes(raw), wanted)
    selection.what = f"{len(selection.blobs)} staged"
    return selection


def without_huge(
    repository: Repository, selection: Selection, limited: Wanted, max_bytes: int, why: str
) -> None:
    """Take the blobs that are larger than ``max_bytes`` out of ``selection``, where ``limited`` says so."""
    asked = [blob for blob in selection.blobs if limited(blob.path)]
    if not asked:
        return
    answer = repository.output(
        "cat-file",
        "--batch-check=%(objectname) %(objectsize)",
        data="".join(f"{blob.oid}\n" for blob in asked).encode(),
    )
    sizes = dict(
        line.split() for line in answer.decode("ascii", "replace").splitlines() if "missing" not in line
    )
    huge = {blob.path for blob in asked if int(sizes.get(blob.oid, 0)) > max_bytes}
    selection.passed_over += [(path, why) for path in sorted(huge)]
    selection.blobs = [blob for blob in selection.blobs if blob.path not in huge]


def everything(repository: Repository, wanted: Wanted) -> Selection:
    """Select every file at the head."""
    head = repository.commit("HEAD")
    selection = Selection(what="", head=head, blobs=[], notices=[], errors=[])
    if head is None:
        selection.what = "nothing is committed yet"
        return selection
    for entry in repository.output("ls-tree", "-r", "-z", "--full-tree", head).split(b"\0")[:-1]:
        about, _, name = entry.partition(b"\t")
        mode, _, oid = about.decode().split()
        path = name.decode("utf-8", "replace")
        _take_one(selection, Change(mode, mode, oid, oid, "", path), wanted, base=None)
    selection.what = f"everything at {head[:8]}"
    return selection


def history(repository: Repository, wanted: Wanted) -> Selection:
    """Select every blob that any commit of any branch, tag or stash brought in, each once.

    Raises
    ------
    GitError
        The clone is shallow: it does not have its history.
    """
    if repository.shallow_commits():
        raise GitError(
            "the clone is shallow, so its history is not here; get it with: git fetch --unshallow --tags"
        )
    head = repository.commit("HEAD")
    blobs, commits = _introduced(repository, ("--all", *(["HEAD"] if head else [])), wanted)
    return Selection(
        what=f"the history: {commits} commits, {len(blobs)} versions of files", head=head, blobs=blobs
    )


def introduced(repository: Repository, base: str, head: str, wanted: Wanted) -> tuple[list[Blob], int]:
    """Return the blobs that the commits from ``base`` to ``head`` brought in, and the number of commits."""
    return _introduced(repository, (head, f"^{base}") if base else (head,), wanted)


def _introduced(repository: Repository, revisions: tuple[str, ...], wanted: Wanted) -> tuple[list[Blob], int]:
    # Plumbing throughout: what a user configured for `git log` must not change what is found. A merge is
    # compared with all its parents at once (-c), which leaves what the merge itself brought in.
    commits = repository.start("rev-list", "--topo-order", "--reverse", *revisions, stdin=subprocess.DEVNULL)
    assert commits.stdout is not None
    differ = repository.start(
        *("diff-tree", "--stdin", "-c", "--root", "--no-renames", "--diff-filter=d"),
        *RAW,
        "--format=%x01%H %aI",
        stdin=commits.stdout.fileno(),
    )
    commits.stdout.close()
    assert differ.stdout is not None
    found: dict[str, Blob] = {}
    number = 0
    commit = date = ""
    tokens = _tokens(differ.stdout)
    for token in tokens:
        token = token.lstrip(b"\n")
        if token.startswith(b"\x01"):
            commit, _, date = token[1:].decode("ascii", "replace").partition(" ")
            number += 1
        elif token.startswith(b":"):
            fields = token.decode("ascii").lstrip(":").split()
            parents = len(token) - len(token.lstrip(b":"))
            path = next(tokens).decode("utf-8", "replace")
            mode, oid = fields[parents], fields[2 * parents + 1]
            if mode in REGULAR_FILES and oid not in found and wanted(path):
                found[oid] = Blob(oid, path, commit, date)
    if differ.wait() or commits.wait():
        raise GitError("git could not list the history; check it with: git fsck")
    return list(found.values()), number


def changes(raw: bytes) -> Iterator[Change]:
    """Yield what git's raw format says, renames under their new name."""
    tokens = iter(raw.split(b"\0"))
    for token in tokens:
        if not token.startswith(b":"):
            continue
        old_mode, mode, old_oid, oid, status = token.decode("ascii")[1:].split()
        path = next(tokens)
        if status[0] in "RC":
            path = next(tokens)
        yield Change(old_mode, mode, old_oid, oid, status, path.decode("utf-8", "replace"))


def take(selection: Selection, found: Iterator[Change], wanted: Wanted) -> None:
    """Add what was changed to ``selection``."""
    for change in found:
        if change.status == _CONFLICT:
            if wanted(change.path):
                selection.errors.append((change.path, "holds an unresolved merge conflict; resolve it first"))
        elif not change.status.startswith("D"):
            is_file = change.old_mode in REGULAR_FILES and not ZERO.match(change.old_oid)
            base = change.old_oid if is_file else ""
            _take_one(selection, change, wanted, base)


def _take_one(selection: Selection, change: Change, wanted: Wanted, base: str | None) -> None:
    if change.mode == _SUBMODULE:
        selection.notices.append(
            f"{change.path} is a submodule, a repository of its own: run ct-jupyter ci in it as well"
        )
    elif change.mode in REGULAR_FILES and wanted(change.path):
        selection.blobs.append(Blob(change.oid, change.path, base=base))


RAW = ("-r", "-z", "--raw", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--no-color")


def _tokens(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what stands between the NUL bytes, without holding all of a long history."""
    rest = b""
    while block := stream.read(1 << 20):
        *whole, rest = (rest + block).split(b"\0")
        yield from whole
