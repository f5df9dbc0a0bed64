"""The job that runs: which change it is for, and how its system shows things."""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from ..findings.finding import Finding

Event = Literal["merge request", "push", "everything"]


class LogStyle(Protocol):
    """How a system's log shows sections and annotations. Each returns lines."""

    colour: bool

    def section(self, name: str, title: str, lines: list[str]) -> list[str]:
        """Return ``lines`` as a section that can be folded."""

    def annotation(self, finding: Finding, counts: bool) -> list[str]:
        """Return what shows the finding at its place; nothing where the system has no such thing."""


class PlainLog:
    """Sections by headings, no annotations."""

    def __init__(self, *, colour: bool = False) -> None:
        self.colour = colour

    def section(self, name: str, title: str, lines: list[str]) -> list[str]:  # noqa: ARG002  # of the styles of a log
        """Return the lines under their title."""
        return ["", title, *lines]

    def annotation(self, finding: Finding, counts: bool) -> list[str]:  # noqa: ARG002  # of the styles of a log
        """Return nothing."""
        return []


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a CI system says about the job."""

    system: str
    event: Event
    before: str | None = None
    """Where the change begins: a commit, or for a merge request its target."""
    head: str = "HEAD"
    mainlines: tuple[str, ...] = ()
    """Branches to compare a new one with."""
    fetch: str = "fetch the whole history: git fetch --unshallow"
    """How this system is told to fetch more."""
    notice: str = ""
    blob_url: str = ""
    """Of a line of a file, with ``{commit}``, ``{path}`` and ``{line}``; empty where it is not known."""
    log: LogStyle = PlainLog()

    def link(self, finding: Finding, head: str | None) -> str | None:
        """Return the address of the finding's line on the forge."""
        commit = finding.commit or head
        if not self.blob_url or not commit:
            return None
        from urllib.parse import quote

        return self.blob_url.format(commit=commit, path=quote(finding.path), line=finding.file_line or 1)


class JobError(Exception):
    """The CI system's variables do not tell what to scan; the message says what to do."""


def remote(branch: str) -> tuple[str, ...]:
    """Return the names by which ``branch`` of the forge may be known in a clone."""
    branch = branch.removeprefix("refs/heads/")
    return (f"refs/remotes/origin/{branch}", f"refs/heads/{branch}") if branch else ()
