"""What still holds a value and cannot be changed from here, and what to do about it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ..git.work_tree import look
from .notebook_plan import NotebookPlan

COLLABORATION = ".jupyter_ystore.db"
"""Where jupyter-collaboration keeps every version of every document."""


def out_of_reach(path: Path, shown: str, plan: NotebookPlan) -> list[str]:
    """Return a line for each, for the notebook at ``path`` that reports call ``shown``."""
    found = []
    folder = path.parent
    try:
        view = look(folder.resolve(), path.name)
    except OSError:
        view = None
    if view is not None and view.committed:
        found.append(
            f"{shown}: git keeps the older versions. Rotating the keys is what helps; where nothing was "
            "pushed, `git filter-repo --replace-text` can rewrite the history."
        )
    if plan.pictures:
        cells = ", ".join(str(index + 1) for index in plan.pictures)
        found.append(
            f"{shown}: an image in cell {cells} may show a value. Look at it, and run the cell again."
        )
    home = Path.home() / ".ipython"
    if any(home.glob("profile_*/history.sqlite")):
        found.append(
            "IPython's history of what was typed: `%history -g` shows it; delete "
            "~/.ipython/profile_default/history.sqlite to empty it."
        )
    if any((place / COLLABORATION).exists() for place in (folder, *folder.resolve().parents)):
        found.append(
            f"The history of jupyter-collaboration: stop the server and delete {COLLABORATION} to empty it."
        )
    printed = folder / f"{path.stem}.pdf"
    if printed.exists():
        found.append(f"{printed.name} beside the notebook may show a value: delete it, or export it again.")
    archives = Path(tempfile.gettempdir()) / "elyra"
    if any(archives.glob("*.tar.gz")):
        found.append(f"Elyra's archives of what pipelines ran: delete {archives.as_posix()}/*.tar.gz.")
    return found
