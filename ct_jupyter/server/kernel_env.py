"""The ``.env`` of a notebook's folder, for the kernels that the server starts there.

Off unless it is asked for: whoever can write a ``.env`` then has a say in the environment of a kernel.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..git.work_tree import work_tree_top
from ..rewrite.reserved import starts_programs
from ..session.places import local_root
from ..stores.dotenv import UnreadableEnvError, loaded_values
from ..stores.refusal import Refusal
from ..stores.store import ENV_NAME

MAX_BYTES = 1024 * 1024
"""A longer file is no list of variables."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")

_WRAPPED = "_ct_jupyter_env"


def env_for(folder: Path, root: Path) -> dict[str, str]:
    """Return the variables for a kernel that is started in ``folder``.

    They are those of the ``.env`` there, and of the one at the top of its repository where the first has
    not the same name. What cannot be read, is no regular file, or is outside of the root gives none.

    Parameters
    ----------
    folder, root
        Of the kernel, and of the server; without symbolic links.
    """
    if not folder.is_relative_to(root):
        return {}
    top = work_tree_top(folder)
    places = [top] if top is not None and top != folder and top.is_relative_to(root) else []
    found: dict[str, str] = {}
    for place in (*places, folder):
        found |= _variables(place / ENV_NAME)
    return {name: value for name, value in found.items() if is_handed_on(name, value)}


def is_handed_on(name: str, value: str) -> bool:
    """Tell whether a kernel is given a variable: not where it decides which programs run."""
    return bool(_NAME.match(name)) and not starts_programs(name) and "\0" not in value


def _variables(path: Path) -> dict[str, str]:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        if path.is_symlink():
            return {}
        descriptor = os.open(path, flags)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
                return {}
            return loaded_values(file.read(MAX_BYTES + 1))
    except (OSError, UnreadableEnvError):
        return {}


IsWanted = Callable[[str], bool]
"""Whether a kernel is to have the variables, by its id."""


def hand_env_to_kernels(kernels: Any, contents: Callable[[], Any], is_wanted: IsWanted) -> bool:
    """Have a mapping kernel manager, asynchronous or not, start kernels with their folder's ``.env``.

    The file is read at each start and restart. A variable that the kernel would have anyway stays as it is.

    Parameters
    ----------
    kernels
        The server's; one that starts no kernels on this machine is left as it is.
    contents
        Returns the contents manager, whose root bounds what is read.
    is_wanted
        Asked at each start and restart.

    Returns
    -------
    bool
        Whether it does.
    """
    before = getattr(kernels, "pre_start_kernel", None)
    if before is None:
        return False

    def pre_start_kernel(kernel_name: str | None, kwargs: dict[str, Any]) -> Any:
        started = before(kernel_name, kwargs)
        kernel = started[0]
        if not hasattr(kernel, _WRAPPED):
            _wrap(kernel, contents, is_wanted)
        return started

    kernels.pre_start_kernel = pre_start_kernel
    return True


def can_be_handed(kernel: Any) -> bool:
    """Tell whether a kernel's next start is one of ours."""
    return hasattr(kernel, _WRAPPED)


def _wrap(kernel: Any, contents: Callable[[], Any], is_wanted: IsWanted) -> None:
    """Give one kernel its environment whenever it is started, the first time and after that."""
    # The synchronous and the asynchronous manager both start through this one.
    before = getattr(kernel, "_async_pre_start_kernel", None)
    if before is None:
        return
    added: dict[str, str] = {}

    async def prepare(**kwargs: Any) -> Any:
        wanted = is_wanted(str(getattr(kernel, "kernel_id", "")))
        if wanted or added:
            there = kwargs.get("env")
            there = os.environ if there is None else there
            # A restart comes with what was added before, which the file may not say any more.
            own = {name: value for name, value in there.items() if added.get(name) != value}
            more = _env_of(kwargs.get("cwd"), contents()) if wanted else {}
            added.clear()
            added.update({name: value for name, value in more.items() if name not in own})
            kwargs = {**kwargs, "env": own | added}
        return await before(**kwargs)

    kernel._async_pre_start_kernel = prepare
    setattr(kernel, _WRAPPED, True)


def _env_of(folder: Any, contents_manager: Any) -> dict[str, str]:
    if not folder:
        return {}
    try:
        return env_for(Path(folder).resolve(), local_root(contents_manager))
    except (OSError, RuntimeError, Refusal):
        return {}
