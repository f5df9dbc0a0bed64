"""The copies of a notebook that tools make: which files beside it hold what it held.

Jupyter's checkpoints, the plain text that jupyter-lsp hands to language servers, what papermill, Elyra and
nbconvert write, jupytext's pairs, and what nbdime, git and editors leave of a merge. Only files that are
there, regular ones and no links: a link may lead anywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

CHECKPOINTS = ".ipynb_checkpoints"
VIRTUAL_DOCUMENTS = ".virtual_documents"
"""Where jupyter-lsp keeps them, below the server's root, each in the place of its notebook."""

MAX_BYTES = 50_000_000
"""A larger file is none that a tool made of a notebook which an editor shows."""
_MOST_RUNS = 200
"""Notebooks in a folder that are asked whether papermill made them."""

_RUN = ("-output", "_output", ".output", "-out", "_out", "-executed", "_executed", ".executed", ".nbconvert")
"""How people call the notebook that a run writes, after the tools' examples; Elyra's is the first."""
_CONVERTED = (
    *(".html", ".slides.html", ".md", ".rst", ".tex", ".txt", ".asciidoc", ".adoc"),
    *(".ipynb.orig", ".ipynb.bak", ".ipynb~"),
)
"""What nbconvert makes, and what git and editors keep of the file before."""
_CODE = (".py", ".r", ".R", ".jl", ".scala", ".js", ".sh", ".rmd", ".Rmd", ".qmd")
"""Written by nbconvert and jupytext; as well a script of the user's own, so that its head has to say."""
_HEAD = re.compile(rb"jupytext:|^# coding: utf-8\s+# In\[|^# In\[[ \d]*\]:", re.MULTILINE)
_HEAD_BYTES = 4000
_MERGE = re.compile(r"_(?:BASE|LOCAL|REMOTE|BACKUP)_\d+(?:_\d+)?")
"""Ends of the names that git gives to what nbdime merges."""


class Copy(NamedTuple):
    """A file that a tool made of a notebook."""

    path: Path
    plain: bool = False
    """Whether it is text although its name is a notebook's."""


def copies_of(notebook: Path, *, within: Path | None = None, metadata: Any = None) -> list[Copy]:
    """Return the copies that tools keep of a notebook, each once, in the order of their paths.

    Parameters
    ----------
    notebook
        Its file; it does not have to be there any more.
    within
        Nothing outside of this folder is looked for; None for the notebook's own folder and, for jupyter-lsp,
        those above it.
    metadata
        The notebook's own, which names what jupytext pairs it with; None for that of the file.
    """
    folder, stem = notebook.parent, notebook.stem
    if notebook.suffix.lower() != ".ipynb":
        checkpoint = folder / CHECKPOINTS / f"{stem}-checkpoint{notebook.suffix}"
        return [Copy(checkpoint)] if _is_ours(checkpoint, within) else []
    found = {copy.path: copy for copy in _virtual(notebook, within)}
    pairs = _pairs(notebook, metadata if metadata is not None else _metadata_of(notebook))
    for path in (*_checkpoints(folder, stem), *pairs, *_beside(folder, stem), *_runs(notebook)):
        found.setdefault(path, Copy(path))
    # By what the system knows a file by: where case does not count, one has two names.
    files: dict[Path, Copy] = {}
    for path, copy in sorted(found.items()):
        if _is_ours(path, within):
            files.setdefault(path.resolve(), copy)
    files.pop(notebook.resolve(), None)
    return list(files.values())


def is_checkpoint(path: Path) -> bool:
    """Tell whether Jupyter keeps the file as a checkpoint."""
    return CHECKPOINTS in path.parts


def _is_ours(path: Path, within: Path | None = None) -> bool:
    with suppress(OSError, RuntimeError):
        regular = path.is_file() and not path.is_symlink() and path.stat().st_size <= MAX_BYTES
        # Links above the file may lead elsewhere as well.
        return regular and (within is None or path.resolve().is_relative_to(within.resolve()))
    return False


def _escaped(stem: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in stem)


def _checkpoints(folder: Path, stem: str) -> Iterator[Path]:
    place = folder / CHECKPOINTS
    if place.is_dir() and not place.is_symlink():
        yield from place.glob(f"{_escaped(stem)}-checkpoint*.*")


def _virtual(notebook: Path, within: Path | None) -> Iterator[Copy]:
    """Yield what jupyter-lsp writes: the code of the notebook's cells, and of other languages in them."""
    folder = notebook.absolute().parent
    for root in (folder, *folder.parents):
        place = root / VIRTUAL_DOCUMENTS
        if place.is_dir() and not place.is_symlink():
            at = place / folder.relative_to(root)
            for path in at.glob(f"{_escaped(notebook.name)}*"):
                yield Copy(path, plain=True)
        if root == within:
            return


def _beside(folder: Path, stem: str) -> Iterator[Path]:
    yield from (folder / f"{stem}{end}" for end in _CONVERTED)
    for end in _RUN:
        yield from (folder / f"{stem}{end}{suffix}" for suffix in (".ipynb", ".html"))
    for suffix in _CODE:
        with suppress(OSError), (folder / f"{stem}{suffix}").open("rb") as file:
            if _HEAD.search(file.read(_HEAD_BYTES)):
                yield folder / f"{stem}{suffix}"
    for path in folder.glob(f"{_escaped(stem)}_*.ipynb"):
        if _MERGE.fullmatch(path.stem[len(stem) :]):
            yield path


def _runs(notebook: Path) -> Iterator[Path]:
    """Yield what papermill wrote beside the notebook, whatever it is called: it says what it ran."""
    named = re.compile(rb'"input_path"\s*:\s*"(?:[^"]*[/\\])?' + re.escape(_as_json(notebook.name)) + rb'"')
    others = (path for path in sorted(notebook.parent.glob("*.ipynb")) if path.name != notebook.name)
    for _, path in zip(range(_MOST_RUNS), others, strict=False):
        with suppress(OSError):
            if _is_ours(path) and named.search(path.read_bytes()):
                yield path


def _as_json(name: str) -> bytes:
    return json.dumps(name, ensure_ascii=False)[1:-1].encode("utf-8", "surrogateescape")


def _metadata_of(notebook: Path) -> Any:
    try:
        return json.loads(notebook.read_bytes()).get("metadata")
    except (OSError, ValueError, RecursionError, AttributeError):
        return None


def _pairs(notebook: Path, metadata: Any) -> Iterator[Path]:
    """Yield what jupytext keeps in step with the notebook, as its metadata says.

    ``ipynb,py:percent``; ``ipynb,.lgt.py``; ``notebooks//ipynb,scripts//py``, where the folder of the one
    stands in the place of the other's; ``ipynb,script_/py``, where the name begins otherwise.
    """
    jupytext = metadata.get("jupytext") if isinstance(metadata, Mapping) else None
    formats = jupytext.get("formats") if isinstance(jupytext, Mapping) else None
    if not isinstance(formats, str):
        return
    pieces = [_format(piece) for piece in formats.split(",")]
    own = next(((folder, prefix) for folder, prefix, end in pieces if end == ".ipynb"), ("", ""))
    base = notebook.parent
    for _ in Path(own[0]).parts:
        base = base.parent
    stem = notebook.stem.removeprefix(own[1])
    for folder, prefix, end in pieces:
        if end != ".ipynb" and ".." not in Path(folder).parts and not Path(folder).is_absolute():
            yield base / folder / f"{prefix}{stem}{end}"


def _format(piece: str) -> tuple[str, str, str]:
    """Return folder, beginning and end of the names of one of jupytext's formats."""
    name = piece.strip().partition(":")[0]
    folder, slashes, name = name.rpartition("//")
    prefix, _, end = name.rpartition("/")
    return (folder.strip("/") if slashes else "", prefix, end if end.startswith(".") else f".{end}")
