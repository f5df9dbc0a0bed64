"""Finds credentials in Jupyter notebooks: in JupyterLab, on save, on the command line.

Importing the package stays cheap: the command line pays for it at every start, so whatever
needs Jupyter Server is imported only when a server loads the extension.
"""

from __future__ import annotations

from typing import Any

from .version import __version__

__all__ = ["__version__"]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "ct_jupyter"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from .server.extension import CtJupyter

    return [{"module": "ct_jupyter", "app": CtJupyter}]
