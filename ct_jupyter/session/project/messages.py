"""What the server and the process that scans tell each other: one JSON object a line."""

from __future__ import annotations

import msgspec

from ...protocol.responses import ProjectFile


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be scanned. All paths are absolute and lead through no link."""

    root: str
    """The folder whose policy holds, and that findings are relative to until they are sent."""
    server_root: str
    """What the paths that are sent are relative to; nothing outside of it is read."""
    paths: list[str]
    """Folders and files."""
    hidden: bool
    """Whether the server shows hidden files."""
    all_text: bool = False
    """Whether all text files are scanned, not only notebooks and data files."""
    again: bool = False
    """Whether ``paths`` are files that were scanned before: each is answered, also one that is gone."""


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """How far it is."""

    done: int
    """Files."""
    total: int
    what: str
    """The file in hand, relative to the server's root."""


class Failure(msgspec.Struct, frozen=True, tag="failed"):
    """Why nothing more comes."""

    message: str
    """For the user."""
    where: str = ""
    """For the log: type and place of what nobody foresaw."""


Message = Progress | ProjectFile | Failure
"""The end of the stream without a :class:`Failure` means that all was done."""
