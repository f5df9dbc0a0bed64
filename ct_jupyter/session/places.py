"""From a Contents API path to the folder where the notebook's ``.env`` belongs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_core.paths import is_hidden

from ..stores.refusal import Refusal

COLLABORATION_DRIVE = "RTC:"
"""Name that jupyter-collaboration gives to the server's own files."""

_NO_FILES = (
    "The files of this server are not on its own disk, so no .env file can be written next to the notebook."
)


def env_folder(contents_manager: Any, path: str) -> tuple[Path, Path]:
    """Return :func:`notebook_folder`, where something may be put into it.

    Raises
    ------
    Refusal
        As there, and ``outside-root`` where the path leads into a hidden folder that the server does not
        show.
    """
    folder, root = notebook_folder(contents_manager, path)
    if folder != root and not contents_manager.allow_hidden and is_hidden(str(folder), str(root)):
        raise Refusal(
            "outside-root", "The notebook is in a hidden folder, which this server does not write to."
        )
    return folder, root


def notebook_folder(contents_manager: Any, path: str) -> tuple[Path, Path]:
    """Return the folder of the notebook and the server's root, both without symbolic links.

    Parameters
    ----------
    contents_manager
        The server's.
    path : str
        Contents API path of the notebook: POSIX, relative to the root, perhaps with the drive of
        jupyter-collaboration in front.

    Raises
    ------
    Refusal
        ``no-local-files`` where the contents manager keeps none, ``outside-root`` where the path leads
        out of the root.
    """
    root = local_root(contents_manager)
    relative = path.removeprefix(COLLABORATION_DRIVE)
    parts = relative.split("/")
    if relative.startswith("/") or ".." in parts or "\0" in relative or "\\" in relative:
        raise Refusal("outside-root", "The path does not lead to a notebook under the server's root.")
    if ":" in parts[0] and not (root / relative).exists():
        raise Refusal("no-local-files", _NO_FILES)  # another drive of JupyterLab
    try:
        folder = (root / relative).parent.resolve(strict=True)
    except (OSError, RuntimeError):
        raise Refusal(
            "outside-root", "The notebook's folder does not exist under the server's root."
        ) from None
    if not folder.is_relative_to(root):
        raise Refusal(
            "outside-root",
            "The notebook's folder is a link that leads out of the server's root; .env is not put there.",
        )
    return folder, root


def shown_place(contents_manager: Any, path: str) -> tuple[Path, Path]:
    """Return a file or folder that the server shows, and the server's root, both without symbolic links.

    Parameters
    ----------
    path : str
        Contents API path, perhaps with the drive of jupyter-collaboration in front.

    Raises
    ------
    Refusal
        ``no-local-files`` where the contents manager keeps none, ``outside-root`` where there is nothing
        that the server would show.
    """
    try:
        root = local_root(contents_manager)
    except Refusal as refusal:
        raise Refusal(
            refusal.reason,
            "The files of this server are not on its own disk, so they cannot be scanned here.",
        ) from None
    relative = path.removeprefix(COLLABORATION_DRIVE).strip("/")
    nowhere = Refusal("outside-root", "There is no such file or folder under the server's root.")
    if ".." in relative.split("/") or "\0" in relative or "\\" in relative:
        raise nowhere
    try:
        place = (root / relative).resolve(strict=True)
    except (OSError, RuntimeError):
        raise nowhere from None
    if not place.is_relative_to(root):
        raise nowhere
    if not contents_manager.allow_hidden and is_hidden(str(place), str(root)):
        raise nowhere
    return place, root


def has_local_files(contents_manager: Any) -> bool:
    """Tell whether the contents manager keeps its files on this machine's disk."""
    try:
        local_root(contents_manager)
    except Refusal:
        return False
    return True


def local_root(contents_manager: Any) -> Path:
    """Return the server's root, without symbolic links.

    Raises
    ------
    Refusal
        ``no-local-files`` where the contents manager keeps none.
    """
    root = getattr(contents_manager, "root_dir", None)
    # What maps API paths to files says that there are files; `root_dir` alone has a default everywhere.
    maps_paths = hasattr(contents_manager, "_get_os_path") or hasattr(contents_manager, "get_os_path")
    if not maps_paths or not isinstance(root, str) or not root or not Path(root).is_dir():
        raise Refusal("no-local-files", _NO_FILES)
    return Path(root).resolve()
