"""Whether a real-time collaboration extension runs in this server."""

from __future__ import annotations

from typing import Any

COLLABORATION_EXTENSIONS = ("jupyter_server_ydoc", "jupyter_collaboration", "jupyter_server_documents")
"""They save on their own, and a save that is refused there is reported as done to the user."""


def is_collaborative(serverapp: Any) -> bool:
    """Tell whether ``serverapp`` has loaded one of :data:`COLLABORATION_EXTENSIONS`.

    Asked at each use: the order in which extensions load is not ours to choose.
    """
    manager = getattr(serverapp, "extension_manager", None)
    extensions = getattr(manager, "extensions", {})
    return any(_is_loaded(extensions.get(name)) for name in COLLABORATION_EXTENSIONS)


def _is_loaded(extension: Any) -> bool:
    return extension is not None and bool(getattr(extension, "enabled", False))
