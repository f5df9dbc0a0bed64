"""From where to where a change goes, when branches are new, forced, or cloned without their past."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from .changes import RAW, Selection, Wanted, changes, introduced, take
from .client import ZERO, GitError, Repository


class Range(msgspec.Struct, frozen=True):
    """The commits of a change."""

    base: str
    """The last commit that is not part of it; empty where everything is."""
    head: str
    notices: tuple[str, ...] = ()


def find_range(
    repository: Repository, before: str | None, head: str, mainlines: Sequence[str], fetch: str
) -> Range:
    """Return the range that a push or a merge request means.

    Parameters
    ----------
    before
        The commit before the push, or the target of a merge request; None or zeros for a new branch.
    mainlines
        Branches that a new or forced branch is compared with, the likeliest first.
    fetch
        How this CI gets more history, for the message.

    Raises
    ------
    GitError
        A commit that is needed is not in the clone; the message says what to fetch.
    """
    end = repository.commit(head)
    if end is None:
        raise GitError(f"the commit {head[:12]} is not in this clone; {fetch}")
    notices: list[str] = []
    new = not before or bool(ZERO.match(before))
    base = None if new else repository.commit(before)
    if not new and base is None:
        if repository.shallow_commits():
            raise GitError(f"the clone is shallow: the commit {_short(before)} is not in it; {fetch}")
        notices.append(f"{_short(before)} is not in the clone (after a force push it is gone)")
    if base is None:
        main = next((found for name in mainlines if (found := repository.commit(name))), None)
        if main is None and not new:
            wanted = mainlines[0] if mainlines else "the main branch"
            raise GitError(
                f"{notices[0]}, and neither is {wanted} to compare with; {fetch}, or name a range with --diff"
            )
        base = main if main != end else None
        if new and base is None:
            notices.append("a new branch without another to compare with: all of its commits are scanned")
    return Range(_checked(repository, base, end, fetch), end, tuple(notices))


def changed(repository: Repository, between: Range, wanted: Wanted) -> Selection:
    """Select the files that differ at the head, and what the commits on the way brought in besides."""
    fork = (
        repository.word("merge-base", between.base, between.head) if between.base else None
    ) or repository.empty_tree()
    selection = Selection(
        what="", head=between.head, base=between.base or None, blobs=[], errors=[], notices=[*between.notices]
    )
    raw = repository.output("diff-tree", *RAW, "-M", "-l200", fork, between.head, "--")
    take(selection, changes(raw), wanted)
    at_head = {blob.oid for blob in selection.blobs}
    blobs, commits = introduced(repository, between.base, between.head, wanted)
    selection.on_the_way = [blob for blob in blobs if blob.oid not in at_head]
    start = between.base[:8] or "the beginning"
    selection.what = (
        f"{len(selection.blobs)} changed between {start} and {between.head[:8]}, "
        f"{commits} {'commit' if commits == 1 else 'commits'}"
    )
    return selection


def _checked(repository: Repository, base: str | None, head: str, fetch: str) -> str:
    """Return ``base`` after making sure that nothing between it and ``head`` is cut off."""
    shallow = repository.shallow_commits()
    if shallow:
        revisions = [head, f"^{base}"] if base else [head]
        between = set(repository.output("rev-list", *revisions).decode().split())
        if cut := shallow & between:
            raise GitError(
                f"the clone is shallow: it ends at {min(cut)[:12]}, before the change begins; {fetch}"
            )
    return base or ""


def _short(commit: str | None) -> str:
    return (commit or "")[:12]
