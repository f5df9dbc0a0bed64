"""A file in, its parts out, whatever kind of file it is."""

from __future__ import annotations

import re
import stat
from pathlib import PurePath

import msgspec

from ..datasets.encoding import encoding_of
from ..datasets.kinds import is_notebook
from ..datasets.source import UnreadableDataError
from ..files.regular import read_regular
from ..findings.finding import ScanError
from ..findings.passed_over import is_binary
from ..languages.of_files import language_of_file
from ..notebook import Part, UnreadableNotebookError, read_notebook
from ..notebook.formats import Format, format_of, read_text_notebook
from ..notebook.locate import FileLines, PartLines
from ..text.lazy import lazy
from .packed import unpacked_notebook
from .walk import Target

_STRING = lazy(r'(?m)^(?P<indent>[ \t]*)"(?P<code>(?:[^"\\\n]|\\[^n])*)(?P<end>(?:\\n)?",?)[ \t]*$')
"""A line of a notebook's source or output, as it stands in a file that is written line by line."""


class ReadFile(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of one file."""

    target: Target
    parts: list[Part]
    errors: list[ScanError]
    cells: int = 0
    notebook: bool = False
    size_bytes: int = 0
    lines: PartLines | None = None


def file_part(path: PurePath, text: str) -> Part:
    """Return a text file that is no notebook as its one part."""
    return Part(kind="source", text=text, language=language_of_file(path))


def read_file(target: Target) -> ReadFile:
    """Read a notebook, or any other text file as one part. What cannot be read is in ``errors``."""
    try:
        # A pipe or a device would keep a scan waiting for ever.
        if not stat.S_ISREG(target.path.stat().st_mode):
            return _failed(target, "is not a regular file; name the file that it leads to")
        data = read_regular(target.path)
    except OSError as error:
        return _failed(target, f"cannot be read: {error.strerror}; check the file and its permissions")
    return read_data(target, data)


def read_data(target: Target, data: bytes) -> ReadFile:
    """Read a file's content that is already at hand, as :func:`read_file` would."""
    if target.plain:
        return _read_text(target, data)
    if is_notebook(target.path.name):
        return _read_packed(target, data)
    if found := format_of(target.path, data):
        return _read_format(target, data, found)
    return _read_text(target, data)


def _read_packed(target: Target, data: bytes) -> ReadFile:
    """Read a notebook, packed or not."""
    try:
        document = unpacked_notebook(target.path.name, data)
    except UnreadableDataError as error:
        return _failed(target, f"{error}; it was not scanned")
    except ImportError:
        return _failed(target, "needs the package zstandard to be unpacked; it was not scanned")
    read = _read_notebook(target, document)
    # The lines of what it is packed from are nowhere for somebody to look at.
    return read if document is data else msgspec.structs.replace(read, lines=None, size_bytes=len(data))


def _read_notebook(target: Target, data: bytes) -> ReadFile:
    try:
        document = read_notebook(data)
    except UnreadableNotebookError as error:
        return _as_text(target, data, str(error))
    return ReadFile(
        target=target,
        parts=document.parts,
        errors=[ScanError(path=target.shown, cell=cell, message=why) for cell, why in document.unreadable],
        cells=document.cells,
        notebook=True,
        size_bytes=len(data),
        lines=FileLines(lambda: document.text),
    )


def _read_format(target: Target, data: bytes, found: Format) -> ReadFile:
    """Read a notebook of another format; one that is damaged or huge is an error, and searched as text."""
    text, error = _decoded(target, data)
    if error is not None:
        return error
    try:
        document = read_text_notebook(target.path, text, found)
    except UnreadableNotebookError as problem:
        read = _read_text(target, data)
        return msgspec.structs.replace(read, errors=[ScanError(path=target.shown, message=str(problem))])
    return ReadFile(
        target=target,
        parts=list(document.parts()),
        errors=[],
        cells=document.cells,
        notebook=True,
        size_bytes=len(data),
        lines=document,
    )


def _as_text(target: Target, data: bytes, why: str) -> ReadFile:
    """Read what is called a notebook and is none: half a file, or the plain code that jupyter-lsp writes.

    It stays an error, and what can be found in its text is told besides.
    """
    read = _read_text(target, data)
    error = ScanError(path=target.shown, message=why)
    parts = [
        msgspec.structs.replace(part, text=_STRING.sub(_unpacked, part.text), language="python")
        for part in read.parts
    ]
    return ReadFile(target=target, parts=parts, errors=[error], size_bytes=len(data))


def _unpacked(found: re.Match[str]) -> str:
    """Return a line of code without the quotes and escapes of JSON, as long as it was."""
    opening, *others = found["code"].replace("\\t", "  ").split('\\"')
    # The blank stands outside of the string: every other quote ends one.
    code = opening + "".join((' "' if n % 2 == 0 else '" ') + text for n, text in enumerate(others))
    return f"{found['indent']} {code}{' ' * len(found['end'])}"


def _read_text(target: Target, data: bytes) -> ReadFile:
    text, error = _decoded(target, data)
    if error is not None:
        return error
    return ReadFile(target=target, parts=[file_part(target.path, text)], errors=[], size_bytes=len(data))


def _decoded(target: Target, data: bytes) -> tuple[str, ReadFile | None]:
    """Return the text of a file, or what to say where it has none."""
    if is_binary(data):
        return "", _failed(target, "is not a notebook, and not text in UTF-8 either; it was not scanned")
    try:
        encoding = encoding_of(data)
        # Five bytes mean nothing in Windows' Western encoding, and stray ones must not hide the rest.
        return data.decode(encoding, "replace" if encoding == "cp1252" else "strict"), None
    except UnicodeDecodeError:
        return "", _failed(target, "is not text in any encoding that is known here; save it as UTF-8")


def _failed(target: Target, message: str) -> ReadFile:
    return ReadFile(target=target, parts=[], errors=[ScanError(path=target.shown, message=message)])
