"""Reading files that others made: regular ones alone, up to a size, and without waiting for anybody.

A link travels by ``git clone``. One to ``/dev/zero`` fills the memory of whoever reads it, and a pipe keeps
them waiting for ever.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


def read_regular(path: Path, most_bytes: int | None = None) -> bytes:
    """Return the content of a file; a link is followed.

    Raises
    ------
    OSError
        It cannot be read, is no regular file, or has more than ``most_bytes``; ``strerror`` says which.
    """
    # Opened first and looked at then: in between nobody can put another file in its place.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", str(path))
        if most_bytes is None:
            return file.read()
        data = file.read(most_bytes + 1) if status.st_size <= most_bytes else b""
        if status.st_size > most_bytes or len(data) > most_bytes:
            raise OSError(
                errno.EFBIG, f"it has {status.st_size:,} bytes; at most {most_bytes:,} are read", str(path)
            )
        return data
